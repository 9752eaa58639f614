"""The table as a whole: its schema, its reasons, its speed, and that a verdict never knows the future."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_programme import load
from helpers_progress import CITY, FORMULAS, content_with, month, programme_with, results_of, series
from helpers_work import lines_run
from sigai.base.issues import UserError
from sigai.base.periods import Period
from sigai.progress import REASONS, SeriesKind, judge, series_traits_of
from sigai.progress.status import STATUS_OF
from sigai.progress.trajectory import year_shares
from sigai.tables.contracts import PROGRESS, STATUSES

DOCUMENT = Path(__file__).parents[2] / "docs" / "progress.md"
TRACK: dict[str, Any] = {"indicator": "level", "steps": [{"due": "2022", "value": 60}, {"due": "2023", "value": 70}]}


def test_the_table_has_the_columns_of_the_contract(tmp_path: Path) -> None:
    rows = series("level", "2020-12", [40.0 + number for number in range(13)])
    table = judge(programme_with(tmp_path, TRACK), results_of(rows), as_of=Period.parse("2021-12"))
    assert table.schema.equals(PROGRESS)
    assert table.num_rows == 2 * 12
    assert table["current"].to_pylist().count(True) == 12


def test_reasons_statuses_and_documentation_agree() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(REASONS) == set(STATUS_OF)
    assert set(STATUS_OF.values()) == set(STATUSES)
    assert set(REASONS) <= documented


def test_a_programme_without_a_method_says_what_to_write(tmp_path: Path) -> None:
    content = content_with(TRACK)
    content["progress"] = []
    programme = load(tmp_path, content)
    with pytest.raises(UserError) as caught:
        judge(programme, results_of([]), as_of=Period.parse("2021-12"))
    assert [issue.code for issue in caught.value.issues] == ["G001"]


def test_a_verdict_never_knows_the_future(tmp_path: Path) -> None:
    programme = programme_with(tmp_path, TRACK)
    past = series("level", "2020-12", [40.0 + number for number in range(10)])
    future = series("level", "2021-10", [99.0, 99.0, 99.0])
    as_of = Period.parse("2021-09")
    assert judge(programme, results_of(past), as_of=as_of).equals(
        judge(programme, results_of(past + future), as_of=as_of)
    )


@pytest.mark.parametrize("total", ["total({}output{})", "total({}stock_a{})", "total({}output{}, over: rolling)"])
def test_a_total_of_arithmetic_goes_on_in_time_like_the_total_it_is_made_from(tmp_path: Path, total: str) -> None:
    programme = programme_with(tmp_path, TRACK)
    amount = programme.indicator_by_id["amount"]
    inside, outside = total.format("2 * ", ""), f"2 * {total.format('', '')}"
    several = [series_traits_of(amount.model_copy(update={"formula": text}), programme) for text in (inside, outside)]
    assert several[0] == several[1]


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    programme = programme_with(tmp_path, TRACK)
    table = results_of(series("level", "2020-12", [40.0 + number for number in range(10)]))
    shuffled = table.take(pa.array(np.random.default_rng(0).permutation(table.num_rows)))
    as_of = Period.parse("2021-09")
    assert judge(programme, table, as_of=as_of).equals(judge(programme, shuffled, as_of=as_of))


def test_results_by_industry_are_not_mistaken_for_the_whole(tmp_path: Path) -> None:
    programme = programme_with(tmp_path, TRACK)
    rows = [{"indicator": "level", "month": "2021-12", "value": 1.0, "industry": "C"}]
    table = judge(programme, results_of(rows), as_of=Period.parse("2021-12"))
    assert set(table["reason"].to_pylist()) <= {"no_actual", "not_begun"}


@pytest.mark.parametrize(
    ("indicator", "kind"),
    [
        ("rate", SeriesKind.LEVEL),
        ("level", SeriesKind.LEVEL),
        ("growth", SeriesKind.LEVEL),
        ("amount", SeriesKind.YEARLY_AMOUNT),
        ("ratio", SeriesKind.YEARLY_RATE),
        ("tally", SeriesKind.TALLY),
        ("standing", SeriesKind.TALLY),
        ("yearly", SeriesKind.YEARLY_TALLY),
        ("points", SeriesKind.LEVEL),
        ("annual", SeriesKind.LEVEL),
    ],
)
def test_the_nature_of_a_series_is_read_from_its_formula(tmp_path: Path, indicator: str, kind: SeriesKind) -> None:
    programme = programme_with(tmp_path, TRACK)
    assert set(FORMULAS) == set(programme.indicator_by_id)
    traits = series_traits_of(programme.indicator_by_id[indicator], programme)
    assert traits.kind == kind
    assert traits.every == (12 if indicator == "annual" else 1)
    assert traits.zero_at_base == (indicator in {"points", "tally"})
    assert traits.monotone == (indicator in {"tally", "standing", "yearly", "amount"})


@given(st.lists(st.floats(0.1, 100), min_size=36, max_size=36))
@settings(max_examples=50)
def test_shares_of_the_year_rise_to_one_and_know_only_earlier_years(months: list[float]) -> None:
    values = np.array(months).reshape(3, 12).cumsum(axis=1).reshape(1, 36)
    shares = year_shares(values)[0]
    assert np.allclose(shares[0], np.arange(1, 13) / 12)
    assert np.allclose(shares[1], values[0, :12] / values[0, 11])
    assert (np.diff(shares, axis=1) >= 0).all()
    assert np.allclose(shares[:, 11], 1)
    assert np.array_equal(year_shares(values[:, :24])[0], shares[:2])


@given(
    base=st.floats(-1000, 1000),
    way=st.floats(1, 1000),
    share=st.floats(0, 1.5),
)
@settings(max_examples=25)
def test_up_and_down_mirror_each_other(
    tmp_path_factory: pytest.TempPathFactory, base: float, way: float, share: float
) -> None:
    def verdict(sign: int) -> tuple[str, str]:
        track = {
            "indicator": "level",
            "direction": "up" if sign > 0 else "down",
            "baselines": [{"period": "2020-12", "value": sign * base, "assumed": "case"}],
            "steps": [{"due": "2023", "value": sign * (base + way), "comparator": ">=" if sign > 0 else "<="}],
        }
        programme = load(tmp_path_factory.mktemp("p"), content_with(track))
        rows = [{"indicator": "level", "month": "2022-06", "value": sign * (base + share * way)}]
        last = month("2022-06")
        table = judge(
            programme, results_of(rows), as_of=Period.parse("2022-06"), months=range(last, last + 1), forecasts=False
        )
        return table["status"][0].as_py(), table["reason"][0].as_py()

    assert verdict(1) == verdict(-1)


def judged_by(tmp_path: Path, targets: int, as_of: str) -> tuple[int, int]:
    """Rows of the table of so many targets, held against seven areas in every month up to one, and lines run for it."""
    content = content_with(
        {"indicator": "level", "steps": [{"due": str(year), "value": year} for year in range(2021, 2024)]}
    )
    content["areas"] += [
        {"code": f"1{number}", "name": {"zh": "x", "en": "x"}, "kind": "county", "parent": CITY}
        for number in range(2, 7)
    ]
    target = content["targets"][0]
    target["tracks"][0]["areas"] = {"policy": "each", "kinds": ["county"]}
    target["statements"] = target["statements"][:1]
    content["targets"] = [{**target, "id": f"T{number}"} for number in range(targets)]
    programme = load(tmp_path / f"{targets}-{as_of}", content)
    rows = [
        row
        for area in ("1", *(f"1{number}" for number in range(1, 7)))
        for row in series("level", "2020-01", [2000.0 + number for number in range(48)], area=area)
    ]
    results, until = results_of(rows), Period.parse(as_of)
    table = judge(programme, results, as_of=until, forecasts=False)
    return table.num_rows, lines_run(lambda: judge(programme, results, as_of=until, forecasts=False))


def test_work_grows_with_targets_and_areas_never_with_months(tmp_path: Path) -> None:
    """Months are columns of arrays: twice as many are judged with the same lines of code."""
    rows, lines = judged_by(tmp_path, 100, "2023-12")
    assert rows == 100 * 7 * 3 * 36
    half, lines_of_half = judged_by(tmp_path, 100, "2022-06")
    assert half == rows / 2
    assert lines < 1.05 * lines_of_half
    assert lines < 800 * 100 * 7, "twice what it takes"
    assert lines < 10 * judged_by(tmp_path, 10, "2023-12")[1]
