"""What a workbook shows around the cells of a sheet: text boxes, the head and foot of printed pages, and the words that
come up where a cell is filled in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sigai.tables.files.excel_guard import column_number
from sigai.tables.files.excel_styles import local
from sigai.tables.files.excel_xml import elements
from sigai.tables.files.heads import Span, mentioned_units, stated_units, unit_of_remark
from sigai.tables.files.packed import parts
from sigai.tables.files.spans import plain_span
from sigai.tables.files.texts import clean

_MOST_TEXTS = 500
_LONGEST = 200
_MOST_BEYOND = 8 << 20
"""Bytes behind the rows of a sheet that are looked at: what stands there are ranges, rules and links."""

_ROOT = re.compile(rb"<(?:[\w.-]+:)?worksheet\b[^>]*>")
_END_OF_ROWS = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\b[^>]*/>")
_MARKS = (b"Header>", b"Footer>", b"prompt", b"error")
_PAGES = frozenset(f"{which}{place}" for which in ("odd", "even", "first") for place in ("Header", "Footer"))
_SECTIONS = re.compile("(?<!&)&[LCR]")
_NO_WORDS = re.compile(r'&"[^"]*"|&\d+|&K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|&[^LCR&]')
"""What sets the letters of a printed head or stands for a number: fonts, sizes, colours, page, date, file."""

_REF = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_PARTS = re.compile(r"[·,，;；。/|]")
_WORDS = ("promptTitle", "prompt", "errorTitle", "error")


@dataclass(frozen=True, slots=True)
class Asides:
    """The texts around a sheet's cells: lines of its `boxes`, those of its printed `pages`, and what comes up at the
    cells of a range (`prompts`)."""

    boxes: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    prompts: tuple[tuple[Span, str], ...] = ()

    def units(self) -> tuple[str, ...]:
        """The units that printed pages state or mention, and those that come up at cells."""
        stated = [unit for text in self.pages for unit in stated_units(text, title=True) or mentioned_units([text])]
        return tuple(dict.fromkeys((*stated, *self.prompted_units())))

    def prompted_units(self) -> tuple[str, ...]:
        """The units that come up at cells."""
        return tuple(dict.fromkeys(unit for _, text in self.prompts for unit in _units(_said(text))))

    def prompted(self) -> str:
        """The first words that come up at cells and say a unit; nothing where none do."""
        return next((" ".join(_said(text)) for _, text in self.prompts if any(_units(_said(text)))), "")


NO_ASIDES = Asides()


class Beyond:
    """Keeps what stands behind the rows of a sheet while its pieces go by."""

    def __init__(self) -> None:
        self._root = b""
        self._kept: list[bytes] = []
        self._size = 0

    def watch(self, xml: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces, unchanged."""
        for piece in xml:
            if not self._root and (match := _ROOT.search(piece)):
                self._root = match[0]
            if self._kept:
                self._keep(piece)
            elif b"sheetData" in piece and (match := _END_OF_ROWS.search(piece)):
                self._keep(piece[match.end() :])
            yield piece

    def _keep(self, piece: bytes) -> None:
        if self._size < _MOST_BEYOND:
            self._kept.append(piece)
            self._size += len(piece)

    def asides(self) -> Asides:
        """The words of printed pages, and those that come up at cells."""
        if not self._root or not any(mark in piece for piece in self._kept for mark in _MARKS):
            return NO_ASIDES
        pages: dict[str, None] = {}
        prompts: list[tuple[Span, str]] = []
        for one in elements(iter([self._root, *self._kept]), "headerFooter", "dataValidation"):
            if local(one.tag) == "dataValidation":
                prompts += _prompts(one)
            else:
                pages.update(dict.fromkeys(line for part in one for line in _page_lines(part)))
        return Asides(pages=tuple(pages)[:_MOST_TEXTS], prompts=tuple(prompts[:_MOST_TEXTS]))


def _prompts(validation: Any) -> list[tuple[Span, str]]:
    text = "\n".join(filter(None, (validation.get(name, "") for name in _WORDS)))
    if not text:
        return []
    ranges = validation.get("sqref") or next((one.text for one in validation if local(one.tag) == "sqref"), "") or ""
    return [(span, text[:_LONGEST]) for span in map(span_of, ranges.split()) if span]


def prompted_words(text: str) -> list[str]:
    """The units in the words that come up where a cell is filled in (`请以千元填报`, `万元 · 累计`), and those that say
    that another figure than that of the period is meant."""
    said = _said(text)
    return list(dict.fromkeys([*_units(said), *(part for part in said if plain_span(part) == "other")]))


def _said(text: str) -> list[str]:
    return _lines(_PARTS.sub("\n", text))


def _units(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        unit = unit_of_remark(text)
        yield from [unit] if unit else mentioned_units([text])


def _page_lines(part: Any) -> list[str]:
    """The lines of a head or foot of printed pages without what sets its letters."""
    if local(part.tag) not in _PAGES or not part.text:
        return []
    said = _SECTIONS.split(_NO_WORDS.sub("", part.text[: 5 * _LONGEST]))
    return _lines("\n".join(said).replace("&&", "&"))


def _lines(text: str) -> list[str]:
    return [line[:_LONGEST] for line in map(clean, text.splitlines()) if line]


def read_boxes(path: Path, named: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The lines of the text boxes of every sheet by its name; `named` are the names of sheets by their parts.

    Raises zipfile.BadZipFile, zlib.error or OSError.
    """
    sheets = related(path, named, "/drawing")
    found: dict[str, tuple[str, ...]] = {}
    for name, blocks in parts(path) if sheets else ():
        if name in sheets:
            lines = tuple(islice(_boxes(blocks), _MOST_TEXTS))
            found.update((sheet, (*found.get(sheet, ()), *lines)) for sheet in sheets[name])
    return found


def _boxes(blocks: Iterator[bytes]) -> Iterator[str]:
    for box in elements(blocks, "txBody"):
        for paragraph in box.iter():
            if local(paragraph.tag) == "p":
                words = (
                    "\n" if local(one.tag) == "br" else one.text or ""
                    for one in paragraph.iter()
                    if local(one.tag) in ("t", "br")
                )
                yield from _lines("".join(words))


def related(path: Path, named: Mapping[str, Sequence[str]], kind: str) -> dict[str, Sequence[str]]:
    """The names of sheets by the parts of a kind that belong to them: notes, drawings."""
    found: dict[str, Sequence[str]] = {}
    for name, blocks in parts(path):
        folder, _, file = name.rpartition("/_rels/")
        if file.endswith(".rels") and (part := f"{folder}/{file.removesuffix('.rels')}") in named:
            for one in elements(blocks, "Relationship"):
                if one.get("Type", "").endswith(kind):
                    target = posixpath.join("/" + folder, one.get("Target", "").replace("\\", "/"))
                    target = posixpath.normpath(target).lstrip("/").lower()
                    found[target] = (*found.get(target, ()), *named[part])
    return found


def span_of(reference: str) -> Span | None:
    """The range of a reference such as `C2:C10`, by row and column from 0."""
    ends = [_REF.fullmatch(end) for end in reference.replace("$", "").split(":")]
    found = [(int(end[2]) - 1, column_number(end[1].encode()) - 1) for end in ends if end]
    return (*found[0], *found[-1]) if found and len(found) == len(ends) else None
