"""Named enterprises, projects, parks, platforms and institutions: who the text names, and what it says of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import get_args

from sigai.compiling.lexicon import alternatives, words
from sigai.compiling.model import ExtractedNamed, NamedKind
from sigai.compiling.targets import pieces
from sigai.compiling.text import sentences
from sigai.documents.model import ReadDocument


@dataclass(slots=True)
class _Seen:
    kind: NamedKind
    paragraph: str
    span: tuple[int, int]
    text: str
    paragraphs: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    confidence: float = 0.7


_CUES = re.compile(rf"(?:{alternatives('named', 'cues')})(.{{2,120}}?)(?:等|为|，|。|；|$)")
_LISTED = re.compile(
    r"([^，。；：]{2,60}?)等(?![^，。；]{0,8}(?:行业|领域|产业|地区|方式|支持|服务|环节|技术|资金))[^，。；、等]{0,6}?企业"
)
_OPENING = re.compile(rf"^.*(?:{alternatives('named', 'cues')}|及|引导鼓励|推荐)(?=[一-龥])")
_GENERIC = re.compile(rf"^(?:\d|{alternatives('named', 'general')})|基新材料$|新材料产业$")
_VERBISH = re.compile(
    r"提升|推进|加强|发展|建设|加快|实施|推动|开展|应用|制造业|产业化|等|的|和|与|化$|推广|改造$|创新$|培育"
)


def read_named(document: ReadDocument) -> tuple[ExtractedNamed, ...]:
    """Names in reading order, each once, with all paragraphs that name it."""
    seen: dict[str, _Seen] = {}
    for paragraph in document.content():
        if paragraph.kind in ("title", "heading"):
            continue
        for piece in pieces(paragraph):
            _read(piece.plain.text, piece.plain.span, paragraph.anchor.id, seen)
    return tuple(
        ExtractedNamed(
            f"N{number:03d}", document.id, name, item.kind, item.paragraph, item.span, item.text,
            tuple(item.paragraphs), tuple(item.figures), item.confidence,
        )
        for number, (name, item) in enumerate(seen.items(), 1)
    )  # fmt: skip


Span = Callable[[int, int], tuple[int, int]]


def _read(text: str, span: Span, paragraph: str, seen: dict[str, _Seen]) -> None:
    for start, end in sentences(text):
        sentence = text[start:end]
        for place, kind, name, sure in (*_cued(sentence), *_in_lists(sentence)):
            where = span(start + place, start + place + len(name))
            entry = seen.setdefault(name, _Seen(kind, paragraph, where, sentence, confidence=sure))
            if paragraph not in entry.paragraphs:
                entry.paragraphs.append(paragraph)


def _cued(sentence: str) -> Iterator[tuple[int, NamedKind, str, float]]:
    """Names told by their endings behind a word that opens a list (依托 支持 鼓励 …)."""
    for cue in _CUES.finditer(sentence):
        for item in re.finditer(r"[^、，和及与（）]{2,24}", cue[1]):
            kind, name, sure = _name(item.group())
            if kind is not None:
                yield cue.start(1) + item.start(), kind, name, sure


def _in_lists(sentence: str) -> Iterator[tuple[int, NamedKind, str, float]]:
    """甲、乙、丙等企业: all items of the list are names, however they end."""
    for found in _LISTED.finditer(sentence):
        for item in re.finditer(r"[^、]+", found[1]):
            opening = _OPENING.match(item.group())
            name = item.group()[opening.end() :] if opening else item.group()
            if (
                2 <= len(name) <= 10
                and "“" not in name
                and "”" not in name
                and not _GENERIC.match(name)
                and not _VERBISH.search(name)
            ):
                yield found.start(1) + item.end() - len(name), "enterprise", name, 0.7


@cache
def _ends() -> tuple[tuple[NamedKind, re.Pattern[str]], ...]:
    endings = words("named")["ends"]
    return tuple(
        (kind, re.compile(rf"^[一-龥A-Za-z0-9]{{2,16}}?(?:{'|'.join(endings[kind])})$"))
        for kind in get_args(NamedKind)
        if kind in endings
    )


def _name(text: str) -> tuple[NamedKind | None, str, float]:
    name = re.sub(r"(?:企业|龙头企业|等)$", "", text.strip())
    if not 2 <= len(name) <= 22 or _GENERIC.match(name) or _VERBISH.search(name):
        return None, name, 0.0
    for kind, pattern in _ends():
        if pattern.match(name):
            return kind, name, 0.65 if kind == "project" else 0.75
    return None, name, 0.0
