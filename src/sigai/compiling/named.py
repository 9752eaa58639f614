"""Named enterprises, projects, parks, places, platforms and institutions, and what the text says of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sigai.compiling.lexicon import alternatives
from sigai.compiling.model import ExtractedNamed, NamedKind
from sigai.compiling.named_rules import Places, names_in, places_of
from sigai.compiling.targets import pieces
from sigai.compiling.text import sentences
from sigai.documents.model import ReadDocument


@dataclass(slots=True)
class _SeenName:
    kind: NamedKind
    paragraph: str
    span: tuple[int, int]
    text: str
    confidence: float
    paragraphs: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)


Span = Callable[[int, int], tuple[int, int]]
# Who answers for a task stands in brackets at its end: units, not names of the text.
_OWNERS = re.compile(r"（(?:责任|牵头|配合|参与|主责|实施)?(?:单位|部门)[：:].*?(?:）|$)")
_FIGURE = re.compile(
    rf"\d+(?:\.\d+)?(?:年(?:底|末)?前|[万亿千百]*(?:{alternatives('named', 'figure_units')})"
    r"(?:/(?:年|月|日|天|小时|人|户|亩))?)"
)


def read_named(document: ReadDocument) -> tuple[ExtractedNamed, ...]:
    """Names in reading order, each once, with all paragraphs that name it and the figures of their clauses."""
    content = tuple(document.content())
    places = places_of(document.title, [paragraph.text for paragraph in content])
    seen: dict[str, _SeenName] = {}
    for paragraph in content:
        if paragraph.kind in ("title", "heading") and len(paragraph.text) < _HEADING:
            continue
        for piece in pieces(paragraph):
            _read(piece.plain.text, piece.plain.span, paragraph.anchor.id, places, seen)
    return tuple(
        ExtractedNamed(
            f"N{number:03d}", document.id, name, item.kind, item.paragraph, item.span, item.text,
            tuple(item.paragraphs), tuple(item.figures), item.confidence,
        )
        for number, (name, item) in enumerate(seen.items(), 1)
    )  # fmt: skip


_HEADING = 40


def _read(text: str, span: Span, paragraph: str, places: Places, seen: dict[str, _SeenName]) -> None:
    """All names of a piece of text, in the order in which they stand."""
    text = _OWNERS.sub(lambda owners: "。" * len(owners.group()), text)
    for start, end in sentences(text):
        sentence = text[start:end]
        for name in names_in(sentence, places):
            where = span(start + name.start, start + name.end)
            entry = seen.setdefault(name.name, _SeenName(name.kind, paragraph, where, sentence, name.confidence))
            if paragraph not in entry.paragraphs:
                entry.paragraphs.append(paragraph)
            entry.figures += [one for one in _figures(sentence, name.start, name.end) if one not in entry.figures]


def _figures(sentence: str, start: int, end: int) -> list[str]:
    """Numbers with their units in the clause around a name."""
    first = max(sentence.rfind(mark, 0, start) for mark in "，；：。") + 1
    last = min((place for mark in "，；。" if (place := sentence.find(mark, end)) >= 0), default=len(sentence))
    return [figure.group() for figure in _FIGURE.finditer(sentence[first:last])]
