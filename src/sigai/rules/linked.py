"""What belongs to the entities that a rule is about: records about them, and products, lines and meters below them.

`linking(incentives, by: entity, state: paid)` and `linking_total(product.product_output, by: parent)` are worked out
for all entities at once and stand as columns of their rows. What may count or not, or lacks the number that is added
up, makes the whole unknown, as everywhere; nothing at all is zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ibis

from sigai.base.units import MeasureUnit
from sigai.evaluation import decimals
from sigai.evaluation.conditions import ask
from sigai.evaluation.decimals import PLACES, Wholes, undecided
from sigai.evaluation.populations import dated, entity_subject
from sigai.evaluation.record_book import AMOUNT_COLUMN, TOTAL_COLUMN, RecordBook, column_of, field_text
from sigai.formulas import measures_of, walk
from sigai.formulas.function import Node
from sigai.formulas.nodes import Attribute, Linkage, MeasureValue, Parameter
from sigai.formulas.quantities import Named, Quantity
from sigai.programme.parsed import ReadEdition
from sigai.programme.programme import Programme
from sigai.rules.figures import columns_of, rule_rows
from sigai.tables import Store

LINKED = "rule_rows_linked"
"""The table of a store with the rows of a rule and what belongs to each."""


@dataclass(frozen=True, slots=True, eq=False)
class LinkedRows:
    """The rows of a rule with a column for every question about what belongs to each; `bounds` of their
    ten-thousandths in floating point."""

    rows: ibis.Table
    columns: Mapping[Linkage, str]
    bounds: Mapping[Linkage, int]


def linkages(read: ReadEdition) -> tuple[Linkage, ...]:
    """What an edition asks of what belongs to its entities, in the order in which it does."""
    nodes: list[Node] = [*(() if read.scope is None else (read.scope,)), *(one for one in read.steps if one)]
    return tuple(dict.fromkeys(part for node in nodes for part in walk(node) if isinstance(part, Linkage)))


def linked_measures(read: ReadEdition) -> frozenset[str]:
    """The measures of what stands below its entities that an edition asks for."""
    return frozenset(name for one in linkages(read) for name in _measures(one))


def linked_ledgers(read: ReadEdition) -> frozenset[str]:
    """The ledgers whose records an edition asks for."""
    return frozenset(one.ledger for one in linkages(read) if not one.below)


def unit_of(programme: Programme, asked: Linkage) -> MeasureUnit:
    """The unit of what is asked: of the field or measure that is added up, else a count."""
    if asked.of is None:
        return _ITEM
    if asked.below:
        return programme.vocabulary.measures[asked.of].unit
    return programme.vocabulary.ledgers[asked.ledger].fields[asked.of].unit


def with_linked(
    store: Store, programme: Programme, rows: ibis.Table, read: ReadEdition, month: int, *, keep: bool
) -> LinkedRows:
    """Rows with what an edition asks of what belongs to each in a month. Kept in the store, they have bounds."""
    columns = {asked: f"linked_{number}" for number, asked in enumerate(linkages(read))}
    for asked, column in columns.items():
        found = _below(store, programme, asked, month) if asked.below else _records(store, programme, asked, month)
        nothing = ibis.null(TOTAL_COLUMN)
        if found is None:
            rows = rows.mutate(**{column: nothing})
            continue
        joined = rows.left_join(found, rows.id == found.of_entity)
        amount = joined.of_entity.isnull().ifelse(ibis.literal(0).cast(TOTAL_COLUMN), joined.gathered)
        rows = joined.mutate(**{column: amount.cast(TOTAL_COLUMN)}).drop("of_entity", "gathered")
    if not keep or not columns:
        return LinkedRows(rows, columns, {})
    kept = store.keep(LINKED, rows)
    largest = store.run(kept.agg(**{one: kept[one].abs().max().cast("float64") for one in columns.values()}))
    found_ones = largest.to_pylist()[0]
    bounds = {asked: int((found_ones[column] or 0) * PLACES) + 1 for asked, column in columns.items()}
    return LinkedRows(kept, columns, bounds)


_ITEM = MeasureUnit.parse("个")


def _measures(asked: Linkage) -> list[str]:
    if not asked.below:
        return []
    own = [asked.of] if asked.of else []
    return list(dict.fromkeys([*own, *(sorted(measures_of(asked.where)) if asked.where is not None else ())]))


def _below(store: Store, programme: Programme, asked: Linkage, month: int) -> ibis.Table | None:
    """How much there is below each entity: of its things that are there in the month, by the facts of that month."""
    if not dated(store):  # nothing has a parent
        return None
    measures = _measures(asked)
    rows = rule_rows(store, programme, asked.ledger, measures, month)
    columns = columns_of(measures)

    def named(one: Named) -> Quantity[Wholes]:
        if isinstance(one, Parameter):
            return decimals.parameter(programme, one, ibis.literal(month))
        name = one.measure if isinstance(one, MeasureValue) else one.name
        return decimals.figure(rows[columns[name][0]], programme.vocabulary.measures[name].unit)

    subject = entity_subject(programme, rows, above=rows.above_since <= month, named=named)
    counts = ibis.literal(True) if asked.where is None else ask(asked.where, subject)
    amount = ibis.literal(1).cast(TOTAL_COLUMN) if asked.of is None else rows[columns[asked.of][0]]
    return _summed(rows.select(of_entity=rows.parent, counts=counts, amount=amount.cast(TOTAL_COLUMN)))


def _records(store: Store, programme: Programme, asked: Linkage, month: int) -> ibis.Table | None:
    """How much there is in the records about each entity that stand in one of the states at the month's end."""
    if asked.ledger not in store.ledgers:
        return None
    ledger, records, states = programme.ledger_by_id[asked.ledger], store.table("records"), store.table("record_states")
    standing = states.filter(
        states.ledger == asked.ledger,
        states.state.isin(asked.states),
        states.since <= month,
        states.until.isnull() | (states.until > month),
    )
    own = records.filter(records.ledger == asked.ledger).semi_join(standing.select("id").distinct(), "id")
    content = own.fields.cast("json")
    read = own.select(
        "ledger",
        "id",
        "name",
        "entity",
        "area",
        counted_area=own.area,
        **{column_of(name): field_text(content, name) for name in _fields(programme, asked)},
    )
    book = RecordBook(programme, ledger, read, month, alone=True)
    counts = ibis.literal(True) if asked.where is None else ask(asked.where, book.subject(above=None))
    of = ibis.literal(1) if asked.of is None else read[column_of(asked.of)].try_cast(AMOUNT_COLUMN)
    who = read.entity if asked.by == "entity" else read[column_of(asked.by)]
    return _summed(read.select(of_entity=who, counts=counts, amount=of.cast(TOTAL_COLUMN)))


def _fields(programme: Programme, asked: Linkage) -> Iterable[str]:
    """The fields that are looked at, with those that computed ones are made of."""
    ledger = programme.ledger_by_id[asked.ledger]
    nodes: list[Node] = [] if asked.where is None else [asked.where]
    nodes += [formula for each in ledger.computed if (formula := programme.parsed.computed(each)) is not None]
    names = [part.name for node in nodes for part in walk(node) if isinstance(part, Attribute)]
    wanted = dict.fromkeys([*names, *([asked.of] if asked.of else []), asked.by])
    return [name for name in wanted if ledger.field(name) is not None]


def _summed(found: ibis.Table) -> ibis.Table:
    """What counts of each entity, added up; null where something may count, or counts and has no number."""
    owned = found.filter(found.of_entity.notnull())
    unknown = undecided(owned.counts) | (owned.counts & owned.amount.isnull())
    added = owned.counts.fill_null(False).ifelse(owned.amount, ibis.literal(0).cast(TOTAL_COLUMN))
    marked = owned.mutate(unknown=unknown, added=added)
    by_entity = marked.group_by("of_entity").agg(open_ones=marked.unknown.any(), gathered=marked.added.sum())
    return by_entity.select(
        "of_entity", gathered=by_entity.open_ones.ifelse(ibis.null(TOTAL_COLUMN), by_entity.gathered.cast(TOTAL_COLUMN))
    )
