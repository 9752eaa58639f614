"""What the review page must know for people to decide on it: every item with its place, and what was decided before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from markupsafe import Markup

from sigai.compiling.compiled import Compiled
from sigai.compiling.decisions import CHANGEABLE, Decisions, PlaceKey, place_of_statement, place_of_task
from sigai.compiling.drafting.frame import years
from sigai.compiling.model import Comparator, Direction, Kind, NamedKind
from sigai.compiling.review.view import ReviewView
from sigai.compiling.review.words import PageWords
from sigai.programme.targets import Target


def page_data(view: ReviewView, words: PageWords, decisions: Decisions | None) -> Markup:
    """The object that the page's script reads, as JSON that ends no element of the page."""
    found = {
        "plan": _plan(view),
        "documents": {one.id: one.characters.digest for one in view.compiled.documents},
        "targets": [_target(view, card.target) for card in view.cards],
        "statements": _statements(view),
        "tasks": _tasks(view),
        "units": [{"id": unit.id, "name": unit.name, "decided": not unit.paragraphs} for unit in view.extraction.units],
        "named": [
            {"id": one.id, "name": one.name, "kind": one.kind, "sure": one.confidence, "decided": one.decided}
            for one in view.extraction.named
        ],
        "left": [
            {"id": f"left-{number}", "at": _at(view.compiled, PlaceKey(one.document, one.span))}
            for number, one in enumerate(view.extraction.left_out)
        ],
        "findings": [
            {
                "id": one.id,
                "about": one.kind.about,
                "asked": not one.settled
                and one.weight != "low"
                and one.kind.together is None
                and all(side.statement for side in one.sides),
                "statements": [side.statement for side in one.sides],
            }
            for one in view.result.findings
        ],
        "options": {
            "kind": get_args(Kind),
            "comparator": get_args(Comparator),
            "direction": get_args(Direction),
            "named": get_args(NamedKind),
        },
        "words": words.all(),
        "before": decisions.model_dump(mode="json", exclude_none=True) if decisions else {},
    }
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 no character of markup is left


def _plan(view: ReviewView) -> dict[str, Any]:
    extraction = view.extraction
    start, end = years(extraction)
    office = view.result.draft.programme.unit_by_id.get(view.result.draft.programme.head.office)
    return {
        "title": extraction.title,
        "start": start,
        "end": end,
        "area_code": extraction.area_code,
        "area_name": extraction.area_name,
        "office": office.name.zh if office else "",
    }


def _target(view: ReviewView, target: Target) -> dict[str, Any]:
    names = view.result.draft.programme.unit_by_id
    return {
        "id": target.id,
        "name": target.name.zh,
        "owners": [names[unit].name.zh for unit in target.responsible if unit in names],
        "supporting": [names[unit].name.zh for unit in target.supporting if unit in names],
    }


def _statements(view: ReviewView) -> list[dict[str, Any]]:
    places = place_of_statement(view.extraction.targets)
    homes = {row.id: card.target.id for card in view.cards for row, _ in card.pairs}
    return [
        {
            "id": row.id,
            "at": _at(view.compiled, places[row.id]),
            "target": homes[row.id],
            "sure": row.confidence,
            "decided": row.decided,
            **{name: getattr(row, name) for name in CHANGEABLE},
        }
        for row in view.extraction.targets
    ]


def _tasks(view: ReviewView) -> list[dict[str, Any]]:
    places = place_of_task(view.extraction.tasks)
    return [
        {
            "id": task.id,
            "at": _at(view.compiled, places[task.id]),
            "title": task.title,
            "owners": task.owners,
            "supporting": task.supporting,
            "sure": task.confidence,
            "decided": task.decided,
        }
        for task in view.extraction.tasks
    ]


def _at(compiled: Compiled, place: PlaceKey) -> Mapping[str, Any]:
    text = next((one.characters.text for one in compiled.documents if one.id == place.document), "")
    begin, end = place.span
    return {"document": place.document, "span": [begin, end], "quote": text[begin:end], "order": place.order}
