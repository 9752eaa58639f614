"""The records around one that makes a step, as its condition asks for them; and those in the way, for a link to them.

A condition is judged by all of them, whoever sees them; told by name are only those that the person may see.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sigai.base import Issue
from sigai.ledgers import LinkedRecords, LinkIndex, Record, linkages_of, links_in, may_mean
from sigai.programme import Transition
from sigai_web import programme
from sigai_web.ledgers.reading import readable_records
from sigai_web.store.models import CurrentRecord, Entity, RecordLink
from sigai_web.store.reading import entity_table
from sigai_web.store.records import as_record, entries_of


def around(user: Any, step: Transition, record: Record) -> LinkedRecords:
    """The records that a step's condition asks for: none where it asks for no links."""
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
    """Issues with the records in the way as a page links to them."""
    return tuple(_with_ways(issue) if issue.facts.get("in_the_way") else issue for issue in issues)


def _with_ways(issue: Issue) -> Issue:
    found = entries_of(set(issue.facts["in_the_way"]))
    names = dict(CurrentRecord.objects.filter(pk__in=found.values()).values_list("pk", "name"))
    records = tuple((pk, f"{number} {names.get(pk) or ''}".rstrip()) for (_, number), pk in found.items())
    return Issue(issue.problem, issue.place, {**issue.facts, "records": records})
