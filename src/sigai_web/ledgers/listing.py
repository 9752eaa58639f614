"""Which records of a ledger a list shows, and in which order: what an address asks for, as one query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform, compile_json_path  # type: ignore[attr-defined]
from django.db.models.functions import Cast, Substr

from sigai.programme import MANY, Ledger, LedgerField
from sigai_web import programme
from sigai_web.ledgers.reading import RecordsReader
from sigai_web.store.columns import LONGEST_KEY, number_key, sort_columns, whole_key
from sigai_web.store.models import CurrentRecord, Entity, RecordLink, RecordParty
from sigai_web.store.records import searchable

Rows = QuerySet[CurrentRecord]
PICKED = frozenset({"choice", "choices", "yes_no", "unit", "area", "named"})
"""Types of fields that a list is narrowed by with one word."""
HEAD_ORDERS: Mapping[str, type] = {"number": str, "name": str, "area": str, "day": date, "due": date, "at": datetime}
"""What every list can be ordered by, and of which kind it is."""
UNLINKED = "unlinked"
"""Asks for records in which a field that links to others holds a text that leads to none."""
SINCE = "since"
"""Asks for the day on which a record entered its state, beside the fields that are days."""
_ENDS = ("from", "to")
_LARGEST = Decimal(10) ** 18
_LARGEST_FLOAT = 1e308
_YES_NO = {"yes": ("true", "1"), "no": ("false", "0")}
_NOTHING = "-"
"""Asks for records in which a field is empty."""


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """What an address asks of a list. `picked`, days and numbers are by ids of fields; SINCE is the state's day."""

    words: str = ""
    state: str = ""
    overdue: bool = False
    area: str = ""
    entity: str = ""
    picked: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    order: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything beside the state is asked for."""
        return bool(self.words or self.area or self.entity or self.picked or self.days or self.numbers)


def asked(ledger: Ledger, given: Mapping[str, str]) -> RecordQuery:
    """What the parameters of an address ask for; what cannot be read is left out."""
    picked, days, numbers = {}, {}, {}
    for each in ledger.fields:
        word = given.get(f"f_{each.id}", "").strip()
        if (each.kind in PICKED or each.kind == "record") and word:
            picked[each.id] = word
    for name in (SINCE, *(each.id for each in ledger.fields if each.kind == "date")):
        span = _day(given.get(f"{name}_from", "")), _day(given.get(f"{name}_to", ""))
        if any(span):
            days[name] = span
    for name in (each.id for each in ledger.fields if each.kind == "number"):
        ends = _amount(given.get(f"{name}_from", "")), _amount(given.get(f"{name}_to", ""))
        if ends != (None, None):
            numbers[name] = ends
    state = given.get("state", "")
    return RecordQuery(
        words=given.get("q", "").strip()[:100],
        state=state if any(each.id == state for each in ledger.states) else "",
        overdue=given.get("overdue") == "1",
        area=given.get("area", "") if given.get("area", "") in programme.current().area_by_code else "",
        entity=given.get("entity", "").strip(),
        picked=picked,
        days=days,
        numbers=numbers,
        order=given.get("sort", ""),
    )


def unread(ledger: Ledger, given: Mapping[str, str]) -> list[str]:
    """Those of the parameters by which fields are asked for that say nothing of a ledger."""
    wanted = asked(ledger, given)
    spans = {**wanted.days, **wanted.numbers}
    known = {f"f_{name}" for name in wanted.picked}
    known |= {
        f"{name}_{end}" for name, ends in spans.items() for end, at in zip(_ENDS, ends, strict=True) if at is not None
    }
    return [name for name in given if name not in known]


def narrowed(reader: RecordsReader, wanted: RecordQuery) -> Rows:
    """The records that somebody reads and the address asks for, whatever their state. By what they may not read, no
    record is found."""
    rows, ledger = reader.rows, reader.ledger
    for word in searchable(wanted.words).split():
        rows = rows.filter(reader.found(word))
    if wanted.area:
        rows = rows.filter(_in_area(wanted.area))
    if wanted.entity:
        naming = Q(pk__in=RecordParty.objects.filter(place=wanted.entity).values("record"))
        rows = rows.filter(Q(entity=wanted.entity) | reader.among_own(naming))
    for name, word in wanted.picked.items():
        rows = rows.alias(**{f"x_{name}": _text(ledger, name)}).filter(
            reader.knowing(_picked(ledger, name, word), name)
        )
    for name, span in wanted.days.items():
        rows = rows.alias(**({} if name == SINCE else {f"x_{name}": _text(ledger, name)}))
        rows = rows.filter(reader.knowing(_between_days(name, span), name))
    for name, ends in wanted.numbers.items():
        rows = rows.alias(**{f"n_{name}": _number(ledger, name)})
        rows = rows.filter(reader.knowing(_between_numbers(ledger, name, ends), name))
    return rows


def _picked(ledger: Ledger, name: str, word: str) -> Q:
    known = ledger.field(name)
    kind = known.kind if known else ""
    if word == _NOTHING:
        return Q(**{f"x_{name}__isnull": True})
    if kind == "record":
        return Q(pk__in=_linked(name, word))
    if kind == "choices":
        return _among_several(f"x_{name}", word)
    return Q(**{f"x_{name}__in": _YES_NO.get(word, ()) if kind == "yes_no" else (word,)})


def _among_several(key: str, word: str) -> Q:
    """One choice among those that a field holds, with what stands between them before and behind it."""
    return (
        Q(**{key: word})
        | Q(**{f"{key}__startswith": f"{word}{MANY}"})
        | Q(**{f"{key}__endswith": f"{MANY}{word}"})
        | Q(**{f"{key}__contains": f"{MANY}{word}{MANY}"})
    )


def _linked(field: str, word: str) -> QuerySet[Any]:
    """The records that link to `ledger/number` by a field, or whose text in it leads to no record."""
    links = RecordLink.objects.filter(field=field)
    ledger, _, number = word.partition("/")
    found = (
        links.filter(target=None) if word == UNLINKED else links.filter(target__ledger=ledger, target__number=number)
    )
    return found.values("record")


def in_state(reader: RecordsReader, rows: Rows, wanted: RecordQuery, today: date) -> Rows:
    """Of these only the ones in the state that is asked for, and beyond their deadline where that is."""
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return rows.filter(reader.among_own(Q(due__lt=today))) if wanted.overdue else rows


@dataclass(frozen=True, slots=True)
class RecordOrder:
    """By what a list is ordered and of which `kind` that is, in which direction, and of which records its reader may
    know it (empty: of all)."""

    key: Any
    kind: type
    down: bool
    told: Q

    @property
    def stands(self) -> Q:
        """Holds of the records that are ordered by it, where it is called `order_key`; others come last."""
        return self.told & (Q(order_key__gte=-_LARGEST_FLOAT) if self.kind is float else Q(order_key__isnull=False))


def order_of(reader: RecordsReader, wanted: RecordQuery) -> RecordOrder | None:
    """What the address asks a list to be ordered by; None where it says nothing of the ledger."""
    ledger, name, down = reader.ledger, wanted.order.removeprefix("-"), wanted.order.startswith("-")
    known = ledger.field(name.removeprefix("f_")) if name.startswith("f_") else None
    if known is not None:
        return RecordOrder(*_sort_key(ledger, known), down, reader.knowing(Q(), known.id))
    if name == "due":
        return RecordOrder(F(name), HEAD_ORDERS[name], down, reader.own)
    if name == "state":
        states = (When(state=state.id, then=at) for at, state in enumerate(ledger.states))
        return RecordOrder(Case(*states), int, down, Q())
    return RecordOrder(F(name), HEAD_ORDERS[name], down, Q()) if name in HEAD_ORDERS else None


def in_order(reader: RecordsReader, rows: Rows, wanted: RecordQuery) -> Rows:
    """Ordered as the address asks; else by number. Records in which nothing stands, or nothing that their reader may
    know, come last."""
    order = order_of(reader, wanted)
    if order is None:
        return rows.order_by("number")
    key = Case(When(order.told, then=order.key)) if order.told else order.key
    first = key.desc(nulls_last=True) if order.down else key.asc(nulls_last=True)
    return rows.order_by(first, "number")


@dataclass(frozen=True, slots=True)
class ListedRecords:
    """What a list shows: how many records in each state, how many late, and the keys of those in the state that is
    asked for, as many as a page is long."""

    by_state: Mapping[str, int]
    late: int
    count: int
    keys: Callable[[int, int], list[int]]


def listed(reader: RecordsReader, wanted: RecordQuery, today: date) -> ListedRecords:
    """The records of a list, in its order. What is narrowed is looked through once; else the records are counted by
    their index, and only a page of them is looked up."""
    rows = narrowed(reader, wanted)
    if not wanted.narrowed:
        by_state, late = _counts(reader, rows, today)
        found = in_order(reader, in_state(reader, rows, wanted, today), wanted).values_list("pk", flat=True)
        count = late if wanted.overdue else by_state.get(wanted.state, 0) if wanted.state else sum(by_state.values())
        if wanted.overdue and wanted.state:
            count = found.order_by().count()
        return ListedRecords(by_state, late, count, lambda first, last: list(found[first:last]))
    missed = Case(When(reader.among_own(Q(due__lt=today)), then=Value(value=True)), default=Value(value=False))
    hits = list(in_order(reader, rows, wanted).annotate(missed=missed).values_list("pk", "state", "missed"))
    by_state = Counter(state for _, state, _ in hits)
    shown = [pk for pk, state, over in hits if wanted.state in ("", state) and (over or not wanted.overdue)]
    late = sum(1 for _, _, over in hits if over)
    return ListedRecords(by_state, late, len(shown), lambda first, last: shown[first:last])


def _counts(reader: RecordsReader, rows: Rows, today: date) -> tuple[dict[str, int], int]:
    late = Count("ledger", filter=reader.among_own(Q(due__lt=today)))
    found = (
        rows.order_by().values("state").annotate(many=Count("ledger"), late=late).values_list("state", "many", "late")
    )
    told = [(state, many, missed) for state, many, missed in found]
    return {state: many for state, many, _ in told}, sum(missed for _, _, missed in told)


class _PlainText(KeyTextTransform):
    """A field as text, taken out of a record once."""

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        """SQLite gives 1 of a yes; Django would ask for the type of every value to make `true` of it."""
        return _extracted(self, compiler, connection)


class _PlainValue(KeyTransform):
    """A number of a record, taken out of it once."""

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        """As it is kept."""
        return _extracted(self, compiler, connection)


def _extracted(key: KeyTransform, compiler: Any, connection: Any) -> tuple[str, Any]:
    lhs, given, keys = key.preprocess_lhs(compiler, connection)
    return f"JSON_EXTRACT({lhs}, %s)", (*given, compile_json_path(keys))


def _sort_key(ledger: Ledger, field: LedgerField) -> tuple[Any, type]:
    """What a field is ordered by, and of which kind that is: its key, where one is kept."""
    if column := sort_columns(ledger).get(field.id):
        return F(column), str
    if field.kind == "number":
        return _PlainValue(field.id, "fields"), float
    return Substr(_plain_text(field.id), 1, LONGEST_KEY), str


def _text(ledger: Ledger, name: str) -> Any:
    """A field as text: the key that is kept of it, where that says all."""
    return F(column) if (column := _whole_column(ledger, name)) else _plain_text(name)


def _number(ledger: Ledger, name: str) -> Any:
    return F(column) if (column := _whole_column(ledger, name)) else _PlainValue(name, "fields")


def _whole_column(ledger: Ledger, name: str) -> str | None:
    known = ledger.field(name)
    return sort_columns(ledger).get(name) if known is not None and whole_key(known) else None


def _plain_text(name: str) -> Cast:
    """A field as text on either database: `true` of a yes, or 1."""
    return Cast(_PlainText(name, "fields"), TextField())


def _in_area(area: str) -> Q:
    """The records that indicators count in an area: at their own area; where none is given, where their subject lies;
    and in the park of a subject that lies where they do."""
    codes = programme.current().areas_under(area)
    registered = set(Entity.objects.filter(pk__in=codes).values_list("pk", flat=True))
    lying = Entity.objects.filter(Q(area__in=codes) | Q(park__in=codes)).values("pk")
    itself = [code for code in codes if code not in registered]
    unplaced = Q(area__isnull=True) | Q(area="")
    parked = Entity.objects.filter(park__in=codes)
    in_park = Q(entity__in=parked.values("pk")) & Exists(parked.filter(pk=OuterRef("entity"), area=OuterRef("area")))
    return Q(area__in=codes) | in_park | unplaced & (Q(entity__in=lying) | Q(entity__in=itself))


def _between_days(name: str, span: tuple[date | None, date | None]) -> Q:
    first, last = span
    if name == SINCE:
        return Q(day__gte=first) & _up_to("day", last) if first else _up_to("day", last)
    begun = Q(**{f"x_{name}__gte": first.isoformat()}) if first else Q()
    return begun & _up_to(f"x_{name}", last.isoformat() if last else None)


def _between_numbers(ledger: Ledger, name: str, span: tuple[Decimal | None, Decimal | None]) -> Q:
    written: Callable[[float], Any] = number_key if _whole_column(ledger, name) else float
    least, most = (None if end is None else written(float(end)) for end in span)
    begun = Q(**{f"n_{name}__gte": least}) if least is not None else Q()
    return begun & _up_to(f"n_{name}", most)


def _up_to(key: str, last: Any) -> Q:
    return Q() if last is None else Q(**{f"{key}__lte": last})


def _amount(text: str) -> Decimal | None:
    """A number as somebody writes it, with commas; None for what is none."""
    try:
        found = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < _LARGEST else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
