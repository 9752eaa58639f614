"""What the formulas of a programme mention, and which of them mention something."""

from __future__ import annotations

from collections.abc import Collection

from sigai.formulas import ledgers_of, measures_of
from sigai.programme.indicators import Indicator
from sigai.programme.programme import Programme


def measures_under(programme: Programme, indicators: Collection[str]) -> frozenset[str]:
    """The measures that the formulas of some indicators mention; an indicator that is not there mentions none."""
    known = [name for name in indicators if name in programme.indicator_by_id]
    return frozenset(measure for name in known for measure in _mentioned(programme, programme.indicator_by_id[name])[0])


def indicators_over(programme: Programme, measures: Collection[str], ledgers: Collection[str]) -> tuple[str, ...]:
    """The indicators whose formula mentions one of some measures or ledgers, in the programme's order."""
    asked = frozenset(measures), frozenset(ledgers)
    return tuple(
        indicator.id
        for indicator in programme.indicators
        if any(one & other for one, other in zip(_mentioned(programme, indicator), asked, strict=True))
    )


def _mentioned(programme: Programme, indicator: Indicator) -> tuple[frozenset[str], frozenset[str]]:
    formula = programme.parsed.formula(indicator)
    return (measures_of(formula), ledgers_of(formula)) if formula is not None else (frozenset(), frozenset())
