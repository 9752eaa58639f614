"""Rougher figures than those of a smooth demonstration: what estimates of missing figures must stand up to.

Months of single enterprises scatter widely, some stand still for a while and start again, and what areas invest comes
in lumps. Totals keep their course on average.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sigai.base.units import MeasureUnit
from sigai.demonstration.draws import Mask, Numbers, spread_factor, stream
from sigai.demonstration.figures import SubjectPanel
from sigai.demonstration.series import InventedSeries
from sigai.programme.measures import Measure

_SPELL = 2.0
"""How many months a standstill lasts on average."""
_LUMPS = 3
"""Investment of a month is the sum of so many lumps of exponential size."""
_MONEY = (("[money]", 1),)


@dataclass(frozen=True, slots=True)
class Roughness:
    """How rough the monthly flows of single subjects are.

    spread: their log spread about the smooth figure, half of its variance the subject's own month (all of its figures
    alike), half the figure's own. standstill: the share of enterprise-months without any activity. lumpy: whether money
    flows of areas, investment, come in lumps.
    """

    spread: float = 0.25
    standstill: float = 0.03
    lumpy: bool = True


def roughened(
    panel: SubjectPanel, made: Mapping[str, InventedSeries], roughness: Roughness
) -> dict[str, InventedSeries]:
    """The figures with every flow that is reported within the year made rough; stocks stay as they are."""
    random = stream(panel.seed, "rough", panel.register.kind)
    share = roughness.spread / np.sqrt(2)
    whole_month = spread_factor(random, share, panel.shape)
    if panel.register.kind == "enterprise":
        whole_month = np.where(_standing_still(random, panel.shape, roughness.standstill), 0.0, whole_month)
    lumps = random.gamma(_LUMPS, 1 / _LUMPS, panel.shape)
    found = dict(made)
    for name, series in made.items():
        if series.is_stock or series.measure.frequency not in ("month", "quarter"):
            continue
        factor = whole_month * spread_factor(stream(panel.seed, "rough", panel.register.kind, name), share, panel.shape)
        if roughness.lumpy and panel.register.kind != "enterprise" and _is_money(series.measure):
            factor = factor * lumps
        found[name] = replace(series, amounts=_multiplied(series, factor))
    return found


def _standing_still(random: np.random.Generator, shape: tuple[int, int], share: float) -> Mask:
    """Spells without activity: they begin and end by chance, so that `share` of all months lie in one."""
    ending = 1 / _SPELL
    beginning = share * ending / (1 - share)
    draws = random.random(shape)
    still = np.zeros(shape, dtype=np.bool_)
    still[:, 0] = draws[:, 0] < share
    for month in range(1, shape[1]):
        still[:, month] = np.where(still[:, month - 1], draws[:, month] >= ending, draws[:, month] < beginning)
    return still


def _multiplied(series: InventedSeries, factor: Numbers) -> Numbers:
    """Amounts times a factor, as whole or as decimal as they were."""
    whole = bool(np.all(series.amounts == np.rint(series.amounts)))
    return np.rint(series.amounts * factor) if whole else np.round(series.amounts * factor, 2)


def _is_money(measure: Measure) -> bool:
    return MeasureUnit.parse(measure.unit).dimension == _MONEY
