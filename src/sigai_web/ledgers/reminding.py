"""Deadlines of records, and rechecks: who is told of them before they are due, on the day, and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.urls import reverse

from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.ledgers.news import RECHECK_DUE, RECORD_DUE
from sigai_web.manifests import LADDER, DueThing, Rung
from sigai_web.permissions import Resource, Role, roles_with
from sigai_web.store.models import RecordDeadline
from sigai_web.store.operations import RECORD_STEP
from sigai_web.store.records import as_record, subject_of

_APPROVERS = frozenset({Role.UNIT_APPROVER, Role.AREA_APPROVER})


def due_records(day: date) -> Iterator[DueThing]:
    """The deadlines of which people are told on a day: whoever makes the next step or records the recheck, then their
    approvers, then the office."""
    known = programme.current().ledger_by_id
    offsets = {day - timedelta(days=days): rungs for days, rungs in LADDER.items()}
    found = RecordDeadline.objects.filter(due__in=offsets, record__ledger__in=known).select_related("record__record")
    rows = list(found.order_by("record", "due", "pk"))
    if not rows:
        return
    users = list(User.objects.filter(is_active=True, memberships__granted_at__isnull=False).distinct())
    for one in rows:
        record = as_record(one.record)
        subject, ledger = subject_of(record), known[record.ledger]
        roles = _roles(ledger, record.state, one.recheck, offsets[one.due])
        named = f"{record.id} {record.name}".strip()
        yield DueThing(
            kind=RECHECK_DUE if one.recheck else RECORD_DUE,
            name=f"record:{one.record_id}:{one.due.isoformat()}:{one.recheck}",
            due=one.due,
            zh=f"{ledger.name.zh} {named}：{one.name_zh}",
            en=f"{ledger.name.en} {named}: {one.name_en}",
            address=reverse("record", args=[one.record_id]),
            people=_people(users, roles, subject),
        )


def _roles(ledger: Ledger, state: str, recheck: str, rungs: Sequence[Rung]) -> frozenset[str]:
    """The roles that are told: of the person's rung, those that lead the record on, or record its recheck."""
    if recheck:
        mine = frozenset(role for one in ledger.rechecks if one.id == recheck for role in one.roles)
    else:
        mine = frozenset(role for step in ledger.transitions if state in step.origins for role in step.roles)
    told = {Rung.PERSON: mine, Rung.APPROVER: _APPROVERS, Rung.OFFICE: {Role.OFFICE}}
    return frozenset(role for rung in rungs for role in told[rung])


def _people(users: Sequence[User], roles: frozenset[str], subject: Resource) -> list[int]:
    return [user.pk for user in users if roles & roles_with(user, RECORD_STEP, subject)]
