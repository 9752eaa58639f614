"""Figures that came in after their month was closed: they correct it, and results say so."""

from __future__ import annotations

from typing import Any

import ibis
from ibis import _

from sigai.tables.datasets import KEY


def with_late_marked(values: ibis.Table, closed: ibis.Table) -> ibis.Table:
    """Figures (contract VALUES) with the late ones marked as corrections of their closed month (CLOSED_MONTHS)."""
    joined = _beside(values, closed)
    return joined.mutate(corrected=joined.corrected | _late(joined)).select(values.columns)


def late_figures(values: ibis.Table, closed: ibis.Table) -> ibis.Table:
    """The figures that came after their month was closed; none where that is unknown.

    A store knows the last revision that counted at the closing: what was handed in before and accepted after it is
    late, for it was missing then. Files know only when a figure was reported.
    """
    joined = _beside(values, closed)
    return joined.filter(_late(joined)).select(values.columns)


def late_withdrawals(history: ibis.Table, closed: ibis.Table) -> ibis.Table:
    """Entity, measure and month of the figures that were withdrawn after their month was closed: their last revision
    (contract VALUE_HISTORY) has no value."""
    without = history.filter(history.value.isnull())
    lasts = history.semi_join(without, KEY).group_by(*KEY).agg(last=_.revision.max())
    ends = without.semi_join(
        lasts, [without.revision == lasts["last"], *(without[name] == lasts[name] for name in KEY)]
    )
    joined = _beside(ends, closed)
    return joined.filter(_late(joined)).select("entity", "measure", "month").distinct()


def _beside(values: ibis.Table, closed: ibis.Table) -> ibis.Table:
    months = closed.select(closed_month="month", closed_at="closed_at", closed_revision="revision")
    return values.left_join(months, values.month == months.closed_month)


def _late(joined: ibis.Table) -> Any:
    accepted_later = joined.revision > joined.closed_revision
    return ibis.coalesce(accepted_later, joined.reported_at > joined.closed_at, ibis.literal(False))
