"""`sigai journal`: what auditors run. Registered with the `sigai` command by the entry points of the package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from sigai_web.beginning import begin

app = typer.Typer(help="留痕 · the journal", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """留痕：链式、只增的变动记录 · the journal: the append-only, hash-chained history of every change."""


@app.command()
def verify(
    digest: Annotated[str | None, typer.Option(help="通报上印的摘要 · a digest printed on a bulletin")] = None,
) -> None:
    """验证留痕和数据，指出每一处不符 · prove the journal unbroken and the data what it says, or name what is not."""
    begin()
    from sigai_web.journal.verifying import prove, refuse_unmigrated

    refuse_unmigrated()
    proof = prove(digest)
    if proof.chain.unbroken:
        typer.echo(f"完整 · unbroken: {proof.chain.entries}\n{proof.chain.head}")
    else:
        broken = proof.chain.broken
        where = f"第 {broken} 条 · entry {broken}" if broken else digest
        typer.echo(f"已被破坏 · broken: {where} ({proof.chain.fault})")
        typer.echo(f"完好的条目 · sound entries: {proof.chain.entries}\n{proof.chain.head}")
    if proof.faults:
        typer.echo(f"数据与留痕不符 · the data are not what the journal says: {len(proof.faults)}")
    elif proof.agrees:
        if not proof.chain.unbroken:
            typer.echo("断开处以后的条目证明不了什么 · entries behind the break prove nothing")
        typer.echo(
            f"数据与留痕一致 · the data are what the journal says: {proof.rows} 行 rows, {proof.files} 文件 files"
        )
    _tell([*proof.faults, *proof.remarks])
    raise typer.Exit(0 if proof.sound else 1)


def _tell(issues: Iterable[Any]) -> None:
    for issue in issues:
        typer.echo(f"{issue.text('zh')}\n{issue.text('en')}")
