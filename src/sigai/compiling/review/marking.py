"""The document in pieces: every run of characters with the extractions that cover it, ready to be marked in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sigai.compiling.compiled import Compiled
from sigai.compiling.model import ExtractedUnit
from sigai.documents.model import Paragraph, ReadDocument


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked: its id, its kind (`target`, `named`, `instrument`, `unit`, `left` out), span and certainty."""

    id: str
    kind: str
    span: tuple[int, int]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A run of text with the marks that cover all of it; `first` are those that begin here."""

    text: str
    marks: tuple[Mark, ...] = ()
    first: tuple[str, ...] = ()


def marks_of(compiled: Compiled, document: ReadDocument) -> list[Mark]:
    """Everything that was found in a document and has a place in its text; tasks are marked by their paragraph."""
    extraction = compiled.extraction
    found = [
        Mark(one.id, "target", one.span, one.confidence) for one in extraction.targets if one.document == document.id
    ]
    found += [
        Mark(one.id, "named", one.span, one.confidence) for one in extraction.named if one.document == document.id
    ]
    found += [
        Mark(one.id, "instrument", one.span, one.confidence)
        for one in extraction.instruments
        if one.document == document.id
    ]
    found += [
        Mark(f"left-{number}", "left", one.span)
        for number, one in enumerate(extraction.left_out)
        if one.document == document.id
    ]
    return found + list(_units(compiled, document))


def pieces(document: ReadDocument, paragraph: Paragraph, marks: Iterable[Mark]) -> list[list[MarkedText]]:
    """The pieces of a paragraph, a list for each table cell, or one list for a paragraph that is no row.

    Positions count characters without white space from the paragraph's beginning; where a row's cells stand in another
    order than its text, marks are found by what they cover.
    """
    texts = list(paragraph.cells) or [paragraph.text]
    begin, end = paragraph.anchor.span
    whole = "".join("".join(text.split()) for text in texts)
    in_order = whole == document.characters.text[begin:end]
    placed = []
    for mark in marks:
        span = _within(document, whole, begin, mark) if not in_order else (mark.span[0] - begin, mark.span[1] - begin)
        if span is not None and span[0] < len(whole) and span[1] > 0:
            placed.append((max(span[0], 0), min(span[1], len(whole)), mark))
    rows, offset = [], 0
    for text in texts:
        rows.append(list(_cut(text, offset, placed)))
        offset += len("".join(text.split()))
    return rows


def _within(document: ReadDocument, whole: str, begin: int, mark: Mark) -> tuple[int, int] | None:
    covered = document.characters.text[mark.span[0] : mark.span[1]]
    found = whole.find(covered, max(mark.span[0] - begin, 0) if covered in whole[max(mark.span[0] - begin, 0) :] else 0)
    return None if found < 0 else (found, found + len(covered))


def _cut(text: str, offset: int, placed: list[tuple[int, int, Mark]]) -> Iterator[MarkedText]:
    """One text cut at every beginning and end of a mark."""
    length = len("".join(text.split()))
    here = [
        (begin - offset, end - offset, mark) for begin, end, mark in placed if begin < offset + length and end > offset
    ]
    edges = sorted({0, length, *(edge for begin, end, _ in here for edge in (begin, end) if 0 < edge < length)})
    places = _positions(text)
    for start, stop in pairwise(edges):
        covering = [(begin, mark) for begin, end, mark in here if begin <= start and end >= stop]
        first = tuple(mark.id for begin, mark in covering if begin == start or (start == 0 and begin < 0))
        last = places[stop] if stop < length else len(text)
        yield MarkedText(text[places[start] : last], tuple(mark for _, mark in covering), first)


def _positions(text: str) -> list[int]:
    """Where in the text the n-th character that is no white space stands; the first piece takes leading space."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    return [0, *places[1:], len(text)] if places else [0]


def _units(compiled: Compiled, document: ReadDocument) -> Iterator[Mark]:
    """Every mention of a responsible unit in the paragraphs where it was found."""
    for unit in compiled.extraction.units:
        for name in unit.paragraphs:
            paragraph = compiled.paragraph(document.id, name)
            if paragraph is not None:
                yield from _mentions(document, paragraph, unit)


def _mentions(document: ReadDocument, paragraph: Paragraph, unit: ExtractedUnit) -> Iterator[Mark]:
    begin, end = paragraph.anchor.span
    taken: list[tuple[int, int]] = []
    for form in sorted({unit.name, *unit.aliases}, key=len, reverse=True):
        place = document.characters.text.find(form, begin, end)
        while place >= 0:
            span = (place, place + len(form))
            if all(span[1] <= start or span[0] >= stop for start, stop in taken):
                taken.append(span)
                yield Mark(unit.id, "unit", span)
            place = document.characters.text.find(form, span[1], end)
