"""60, and about 60."""

from helpers_findings import found_by, said
from sigai.programme.findings.comparators import differing_comparators


def test_one_number_under_two_bounds_weighs_little() -> None:
    (found,) = found_by(differing_comparators, said("S1", comparator="=="), said("S2", comparator="~"))
    assert (found.kind.about, found.weight) == ("comparator", "low")
    assert "= 5亿元" in found.explanation.zh and "≈ 5亿元" in found.explanation.zh


def test_another_year_may_have_another_bound() -> None:
    assert not found_by(differing_comparators, said("S1", comparator="~", period_end=2021), said("S2"))
