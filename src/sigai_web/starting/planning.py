"""What of a data folder is new beside what stands, and what stands against it."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from sigai.base import Issues, Place
from sigai.pipeline import Taken
from sigai.tables import ENTITIES, Data, in_memory
from sigai_web import programme
from sigai_web.register.planning import RegisterPlan, WantedChange
from sigai_web.starting.problems import FIGURE_OTHERWISE, INVENTED, NOTHING_IN_IT, RECORD_OTHERWISE
from sigai_web.store.closings import closings
from sigai_web.store.lengths import against_data
from sigai_web.store.models import FigureRevision, RecordRevision
from sigai_web.store.register import NewFact

_RECORD = ("name", "entity", "area")
FigureKey = tuple[str, str, str]


class StartPlan:
    """A folder that was read beside the register: its entries and facts, figures and records that are new."""

    def __init__(self, taken: Taken, name: str, *, distinct: bool) -> None:
        self._read, data = taken, taken.data
        self.issues = [*taken.issues]
        own = [row for row in data.entities.to_pylist() if row["file"]]
        facts = [NewFact(**row) for row in data.facts.to_pylist()]
        self.register = RegisterPlan(None, WantedChange(own, facts, name, name, distinct=distinct, whole=False))
        self.issues += self.register.issues
        self.same = self.register.same
        history = self._new_figures(in_memory(data.history))
        records, states = self._new_records(data.records, data.record_states)
        none = ENTITIES.empty_table()
        self.data: Data = replace(data, entities=none, history=history, records=records, record_states=states)
        self._judge(name)

    @property
    def faulty(self) -> bool:
        """Whether something stands against it."""
        return bool(Issues(self.issues).errors)

    @property
    def counts(self) -> dict[str, int]:
        """How much of it is new, how much stands already, and how much of it is of closed months."""
        return {
            "entities": len(self.register.entities),
            "facts": len(self.register.facts),
            "figures": in_memory(self.data.history).num_rows,
            "records": self.data.records.num_rows,
            "same": self.same,
            "closed": self._of_closed_months(),
        }

    @property
    def empty(self) -> bool:
        """Whether all of it stands already."""
        counts = self.counts
        return not any(counts[name] for name in ("entities", "facts", "figures", "records"))

    def _judge(self, name: str) -> None:
        if self._read.data.demonstration:
            self.issues.append(INVENTED.at(Place("data.yaml")))
        if not self.faulty and self.empty and not self.same:
            self.issues.append(NOTHING_IN_IT.at(Place(name), name=name))
        if not self.faulty:
            self.issues += against_data(self.data)

    def _of_closed_months(self) -> int:
        last = max(closings().by_month, default=None)
        if last is None:
            return 0
        columns = in_memory(self.data.history)["month"], self.data.record_states["since"]
        return sum(1 for column in columns for month in column.to_pylist() if month is not None and month <= last)

    def _new_figures(self, history: pa.Table) -> pa.Table:
        """The revisions of figures that nobody gave yet; of one that had the same number before, nothing is new."""
        if not history.num_rows:
            return history
        stands = _figures(history)
        rows = history.select(["entity", "measure", "period", "value", "current", "file", "row"]).to_pylist()
        for row in rows:
            key = row["entity"], row["measure"], row["period"]
            if not row["current"] or key not in stands:
                continue
            if row["value"] in stands[key]:
                self.same += 1
                continue
            place = Place(row["file"] or "", row=row["row"], column="value")
            measure = programme.current().measure_by_id[key[1]].name
            facts = {"entity": key[0], "measure": measure.zh, "period": key[2], "given": _plain(row["value"])}
            self.issues.append(FIGURE_OTHERWISE.at(place, stands=_plain(stands[key][-1]), **facts))
        new = [(row["entity"], row["measure"], row["period"]) not in stands for row in rows]
        return history.filter(pa.array(new))

    def _new_records(self, records: pa.Table, states: pa.Table) -> tuple[pa.Table, pa.Table]:
        stands = _records(records)
        new = []
        for row in records.to_pylist():
            kept = stands.get((row["ledger"], row["id"]))
            new.append(kept is None)
            if kept is None:
                continue
            if _content(row) in kept:
                self.same += 1
            else:
                place = Place(row["file"] or "", row=row["row"])
                self.issues.append(RECORD_OTHERWISE.at(place, ledger=row["ledger"], number=row["id"]))
        pairs = zip(states["ledger"].to_pylist(), states["id"].to_pylist(), strict=True)
        lives = pa.array([pair not in stands for pair in pairs], pa.bool_())
        return records.filter(pa.array(new, pa.bool_())), states.filter(lives)


def _figures(history: pa.Table) -> dict[FigureKey, list[Decimal]]:
    """Every number that was ever given for the measures and months of some figures, by what it is of."""
    months = [int(month or 0) for month in history["month"].to_pylist()]
    rows = FigureRevision.objects.filter(
        measure__in=[str(measure) for measure in history["measure"].unique().to_pylist()],
        month__gte=min(months),
        month__lte=max(months),
        value__isnull=False,
    )
    found: dict[FigureKey, list[Decimal]] = {}
    for entity, measure, period, value in rows.order_by("pk").values_list("entity", "measure", "period", "value"):
        found.setdefault((entity, measure, period), []).append(Decimal(value or 0))
    return found


def _records(records: pa.Table) -> dict[tuple[str, str], list[Any]]:
    """Whatever the records of some ledgers ever said, by ledger and number."""
    ledgers = [str(ledger) for ledger in records["ledger"].unique().to_pylist()]
    rows = RecordRevision.objects.filter(record__ledger__in=ledgers).order_by("pk")
    found: dict[tuple[str, str], list[Any]] = {}
    for row in rows.values("record__ledger", "record__number", *_RECORD, "fields").iterator():
        found.setdefault((row["record__ledger"], row["record__number"]), []).append(_content(row))
    return found


def _content(row: dict[str, Any]) -> tuple[Any, ...]:
    return (*(row[name] or None for name in _RECORD), json.loads(row["fields"] or "{}"))


def _plain(value: Decimal | None) -> str:
    return "—" if value is None else f"{value.normalize():f}"
