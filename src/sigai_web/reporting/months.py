"""Which months are open and which count as closed, in words; what follows for others when one is closed or opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sigai.base import Period
from sigai.tables import open_months
from sigai_web import programme
from sigai_web.clock import month_now
from sigai_web.language import choose, month_said, period_said
from sigai_web.store.models import ClosedMonth

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Months:
    """The months (indices) that the office closed and did not open again, and the last one that has ended."""

    closed: frozenset[int]
    last: int

    @property
    def open(self) -> frozenset[int]:
        """The months that are open now."""
        return open_months(self.closed, self.last)

    def standing_words(self, month: Period) -> str:
        """How a month stands that the office did not close itself: open, or counting as closed, and why."""
        if month.last in self.open:
            return choose("尚未结账。", "Not closed yet.")
        if not self.closed:
            last = month_said(self.last)
            return choose(
                f"算已结账：还没有哪个月结过账，{last}以前的月份都算已结，只有{last}未结。",
                f"Counts as closed: no month was closed yet, so that every month before {last} counts as closed and "
                f"only {last} is open.",
            )
        first = month_said(min(self.closed))
        return choose(
            f"算已结账：它在第一个结账的月份{first}之前。",
            f"Counts as closed: it lies before {first}, the first month that was closed.",
        )

    def all_words(self) -> str:
        """Which months are open now; the others count as closed."""
        if not self.open:
            return choose("现在没有未结的月份。", "No month is open now.")
        return choose(
            f"现在未结的月份：{_named(self.open)}；其余算已结账。",
            f"Open now: {_named(self.open)}; all others count as closed.",
        )

    def closing_words(self, month: Period) -> str:
        """What follows for other months when a month is closed; empty where nothing does."""
        opened, said = open_months(self.closed | {month.last}, self.last) - self.open, period_said(month)
        if not opened:
            return ""
        return choose(
            f"{said}成为第一个结账的月份：其后的{_named(opened)}现在算已结账，此后改为未结，要逐月结账。",
            f"{said} becomes the first month that was closed: after it {_named(opened)}, which count as closed now, "
            "will be open until each is closed itself.",
        )

    def opening_words(self, month: Period) -> str:
        """What follows when a closed month is opened again; empty where it is simply open."""
        after, name = open_months(self.closed - {month.last}, self.last), period_said(month)
        said = []
        if month.last not in after:
            said.append(
                choose(
                    f"重新打开后，{name}仍算已结账：它在未结月份之前，只是不再保留当时的推算。",
                    f"Opened again, {name} still counts as closed, for it lies before all open months; it only no "
                    "longer keeps the estimates of then.",
                )
            )
        gone = self.open - after - {month.last}
        if gone:
            said.append(choose(f"{_named(gone)}改为算已结账。", f"{_named(gone)} will count as closed."))
        return choose("", " ").join(said)


def months_now() -> Months:
    """The months as they stand: one query."""
    closed = ClosedMonth.objects.filter(reopened_at=None).values_list("month", flat=True)
    return Months(frozenset(closed), month_now(programme.current()).last)


def _named(months: Collection[int]) -> str:
    """Up to a handful of months by name; of more the first, the last and how many."""
    found = [month_said(month) for month in sorted(months)]
    if len(found) <= _NAMED:
        return choose("、", ", ").join(found)
    return choose(
        f"{found[0]} 至 {found[-1]} 间的 {len(found)} 个月",
        f"{len(found)} months from {found[0]} to {found[-1]}",
    )
