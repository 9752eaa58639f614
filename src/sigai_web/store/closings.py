"""Which figures came after their month was closed, as every page that shows them says it."""

from __future__ import annotations

from dataclasses import dataclass

from sigai_web.store.models import WITHDRAWN, ClosedMonth, FigureRevision


@dataclass(frozen=True, slots=True)
class Closings:
    """The closings that stand, by month. Every month before the first of them counts as closed with it."""

    by_month: dict[int, ClosedMonth]

    def of(self, month: int) -> ClosedMonth | None:
        """The closing of a month, or the one with which it counts as closed; None while it is open, and where nobody
        ever closed a month."""
        first = min(self.by_month, default=month)
        return self.by_month.get(month) or (self.by_month[first] if month < first else None)

    def late(self, figure: FigureRevision) -> bool:
        """Whether a figure was given or withdrawn after the closing. Of a month that only counts as closed nothing was
        kept that a figure could add to: of it only what is taken away is late."""
        closing = self.of(figure.month)
        if closing is None or (closing.month != figure.month and figure.state != WITHDRAWN):
            return False
        return closing.came_before(figure)


def closings() -> Closings:
    """The closings as they stand: one query."""
    return Closings({one.month: one for one in ClosedMonth.objects.filter(reopened_at=None)})
