"""When figures are reported: the periods of a measure or form, and the day a form is due."""

from __future__ import annotations

from datetime import date

from sigai.base.periods import Period
from sigai.programme.measures import EarlierDue, Form, Frequency, Measure

LENGTH: dict[Frequency, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def is_reported(measure: Measure, period: Period) -> bool:
    """Whether a measure has a figure of its own for a period: of its rhythm, and not a January told with February."""
    january = measure.first_two_together and measure.frequency == "month" and period.last % 12 == 0
    return period.kind == measure.frequency and not january


def periods_of(measure: Measure, first: int, last: int) -> tuple[Period, ...]:
    """The whole periods of a measure from month `first` to `last`; no January where it is told with February."""
    return tuple(period for period in _whole(measure.frequency, first, last) if is_reported(measure, period))


def periods_of_form(form: Form, measures: dict[str, Measure], first: int, last: int) -> tuple[Period, ...]:
    """The periods from month `first` to `last` in which a form asks for a figure at all."""
    collected = [measures[name] for name in form.measures if name in measures]
    periods = _whole(form.frequency, first, last)
    return tuple(period for period in periods if any(is_reported(measure, period) for measure in collected))


def due_on(form: Form, period: Period) -> date:
    """The last day on which a form for a period is in time."""
    due = due_of(form, period)
    year, month = divmod(period.last + due.due_months_after, 12)
    return date(year, month + 1, due.due_day)


def due_of(form: Form, period: Period) -> Form | EarlierDue:
    """What says when a form for a period is due: the form itself, or what held for earlier periods."""
    earlier = [due for due in form.earlier_due if period.last <= due.until.last]
    return min(earlier, key=lambda due: due.until.last) if earlier else form


def period_before(period: Period) -> Period:
    """The period of the same length just before."""
    length = period.last - period.first + 1
    return Period(period.first - length, period.first - 1)


def _whole(frequency: Frequency, first: int, last: int) -> tuple[Period, ...]:
    length = LENGTH[frequency]
    begin = first + -first % length
    return tuple(Period(start, start + length - 1) for start in range(begin, last - length + 2, length))
