"""Several documents of one plan, read and extracted, as one whole: what drafting, findings and the review page take."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sigai.compiling.extracting import extract
from sigai.compiling.grouping import grouped
from sigai.compiling.model import Extraction
from sigai.documents.model import Paragraph, ReadDocument

_STOPS = "。；！？"
_LONGEST = 300


@dataclass(frozen=True)
class Compiled:
    """The documents of a plan with all that was found in them; ids are unique over the documents."""

    documents: tuple[ReadDocument, ...]
    extraction: Extraction

    @cached_property
    def _paragraphs(self) -> dict[tuple[str, str], Paragraph]:
        return {(document.id, item.anchor.id): item for document in self.documents for item in document.paragraphs}

    def paragraph(self, document: str, name: str) -> Paragraph | None:
        """The paragraph `name` (`P013`) of a document."""
        return self._paragraphs.get((document, name))

    def sentence(self, document: str, span: tuple[int, int]) -> str:
        """The sentence around a span, within its paragraph or table cell; empty for an unknown document."""
        found = next((item for item in self.documents if item.id == document), None)
        if found is None:
            return ""
        begin, end = _bounds(found, span[0])
        text = found.characters.text
        start = max((text.rfind(stop, begin, span[0]) for stop in _STOPS), default=-1) + 1 or begin
        stops = [place for stop in _STOPS if (place := text.find(stop, max(span[1] - 1, start), end)) >= 0]
        return text[start : min(stops, default=end - 1) + 1][:_LONGEST]


def _bounds(document: ReadDocument, position: int) -> tuple[int, int]:
    """Where the paragraph or the table cell around a character begins and ends."""
    paragraphs = document.paragraphs
    index = bisect_right(paragraphs, position, key=lambda item: item.anchor.span[0]) - 1
    begin, end = paragraphs[index].anchor.span if index >= 0 else (0, len(document.characters.text))
    start = begin
    for cell in paragraphs[index].cells if index >= 0 else ():
        length = len("".join(cell.split()))
        if start <= position < start + length:
            return start, start + length
        start += length
    return begin, end


def compile_documents(documents: Sequence[ReadDocument]) -> Compiled:
    """Extract every document and join what was found, numbered on; statements are grouped over all of them."""
    named = _with_own_ids(documents)
    extractions = [extract(document) for document in named]
    if len(extractions) == 1:
        return Compiled(named, extractions[0])
    return Compiled(named, _joined(extractions))


def _with_own_ids(documents: Sequence[ReadDocument]) -> tuple[ReadDocument, ...]:
    seen: dict[str, int] = {}
    named = []
    for document in documents:
        seen[document.id] = count = seen.get(document.id, 0) + 1
        named.append(document if count == 1 else replace(document, id=f"{document.id}-{count}"))
    return tuple(named)


def _joined(extractions: list[Extraction]) -> Extraction:
    first = extractions[0]
    targets = [item for one in extractions for item in one.targets]
    tasks = [(index, item) for index, one in enumerate(extractions) for item in one.tasks]
    new_target = _numbers("T", [(index, item.id) for index, one in enumerate(extractions) for item in one.targets])
    new_task = _numbers("K", [(index, item.id) for index, item in tasks])
    units = {unit.name: unit for one in reversed(extractions) for unit in one.units}
    years = [one.year for one in extractions if one.year is not None]
    instruments = [item for one in extractions for item in one.instruments]
    horizons = [one.horizon for one in extractions if one.horizon is not None]
    return Extraction(
        document=first.document,
        title=first.title,
        year=min(years, default=None),
        horizon=max(horizons, default=None),
        targets=grouped(replace(item, id=f"T{i:03d}") for i, item in enumerate(targets, 1)),
        tasks=tuple(
            replace(
                item,
                id=new_task[index, item.id],
                parent=new_task.get((index, item.parent), ""),
                targets=tuple(new_target[index, name] for name in item.targets),
            )
            for index, item in tasks
        ),
        units=tuple(replace(unit, id=f"U{i:02d}") for i, unit in enumerate(reversed(units.values()), 1)),
        named=tuple(
            replace(item, id=f"N{i:03d}") for i, item in enumerate((n for one in extractions for n in one.named), 1)
        ),
        left_out=tuple(item for one in extractions for item in one.left_out),
        instruments=tuple(replace(item, id=f"I{i:03d}") for i, item in enumerate(instruments, 1)),
    )


def _numbers(letter: str, ids: list[tuple[int, str]]) -> dict[tuple[int, str], str]:
    return {key: f"{letter}{number:03d}" for number, key in enumerate(ids, 1)}
