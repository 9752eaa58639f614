"""All ledgers at a glance, and the list of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sigai.programme import Ledger, LedgerField, Text
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.filters.keeping import keeps_filters
from sigai_web.filters.offering import offered_filters
from sigai_web.language import choose, language
from sigai_web.ledgers import listing
from sigai_web.ledgers.bulk_views import steps_of_many
from sigai_web.ledgers.correcting import corrections_for
from sigai_web.ledgers.forms import area_options, options_of
from sigai_web.ledgers.linked import links_of
from sigai_web.ledgers.links import worded
from sigai_web.ledgers.reaching import ledger_or_404
from sigai_web.ledgers.reading import RecordsReader, own_records, readable_fields
from sigai_web.ledgers.rights import offered, start_steps
from sigai_web.ledgers.services import chosen, id_of
from sigai_web.ledgers.summaries import Summary, summaries
from sigai_web.ledgers.withdrawing import to_decide
from sigai_web.ledgers.words import Wording, badge, deadline
from sigai_web.permissions import Reach, allowed, reaches, visible
from sigai_web.permissions.access import needs
from sigai_web.store.columns import shown_fields
from sigai_web.store.finding import holding
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_CONSULT, RECORD_KEEP, RECORD_READ, RECORD_WITHDRAW

_PAGE = 50
_OFFERED = 20
_ABOUT = ("entity", "about")
"""How the entity of a record stands beside a link that is being typed: as its form has it, as the record has it."""


@dataclass(frozen=True, slots=True)
class LedgerGroup:
    """The ledgers of one pillar."""

    name: Text
    rows: Sequence[tuple[Ledger, Summary | None]]

    @property
    def overdue(self) -> int:
        """How many records of these ledgers stayed in their state for too long."""
        return sum(summary.overdue for _, summary in self.rows if summary)


@needs(RECORD_CONSULT)
@require_GET
def ledgers(request: HttpRequest) -> HttpResponse:
    """Every ledger by pillar, with its records within reach: how many, in which states, how many overdue."""
    rows = visible(request.user, RECORD_CONSULT, CurrentRecord.objects.all())
    found = summaries(rows, most=0, own=own_records(request.user))
    by_ledger = {summary.ledger.id: summary for summary in found}
    content = programme.current()
    of_one = all(reach is Reach.ENTITY for reach, _ in reaches(request.user, RECORD_READ))
    # an enterprise is shown what it has; the many ledgers in which it has nothing stay within reach below
    shown = [one for one in content.ledgers if one.id in by_ledger or not of_one]
    groups = [(pillar.name, [one for one in shown if one.pillar == pillar.id]) for pillar in content.pillars]
    pillars = {pillar.id for pillar in content.pillars}
    groups.append((Text(zh="综合保障", en="Across pillars"), [one for one in shown if one.pillar not in pillars]))
    context = {
        "groups": [LedgerGroup(name, [(one, by_ledger.get(one.id)) for one in rows]) for name, rows in groups if rows],
        "others": [one for one in content.ledgers if one not in shown],
        "records": sum(summary.count for summary in found),
        "overdue": sum(summary.overdue for summary in found),
        "corrections": list(corrections_for(request.user))[:_PAGE],
        "to_decide": to_decide(request.user)[:_PAGE] if allowed(request.user, RECORD_WITHDRAW) else (),
    }
    return render(request, "ledgers/ledgers.html", context)


@keeps_filters
@needs(RECORD_CONSULT)
@require_GET
def ledger_list(request: HttpRequest, ledger: str) -> HttpResponse:
    """The records of one ledger within reach: narrowed, found by words, sorted, in pages."""
    of = ledger_or_404(ledger)
    _without_empty(request)
    day = today()
    wanted, reader = listing.asked(of, request.GET.dict()), RecordsReader(request.user, of)
    found = listing.listed(reader, wanted, day)
    page: Page[CurrentRecord] = Paginator(cast("Any", RecordsOfPages(found)), _PAGE).get_page(request.GET.get("page"))
    readable = readable_fields(of, reader.level)
    columns = [field for field in shown_fields(of) if field.id in readable]
    context = {
        "ledger": of,
        "asked": wanted,
        "page": page,
        "columns": columns,
        "heads": _heads(of, columns, wanted.order),
        "rows": _rows(reader, page, columns, day),
        "states": [(state.id, badge(of, state.id), found.by_state.get(state.id, 0)) for state in of.states],
        "all": sum(found.by_state.values()),
        "overdue": found.late,
        "filters": _filters(of, wanted, readable),
        "areas": area_options(programme.current()),
        "subject": _subject(wanted.entity, bool(found.by_state)),
        "may_enter": bool(start_steps(request.user, of)),
        "may_keep": allowed(request.user, RECORD_KEEP),
        "may_step": bool(steps_of_many(request.user, of)),
        "saved": offered_filters(request),
    }
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "ledgers/list.html", context)
    response = render(request, "ledgers/_list.html", context)
    response["HX-Push-Url"] = f"{request.path}?{request.GET.urlencode()}"
    return response


class RecordsOfPages:
    """The records of a list as a paginator asks for them: their number is known, a page is looked up."""

    def __init__(self, found: listing.ListedRecords) -> None:
        self._found = found

    def __len__(self) -> int:
        """How many there are."""
        return self._found.count

    def __getitem__(self, page: slice) -> list[CurrentRecord]:
        keys = self._found.keys(page.start, page.stop)
        records = CurrentRecord.objects.in_bulk(keys)
        return [records[key] for key in keys if key in records]


def _subject(entity: str, named: bool) -> str:
    """The entity that a list is narrowed to: by name where a record within reach names it, else as it was asked for."""
    return Wording([entity]).entity(entity) if named else entity


def _without_empty(request: HttpRequest) -> None:
    """Leave out of the address what a form sends empty, so that links made from it stay short."""
    kept = request.GET.copy()
    for key in [key for key, word in kept.items() if not word]:
        del kept[key]
    request.GET = kept  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A header of the list: what it sorts by next, and how the list is sorted by it now."""

    name: str
    order: str
    sorted: str = ""
    number: bool = False
    unit: str = ""


def _heads(ledger: Ledger, columns: Sequence[LedgerField], order: str) -> list[HeadCell]:
    head = [("number", choose("编号", "Number")), ("name", choose("名称", "Name")), ("state", choose("状态", "State"))]
    head += [("due", choose("期限", "Due"))] if ledger.deadlines else []
    head += [("area", choose("地区", "Area"))]
    found = [_head_cell(key, name, order) for key, name in head]
    found += [_head_cell(f"f_{field.id}", field.name[language()], order, field) for field in columns]
    return [*found, _head_cell("day", choose("进入状态", "In state since"), order)]


def _head_cell(key: str, name: str, order: str, field: LedgerField | None = None) -> HeadCell:
    now = "ascending" if order == key else "descending" if order == f"-{key}" else ""
    number = field is not None and field.kind == "number"
    return HeadCell(name, f"-{key}" if now == "ascending" else key, now, number, field.unit if field else "")


def _rows(
    reader: RecordsReader, page: Page[CurrentRecord], columns: Sequence[LedgerField], day: date
) -> list[dict[str, Any]]:
    records, ledger = reader.read(page), reader.ledger
    wording = Wording.of(records, ledger, links=links_of(reader.user, records, ledger))
    return [
        {
            "record": record,
            "title": record.name or wording.entity(record.entity) or record.number,
            "entity": wording.entity(record.entity) if record.name else "",
            "area": wording.area(record.area),
            "cells": [(field, wording.value(field, record.fields.get(field.id))) for field in columns],
            "state": badge(ledger, record.state),
            "deadline": deadline(record.due, day),
        }
        for record in records
    ]


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """One way to narrow a list: a choice of words, a first and a last day, or a least and a greatest number."""

    key: str
    name: str
    options: Sequence[tuple[str, str]] = ()
    value: str = ""
    first: date | None = None
    last: date | None = None
    unit: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None


def _filters(ledger: Ledger, wanted: listing.RecordQuery, readable: Collection[str]) -> list[RecordFilter]:
    found = []
    fields = [field for field in ledger.fields if field.id in readable]
    for field in fields:
        if field.kind in listing.PICKED:
            options = options_of(field, programme.current())
            value = wanted.picked.get(field.id, "")
            options = [*options, ("-", choose("（未填）", "(empty)"))]
            found.append(RecordFilter(f"f_{field.id}", field.name[language()], options, value))
        elif field.kind == "record":
            value = wanted.picked.get(field.id, "")
            options = [(value, value)] if value not in ("", "-", listing.UNLINKED) else []
            options += [(listing.UNLINKED, choose("待关联", "to be linked")), ("-", choose("（未填）", "(empty)"))]
            found.append(RecordFilter(f"f_{field.id}", field.name[language()], options, value))
        elif field.kind == "number":
            least, most = wanted.numbers.get(field.id, (None, None))
            found.append(RecordFilter(field.id, field.name[language()], unit=field.unit, least=least, most=most))
    spans = [(listing.SINCE, choose("进入状态", "In state since"))]
    spans += [(field.id, field.name[language()]) for field in fields if field.kind == "date"]
    for key, name in spans:
        first, last = wanted.days.get(key, (None, None))
        found.append(RecordFilter(key, name, first=first, last=last))
    return found


@needs(RECORD_KEEP)
@require_GET
def entity_options(request: HttpRequest) -> HttpResponse:
    """Entities whose name or code holds what is being typed, to choose from, of those that its writer may see."""
    given: Mapping[str, str] = request.GET
    word = next((given[key].strip() for key in given if given[key].strip()), "")[:60]
    found = offered(request.user).filter(holding(word)).order_by("name")[:_OFFERED] if word else []
    return render(request, "ledgers/_options.html", {"entities": [chosen(one.name, one.pk) for one in found]})


@needs(RECORD_KEEP)
@require_GET
def record_options(request: HttpRequest, ledger: str, field: str) -> HttpResponse:
    """Records whose number, name or texts hold what is being typed, to link to by a field, of those that its writer
    sees and the field may lead to now."""
    book = programme.current().book_by_id.get(ledger)
    known = book.field(field) if book is not None else None
    if known is None or known.kind != "record":
        raise Http404
    given: Mapping[str, str] = request.GET
    word = next((given[key].strip() for key in given if key not in _ABOUT and given[key].strip()), "")[:60]
    about = next((id_of(given[key]) for key in _ABOUT if given.get(key, "").strip()), "")
    return render(request, "ledgers/_options.html", {"entities": worded(request.user, known, word, about)[:_OFFERED]})
