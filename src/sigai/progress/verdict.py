"""The verdict: whether a step will be met when it is due. One function of chance, interval and pace.

They are its reasons, and it never contradicts them: *likely* with a chance of at least `likely_from`, an expected
figure that meets the goal and a pace that is not behind; *unlikely* with a chance below `unlikely_below`, an expected
figure short of the goal and a pace that is not on track. Where they disagree, or the chance lies between, it is
*doubtful*.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sigai.progress.arrays import Flags, Floats, Words
from sigai.progress.forecast import Forecasts
from sigai.progress.status import StatusBasis, meets

_FACTS = ("achieved", "missed")


@dataclass(frozen=True, slots=True)
class VerdictReasons:
    """What verdicts rest on, arrays that fit each other.

    status: what the pace says, or that the step is over. outlook: NaN where no forecast is made; of yes-or-no steps the
    probability alone. comparator, goal, sign, about: of the number asked for. likely_from, unlikely_below: limits of
    the method.
    """

    status: Words
    outlook: Forecasts
    comparator: Words
    goal: Floats
    sign: Floats
    about: Floats
    likely_from: Floats
    unlikely_below: Floats

    def meets(self, figure: Floats) -> Flags:
        """Whether a figure would meet the goal; no figure never does."""
        return meets(figure, self.comparator, self.goal, self.sign, self.about)


def verdicts_of(reasons: VerdictReasons) -> Words:
    """The verdict of every entry: achieved, likely, doubtful, unlikely, missed, unclear."""
    status, outlook = reasons.status, reasons.outlook
    chance = outlook.probability
    middle, low, high = (reasons.meets(figure) for figure in (outlook.mean, outlook.low, outlook.high))
    given = ~np.isnan(outlook.mean)
    speaks_for, speaks_against = given & low & high, given & ~low & ~high
    # Without a forecast the pace alone speaks.
    alone = np.isnan(chance)
    hopeful = np.where(alone, status == "on_track", chance >= reasons.likely_from)
    hopeless = np.where(alone, status == "behind", chance < reasons.unlikely_below)
    likely = hopeful & (middle | ~given) & ~speaks_against & (status != "behind")
    unlikely = hopeless & ~middle & ~speaks_for & (status != "on_track")
    facts = [status == fact for fact in _FACTS]
    unknown = (status == "no_data") | ((status == "not_due") & alone)
    return np.select(
        [*facts, unknown, likely, unlikely], [*_FACTS, "unclear", "likely", "unlikely"], default="doubtful"
    )


def reasons_behind(case: StatusBasis, statuses: Words) -> VerdictReasons:
    """What the verdicts of lines × months rest on."""
    lines, limits = case.lines, case.thresholds
    return VerdictReasons(
        statuses,
        case.outlook,
        lines.comparator[:, None],
        lines.goal[:, None],
        lines.sign[:, None],
        limits.about_tolerance,
        limits.likely_from,
        limits.unlikely_below,
    )


def verdicts_at_ends(entries: StatusBasis, statuses: Words, chance: Floats) -> Words:
    """The verdicts were the last figures other ones (entries × places): status and chance go with them, the forecast's
    interval is the one in the middle."""
    reasons = reasons_behind(entries, statuses)
    return verdicts_of(replace(reasons, outlook=replace(entries.outlook, probability=chance)))
