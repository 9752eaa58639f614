"""A month without its late figures: what is left of it, what is estimated, what simpler ways put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period
from sigai.estimates import estimate
from sigai.pipeline.nonresponse.book import Book, Flags, Floats, late_rows, sheets_of
from sigai.pipeline.nonresponse.cells import TrialCell, draw_late
from sigai.pipeline.nonresponse.rivals import RIVALS, filled
from sigai.pipeline.nonresponse.side_by_side import Variant
from sigai.programme.method import EstimateMethod
from sigai.tables import AMOUNT, Estimates, no_estimates


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """One drawing of late figures.

    late: the late rows of the world's values. left: the values without them. fills: what each rival puts in, an entry
    for each row.
    """

    cell: TrialCell
    late: Flags
    left: pa.Table
    estimates: Estimates
    fills: Mapping[str, Floats]


def gap_of(book: Book, cell: TrialCell, month: int, method: EstimateMethod, *, seed: int, time: int) -> Gap | None:
    """One drawing of a cell in a month, estimated as if the month were open; None where nobody is late.

    time: which of several drawings with the same seed.
    """
    world, sheets = book.world, sheets_of(book, month)
    late = draw_late(book, sheets, cell, month, seed=seed, time=time)
    if not late.any():
        return None
    rows = late_rows(book, month, sheets, late)
    left = world.values.filter(pa.array((book.month <= month) & ~rows))
    estimates = estimate(
        world.programme,
        left,
        world.population,
        as_of=Period.of_index(month),
        open_months={month},
        method=method,
        measures=world.measures,
    )
    return Gap(cell, rows, left, estimates, filled(book, month, rows))


def variants_of(gap: Gap, book: Book) -> list[Variant]:
    """Ours and the rivals, in the order of `OURS, *RIVALS`."""
    return [Variant(gap.left, gap.estimates), *(_filled_up(gap, book, way) for way in RIVALS)]


def _filled_up(gap: Gap, book: Book, way: str) -> Variant:
    number = gap.fills[way]
    known = gap.late & ~np.isnan(number)
    rows = book.world.values.filter(pa.array(known))
    place = rows.schema.get_field_index("value")
    value = pc.round(pa.array(number[known]), 4).cast(AMOUNT, safe=False)
    return Variant(
        pa.concat_tables([gap.left, rows.set_column(place, rows.schema.field(place), value)]), no_estimates()
    )
