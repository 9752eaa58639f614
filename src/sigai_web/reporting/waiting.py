"""Of reporting, what waits for a person: forms to fill in, forms to approve and to accept, cells talked about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from sigai_web.language import choose
from sigai_web.manifests import Waiting, WaitingKind
from sigai_web.permissions import visible
from sigai_web.reporting.models import CellTalk
from sigai_web.reporting.operations import CELL_COMMENT
from sigai_web.reporting.queues import ACCEPTING, APPROVING, QueueKind
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import ReportingDuty, all_duties, parts_for
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_REPORT


def _to_fill_in(user: Any) -> Iterator[Waiting]:
    known = register()
    waiting = [duty for duty in all_duties(known, parts_for(user, FIGURE_REPORT, known)) if duty.waiting]
    returned = [duty for duty in waiting if duty.standing == "returned"]
    late = [duty for duty in waiting if duty.overdue and duty.standing != "returned"]
    due = [duty for duty in waiting if not duty.overdue and duty.standing != "returned"]
    yield _duties(returned, choose("张报表被退回", "forms returned"), late=True)
    yield _duties(late, choose("张报表逾期", "forms overdue"), late=True)
    yield _duties(due, choose("张报表待报", "forms due"), late=False)


def _duties(duties: list[ReportingDuty], words: str, *, late: bool) -> Waiting:
    oldest = min((duty.due for duty in duties), default=None)
    return Waiting(len(duties), words, reverse("reporting"), late=late, oldest=oldest)


def _to_approve(user: Any) -> Waiting:
    return _decisions(user, APPROVING, choose("张报表待审核", "forms to approve"))


def _to_accept(user: Any) -> Waiting:
    return _decisions(user, ACCEPTING, choose("张报表待核收", "forms to accept"))


def _decisions(user: Any, kind: QueueKind, words: str) -> Waiting:
    found = kind.waiting(user).aggregate(number=Count("pk"), oldest=Min("due"))
    return Waiting(found["number"], words, reverse(kind.page), oldest=found["oldest"])


def _talked_about(user: Any) -> Iterator[Waiting]:
    """Conversations that wait for this side: a reporter's for the reporter, the others for whoever began them or
    approves."""
    open_now = visible(user, CELL_COMMENT, CellTalk.objects.filter(resolved=False))
    mine = visible(user, FIGURE_REPORT, open_now.filter(asks_reporter=True))
    theirs = open_now.filter(asks_reporter=False)
    begun = theirs.filter(opened_by=user.get_username())
    to_decide = visible(user, FIGURE_APPROVE, theirs) | visible(user, FIGURE_ACCEPT, begun)
    number, oldest = 0, []
    for found in (mine, to_decide):
        counted = found.aggregate(number=Count("pk"), oldest=Min("since"))
        number += counted["number"]
        oldest += [timezone.localdate(counted["oldest"])] if counted["oldest"] else []
    words = choose("条留言等您答复", "comments wait for you")
    yield Waiting(number, words, reverse("comments"), oldest=min(oldest, default=None))


WAITING = (
    WaitingKind(operation=FIGURE_REPORT, found=_to_fill_in, order=10),
    WaitingKind(operation=FIGURE_APPROVE, found=lambda user: [_to_approve(user)], order=20),
    WaitingKind(operation=FIGURE_ACCEPT, found=lambda user: [_to_accept(user)], order=30),
    WaitingKind(operation=CELL_COMMENT, found=_talked_about, order=35),
)
