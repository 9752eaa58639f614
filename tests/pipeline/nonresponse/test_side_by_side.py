"""Variants of a month computed together say what they say alone."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pyarrow.compute as pc

from sigai.base.periods import Period
from sigai.indicators import compute
from sigai.pipeline.nonresponse.book import Book
from sigai.pipeline.nonresponse.cells import CELLS
from sigai.pipeline.nonresponse.gaps import gap_of, variants_of
from sigai.pipeline.nonresponse.side_by_side import results_of
from sigai.progress import method_at

JUNE = Period.parse("2022-06")


def test_variants_side_by_side_say_what_each_says_alone(book: Book) -> None:
    world = book.world
    method = method_at(world.programme.progress, JUNE.last)
    assert method is not None
    cells = [cell for cell in CELLS if cell.name in ("random-30", "industry")]
    gaps = [gap_of(book, cell, JUNE.last, method.estimates, seed=1, time=0) for cell in cells]
    variants = [variant for gap in gaps if gap is not None for variant in variants_of(gap, book)]
    assert len(variants) == 8
    together = results_of(world, variants, JUNE)
    changed = 0
    for variant, found in zip(variants, together, strict=True):
        alone = compute(
            world.programme,
            replace(world.data, values=variant.values),
            first=JUNE,
            last=JUNE,
            indicators=world.indicators,
            terms=False,
            estimates=variant.estimates,
        ).results
        alone = alone.filter(pc.field("area") == world.root)
        pair = [table.sort_by("indicator").to_pandas() for table in (alone, found)]
        pd.testing.assert_frame_equal(*pair, rtol=1e-9)
        changed += int(pair[0]["spread_down"].notna().sum())
    assert changed > 0
