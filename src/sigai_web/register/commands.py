"""`python -m sigai_web register`: the register from a shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sigai_web.beginning import begin

if TYPE_CHECKING:
    from sigai_web.register.planning import WantedChange

app = typer.Typer(help="名录 · the register", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """名录：主体、变更、名单 · the register: entities, what changes about them, lists."""


@app.command("import")
def import_command(  # noqa: PLR0917 - typer names them
    file: Annotated[Path, typer.Argument(help="名录或变更的表（.xlsx、.csv）· a sheet of entries or changes")],
    since: Annotated[str, typer.Option(help="表中没有写月份的，从哪个月起 · month for rows that name none")] = "",
    members: Annotated[str, typer.Option("--list", help="表是哪个名单的成员 · the list whose members it names")] = "",
    reason: Annotated[str, typer.Option(help="为什么 · why")] = "",
    document: Annotated[str, typer.Option(help="依据的文件 · the document it rests on")] = "",
    distinct: Annotated[
        bool, typer.Option("--distinct", help="相像的都核对过，确是不同的主体 · look-alikes are different ones")
    ] = False,
) -> None:
    """导入名录、变更、名单；再导入一次什么也不变 · take a sheet in; a second time changes nothing."""
    begin()
    from sigai.base import Place, UserError
    from sigai_web.problems import UPLOAD_MISSING
    from sigai_web.register.handing_in import from_sheet, of_list

    if not file.is_file():
        raise UserError([UPLOAD_MISSING.at(Place(str(file)))])
    given = {"since": since, **(of_list(members) if members else {})}
    wanted = from_sheet(file, file.name, given, reason=reason, document=document, distinct=distinct)
    _ask(wanted)


@app.command("merge")
def merge_command(
    source: Annotated[str, typer.Argument(help="并入别家的企业 · the enterprise that goes up in another one")],
    target: Annotated[str, typer.Argument(help="并入哪家 · the one it goes up in")],
    since: Annotated[str, typer.Option(help="从哪个月起 · from which month on")],
    reason: Annotated[str, typer.Option(help="为什么 · why")] = "",
    document: Annotated[str, typer.Option(help="依据的文件 · the document it rests on")] = "",
) -> None:
    """企业合并：提出后等另一人决定 · merge enterprises: asked for, another person decides."""
    begin()
    from sigai_web.register.handing_in import of_merger

    _ask(of_merger(source, target, since, reason=reason, document=document))


@app.command("split")
def split_command(  # noqa: PLR0917 - typer names them
    source: Annotated[str, typer.Argument(help="原企业 · the old enterprise")],
    code: Annotated[str, typer.Argument(help="新企业的统一社会信用代码 · the code of the new one")],
    name: Annotated[str, typer.Argument(help="新企业的名称 · the name of the new one")],
    since: Annotated[str, typer.Option(help="从哪个月起 · from which month on")],
    area: Annotated[str, typer.Option(help="地区 · area")] = "",
    industry: Annotated[str, typer.Option(help="行业代码 · industry")] = "",
    reason: Annotated[str, typer.Option(help="为什么 · why")] = "",
    document: Annotated[str, typer.Option(help="依据的文件 · the document it rests on")] = "",
) -> None:
    """企业分立：提出后等另一人决定 · split an enterprise: asked for, another person decides."""
    begin()
    from sigai_web.register.handing_in import of_split

    entry = {"id": code, "name": name, "area": area, "industry": industry}
    _ask(of_split(source, entry, since, reason=reason, document=document))


def _ask(wanted: WantedChange) -> None:
    from sigai_web.journal.writing import SYSTEM
    from sigai_web.register.changing import ask

    taken = ask(SYSTEM, None, wanted)
    for issue in taken.remarks:
        typer.echo(f"{issue.text('zh')}\n{issue.text('en')}", err=True)
    typer.echo(
        f"登记 {taken.entered}，变更 {taken.told}，本来就是这样 {taken.same} · "
        f"entered {taken.entered}, told {taken.told}, stood already {taken.same}"
    )
    if taken.waits and taken.change is not None:
        number = taken.change.pk
        typer.echo(f"第 {number} 号变更等工作专班在网上决定 · change {number} waits for the office on the site")
