"""Of reporting, what waits for a person: forms to fill in, forms to approve and to accept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from sigai_web.language import choose
from sigai_web.manifests import Waiting, WaitingKind
from sigai_web.permissions import Operation, visible
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import all_duties, parts_for
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_REPORT


def _to_fill_in(user: Any) -> Iterator[Waiting]:
    known = register()
    waiting = [duty for duty in all_duties(known, parts_for(user, FIGURE_REPORT, known)) if duty.waiting]
    late = sum(duty.overdue for duty in waiting)
    address = reverse("reporting")
    yield Waiting(late, choose("张报表逾期", "forms overdue"), address, late=True)
    yield Waiting(len(waiting) - late, choose("张报表待报", "forms due"), address)


def _to_approve(user: Any) -> Iterator[Waiting]:
    number = _sheets(user, FIGURE_APPROVE, Sheet.State.SUBMITTED)
    yield Waiting(number, choose("张报表待审核", "forms to approve"), reverse("approving"))


def _to_accept(user: Any) -> Iterator[Waiting]:
    number = _sheets(user, FIGURE_ACCEPT, Sheet.State.APPROVED)
    yield Waiting(number, choose("张报表待核收", "forms to accept"), reverse("accepting"))


def _sheets(user: Any, operation: Operation, state: str) -> int:
    return visible(user, operation, Sheet.objects.filter(state=state)).count()


WAITING = (
    WaitingKind(operation=FIGURE_REPORT, found=_to_fill_in, order=10),
    WaitingKind(operation=FIGURE_APPROVE, found=_to_approve, order=20),
    WaitingKind(operation=FIGURE_ACCEPT, found=_to_accept, order=30),
)
