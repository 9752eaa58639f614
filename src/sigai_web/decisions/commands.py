"""`python -m sigai_web decisions`: the programme in force as content, and whether other content goes with decisions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from sigai_web.beginning import begin

app = typer.Typer(help="方案决定 · decisions on the programme", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """方案决定：导出带决定的内容，核对新内容 · export the content with decisions, try other content."""


@app.command("export")
def export_command(
    folder: Annotated[Path, typer.Argument(help="写到哪个空文件夹 · an empty or new folder to write")],
) -> None:
    """把现行方案（内容和决定）写成内容文件夹 · write the programme in force, content and decisions, as content."""
    begin()
    from sigai.programme import work_in
    from sigai_web import programme

    edition = programme.freshen(surely=True)
    work_in(edition.folder, (), folder)
    digest = edition.programme.digest
    typer.echo(f"到第 {edition.upto.number} 号决定 · decisions up to {edition.upto.number}\n  {digest}\n  {folder}")


@app.command("check")
def check_command(
    folder: Annotated[Path, typer.Argument(help="准备换上的方案内容 · the content that shall be installed")],
) -> None:
    """新的内容与已作的决定合不合；不合的逐条说明 · whether other content goes with what was decided."""
    begin()
    from sigai.pipeline import sound_programme
    from sigai.programme import work_in
    from sigai_web import programme
    from sigai_web.decisions.editions import KeptDecisions

    kept = KeptDecisions()
    upto = kept.latest()
    sound_programme(folder)
    with tempfile.TemporaryDirectory(prefix="sigai-decisions-") as place:
        work_in(folder, kept.amendments(upto.number), Path(place))
        digest = sound_programme(Path(place)).digest
    now = programme.freshen(surely=True).programme.digest
    same = ("与现行方案相同", "the programme in force") if digest == now else ("与现行方案不同", "another programme")
    typer.echo(f"与 {upto.number} 号以前的决定相合 · goes with the decisions up to {upto.number}")
    typer.echo(f"  {digest}  {same[0]} · {same[1]}")
