"""Where a decision belongs: the statement, task or stretch of text at its place, also when the text has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sigai.compiling.compiled import Compiled
from sigai.compiling.decisions.content import DecidedPlace
from sigai.compiling.model import ExtractedTarget, ExtractedTask

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """A place as an index: `order` counts statements of one span."""

    document: str
    span: Span
    order: int = 1


def place_of_statement(targets: Iterable[ExtractedTarget]) -> dict[str, PlaceKey]:
    """The place of every statement by its id."""
    seen: dict[tuple[str, Span], int] = {}
    found = {}
    for row in targets:
        at = (row.document, row.span)
        seen[at] = seen.get(at, 0) + 1
        found[row.id] = PlaceKey(row.document, row.span, seen[at])
    return found


def place_of_task(tasks: Iterable[ExtractedTask]) -> dict[str, PlaceKey]:
    """The place of every task by its id."""
    return {task.id: PlaceKey(task.document, task.span) for task in tasks}


class PlaceFinder:
    """Finds decided places in a compiled plan: where they stood, else where alone the same words stand now."""

    def __init__(self, compiled: Compiled) -> None:
        self._texts: Mapping[str, str] = {one.id: one.characters.text for one in compiled.documents}

    def span(self, at: DecidedPlace) -> Span | None:
        """The span of a place in the text as it is; None where its words are gone, or stand several times elsewhere."""
        text = self._texts.get(at.document, "")
        quote = "".join(at.quote.split())
        if text[at.span[0] : at.span[1]] == quote and quote:
            return at.span
        first = text.find(quote) if quote else -1
        if first < 0 or text.find(quote, first + 1) >= 0:
            return None
        return first, first + len(quote)

    def among(self, at: DecidedPlace, ids: Mapping[PlaceKey, str]) -> str | None:
        """The id of the statement or task at a place; None where there is none."""
        span = self.span(at)
        return None if span is None else ids.get(PlaceKey(at.document, span, at.order))
