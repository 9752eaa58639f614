"""Two readings, and what each comes to."""

from helpers_findings import decision, found_by, said
from sigai.programme.findings.ambiguity import open_readings

OPEN = {"kind": "cumulative_count", "unit": "家", "readings": ["cumulative_count", "annual_count"]}


def test_both_sums_are_shown() -> None:
    statements = [said(f"S{year}", **OPEN, period_end=year, value=value) for year, value in ((2021, 50), (2022, 70))]
    (found,) = found_by(open_readings, *statements)
    assert found.weight == "medium"
    assert found.arithmetic.zh == "按当年数：50 + 70 = 120家；按累计数：70家"


def test_a_decision_settles_it_when_it_covers_all_statements() -> None:
    statements = [said("S1", **OPEN, period_end=2021), said("S2", **OPEN)]
    assert not found_by(open_readings, *statements, decisions=[decision("ambiguity", "S1")])[0].settled
    (found,) = found_by(open_readings, *statements, decisions=[decision("ambiguity", "S1", "S2")])
    assert found.settled and found.as_dict("en")["reading"] == "as in A"


def test_one_reading_is_no_finding() -> None:
    assert not found_by(open_readings, said("S1"))
