"""Of ledgers, what waits for a person: records beyond a deadline, those asked to be withdrawn or corrected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from sigai_web.language import choose
from sigai_web.ledgers.correcting import corrections_for
from sigai_web.ledgers.operations import RECORD_CORRECT
from sigai_web.ledgers.summaries import overdue_count
from sigai_web.ledgers.withdrawing import to_decide
from sigai_web.manifests import Waiting, WaitingKind
from sigai_web.store.operations import RECORD_KEEP, RECORD_WITHDRAW


def _overdue(user: Any) -> Iterator[Waiting]:
    words = choose("条台账逾期", "records overdue")
    yield Waiting(overdue_count(user), words, reverse("ledger-calendar"), late=True)


def _withdrawals(user: Any) -> Iterator[Waiting]:
    words = choose("条台账申请撤回", "records asked to be withdrawn")
    yield Waiting(to_decide(user).count(), words, f"{reverse('ledgers')}#withdrawals")


def _corrections(user: Any) -> Iterator[Waiting]:
    words = choose("条台账申请更正", "records asked to be corrected")
    yield Waiting(sum(1 for _ in corrections_for(user)), words, f"{reverse('ledgers')}#corrections")


WAITING = (
    WaitingKind(operation=RECORD_KEEP, found=_overdue, order=60),
    WaitingKind(operation=RECORD_WITHDRAW, found=_withdrawals, order=70),
    WaitingKind(operation=RECORD_CORRECT, found=_corrections, order=75),
)
