"""Complete data to take reporters out of: a programme, its figures, and what rests on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import NOWHERE, Issues
from sigai.base.periods import Period, month_index
from sigai.demonstration import Roughness, complete
from sigai.expressions import ledgers_of, measures_of, read_formula, walk
from sigai.expressions.nodes import Attribute, Expression
from sigai.indicators import Owers, compute
from sigai.pipeline.population import population_of
from sigai.programme.programme import Programme
from sigai.tables import Data

WITHIN_A_YEAR = ("month", "quarter")
_PLACES = ("area", "park", "id")


@dataclass(frozen=True)
class World:
    """A programme with complete data. `indicators`: those that targets are held against and late figures can change."""

    programme: Programme
    data: Data
    indicators: tuple[str, ...]
    measures: frozenset[str]

    @property
    def root(self) -> str:
        return self.programme.head.area

    @cached_property
    def targets(self) -> frozenset[str]:
        """The targets of these indicators."""
        asked = set(self.indicators)
        targets = self.programme.targets
        return frozenset(target.id for target in targets if asked & {track.indicator for track in target.tracks})

    @cached_property
    def population(self) -> Owers:
        """Who owes what."""
        return population_of(self.programme, self.data.entities)

    def truth(self, last: Period) -> pa.Table:
        """Results of the complete data by month, of the programme's own area."""
        first = Period.of_index(month_index(self.programme.head.base_year, 1))
        found = compute(
            self.programme, self.data, first=first, last=last, indicators=self.indicators, terms=False
        ).results
        return found.filter((pc.field("area") == self.root) & pc.field("industry").is_null())


def demonstration_world(programme: Programme, *, seed: int, enterprises: int, rough: Roughness | None) -> World:
    """The demonstration as if everybody had reported."""
    return world_of(programme, complete(programme, seed=seed, enterprises=enterprises, rough=rough))


def world_of(programme: Programme, data: Data) -> World:
    """Data of a programme with the indicators concerned, and no more figures than these need."""
    late = late_measures(programme)
    asked = {track.indicator for target in programme.targets for track in target.tracks}
    measures: set[str] = set()
    indicators = []
    for indicator in programme.indicators:
        formula = read_formula(indicator.formula, NOWHERE, Issues())
        if formula is None or indicator.id not in asked or not _concerned(formula, late):
            continue
        indicators.append(indicator.id)
        measures |= measures_of(formula)
    kept = data.values.filter(pc.field("measure").isin(sorted(measures)))
    return World(programme, replace(data, values=kept), tuple(indicators), frozenset(measures))


def late_measures(programme: Programme) -> frozenset[str]:
    """Measures whose figures several reporters owe within the year: a form that one unit fills in is there or is not."""
    units = {name for form in programme.forms if form.reporter == "unit" for name in form.measures}
    several = (measure for measure in programme.measures if measure.subject != "city" and measure.id not in units)
    return frozenset(measure.id for measure in several if measure.frequency in WITHIN_A_YEAR)


def _concerned(formula: Expression, late: frozenset[str]) -> bool:
    """Whether late figures can change a formula that looks at figures alone, and at no single place."""
    places = (node for node in walk(formula) if isinstance(node, Attribute) and node.name in _PLACES)
    return bool(measures_of(formula) & late) and not ledgers_of(formula) and not any(places)
