"""`sigai bench nonresponse`: what to try, and the tables of what came out."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.table import Table

from sigai.base.issues import Place, Severity, UserError, problem
from sigai.cli.console import choose, err, month_named, out

UNKNOWN_PART = problem(
    "X015",
    Severity.ERROR,
    zh="{option} 没有“{name}”",
    en="{option} knows no “{name}”",
    advice_zh="可用的有：{known}",
    advice_en="there are: {known}",
)
NO_SEEDS = problem(
    "X016",
    Severity.ERROR,
    zh="--seeds 应是整数或范围，如 1-8 或 1,2,5，而不是“{given}”",
    en="--seeds is numbers or ranges such as 1-8 or 1,2,5, not “{given}”",
    advice_zh="改为不小于 0 的整数，用逗号隔开",
    advice_en="write whole numbers from 0 on, with commas between them",
)
_SPAN = 1_000
_RIVALS = ("today", "carried", "link_relative")
_UNDISTURBED = "undisturbed"
_EVENTS = ("wrong", "better", "held", "held_wrong")


@dataclass(frozen=True, slots=True)
class TrialOptions:
    """What the command line asks for, as it was written; empty texts leave the plan as it is."""

    programme: Path
    series: Path
    seeds: str = ""
    sets: str = ""
    cells: str = ""
    months: str = ""
    quick: bool = False
    processes: int = 1


def try_asked(asked: TrialOptions) -> dict[str, Any]:
    """Run the bench as asked. UserError where something asked for is not known."""
    from sigai.pipeline.nonresponse import CELLS, SETS, TrialPlan, bench_nonresponse, quick_plan

    plan = (quick_plan if asked.quick else TrialPlan)(asked.programme, asked.series)
    plan = replace(plan, processes=asked.processes or os.cpu_count() or 1)
    if asked.seeds:
        plan = replace(plan, seeds=_seeds(asked.seeds))
    if asked.sets:
        plan = replace(plan, sets=_named(asked.sets, SETS, "--set"))
    if asked.cells:
        chosen = _named(asked.cells, [cell.name for cell in CELLS], "--cells")
        plan = replace(plan, cells=tuple(cell for cell in CELLS if cell.name in chosen))
    if asked.months:
        plan = replace(plan, months=tuple(month_named(text, "--months") for text in _parts(asked.months)))
    return bench_nonresponse(plan, told=_tell)


def _tell(what: str) -> None:
    """What is done, on a terminal only."""
    if err.is_terminal:
        err.print(what)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _named(text: str, known: Sequence[str], option: str) -> tuple[str, ...]:
    asked = _parts(text) or [text]
    unknown = [name for name in asked if name not in known]
    if unknown:
        listed = ", ".join(known)
        raise UserError([UNKNOWN_PART.at(Place(), option=option, name=name, known=listed) for name in unknown])
    return tuple(name for name in known if name in asked)


def _seeds(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for part in _parts(text) or [text]:
        first, _, last = part.partition("-")
        if not first.isdigit() or (last and not last.isdigit()):
            raise UserError([NO_SEEDS.at(Place(), given=text)])
        span = range(int(first), int(last or first) + 1)
        if not 0 < len(span) <= _SPAN:
            raise UserError([NO_SEEDS.at(Place(), given=text)])
        found += span
    return tuple(dict.fromkeys(found))


def show_trial(result: Mapping[str, Any]) -> None:
    """Print the tables of statuses, verdicts and errors of each set of data, then every demand and what was reached."""
    for name, cells in result["sets"].items():
        out.print(_statuses(name, cells), soft_wrap=False)
        out.print(_verdicts(name, cells), soft_wrap=False)
        if name != "site":  # nothing is added up there
            out.print(_errors(name, cells), soft_wrap=False)
    for name in result["skipped"]:
        out.print(choose(f"跳过 {name}：序列文件不在", f"{name} is skipped: its series are not there"))
    out.print(_bars(result["bars"]), soft_wrap=False)
    asked, missed = len(result["bars"]), sum(not bar["met"] for bar in result["bars"])
    out.print(choose(f"{asked} 项要求，{missed} 项未达到", f"{asked} demands, {missed} of them not met"))


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", pad_edge=False, show_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    return table


def _statuses(name: str, cells: Mapping[str, Mapping[str, Any]]) -> Table:
    columns = [*_columns(choose("进度", "statuses")), choose("判错：", "wrong: ") + _beside(_RIVALS)]
    table = _table(choose(f"{_set(name)}：进度（%）", f"{_set(name)}: statuses (%)"), columns)
    for cell, summary in cells.items():
        table.add_row(
            cell,
            f"{summary['judged']:,}",
            *(_share(summary[event]) for event in _EVENTS),
            " / ".join(_number(summary["rivals"][way]["wrong"]["share"], 100) for way in _RIVALS),
        )
    return table


def _verdicts(name: str, cells: Mapping[str, Mapping[str, Any]]) -> Table:
    columns = [*_columns(choose("判断", "verdicts")), choose("断反", "opposite")]
    table = _table(choose(f"{_set(name)}：判断（%）", f"{_set(name)}: verdicts (%)"), columns)
    for cell, summary in cells.items():
        shares = (summary[f"verdict_{event}"] for event in (*_EVENTS, "turned"))
        table.add_row(cell, f"{summary['judged']:,}", *map(_share, shares))
    return table


def _columns(what: str) -> list[str]:
    """The columns that statuses and verdicts have in common, in the order of `_EVENTS`."""
    return [
        choose("格", "cell"),
        what,
        choose("判错", "wrong"),
        choose("偏好", "better"),
        choose("搁置", "held"),
        choose("搁置与当月不同", "held, other now"),
    ]


def _errors(name: str, cells: Mapping[str, Mapping[str, Any]]) -> Table:
    ways: tuple[str, ...] = ("ours", *_RIVALS)
    if any(summary["errors"]["total"][_UNDISTURBED] is not None for summary in cells.values()):
        ways = (*ways, _UNDISTURBED)
    columns = [
        choose("格", "cell"),
        choose("总量误差（%）：", "totals (%): ") + _beside(ways),
        choose("偏差", "bias"),
        choose("增速误差（点）", "growth (points)"),
        choose("偏差", "bias"),
        choose("80%区间内（%）", "in 80 % (%)"),
    ]
    table = _table(choose(f"{_set(name)}：误差", f"{_set(name)}: errors"), columns)
    for cell, summary in cells.items():
        total, growth = summary["errors"]["total"], summary["errors"]["growth"]
        table.add_row(
            cell,
            " / ".join(_number(total[way], 100, 2) for way in ways),
            _number(total["bias"], 100, 2),
            " / ".join(_number(growth[way], 1, 2) for way in ways),
            _number(growth["bias"], 1, 2),
            _share(summary["interval"]),
        )
    return table


def _bars(bars: Sequence[Mapping[str, Any]]) -> Table:
    columns = [choose("要求", "demand"), choose("结果", "reached"), choose("限度", "bounds"), ""]
    table = _table(choose("要求", "demands"), columns)
    for bar in bars:
        table.add_row(
            f"{_set(bar['set'])} {bar['cell']} {_demand(bar['what'])}",
            _reached(bar),
            _bounds(bar),
            choose("达到", "met") if bar["met"] else choose("[bold red]未达到[/]", "[bold red]not met[/]"),
        )
    return table


def _reached(bar: Mapping[str, Any]) -> str:
    if bar["undisturbed"] is not None:
        known = choose("知道无扰动之数者", "who knows the undisturbed figures")
        return f"{_percent(bar['value'])} ({known}: {_percent(bar['undisturbed'])})"
    if bar["low"] is None:
        return _percent(bar["value"])
    return _share({"share": bar["value"], "low": bar["low"], "high": bar["high"]})


def _bounds(bar: Mapping[str, Any]) -> str:
    most = _percent(bar["most"])
    return f"≤ {most}" if bar["least"] is None else f"{_percent(bar['least'])}–{most}"


def _share(share: Mapping[str, Any]) -> str:
    return f"{_number(share['share'], 100)} [{100 * share['low']:.1f}–{100 * share['high']:.1f}]"


def _percent(number: float | None) -> str:
    return f"{_number(number, 100)} %"


def _number(number: float | None, factor: int, digits: int = 1) -> str:
    return "–" if number is None else f"{factor * number:.{digits}f}"


def _beside(ways: Sequence[str]) -> str:
    return " / ".join(map(_way, ways))


def _set(name: str) -> str:
    words = {
        "smooth": choose("演示数据", "demonstration"),
        "rough": choose("粗糙演示数据", "rough demonstration"),
        "m3": choose("M3 序列", "M3 series"),
        "site": choose("演示站点", "demonstration site"),
    }
    return words[name]


def _way(name: str) -> str:
    words = {
        "ours": choose("本法", "ours"),
        "today": choose("只加已报", "today"),
        "carried": choose("沿用", "carried"),
        "link_relative": choose("环比", "link"),
        _UNDISTURBED: choose("无扰动", "undisturbed"),
    }
    return words[name]


def _demand(name: str) -> str:
    words = {
        "wrong": choose("判错", "wrong"),
        "better": choose("判得比实际好", "better than the truth"),
        "held": choose("搁置", "held"),
        "interval": choose("80%区间内", "in the 80 % interval"),
        "error_of_total": choose("总量误差与沿用上期之比", "error of totals over carrying forward"),
        "error_of_growth": choose("增速误差与沿用上期之比", "error of growth over carrying forward"),
    }
    return words[name]
