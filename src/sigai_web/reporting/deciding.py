"""Deciding about several sheets at once: each in a transaction of its own, so that one refused stops no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sigai.base import Issue, UserError
from sigai_web.journal.writing import Actor
from sigai_web.permissions import allowed
from sigai_web.reporting import services
from sigai_web.reporting.form_data import whole
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.queues import ACCEPTING, Queue
from sigai_web.reporting.report_status import find

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sheet that somebody chose from a list: its name there, its duty, and the version they saw."""

    name: str
    assignment: Assignment
    seen: int


@dataclass(slots=True)
class Decided:
    """What became of those chosen: whose sheets were dealt with, and what was wrong with the others, by name."""

    done: list[Assignment] = field(default_factory=list)
    refused: dict[str, tuple[Issue, ...]] = field(default_factory=dict)


def name_of(sheet: Sheet) -> str:
    """How a list calls a sheet as it shows it."""
    return f"{sheet.form}|{sheet.period}|{sheet.reporter}|{sheet.version}"


def chosen(queue: Queue, names: Iterable[str]) -> list[Chosen]:
    """Those of the names that the person may decide about; the others are none of their business."""
    found = []
    for name in list(dict.fromkeys(names))[:MOST_AT_ONCE]:
        parts = name.split("|")
        assignment = find(queue.known, *parts[:3]) if len(parts) == 4 else None
        if assignment is not None and allowed(queue.user, queue.kind.operation, assignment.subject):
            found.append(Chosen(name, assignment, whole(parts[3])))
    return found


def let_through(actor: Actor, queue: Queue, sheets: Iterable[Chosen]) -> Decided:
    """Approve or accept several; what there is something to look at in is refused."""
    act = services.accept if queue.kind is ACCEPTING else services.approve
    decided = Decided()
    for one in sheets:
        try:
            act(actor, one.assignment, seen=one.seen, one_of_many=True)
            decided.done.append(one.assignment)
        except UserError as error:
            decided.refused[one.name] = tuple(error.issues)
    return decided


def give_back(
    actor: Actor, queue: Queue, sheets: Iterable[Chosen], *, comment: str, comments: Mapping[str, str]
) -> Decided:
    """Return several, each with its own comment (`comments`, by name) or else with the one for all."""
    decided = Decided()
    for one in sheets:
        own = comments.get(one.name, "").strip() or comment
        try:
            services.give_back(actor, one.assignment, seen=one.seen, comment=own, stage=queue.kind.state)
            decided.done.append(one.assignment)
        except UserError as error:
            decided.refused[one.name] = tuple(error.issues)
    return decided
