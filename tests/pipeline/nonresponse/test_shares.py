"""Wilson's interval, against that of another library."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from sigai.pipeline.nonresponse.shares import Share


@pytest.mark.parametrize(("hits", "of"), [(0, 1000), (20, 1000), (5, 10), (10, 10)])
def test_the_interval_is_wilsons(hits: int, of: int) -> None:
    theirs = binomtest(hits, of).proportion_ci(0.95, method="wilson")
    assert Share(hits, of).interval() == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert Share(hits, of).value == hits / of


def test_nothing_counted_says_nothing() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval() == (0.0, 1.0)
