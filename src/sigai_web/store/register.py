"""The register with its history: what its lines and facts were at a moment, and the one way to tell a new fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.utils import timezone

from sigai.base import InternalError
from sigai.tables import ENTITIES, FACTS, ONE_AT_A_TIME, SEVERAL, entities_at
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
def record_facts(actor: Actor, facts: Sequence[NewFact], *, reason: str = "") -> list[EntityFact]:
    """Tell facts of entities that are on the register, in one transaction with one journal entry.

    The caller has asked the permission table and checked the values. What the line of an entity said so far becomes a
    fact without a beginning; its line then says what is so this month.
    """
    told = tell_facts(facts, reporter=actor.name, reason=reason)
    written = [one for one in told if isinstance(one, EntityFact)]
    words = [_words(fact) for fact in written]
    about = "register:" + (facts[0].entity if len({fact.entity for fact in facts}) == 1 else "")
    append(actor, "register.change", about, after={"facts": words, "reason": reason}, tells=told)
    return written


def tell_facts(facts: Sequence[NewFact], *, reporter: str | None = None, reason: str = "") -> list[Telling]:
    """Write facts and the lines that follow from them, and give back every row written, for the journal.

    InternalError for a kind of fact that nobody knows, or an entity that is not on the register.
    """
    if not facts:
        return []
    entities = {entity.pk: entity for entity in Entity.objects.filter(pk__in={fact.entity for fact in facts})}
    for fact in facts:
        if fact.entity not in entities or fact.fact not in (*ONE_AT_A_TIME, *SEVERAL):
            raise InternalError(f"no such fact: {fact}")
    known = set(EntityFact.objects.filter(entity__in=entities).values_list("entity", "fact").distinct())
    now = timezone.now()
    before = [
        one
        for entity, kind in dict.fromkeys((fact.entity, fact.fact) for fact in facts)
        if (entity, kind) not in known
        for one in _so_far(entities[entity], kind)
    ]
    rows = [
        EntityFact(**{name: getattr(fact, name) for name in fact.__slots__}, reporter=reporter, at=now, reason=reason)
        for fact in [*before, *facts]
    ]
    last = _last(EntityLine)
    EntityFact.objects.bulk_create(rows)
    _bring_up_to_date(entities)
    lines = EntityLine.objects.filter(revision__gt=last).order_by("revision")
    return [*rows, *entities.values(), *lines]


def _so_far(entity: Entity, kind: str) -> Iterable[NewFact]:
    """What the line of an entity says before the first dated fact of a kind, as facts."""
    if kind in _OF_COLUMNS:
        yield NewFact(entity.pk, kind, getattr(entity, kind))
    elif kind == "above_scale":
        yield NewFact(entity.pk, kind, "no")
        if entity.above_scale_since is not None:
            yield NewFact(entity.pk, kind, "yes", since=entity.above_scale_since)


def _bring_up_to_date(entities: dict[str, Entity]) -> None:
    """The lines of some entities as their facts have it this month."""
    names = ENTITIES.names
    rows = [tuple(getattr(entity, name) for name in names) for entity in entities.values()]
    facts = _current(list(entities))
    day = today()
    standing = entities_at(table_of_lines(list(zip(*rows, strict=True))), facts, day.year * 12 + day.month - 1)
    for row in standing.to_pylist():
        entity = entities[row["id"]]
        for name in names[1:]:
            setattr(entity, name, ";".join(row[name] or ()) if name == "tags" else row[name])
    Entity.objects.bulk_update(entities.values(), names[1:], batch_size=200)


def _current(entities: list[str]) -> pa.Table:
    """The facts that count now of some entities (contract FACTS)."""
    latest: dict[tuple[Any, ...], EntityFact] = {}
    for fact in EntityFact.objects.filter(entity__in=entities).order_by("revision"):
        key = (fact.entity, fact.fact, fact.since or 0, fact.value if fact.fact in SEVERAL else "")
        latest.pop(key, None)
        latest[key] = fact
    kept = [fact for fact in latest.values() if not fact.withdrawn]
    rows = [{name: getattr(fact, name) for name in FACTS.names} for fact in kept]
    return pa.Table.from_pylist(rows, schema=FACTS)


def _last(model: type[EntityLine]) -> int:
    return model.objects.order_by("-revision").values_list("revision", flat=True).first() or 0


def _words(fact: EntityFact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in (*FACTS.names[:5], "withdrawn")}
