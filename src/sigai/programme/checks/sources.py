"""Places are places of the named document: its parts exist and spans lie within its characters."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Place, Severity, problem
from sigai.programme.checks.references import unknown
from sigai.programme.common import Source
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme
from sigai.programme.targets import Named, Task

NO_PART = problem(
    "P031",
    Severity.ERROR,
    zh="文件“{document}”没有“{part}”这一部分",
    en="document “{document}” has no part “{part}”",
    advice_zh="可用的部分：{known}",
    advice_en="its parts are: {known}",
)
SPAN_OUTSIDE = problem(
    "P032",
    Severity.ERROR,
    zh="字符区间 {span} 超出文件“{document}”（共 {characters} 字）",
    en="the characters {span} lie outside document “{document}” ({characters} characters)",
    advice_zh="按去掉空白后的字符重新计数",
    advice_en="count again in the text with all white space taken out",
)


def places_in_documents(programme: Programme) -> Iterator[Issue]:
    """Every source names a known document and part, and a span within it."""
    documents = {document.id: document for document in programme.head.documents}
    for source, place in _sources(programme):
        document = documents.get(source.document)
        if document is None:
            yield unknown("document", source.document, documents, place)
            continue
        parts = [part.id for part in document.parts]
        if source.part and source.part not in parts:
            yield NO_PART.at(place, document=document.id, part=source.part, known=", ".join(parts))
        if source.span and document.characters and not 0 <= source.span[0] < source.span[1] <= document.characters:
            yield SPAN_OUTSIDE.at(place, document=document.id, span=source.span, characters=document.characters)


def _sources(programme: Programme) -> Iterator[tuple[Source, Place]]:
    for statement in programme.statements:
        yield statement.source, statement.place_of("source")
    placed: tuple[Task | Named | Ledger, ...] = (*programme.tasks, *programme.named, *programme.ledgers)
    for item in placed:
        for source in item.sources:
            yield source, item.place_of("sources")
