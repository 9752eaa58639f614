"""Of ledgers, what waits for a person: records beyond a deadline or to be rechecked, those asked to be withdrawn or
corrected, rounds that are open for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from sigai_web.clock import today
from sigai_web.language import choose
from sigai_web.ledgers.correcting import corrections_for
from sigai_web.ledgers.operations import RECORD_CORRECT, ROUND_READ
from sigai_web.ledgers.rechecking import due_for
from sigai_web.ledgers.rounds import calls_for
from sigai_web.ledgers.summaries import dated
from sigai_web.ledgers.withdrawing import to_decide
from sigai_web.manifests import Waiting, WaitingKind
from sigai_web.store.operations import RECORD_KEEP, RECORD_STEP, RECORD_WITHDRAW

_SOON = 7
"""Days before its day on which a record waits."""


def _overdue(user: Any) -> Iterator[Waiting]:
    yield from _by_day(
        dated(user).filter(due__lte=today() + timedelta(days=_SOON)),
        choose("条台账逾期", "records overdue"),
        choose(f"条台账 {_SOON} 天内到期", f"records due within {_SOON} days"),
    )


def _withdrawals(user: Any) -> Iterator[Waiting]:
    words = choose("条台账申请撤回", "records asked to be withdrawn")
    yield Waiting(to_decide(user).count(), words, f"{reverse('ledgers')}#withdrawals")


def _corrections(user: Any) -> Iterator[Waiting]:
    words = choose("条台账申请更正", "records asked to be corrected")
    yield Waiting(sum(1 for _ in corrections_for(user)), words, f"{reverse('ledgers')}#corrections")


def _rechecks(user: Any) -> Iterator[Waiting]:
    found = due_for(user)
    if found is not None:
        late = choose("项复核逾期", "rechecks overdue")
        yield from _by_day(found, late, choose("项复核待办", "rechecks to record"))


def _by_day(found: QuerySet[Any], late_words: str, words: str) -> Iterator[Waiting]:
    """Of what has a day: how much is late and how much is not, each with the oldest day. One query."""
    day, address = today(), reverse("ledger-calendar")
    late, later = Q(due__lt=day), Q(due__gte=day)
    counted = found.order_by().aggregate(
        late=Count("pk", filter=late),
        later=Count("pk", filter=later),
        oldest_late=Min("due", filter=late),
        oldest=Min("due", filter=later),
    )
    yield Waiting(counted["late"], late_words, address, late=True, oldest=counted["oldest_late"])
    yield Waiting(counted["later"], words, address, oldest=counted["oldest"])


def _calls(user: Any) -> Iterator[Waiting]:
    calls = calls_for(user)
    if calls is not None:
        open_now = calls.aggregate(number=Count("pk"), oldest=Min("last_day"))
        words = choose("个申报批次开放中", "rounds open for you")
        yield Waiting(open_now["number"], words, reverse("rounds"), oldest=open_now["oldest"])


WAITING = (
    WaitingKind(operation=RECORD_STEP, found=_rechecks, order=65),
    WaitingKind(operation=ROUND_READ, found=_calls, order=80),
    WaitingKind(operation=RECORD_KEEP, found=_overdue, order=60),
    WaitingKind(operation=RECORD_WITHDRAW, found=_withdrawals, order=70),
    WaitingKind(operation=RECORD_CORRECT, found=_corrections, order=75),
)
