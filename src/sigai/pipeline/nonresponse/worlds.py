"""Complete data to take reporters out of: a programme, its figures, and what rests on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period, month_index
from sigai.demonstration import Roughness, complete
from sigai.evaluation import Respondents
from sigai.formulas import ledgers_of, measures_of, walk
from sigai.formulas.nodes import Attribute, Expression
from sigai.indicators import compute
from sigai.pipeline.population import population_of
from sigai.programme.programme import Programme
from sigai.tables import Data, in_memory

WITHIN_A_YEAR = ("month", "quarter")
_PLACES = ("area", "park", "id")


@dataclass(frozen=True)
class World:
    """Complete data of a programme, cut down to what late figures can change.

    programme: with the targets concerned only. indicators: what they are held against. measures: what these need.
    undisturbed: the same figures before they were made rough, where they were: what nobody can know.
    """

    programme: Programme
    data: Data
    indicators: tuple[str, ...]
    measures: frozenset[str]
    undisturbed: pa.Table | None = None

    @property
    def root(self) -> str:
        """The code of the area that the whole programme is about."""
        return self.programme.head.area

    @property
    def values(self) -> pa.Table:
        """The figures that count: a trial holds them in memory."""
        return in_memory(self.data.values)

    @cached_property
    def population(self) -> Respondents:
        """Who owes what."""
        return population_of(self.programme, self.data)

    def truth(self, last: Period) -> pa.Table:
        """Results of the complete data by month, of the programme's own area."""
        first = Period.of_index(month_index(self.programme.head.base_year, 1))
        found = compute(
            self.programme, self.data, first=first, last=last, indicators=self.indicators, terms=False
        ).results
        return found.filter((pc.field("area") == self.root) & pc.field("industry").is_null())


def demonstration_world(programme: Programme, *, seed: int, enterprises: int, rough: Roughness | None) -> World:
    """The demonstration as if everybody had reported."""
    world = world_of(programme, complete(programme, seed=seed, enterprises=enterprises, rough=rough))
    if rough is None:
        return world
    smooth = world_of(programme, complete(programme, seed=seed, enterprises=enterprises))
    return replace(world, undisturbed=smooth.values)


def world_of(programme: Programme, data: Data) -> World:
    """Data of a programme with the indicators concerned, and no more figures than these need."""
    late = late_measures(programme)
    asked = {track.indicator for target in programme.targets for track in target.tracks}
    measures: set[str] = set()
    indicators = []
    for indicator in programme.indicators:
        formula = programme.parsed.formula(indicator)
        if formula is None or indicator.id not in asked or not _concerned(formula, late):
            continue
        indicators.append(indicator.id)
        measures |= measures_of(formula)
    kept = in_memory(data.values).filter(pc.field("measure").isin(sorted(measures)))
    return World(_lean(programme, indicators), replace(data, values=kept), tuple(indicators), frozenset(measures))


def _lean(programme: Programme, indicators: Collection[str]) -> Programme:
    """The programme with these indicators only, and the tracks and targets held against them."""
    targets = []
    for target in programme.targets:
        tracks = tuple(track for track in target.tracks if track.indicator in indicators)
        if tracks:
            targets.append(target.model_copy(update={"tracks": tracks}))
    return Programme(
        head=programme.head,
        areas=programme.areas,
        industry_groups=programme.industry_groups,
        parameters=programme.parameters,
        measures=programme.measures,
        forms=programme.forms,
        indicators=tuple(each for each in programme.indicators if each.id in indicators),
        targets=tuple(targets),
        progress=programme.progress,
    )


def late_measures(programme: Programme) -> frozenset[str]:
    """Measures that several reporters owe within the year: a form that one unit fills in is there or is not."""
    units = {name for form in programme.forms if form.reporter == "unit" for name in form.measures}
    several = (measure for measure in programme.measures if measure.subject != "city" and measure.id not in units)
    return frozenset(measure.id for measure in several if measure.frequency in WITHIN_A_YEAR)


def _concerned(formula: Expression, late: frozenset[str]) -> bool:
    """Whether late figures can change a formula that looks at figures alone, and at no single place."""
    places = (node for node in walk(formula) if isinstance(node, Attribute) and node.name in _PLACES)
    return bool(measures_of(formula) & late) and not ledgers_of(formula) and not any(places)
