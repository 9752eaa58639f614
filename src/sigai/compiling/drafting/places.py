"""Ids and places of a draft: what the programme calls a document, and where in it something stands."""

from __future__ import annotations

import re
from typing import Any

from sigai.compiling.compiled import Compiled

_IDENTIFIER = re.compile(r"^[A-Za-z][A-Za-z0-9_-]*$")
_SECTION_LENGTH = 80


def identifier(name: str, prefix: str = "doc") -> str:
    """A name that files may refer to: the name itself where it is one, else what is left of it behind a prefix."""
    if _IDENTIFIER.match(name):
        return name
    rest = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")
    return f"{prefix}-{rest}" if rest else prefix


def document_ids(compiled: Compiled) -> dict[str, str]:
    """The ids of the documents in the programme, by their ids as read; unique."""
    ids: dict[str, str] = {}
    for document in compiled.documents:
        name = base = identifier(document.id)
        number = 2
        while name in ids.values():
            name, number = f"{base}-{number}", number + 1
        ids[document.id] = name
    return ids


def source(compiled: Compiled, document: str, paragraph: str, span: tuple[int, int] | None = None) -> dict[str, Any]:
    """The place of a span, with the part and the headings above it."""
    found = compiled.paragraph(document, paragraph)
    place: dict[str, Any] = {"document": document_ids(compiled)[document]}
    if found is not None:
        place["part"] = found.part
        place["section"] = section(found.anchor.path)
    place["paragraph"] = paragraph
    if span is not None:
        place["span"] = list(span)
    return place


def section(path: tuple[str, ...]) -> str:
    """The headings above a paragraph on one line: `二、重点任务 › （一）基础能力提升行动`."""
    text = " › ".join(heading.rstrip("。：: ") for heading in path)
    return text if len(text) <= _SECTION_LENGTH else "…" + text[-_SECTION_LENGTH:]
