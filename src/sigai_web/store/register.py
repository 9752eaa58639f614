"""The register with its history: what its lines and facts were at a moment, and the one way to tell a new fact."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Q, QuerySet
from django.utils import timezone

from sigai.base import InternalError
from sigai.tables import ENTITIES, FACTS, OF_PARENT, ONE_AT_A_TIME, SEVERAL, entities_at
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.journal.changes import change
from sigai_web.journal.proofs import Telling
from sigai_web.journal.writing import Actor, append
from sigai_web.store.history import columns_of
from sigai_web.store.models import Entity, EntityFact, EntityLine

_LINES = """
SELECT l.entity, l.name, l.kind, l.area, l.park, l.industry, l.above_scale_since, l.active_from, l.active_until, l.tags,
       l.file, l."row"
FROM entity_line l
WHERE l.revision = (SELECT max(x.revision) FROM entity_line x WHERE x.entity = l.entity AND {asked})
ORDER BY l.entity
"""
_UP_TO, _CARRIED_OVER = "x.revision <= %s", "x.at IS NULL"
_FACTS = """
SELECT f.entity, f.fact, f.value, f.since, f.until, f.file, f."row" FROM entity_fact f
WHERE f.revision <= %s AND NOT f.withdrawn AND NOT EXISTS (
    SELECT 1 FROM entity_fact x
    WHERE x.entity = f.entity AND x.fact = f.fact AND x.revision > f.revision AND x.revision <= %s
      AND coalesce(x.since, 0) = coalesce(f.since, 0) AND (f.fact NOT IN ({several}) OR x.value = f.value))
ORDER BY f.entity, f.fact, f.revision
"""
_BATCH = 200
_OF_COLUMNS = ("name", "area", "park", "industry")


@dataclass(frozen=True, slots=True)
class NewFact:
    """What is so of an entity from the month `since` to the month `until` (month indices, both included).

    `withdrawn`: what was told with this beginning never was so.
    """

    entity: str
    fact: str
    value: str | None
    since: int | None = None
    until: int | None = None
    withdrawn: bool = False
    file: str | None = None
    row: int | None = None


def lines_at(cursor: Any, mark: int | None) -> pa.Table:
    """The lines of the register (contract ENTITIES) as they were written up to a revision; None: as they were carried
    over from a time without history."""
    query = _LINES.format(asked=_CARRIED_OVER if mark is None else _UP_TO)
    return table_of_lines(columns_of(cursor, query, () if mark is None else (mark,), len(ENTITIES)))


def facts_at(cursor: Any, mark: int) -> pa.Table:
    """The dated facts that counted at a revision, by the contract FACTS."""
    query = _FACTS.format(several=", ".join(f"'{fact}'" for fact in SEVERAL))
    columns = columns_of(cursor, query, (mark, mark), len(FACTS))
    arrays = [pa.array(column, field.type) for column, field in zip(columns, FACTS, strict=True)]
    return pa.Table.from_arrays(arrays, schema=FACTS)


def facts_now(cursor: Any) -> pa.Table:
    """The dated facts that count now (contract FACTS)."""
    cursor.execute("SELECT coalesce(max(revision), 0) FROM entity_fact")
    (mark,) = cursor.fetchone()
    return facts_at(cursor, mark) if mark else FACTS.empty_table()


def table_of_lines(columns: Sequence[Sequence[Any]]) -> pa.Table:
    """The table of the contract ENTITIES from columns as the database keeps them."""
    at = ENTITIES.get_field_index("tags")
    tags = [text.split(";") if text else [] for text in columns[at]]
    given = [*columns[:at], tags, *columns[at + 1 :]]
    arrays = [pa.array(column, field.type) for column, field in zip(given, ENTITIES, strict=True)]
    return pa.Table.from_arrays(arrays, schema=ENTITIES)


@change
def record_facts(
    actor: Actor,
    facts: Sequence[NewFact],
    *,
    entities: Sequence[Entity] = (),
    reason: str = "",
    by: str = "",
    at: datetime | None = None,
    tells: Sequence[Telling] = (),
) -> list[EntityFact]:
    """Enter new entities and tell facts of those that are on the register, in one transaction with one journal entry.

    The caller has asked the permission table and checked the values. What the line of an entity said so far becomes a
    fact without a beginning; its line then says what is so this month. `by`: whose facts they are, where somebody else
    writes them; `tells`: what else the entry tells.
    """
    new: list[Telling] = _entered(entities) if entities else []
    told = tell_facts(facts, reporter=by or actor.name, reason=reason, at=at)
    written = [one for one in told if isinstance(one, EntityFact)]
    about = {entity.pk for entity in entities} | {fact.entity for fact in facts}
    after = {"facts": [_words(fact) for fact in written], "reason": reason}
    if entities:
        after["entities"] = [{"id": entity.pk, "name": entity.name} for entity in entities]
    name = "register:" + (next(iter(about)) if len(about) == 1 else "")
    append(actor, "register.change", name, after=after, tells=[*new, *told, *tells])
    return written


def _entered(entities: Sequence[Entity]) -> list[Telling]:
    last = _last(EntityLine)
    new = Entity.objects.bulk_create(entities, batch_size=_BATCH)
    return [*new, *EntityLine.objects.filter(revision__gt=last).order_by("revision")]


def tell_facts(
    facts: Sequence[NewFact], *, reporter: str | None = None, reason: str = "", at: datetime | None = None
) -> list[Telling]:
    """Write facts and the lines that follow from them, and give back every row written, for the journal.

    InternalError for a kind of fact that nobody knows, or an entity that is not on the register.
    """
    if not facts:
        return []
    entities = {entity.pk: entity for entity in Entity.objects.filter(pk__in={fact.entity for fact in facts})}
    known_kinds = {*ONE_AT_A_TIME, *SEVERAL, *programme.current().attribute_by_id}
    for fact in facts:
        if fact.entity not in entities or fact.fact not in known_kinds:
            raise InternalError(f"no such fact: {fact}")
    about = Q(entity__in=entities) | Q(fact="parent", value__in=entities)
    told = list(EntityFact.objects.filter(about))
    known = {_key(fact) for fact in told if fact.entity in entities}
    now = at or timezone.now()
    fresh = {key: fact for fact in facts if (key := _key(fact)) not in known}
    before = [one for fact in fresh.values() for one in _so_far(entities[fact.entity], fact)]
    rows = [
        EntityFact(**{name: getattr(fact, name) for name in fact.__slots__}, reporter=reporter, at=now, reason=reason)
        for fact in [*before, *facts]
    ]
    last = _last(EntityLine)
    EntityFact.objects.bulk_create(rows, batch_size=_BATCH)
    dated = {key for key in (*known, *map(_key, facts)) if key[1] == "tag"}
    belonging: list[NewFact | EntityFact] = [fact for fact in told if fact.fact == "parent"]
    belonging += [fact for fact in facts if fact.fact == "parent"]
    changed = _bring_up_to_date(entities, dated, _family(entities, belonging))
    lines = EntityLine.objects.filter(revision__gt=last).order_by("revision")
    return [*rows, *changed, *lines]


def _key(fact: NewFact | EntityFact) -> tuple[str, str, str | None]:
    """What facts of an entity replace each other: those of a kind, tags and lists each by itself."""
    return fact.entity, fact.fact, fact.value if fact.fact in SEVERAL else ""


def _so_far(entity: Entity, fact: NewFact) -> Iterable[NewFact]:
    """What the line of an entity says before the first dated fact of a kind, as facts."""
    kind = fact.fact
    if kind in _OF_COLUMNS:
        yield NewFact(entity.pk, kind, getattr(entity, kind))
    elif kind == "above_scale":
        yield NewFact(entity.pk, kind, "no")
        if entity.above_scale_since is not None:
            yield NewFact(entity.pk, kind, "yes", since=entity.above_scale_since)
    elif kind == "closed":
        # What the line says of its beginning and end it says of now: earlier months rest on facts from here on.
        yield NewFact(entity.pk, kind, "no" if entity.active_from is None else "yes")
        if entity.active_from is not None:
            yield NewFact(entity.pk, kind, "no", since=entity.active_from)
        if entity.active_until is not None:
            yield NewFact(entity.pk, kind, "yes", since=entity.active_until + 1)
    elif kind == "tag" and fact.value in entity.tags.split(";"):
        yield NewFact(entity.pk, kind, fact.value)


def _bring_up_to_date(
    entities: dict[str, Entity], dated: Iterable[tuple[str, str, str | None]], relatives: dict[str, Entity]
) -> list[Entity]:
    """The lines of some entities as their facts have it this month, and of their `relatives` that follow them; those
    that were written. Of tags that are `dated` only facts tell now, and where all were withdrawn, nothing does."""
    names = ENTITIES.names
    for pk, _, tag in dated:
        entities[pk].tags = ";".join(each for each in entities[pk].tags.split(";") if each != tag)
    family = {**relatives, **entities}
    rows = [tuple(getattr(entity, name) for name in names) for entity in family.values()]
    facts = current_facts(list(family))
    month = today().year * 12 + today().month - 1
    lines = table_of_lines(list(zip(*rows, strict=True)))
    parents = pc.equal(facts["fact"], pa.scalar("parent"))
    own, above = entities_at(lines, facts.filter(pc.invert(parents)), month), _parents_at(facts.filter(parents), month)
    places = {row["id"]: row for row in entities_at(lines, facts, month).to_pylist()} if above else {}
    written = []
    for row in own.to_pylist():
        entity = family[row["id"]]
        told = {name: ";".join(row[name] or ()) if name == "tags" else row[name] for name in names[1:]}
        told["parent"] = above.get(entity.pk)
        if told["parent"] is not None:
            told |= {name: places[entity.pk][name] for name in OF_PARENT}
        if entity.pk in entities or any(getattr(entity, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(entity, name, value)
            written.append(entity)
    Entity.objects.bulk_update(written, [*names[1:], "parent"], batch_size=_BATCH)
    return written


def _family(entities: Collection[str], belonging: Iterable[NewFact | EntityFact]) -> dict[str, Entity]:
    """What belongs to some entities, and whom they belong to, directly or through others, at any time; `belonging` are
    the facts that say so of these entities themselves."""
    found = set(entities)
    new = {one for fact in belonging for one in (fact.entity, fact.value) if one} - found
    told = EntityFact.objects.filter(fact="parent", value__isnull=False)
    while new:
        found |= new
        pairs = told.filter(Q(value__in=new) | Q(entity__in=new)).values_list("entity", "value")
        new = {str(one) for pair in pairs for one in pair} - found
    return Entity.objects.in_bulk(found - set(entities))


def _parents_at(facts: pa.Table, month: int) -> dict[str, str]:
    """Whom entities belong to in a month, by their facts of that."""
    found: dict[str, str] = {}
    for row in sorted(facts.to_pylist(), key=lambda row: row["since"] or 0):
        if (row["since"] or 0) <= month and (row["until"] is None or row["until"] >= month):
            found[row["entity"]] = row["value"]
    return found


def current_facts(entities: Collection[str]) -> pa.Table:
    """The facts that count now of some entities (contract FACTS)."""
    return table_of_facts(counting(EntityFact.objects.filter(entity__in=entities)))


def counting(rows: QuerySet[EntityFact]) -> list[NewFact]:
    """Of some facts, all of their keys among them, those that count now."""
    told = [NewFact(**{name: getattr(row, name) for name in NewFact.__slots__}) for row in rows.order_by("revision")]
    return with_facts((), told)


def all_facts(entities: Collection[Entity]) -> list[NewFact]:
    """The facts that count now of some entities, and what their lines say of kinds that no fact tells, as facts."""
    told = [NewFact(**row) for row in current_facts([entity.pk for entity in entities]).to_pylist()]
    known = {_key(fact) for fact in told}
    kinds = [NewFact("", kind, None) for kind in (*_OF_COLUMNS, "above_scale", "closed")]
    found = list(told)
    for entity in entities:
        asked = [replace(kind, entity=entity.pk) for kind in kinds]
        asked += [NewFact(entity.pk, "tag", tag) for tag in entity.tags.split(";") if tag]
        found += [one for fact in asked if _key(fact) not in known for one in _so_far(entity, fact)]
    return found


def with_facts(standing: Sequence[NewFact], told: Sequence[NewFact]) -> list[NewFact]:
    """What counts once more facts are told: of one key and beginning the last one, unless it was withdrawn."""
    latest: dict[tuple[Any, ...], NewFact] = {}
    for fact in (*standing, *told):
        latest.pop((*_key(fact), fact.since or 0), None)
        latest[*_key(fact), fact.since or 0] = fact
    return [fact for fact in latest.values() if not fact.withdrawn]


def table_of_facts(facts: Sequence[NewFact]) -> pa.Table:
    """Facts by the contract FACTS."""
    return pa.Table.from_pylist([{name: getattr(fact, name) for name in FACTS.names} for fact in facts], schema=FACTS)


def _last(model: type[EntityLine]) -> int:
    return model.objects.order_by("-revision").values_list("revision", flat=True).first() or 0


def _words(fact: EntityFact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in (*FACTS.names[:5], "withdrawn")}
