"""Policy instruments that a text names (差别电价, 奖补, 贴息, 名单, 目录 …), with the sentence that names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import get_args

from sigai.compiling.lexicon import words
from sigai.compiling.model import ExtractedInstrument, InstrumentKind
from sigai.compiling.targets import Piece, pieces
from sigai.compiling.text import sentences
from sigai.documents.model import ReadDocument


@dataclass(slots=True)
class _Seen:
    kind: InstrumentKind
    paragraph: str
    span: tuple[int, int]
    text: str
    paragraphs: list[str] = field(default_factory=list)


def _by_word() -> Iterator[tuple[str, InstrumentKind]]:
    for kind in get_args(InstrumentKind):
        for word in words("instruments")[kind]:
            yield word, kind


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, InstrumentKind]]:
    kinds = dict(_by_word())
    return re.compile("|".join(re.escape(word) for word in sorted(kinds, key=len, reverse=True))), kinds


def read_instruments(document: ReadDocument) -> tuple[ExtractedInstrument, ...]:
    """Instruments in reading order, each once, with all paragraphs that name it."""
    seen: dict[str, _Seen] = {}
    for paragraph in document.content():
        if paragraph.kind == "title":
            continue
        for piece in pieces(paragraph):
            _read(piece, seen)
    return tuple(
        ExtractedInstrument(
            f"I{number:03d}", document.id, name, item.kind, item.paragraph, item.span, item.text, tuple(item.paragraphs)
        )
        for number, (name, item) in enumerate(seen.items(), 1)
    )


def _read(piece: Piece, seen: dict[str, _Seen]) -> None:
    pattern, kinds = _pattern()
    text, name = piece.plain.text, piece.paragraph.anchor.id
    for start, end in sentences(text):
        for found in pattern.finditer(text, start, end):
            entry = seen.setdefault(
                found.group(),
                _Seen(kinds[found.group()], name, piece.plain.span(found.start(), found.end()), text[start:end]),
            )
            if name not in entry.paragraphs:
                entry.paragraphs.append(name)
