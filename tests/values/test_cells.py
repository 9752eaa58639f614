"""Figures on a form: the checks of files, then both sides of every threshold that asks for a reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_programme import small_content, text, write_programme
from sigai.base import Period
from sigai.programme import Programme
from sigai.programme.loading import load_programme
from sigai.tables import AMOUNT, ENTITIES
from sigai.values import Cell, CheckedCells, check_cells

MINE = "91000000MA0000001R"
PEERS = [f"P{number}" for number in range(6)]
JUNE = Period.parse("2022-06")
ASSUMED = {"start": "2021-01", "assumption": "x"}
RULES: list[dict[str, Any]] = [
    {"kind": "history", "periods": 12, "least": 3, "thresholds": [{**ASSUMED, "factor": 3}]},
    {"kind": "peers", "least": 5, "measures": ["orders"], "thresholds": [{**ASSUMED, "factor": 4}]},
    {"kind": "ratio", "measures": ["tax"], "per": "orders", "thresholds": [{**ASSUMED, "low": -0.2, "high": 0.4}]},
]


def measure(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": {"zh": name, "en": name}, "unit": "万元", "accumulation": "flow", **more}


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    content = small_content()
    content["measures"] = [
        measure("output", accumulation="ytd", minimum=0, first_two_together=True),
        measure("power", unit="kWh", minimum=0, maximum=1000),
        measure("orders", minimum=0),
        measure("tax"),
    ]
    content["identities"] = [
        {"id": "hard", "name": text("订单不超过产值"), "condition": "orders <= output"},
        {"id": "soft", "name": text("税不超过订单"), "condition": "tax <= orders", "severity": "warning"},
    ]
    content["plausibility"] = [{"id": rule["kind"], "name": text(rule["kind"]), **rule} for rule in RULES]
    loaded = load_programme(write_programme(tmp_path_factory.mktemp("cells"), content))
    assert loaded.programme is not None
    return loaded.programme


def check(
    programme: Programme, cells: dict[str, str], *standing: tuple[Any, ...], period: Period = JUNE
) -> CheckedCells:
    register = [
        {"id": name, "name": name, "kind": "enterprise", "area": "11", "industry": "C3240", "tags": []}
        for name in (MINE, *PEERS)
    ]
    rows = [row if len(row) == 4 else (MINE, *row) for row in standing]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], [], []]
    names = ("entity", "measure", "period")
    table = pa.table(
        {
            **{name: pa.array(columns[at], pa.string()) for at, name in enumerate(names)},
            "value": pa.array([Decimal(str(value)) for value in columns[3]], AMOUNT),
        }
    )
    typed = [Cell(MINE, name, written) for name, written in cells.items()]
    return check_cells(programme, pa.Table.from_pylist(register, schema=ENTITIES), period, typed, table)


def codes(found: CheckedCells) -> list[tuple[str, str]]:
    return [(one.measure, one.issue.code) for one in found.issues]


def months(name: str, values: list[float], first: int = 1) -> list[tuple[str, str, float]]:
    return [(name, f"2022-{first + at:02d}", value) for at, value in enumerate(values)]


class TestSingleFigures:
    def test_a_figure_as_people_write_it(self, programme: Programme) -> None:
        found = check(programme, {"orders": "1,234.5", "tax": "0.02亿元"})
        assert found.values[MINE, "orders"].value == Decimal("1234.5000")
        tax = found.values[MINE, "tax"]
        assert (tax.value, tax.given_value, tax.given_unit) == (Decimal("200.0000"), "0.02亿元", "亿元")

    @pytest.mark.parametrize(
        ("name", "written", "code"),
        [
            ("orders", "many", "V090"),
            ("orders", "99999999999999", "V022"),
            ("power", "1000.0001", "V023"),
            ("orders", "-0.0001", "V023"),
            ("power", "3万元", "V031"),
            ("orders", "=1+1", "V090"),
        ],
    )
    def test_what_is_no_such_figure_is_refused(self, programme: Programme, name: str, written: str, code: str) -> None:
        found = check(programme, {name: written})
        assert codes(found) == [(name, code)]
        assert found.refused == {(MINE, name)}
        assert (MINE, name) not in found.values

    def test_the_edge_of_a_range_is_in_it(self, programme: Programme) -> None:
        assert codes(check(programme, {"power": "1000", "orders": "0"})) == []

    def test_nothing_is_not_zero_and_wants_a_reason(self, programme: Programme) -> None:
        found = check(programme, {"orders": " ", "tax": "—"})
        assert codes(found) == [("orders", "V083"), ("tax", "V083")]
        assert found.asked == {(MINE, "orders"), (MINE, "tax")}
        assert found.values == {}

    def test_a_january_told_with_february_is_no_figure(self, programme: Programme) -> None:
        found = check(programme, {"output": "5"}, period=Period.parse("2022-01"))
        assert codes(found) == [("output", "V043")]

    def test_rounding_informs_and_asks_nothing(self, programme: Programme) -> None:
        found = check(programme, {"orders": "1.00005"})
        assert codes(found) == [("orders", "V024")]
        assert not found.asked | found.refused


class TestIdentities:
    def test_a_hard_one_refuses_both_figures(self, programme: Programme) -> None:
        found = check(programme, {"output": "10", "orders": "10.0001"})
        assert codes(found) == [("output", "V084"), ("orders", "V084")]
        assert found.refused == {(MINE, "output"), (MINE, "orders")}
        assert codes(check(programme, {"output": "10", "orders": "10"})) == []

    def test_it_holds_against_what_stands_in_another_form(self, programme: Programme) -> None:
        assert codes(check(programme, {"orders": "11"}, ("output", "2022-06", 10))) == [("orders", "V084")]
        assert codes(check(programme, {"orders": "11"}, ("output", "2022-05", 10))) == []

    def test_the_standing_figure_of_the_cell_itself_is_left_out(self, programme: Programme) -> None:
        standing = [("output", "2022-06", 10), ("orders", "2022-06", 9)]
        assert codes(check(programme, {"output": "5", "orders": "5"}, *standing)) == []

    def test_a_soft_one_asks(self, programme: Programme) -> None:
        found = check(programme, {"orders": "0", "tax": "1"})
        assert [(name, code) for name, code in codes(found) if code == "V085"] == [("orders", "V085"), ("tax", "V085")]
        assert found.refused == frozenset()


class TestTotals:
    def test_a_total_since_january_that_falls_asks(self, programme: Programme) -> None:
        assert codes(check(programme, {"output": "9.9999"}, ("output", "2022-05", 10))) == [("output", "V089")]
        assert codes(check(programme, {"output": "10"}, ("output", "2022-05", 10))) == []
        assert codes(check(programme, {"output": "1"}, ("output", "2021-12", 10))) == []


class TestHistory:
    @pytest.mark.parametrize(("written", "asks"), [("30", False), ("30.001", True), ("3.334", False), ("3.33", True)])
    def test_three_times_the_usual_is_within_and_more_is_not(
        self, programme: Programme, written: str, asks: bool
    ) -> None:
        found = check(programme, {"power": written}, *months("power", [10, 10, 10]))
        assert codes(found) == ([("power", "V087")] if asks else [])

    def test_a_figure_that_stops_asks(self, programme: Programme) -> None:
        assert codes(check(programme, {"power": "0"}, *months("power", [10, 10, 10]))) == [("power", "V087")]

    def test_too_short_a_history_asks_nothing(self, programme: Programme) -> None:
        assert codes(check(programme, {"power": "900"}, *months("power", [10, 10]))) == []

    def test_who_never_had_any_is_not_asked(self, programme: Programme) -> None:
        assert codes(check(programme, {"power": "900"}, *months("power", [0, 0, 0]))) == []

    def test_totals_are_compared_month_by_month(self, programme: Programme) -> None:
        """January and February together are two months: 20, then 30, 40, 50 is ten a month throughout."""
        standing = months("output", [20, 30, 40, 50], first=2)
        assert codes(check(programme, {"output": "80"}, *standing)) == []
        assert codes(check(programme, {"output": "80.01"}, *standing)) == [("output", "V087")]

    def test_only_figures_that_cannot_be_negative_are_held_to_it(self, programme: Programme) -> None:
        assert codes(check(programme, {"tax": "900"}, *months("tax", [1, 1, 1]))) == []

    def test_a_rule_is_not_in_force_before_its_start(self, programme: Programme) -> None:
        standing = [("power", f"2020-{month:02d}", 10) for month in (9, 10, 11)]
        assert codes(check(programme, {"power": "900"}, *standing, period=Period.parse("2020-12"))) == []


class TestPeers:
    def peers(self, count: int, now: float = 20) -> list[tuple[Any, ...]]:
        return [
            row for name in PEERS[:count] for row in ((name, "orders", "2022-05", 10), (name, "orders", "2022-06", now))
        ]

    @pytest.mark.parametrize(("written", "asks"), [("80", False), ("80.01", True), ("5", False), ("4.99", True)])
    def test_four_times_the_change_of_peers_is_within(self, programme: Programme, written: str, asks: bool) -> None:
        found = check(programme, {"orders": written}, ("orders", "2022-05", 10), *self.peers(5))
        assert codes(found) == ([("orders", "V088")] if asks else [])

    def test_four_peers_are_too_few(self, programme: Programme) -> None:
        assert codes(check(programme, {"orders": "900"}, ("orders", "2022-05", 10), *self.peers(4))) == []

    def test_without_a_figure_before_nothing_is_asked(self, programme: Programme) -> None:
        assert codes(check(programme, {"orders": "900"}, *self.peers(6))) == []


class TestRatios:
    @pytest.mark.parametrize(("written", "asks"), [("40", False), ("40.01", True), ("-20", False), ("-20.01", True)])
    def test_the_bounds_are_within(self, programme: Programme, written: str, asks: bool) -> None:
        found = check(programme, {"orders": "100", "tax": written})
        assert codes(found) == ([("tax", "V086")] if asks else [])

    def test_by_nothing_is_no_ratio(self, programme: Programme) -> None:
        assert ("tax", "V086") not in codes(check(programme, {"orders": "0", "tax": "-5"}))


def test_a_programme_without_rules_asks_about_no_jump(programme: Programme) -> None:
    bare = programme.model_copy(update={"plausibility": ()})
    assert codes(check(bare, {"power": "900"}, *months("power", [1, 1, 1]))) == []


TEXTS = st.one_of(
    st.text(max_size=30),
    st.decimals(min_value=-(10**15), max_value=10**15, places=5).map(str),
    st.sampled_from(["1e5", "１２", "3%", "=1+1", "@x", "-", "无", "1,2,3", "1.5亿元", "\ud7ff", "0x10", "∞"]),
)


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=4, max_size=4))
def test_whatever_is_typed_is_a_value_a_refusal_or_nothing(programme: Programme, typed: list[str]) -> None:
    names = ("output", "power", "orders", "tax")
    found = check(programme, dict(zip(names, typed, strict=True)), *months("power", [10, 10, 10]))
    for name in names:
        key = (MINE, name)
        said = [one.issue.code for one in found.issues if one.key == key]
        broken = {"V084"} & set(said)
        assert (key in found.values) != (("V083" in said) or (key in found.refused and not broken))
        if key in found.values:
            value = found.values[key].value
            assert value == value.quantize(Decimal("0.0001"))
            assert abs(value) < 10**13
        for one in found.issues:
            said_of_it = one.issue.what("zh") + one.issue.what("en") + one.issue.advice("zh")
            assert "{" not in said_of_it or any("{" in text for text in typed), "a name that nothing was put in for"
