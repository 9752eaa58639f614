"""The command line: `sigai check`, `mechanisms`, `compile`, `demo-data`, `run`, `explain`, `rivals`, `export` …"""

from __future__ import annotations

import os
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import Abort, TyperException

from sigai import __version__
from sigai.base.issues import Severity, UserError, problem
from sigai.cli import mapping, rules
from sigai.cli.console import LANGUAGE_SETTING, Exit, choose, err, guarded, month_named, show_issues

NOTHING_TO_EXPORT = problem(
    "X012",
    Severity.ERROR,
    zh="没有说导出什么",
    en="what to export is not said",
    advice_zh="加上 --targets-jsonl：每处目标一行 JSON",
    advice_en="add --targets-jsonl: one JSON line per statement of the plan",
)
NOT_A_LANGUAGE = problem(
    "X013",
    Severity.ERROR,
    zh="没有语言“{given}”",
    en="there is no language “{given}”",
    advice_zh="用 --lang zh 或 --lang en",
    advice_en="use --lang zh or --lang en",
)

app = typer.Typer(
    name="sigai",
    help="四改 Sigai：把转型方案变成可运行、可解释的工作。\n\n"
    "Runs a transformation plan as a programme in which every number is explained.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(mapping.app)
app.add_typer(rules.app)

FURTHER_COMMANDS = "sigai.commands"
"""The group of entry points in which a package names a Typer application that becomes a command of `sigai`."""

ProgrammeArgument = Annotated[Path, typer.Argument(help="方案文件夹 · the programme's folder", metavar="PROGRAMME")]


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"sigai {__version__}")
        raise typer.Exit


@app.callback()
def settings(
    lang: Annotated[str | None, typer.Option("--lang", help="输出语言 zh 或 en · language of messages")] = None,
    version: Annotated[  # noqa: ARG001 — its callback answers before a command runs
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="版本 · the version")
    ] = False,
) -> None:
    """Settings for every command."""
    if lang is not None and lang not in ("zh", "en"):
        raise _MisuseError(NOT_A_LANGUAGE.at(given=lang))
    if lang:
        os.environ[LANGUAGE_SETTING] = lang


@app.command()
def check(
    programme: ProgrammeArgument,
    form: Annotated[str, typer.Option("--format", help="text 或 json · text or json")] = "text",
    every: Annotated[bool, typer.Option("--all", help="也列出已作取舍的不一致 · settled contradictions too")] = False,
    scenarios: Annotated[
        bool, typer.Option("--scenarios/--no-scenarios", help="是否演练情景 · whether to try the scenarios")
    ] = True,
) -> None:
    """检查方案内容与前后不一致 · check a programme: form, references, formulas and units, contradictions, coverage."""
    from sigai.cli.checking import check_command

    _leave(lambda: check_command(programme, form, settled_too=every, with_scenarios=scenarios))


@app.command()
def mechanisms(
    programme: ProgrammeArgument,
    json_output: Annotated[bool, typer.Option("--json", help="一个 JSON 列表 · one JSON list")] = False,
) -> None:
    """方案的每项机制做到哪一级，由哪个情景证明 · how far each mechanism works, and the scenario that proves it."""
    from sigai.cli.mechanisms import mechanisms_command

    _leave(lambda: mechanisms_command(programme, as_json=json_output))


@app.command("bulletin-templates")
def bulletin_templates(
    out: Annotated[Path, typer.Argument(help="方案文件夹的 bulletins/ · the folder bulletins/ of a programme")],
) -> None:
    """写出通报的标准模板，在 Word 里改 · write the standard templates of bulletins, to be changed in Word."""
    from sigai.cli.templates import templates_command

    _leave(lambda: templates_command(out))


@app.command("compile")
def compile_plan(
    documents: Annotated[list[Path], typer.Argument(help="方案文件 · the plan's documents", metavar="DOCUMENT…")],
    *,
    out: Annotated[Path | None, typer.Option("--out", help="草案文件夹 · the folder for the draft programme")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="一个 JSON 对象 · one JSON object")] = False,
    against: Annotated[
        Path | None, typer.Option("--against", help="与已有方案比较 · compare with a programme", metavar="PROGRAMME")
    ] = None,
    review: Annotated[
        Path | None, typer.Option("--review", help="审阅页 HTML（默认在 --out 内） · the review page", metavar="FILE")
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option("--decisions", help="审阅页保存的决定 · decisions that the review page saved", metavar="FILE"),
    ] = None,
) -> None:
    """从方案原文到方案草案：目标、任务、单位、矛盾 · from a plan's text to a draft programme and its contradictions."""
    from sigai.cli.compiling import compile_command

    _leave(
        lambda: compile_command(
            documents, out_folder=out, as_json=json_output, against=against, review=review, decisions=decisions
        )
    )


@app.command("demo-data")
def demo_data(
    programme: ProgrammeArgument,
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件夹 · the folder to write")],
    seed: Annotated[int, typer.Option("--seed", help="随机种子 · seed")] = 1,
    enterprises: Annotated[int, typer.Option("--enterprises", min=1, help="企业数 · how many enterprises")] = 200,
    months: Annotated[
        int | None, typer.Option("--months", min=1, help="方案开始后的月数 · months since the programme began")
    ] = None,
) -> None:
    """生成演示数据（虚构） · make demonstration data, seeded and plainly fictional."""
    from sigai.cli.demonstrating import demo_data_command

    _leave(lambda: demo_data_command(programme, out, seed=seed, enterprises=enterprises, months=months))


@app.command()
def run(
    programme: ProgrammeArgument,
    data: Annotated[Path, typer.Option("--data", help="数据文件夹 · the folder of data")],
    as_of: Annotated[str, typer.Option("--as-of", help="截至月份，如 2022-09 · the month to look from")],
    out: Annotated[Path, typer.Option("--out", help="结果文件夹 · the folder to write")],
) -> None:
    """运行：数据 → 指标 → 进展 → 报告与通报 · run the programme: data, indicators, progress, report, bulletin."""
    from sigai.cli.running import run_command

    _leave(lambda: run_command(programme, data, month_named(as_of, "--as-of"), out))


@app.command()
def explain(  # noqa: PLR0917 — typer makes options of them
    run_folder: Annotated[Path, typer.Argument(help="结果文件夹 · the folder of a run", metavar="RUN")],
    target: Annotated[str, typer.Argument(help="目标编号 · id of the target", metavar="TARGET")],
    area: Annotated[str | None, typer.Option("--area", help="地区代码或名称 · code or name of the area")] = None,
    period: Annotated[str | None, typer.Option("--period", help="月份 · month (default: that of the run)")] = None,
    document: Annotated[
        Path | None, typer.Option("--document", help="方案原文 · the plan's text, to show the sentences")
    ] = None,
    rows: Annotated[int, typer.Option("--rows", min=1, help="每项列出几条 · how many rows of each term")] = 5,
) -> None:
    """解释一个数：公式、数值、填报人、出处 · explain a figure down to who reported it and which place asks for it."""
    from sigai.cli.explaining import explain_command

    month = month_named(period, "--period") if period else None
    _leave(lambda: explain_command(run_folder, target, area=area, period=month, document=document, rows=rows))


@app.command()
def rivals(
    run_folder: Annotated[Path, typer.Argument(help="结果文件夹 · the folder of a run", metavar="RUN")],
    target: Annotated[
        str | None, typer.Argument(help="目标编号，默认全部 · id of the target, default all", metavar="[TARGET]")
    ] = None,
    area: Annotated[str | None, typer.Option("--area", help="地区代码或名称 · code or name of the area")] = None,
) -> None:
    """与其他公开的评判方法对照 · set other published methods of judging progress beside ours."""
    from sigai.cli.comparing import rivals_command

    _leave(lambda: rivals_command(run_folder, target, area=area))


@app.command()
def portfolio(
    folder: Annotated[
        Path, typer.Argument(help="候选项目、用量、效果、预算、差额的文件夹 · folder of tables", metavar="FOLDER")
    ],
    gap: Annotated[float, typer.Option("--gap", min=0, max=1, help="允许离最优多远 · how far from best")] = 0.01,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="最多求解几秒 · most seconds to solve")] = 30.0,
    steps: Annotated[
        bool, typer.Option("--steps", help="每项额度再多一份会怎样（重新求解）· one more step of each budget")
    ] = False,
    json_output: Annotated[bool, typer.Option("--json", help="JSON")] = False,
) -> None:
    """选项目：预算之内最能补上目标差额的组合 · choose the projects that close the gaps most within the budgets."""
    from sigai.cli.portfolio import portfolio_command

    _leave(lambda: portfolio_command(folder, gap=gap, seconds=seconds, steps=steps, as_json=json_output))


@app.command()
def export(
    programme: ProgrammeArgument,
    targets_jsonl: Annotated[
        bool, typer.Option("--targets-jsonl", help="每处目标一行 JSON · one JSON line per statement of the plan")
    ] = False,
) -> None:
    """导出到标准输出 · export to standard output."""
    from sigai.cli.checking import export_command

    if not targets_jsonl:
        raise _MisuseError(NOTHING_TO_EXPORT.at())
    _leave(lambda: export_command(programme))


@app.command()
def bench(  # noqa: PLR0917 — typer makes options of them
    name: Annotated[
        str,
        typer.Argument(
            help="indicators | indicators-at-rest | forecast | intake | compile | run | portfolio | nonresponse"
        ),
    ],
    rows: Annotated[int, typer.Option("--rows", min=1000, help="数值行数 · rows of values")] = 10_000_000,
    json_output: Annotated[bool, typer.Option("--json", help="JSON")] = False,
    generated: Annotated[
        int, typer.Option("--generated", min=0, help="改读 N 份编造的规划 · read N invented plans instead (compile)")
    ] = 0,
    seeds: Annotated[str, typer.Option("--seeds", help="随机种子，如 1-8 · seeds to try (nonresponse)")] = "",
    sets: Annotated[str, typer.Option("--set", help="smooth,rough,m3,site · sets of data to try (nonresponse)")] = "",
    cells: Annotated[str, typer.Option("--cells", help="如 random-15 · ways of being late to try (nonresponse)")] = "",
    months: Annotated[str, typer.Option("--months", help="如 2022-02,2022-03 · months to try (nonresponse)")] = "",
    programme: Annotated[
        Path, typer.Option("--programme", help="方案文件夹 · the programme's folder (nonresponse)", metavar="PROGRAMME")
    ] = Path("programmes/zhongwei-2021-2023"),
    series: Annotated[
        Path, typer.Option("--series", help="M3 序列文件夹 · the folder of the M3 series (nonresponse)")
    ] = Path("../shared/data/m3-forecast"),
    quick: Annotated[bool, typer.Option("--quick", help="小规模 · a quick look (nonresponse)")] = False,
    processes: Annotated[
        int, typer.Option("--processes", min=0, help="进程数，0 为每核一个 · processes, 0 is one a core (nonresponse)")
    ] = 1,
) -> None:
    """测量，并列对照 · measure, beside the other way of doing it."""
    from sigai.cli.benching import bench_command
    from sigai.cli.nonresponse import TrialOptions

    asked = TrialOptions(
        programme, series, seeds=seeds, sets=sets, cells=cells, months=months, quick=quick, processes=processes
    )
    _leave(lambda: bench_command(name, rows=rows, generated=generated, asked=asked, as_json=json_output))


class _MisuseError(UserError):
    """An option that cannot be used; ends the command at once."""

    def __init__(self, issue: Any) -> None:
        super().__init__([issue])


def _leave(command: Any) -> None:
    raise typer.Exit(guarded(command))


def _take_in_further_commands() -> None:
    """Commands that other packages bring: the engine's own command need not know who they are."""
    known = {group.name for group in app.registered_groups}
    for brought in entry_points(group=FURTHER_COMMANDS):
        if brought.name not in known:
            app.add_typer(brought.load(), name=brought.name)


def run_app(arguments: list[str] | None = None) -> int:
    """Run the command line with these arguments; the exit code."""
    _take_in_further_commands()
    try:
        code = app(args=arguments, prog_name="sigai", standalone_mode=False)
    except TyperException as misuse:
        err.print(choose(f"用法有误：{misuse.format_message()}", f"misuse: {misuse.format_message()}"), markup=False)
        err.print(choose("用 sigai --help 或 sigai 命令 --help 查看用法", "see sigai --help or sigai COMMAND --help"))
        return Exit.MISUSE
    except UserError as error:
        show_issues(error.issues)
        return Exit.MISUSE
    except Abort:
        return Exit.MISUSE
    return code if isinstance(code, int) else Exit.GOOD


def main() -> None:
    """Entry point of the `sigai` command."""
    sys.exit(run_app())
