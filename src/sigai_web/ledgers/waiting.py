"""Of ledgers, what waits for a person: records beyond a deadline or to be rechecked, those asked to be withdrawn or
corrected, rounds that are open for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from sigai_web.clock import today
from sigai_web.language import choose
from sigai_web.ledgers.correcting import corrections_for
from sigai_web.ledgers.operations import RECORD_CORRECT, ROUND_READ
from sigai_web.ledgers.rechecking import due_for
from sigai_web.ledgers.rounds import calls_for
from sigai_web.ledgers.summaries import overdue_count
from sigai_web.ledgers.withdrawing import to_decide
from sigai_web.manifests import Waiting, WaitingKind
from sigai_web.store.operations import RECORD_KEEP, RECORD_STEP, RECORD_WITHDRAW


def _overdue(user: Any) -> Iterator[Waiting]:
    words = choose("条台账逾期", "records overdue")
    yield Waiting(overdue_count(user), words, reverse("ledger-calendar"), late=True)


def _withdrawals(user: Any) -> Iterator[Waiting]:
    words = choose("条台账申请撤回", "records asked to be withdrawn")
    yield Waiting(to_decide(user).count(), words, f"{reverse('ledgers')}#withdrawals")


def _corrections(user: Any) -> Iterator[Waiting]:
    words = choose("条台账申请更正", "records asked to be corrected")
    yield Waiting(sum(1 for _ in corrections_for(user)), words, f"{reverse('ledgers')}#corrections")


def _rechecks(user: Any) -> Iterator[Waiting]:
    day, address = today(), reverse("ledger-calendar")
    found = due_for(user)
    if found is not None:
        counted = found.aggregate(every=Count("pk"), late=Count("pk", filter=Q(due__lt=day)))
        yield Waiting(counted["late"], choose("项复核逾期", "rechecks overdue"), address, late=True)
        yield Waiting(counted["every"] - counted["late"], choose("项复核待办", "rechecks to record"), address)


def _calls(user: Any) -> Iterator[Waiting]:
    calls = calls_for(user)
    if calls is not None:
        yield Waiting(calls.count(), choose("个申报批次开放中", "rounds open for you"), reverse("rounds"))


WAITING = (
    WaitingKind(operation=RECORD_STEP, found=_rechecks, order=65),
    WaitingKind(operation=ROUND_READ, found=_calls, order=80),
    WaitingKind(operation=RECORD_KEEP, found=_overdue, order=60),
    WaitingKind(operation=RECORD_WITHDRAW, found=_withdrawals, order=70),
    WaitingKind(operation=RECORD_CORRECT, found=_corrections, order=75),
)
