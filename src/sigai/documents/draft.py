"""Blocks: what the readers of the file formats hand on, before headings, parts and anchors are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["text", "row", "furniture"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, table row or piece of page furniture.

    `outline` is the heading level that the file itself declares (a style, an `<h2>`), 0 where it declares none.
    `titled` marks what the file declares as the title of the document.
    """

    text: str
    kind: BlockKind = "text"
    cells: tuple[str, ...] = ()
    page: int | None = None
    outline: int = 0
    titled: bool = False


def row(cells: tuple[str, ...], page: int | None = None) -> Block:
    """A table row; its text is its cells joined by ` | `."""
    return Block(" | ".join(cells), kind="row", cells=cells, page=page)
