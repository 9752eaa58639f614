"""Conversations about cells of forms, between reporters and those who decide: one for each cell, kept for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sigai.base import Place, UserError
from sigai_web.clock import now
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.proofs import ChangedFields, Telling
from sigai_web.journal.writing import Actor, append
from sigai_web.permissions import allowed
from sigai_web.reporting.drafts import LONGEST_REASON
from sigai_web.reporting.models import CellComment, CellTalk
from sigai_web.reporting.news import tell_commented
from sigai_web.reporting.obligations import Assignment, Key
from sigai_web.reporting.operations import CELL_COMMENT
from sigai_web.reporting.problems import NOBODY_TALKS, NOTHING_SAID, RESOLVED_BY_OTHERS, TEXT_TOO_LONG, UNKNOWN_CELL
from sigai_web.reporting.words import sheet_name
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE

_ABOUT = ("resolved", "asks_reporter")


def decides(user: Any, assignment: Assignment) -> bool:
    """Whether a person speaks for those who decide about a sheet."""
    return any(allowed(user, operation, assignment.subject) for operation in (FIGURE_APPROVE, FIGURE_ACCEPT))


@change
def say(actor: Actor, assignment: Assignment, key: Key, text: str, *, decider: bool) -> CellTalk:
    """Say something about a cell: the conversation is open and waits for the other side.

    `decider`: the speaker is one of those who decide about the sheet, not its reporter.
    """
    _refuse_unfit(assignment, key, text)
    names = _names(assignment, key)
    begun = {"area": assignment.area, "opened_by": actor.name, "asks_reporter": decider, "since": now()}
    talk, first = CellTalk.objects.select_for_update().get_or_create(**names, defaults=begun)
    if not first:
        if talk.resolved:
            talk.opened_by = actor.name
        talk.resolved, talk.asks_reporter = False, decider
        talk.save(update_fields=(*_ABOUT, "opened_by"))
    said = CellComment.objects.create(talk=talk, by=actor.name, at=now(), text=text.strip())
    tells: list[Telling] = [talk if first else ChangedFields(talk, (*_ABOUT, "opened_by")), said]
    after = {"cell": "/".join(key), "text": said.text}
    append(actor, "cell.comment", f"sheet:{'/'.join(assignment.key)}", after=after, tells=tells)
    tell_commented(actor, said, assignment)
    return talk


@change
def resolve(actor: Actor, assignment: Assignment, key: Key, *, decider: bool) -> CellTalk:
    """End a conversation: whoever began it, and those who decide about the sheet."""
    talk = CellTalk.objects.select_for_update().filter(**_names(assignment, key), resolved=False).first()
    if talk is None:
        raise LateError([NOBODY_TALKS.at(Place(), **_measure(assignment, key))])
    if not decider and actor.name != talk.opened_by:
        raise UserError([RESOLVED_BY_OTHERS.at(Place(), **_measure(assignment, key))])
    talk.resolved = True
    talk.save(update_fields=("resolved",))
    said = CellComment.objects.create(talk=talk, by=actor.name, at=now(), resolves=True)
    tells: list[Telling] = [ChangedFields(talk, ("resolved",)), said]
    about = f"sheet:{'/'.join(assignment.key)}"
    append(actor, "cell.resolve", about, after={"cell": "/".join(key)}, tells=tells)
    return talk


def _refuse_unfit(assignment: Assignment, key: Key, text: str) -> None:
    if key not in assignment.cells:
        cell = {"entity": key[0], "measure": key[1], "measure_en": key[1]}
        raise UserError([UNKNOWN_CELL.at(Place(), **sheet_name(assignment), **cell)])
    if not text.strip():
        raise UserError([NOTHING_SAID.at(Place())])
    if len(text) > LONGEST_REASON:
        most = {"most": LONGEST_REASON, "most_reason": LONGEST_REASON}
        raise UserError([TEXT_TOO_LONG.at(Place(), **_measure(assignment, key), **most)])


def _names(assignment: Assignment, key: Key) -> dict[str, str]:
    form, period, reporter = assignment.key
    return {"form": form, "period": period, "reporter": reporter, "entity": key[0], "measure": key[1]}


def _measure(assignment: Assignment, key: Key) -> dict[str, str]:
    known = assignment.content.measure_by_id.get(key[1])
    return {"measure": known.name.zh if known else key[1], "measure_en": known.name.en if known else key[1]}


def talks_of(assignment: Assignment) -> dict[Key, CellTalk]:
    """The conversations about the cells of a sheet, with what was said: two queries."""
    form, period, reporter = assignment.key
    talks = CellTalk.objects.filter(form=form, period=period, reporter=reporter).prefetch_related("comments")
    return {talk.key: talk for talk in talks}


def talks_context(user: Any, assignment: Assignment) -> dict[str, Any]:
    """What the pages of a sheet show of its conversations, and what the reader may do in them."""
    return {
        "talks": talks_of(assignment),
        "may_talk": allowed(user, CELL_COMMENT, assignment.subject),
        "decider": decides(user, assignment),
        "me": user.get_username(),
    }


def talkers(talks: Iterable[CellTalk]) -> Sequence[str]:
    """Who spoke in some conversations."""
    return [comment.by for talk in talks for comment in talk.comments.all()]
