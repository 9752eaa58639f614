"""What a name of the plan may mean: entities, records and areas by code, number or name, and what looks alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sigai.programme import Named
from sigai_web import programme
from sigai_web.language import language
from sigai_web.named.models import NamedLink
from sigai_web.permissions import visible
from sigai_web.register import listing
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_READ

_MOST = 5
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Meant:
    """An entity, record or area: what names it, what it is called, and what people give to choose it."""

    kind: NamedLink.Kind
    subject: str
    title: str
    given: str


def find(user: Any, given: str) -> list[Meant]:
    """What is called so exactly, of what somebody may see."""
    text = given.strip()
    if not text:
        return []
    entities = listing.within_reach(user).filter(listing.called(text))[:_MOST]
    records = _records(user).filter(Q(number=text) | Q(name=text))[:_MOST]
    areas = [area for area in programme.current().areas if text in (area.code, area.name.zh, area.name.en)]
    return [
        *(Meant(NamedLink.Kind.ENTITY, one.pk, one.name, one.pk) for one in entities),
        *(_of_record(one) for one in records),
        *(Meant(NamedLink.Kind.AREA, area.code, area.name[language()], area.code) for area in areas),
    ]


def suggested(user: Any, named: Named, linked: Iterable[tuple[str, str]]) -> list[Meant]:
    """What may be meant by a name: entities, records and areas that are called alike and not linked yet."""
    known, found = set(linked), dict[tuple[str, str], Meant]()
    for one in _alike(user, named):
        if (one.kind, one.subject) not in known:
            found.setdefault((one.kind, one.subject), one)
    return list(found.values())


def _alike(user: Any, named: Named) -> Iterator[Meant]:
    words = [word for word in (named.name, *named.aliases) if len(word) >= _SHORTEST]
    content = programme.current()
    for word in words:
        for entity in listing.within_reach(user).filter(name__icontains=word).order_by("pk")[:_MOST]:
            yield Meant(NamedLink.Kind.ENTITY, entity.pk, entity.name, entity.pk)
        for record in _records(user).filter(name__icontains=word).order_by("pk")[:_MOST]:
            yield _of_record(record)
    for area in content.areas:
        if area.code == named.area or area.name.zh in words:
            yield Meant(NamedLink.Kind.AREA, area.code, area.name[language()], area.code)


def of_links(user: Any, links: Iterable[NamedLink]) -> dict[int, Meant | None]:
    """What links lead to, by their keys; None where somebody may not see it, or it is there no longer."""
    rows = list(links)
    by_kind = {kind: [row.subject for row in rows if row.kind == kind] for kind in NamedLink.Kind}
    keys = [int(each) for each in by_kind[NamedLink.Kind.RECORD]]
    entities = listing.within_reach(user).filter(pk__in=by_kind[NamedLink.Kind.ENTITY])
    found = {
        (NamedLink.Kind.ENTITY.value, one.pk): Meant(NamedLink.Kind.ENTITY, one.pk, one.name, one.pk)
        for one in entities
    }
    found |= {(one.kind.value, one.subject): one for one in map(_of_record, _records(user).filter(pk__in=keys))}
    areas = programme.current().area_by_code
    for code in by_kind[NamedLink.Kind.AREA]:
        if code in areas:
            found["area", code] = Meant(NamedLink.Kind.AREA, code, areas[code].name[language()], code)
    return {row.pk: found.get((row.kind, row.subject)) for row in rows}


def _records(user: Any) -> Any:
    return visible(user, RECORD_READ, CurrentRecord.objects.all())


def _of_record(record: CurrentRecord) -> Meant:
    title = f"{record.name or record.number}（{record.number}）"
    return Meant(NamedLink.Kind.RECORD, str(record.pk), title, record.number)
