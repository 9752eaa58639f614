"""What a record shows of its links: where its own lead, which records lead to it, what could be meant by a text that
leads nowhere. Of records that its reader may not see, nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest

from sigai.ledgers import RecordKey, link_fields, links_in, may_mean
from sigai.programme import Ledger, LedgerField, RecordRows
from sigai_web import programme
from sigai_web.ledgers.links import linkable, near
from sigai_web.ledgers.reading import readable_links, readable_records
from sigai_web.ledgers.words import Badge, Wording, badge
from sigai_web.store.models import CurrentRecord, RecordEntry, RecordLink

_SHOWN, _SUGGESTED = 5, 3
_GROUP = ("record__ledger", "field", "many")


def links_of(user: Any, records: Iterable[CurrentRecord], ledger: Ledger) -> dict[RecordKey, CurrentRecord]:
    """The records that some records of a ledger link to, those that their reader sees; withdrawn ones, too."""
    keys = [record.pk for record in records if any(links_in(ledger, record.fields))]
    if not keys:
        return {}
    targets = RecordLink.objects.filter(record__in=keys, target__isnull=False).values("target")
    found = readable_records(user, CurrentRecord.every.filter(pk__in=targets))
    return {(one.ledger, one.number): one for one in found}


@dataclass(frozen=True, slots=True)
class BackLinks:
    """The records of one ledger that link to a record by one field, or in the rows of one table: how many, and the last
    ones."""

    ledger: Ledger
    field: LedgerField | RecordRows
    count: int
    rows: Sequence[tuple[CurrentRecord, str, Badge]]
    key: str


def back_links(user: Any, entry: RecordEntry) -> list[BackLinks]:
    """Who links to a record, of those that its reader sees, by ledger and field."""
    links = readable_links(user, RecordLink.objects.filter(target=entry))
    if links.query.is_empty():
        return []
    alike = [F("record__ledger"), F("field")]
    last = links.annotate(
        many=Window(Count("pk"), partition_by=alike),
        place=Window(RowNumber(), partition_by=alike, order_by=[F("record__current__at").desc(), F("record").desc()]),
    ).filter(place__lte=_SHOWN)
    rows = list(last.order_by("record__ledger", "field", "place").values_list(*_GROUP, "record"))
    records = CurrentRecord.objects.in_bulk([pk for *_, pk in rows])
    words, known = Wording.of(records.values()), programme.current().ledger_by_id
    found = []
    for (name, by, many), group in groupby(rows, key=lambda row: row[: len(_GROUP)]):
        ledger = known.get(name)
        field = ledger.filled_in(by) if ledger else None
        if ledger is None or field is None:
            continue
        met = [records[pk] for *_, pk in group]
        shown = [(one, one.name or words.entity(one.entity) or one.number, badge(ledger, one.state)) for one in met]
        found.append(BackLinks(ledger, field, many, shown, f"{entry.ledger}/{entry.number}"))
    return found


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A text that leads to no record, and the records that may be meant."""

    field: LedgerField
    text: str
    meant: Sequence[CurrentRecord]


def unlinked_of(user: Any, current: CurrentRecord, ledger: Ledger) -> list[Unlinked]:
    """The texts in link fields of a record that lead to no record that its reader sees, with suggestions: what reads
    alike, then what is about the same subject."""
    links = links_of(user, [current], ledger)
    found = []
    for field in link_fields(ledger):
        text = str(current.fields.get(field.id) or "")
        if text and not any(key in links for key in may_mean(field, text)):
            found.append(Unlinked(field, text, _suggested(user, current, field, text)))
    return found


def _suggested(user: Any, current: CurrentRecord, field: LedgerField, text: str) -> list[CurrentRecord]:
    standing = linkable(user, field).filter(withdrawn=False, **({"state__in": field.states} if field.states else {}))
    alike = list(near(user, field, text)[:_SUGGESTED])
    own = standing.filter(entity=current.entity).order_by("-at") if current.entity else standing.none()
    return list({one.pk: one for one in [*alike, *own[:_SUGGESTED]]}.values())[:_SUGGESTED]


def about_record(request: HttpRequest, current: CurrentRecord) -> dict[str, Any] | None:
    """The panel of a record's links; None where there are none of either kind."""
    ledger = programme.current().ledger_by_id.get(current.ledger)
    if ledger is None:
        return None
    back, unlinked = back_links(request.user, current.record), unlinked_of(request.user, current, ledger)
    return {"record": current, "back": back, "unlinked": unlinked} if back or unlinked else None


def link_ids(user: Any, current: CurrentRecord, ledger: Ledger) -> Mapping[str, int]:
    """The keys of the records that a record links to, by the ids of its fields."""
    links = links_of(user, [current], ledger)
    found = {}
    for field in link_fields(ledger):
        keys = may_mean(field, current.fields.get(field.id))
        target = next((links[key].pk for key in keys if key in links), None)
        if target is not None:
            found[field.id] = target
    return found
