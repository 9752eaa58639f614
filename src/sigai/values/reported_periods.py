"""Whether a written period is one that a measure is reported for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sigai.base.issues import NOWHERE, Issue, Problem
from sigai.base.periods import Period
from sigai.programme.measures import Measure
from sigai.programme.programme import Programme
from sigai.tables.files import ReadPeriod, read_period
from sigai.values import problems
from sigai.values.figures import period_code, period_of
from sigai.values.headers import FREQUENCIES_ZH
from sigai.values.odd_periods import why_unreadable
from sigai.values.wording import measure_facts

YEARS_BEFORE_BASE = 2
"""Growth of the base year needs the year before it, and that year's growth one more."""

_LENGTH = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class JudgedPeriod:
    """The code of a good period, or what is wrong with it."""

    code: int = 0
    problem: Problem | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


class PeriodJudge:
    """Judges periods against measures and the time of a programme's data: from two years before the base year on."""

    def __init__(self, programme: Programme) -> None:
        head = programme.head
        self._first = Period.parse(str(head.base_year - YEARS_BEFORE_BASE)).first
        self._last = head.end.last

    def judge(self, given: str, measure: Measure | None, *, daily: bool = False) -> JudgedPeriod:
        """One written period for one measure (None where the measure itself is not known). In a table of `daily`
        figures the first and the last day of a month do not stand for it."""
        read = read_period(given)
        if read is None:
            return JudgedPeriod(problem=problems.UNREADABLE_PERIOD, facts={"given": given, **why_unreadable(given)})
        if measure is not None and (read.part or (daily and (read.day is not None or read.short))):
            return JudgedPeriod(problem=problems.PART_OF_MONTH, facts=_part_facts(given, read, measure))
        period = read.period if measure is None else _as_reported(read, measure)
        if not self._first <= period.first <= period.last <= self._last:
            facts = {"given": given, "first": _name(self._first), "last": _name(self._last)}
            return JudgedPeriod(problem=problems.OUTSIDE_TIME, facts=facts)
        if measure is None:
            return JudgedPeriod(period_code(period))
        return _judge_for(measure, given, read, period)


def written_period(programme: Programme, measure: str, given: str) -> Period | Issue:
    """The period that a text means for a measure, written as in any file (`2022-09`, `202209`, `2022-09-30`), or what
    is wrong with it. A measure that is not known has any period."""
    judged = PeriodJudge(programme).judge(given, programme.measure_by_id.get(measure))
    return period_of(judged.code) if judged.problem is None else judged.problem.at(NOWHERE, **judged.facts)


def mostly_parts(words: Iterable[str]) -> bool:
    """Whether the periods of a table are days or moments rather than the first or last days of months. Of `Jun-21` and
    `Jun-22` nobody knows whether two Junes or two days are meant; of `May-22` and `Jun-22` everybody does."""
    read = [found for word in words if (found := read_period(word)) is not None]
    days = [found for found in read if found.day is not None]
    short = {(found.period.last // 12, found.period.last % 12) for found in read if found.short}
    parts = sum(found.part for found in days)
    return (parts > 0 and 2 * parts >= len(days)) or len({year for year, _ in short}) > len(
        {month for _, month in short}
    )


def _part_facts(given: str, read: ReadPeriod, measure: Measure) -> dict[str, str]:
    return {
        "given": given,
        "frequency_zh": FREQUENCIES_ZH[measure.frequency],
        "frequency_en": measure.frequency,
        "example": str(_containing(read.period, _LENGTH[measure.frequency])),
    }


def _judge_for(measure: Measure, given: str, read: ReadPeriod, period: Period) -> JudgedPeriod:
    names = {"given": given, **measure_facts(measure)}
    if (read.cumulated and measure.accumulation != "ytd") or (read.until and measure.accumulation == "flow"):
        example = str(_containing(period, _LENGTH[measure.frequency]))
        return JudgedPeriod(problem=problems.CUMULATED_FLOW, facts={**names, "example": example})
    if period.kind != measure.frequency:
        facts = {
            **names,
            "frequency_zh": FREQUENCIES_ZH[measure.frequency],
            "frequency_en": measure.frequency,
            "example": str(_containing(period.end, _LENGTH[measure.frequency])),
        }
        return JudgedPeriod(problem=problems.WRONG_FREQUENCY, facts=facts)
    if measure.first_two_together and period.kind == "month" and period.last % 12 == 0:
        example = str(Period.of_index(period.last + 1))
        return JudgedPeriod(problem=problems.JANUARY_ALONE, facts={**names, "example": example})
    return JudgedPeriod(period_code(period))


def _as_reported(read: ReadPeriod, measure: Measure) -> Period:
    """The last day or month of a quarter or year may stand for it where the period is written as a date or an end."""
    whole = _containing(read.period, _LENGTH[measure.frequency])
    return whole if (read.day is not None or read.until) and whole.last == read.period.last else read.period


def _containing(period: Period, months: int) -> Period:
    """The period of so many months in which the last month of another lies."""
    first = period.last - period.last % 12 % months
    return Period(first, first + months - 1)


def _name(index: int) -> str:
    return str(Period.of_index(index))
