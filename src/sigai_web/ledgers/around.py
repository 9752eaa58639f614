"""What a step is judged by around its record: linked records, the lists and figures of its entity; and what of these
is in the way, for a link to it.

A condition is judged by all of them, whoever sees them; told by name are only those that the person may see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse

from sigai.base import Issue
from sigai.ledgers import (
    LinkedRecords,
    LinkIndex,
    Record,
    asked_of_entity,
    figures_asked,
    linkages_of,
    links_in,
    may_mean,
)
from sigai.programme import Transition
from sigai_web import programme
from sigai_web.language import language, period_said
from sigai_web.ledgers.reading import readable_records
from sigai_web.permissions import allowed
from sigai_web.store.models import CurrentFigure, CurrentRecord, Entity, EntityFact, FigureRevision, RecordLink
from sigai_web.store.operations import FIGURE_READ
from sigai_web.store.owners import figure_subject
from sigai_web.store.reading import entity_table
from sigai_web.store.records import as_record, entries_of
from sigai_web.store.register import counting


def around(user: Any, step: Transition, record: Record, on: date) -> LinkedRecords:
    """The records that a step's condition asks for, and the lists and figures of the entity, on the day of the step."""
    content = programme.current()
    ledger = content.ledger_by_id[record.ledger]
    found = _linked(user, step, record)
    known = (
        Entity.objects.filter(pk=record.entity or "").first() if any(asked_of_entity(step, ledger, content)) else None
    )
    if known is None:
        return found
    figures, told = {}, set()
    for asked in figures_asked(step, ledger, content, on):
        rows = CurrentFigure.objects.filter(entity=known.pk, measure=asked.measure.id, value__isnull=False)
        within = rows.filter(month__range=(asked.period.first, asked.period.last))
        figures[asked.text] = asked.amount(dict(within.values_list("month", "value")))
        if allowed(user, FIGURE_READ, figure_subject(content, known.pk, known.area, asked.measure.id)):
            told.add(asked.text)
    return replace(found, lists=_lists_of(known.pk, on), figures=figures, told=told)


def _lists_of(entity: str, on: date) -> frozenset[str]:
    """The lists on which an entity stands in the month of a day."""
    month = on.year * 12 + on.month - 1
    facts = counting(EntityFact.objects.filter(entity=entity, fact="list"))
    return frozenset(
        str(fact.value) for fact in facts if (fact.since or 0) <= month and (fact.until is None or month <= fact.until)
    )


def _linked(user: Any, step: Transition, record: Record) -> LinkedRecords:
    content = programme.current()
    condition = content.parsed.condition(step)
    ledger = content.ledger_by_id[record.ledger]
    asked = linkages_of(condition, ledger, content) if condition is not None else ()
    if not asked:
        return LinkedRecords()
    links = links_in(ledger, record.fields)
    keys = entries_of({key for _, field, value in links for key in may_mean(field, value)})
    own = entries_of({(record.ledger, record.id)}).values() if record.id else ()
    targets = list(CurrentRecord.objects.filter(pk__in=keys.values()))
    linking = {}
    for one in asked:
        if one.direction != "linked":
            rows = RecordLink.objects.filter(target__in=list(own), field=one.by, record__ledger=one.ledger)
            linking[one.ledger, one.by] = list(CurrentRecord.objects.filter(pk__in=rows.values("record")))
    met = [*targets, *(record for records in linking.values() for record in records)]
    seen = readable_records(user, CurrentRecord.objects.filter(pk__in=[one.pk for one in met]))
    return LinkedRecords(
        LinkIndex.of(map(as_record, targets)),
        {key: [as_record(one) for one in records] for key, records in linking.items()},
        entity_table(Entity.objects.filter(pk__in=[one.entity for one in met if one.entity])),
        frozenset(seen.values_list("ledger", "number")),
    )


def with_ways(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues with the records in the way, and the lists and figures that were asked for, as a page links to them."""
    asked = ("in_the_way", "looked_at")
    return tuple(_with_ways(issue) if any(issue.facts.get(one) for one in asked) else issue for issue in issues)


def _with_ways(issue: Issue) -> Issue:
    found = entries_of(set(issue.facts["in_the_way"]))
    names = dict(CurrentRecord.objects.filter(pk__in=found.values()).values_list("pk", "name"))
    records = tuple((pk, f"{number} {names.get(pk) or ''}".rstrip()) for (_, number), pk in found.items())
    places = tuple(filter(None, map(_place, issue.facts.get("looked_at", ()))))
    return Issue(issue.problem, issue.place, {**issue.facts, "records": records, "places": places})


def _place(place: tuple[str, ...]) -> tuple[str, str] | None:
    """The address of a list, of a figure or else of who reports it, and what it is called; None where it has none."""
    content, said = programme.current(), language()
    match place:
        case "list", name:
            return reverse("entity-list", args=[name]), content.list_by_id[name].name[said]
        case "figure", entity, measure, period if entity:
            named = f"{period_said(period)} {content.measure_by_id[measure].name[said]}"
            one = FigureRevision.objects.filter(entity=entity, measure=measure, period=period).exists()
            return reverse("figure", args=[entity, measure, period]) if one else reverse(
                "enterprise", args=[entity]
            ), named
    return None
