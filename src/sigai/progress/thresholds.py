"""The method of judging in force at each month, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import scipy

from sigai.base.issues import Severity, UserError, problem
from sigai.programme.method import EstimateMethod, ProgressMethod
from sigai.progress.arrays import Flags, Floats, Integers

NO_METHOD = problem(
    "G001",
    Severity.ERROR,
    zh="方案没有写进度评价办法，无法判断进展",
    en="the programme has no method of judging progress",
    advice_zh="在 progress.yaml 中写明起用时间、各界限和依据；见 docs/progress.md",
    advice_en="write progress.yaml with its start, thresholds and source; see docs/progress.md",
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of the method in force, one entry per month; `known` is false before the first method.

    shown, decision, better: how many standard deviations of a result its interval for showing, the one for decisions,
    and the bound of a better status reach; see `EstimateMethod`.
    """

    known: Flags
    on_track: Floats
    at_risk: Floats
    flat_below: Floats
    flat_tolerance: Floats
    about_tolerance: Floats
    doubt_below: Floats
    likely_from: Floats
    unlikely_below: Floats
    minimum_coverage: Floats
    provisional_below: Floats
    stale_after: Floats
    shown: Floats
    decision: Floats
    better: Floats

    def at(self, column: Integers) -> Thresholds:
        """The numbers of these months, one row each."""
        return Thresholds(**{field.name: getattr(self, field.name)[column][:, None] for field in fields(self)})


_NUMBERS = (
    "on_track",
    "at_risk",
    "flat_below",
    "flat_tolerance",
    "about_tolerance",
    "doubt_below",
    "likely_from",
    "unlikely_below",
    "minimum_coverage",
    "provisional_below",
    "stale_after",
)


def thresholds_at(methods: Sequence[ProgressMethod], months: Integers) -> Thresholds:
    """Look the method of each month up. UserError where the programme has none at all."""
    which = _in_force(methods, months)
    ordered = _ordered(methods)
    columns = {name: np.array([getattr(method, name) for method in ordered], dtype=np.float64) for name in _NUMBERS}
    columns |= _reaches([method.estimates for method in ordered])
    return Thresholds(known=which >= 0, **{name: column[which.clip(0)] for name, column in columns.items()})


def _reaches(methods: Sequence[EstimateMethod]) -> dict[str, Floats]:
    """Standard deviations from the middle to the end: of two-sided intervals, and of a one-sided bound."""
    two_sided = {"shown": [one.interval for one in methods], "decision": [one.decision for one in methods]}
    tails = {name: (1 + np.array(shares)) / 2 for name, shares in two_sided.items()}
    tails["better"] = np.array([one.better for one in methods])
    widening = np.array([one.widening for one in methods])
    norm = scipy.stats.norm  # imported when it is first asked for: it takes seconds that most commands can spare
    return {name: np.asarray(norm.ppf(tail) * widening, dtype=np.float64) for name, tail in tails.items()}


def method_at(methods: Sequence[ProgressMethod], month: int) -> ProgressMethod | None:
    """The method in force at a month; None before the first. UserError where the programme has none at all."""
    which = int(_in_force(methods, np.array([month], dtype=np.int64))[0])
    return _ordered(methods)[which] if which >= 0 else None


def _ordered(methods: Sequence[ProgressMethod]) -> list[ProgressMethod]:
    return sorted(methods, key=lambda method: method.start.first)


def _in_force(methods: Sequence[ProgressMethod], months: Integers) -> Integers:
    if not methods:
        raise UserError([NO_METHOD.at()])
    starts = np.array([method.start.first for method in _ordered(methods)], dtype=np.int64)
    return np.asarray(np.searchsorted(starts, months, side="right") - 1, dtype=np.int64)
