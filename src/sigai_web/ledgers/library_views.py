"""The library: what ledgers open to their readers, of all of them together, found by words and shown as cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sigai.programme import Ledger, LedgerField
from sigai_web import programme
from sigai_web.language import language
from sigai_web.ledgers import listing
from sigai_web.ledgers.forms import options_of
from sigai_web.ledgers.linked import links_of
from sigai_web.ledgers.reading import LibraryReader, library_of, read_record, readable_fields
from sigai_web.ledgers.words import Badge, Shown, Wording, badge
from sigai_web.permissions import ReadLevel
from sigai_web.permissions.access import needs
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_CONSULT
from sigai_web.store.records import searchable

_PAGE = 24


@dataclass(frozen=True, slots=True)
class LibraryCard:
    """One record of a library as its readers read it; `facts` are the fields in which something stands."""

    record: CurrentRecord
    ledger: Ledger
    title: str
    entity: str
    area: str
    state: Badge
    facts: Sequence[tuple[LedgerField, Shown]]


@dataclass(frozen=True, slots=True)
class LibraryChoice:
    """One way to narrow the library of a ledger: a field and what it may be."""

    key: str
    name: str
    options: Sequence[tuple[str, str]]
    value: str


@needs(RECORD_CONSULT)
@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """Policies, providers, experts, cases and whatever else is open to its reader, by words, ledger and choices."""
    words = request.GET.get("q", "").strip()[:100]
    open_ledgers = library_of(request.user)
    chosen = next((ledger for ledger in open_ledgers if ledger.id == request.GET.get("ledger")), None)
    found = _found(request.user, open_ledgers, words)
    counts = dict(found.order_by().values("ledger").annotate(many=Count("pk")).values_list("ledger", "many"))
    rows = _within(request, chosen) if chosen else found
    page: Page[CurrentRecord] = Paginator(rows.order_by("-day", "-pk"), _PAGE).get_page(request.GET.get("page"))
    context = {
        "words": words,
        "ledgers": [(ledger, counts.get(ledger.id, 0)) for ledger in open_ledgers],
        "all": sum(counts.values()),
        "chosen": chosen,
        "choices": _choices(chosen, request.GET.dict()) if chosen else (),
        "page": page,
        "cards": _cards(request.user, page),
    }
    return render(request, "ledgers/library.html", context)


def _found(user: Any, ledgers: Sequence[Ledger], words: str) -> listing.Rows:
    opened = Q(pk__in=())
    for ledger in ledgers:
        opened |= Q(pk__in=LibraryReader(user, ledger).rows.order_by().values("pk"))
    rows = CurrentRecord.objects.filter(opened)
    for word in searchable(words).split():
        rows = rows.filter(opened_search__contains=word)
    return rows


def _within(request: HttpRequest, ledger: Ledger) -> listing.Rows:
    """The records of one ledger, narrowed as its list would be."""
    return listing.narrowed(LibraryReader(request.user, ledger), listing.asked(ledger, request.GET.dict()))


def _choices(ledger: Ledger, given: Mapping[str, str]) -> list[LibraryChoice]:
    names, content = readable_fields(ledger, ReadLevel.READERS), programme.current()
    fields = [field for field in ledger.fields if field.id in names and field.kind in listing.PICKED]
    return [
        LibraryChoice(
            f"f_{field.id}", field.name[language()], options_of(field, content), given.get(f"f_{field.id}", "")
        )
        for field in fields
    ]


def _cards(user: Any, page: Page[CurrentRecord]) -> list[LibraryCard]:
    known = programme.current().ledger_by_id
    cards: dict[int, LibraryCard] = {}
    for name in {one.ledger for one in page}:
        ledger = known[name]
        records = [read_record(one, ledger, ReadLevel.READERS) for one in page if one.ledger == name]
        wording = Wording.of(records, ledger, links=links_of(user, records, ledger))
        for one in records:
            shown = [(field, wording.value(field, one.fields.get(field.id))) for field in ledger.fields]
            cards[one.pk] = LibraryCard(
                record=one,
                ledger=ledger,
                title=one.name or wording.entity(one.entity) or one.number,
                entity=wording.entity(one.entity) if one.name else "",
                area=wording.area(one.area),
                state=badge(ledger, one.state),
                facts=[(field, value) for field, value in shown if value.text],
            )
    return [cards[one.pk] for one in page]
