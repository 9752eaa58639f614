"""One measure fitted to its past: the prediction for every entity and period, and how far such predictions were off.

Every expert's opinion of an entity is corrected by what the others did against theirs (`movement`), and the experts are
weighed by the inverse of their mean squared error in the past. The same code replays the past with the very entities
left out that are missing now, so that errors are those of this kind of gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sigai.estimates.experts import by_other_figure, opinions
from sigai.estimates.movement import Groups, movement_of_others
from sigai.estimates.panels import Flags, Floats, Integers
from sigai.programme.method import EstimateMethod

_POWER = 4
"""How much better experts outweigh worse ones: weights are errors to the power of -2 · _POWER."""
_PRIOR = 6.0
"""How many trials of its own weigh as much as those of all when it is judged which experts know an entity."""
_LEAST_TRIALS = 3
_TOGETHER = 100
"""So many entities are replayed at once."""
_OUTLIER = 3.0
"""Errors beyond so many standard deviations are drawn in before variances are taken: one closure is not the rule."""


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """The scale on which one group of entities is predicted: logarithms, or differences in the entity's own size.

    chosen: the entities on it. levels: entities × periods on the scale, NaN elsewhere. unit: the size by which a
    difference is measured (1 on the logarithmic scale).
    """

    logarithmic: bool
    chosen: Flags
    levels: Floats
    unit: Floats

    def amounts(self, levels: Floats) -> Floats:
        """From the scale to amounts."""
        return np.exp(levels) if self.logarithmic else levels * self.unit[:, None]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Predictions on a scale, entities × periods, each period from those before it and from the others in it.

    error: what was reported less what was predicted (NaN where nothing was). weights: of the experts, experts ×
    entities. by_others: the share of a prediction that rests on other figures of the same entity and period. bare,
    others: the levels and those of the other figures, freed of the common index. moved: what corrects each expert's
    opinion of each entity.
    """

    predicted: Floats
    error: Floats
    weights: Floats
    by_others: Floats
    bare: Floats
    others: Sequence[Floats]
    moved: Floats
    per_year: int

    def errors_after_silence(self, rows: Integers, silent: int, trial: Integers) -> Floats:
        """The errors of the periods `trial`, had these entities given nothing for the `silent` periods before each."""
        errors = np.full((len(rows), self.bare.shape[1]), np.nan)
        for first in range(0, len(rows), _TOGETHER):
            some = slice(first, first + _TOGETHER)
            errors[some, trial] = self._after_silence(rows[some], silent, trial)
        return errors

    def _after_silence(self, rows: Integers, silent: int, trial: Integers) -> Floats:
        """The errors of each entity in each of the periods `trial`: every pair has a past of its own."""
        column = np.arange(self.bare.shape[1])
        hidden = (column < trial[:, None]) & (column >= trial[:, None] - silent)
        entity, period = np.repeat(rows, len(trial)), np.tile(trial, len(rows))
        past = np.where(np.tile(hidden, (len(rows), 1)), np.nan, self.bare[entity])
        views, own = _views(past, [other[entity] for other in self.others], self.per_year)
        forecasts = views[:, np.arange(len(entity)), period] + self.moved[:, entity, period]
        predicted, _ = _together(forecasts[:, :, None], self.weights[:, entity], own)
        return np.asarray(self.bare[entity, period] - predicted[:, 0]).reshape(len(rows), len(trial))


def scales_of(flow: Floats, recent: slice) -> tuple[Scale, Scale]:
    """The two scales of a measure: logarithms for entities whose recent amounts are all positive, else differences."""
    seen = flow[:, recent]
    known = ~np.isnan(seen)
    positive = np.asarray((np.where(known, seen, 1.0) > 0).all(axis=1) & known.any(axis=1), dtype=np.bool_)
    total = np.where(np.isnan(flow), 0.0, np.abs(flow)).sum(axis=1)
    number = np.maximum((~np.isnan(flow)).sum(axis=1), 1)
    unit = np.where(total > 0, total / number, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        logarithms = np.where(positive[:, None] & (flow > 0), np.log(np.where(flow > 0, flow, 1.0)), np.nan)
    differences = np.where(positive[:, None], np.nan, flow / unit[:, None])
    return (
        Scale(True, positive, logarithms, np.ones(len(flow))),
        Scale(False, ~positive, differences, unit),
    )


def fit(
    levels: Floats,
    groups: Groups,
    per_year: int,
    method: EstimateMethod,
    *,
    left_out: Flags,
    trial: Integers,
    related: Sequence[Floats] = (),
    weights: Floats | None = None,
) -> Fit:
    """Predict every entity in every period from its own past and the others' movement.

    left_out: entities whose figures of the period itself the others' movement may not use (their pasts stay their own).
    trial: the columns in which experts are tried. related: levels of other measures of the same entities and periods,
    of which one period's figure may be looked at. weights: of the experts, where they were weighed before.
    """
    present = ~left_out[:, None] & ~np.isnan(levels)
    common = _common_index(levels, present, groups, method)
    bare, others = levels - common, [other - common for other in related]
    views, own = _views(bare, others, per_year)
    # View by view: what is worked on at once stays in the processor's own memory.
    moved = np.stack([_moved(bare - view, present, groups, method) for view in views])
    forecasts = views + moved
    if weights is None:
        weights = _weights(bare[None] - forecasts, groups.size, trial)
    predicted, by_others = _together(forecasts, weights, own)
    return Fit(predicted + common, bare - predicted, weights, by_others, bare, others, moved, per_year)


def _views(bare: Floats, others: Sequence[Floats], per_year: int) -> tuple[Floats, int]:
    """What every expert says, experts × entities × periods, and how many of them look at the own history alone."""
    own = opinions(bare, per_year)
    return np.concatenate([own, *(by_other_figure(bare, other, per_year) for other in others)]), len(own)


def _moved(signal: Floats, present: Flags, groups: Groups, method: EstimateMethod) -> Floats:
    return movement_of_others(
        signal, present, groups, least=method.minimum_respondents, largest_share=method.largest_share
    )


def _common_index(levels: Floats, present: Flags, groups: Groups, method: EstimateMethod) -> Floats:
    """The city's movement added up since the first period: what levels are freed of before they are averaged."""
    steps = np.full_like(levels, np.nan)
    steps[:, 1:] = levels[:, 1:] - levels[:, :-1]
    moved = _moved(steps, present, groups.as_one(), method)
    # One index for all: the middle of movements that each leave out one.
    return np.broadcast_to(np.cumsum(np.median(moved, axis=0))[None, :], levels.shape)


def _weights(errors: Floats, size: Floats, trial: Integers) -> Floats:
    """Weights of experts (experts × entities) by their mean squared errors where all that speak at all were tried: an
    entity's own, drawn towards those of all."""
    tried = errors[:, :, trial]
    known = ~np.isnan(tried)
    speaks = np.asarray(known.any(axis=(1, 2)), dtype=np.bool_)
    weights: Floats = np.zeros(errors.shape[:2])
    if not speaks.any():
        weights[0] = 1.0
        return weights
    common = np.asarray(known[speaks].all(axis=0), dtype=np.bool_)
    few = common.sum() < _LEAST_TRIALS
    if few:
        common = np.asarray(known[speaks].any(axis=0), dtype=np.bool_)
    squares = np.where(common[None], np.nan_to_num(tried[speaks], nan=0.0) ** 2, 0.0)
    far = _OUTLIER**2 * np.median(squares[:, common], axis=1)[:, None, None] if common.any() else 0.0
    squares = np.where(far > 0, np.minimum(squares, far), squares)
    pooled = (squares * size[None, :, None]).sum(axis=(1, 2)) / max(float((common * size[:, None]).sum()), 1e-12)
    own = np.zeros(len(size)) if few else common.sum(axis=1)
    total = (squares.sum(axis=2) * (own > 0) + _PRIOR * pooled[:, None]) / (own + _PRIOR)
    best = np.maximum(total.min(axis=0), 1e-12)
    weights[speaks] = (best / np.maximum(total, best)) ** _POWER
    weights /= weights.sum(axis=0)
    return weights


def _together(forecasts: Floats, weights: Floats, own: int) -> tuple[Floats, Floats]:
    """The experts' weighted mean, of those that have an opinion; and the share of those after the first `own`."""
    speaks = ~np.isnan(forecasts)
    heard = np.where(speaks, weights[:, :, None] + 1e-9, 0.0)
    total = heard.sum(axis=0)
    mean = (np.where(speaks, forecasts, 0.0) * heard).sum(axis=0)
    predicted = np.divide(mean, total, out=np.full_like(mean, np.nan), where=total > 0)
    share = np.divide(heard[own:].sum(axis=0), total, out=np.zeros_like(mean), where=total > 0)
    return predicted, share
