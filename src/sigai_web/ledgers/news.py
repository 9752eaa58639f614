"""What people are told about records."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.urls import reverse

from sigai.ledgers import Record
from sigai.programme import Text
from sigai_web import programme
from sigai_web.accounts.holders import who_may
from sigai_web.journal.writing import Actor
from sigai_web.ledgers.models import RecordCorrection, RecordWithdrawal
from sigai_web.ledgers.operations import RECORD_CORRECT
from sigai_web.manifests import MessageKind
from sigai_web.messages.two_persons import AskedThing, request_kinds, tell_asked, tell_decided
from sigai_web.permissions import Role
from sigai_web.store.operations import RECORD_WITHDRAW
from sigai_web.store.records import subject_of

RECORD_DUE = MessageKind("record.due", "台账到期提醒", "deadlines of records", order=210, urgent=True)
RECHECK_DUE = MessageKind("recheck.due", "复核到期提醒", "rechecks that are due", order=220, urgent=True)
_CORRECTION = request_kinds("correction", "台账更正", "corrections of records", order=230)
_WITHDRAWAL = request_kinds("withdrawal", "台账撤回", "withdrawals of records", order=240)
KINDS = (
    RECORD_DUE,
    RECHECK_DUE,
    _CORRECTION.asked,
    _CORRECTION.decided,
    _WITHDRAWAL.asked,
    _WITHDRAWAL.decided,
)


def tell_correction_asked(actor: Actor, asked: RecordCorrection, record: Record, states: Sequence[str]) -> None:
    """Whoever may decide a correction of a record that was in these states is told: the office, and who makes the steps
    that settled what it changes, but for the party that the record is about."""
    rights = programme.current().field_rights[record.ledger]
    fixed = rights.fixed(states)
    makers = [{role for step in fixed.get(name, ()) for role in step.roles} for name in json.loads(asked.changes)]
    roles = {*(set.intersection(*makers) if makers else ())} - rights.own | {Role.OFFICE}
    deciders = who_may(RECORD_CORRECT, subject_of(record), roles)
    tell_asked(actor, _CORRECTION, asked, deciders, _what(asked, record, "更正", "correction of"))


def tell_correction_decided(actor: Actor, asked: RecordCorrection, record: Record) -> None:
    """Whoever asked is told how it was decided."""
    tell_decided(actor, _CORRECTION, asked, _what(asked, record, "更正", "correction of"))


def tell_withdrawal_asked(actor: Actor, asked: RecordWithdrawal, record: Record) -> None:
    """Whoever may decide that a record be withdrawn is told."""
    deciders = who_may(RECORD_WITHDRAW, subject_of(record))
    tell_asked(actor, _WITHDRAWAL, asked, deciders, _what(asked, record, "撤回", "withdrawal of"))


def tell_withdrawal_decided(actor: Actor, asked: RecordWithdrawal, record: Record) -> None:
    """Whoever asked is told how it was decided."""
    tell_decided(actor, _WITHDRAWAL, asked, _what(asked, record, "撤回", "withdrawal of"))


def _what(asked: RecordCorrection | RecordWithdrawal, record: Record, zh: str, en: str) -> AskedThing:
    ledger = programme.current().ledger_by_id[record.ledger]
    what = Text(zh=f"{zh}{ledger.name.zh} {record.id}", en=f"{en} {ledger.name.en} {record.id}")
    return AskedThing(what, reverse("record", args=[asked.record_id]))
