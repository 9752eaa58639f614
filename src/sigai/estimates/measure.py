"""The missing figures of one measure: predicted amounts, and the errors that such predictions made in the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sigai.estimates.fitting import Fit, Scale, fit, scales_of
from sigai.estimates.movement import Groups
from sigai.estimates.panels import Flags, Floats, Integers, Panel
from sigai.programme.method import EstimateMethod

MANY = 0.05
"""From this share of missing respondents on, a closed month is replayed with just its missing ones left out, too."""
PRIOR = 6.0
"""How many replays of its own weigh as much as those of all entities when the size of an entity's errors is judged."""
HALF = 0.5
"""What carries more than half of an estimate is what it rests on."""
_FAR = 6.0
"""Errors beyond so many times the usual size are drawn in: one closure is not the rule."""
_LEAST_REPLAYS = 3
_SMEAR = 1.25
"""Bounds of the correction from the mean of logarithms to the mean of amounts."""


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Amounts of single periods predicted for those whose figure is missing in one period.

    column: the period. rows: of the panel, the missing ones. amount: predicted, so that their total lies in the middle
    of what it may be; mean: what each comes to on average. NaN where there is no history.
    error: their replayed errors, rows × periods, on the scale of each, NaN where none; sigma: the size of these.
    logarithmic: which of them are predicted by logarithms; unit: the size by which a difference is measured.
    common: replayed errors that they had in common, by period, and `shock`, the standard deviation of what more than
    chance that is. respondents: how many others gave the figure. by_others: the share that rests on related figures.
    """

    column: int
    rows: Integers
    amount: Floats
    mean: Floats
    error: Floats
    sigma: Floats
    logarithmic: Flags
    unit: Floats
    common: Floats
    excess: float
    shock: Floats
    respondents: int
    by_others: Floats

    def among(self, rows: Integers, periods: int) -> Prediction:
        """The same in a panel with more rows and more periods at its end. rows: where in it each of its rows is."""
        more = ((0, 0), (0, periods - self.error.shape[1]))
        return replace(
            self,
            rows=rows[self.rows],
            error=np.pad(self.error, more, constant_values=np.nan),
            common=np.pad(self.common, more[1], constant_values=np.nan),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """Industry division and area of the entities of a panel as whole numbers."""

    industry: Integers
    area: Integers


def predictions(
    panel: Panel,
    codes: Codes,
    method: EstimateMethod,
    *,
    open_columns: frozenset[int],
    replayed: Integers,
    related: Sequence[Floats] = (),
    since: int = 0,
) -> list[Prediction]:
    """A prediction for every period of which somebody's figure is missing, in order.

    open_columns: periods that are not closed. replayed: the closed periods whose errors count. related: amounts of
    related measures, in the rows and columns of the panel. since: periods that end before this month are left out.
    """
    # What closed months keep is predicted as well: how such figures err together is read from their predictions.
    missing = panel.lacking
    columns = np.flatnonzero(missing.any(axis=0) & (panel.months >= since))
    if not len(columns):
        return []
    fitted = _Fitted(panel, codes, method, replayed, related)
    share = missing.sum(axis=0) / np.maximum(panel.owed.sum(axis=0), 1)
    found = []
    for column in columns:
        rows = np.flatnonzero(missing[:, column])
        exactly = int(column) in open_columns or share[column] > MANY
        found.append(fitted.predict(int(column), rows, exactly=exactly))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Replayed:
    """A fit with what its replays say: errors in the replayed periods (NaN elsewhere), the correction of amounts, and
    of each entity how often it was replayed and its squared errors, by size.

    Several periods are predicted from one fit; what the replays say is worked out once.
    """

    part: Scale
    fit: Fit
    errors: Floats
    smear: float
    weight: Floats
    squares: Floats
    size: Floats
    replayed: Integers

    @classmethod
    def of(cls, part: Scale, fitted: Fit, flow: Floats, size: Floats, replayed: Integers) -> _Replayed:
        """What the replayed periods say of a fit. flow: the amounts of its entities; size: how large these are."""
        errors = np.full_like(fitted.error, np.nan)
        errors[:, replayed] = fitted.error[:, replayed]
        known = ~np.isnan(errors)
        smear = _smear(part, fitted, flow, replayed) if part.logarithmic else 1.0
        squares = (np.where(known, errors**2, 0.0) * size[:, None]).sum(axis=1)
        return cls(part, fitted, errors, smear, known.sum(axis=1) * size, squares, size, replayed)

    def amounts(self, which: Integers, column: int) -> Floats:
        """The predicted amounts of some entities in one period; of logarithms, those of their mean."""
        levels = self.fit.predicted[which, column]
        return np.asarray(np.exp(levels) if self.part.logarithmic else levels * self.part.unit[which], dtype=np.float64)

    def errors_and_sizes(self, which: Integers, column: int) -> tuple[Floats, Floats]:
        """The replayed errors of some entities that are missing in a period, and how large their errors are: of their
        own replays, drawn towards those of all that are predicted by the same means.

        Who had given nothing for months before is replayed with as many left out: the longer, the larger the errors.
        """
        by_others = self.fit.by_others[:, column] > HALF
        alike = [_mean_square(self.squares[chosen], self.weight[chosen]) for chosen in (~by_others, by_others)]
        overall = np.where(by_others[which], alike[1], alike[0])
        errors, silent = self.errors[which], _silent(self.part.levels[which], column)
        for periods in np.unique(silent[silent > 0]):
            chosen = silent == periods
            errors[chosen] = self.fit.errors_after_silence(which[chosen], int(periods), self.replayed)
            known, size = ~np.isnan(errors[chosen]), self.size[which[chosen]]
            squares = np.where(known, errors[chosen], 0.0) ** 2
            pooled = _mean_square(squares.sum(axis=1) * size, known.sum(axis=1) * size)
            overall[chosen] = np.maximum(overall[chosen], pooled)
        known = ~np.isnan(errors)
        own = np.minimum(np.where(known, errors, 0.0) ** 2, _FAR**2 * overall[:, None]).sum(axis=1)
        return errors, np.sqrt((own + PRIOR * overall) / (known.sum(axis=1) + PRIOR))


class _Fitted:
    """The scales of one panel, each fitted once with everybody left out in turn, and anew where just some are: no fit
    is made before it is asked for."""

    def __init__(
        self, panel: Panel, codes: Codes, method: EstimateMethod, replayed: Integers, related: Sequence[Floats]
    ) -> None:
        self._panel, self._method, self._related = panel, method, related
        self._replayed = replayed if len(replayed) else np.arange(panel.flow.shape[1], dtype=np.int64)
        flow = panel.flow
        recent = slice(max(flow.shape[1] - panel.per_year - 1, 0), None)
        self.never = (np.nan_to_num(flow) == 0).all(axis=1) & (~np.isnan(flow)).any(axis=1)
        size = np.sqrt(_typical(flow) + 1e-9)
        self._parts: list[tuple[Scale, Integers, Groups]] = []
        self._alone: dict[int, _Replayed] = {}
        for scale in scales_of(flow, recent):
            rows = np.flatnonzero(scale.chosen & ~self.never)
            if len(rows):
                part = replace(scale, levels=scale.levels[rows], unit=scale.unit[rows])
                groups = Groups.of(codes.industry[rows], codes.area[rows], size[rows])
                self._parts.append((part, rows, groups))

    def _of_everybody(self, number: int) -> _Replayed:
        """The part of this number, fitted with nobody left out."""
        if number not in self._alone:
            part, rows, groups = self._parts[number]
            fitted = self._fit(part, groups, np.zeros(len(rows), dtype=np.bool_))
            self._alone[number] = self._replays(part, rows, groups, fitted)
        return self._alone[number]

    def _fit(
        self,
        part: Scale,
        groups: Groups,
        left_out: Flags,
        weights: Floats | None = None,
        related: Sequence[Floats] = (),
    ) -> Fit:
        return fit(
            part.levels,
            groups,
            self._panel.per_year,
            self._method,
            left_out=left_out,
            trial=self._replayed,
            related=related,
            weights=weights,
        )

    def _replays(self, part: Scale, rows: Integers, groups: Groups, fitted: Fit) -> _Replayed:
        return _Replayed.of(part, fitted, self._panel.flow[rows], groups.size, self._replayed)

    def _others(self, part: Scale, rows: Integers, left_out: Flags, column: int) -> list[Floats]:
        """Related figures on the scale of a part. Those who lack one in this period lack it in all replays as well."""
        found = []
        for amounts in self._related if part.logarithmic else ():
            here = amounts[rows]
            here = np.where(left_out[:, None] & np.isnan(here[:, [column]]), np.nan, here)
            if (left_out & ~np.isnan(here[:, column])).any():
                found.append(np.where(here > 0, np.log(np.where(here > 0, here, 1.0)), np.nan))
        return found

    def predict(self, column: int, rows: Integers, *, exactly: bool) -> Prediction:
        """The prediction for the missing rows of one period."""
        flow = self._panel.flow
        amount, smear = np.where(self.never[rows], 0.0, np.nan), np.ones(len(rows))
        error = np.full((len(rows), flow.shape[1]), np.nan)
        # Who always gave zero does not err: without a size, no shock reaches it either.
        sigma, unit = np.zeros(len(rows)), np.where(self.never[rows], 0.0, 1.0)
        logarithmic = np.zeros(len(rows), dtype=np.bool_)
        by_others = np.zeros(len(rows))
        respondents = int((~np.isnan(self._panel.given[:, column])).sum())
        for number, (part, inside, groups) in enumerate(self._parts):
            place = np.searchsorted(inside, rows).clip(0, len(inside) - 1)
            here = inside[place] == rows
            if not here.any():
                continue
            which = place[here]
            if exactly:
                left_out = np.zeros(len(inside), dtype=np.bool_)
                left_out[which] = True
                others = self._others(part, inside, left_out, column)
                weights = None if others else self._of_everybody(number).fit.weights
                fitted = self._fit(part, groups, left_out, weights, others)
                replays = self._replays(part, inside, groups, fitted)
            else:
                replays = self._of_everybody(number)
            amount[here], smear[here] = replays.amounts(which, column), replays.smear
            error[here], sigma[here] = replays.errors_and_sizes(which, column)
            logarithmic[here], unit[here] = part.logarithmic, part.unit[which]
            by_others[here] = replays.fit.by_others[which, column]
        mean = _bounded(amount * smear, self._panel)
        amount = _bounded(amount * to_the_middle(smear, amount, _outstanding(self._panel, rows, column)), self._panel)
        common, excess, shock = _in_common(error, sigma, np.where(logarithmic, amount, unit), self._replayed)
        return Prediction(
            column, rows, amount, mean, error, sigma, logarithmic, unit, common, excess, shock, respondents, by_others
        )


def _mean_square(squares: Floats, weights: Floats) -> float:
    return float(squares.sum() / max(weights.sum(), 1e-12))


def _silent(levels: Floats, column: int) -> Integers:
    """For how many periods before one each entity has given nothing; 0 where it has never given anything."""
    known = ~np.isnan(levels[:, :column])
    since = np.argmax(known[:, ::-1], axis=1) if column else np.zeros(len(levels), dtype=np.int64)
    return np.where(known.any(axis=1), since, 0)


def _typical(flow: Floats) -> Floats:
    """The mean size of an entity's amounts."""
    known = ~np.isnan(flow)
    size: Floats = np.where(known, np.abs(flow), 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return size


def _smear(part: Scale, fitted: Fit, flow: Floats, replayed: Integers) -> float:
    """From the mean of logarithms to the mean of amounts: what was given over what was predicted, in the replays."""
    given, predicted = flow[:, replayed], part.amounts(fitted.predicted[:, replayed])
    both = ~np.isnan(given) & ~np.isnan(predicted) & ~np.isnan(fitted.error[:, replayed])
    total = float(predicted[both].sum())
    return float(np.clip(given[both].sum() / total, 1 / _SMEAR, _SMEAR)) if total > 0 else 1.0


def _outstanding(panel: Panel, rows: Integers, column: int) -> Floats:
    """Of how many periods each of some entities lacks the figure in what is added up to the one of a period."""
    if not panel.to_date:
        return np.ones(len(rows))
    first = column - int(panel.in_year[column])
    lacking = panel.owed[rows, first : column + 1] & np.isnan(panel.given[rows, first : column + 1])
    return np.asarray(lacking[:, ::-1].cumprod(axis=1).sum(axis=1), dtype=np.float64)


def to_the_middle(smear: Floats, amount: Floats, times: Floats) -> Floats:
    """What amounts that are means of logarithms are multiplied with, so that their total lies in the middle.

    smear: leads to the mean of each amount. times: how often each amount is in the total. The total of many is as often
    too high as too low at its mean, that of a single one at its mean of logarithms: the skewness of a total of n equal
    ones is an n-th of theirs, smear² - 1 the squared spread of one (of logarithms).
    """
    size = np.abs(np.nan_to_num(amount))
    squares = float((size**2 * times).sum())
    number = float((size * times).sum()) ** 2 / squares if squares > 0 else 1.0
    middle: Floats = smear / np.sqrt(1 + (smear**2 - 1) / max(number, 1.0))
    return middle


def _bounded(amount: Floats, panel: Panel) -> Floats:
    """No amount below what a measure can be; a stock not above it either."""
    lowest, highest = panel.measure.minimum, panel.measure.maximum
    if lowest is not None:
        amount = np.maximum(amount, 0.0 if panel.to_date and lowest <= 0 else lowest)
    if highest is not None and panel.measure.accumulation == "stock":
        amount = np.minimum(amount, highest)
    return amount


def _in_common(error: Floats, sigma: Floats, size: Floats, replayed: Integers) -> tuple[Floats, float, Floats]:
    """What the missing ones' errors had in common, by period; by how much more than chance; the shock for each.

    Their mean error, weighted by size, has the variance Σ w² σ² if they err independently. What it has beyond that in
    the replays is a shock that all of them share.
    """
    usable = np.isfinite(size) & (np.abs(size) > 0)
    weight = np.where(usable, np.abs(np.nan_to_num(size)), 0.0)
    known = ~np.isnan(error) & usable[:, None]
    there = np.where(known, weight[:, None], 0.0)
    total = there.sum(axis=0)
    common = np.divide(
        (np.where(known, error, 0.0) * there).sum(axis=0), total, out=np.full(error.shape[1], np.nan), where=total > 0
    )
    chance = np.divide(
        (there**2 * (sigma**2)[:, None]).sum(axis=0), total**2, out=np.full(error.shape[1], np.nan), where=total > 0
    )
    seen = replayed[~np.isnan(common[replayed]) & (chance[replayed] > 0)]
    if len(seen) < _LEAST_REPLAYS:
        return np.full(error.shape[1], np.nan), 1.0, np.zeros(len(sigma))
    excess = float((common[seen] ** 2 / chance[seen]).mean())
    return common, excess, np.full(len(sigma), np.sqrt(float(chance[seen].mean())))
