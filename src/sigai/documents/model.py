"""A document as read: paragraphs, headings and table rows in order, each with an anchor that survives re-reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sigai.base.issues import Issue
from sigai.documents.characters import Characters

ParagraphKind = Literal["title", "heading", "body", "row", "furniture"]
"""`row`: one row of a table, with `cells`. `furniture`: page numbers, running heads, table heads that repeat."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a paragraph stands.

    `path` are the headings above it, outermost first. `number` counts paragraphs of the document from 1. `span` counts
    characters of the document with white space taken out, so it is the same however the text was wrapped.
    """

    document: str
    path: tuple[str, ...]
    number: int
    span: tuple[int, int]

    @property
    def id(self) -> str:
        """`P013`: what people call the paragraph."""
        return f"P{self.number:03d}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading or table row, re-flowed to one line.

    `text` keeps every character of the source but the white space that wrapping put in; for a row it is the cells
    joined by ` | `, a cell that a merged one covers being empty. `level` is that of a heading, 1 the outermost; a body
    paragraph that opens with its own heading (（一）加强领导。成立…) has one too. `part` is the id of the part of the
    document (`main`, `annex1` …). `page` counts from 1 where the source has pages.
    """

    anchor: Anchor
    kind: ParagraphKind
    text: str
    level: int = 0
    part: str = "main"
    cells: tuple[str, ...] = ()
    page: int | None = None

    @property
    def characters(self) -> str:
        """The text without white space and without the bars between cells: as long as the span."""
        return "".join(("".join(self.cells) if self.kind == "row" else self.text).split())


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A plan as read from one file."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    characters: Characters
    issues: tuple[Issue, ...] = ()
    """Warnings of the reading: pages that are pictures, embedded objects, fractions."""

    def paragraph(self, name: str) -> Paragraph | None:
        """The paragraph that people call `P013`."""
        return next((item for item in self.paragraphs if item.anchor.id == name), None)

    def content(self) -> Iterator[Paragraph]:
        """All paragraphs but page furniture."""
        return (item for item in self.paragraphs if item.kind != "furniture")
