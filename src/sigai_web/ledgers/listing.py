"""Which records of a ledger a list shows, and in which order: what an address asks for, as one query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, TextField, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from sigai.programme import Ledger, LedgerField
from sigai_web import programme
from sigai_web.permissions import visible
from sigai_web.store.models import CurrentRecord, Entity, RecordLink
from sigai_web.store.operations import RECORD_READ
from sigai_web.store.records import searchable

Rows = QuerySet[CurrentRecord]
PICKED = frozenset({"choice", "yes_no", "unit", "named"})
"""Types of fields that a list is narrowed by with one word."""
HEAD_ORDERS = frozenset({"number", "name", "area", "day", "due", "at"})
UNLINKED = "unlinked"
"""Asks for records in which a field that links to others holds a text that leads to none."""
_YES_NO = {"yes": "true", "no": "false"}
_NOTHING = "-"
"""Asks for records in which a field is empty."""


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """What an address asks of a list. `picked` and the days are by the ids of fields; `since` is the state's day."""

    words: str = ""
    state: str = ""
    overdue: bool = False
    area: str = ""
    entity: str = ""
    picked: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)
    order: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything beside the state is asked for."""
        return bool(self.words or self.area or self.entity or self.picked or self.days)


def asked(ledger: Ledger, given: Mapping[str, str]) -> RecordQuery:
    """What the parameters of an address ask for; what cannot be read is left out."""
    picked, days = {}, {}
    for each in ledger.fields:
        word = given.get(f"f_{each.id}", "").strip()
        if (each.kind in PICKED or each.kind == "record") and word:
            picked[each.id] = word
    for name in ("since", *(each.id for each in ledger.fields if each.kind == "date")):
        span = _day(given.get(f"{name}_from", "")), _day(given.get(f"{name}_to", ""))
        if any(span):
            days[name] = span
    state = given.get("state", "")
    return RecordQuery(
        words=given.get("q", "").strip()[:100],
        state=state if any(each.id == state for each in ledger.states) else "",
        overdue=given.get("overdue") == "1",
        area=given.get("area", "") if given.get("area", "") in programme.current().area_by_code else "",
        entity=given.get("entity", "").strip(),
        picked=picked,
        days=days,
        order=given.get("sort", ""),
    )


def within_reach(user: Any, ledger: Ledger) -> Rows:
    """Every record of a ledger that somebody may read."""
    return visible(user, RECORD_READ, CurrentRecord.objects.filter(ledger=ledger.id))


def narrowed(rows: Rows, ledger: Ledger, wanted: RecordQuery) -> Rows:
    """The rows that the address asks for, whatever their state."""
    for word in searchable(wanted.words).split():
        rows = rows.filter(search__contains=word)
    if wanted.area:
        rows = rows.filter(_in_area(wanted.area))
    if wanted.entity:
        rows = rows.filter(record__parties__place=wanted.entity)
    for name, word in wanted.picked.items():
        known = ledger.field(name)
        rows = rows.alias(**{f"x_{name}": _text(name)})
        if word == _NOTHING:
            rows = rows.filter(**{f"x_{name}__isnull": True})
        elif known and known.kind == "record":
            rows = rows.filter(pk__in=_linked(name, word))
        else:
            rows = rows.filter(**{f"x_{name}": _YES_NO.get(word, word) if known and known.kind == "yes_no" else word})
    for name, span in wanted.days.items():
        rows = _between(rows, name, span)
    return rows


def _linked(field: str, word: str) -> QuerySet[Any]:
    """The records that link to `ledger/number` by a field, or whose text in it leads to no record."""
    links = RecordLink.objects.filter(field=field)
    ledger, _, number = word.partition("/")
    found = (
        links.filter(target=None) if word == UNLINKED else links.filter(target__ledger=ledger, target__number=number)
    )
    return found.values("record")


def in_state(rows: Rows, wanted: RecordQuery, today: date) -> Rows:
    """Of these only the ones in the state that is asked for, and beyond their deadline where that is."""
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return rows.filter(due__lt=today) if wanted.overdue else rows


def in_order(rows: Rows, ledger: Ledger, wanted: RecordQuery) -> Rows:
    """Ordered as the address asks; else by number. Records in which nothing stands come last."""
    name, down = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    known = ledger.field(name.removeprefix("f_")) if name.startswith("f_") else None
    if known is not None:
        key: Any = _sort_key(known)
    elif name == "state":
        key = Case(*(When(state=state.id, then=at) for at, state in enumerate(ledger.states)))
    elif name in HEAD_ORDERS:
        key = F(name)
    else:
        return rows.order_by("number")
    first = key.desc(nulls_last=True) if down else key.asc(nulls_last=True)
    return rows.order_by(first, "number")


def counts(rows: Rows, today: date) -> tuple[dict[str, int], int]:
    """How many there are in each state, and how many beyond a deadline, in one query."""
    late = Count("pk", filter=Q(due__lt=today))
    found = rows.order_by().values("state").annotate(many=Count("pk"), late=late).values_list("state", "many", "late")
    by_state, overdue = {}, 0
    for state, many, missed in found:
        by_state[state] = many
        overdue += missed
    return by_state, overdue


def _sort_key(field: LedgerField) -> Any:
    if field.kind == "number":
        return KeyTransform(field.id, "fields")
    return _text(field.id)


def _text(name: str) -> Cast:
    """A field as text on either database: `true` of a yes."""
    return Cast(KeyTextTransform(name, "fields"), TextField())


def _in_area(area: str) -> Q:
    """The records that indicators count in an area: at their own area; where none is given, where their subject lies;
    and in the park of a subject that lies where they do."""
    codes = programme.current().areas_under(area)
    registered = set(Entity.objects.filter(pk__in=codes).values_list("pk", flat=True))
    lying = Entity.objects.filter(Q(area__in=codes) | Q(park__in=codes)).values("pk")
    itself = [code for code in codes if code not in registered]
    unplaced = Q(area__isnull=True) | Q(area="")
    in_park = Entity.objects.filter(pk=OuterRef("entity"), area=OuterRef("area"), park__in=codes)
    return Q(area__in=codes) | Exists(in_park) | unplaced & (Q(entity__in=lying) | Q(entity__in=itself))


def _between(rows: Rows, name: str, span: tuple[date | None, date | None]) -> Rows:
    first, last = span
    if name == "since":
        rows = rows.filter(day__gte=first) if first else rows
        return rows.filter(day__lte=last) if last else rows
    rows = rows.alias(**{f"d_{name}": _text(name)})
    rows = rows.filter(**{f"d_{name}__gte": first.isoformat()}) if first else rows
    return rows.filter(**{f"d_{name}__lte": last.isoformat()}) if last else rows


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
