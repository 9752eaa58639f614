"""`sigai bench NAME`: ours beside the other way, in one run."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sigai.base.issues import Place, Severity, UserError, problem
from sigai.base.periods import Period
from sigai.cli.console import Exit, choose, out
from sigai.cli.nonresponse import TrialOptions, show_trial, try_asked

UNKNOWN_BENCH = problem(
    "X009",
    Severity.ERROR,
    zh="没有名为“{name}”的测速",
    en="there is no bench “{name}”",
    advice_zh="可用的有：{known}",
    advice_en="there are: {known}",
)
NO_MATERIAL = problem(
    "X010",
    Severity.ERROR,
    zh="这项测速需要 {path}，本机没有",
    en="this bench needs {path}, which is not on this machine",
    advice_zh="把 shared 文件夹放在仓库旁边",
    advice_en="put the folder shared beside the repository",
)

_SHARED = Path("../shared")
_M3 = _SHARED / "data" / "m3-forecast" / "M3C.xls"
_KNAPSACKS = _SHARED / "data" / "mkp"


def bench_command(name: str, *, rows: int, asked: TrialOptions, as_json: bool, generated: int = 0) -> int:
    """Run one bench and print it; as JSON on one line when asked. asked: of nonresponse; generated: invented plans."""
    benches: dict[str, Callable[[], Mapping[str, Any]]] = {
        "indicators": lambda: _indicators(rows),
        "indicators-at-rest": lambda: _indicators(rows, at_rest=True),
        "forecast": _forecast,
        "intake": _intake,
        "run": _run,
        "compile": lambda: _compile(generated),
        "portfolio": _portfolio,
        "nonresponse": lambda: try_asked(asked),
    }
    if name not in benches:
        raise UserError([UNKNOWN_BENCH.at(Place(), name=name, known=", ".join(benches))])
    result = benches[name]()
    if as_json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False, default=str) + "\n")
    elif name == "nonresponse":
        show_trial(result)
    else:
        _show(result)
    return Exit.GOOD


def _show(result: Mapping[str, Any], indent: str = "") -> None:
    for key, value in result.items():
        if isinstance(value, Mapping):
            out.print(f"{indent}{key}")
            _show(value, indent + "  ")
        elif isinstance(value, list):
            for item in value:
                _show({key: item}, indent)
        else:
            shown = f"{value:.4g}" if isinstance(value, float) else f"{value:,}" if type(value) is int else value
            out.print(f"{indent}{key:<18} {shown}")


def _indicators(rows: int, *, at_rest: bool = False) -> Mapping[str, Any]:
    from sigai.indicators.bench import bench

    return bench(rows, at_rest=at_rest).as_dict()


def _forecast() -> Mapping[str, Any]:
    from sigai.progress.backtest import bench_forecast

    if not _M3.is_file():
        raise UserError([NO_MATERIAL.at(Place(), path=_M3)])
    return bench_forecast(_M3)


def _intake() -> Mapping[str, Any]:
    from sigai.values.bench import bench_intake

    return bench_intake()


def _compile(generated: int) -> Mapping[str, Any]:
    from sigai.compiling.bench import bench_compile
    from sigai.compiling.bench_generated import bench_generated

    if not (_SHARED / "plan" / "targets.jsonl").is_file():
        raise UserError([NO_MATERIAL.at(Place(), path=_SHARED / "plan")])
    return bench_generated(_SHARED, generated) if generated else bench_compile(_SHARED)


def _portfolio() -> Mapping[str, Any]:
    from sigai.portfolio.bench import bench_portfolio

    return bench_portfolio(_KNAPSACKS if _KNAPSACKS.is_dir() else None)


def _run() -> Mapping[str, Any]:
    """The whole run on demonstration data against its budget of 15 s, with the share of each stage."""
    from sigai.demonstration import make
    from sigai.pipeline import run_programme, sound_programme

    folder = Path("programmes/zhongwei-2021-2023")
    with tempfile.TemporaryDirectory(prefix="sigai-bench-") as work:
        place = Path(work)
        programme = sound_programme(folder)
        as_of = Period.of_index(programme.head.start.first + 20)
        make(programme, place / "data", enterprises=200, months=21, seed=1)
        outcome = run_programme(folder, place / "data", as_of=as_of, out=place / "run")
    stages = dict(outcome.finished.stages)
    seconds = sum(stages.values())
    budget = 15.0
    return {
        "name": "run",
        "ours": round(seconds, 2),
        "theirs": budget,
        "ratio": round(seconds / budget, 3),
        "measure": choose("秒；对照为预算", "seconds; theirs is the budget"),
        "stages": {name: f"{spent:.2f} s ({spent / seconds:.0%})" for name, spent in stages.items()},
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
