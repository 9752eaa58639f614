"""The stage of a run that works out every rule for every entity that it is about."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from sigai.programme.programme import Programme
from sigai.rules.linked import linked_ledgers, linked_measures
from sigai.rules.outcomes import outcomes, put_estimated
from sigai.rules.working import measures_asked
from sigai.tables import RULE_OUTCOMES, DuckStore
from sigai.tables.stages import DataChange, Stage, StageTable, Work


def _run(work: Work) -> Mapping[str, pa.Table]:
    wanted = [rule for rule in work.programme.rules if work.parts is None or rule.id in work.parts]
    if not wanted:
        return {"rule_outcomes": RULE_OUTCOMES.empty_table()}
    with DuckStore.of(work.data) as store:
        put_estimated(store, work.tables["estimates"])
        return {"rule_outcomes": outcomes(store, work.programme, wanted, work.as_of.last)}


def _touched(change: DataChange) -> tuple[str, ...]:
    programme, measures = change.programme, change.measures | frozenset(change.touched["estimates"])
    return tuple(
        rule.id
        for rule in programme.rules
        if measures & rule_measures(programme, rule.id) or change.ledgers & rule_ledgers(programme, rule.id)
    )


def rule_measures(programme: Programme, rule: str) -> frozenset[str]:
    """The measures that any edition of a rule asks for, of its entities or of what stands below them."""
    editions = programme.parsed.editions(programme.rule_by_id[rule])
    return frozenset(name for read in editions for name in (*measures_asked(read), *linked_measures(read)))


def rule_ledgers(programme: Programme, rule: str) -> frozenset[str]:
    """The ledgers whose records any edition of a rule asks for."""
    editions = programme.parsed.editions(programme.rule_by_id[rule])
    return frozenset(name for read in editions for name in linked_ledgers(read))


RULES = Stage(
    name="rules",
    needs=("estimates",),
    gives=(StageTable("rule_outcomes", RULE_OUTCOMES, ("rule", "entity"), "rule", listed=True),),
    touched_by=_touched,
    run=_run,
)
"""Touched by the measures and ledgers that a rule asks for, and by figures of theirs that are estimated otherwise."""
