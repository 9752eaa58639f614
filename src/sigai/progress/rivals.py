"""Published ways of judging progress, to be shown beside ours: what would they have said?

Each is a pure function over columns (NaN in, NaN out), as its source states it, faults included. None of them knows
trajectories: they extrapolate from two figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.progress.arrays import Flags, Floats, Words
from sigai.progress.target_lines import baseline_month

_ZERO = 0.001
"""What Open SDG puts in place of a zero base or target."""


@dataclass(frozen=True, slots=True)
class Cases:
    """What the rivals look at, one entry per case. elapsed, planned: years from the base to the figure, to the target;
    sign: +1 where more is better, -1 where less is."""

    base: Floats
    actual: Floats
    target: Floats
    elapsed: Floats
    planned: Floats
    sign: Floats

    @property
    def way(self) -> Floats:
        """From base to target; NaN where there is none to go."""
        return np.where(self.target == self.base, np.nan, self.target - self.base)

    @property
    def left(self) -> Floats:
        """Years from the figure to the target."""
        return self.planned - self.elapsed

    @property
    def met(self) -> Flags:
        """Which targets were reached in the end, one entry per case."""
        return np.asarray(self.sign * (self.actual - self.target) >= 0, dtype=np.bool_)


def cagr_ratio(cases: Cases) -> Floats:
    """Open SDG and Statistics Canada: observed over required compound annual growth, R = d · g(actual) / |g(required)|.

    g(y) = (y / base) ** (1 / years) - 1. A zero base or target counts as 0.001; negative figures flip the sign; nothing
    after a change of sign. Holding a target that is already reached requires no growth: R is then ±∞ or NaN.
    Source: Open SDG, docs/progress-methodology.md and sdg/ProgressMeasure.py (sdg-build).
    """
    start, goal = np.where(cases.base == 0, _ZERO, cases.base), np.where(cases.target == 0, _ZERO, cases.target)
    observed, required = _growth(start, cases.actual, cases.elapsed), _growth(start, goal, cases.planned)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(start < 0, -cases.sign, cases.sign) * observed / np.abs(required)
    return np.where((start * cases.actual < 0) | (start * goal < 0), np.nan, ratio)


def open_sdg_word(ratio: Floats, cases: Cases) -> Words:
    """Open SDG: achieved where met; else ≥ 0.95 on track, ≥ 0.60 accelerate, ≥ 0 limited, below deterioration."""
    names = ["target_achieved", "not_assessed", "on_track", "accelerate", "limited"]
    tests = [cases.met, np.isnan(ratio), ratio >= 0.95, ratio >= 0.60, ratio >= 0]
    return np.select(tests, names, default="deterioration")


def extrapolated_ratio(cases: Cases) -> Floats:
    """UN progress chart: the part of the way that the figure will have gone if it keeps growing at its compound rate.

    v̂ = actual · (1 + g) ** (planned - elapsed), ratio (v̂ - base) / (target - base).
    Source: the UN's SDG progress chart methodology, as adopted in EUSTAT-DES/site.
    """
    growth = _growth(cases.base, cases.actual, cases.elapsed)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        reached = cases.actual * (1 + growth) ** cases.left
        return (reached - cases.base) / cases.way


def un_chart_word(ratio: Floats, cases: Cases) -> Words:
    """UN chart: met where met; else ≥ 0.95 substantial, ≥ 0.10 some progress, less: too slow."""
    return np.select(
        [cases.met, np.isnan(ratio), ratio >= 0.95, ratio >= 0.10],
        ["target_met", "not_assessed", "substantial", "some_progress"],
        default="insufficient",
    )


def anticipated_gap(cases: Cases) -> Floats:
    """ESCAP: what will be left of the way at the target year, |target - v̂| / |target - base|; 0 where v̂ is beyond it.

    v̂ here is the straight line through base and figure: with two figures ESCAP's time-weighted regression is that line.
    Source: UN ESCAP, Asia and the Pacific SDG progress assessment (as UNECE's notes describe it).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        reached = cases.actual + (cases.actual - cases.base) / cases.elapsed * cases.left
    short = np.maximum(cases.sign * (cases.target - reached), 0.0)
    return short / np.abs(cases.way)


def escap_word(gap: Floats, _: Cases) -> Words:
    """ESCAP: a gap to come of at most 10 % maintain, at most 100 % accelerate, more: reverse.

    The cuts of 10 % and 100 % are not confirmed from a primary text.
    """
    return np.select(
        [np.isnan(gap), gap <= 0.1, gap <= 1 + 1e-9], ["not_assessed", "maintain", "accelerate"], default="reverse"
    )


def linear_rate(cases: Cases) -> Floats:
    """PILOTE-2 (French government): 100 (actual - base) / (target - base), clamped to 0-100; time plays no part.

    Base already at the target: 100 or 0, whether the figure still meets it.
    Source: DITP-pilotage/pilote-2, compute_ta_indic.sql (2024); its macro for falling indicators is not imitated.
    """
    rate = np.clip(100 * (cases.actual - cases.base) / cases.way, 0, 100)
    return np.where(cases.target == cases.base, np.where(cases.met, 100.0, 0.0), rate)


def pilote_word(rate: Floats, _: Cases) -> Words:
    """PILOTE-2 shows the rate itself; `done` at 100, otherwise the rate in full percent."""
    shown = np.char.add(np.nan_to_num(rate).round().astype(np.int64).astype(np.str_), "%")
    return np.select([np.isnan(rate), rate >= 100], ["not_assessed", "done"], default=shown)


OURS = "sigai"
Measure = Callable[[Cases], Floats]
WordOf = Callable[[Floats, Cases], Words]

RIVALS: Mapping[str, tuple[Measure, WordOf]] = {
    "open_sdg": (cagr_ratio, open_sdg_word),
    "un_chart": (extrapolated_ratio, un_chart_word),
    "escap": (anticipated_gap, escap_word),
    "pilote": (linear_rate, pilote_word),
}

_KEYS = ["target", "track", "area", "as_of", "period_end"]
_COLUMNS: list[tuple[str, pa.DataType]] = [
    *((name, pa.string()) for name in (*_KEYS, "method")),
    ("measure", pa.float64()),
    ("word", pa.string()),
]
COMPARISON: pa.Schema = pa.schema(_COLUMNS)
"""One row per row of progress and method: the number that the method judges by, and its own word."""


def compare(progress: pa.Table, programme: Programme) -> pa.Table:
    """The word of every method on each row of a progress table (contract `PROGRESS`), ours first: `COMPARISON`.

    `measure` is the number that a method judges by (ours: pace). The rivals are told what the content says and they do
    not ask for: which way is better, and which month the baseline is of (last December for what begins every January).
    """
    frame = progress.to_pandas()
    start, actual, goal = (frame[name].to_numpy(np.float64) for name in ("baseline", "actual", "goal"))
    base, sign = _declared(frame, programme)
    elapsed = (_months(frame["actual_period"]) - base) / 12
    planned = (_months(frame["period_end"]) - base) / 12
    cases = Cases(start, actual, goal, elapsed, planned, sign)
    keys = frame[_KEYS]
    parts = [keys.assign(method=OURS, measure=frame["pace"], word=frame["status"])]
    for name, (measure, word_of) in RIVALS.items():
        numbers = measure(cases)
        words = np.where(np.isnan(actual), "not_assessed", word_of(numbers, cases))
        parts.append(keys.assign(method=name, measure=numbers, word=words))
    table = pa.Table.from_pandas(pd.concat(parts, ignore_index=True), preserve_index=False)
    return table.select(COMPARISON.names).cast(COMPARISON)


def _declared(frame: pd.DataFrame, programme: Programme) -> tuple[Floats, Floats]:
    """The month that the baseline is of, and the direction (+1 or -1), of every row."""
    tracks = {(target.id, track.id): track for target in programme.targets for track in target.tracks}
    names = zip(frame["target"], frame["track"], frame["area"], frame["period_end"], strict=True)
    found = [(tracks[target, track], area, end) for target, track, area, end in names]
    months = [baseline_month(programme, track, area, Period.parse(end).last) for track, area, end in found]
    signs = [1.0 if track.direction == "up" else -1.0 for track, _, _ in found]
    return np.array(months, dtype=np.float64), np.array(signs, dtype=np.float64)


def _growth(base: Floats, figure: Floats, years: Floats) -> Floats:
    """Compound annual growth; NaN across a change of sign."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = figure / base
        return np.where(ratio < 0, np.nan, np.abs(ratio) ** (1 / years) - 1)


def _months(names: pd.Series[str]) -> Floats:
    codes, texts = pd.factorize(names)
    months = np.array([Period.parse(str(text)).last for text in texts] + [np.nan], dtype=np.float64)
    return np.asarray(months[codes], dtype=np.float64)
