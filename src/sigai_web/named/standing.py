"""Where what the plan names stands: the records of what it is linked to, and the last figures of linked entities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from sigai.programme import Named
from sigai_web.language import month_said
from sigai_web.ledgers.summaries import RecordLine, lines
from sigai_web.named.meant import Meant, of_links
from sigai_web.named.models import NamedLink
from sigai_web.permissions import visible
from sigai_web.store.models import CurrentFigure, CurrentRecord
from sigai_web.store.operations import RECORD_READ


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A name of the plan, what it is linked to (of what one may see), and the records by which it stands.

    `records` are the linked ones, and of linked entities those of the ledger by which the commitment is kept. `hidden`
    counts links to what one may not see.
    """

    named: Named
    links: Sequence[tuple[NamedLink, Meant]]
    hidden: int
    records: Sequence[RecordLine]

    @property
    def linked(self) -> bool:
        """Whether somebody has said what is meant."""
        return bool(self.links or self.hidden)


def standing_of(user: Any, names: Sequence[Named]) -> list[NamedLine]:
    """Where some names stand, in their order; five queries for all of them."""
    links = list(NamedLink.objects.filter(removed_at=None, name__in=[one.id for one in names]))
    meant = of_links(user, links)
    records = _records_of(user, links)
    found = []
    for named in names:
        own = [link for link in links if link.name == named.id]
        shown = [(link, one) for link in own if (one := meant[link.pk]) is not None]
        found.append(NamedLine(named, shown, len(own) - len(shown), _lines_of(named, own, records)))
    return found


def last_figures(entities: Iterable[str]) -> dict[str, str]:
    """The last month of which some entities have a figure, by entity."""
    rows = CurrentFigure.objects.filter(entity__in=set(entities)).values("entity").annotate(last=Max("month"))
    return {row["entity"]: month_said(row["last"]) for row in rows.order_by("entity")}


def _records_of(user: Any, links: Sequence[NamedLink]) -> Mapping[str, Sequence[RecordLine]]:
    """Records by what they are found by: `entity:CODE` and `record:KEY`."""
    keys = [int(link.subject) for link in links if link.kind == NamedLink.Kind.RECORD]
    entities = [link.subject for link in links if link.kind == NamedLink.Kind.ENTITY]
    reached = visible(user, RECORD_READ, CurrentRecord.objects.all())
    found: dict[str, list[RecordLine]] = {}
    for line in lines(
        [*reached.filter(pk__in=keys), *reached.filter(entity__in=entities).order_by("ledger", "number")]
    ):
        for name in {f"record:{line.pk}", f"entity:{line.record.entity}"}:
            found.setdefault(name, []).append(line)
    return found


def _lines_of(
    named: Named, links: Sequence[NamedLink], records: Mapping[str, Sequence[RecordLine]]
) -> list[RecordLine]:
    found: dict[int, RecordLine] = {}
    for link in links:
        for line in records.get(f"{link.kind}:{link.subject}", ()):
            if link.kind == NamedLink.Kind.RECORD or named.ledger in (None, line.ledger.id):
                found[line.pk] = line
    return list(found.values())
