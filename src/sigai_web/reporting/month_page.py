"""The month as the office finishes it: of every form and area how far it is, and what is to be done next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from sigai.base import Period
from sigai_web.language import choose
from sigai_web.permissions import allowed
from sigai_web.reporting.operations import REMINDER_SEND
from sigai_web.reporting.overview import Count, Overview
from sigai_web.reporting.queues import CLEAR, LOOK
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do next, and where; `remind` is whom to remind at once: all that have not handed in, or are late."""

    words: str
    address: str = ""
    remind: str = ""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A form or an area in the month. `filters` are what lists are narrowed by."""

    count: Count
    filters: dict[str, str]
    steps: tuple[NextStep, ...]

    def listed(self, state: str) -> str:
        """The list of those of it that stand so far."""
        return f"{reverse('coverage')}?{urlencode({**self.filters, 'state': state})}#list"

    @property
    def waiting_list(self) -> str:
        """Those that have not handed in."""
        return self.listed("waiting")

    @property
    def submitted_list(self) -> str:
        """Those that wait for their approver."""
        return self.listed("submitted")

    @property
    def approved_list(self) -> str:
        """Those that wait for the office."""
        return self.listed("approved")

    @property
    def accepted_list(self) -> str:
        """Those that are done."""
        return self.listed("accepted")


@dataclass(frozen=True, slots=True)
class MonthPage:
    """The month: in all, by form, by area."""

    total: MonthRow
    forms: tuple[MonthRow, ...]
    areas: tuple[MonthRow, ...]


@dataclass(frozen=True, slots=True)
class _May:
    """What the reader may do about a month."""

    approve: bool
    accept: bool
    remind: bool


def month_page(user: Any, found: Overview) -> MonthPage:
    """The month for one person, from its counts."""
    may = _May(*(allowed(user, operation) for operation in (FIGURE_APPROVE, FIGURE_ACCEPT, REMINDER_SEND)))
    month = str(found.month)
    forms = tuple(_row(count, month, may, {"form": count.key}, {"period": count.period}) for count in found.forms)
    areas = tuple(_row(count, month, may, {"area": count.key}) for count in found.areas)
    return MonthPage(_row(found.total, month, may, {}), forms, areas)


def _row(
    count: Count, month: str, may: _May, narrowed: dict[str, str], period: dict[str, str] | None = None
) -> MonthRow:
    queue = {**narrowed, **(period or {})}
    return MonthRow(count, {"month": month, **narrowed}, tuple(_steps(count, may, queue)))


def _steps(count: Count, may: _May, queue: dict[str, str]) -> Iterator[NextStep]:
    """What is to be done next, the most pressing first."""
    if may.approve:
        look, number = count.submitted_to_look_at, count.submitted
        yield from _decisions("approving", choose("审核", "approve"), look, number, queue)
    if may.accept:
        look, number = count.approved_to_look_at, count.approved
        yield from _decisions("accepting", choose("核收", "accept"), look, number, queue)
    if may.remind and count.overdue:
        yield NextStep(choose(f"催逾期的 {count.overdue}", f"remind {count.overdue} overdue"), remind="overdue")
    if may.remind and count.waiting > count.overdue:
        words = choose(f"提醒未交的 {count.waiting}", f"remind all {count.waiting} not in")
        yield NextStep(words, remind="waiting")


def _decisions(page: str, word: str, look: int, number: int, queue: dict[str, str]) -> Iterator[NextStep]:
    if look:
        words = choose(f"看有疑问的 {look}", f"look at {look}")
        yield NextStep(words, _queue(page, queue, LOOK))
    if number > look:
        yield NextStep(f"{word} {number - look}", _queue(page, queue, CLEAR))


def _queue(page: str, queue: dict[str, str], look: str) -> str:
    return f"{reverse(page)}?{urlencode({**queue, 'look': look})}"


def neighbours(months: Sequence[Period], month: Period) -> tuple[Period | None, Period | None]:
    """The months before and after one, of those that can be looked at (the latest first)."""
    earlier = [one for one in months if one < month]
    later = [one for one in months if one > month]
    return (earlier[0] if earlier else None), (later[-1] if later else None)
