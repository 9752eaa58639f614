"""`sigai journal`: what auditors run. Registered with the `sigai` command by the entry points of the package."""

from __future__ import annotations

import os
from typing import Annotated

import typer

app = typer.Typer(help="留痕 · the journal", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """留痕：链式、只增的变动记录 · the journal: the append-only, hash-chained history of every change."""


@app.command()
def verify(
    digest: Annotated[str | None, typer.Option(help="通报上印的摘要 · a digest printed on a bulletin")] = None,
) -> None:
    """验证留痕，或指出第一条被破坏的 · prove the journal unbroken, or name the first broken entry."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sigai_web.settings.site")
    django.setup()
    from sigai_web.journal.verifying import verify as verify_journal

    found = verify_journal(digest)
    if found.unbroken:
        typer.echo(f"完整 · unbroken: {found.entries}\n{found.head}")
        return
    where = f"第 {found.broken} 条 · entry {found.broken}" if found.broken else digest
    typer.echo(f"已被破坏 · broken: {where} ({found.fault})")
    raise typer.Exit(1)
