"""63 % and 63."""

from helpers_findings import found_by, said
from sigai.programme.findings.unit_differences import differing_units


def test_a_number_with_and_without_its_unit() -> None:
    (found,) = found_by(differing_units, said("S1", value=63, unit="%"), said("S2", value=63, unit=""))
    assert (found.kind.about, found.weight) == ("unit", "medium")
    assert "无单位" in found.explanation.zh


def test_units_that_convert_are_no_difference() -> None:
    assert not found_by(differing_units, said("S1", unit="亿元"), said("S2", unit="万元", value=50000))
    assert not found_by(differing_units, said("S1", unit="家"), said("S2", unit="个"))
