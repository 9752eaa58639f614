"""Who owes a figure: the conditions that coverage counts by, asked once of the whole register for whoever lists duties.

The same subjects, the same conditions and the same months as in a run: what a list says is owed, coverage counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sigai.base.periods import Period
from sigai.evaluation.populations import NEVER, dated, entity_subject, subjects
from sigai.evaluation.queries import holds
from sigai.evaluation.term_plan import owing_condition
from sigai.formulas.syntax import Condition
from sigai.programme.calendar import is_reported
from sigai.programme.measures import Measure
from sigai.programme.programme import Programme
from sigai.tables import DuckStore, spells_of

_DOUBLINGS = 4
"""So often who stands above is looked up of who stands above: sixteen levels, more than any kinds have."""
Mask = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
Months = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Respondents:
    """Everybody on the register and every area, a column each, ordered by id, and whom each measure asks.

    Names, areas and industries are those of the month that was asked for. Who owes is asked of every spell of an
    entity: `spell_of` says whose each is, `holds_from` to `holds_until` when it holds; answers and the months of
    `above_since`, `active_from`, `active_until` are by spell, and whom it belongs to
    (`parents`).
    """

    ids: Texts
    names: Texts
    kinds: Texts
    areas: Texts
    industries: Texts
    above_since: Months
    active_from: Months
    active_until: Months
    spell_of: Months
    holds_from: Months
    holds_until: Months
    parents: Texts
    answers: Mapping[tuple[str, str], tuple[Mask, Mask]]

    def __len__(self) -> int:
        return len(self.ids)

    def owing(self, measure: Measure, period: Period) -> Mask:
        """Who owes the figure of a measure for a period."""
        if not is_reported(measure, period):
            return np.zeros(len(self), dtype=np.bool_)
        below, above = self.answers[measure.subject, measure.owed_by]
        active = (self.active_from <= period.last) & (self.active_until >= period.last)
        holds = (self.holds_from <= period.last) & (self.holds_until >= period.last)
        owing = np.zeros(len(self), dtype=np.bool_)
        owing[self.spell_of[active & holds & np.where(self.above_since <= period.last, above, below)]] = True
        return owing

    def tops(self, period: Period) -> Months:
        """Of everybody the position of whom it belongs to in the end at a period's end; its own where to nobody."""
        holds = np.flatnonzero((self.holds_from <= period.last) & (self.holds_until >= period.last))
        above = np.arange(len(self), dtype=np.int64)
        owned = holds[self.parents[holds].astype(np.bool_)]
        known = {identifier: at for at, identifier in enumerate(self.ids)} if owned.size else {}
        for row in owned.tolist():
            above[self.spell_of[row]] = known.get(self.parents[row], self.spell_of[row])
        for _ in range(_DOUBLINGS):
            above = above[above]
        return above


def required_of(
    programme: Programme, entities: pa.Table, facts: pa.Table | None = None, *, at: int | None = None
) -> Respondents:
    """Ask every measure's `owed_by` of every entity (contract ENTITIES) and area, by its dated facts (FACTS).

    `at`: the month whose names, areas and industries are wanted, default the last. UserError where a condition cannot
    be read.
    """
    asked = {
        (measure.subject, measure.owed_by): owing_condition(programme, measure) if measure.owed_by else None
        for measure in programme.measures
    }
    table = _answered(programme, asked, entities, facts)
    masks: dict[tuple[str, str], tuple[Mask, Mask]] = {
        key: (_mask(table, f"below{number}"), _mask(table, f"above{number}")) for number, key in enumerate(asked)
    }
    ids, first, spell_of = np.unique(_texts(table, "id").astype(str), return_index=True, return_inverse=True)
    holds_from = _months(table, "holds_from")
    begun = holds_from <= (NEVER if at is None else at)
    # The last spell that has begun: a spell begins where the one before it ends.
    standing = np.maximum.reduceat(np.where(begun, np.arange(len(begun)), 0), first) if len(first) else first
    return Respondents(
        ids=ids.astype(object),
        names=_texts(table, "name")[standing],
        kinds=_texts(table, "kind")[standing],
        areas=_texts(table, "area")[standing],
        industries=_texts(table, "industry")[standing],
        above_since=_months(table, "above_since"),
        active_from=_months(table, "active_from"),
        active_until=_months(table, "active_until"),
        spell_of=spell_of.astype(np.int64),
        holds_from=holds_from,
        holds_until=_months(table, "holds_until"),
        parents=_texts(table, "parent"),
        answers=masks,
    )


def _answered(
    programme: Programme,
    asked: Mapping[tuple[str, str], Condition | None],
    entities: pa.Table,
    facts: pa.Table | None,
) -> pa.Table:
    """Every spell of every subject with what it answers to each condition, below scale and above."""
    with DuckStore(threads=1) as store:
        store.put("entities", entities)
        if facts is not None and facts.num_rows:
            store.put("spells", spells_of(entities, facts))
        everyone = subjects(store, programme, by_industry=False)
        answers = {
            f"{side}{number}": (everyone.kind == kind)
            & holds(condition, entity_subject(programme, everyone, above=ibis.literal(side == "above")))
            for number, ((kind, _), condition) in enumerate(asked.items())
            for side in ("below", "above")
        }
        names = ("id", "name", "kind", "area", "industry", "above_since", "active_from", "active_until")
        if not dated(store):
            always = {"holds_from": ibis.literal(0), "holds_until": ibis.literal(NEVER)}
            everyone = everyone.mutate(**always, parent=ibis.null("string"))
        asked_of = everyone.select(*names, "holds_from", "holds_until", "parent", **answers)
        return store.run(asked_of.order_by("id", "holds_from"))


def _texts(table: pa.Table, column: str) -> Texts:
    return np.array(table[column].to_pylist(), dtype=object)


def _months(table: pa.Table, column: str) -> Months:
    return np.asarray(table[column].to_numpy(), dtype=np.int64)


def _mask(table: pa.Table, column: str) -> Mask:
    return np.asarray(table[column].to_numpy(), dtype=np.bool_)
