"""`python -m sigai_web register`: the register from a shell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

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
    import django

    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sigai_web.settings.site")
    django.setup()
    from sigai.base import Place, UserError
    from sigai_web.journal.writing import SYSTEM
    from sigai_web.problems import UPLOAD_MISSING
    from sigai_web.register.changing import ask
    from sigai_web.register.handing_in import from_sheet, of_list

    if not file.is_file():
        raise UserError([UPLOAD_MISSING.at(Place(str(file)))])
    given = {"since": since, **(of_list(members) if members else {})}
    wanted = from_sheet(file, file.name, given, reason=reason, document=document, distinct=distinct)
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
