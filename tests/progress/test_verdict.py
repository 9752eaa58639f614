"""The verdict is one function of chance, interval and pace, and contradicts none of them, whatever is judged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_progress import current, judged, programme_with, results_of, rows_of, series, unsure
from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.progress import Forecasts, VerdictReasons, judge, verdicts_of
from sigai.tables.contracts import STATUSES, VERDICTS

LIKELY, UNLIKELY = 0.66, 0.33
GOALS = st.sampled_from([(">=", 1.0), ("<=", -1.0), ("==", 1.0), ("~", 1.0), (">", 1.0), ("<", -1.0)])
FIGURES = st.integers(-400, 400).map(lambda number: number / 2)  # exact, so that both sides compare alike
CHANCES = st.one_of(st.just(math.nan), st.floats(0, 1), st.sampled_from([0.0, UNLIKELY, 0.5, LIKELY, 1.0]))


def one(status: str, chance: float, ends: tuple[float, float, float], goal: float, comparator: str, sign: float) -> str:
    """The verdict of one step."""
    low, mean, high = (np.array([number]) for number in ends)
    limits = (np.array([number]) for number in (0.03, LIKELY, UNLIKELY))
    asked = np.array([comparator]), np.array([goal]), np.array([sign])
    outlook = Forecasts(mean, low, high, np.array([chance]))
    return str(verdicts_of(VerdictReasons(np.array([status]), outlook, *asked, *limits))[0])


def meets(figure: float, goal: float, comparator: str, sign: float) -> bool:
    """Whether a number meets a goal, told here anew."""
    room = 0.03 * abs(goal) if comparator == "~" else 0.0
    edge = 1e-9 * max(abs(goal), abs(figure))
    if comparator in (">", "<"):
        return sign * (figure - goal) > edge
    return sign * (figure - goal) >= -(room + edge)


@settings(max_examples=400)
@given(st.sampled_from(STATUSES), CHANCES, st.lists(FIGURES, min_size=3, max_size=3), FIGURES, GOALS, st.booleans())
def test_no_verdict_contradicts_its_reasons(status, chance, figures, goal, asked, forecast):
    comparator, sign = asked
    low, mean, high = sorted(figures)
    if not forecast:
        low = mean = high = math.nan
    verdict = one(status, chance, (low, mean, high), goal, comparator, sign)
    assert verdict in VERDICTS
    assert (verdict == "achieved") == (status == "achieved")
    assert (verdict == "missed") == (status == "missed")
    met = [meets(number, goal, comparator, sign) for number in (low, mean, high)] if forecast else []
    if verdict == "likely":
        assert status != "behind" and not chance < LIKELY
        assert not met or (met[1] and any(met)), "the expected figure meets the goal"
    if verdict == "unlikely":
        assert status != "on_track" and not chance >= UNLIKELY
        assert not met or (not met[1] and not all(met)), "the expected figure falls short"
    if verdict == "unclear":
        assert status == "no_data" or (status == "not_due" and math.isnan(chance))


@pytest.mark.parametrize(
    ("status", "chance", "mean", "verdict"),
    [
        ("on_track", 0.9, 55, "likely"),
        ("at_risk", 0.9, 55, "likely"),
        ("behind", 0.91, 55, "doubtful"),
        ("at_risk", 0.9, 49, "doubtful"),
        ("on_track", 0.5, 50, "doubtful"),
        ("at_risk", 0.005, 40, "unlikely"),
        ("behind", 0.32, 49, "unlikely"),
        ("behind", 0.33, 49, "doubtful"),
        ("at_risk", 0.2, 52, "doubtful"),
        ("not_due", 0.1, 40, "unlikely"),
        ("not_due", 0.8, 60, "likely"),
        ("on_track", math.nan, math.nan, "likely"),
        ("at_risk", math.nan, math.nan, "doubtful"),
        ("behind", math.nan, math.nan, "unlikely"),
        ("not_due", math.nan, math.nan, "unclear"),
        ("no_data", 0.9, 55, "unclear"),
    ],
)
def test_the_words_of_the_documentation(status, chance, mean, verdict):
    assert one(status, chance, (mean - 5, mean, mean + 5), 50.0, ">=", 1.0) == verdict


LEVEL: dict[str, Any] = {
    "indicator": "level",
    "baselines": [{"period": "2020-12", "value": 40.0, "assumed": "case"}],
    "steps": [{"due": "2022", "value": 64.0}, {"due": "2023", "value": 76.0}],
}


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    return programme_with(tmp_path_factory.mktemp("simulated"), LEVEL)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    speed=st.floats(-0.5, 2.0),
    noise=st.integers(0, 10_000),
    scatter=st.sampled_from([0.0, 0.3, 2.0]),
    spread=st.sampled_from([0.0, 0.5, 4.0]),
)
def test_rows_of_simulated_targets_never_contradict_themselves(simulated, speed, noise, scatter, spread):
    """Whatever a series does, and however much of its last months is estimated."""
    rng = np.random.default_rng(noise)
    values = 40 + speed * np.arange(24) + scatter * rng.standard_normal(24)
    rows = series("level", "2020-12", values.tolist())
    if spread:
        rows[-2:] = [unsure("level", row["month"], row["value"], spread) for row in rows[-2:]]
    table = judge(simulated, results_of(rows), as_of=Period.parse("2022-11"))
    for row in table.to_pylist():
        assert_consistent(row)


def assert_consistent(row: Mapping[str, Any]) -> None:
    """What a reader of one row could object to."""
    verdict, chance, mean = row["verdict"], row["probability"], row["forecast_mean"]
    if verdict == "likely":
        assert row["status"] in ("on_track", "at_risk", "not_due")
        assert chance is None or chance >= LIKELY
        assert mean is None or mean >= row["goal"] * (1 - 1e-9)
    if verdict == "unlikely":
        assert row["status"] in ("at_risk", "behind", "not_due")
        assert chance is None or chance < UNLIKELY
        assert mean is None or mean < row["goal"]
    assert (verdict in ("achieved", "missed")) == (row["status"] in ("achieved", "missed"))
    if row["status"] == "no_data":
        assert verdict == "unclear"


def test_what_the_missing_figures_could_turn_is_in_doubt(tmp_path: Path) -> None:
    """The status is the same whatever is still to come; the verdict is not."""
    track = {**LEVEL, "steps": [{"due": "2023", "value": 76.0}]}
    rows = series("level", "2020-12", [40 + 1.03 * number + 0.8 * (number % 2) for number in range(24)])
    found = {}
    for spread in (0.3, 1.2):
        last = unsure("level", rows[-1]["month"], rows[-1]["value"], spread)
        row = current(rows_of(tmp_path / str(spread), track, [*rows[:-1], last], as_of="2022-11", forecasts=True))
        assert (row["status"], row["settled"]) == ("on_track", "2022-11"), "the pace is settled"
        assert row["probability"] > LIKELY
        found[spread] = row["verdict"]
    assert found == {0.3: "likely", 1.2: "doubtful"}


def test_what_is_done_or_not_has_a_chance_and_no_interval(tmp_path: Path) -> None:
    steps = [{"due": "2023", "value": 1}]
    rows = series("tally", "2020-01", [0.0] * 30)
    row = current(rows_of(tmp_path, {"indicator": "tally", "steps": steps}, rows, as_of="2022-06", forecasts=True))
    assert row["probability"] is not None
    assert (row["forecast_mean"], row["forecast_low"], row["forecast_high"]) == (None, None, None)
    two = [{"due": "2023", "value": 2}]
    counted = rows_of(tmp_path / "two", {"indicator": "tally", "steps": two}, rows, as_of="2022-06", forecasts=True)
    assert current(counted)["forecast_mean"] is not None


def test_before_a_first_forecast_the_pace_alone_speaks(tmp_path: Path) -> None:
    track = {**LEVEL, "steps": [{"due": "2023", "value": 76.0}]}
    for figure, verdict in ((53.0, "likely"), (50.5, "doubtful"), (45.0, "unlikely")):
        assert judged(tmp_path / verdict, track, {"2021-12": figure}, as_of="2021-12")["verdict"] == verdict
