"""Counts and sums of records: those that stand in a state at a month's end, and entered it within a window.

A record stands in a state from the month `since` to the month before `until`. Passing from one counted state to
another counted one (recognised → renewed) is not a new entry: the entry is when the record came into the set of
states. A record counts at its own area; where that is the area of its entity, or none is given, in the entity's park
as well. Conditions about the record ask its fields as they are now; `entity.above_scale` is asked at the month.

A ledger that was supplied counts zero where no record meets the term; one that was not supplied is no data. A sum of a
field is no data where records count and none of them gives the number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

from sigai.base.units import NUMBER, Unit
from sigai.expressions.nodes import Attribute, Number, Parameter, Records, RowArithmetic, RowExpression
from sigai.indicators import algebra
from sigai.indicators.algebra import Sized, Slot
from sigai.indicators.catalogue import Catalogue
from sigai.indicators.conditions import Subject, holds
from sigai.indicators.figures import EXACT
from sigai.indicators.plan import asks_above_scale
from sigai.indicators.register import NEVER, entity_subject, place_of
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme
from sigai.tables import Store, parameter_in_force, table_of, union_all

_OWN = ("ledger", "id", "name", "entity", "area")
_SMALL, _TEXT = pa.int32(), pa.string()


def keep_members(store: Store, programme: Programme, catalogue: Catalogue, *, last: int, by_industry: bool) -> None:
    """Keep `members` (term × record that meets its condition) and `lives` (when it entered and left the states)."""
    if not catalogue.records:
        return
    table = store.keep("record_subjects", _subjects(store, by_industry=by_industry))
    books: dict[str, _Book] = {}
    for _, term in catalogue.records:
        if term.ledger not in books:
            own = table.filter(table.ledger == term.ledger)
            books[term.ledger] = _Book(programme, programme.ledger_by_id[term.ledger], own, last)
    store.keep("members", union_all(books[term.ledger].members(number, term) for number, term in catalogue.records))
    store.keep("lives", _lives(store, catalogue.records))


def record_numbers(store: Store, programme: Programme, catalogue: Catalogue, span: range) -> ibis.Table:
    """Numbers of record terms: item, scope, `at`, value."""
    alive = _alive(store)
    terms, scopes = _put_windows(store, programme, catalogue, span), store.table("place_scopes")
    different = [number for number, term in catalogue.records if term.aggregate == "distinct"]
    tables = []
    if len(different) < len(catalogue.records):
        tables.append(_added(alive.filter(~alive["item"].isin(different)) if different else alive, terms, scopes))
    if different:
        # What is different within two places may be the same: different values are counted at each scope anew.
        placed = _at_months(alive.filter(alive["item"].isin(different)), terms).join(scopes, "place")
        counted = placed.group_by("item", "scope", "at")
        tables.append(counted.agg(value=placed["key"].nunique().cast("float64")))
    return union_all(tables)


def standing_records(store: Store, programme: Programme, catalogue: Catalogue, span: range) -> ibis.Table:
    """Every record that counts for a term at a month: item, id, place, key, amount, entered, at."""
    standing = _at_months(_alive(store), _put_windows(store, programme, catalogue, span))
    return standing.select("item", "id", "place", "key", "amount", "entered", "at")


def _alive(store: Store) -> ibis.Table:
    return store.table("members").join(store.table("lives"), ["item", "id"])


def _at_months(records: ibis.Table, terms: ibis.Table) -> ibis.Table:
    """Records at every month at which they count."""
    spread = records.join(terms, "item")
    at = spread["at"]
    spread = spread.filter(spread.entered <= at, at < spread.left_in, spread.entered >= spread.not_before)
    return spread.filter((spread.above_since <= spread["at"]).ifelse(spread.above, spread.below))


def _added(alive: ibis.Table, terms: ibis.Table, scopes: ibis.Table) -> ibis.Table:
    """Counts and sums: records of one place and one life come together before months and scopes are spread out."""
    since = (alive.below == alive.above).ifelse(0, alive.above_since)
    alike = alive.group_by("item", "place", "entered", "left_in", "below", "above", above_since=since)
    together = alike.agg(number=alive.count(), amount=alive.amount.sum().cast(EXACT))
    placed = _at_months(together, terms).join(scopes, "place")
    sums = placed.group_by("item", "aggregate", "scope", "at").agg(
        number=placed.number.sum().cast("float64"), amount=placed.amount.sum().cast("float64")
    )
    value = (sums["aggregate"] == "total").ifelse(sums.amount, sums.number)
    return sums.select("item", "scope", "at", value=value)


def _put_windows(store: Store, programme: Programme, catalogue: Catalogue, span: range) -> ibis.Table:
    return store.put("record_terms", _windows(programme, catalogue.records, span))


def _windows(programme: Programme, records: Iterable[tuple[int, Records]], span: range) -> pa.Table:
    """For every term and month, the first month in which an entry counts."""
    rows = []
    for number, term in records:
        for at in span:
            first = {"year": at - at % 12, "programme": programme.head.start.first}.get(term.within, 0)
            rows.append((number, term.aggregate, at, first))
    return table_of(rows, item=_SMALL, aggregate=_TEXT, at=_SMALL, not_before=_SMALL)


def _lives(store: Store, records: Iterable[tuple[int, Records]]) -> ibis.Table:
    """When each record entered and left the set of states that a term counts: item, id, entered, left_in."""
    wanted = [(number, term.ledger, state) for number, term in records for state in term.states]
    states = store.put("wanted_states", table_of(wanted, item=_SMALL, ledger=_TEXT, state=_TEXT))
    lives = store.table("record_states").join(states, ["ledger", "state"])
    lives = lives.mutate(left_in=lives["until"].fill_null(NEVER))
    lives = lives.filter(lives.since < lives.left_in)
    order = ibis.window(group_by=[lives["item"], lives.id], order_by=[lives.since, lives.left_in])
    ordered = lives.mutate(left_before=lives.left_in.lag().over(order))
    fresh = (ordered.left_before.isnull() | (ordered.left_before < ordered.since)).cast("int64")
    ordered = ordered.mutate(fresh=fresh)
    runs = ordered.mutate(
        stay=ordered.fresh.sum().over(
            ibis.window(
                group_by=[ordered["item"], ordered.id],
                order_by=[ordered.since, ordered.left_in],
                preceding=(None, 0),
            )
        )
    )
    return runs.group_by("item", "id", "stay").agg(entered=runs.since.min(), left_in=runs.left_in.max()).drop("stay")


def _subjects(store: Store, *, by_industry: bool) -> ibis.Table:
    """All records with their fields as JSON, the place at which they count, and what is known of their entity."""
    records = store.table("records")
    read = records.select(*_OWN, content=records.fields.cast("json"))
    register = store.table("register").drop("class", "signature", "place")
    about = register.rename({f"entity_{name}": name for name in register.columns})
    joined = read.left_join(about, read.entity == about.entity_id)
    area = joined.area.nullif("").fill_null(joined.entity_area)
    park = (area == joined.entity_area).ifelse(joined.entity_park, ibis.null("string"))
    industry = joined.entity_industry if by_industry else None
    return joined.mutate(place=place_of(area, park, industry), counted_area=area)


def _field(content: Any, name: str) -> Any:
    """A field as text: the string itself, or what JSON writes for a number or yes and no."""
    return ibis.coalesce(content[name].str, content[name].cast("string").nullif("null")).nullif("")


@dataclass(frozen=True, slots=True)
class _Book:
    """One ledger's records, asked on behalf of its terms. Parameters in conditions are those in force at `last`."""

    programme: Programme
    ledger: Ledger
    table: ibis.Table
    last: int

    def members(self, number: int, term: Records) -> ibis.Table:
        """The records that a term may count, while below or above scale; with the key and the amount it counts."""
        below = holds(term.where, self._subject(above=ibis.literal(False)))
        above = below
        if asks_above_scale(term.where):
            above = holds(term.where, self._subject(above=ibis.literal(True)))
        amount = ibis.null(EXACT)
        if term.aggregate == "total" and term.field:
            amount = self._slot(term.field).try_cast(EXACT)
        members = self.table.select(
            "id",
            "place",
            item=ibis.literal(number, type="int32"),
            key=self._key(term),
            amount=amount,
            below=below,
            above=above,
            above_since=self.table.entity_above_since.fill_null(NEVER),
        )
        return members.filter(members.below | members.above)

    def _key(self, term: Records) -> Any:
        if term.aggregate != "distinct" or not term.field:
            return self.table.id
        return _field(self.table.content, term.field) if self.ledger.field(term.field) else self.table[term.field]

    def _subject(self, *, above: Any) -> Subject:
        """How conditions are asked of records: own fields by name, `entity.x` of the entity."""
        table = self.table
        entity = entity_subject(self.programme, table, above=above, prefix="entity.", column_prefix="entity_")
        own = {"name": table.name, "area": table.counted_area, "id": table.id, "entity": table.entity}
        return Subject(
            programme=self.programme,
            columns={
                **own,
                **{field.id: _field(table.content, field.id) for field in self.ledger.fields},
                **entity.columns,
            },
            tags=entity.tags,
            above=entity.above,
            numbers=frozenset(field.id for field in self.ledger.fields if field.type == "number"),
            sized=self._sized,
            slot=self._slot,
        )

    def _sized(self, node: RowExpression) -> Sized:
        if isinstance(node, Number):
            return algebra.number(node.value, node.unit)
        if isinstance(node, RowArithmetic):
            return algebra.combine(self._sized(node.left), node.operator, self._sized(node.right))
        if isinstance(node, Parameter):
            return Sized(Slot(f"${node.name}"), Unit.parse(self.programme.parameter_by_id[node.name].unit))
        name = node.name if isinstance(node, Attribute) else node.measure
        field = self.ledger.field(name)
        return Sized(Slot(name), Unit.parse(field.unit) if field else NUMBER)

    def _slot(self, key: int | str) -> Any:
        name = str(key)
        if name.startswith("$"):
            value = parameter_in_force(self.programme.parameter_by_id[name[1:]], self.last)
            return ibis.literal(value, type="float64")
        return _field(self.table.content, name).try_cast("float64")
