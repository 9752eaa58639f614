"""The stages of a run, in their order: the one list to which a new stage is added."""

from __future__ import annotations

from sigai.estimates.stage import estimates_stage
from sigai.indicators.stage import INDICATORS
from sigai.pipeline.population import population_of
from sigai.progress.stage import PROGRESS
from sigai.rules import RULES
from sigai.tables.stages import Stage, StageTable, in_sequence

STAGES = (estimates_stage(population_of), INDICATORS, PROGRESS, RULES)


def declared() -> tuple[Stage, ...]:
    """All stages, each after those whose tables it needs."""
    return in_sequence(STAGES)


def stage_names() -> tuple[str, ...]:
    """The names of all stages, in the order in which they run."""
    return tuple(stage.name for stage in declared())


def kept_tables() -> tuple[StageTable, ...]:
    """The tables that a run keeps, in the order in which they are made."""
    return tuple(table for stage in declared() for table in stage.gives if table.kept)
