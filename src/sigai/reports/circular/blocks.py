"""A rendered bulletin taken to pieces: headings, paragraphs, tables, and the places for the office's own text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from docx.oxml.ns import qn

BlockKind = Literal["heading", "paragraph", "table", "own"]

_PLACE = re.compile("\ue000(?P<place>[^\ue001]*)\ue001")
_HEADINGS = (re.compile(r"[一二三四五六七八九十]{1,3}、"), re.compile(r"（[一二三四五六七八九十]{1,3}）"))
_RUN_IN = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。]+。")
_ANNEX = re.compile(r"附件\s*\d*$")


@dataclass(frozen=True, slots=True)
class CircularBlock:
    """A piece of a bulletin. `place` names where the office's own text goes (`own`); `rows` are those of a table."""

    kind: BlockKind
    text: str = ""
    level: int = 0
    place: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def run_in(self) -> str:
        """The heading of the second level with which a paragraph begins; empty where it does with none."""
        found = _RUN_IN.match(self.text) if self.kind == "paragraph" else None
        return found[0] if found else ""

    def with_text(self, text: str) -> CircularBlock:
        """The same with another text."""
        return replace(self, text=text)


class OwnTexts:
    """The office's own texts as a template asks for them, `own.overall`, each as its paragraphs.

    Without texts (None) each place gives a mark, by which `blocks_of` finds it.
    """

    def __init__(self, texts: Mapping[str, str] | None, path: str = "") -> None:
        self._texts, self._path = texts, path

    def __getitem__(self, name: str) -> OwnTexts:
        return OwnTexts(self._texts, f"{self._path}.{name}" if self._path else name)

    __getattr__ = __getitem__

    def __iter__(self) -> Iterator[str]:
        if self._texts is None:
            return iter([f"\ue000{self._path}\ue001"])
        return iter([line.strip() for line in self._texts.get(self._path, "").splitlines() if line.strip()])


def blocks_of(document: Any) -> Iterator[CircularBlock]:
    """The pieces of a rendered template up to its first annex; empty lines are left out."""
    for element in document.element.body:
        if element.tag == qn("w:tbl"):
            yield CircularBlock("table", rows=tuple(_rows(element)))
            continue
        if begins_annex(element):
            return
        text = text_of(element).strip()
        place = _PLACE.search(text)
        if place:
            yield CircularBlock("own", place=place["place"])
        elif text:
            level = next((rank for rank, pattern in enumerate(_HEADINGS, start=1) if pattern.match(text)), 0)
            alone = level and "。" not in text
            yield CircularBlock("heading", text, level) if alone else CircularBlock("paragraph", text)


def _rows(table: Any) -> Iterator[tuple[str, ...]]:
    for row in table.iter(qn("w:tr")):
        yield tuple(text_of(cell).strip() for cell in row.iter(qn("w:tc")))


def begins_annex(element: Any) -> bool:
    """Whether a piece of a document is the label of an annex, at the head of a page."""
    on_new_page = element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    return on_new_page and bool(_ANNEX.match(text_of(element).strip()))


def text_of(element: Any) -> str:
    """All the text of a piece of a document."""
    return "".join(each.text or "" for each in element.iter(qn("w:t")))
