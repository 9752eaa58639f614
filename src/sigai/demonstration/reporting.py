"""From invented amounts to figures as people report them: by form and period, some missing, late or corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import numpy as np

from sigai.base.periods import Period
from sigai.demonstration.conditions import columns_of, holds
from sigai.demonstration.draws import Mask, Numbers, Texts, Whole, spread_factor, stream
from sigai.demonstration.figures import SubjectPanel
from sigai.demonstration.register import standing_within
from sigai.demonstration.series import InventedSeries
from sigai.formulas.nodes import Condition
from sigai.programme.calendar import due_on, periods_of
from sigai.programme.common import Text
from sigai.programme.demonstration import DemonstrationHints
from sigai.programme.measures import Form, Measure
from sigai.programme.programme import Programme

_BY_FORM = 0.7
_EARLIEST_DAYS, _LATEST_DAYS = 9, 24
_ACCEPTED_AFTER = 3
_MISTAKE = 0.06
_UNCOLLECTED = Form(
    id="none", name=Text(zh="", en=""), measures=(), reporter="enterprise", frequency="month", due_day=15
)
"""When figures are due that no form collects."""


@dataclass(frozen=True, slots=True)
class ReportedFigures:
    """Reported figures, a column each. `month` is the last month of the period; `area` the subject's."""

    entity: Texts
    measure: Texts
    period: Texts
    month: Whole
    value: Numbers
    reporter: Texts
    reported_at: np.ndarray
    revision: Whole
    state: Texts
    area: Texts
    kind: Texts

    def __len__(self) -> int:
        return int(self.value.size)

    def where(self, mask: Mask) -> ReportedFigures:
        """Only the rows of a mask."""
        return ReportedFigures(**{column.name: getattr(self, column.name)[mask] for column in fields(ReportedFigures)})


def stack(parts: Iterable[ReportedFigures]) -> ReportedFigures:
    """Rows one under another."""
    listed = [_NONE, *parts]
    columns = (column.name for column in fields(ReportedFigures))
    return ReportedFigures(**{name: np.concatenate([getattr(part, name) for part in listed]) for name in columns})


_NO_TEXT, _NO_NUMBER = np.zeros(0, dtype=object), np.zeros(0, dtype=np.int64)
_NONE = ReportedFigures(
    entity=_NO_TEXT,
    measure=_NO_TEXT,
    period=_NO_TEXT,
    month=_NO_NUMBER,
    value=np.zeros(0),
    reporter=_NO_TEXT,
    reported_at=np.zeros(0, dtype="datetime64[s]"),
    revision=_NO_NUMBER,
    state=_NO_TEXT,
    area=_NO_TEXT,
    kind=_NO_TEXT,
)


@dataclass(frozen=True, slots=True)
class PanelForm:
    """One form of one panel: its periods and what became of each submission, subjects × periods."""

    form: str
    periods: tuple[Period, ...]
    prevented: Mask
    reported_at: np.ndarray


def report(
    programme: Programme, hints: DemonstrationHints, panel: SubjectPanel, series: Iterable[InventedSeries]
) -> ReportedFigures:
    """All figures of a panel as rows, in the order of measures, subjects and periods."""
    forms = {name: form for form in programme.forms for name in form.measures}
    owed = _Owed(programme, panel)
    sheets: dict[str, PanelForm] = {}
    parts = []
    for each in series:
        form = forms.get(each.measure.id)
        key = f"{form.id if form else ''}/{each.measure.frequency}/{each.measure.first_two_together}"
        if key not in sheets:
            sheets[key] = _sheet(key, form, each.measure, hints, panel)
        parts.append(_rows(hints, panel, each, sheet=sheets[key], owed=owed, form=form))
    return stack(parts)


class _Owed:
    """Who owes a figure in which month; conditions that several measures share are answered once."""

    def __init__(self, programme: Programme, panel: SubjectPanel) -> None:
        self._programme, self._panel = programme, panel
        self._known: dict[str, Mask] = {}

    def mask(self, measure: Measure) -> Mask:
        """Subjects × months."""
        if measure.owed_by not in self._known:
            self._known[measure.owed_by] = self._answer(self._programme.parsed.owed_by(measure))
        return self._known[measure.owed_by]

    def _answer(self, condition: Condition | None) -> Mask:
        months = self._panel.calendar.months
        if condition is None:
            return self._panel.active
        register = self._panel.register
        answers = [holds(condition, columns_of(self._programme, register, int(month))) for month in months]
        return np.stack(answers, axis=1) & self._panel.active


def _sheet(key: str, form: Form | None, measure: Measure, hints: DemonstrationHints, panel: SubjectPanel) -> PanelForm:
    """When each subject handed the form in, and which submissions never came."""
    random = stream(panel.seed, "sheet", panel.register.kind, key)
    periods = periods_of(measure, panel.calendar.first, panel.calendar.last)
    shape = (len(panel.register), len(periods))
    unreliable = _unreliable(panel, random)[:, None]
    prevented = random.random(shape) < hints.missing * _BY_FORM * unreliable
    due = np.array([due_on(form or _UNCOLLECTED, period) for period in periods], dtype="datetime64[D]")
    late = random.random(shape) < hints.late
    days = np.where(late, random.integers(1, _LATEST_DAYS, shape), -random.integers(0, _EARLIEST_DAYS, shape))
    minutes = random.integers(8 * 60, 18 * 60, shape)
    reported_at = (due[None, :] + days).astype("datetime64[m]") + minutes
    return PanelForm(key, periods, np.asarray(prevented), reported_at.astype("datetime64[s]"))


def _unreliable(panel: SubjectPanel, random: np.random.Generator) -> Numbers:
    """How much likelier than others a subject is to miss a form: small ones are, areas and the largest never do."""
    register = panel.register
    if register.kind != "enterprise":
        return np.zeros(len(register))
    everywhere = np.zeros(len(register), dtype=np.int64)
    standing = [standing_within(register.size, group) for group in (register.industry_index, everywhere)]
    smallness = np.clip(1 - 1.25 * np.maximum(*standing), 0.0, 1.0)
    return np.asarray(2.5 * smallness * spread_factor(random, 0.6, len(register)))


def _rows(
    hints: DemonstrationHints,
    panel: SubjectPanel,
    series: InventedSeries,
    *,
    sheet: PanelForm,
    owed: _Owed,
    form: Form | None,
) -> ReportedFigures:
    """The rows of one measure: originals, then corrections of some of them."""
    random = stream(panel.seed, "rows", panel.register.kind, series.measure.id)
    firsts = np.array([period.first for period in sheet.periods], dtype=np.int64) - panel.calendar.first
    lasts = np.array([period.last for period in sheet.periods], dtype=np.int64) - panel.calendar.first
    figures = _reported_amounts(series, firsts, lasts)
    given = owed.mask(series.measure)[:, lasts] & ~sheet.prevented
    given &= random.random(given.shape) >= hints.missing * (1 - _BY_FORM) * _unreliable(panel, random)[:, None]
    who, when = np.nonzero(given)
    month = lasts[when] + panel.calendar.first
    names = np.array([str(period) for period in sheet.periods], dtype=object)
    ids = panel.register.ids
    unit = form.units[0] if form and form.reporter == "unit" and form.units else None
    age = panel.calendar.last - month
    rows = ReportedFigures(
        entity=ids[who],
        measure=np.full(who.size, series.measure.id, dtype=object),
        period=names[when],
        month=month,
        value=figures[who, when],
        reporter=np.full(who.size, unit, dtype=object) if unit else ids[who],
        reported_at=sheet.reported_at[who, when],
        revision=np.ones(who.size, dtype=np.int64),
        state=np.where(age == 0, "provisional", np.where(age < _ACCEPTED_AFTER, "reported", "accepted")).astype(object),
        area=panel.register.areas[who],
        kind=np.full(who.size, panel.register.kind, dtype=object),
    )
    return _with_corrections(rows, hints, random, whole=bool(np.all(figures == np.rint(figures))))


def _reported_amounts(series: InventedSeries, firsts: Whole, lasts: Whole) -> Numbers:
    """Subjects × periods: a stock as it stands, a flow of the period, or the sum since January."""
    if series.is_stock:
        return series.amounts[:, lasts]
    running = np.cumsum(series.amounts, axis=1)
    before = np.concatenate([np.zeros((running.shape[0], 1)), running], axis=1)
    since = lasts // 12 * 12 if series.measure.accumulation == "ytd" else firsts
    if series.measure.accumulation == "flow" and series.measure.first_two_together:
        since = np.where((lasts % 12 == 1) & (firsts == lasts), firsts - 1, firsts)
    return np.asarray(np.round(before[:, lasts + 1] - before[:, since], 2))


def _with_corrections(
    rows: ReportedFigures, hints: DemonstrationHints, random: np.random.Generator, *, whole: bool
) -> ReportedFigures:
    """A few figures were first given wrong and corrected some weeks later: revision 2 has the invented figure."""
    settled = (rows.kind == "enterprise") & (rows.state == "accepted")
    chosen = settled & (random.random(len(rows)) < hints.revised)
    corrected = rows.where(chosen)
    wrong = rows.value * (1 + _MISTAKE * random.standard_normal(len(rows)))
    first = np.where(chosen, np.rint(wrong) if whole else np.round(wrong, 2), rows.value)
    later = corrected.reported_at + (random.integers(15, 50, len(corrected)) * 86_400).astype("timedelta64[s]")
    again = replace(
        corrected,
        revision=np.full(len(corrected), 2),
        state=np.full(len(corrected), "revised", dtype=object),
        reported_at=later,
    )
    return stack([replace(rows, value=first), again])
