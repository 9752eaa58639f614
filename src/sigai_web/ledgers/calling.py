"""Opening rounds, and what becomes of them: extended, closed, withdrawn, their quota changed; each with its reason.

Services are one transaction with one journal entry each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from sigai.base import Issue, Place, UserError
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.proofs import ChangedFields, Telling
from sigai_web.journal.writing import SYSTEM, Actor, append
from sigai_web.ledgers.files import KeptFile
from sigai_web.ledgers.models import Round, RoundDocument, RoundEvent
from sigai_web.ledgers.operations import ROUND_KEEP
from sigai_web.ledgers.round_news import tell_round
from sigai_web.ledgers.round_problems import (
    OPEN_AT_ONCE,
    QUOTA_BELOW,
    ROUND_DAYS,
    ROUND_INCOMPLETE,
    ROUND_OVER,
    ROUND_REASON,
)
from sigai_web.ledgers.rounds import may_keep, places_taken
from sigai_web.store.lengths import longest

_YEARS = range(1990, 2101)
_ENDED = {Round.Ended.CLOSED: ("关闭", "closed"), Round.Ended.WITHDRAWN: ("取消", "withdrawn")}
_WRITES = {RoundEvent.What.EXTENDED: ("last_day", "ended"), RoundEvent.What.QUOTA: ("quota",)}
_MOST = 2_000_000_000


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """A round as somebody wrote it; days are None where they could not be read, the quota where there is no limit."""

    title: str
    year: int | None
    first_day: date | None
    last_day: date | None
    quota: int | None = None
    choices: Mapping[str, str] = field(default_factory=dict)


@change
def open_round(actor: Actor, user: Any, ledger: Ledger, draft: RoundDraft, documents: Sequence[KeptFile] = ()) -> Round:
    """Open a round, from its first day on; UserError with everything that is wrong with it."""
    if ledger.rounds is None or not may_keep(user, ROUND_KEEP, ledger):
        raise PermissionDenied
    issues = _incomplete(ledger, draft)
    if draft.first_day is None or draft.last_day is None or not draft.first_day <= draft.last_day >= today():
        raise UserError([*issues, ROUND_DAYS.at(Place(column="last_day"))])
    call = Round(
        ledger=ledger.id,
        title=draft.title.strip(),
        year=draft.year or 0,
        choices={name: draft.choices.get(name, "") for name in ledger.rounds.by},
        quota=draft.quota,
        first_day=draft.first_day,
        last_day=draft.last_day,
    )
    issues += _at_once(ledger, call)
    if issues:
        raise UserError(issues)
    call.save(force_insert=True)
    files = [_document(call, file, actor) for file in documents]
    event = _event(actor, call, RoundEvent.What.OPENED)
    after = {**_words(call), "documents": [one.name for one in files]}
    append(actor, "round.open", _about(call), after=after, tells=[call, event, *files])
    tell_round(actor, call, event)
    return call


@change
def extend_round(actor: Actor, user: Any, pk: int, *, last_day: date | None, reason: str) -> Round:
    """Let a round last longer, also one that is over; LateError for one that was withdrawn."""
    call = _mine(user, pk)
    if call.ended == Round.Ended.WITHDRAWN:
        raise LateError([_over(call)])
    issues = _unreasoned(reason)
    if last_day is None or last_day <= call.last_day or last_day < today():
        raise UserError([*issues, ROUND_DAYS.at(Place(column="last_day"))])
    before = _words(call)
    call.last_day, call.ended = last_day, Round.Ended.NOT
    issues += _at_once(programme.current().ledger_by_id[call.ledger], call)
    if issues:
        raise UserError(issues)
    return _changed(actor, call, before, RoundEvent.What.EXTENDED, reason)


@change
def change_quota(actor: Actor, user: Any, pk: int, *, quota: int | None, reason: str) -> Round:
    """Give a round another quota, or none; UserError where more places are taken already."""
    call = _mine(user, pk)
    if call.ended == Round.Ended.WITHDRAWN:
        raise LateError([_over(call)])
    used = places_taken([call]).get(call.pk, 0)
    issues = _unreasoned(reason)
    if quota is not None and quota < used:
        issues.append(QUOTA_BELOW.at(Place(column="quota"), used=used))
    else:
        issues += _no_quota(quota)
    if issues:
        raise UserError(issues)
    before, call.quota = _words(call), quota
    return _changed(actor, call, before, RoundEvent.What.QUOTA, reason)


@change
def end_round(actor: Actor, user: Any, pk: int, *, withdraw: bool, reason: str) -> Round:
    """Close a round before its last day, or withdraw it: then nothing is recognised under it either."""
    call = _mine(user, pk)
    if call.ended == Round.Ended.WITHDRAWN or (call.ended and not withdraw):
        raise LateError([_over(call)])
    if issues := _unreasoned(reason):
        raise UserError(issues)
    before = _words(call)
    call.ended = Round.Ended.WITHDRAWN if withdraw else Round.Ended.CLOSED
    what = RoundEvent.What.WITHDRAWN if withdraw else RoundEvent.What.CLOSED
    return _changed(actor, call, before, what, reason)


@change
def close_past_rounds() -> int:
    """Note of every round whose last day has passed that it is over: a clock that is set back opens none again.

    The daily run calls it; without it the last day decides all the same.
    """
    past = list(Round.objects.filter(ended=Round.Ended.NOT, last_day__lt=today()))
    for call in past:
        before, call.ended = _words(call), Round.Ended.CLOSED
        _changed(SYSTEM, call, before, RoundEvent.What.CLOSED, "")
    return len(past)


def _mine(user: Any, pk: int) -> Round:
    call = Round.objects.get(pk=pk)
    ledger = programme.current().ledger_by_id.get(call.ledger)
    if ledger is None or not may_keep(user, ROUND_KEEP, ledger):
        raise PermissionDenied
    return call


def _incomplete(ledger: Ledger, draft: RoundDraft) -> list[Issue]:
    issues: list[Issue] = []
    longest_title = longest(Round, "title")
    if not 0 < len(draft.title.strip()) <= longest_title:
        given = (f"最多 {longest_title} 个字", f"at most {longest_title} characters")
        issues.append(_wrong("title", ("名称", "Title"), given))
    if draft.year not in _YEARS:
        issues.append(_wrong("year", ("年度", "Year"), ("填写四位年份，如 2022", "four digits, such as 2022")))
    issues += _no_quota(draft.quota)
    for name in ledger.rounds.by if ledger.rounds else ():
        found = ledger.field(name)
        if found is not None and draft.choices.get(name) not in {choice.id for choice in found.choices}:
            zh = "、".join(choice.name.zh for choice in found.choices)
            en = ", ".join(choice.name.en for choice in found.choices)
            issues.append(_wrong(name, (found.name.zh, found.name.en), (f"选择：{zh}", f"choose: {en}")))
    return issues


def _no_quota(quota: int | None) -> list[Issue]:
    if quota is None or 0 < quota <= _MOST:
        return []
    whole = ("填写正整数，不限名额则不填", "a whole number above 0, or none for no limit")
    return [_wrong("quota", ("名额", "Quota"), whole)]


def _wrong(column: str, name: tuple[str, str], choices: tuple[str, str]) -> Issue:
    (zh, en), (choices_zh, choices_en) = name, choices
    return ROUND_INCOMPLETE.at(Place(column=column), field=zh, field_en=en, choices=choices_zh, choices_en=choices_en)


def _at_once(ledger: Ledger, call: Round) -> list[Issue]:
    """That another round for the same thing is open on one of the days of this one."""
    if ledger.rounds is None or ledger.rounds.together:
        return []
    others = Round.objects.filter(ledger=ledger.id, ended=Round.Ended.NOT).exclude(pk=call.pk)
    others = others.filter(first_day__lte=call.last_day, last_day__gte=call.first_day)
    met = next((other for other in others if other.choices == call.choices), None)
    if met is None:
        return []
    facts = {"round": met.title, "first": met.first_day, "last": met.last_day}
    return [OPEN_AT_ONCE.at(Place(column="first_day"), **facts)]


def _unreasoned(reason: str) -> list[Issue]:
    return [] if reason.strip() else [ROUND_REASON.at(Place(column="reason"))]


def _over(call: Round) -> Issue:
    zh, en = _ENDED[Round.Ended(call.ended)]
    return ROUND_OVER.at(Place(), round=call.title, ended=zh, ended_en=en)


def _document(call: Round, file: KeptFile, actor: Actor) -> RoundDocument:
    return RoundDocument.objects.create(
        round=call, name=file.name, kind=file.kind, size=file.size, digest=file.digest, by=actor.name
    )


def _event(actor: Actor, call: Round, what: RoundEvent.What, reason: str = "") -> RoundEvent:
    return RoundEvent.objects.create(
        round=call, what=what, last_day=call.last_day, quota=call.quota, reason=reason.strip(), by=actor.name
    )


def _changed(actor: Actor, call: Round, before: Mapping[str, Any], what: RoundEvent.What, reason: str) -> Round:
    fields = _WRITES.get(what, ("ended",))
    call.save(update_fields=fields)
    event = _event(actor, call, what, reason)
    tells: list[Telling] = [ChangedFields(call, fields), event]
    after = {**_words(call), "reason": reason.strip()}
    append(actor, f"round.{what}", _about(call), before=before, after=after, tells=tells)
    if actor != SYSTEM:
        tell_round(actor, call, event)
    return call


def _words(call: Round) -> dict[str, Any]:
    """A round as the journal tells of it."""
    return {
        "title": call.title,
        "year": call.year,
        "choices": call.choices,
        "quota": call.quota,
        "first_day": call.first_day.isoformat(),
        "last_day": call.last_day.isoformat(),
        "ended": call.ended,
    }


def _about(call: Round) -> str:
    return f"round:{call.pk}"
