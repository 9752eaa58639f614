"""`python -m sigai_web starting-data`: a folder or archive of starting data from a shell."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from sigai_web.beginning import begin

Folder = Annotated[Path, typer.Argument(help="数据文件夹或其 zip · a data folder, or its zip")]
Reason = Annotated[str, typer.Option(help="来源、谁整理的 · where it comes from, who made it")]
Distinct = Annotated[
    bool, typer.Option("--distinct", help="相像的都核对过，确是不同的主体 · look-alikes are different ones")
]


def starting_data(folder: Folder, reason: Reason = "", distinct: Distinct = False) -> None:
    """核对起步数据并提出，由工作专班在网上确认后装入 · check starting data; the office confirms them on the site."""
    begin()
    from sigai.base import Place, UserError
    from sigai_web.journal.writing import SYSTEM
    from sigai_web.problems import UPLOAD_MISSING
    from sigai_web.starting.changing import ask, read_archive

    if not folder.exists():
        raise UserError([UPLOAD_MISSING.at(Place(str(folder)))])
    content = folder.read_bytes() if folder.is_file() else packed(folder)
    taken = ask(SYSTEM, None, read_archive(content, folder.name), reason=reason, distinct=distinct)
    for issue in taken.remarks:
        typer.echo(f"{issue.text('zh')}\n{issue.text('en')}", err=True)
    counts = taken.counts
    typer.echo(
        f"新主体 {counts['entities']}，变更 {counts['facts']}，数值 {counts['figures']}，台账记录 {counts['records']}，"
        f"本来已有 {counts['same']}\nnew entities {counts['entities']}, changes {counts['facts']}, figures "
        f"{counts['figures']}, records {counts['records']}, stood already {counts['same']}"
    )
    if taken.bundle is not None:
        number = taken.bundle.pk
        typer.echo(f"第 {number} 号等工作专班在网上确认 · number {number} waits for the office on the site")


def packed(folder: Path) -> bytes:
    """The same bytes for the same files, whenever they are packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                one = zipfile.ZipInfo(file.relative_to(folder).as_posix())
                one.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(one, file.read_bytes())
    return buffer.getvalue()
