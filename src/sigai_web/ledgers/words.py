"""How records read to people: values with their units, names behind ids, states with a shape, days left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from django.urls import reverse

from sigai.ledgers import RecordKey, may_mean, named_pairs, offered_name, rows_in
from sigai.programme import Ledger, LedgerField, State, Text, several
from sigai_web import programme
from sigai_web.language import choose, language
from sigai_web.store.models import CurrentRecord, Entity

_LARGE = 2000
"""Above so many names the whole register is read instead of a list of ids."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as it is shown: its name, and a shape (`open`: just entered, `under`: under way, `done`: final)."""

    name: Text
    shape: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it is shown: its text, the unit behind a number; no text where nothing was given.

    `url` is the page of what is named. Of a link to a record its state, too; one that leads to none is `unlinked`.
    """

    text: str
    unit: str = ""
    url: str = ""
    state: Badge | None = None
    unlinked: bool = False


class Wording:
    """The names of what some records mention: one query for all entities among them that are not in `register`;
    `links` are the records that they link to and that their reader may see."""

    def __init__(
        self,
        entities: Iterable[str | None] = (),
        links: Mapping[RecordKey, CurrentRecord] | None = None,
        register: pa.Table | None = None,
    ) -> None:
        self._content = programme.current()
        self._links = links
        self._names: dict[str, str] = {}
        if register is not None:
            self._names |= zip(*(map(str, register[name].to_pylist()) for name in ("id", "name")), strict=True)
        known = self._content.area_by_code.keys() | self._names.keys()
        wanted = {each for each in entities if each and each not in known}
        rows = Entity.objects.all() if len(wanted) > _LARGE else Entity.objects.filter(pk__in=wanted)
        self._names |= dict(rows.values_list("pk", "name")) if wanted else {}

    @classmethod
    def of(
        cls,
        records: Iterable[CurrentRecord],
        *ledgers: Ledger,
        links: Mapping[RecordKey, CurrentRecord] | None = None,
    ) -> Wording:
        """The names that records of some ledgers need."""
        return cls(mentioned(((record.entity, record.fields) for record in records), ledgers), links)

    def entity(self, pk: str | None) -> str:
        """An entity's name, or that of the area that is the subject."""
        return self._names.get(pk or "") or self.area(pk)

    def area(self, code: str | None) -> str:
        """The name of an area; a code that the programme does not know stands for itself."""
        found = self._content.area_by_code.get(code or "")
        return found.name[language()] if found else (code or "")

    def unit(self, pk: str | None) -> str:
        """The name of a unit; an id that the programme does not know stands for itself."""
        found = self._content.unit_by_id.get(pk or "")
        return found.name[language()] if found else (pk or "")

    def value(self, field: LedgerField, value: Any) -> Shown:
        """A value of a field, for people."""
        if value in (None, ""):
            return Shown("")
        if field.kind == "number":
            return Shown(number_text(value), field.unit)
        if field.kind == "record" and self._links is not None:
            return self._link(field, value)
        if field.kind == "named" and field.holds.names:
            name = dict(named_pairs(self._content)[field.holds.names]).get(str(value))
            url = reverse(field.holds.names, args=[str(value)]) if name else ""
            return Shown(offered_name(str(value), name[language()]) if name else str(value), url=url)
        return Shown(self._word(field, value))

    def _link(self, field: LedgerField, value: Any) -> Shown:
        links = self._links or {}
        found = next((links[key] for key in may_mean(field, value) if key in links), None)
        if found is None:
            return Shown(str(value), unlinked=True)
        text = f"{found.name} · {found.number}" if found.name else found.number
        ledger = self._content.ledger_by_id[found.ledger]
        gone = Badge(Text(zh="已撤回", en="withdrawn"), "done")
        return Shown(
            text, url=reverse("record", args=[found.pk]), state=gone if found.withdrawn else badge(ledger, found.state)
        )

    def _word(self, field: LedgerField, value: Any) -> str:
        if field.kind == "yes_no":
            return choose("是", "yes") if value else choose("否", "no")
        if field.kind in ("choice", "choices"):
            names = {choice.id: choice.name[language()] for choice in field.choices}
            parts = several(value) if field.kind == "choices" else (str(value),)
            return choose("；", "; ").join(names.get(part, part) for part in parts)
        by_type = {"entity": self.entity, "area": self.area, "unit": self.unit}
        return by_type.get(field.kind, str)(str(value))


def mentioned(records: Iterable[tuple[str | None, Mapping[str, Any]]], ledgers: Iterable[Ledger]) -> set[str]:
    """The ids of entities that records mention, as their subjects or in fields."""
    ledgers = list(ledgers)
    fields = [field.id for ledger in ledgers for field in ledger.fields if field.kind == "entity"]
    columns = [
        (rows.id, column.id)
        for ledger in ledgers
        for rows in ledger.rows
        for column in rows.columns
        if column.kind == "entity"
    ]
    found: set[str] = set()
    for entity, values in records:
        found |= {str(each) for each in (entity, *(values.get(name) for name in fields)) if each}
        cells = (row.values.get(name) for table, name in columns for row in rows_in(values, table))
        found |= {str(each) for each in cells if each}
    return found


def number_text(value: Any) -> str:
    """`12,345.6`: grouped, without zeros at its end."""
    text = f"{float(value):,.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def badge(ledger: Ledger, state: str) -> Badge:
    """A state with its shape."""
    found = next((each for each in ledger.states if each.id == state), None)
    if found is None:
        return Badge(Text(zh=state, en=state), "under")
    return Badge(found.name, shape(ledger, found))


def shape(ledger: Ledger, state: State) -> str:
    """`done` of a final state, `open` of the ledger's first one, `under` of all between."""
    if state.final:
        return "done"
    return "open" if state.id == ledger.states[0].id else "under"


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day by which a record must leave its state, seen from today; `over` counts the days since."""

    due: date
    over: int

    @property
    def late(self) -> bool:
        """Whether the day has passed; on the day itself it has not."""
        return self.over > 0

    @property
    def near(self) -> bool:
        """Within the next week."""
        return -7 <= self.over <= 0

    @property
    def left(self) -> int:
        """The days that are left, negative once the day has passed."""
        return -self.over


def deadline(due: date | None, today: date) -> DueDay | None:
    """A deadline seen from today."""
    return DueDay(due, (today - due).days) if due else None
