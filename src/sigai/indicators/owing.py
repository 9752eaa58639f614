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
from sigai.evaluation.queries import holds
from sigai.indicators.catalogue import owing_condition
from sigai.indicators.register import entity_subject, subjects
from sigai.programme.calendar import is_reported
from sigai.programme.measures import Measure
from sigai.programme.programme import Programme
from sigai.tables import Store

Mask = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
Months = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Owers:
    """Everybody on the register and every area, a column each, ordered by id, and whom each measure asks."""

    ids: Texts
    names: Texts
    kinds: Texts
    areas: Texts
    industries: Texts
    above_since: Months
    active_from: Months
    active_until: Months
    answers: Mapping[tuple[str, str], tuple[Mask, Mask]]

    def __len__(self) -> int:
        return len(self.ids)

    def owing(self, measure: Measure, period: Period) -> Mask:
        """Who owes the figure of a measure for a period."""
        if not is_reported(measure, period):
            return np.zeros(len(self), dtype=np.bool_)
        below, above = self.answers[measure.subject, measure.owed_by]
        active = (self.active_from <= period.last) & (self.active_until >= period.last)
        return active & np.where(self.above_since <= period.last, above, below)


def who_owes(programme: Programme, entities: pa.Table) -> Owers:
    """Ask every measure's `owed_by` of every entity and area. UserError where one cannot be read."""
    asked = {
        (measure.subject, measure.owed_by): owing_condition(programme, measure) if measure.owed_by else None
        for measure in programme.measures
    }
    with Store(threads=1) as store:
        store.put("entities", entities)
        everyone = subjects(store, programme, by_industry=False)
        answers = {
            f"{side}{number}": (everyone.kind == kind)
            & holds(condition, entity_subject(programme, everyone, above=ibis.literal(side == "above")))
            for number, ((kind, _), condition) in enumerate(asked.items())
            for side in ("below", "above")
        }
        names = ("id", "name", "kind", "area", "industry", "above_since", "active_from", "active_until")
        table = store.run(everyone.select(*names, **answers).order_by("id"))
    masks: dict[tuple[str, str], tuple[Mask, Mask]] = {
        key: (_mask(table, f"below{number}"), _mask(table, f"above{number}")) for number, key in enumerate(asked)
    }
    return Owers(
        ids=_texts(table, "id"),
        names=_texts(table, "name"),
        kinds=_texts(table, "kind"),
        areas=_texts(table, "area"),
        industries=_texts(table, "industry"),
        above_since=_months(table, "above_since"),
        active_from=_months(table, "active_from"),
        active_until=_months(table, "active_until"),
        answers=masks,
    )


def _texts(table: pa.Table, column: str) -> Texts:
    return np.array(table[column].to_pylist(), dtype=object)


def _months(table: pa.Table, column: str) -> Months:
    return np.asarray(table[column].to_numpy(), dtype=np.int64)


def _mask(table: pa.Table, column: str) -> Mask:
    return np.asarray(table[column].to_numpy(), dtype=np.bool_)
