"""Counts and sums of records: those that stand in a state at a month's end, and entered it within a window.

A record stands in a state from the month `since` to the month before `until`. Passing from one counted state to
another counted one (recognised → renewed) is not a new entry: the entry is when the record came into the set of
states. A record counts at its own area; where that is the area of its entity, or none is given, in the entity's park
as well. Conditions about the record ask its fields as they are now; `entity.above_scale` and parameters are those of
the month the term is taken at.

A ledger that was supplied counts zero where no record meets the term; one that was not supplied is no data. A sum of a
field is no data where records count and none of them gives the number.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

from sigai.base.periods import month_index
from sigai.base.units import MeasureUnit
from sigai.evaluation.frames import EXACT
from sigai.evaluation.population_classes import signature, unfolded
from sigai.evaluation.populations import NEVER, dated, holding, moment, place_of
from sigai.evaluation.queries import column_in
from sigai.evaluation.record_book import RecordBook, column_of, field_text
from sigai.evaluation.term_plan import TermPlan
from sigai.formulas.function import Node
from sigai.formulas.nodes import Attribute, Condition, OwnRows, RecordTerm
from sigai.formulas.walking import parameters_of
from sigai.indicators.inside import (
    Gathered,
    gathered_column,
    gathered_columns,
    numbered,
    rows_as_records,
    stays_of_rows,
)
from sigai.programme.ledgers import ROWS, Ledger, State
from sigai.programme.opened import opened
from sigai.programme.programme import Programme
from sigai.programme.rechecks import lapse_of
from sigai.tables import Store, table_of, union_all

_OWN = ("ledger", "id", "name", "entity", "area")
_SMALL, _TEXT = pa.int32(), pa.string()


@dataclass(frozen=True, slots=True)
class _Question:
    """A condition about the records of a ledger, with the parameters in force in the month `at`."""

    ledger: str
    condition: Condition | None
    at: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the record terms of a run ask, each thing once: conditions, sets of states, fields; all by ledger.

    A condition is asked once for every stretch of months in which its parameters do not change.
    """

    programme: Programme
    span: range
    questions: tuple[_Question, ...]
    stays: tuple[tuple[str, tuple[str, ...]], ...]
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, programme: Programme, terms: Iterable[RecordTerm], span: range) -> _Asked:
        """What these terms ask for the months of a span."""
        terms = tuple(terms)
        questions = (
            _Question(term.ledger, term.where, start)
            for term in terms
            for start in _stretches(programme, term.ledger, term.where, span)
        )
        return cls(
            programme,
            span,
            questions=tuple(dict.fromkeys(questions)),
            stays=tuple(dict.fromkeys((term.ledger, term.states) for term in terms)),
            fields=tuple(dict.fromkeys((term.ledger, term.field) for term in terms if term.field)),
        )

    def looked_at(self) -> tuple[str, ...]:
        """The names of the fields that conditions, counts and sums look at, whatever the ledger."""
        named = {
            part.name
            for ledger, node, _ in self._looking()
            for part in _opened(self.programme, node, ledger)
            if isinstance(part, Attribute) and not part.of_entity
        }
        ledgers = [self.programme.book_by_id[question.ledger] for question in self.questions]
        known = {field.id for ledger in ledgers for field in ledger.fields}
        return tuple(sorted((named | {name for _, name in self.fields}) & known))

    def _looking(self) -> Iterator[tuple[str, Node, int]]:
        """What is worked out of records of a ledger, at which month: conditions, computed fields that are counted."""
        yield from ((one.ledger, one.condition, one.at) for one in self.questions if one.condition is not None)
        for ledger, name in self.fields:
            computed = self.programme.book_by_id[ledger].computed_of(name)
            formula = self.programme.parsed.computed(computed) if computed is not None else None
            if formula is not None:
                yield ledger, formula, self.span.start

    @property
    def books(self) -> tuple[str, ...]:
        """The tables inside records whose rows are counted like records."""
        return tuple(dict.fromkeys(one.ledger for one in self.questions if ROWS in one.ledger))

    @property
    def gathered(self) -> tuple[Gathered, ...]:
        """What is asked of the rows inside each record, each thing once."""
        found = (
            Gathered(ledger, part, at)
            for ledger, node, at in self._looking()
            for part in _opened(self.programme, node, ledger)
            if isinstance(part, OwnRows)
        )
        return tuple(dict.fromkeys(found))

    def rows(self, number: int, term: RecordTerm) -> Iterator[tuple[int, int, int, int | None]]:
        """A term by the numbers of what it asks: item, condition, stay, field; for each stretch of months."""
        field = self.fields.index((term.ledger, term.field)) if term.field else None
        stay = self.stays.index((term.ledger, term.states))
        for start in _stretches(self.programme, term.ledger, term.where, self.span):
            yield number, self.questions.index(_Question(term.ledger, term.where, start)), stay, field

    def condition(self, term: RecordTerm, at: int) -> int:
        """The number of the term's condition as it is asked at a month."""
        start = max(start for start in _stretches(self.programme, term.ledger, term.where, self.span) if start <= at)
        return self.questions.index(_Question(term.ledger, term.where, start))


def _opened(programme: Programme, node: Node | None, ledger: str) -> Iterator[Node]:
    """Everything that a condition or number about records of a ledger looks at, its computed fields taken apart."""
    return opened(node, programme.book_by_id[ledger], programme.parsed) if node is not None else iter(())


def _stretches(programme: Programme, ledger: str, condition: Condition | None, span: range) -> tuple[int, ...]:
    """The first months of the stretches in which the parameters of a condition do not change."""
    names = {name for part in _opened(programme, condition, ledger) for name in parameters_of(part)}
    changes = (month for name in names for month in programme.months_of_change(name))
    return tuple(sorted({span.start, *(month for month in changes if month in span)}))


def keep_members(store: Store, programme: Programme, catalogue: TermPlan, span: range, *, by_industry: bool) -> None:
    """Keep what record terms look at: `members` (condition × record that meets it), `lives` (set of states × record:
    when it entered and left), `field_values` (field × record). `span`: the months at which terms are taken.
    """
    if not catalogue.records:
        return
    asked = _asked(programme, catalogue, span)
    rows = [row for number, term in catalogue.records for row in asked.rows(number, term)]
    store.put("record_terms", table_of(rows, item=_SMALL, condition=_SMALL, stay=_SMALL, field=_SMALL))
    table = store.keep("record_subjects", _subjects(store, asked, by_industry=by_industry))
    store.keep("members", _members(store, table, asked))
    store.keep("lives", _lives(store, programme, asked))
    if asked.fields:
        values = union_all(_field_values(asked, table, *field) for field in enumerate(asked.fields))
        store.keep("field_values", values.distinct() if dated(store) else values)


def record_numbers(store: Store, programme: Programme, catalogue: TermPlan, span: range) -> ibis.Table:
    """Numbers of record terms: item, scope, moment, value."""
    alive = _alive(store)
    terms, scopes = _put_windows(store, programme, catalogue, span), store.table("place_scopes")
    different = [number for number, term in catalogue.records if term.aggregate == "distinct"]
    tables = []
    if len(different) < len(catalogue.records):
        added = alive.filter(~alive["item"].isin(different)) if different else alive
        tables.append(_added(store, added, terms, scopes))
    if different:
        # What is different within two places may be the same: different values are counted at each scope anew.
        placed = _at_months(store, alive.filter(alive["item"].isin(different)), terms).join(scopes, "place")
        counted = placed.group_by("item", "scope", *moment(store))
        tables.append(counted.agg(value=placed["key"].nunique().cast("float64")))
    return union_all(tables)


def standing_records(store: Store, programme: Programme, catalogue: TermPlan, span: range) -> ibis.Table:
    """Every record that counts for a term at a moment: item, id, place, key, amount, entered, at (and standing)."""
    standing = _at_months(store, _alive(store), _put_windows(store, programme, catalogue, span))
    return standing.select("item", "id", "place", "key", "amount", "entered", *moment(store))


def _alive(store: Store) -> ibis.Table:
    """Term × record that meets its condition × stay in its states, with the key and the amount that count."""
    terms, members, lives = (store.table(name) for name in ("record_terms", "members", "lives"))
    alive = terms.join(members, "condition").join(lives, ["stay", "id"])
    if not store.has("field_values"):
        return alive.mutate(key=alive.id, amount=ibis.null(EXACT))
    return alive.left_join(store.table("field_values"), ["field", "id"]).drop("field_right", "id_right")


def _at_months(store: Store, records: ibis.Table, terms: ibis.Table) -> ibis.Table:
    """Records at every moment at which they count."""
    spread = records.join(terms, ["item", "condition"])
    at = spread["at"]
    spread = spread.filter(spread.entered <= at, at < spread.left_in, spread.entered >= spread.not_before)
    spread = spread.filter(holding(spread, spread.standing)) if dated(store) else spread
    return spread.filter((spread.above_since <= spread["at"]).ifelse(spread.above, spread.below))


def _added(store: Store, alive: ibis.Table, terms: ibis.Table, scopes: ibis.Table) -> ibis.Table:
    """Counts and sums: records of one place and one life come together before months and scopes are spread out."""
    since = (alive.below == alive.above).ifelse(0, alive.above_since)
    spell = ("holds_from", "holds_until") if dated(store) else ()
    alike = alive.group_by(
        "item", "condition", "place", "entered", "left_in", "below", "above", *spell, above_since=since
    )
    together = alike.agg(number=alive.count(), amount=alive.amount.sum().cast(EXACT))
    placed = _at_months(store, together, terms).join(scopes, "place")
    sums = placed.group_by("item", "aggregate", "scope", *moment(store)).agg(
        number=placed.number.sum().cast("float64"), amount=placed.amount.sum().cast("float64")
    )
    value = (sums["aggregate"] == "total").ifelse(sums.amount, sums.number)
    return sums.select("item", "scope", *moment(store), value=value)


def _put_windows(store: Store, programme: Programme, catalogue: TermPlan, span: range) -> ibis.Table:
    windows = store.put("record_months", _windows(_asked(programme, catalogue, span), catalogue.records))
    return windows.join(store.table("moments"), "at") if dated(store) else windows


def _asked(programme: Programme, catalogue: TermPlan, span: range) -> _Asked:
    return _Asked.of(programme, (term for _, term in catalogue.records), span)


def _windows(asked: _Asked, records: Iterable[tuple[int, RecordTerm]]) -> pa.Table:
    """For every term and month, the condition as it is asked then and the first month in which an entry counts."""
    rows = []
    for number, term in records:
        for at in asked.span:
            first = {"year": at - at % 12, "programme": asked.programme.head.start.first}.get(term.within, 0)
            rows.append((number, asked.condition(term, at), term.aggregate, at, first))
    return table_of(rows, item=_SMALL, condition=_SMALL, aggregate=_TEXT, at=_SMALL, not_before=_SMALL)


def _lives(store: Store, programme: Programme, asked: _Asked) -> ibis.Table:
    """When each record entered and left a set of states: stay, id, entered, left_in."""
    kept_in = [(ledger.partition(ROWS)[0], states) for ledger, states in asked.stays]
    wanted = [(number, ledger, state) for number, (ledger, states) in enumerate(kept_in) for state in states]
    states = store.put("wanted_states", table_of(wanted, stay=_SMALL, ledger=_TEXT, state=_TEXT))
    lives = _stays(store, programme, asked).join(states, ["ledger", "state"])
    lives = lives.filter(lives.since < lives.left_in)
    in_order = ibis.window(group_by=["stay", "id"], order_by=["since", "left_in"])
    so_far = ibis.window(group_by=["stay", "id"], order_by=["since", "left_in"], preceding=(None, 0))
    ordered = lives.mutate(left_before=lives.left_in.lag().over(in_order))
    fresh = ordered.left_before.isnull() | (ordered.left_before < ordered.since)
    ordered = ordered.mutate(fresh=fresh.cast("int64"))
    runs = ordered.mutate(entry=ordered.fresh.sum().over(so_far))
    found = runs.group_by("stay", "id", "entry").agg(entered=runs.since.min(), left_in=runs.left_in.max()).drop("entry")
    inside = {number: ledger for number, (ledger, _) in enumerate(asked.stays) if ROWS in ledger}
    if not inside:
        return found
    rows = {book: rows_as_records(store, programme, book, ()) for book in dict.fromkeys(inside.values())}
    whole = found.filter(~found.stay.isin(list(inside)))
    return union_all([whole, *(stays_of_rows(found, number, rows[book]) for number, book in inside.items())])


def _stays(store: Store, programme: Programme, asked: _Asked) -> ibis.Table:
    """Every stay of a record in a state: ledger, id, state, since, left_in.

    Where the state goes by a day of the record, the stay begins on it, and the stays before it end there; where the
    state expires, it ends with the last month that the day reaches to the end of.
    """
    stays = store.table("record_states")
    stays = stays.mutate(left_in=stays["until"].fill_null(NEVER)).drop("until")
    named = dict.fromkeys(ledger.partition(ROWS)[0] for ledger, _ in asked.stays)
    ledgers = [programme.ledger_by_id[name] for name in named]
    told = [(ledger, state) for ledger in ledgers for state in ledger.states if _goes_by_days(ledger, state)]
    if not told:
        return stays
    days = store.keep("days_of_records", union_all(_days(store, ledger, state) for ledger, state in told))
    known = stays.left_join(days, ["ledger", "id", "state"]).drop("ledger_right", "id_right", "state_right")
    # The record has one such day: of several stays in the state it is the last one's.
    last = known.since == known.since.max().over(ibis.window(group_by=["ledger", "id", "state"]))
    known = known.mutate(dated=last.ifelse(known.dated, None), expired=last.ifelse(known.expired, None))
    later = ibis.window(group_by=["ledger", "id"], order_by=["since", "left_in"], following=(1, None))
    following = known.dated.min().over(later).fill_null(NEVER)
    return known.mutate(
        since=known.dated.fill_null(known.since),
        left_in=ibis.least(known.left_in, following, known.expired.fill_null(NEVER)),
    ).select("ledger", "id", "state", "since", "left_in")


def _goes_by_days(ledger: Ledger, state: State) -> bool:
    return bool(state.dated or state.expires or _lapsing(ledger, state))


def _lapsing(ledger: Ledger, state: State) -> bool:
    return any(recheck.lapses is not None and state.id in recheck.states for recheck in ledger.rechecks)


def _lapses(store: Store, ledger: Ledger, state: State) -> ibis.Table:
    """Of each record of a ledger that a missed recheck ends in a state, the first month whose end it does not reach."""
    records = store.table("records")
    rows = store.run(records.filter(records.ledger == ledger.id).select("id", "fields")).to_pylist()
    days = ((row["id"], lapse_of(ledger, state.id, json.loads(row["fields"] or "{}"))) for row in rows)
    after = ((name, day + dt.timedelta(days=1)) for name, day in days if day is not None)
    ends = [(name, month_index(day.year, day.month)) for name, day in after]
    return store.put(f"lapses_{ledger.id}_{state.id}", table_of(ends, id=_TEXT, lapsed=_SMALL))


def _days(store: Store, ledger: Ledger, state: State) -> ibis.Table:
    """The month since which each record of a ledger is in a state by its own day, and the first whose end it does not
    reach; null where it has no such day."""
    found = _days_of_fields(store, ledger, state)
    if not _lapsing(ledger, state):
        return found
    joined = found.left_join(_lapses(store, ledger, state), "id").drop("id_right")
    soonest = ibis.least(joined.expired.fill_null(NEVER), joined.lapsed.fill_null(NEVER)).nullif(NEVER)
    return joined.mutate(expired=soonest.cast("int32")).drop("lapsed")


def _days_of_fields(store: Store, ledger: Ledger, state: State) -> ibis.Table:
    records = store.table("records")
    own = records.filter(records.ledger == ledger.id)
    content = own.fields.cast("json")

    def month(field: str | None, *, after: int) -> Any:
        if field is None:
            return ibis.null("int32")
        day = field_text(content, field).try_cast("date") + ibis.interval(days=after)
        return (day.year() * 12 + day.month() - 1).cast("int32")

    return own.select(
        "ledger",
        "id",
        state=ibis.literal(state.id),
        dated=month(state.dated, after=0),
        expired=month(state.expires, after=1),
    )


def _subjects(store: Store, asked: _Asked, *, by_industry: bool) -> ibis.Table:
    """All records with some of their fields as texts, the place at which they count, and what is known of their entity:
    a row for each of its spells. Many conditions look at one field: it is read out of the record once. Rows inside them
    that are counted stand among them; what is asked of those inside each, beside it."""
    records, fields = store.table("records"), asked.looked_at()
    content = records.fields.cast("json")
    read = records.select(*_OWN, **{column_of(name): field_text(content, name) for name in fields})
    inside = [rows_as_records(store, asked.programme, book, fields) for book in asked.books]
    read = union_all([read, *(rows.select(*read.columns) for rows in inside)]) if inside else read
    read = gathered_columns(store, asked.programme, read, asked.gathered)
    register = store.table("register").drop("class", "signature", "place")
    about = register.rename({f"entity_{name}": name for name in register.columns})
    joined = read.left_join(about, read.entity == about.entity_id)
    area = joined.area.nullif("").fill_null(joined.entity_area)
    park = (area == joined.entity_area).ifelse(joined.entity_park, ibis.null("string"))
    industry = joined.entity_industry if by_industry else None
    return joined.mutate(place=place_of(area, park, industry), counted_area=area)


def _members(store: Store, table: ibis.Table, asked: _Asked) -> ibis.Table:
    """Every record's answers to all conditions of its ledger, unfolded to one row per condition that it may meet."""
    books = [_book(asked, table, one.ledger, one.at) for one in asked.questions]
    spell = {"holds_from": 0, "holds_until": NEVER} if dated(store) else {}
    signed = table.select(
        "id",
        "place",
        **{name: table[f"entity_{name}"].fill_null(nothing) for name, nothing in spell.items()},
        above_since=table.entity_above_since.fill_null(NEVER),
        signature=signature(book.answer(one.condition) for book, one in zip(books, asked.questions, strict=True)),
    )
    return unfolded(store, store.keep("signed_records", signed), len(asked.questions), "condition")


def _book(asked: _Asked, table: ibis.Table, ledger: str, at: int) -> RecordBook:
    number = numbered(asked.gathered, ledger, at)
    of = asked.programme.book_by_id[ledger]
    return RecordBook(asked.programme, of, table, at, lambda call: table[gathered_column(number(call))])


def _field_values(asked: _Asked, table: ibis.Table, number: int, wanted: tuple[str, str]) -> ibis.Table:
    """One field of one ledger: as the text that a count of different values looks at, and as a number."""
    name, ledger = wanted[1], asked.programme.book_by_id[wanted[0]]
    own = table.filter(table.ledger == ledger.id)
    computed = ledger.computed_of(name)
    if computed is not None:
        worked = _book(asked, own, ledger.id, asked.span.start).computed(name)
        amount = column_in(worked, MeasureUnit.parse(computed.unit)).cast(EXACT)
        return own.select("id", field=ibis.literal(number, type="int32"), key=amount.cast("string"), amount=amount)
    key = own[column_of(name)] if ledger.field(name) else own[name]
    amount = key.try_cast("float64").try_cast(EXACT)
    return own.select("id", field=ibis.literal(number, type="int32"), key=key, amount=amount)
