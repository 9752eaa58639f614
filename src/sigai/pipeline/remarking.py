"""What there is to say about missing figures at a month, from the data of a run."""

from __future__ import annotations

from sigai.base.issues import Issue
from sigai.base.periods import Period
from sigai.estimates import remarks
from sigai.pipeline.population import population_of
from sigai.programme.programme import Programme
from sigai.tables.data import Data


def remarks_on(programme: Programme, data: Data, *, as_of: Period) -> list[Issue]:
    """Sentences about missing figures: nobody reported, who weighs much, who is new or silent, what was closed."""
    return remarks(programme, data, population_of(programme, data, as_of), as_of=as_of)
