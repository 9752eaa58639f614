"""`sigai mapping`: propose how a file is read, and read one by a mapping that was made."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sigai.base.issues import Place, Severity, UserError, problem
from sigai.base.periods import Period
from sigai.cli.console import Exit, choose, err, guarded, out, show_issues

NO_FORM = problem(
    "X019",
    Severity.ERROR,
    zh="方案里没有报表“{given}”",
    en="the programme has no form “{given}”",
    advice_zh="用这些之一：{known}",
    advice_en="one of these: {known}",
)
NOT_A_PERIOD = problem(
    "X020",
    Severity.ERROR,
    zh="--period 应是时期，如 2022-09、2022Q3，而不是“{given}”",
    en="--period is a period such as 2022-09 or 2022Q3, not “{given}”",
    advice_zh="改为 年-月、年Q季 或 年",
    advice_en="write year-month, year and quarter, or a year",
)

app = typer.Typer(
    name="mapping",
    help="任意格式的表：定一次每列是什么，以后照此读取 · files of any layout: say once what their columns are.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

FileArgument = Annotated[Path, typer.Argument(help="Excel 或 CSV 文件 · a workbook or CSV file", metavar="FILE")]
ProgrammeOption = Annotated[Path, typer.Option("--programme", help="方案文件夹 · the programme's folder")]
DataOption = Annotated[
    Path | None, typer.Option("--data", help="数据文件夹（主体名录） · folder of data, for its register")
]


@app.command()
def propose(  # noqa: PLR0917 — typer makes options of them
    file: FileArgument,
    programme: ProgrammeOption,
    data: DataOption = None,
    form: Annotated[str, typer.Option("--form", help="报表代码 · id of the form that the file is for")] = "",
    name: Annotated[str, typer.Option("--name", help="映射的名称 · a name for the mapping")] = "",
    out_file: Annotated[Path | None, typer.Option("--out", help="写到哪个文件 · the file to write")] = None,
) -> None:
    """从文件拟一个映射（YAML），拿不准的列标为 asked · propose a mapping as YAML; what is unclear is `asked`."""
    raise typer.Exit(guarded(lambda: _propose(file, programme, data, form=form, name=name, target=out_file)))


@app.command()
def apply(  # noqa: PLR0917 — typer makes options of them
    file: FileArgument,
    mapping: Annotated[Path, typer.Option("--mapping", help="映射文件 · the mapping's YAML file")],
    programme: ProgrammeOption,
    data: DataOption = None,
    period: Annotated[str, typer.Option("--period", help="时期，如 2022-09 · the period of the file")] = "",
    entity: Annotated[str, typer.Option("--entity", help="主体代码 · id of whom the file is about")] = "",
    out_file: Annotated[Path | None, typer.Option("--out", help="写到哪个 CSV · the CSV file to write")] = None,
) -> None:
    """按映射读取文件，写出 entity, measure, period, value · read a file by a mapping, into rows of figures."""
    raise typer.Exit(
        guarded(lambda: _apply(file, mapping, programme, data, period=period, entity=entity, target=out_file))
    )


def _propose(
    file: Path, programme_folder: Path, data: Path | None, *, form: str, name: str, target: Path | None
) -> int:
    from sigai.pipeline import sound_programme
    from sigai.tables.files import read_sheets
    from sigai.values import register_of
    from sigai.values.mapping import MappingReaders, mapping_faults, mapping_yaml, propose_mapping

    programme = sound_programme(programme_folder)
    forms = [each.id for each in programme.forms]
    if form and form not in forms:
        raise UserError([NO_FORM.at(Place(), given=form, known="、".join(forms))])
    entities, _ = register_of(data, programme)
    readers = MappingReaders.of(programme, entities, form)
    found = propose_mapping(read_sheets(file, file.name), readers, name=name or file.stem, form=form)
    text = mapping_yaml(found)
    if target is None:
        out.print(text, markup=False, end="")
    else:
        _write(target, text)
        err.print(choose(f"映射已写入 {target}", f"the mapping is in {target}"), markup=False)
    asked = list(mapping_faults(found, programme))
    show_issues(asked)
    return Exit.FINDINGS if asked else Exit.GOOD


def _apply(
    file: Path,
    mapping_file: Path,
    programme_folder: Path,
    data: Path | None,
    *,
    period: str,
    entity: str,
    target: Path | None,
) -> int:
    from sigai.pipeline import sound_programme
    from sigai.values import register_of
    from sigai.values.mapping import GivenWithFile, MappingReaders, read_by_mapping, read_mapping

    programme = sound_programme(programme_folder)
    mapping = read_mapping(mapping_file, mapping_file.parent, programme)
    entities, issues = register_of(data, programme)
    readers = MappingReaders.of(programme, entities, mapping.form)
    found = read_by_mapping(file, file.name, mapping, readers, GivenWithFile(_period(period), entity))
    show_issues([*issues, *found.changes, *found.issues])
    if found.asks:
        err.print(choose("有要先定的事，没有写出", "something has to be said first; nothing was written"))
        return Exit.FINDINGS
    rows = [(each.entity, each.measure, each.period, each.text, each.unit, each.note) for each in found.figures]
    _write_rows(rows, target)
    return Exit.FINDINGS if any(issue.severity is Severity.ERROR for issue in found.issues) else Exit.GOOD


def _period(text: str) -> Period | None:
    if not text:
        return None
    try:
        return Period.parse(text)
    except ValueError:
        raise UserError([NOT_A_PERIOD.at(Place(), given=text)]) from None


def _write_rows(rows: Sequence[Sequence[str]], target: Path | None) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("entity", "measure", "period", "value", "unit", "source"))
    writer.writerows(rows)
    if target is None:
        out.print(stream.getvalue(), markup=False, end="")
    else:
        _write(target, stream.getvalue())


def _write(target: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = target.with_name(f".{target.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(target)
