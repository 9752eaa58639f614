"""Facts and changes of the register in words: what is said of an entity, since when, by whom, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sigai.base import industry_name
from sigai.programme import KindAttribute
from sigai.tables import SEVERAL
from sigai_web import programme
from sigai_web.language import choose, language, month_said
from sigai_web.register.models import RegisterChange
from sigai_web.store.models import Entity, EntityFact
from sigai_web.store.register import NewFact, all_facts

FACTS: Mapping[str, tuple[str, str]] = {
    "name": ("名称", "Name"),
    "area": ("地区", "Area"),
    "park": ("园区", "Park"),
    "industry": ("行业", "Industry"),
    "above_scale": ("规模以上", "Above scale"),
    "closed": ("关停", "Closed"),
    "grade": ("等级", "Grade"),
    "parent": ("所属主体", "Belongs to"),
    "tag": ("标签", "Tag"),
    "list": ("名单", "List"),
}

NO_NAMES: Mapping[str, str] = MappingProxyType({})
_LOOKED_FOR = ("enterprise", "park", "project", "device", "area")


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact as a page shows it. `counts`: no later one has taken its place. `key` names it for a form that withdraws
    it; empty where nobody told it."""

    kind: str
    value: str
    since: str
    until: str
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    change: int | None = None
    counts: bool = True
    withdrawn: bool = False
    key: str = ""


def kind_words(kind: str) -> str:
    """A kind of entity in the reader's language."""
    name = programme.current().kind_names.get(kind)
    return name[language()] if name else kind


def kinds() -> list[tuple[str, str]]:
    """The kinds of entity that somebody may look for, with their names."""
    content = programme.current()
    return [(kind, kind_words(kind)) for kind in (*_LOOKED_FOR, *content.kind_by_id)]


def facts_of(kind: str) -> Sequence[str]:
    """What may be told of an entity of a kind: where something lies that belongs to another, nobody tells."""
    known = programme.current().kind_by_id.get(kind)
    if known is None:
        return [fact for fact in FACTS if fact != "parent"]
    return ["name", "closed", "parent", *(one.id for one in known.attributes)]


def fact_words(kind: str) -> str:
    """A kind of fact in the reader's language; as it is written where the programme knows it no longer."""
    attribute = programme.current().attribute_by_id.get(kind)
    return attribute.name[language()] if attribute else choose(*FACTS.get(kind, (kind, kind)))


def value_words(kind: str, value: str | None, names: Mapping[str, str] = NO_NAMES) -> str:
    """What a fact says, in words; `names` are those of entities that it may name."""
    if value is None:
        return choose("（不再有）", "(none any more)")
    content, yes = programme.current(), value == "yes"
    if attribute := content.attribute_by_id.get(kind):
        return attribute_words(attribute, value)
    match kind:
        case "area" | "park":
            area = content.area_by_code.get(value)
            return area.name[language()] if area else value
        case "list":
            return list_words(value)
        case "parent":
            return names.get(value, value)
        case "industry":
            words = f"{industry_name(value, 'zh')} {value}".strip(), f"{industry_name(value, 'en')} {value}".strip()
        case "closed":
            words = ("是（关停）", "yes") if yes else ("否（在经营）", "no: it works")
        case "above_scale":
            words = ("是", "yes") if yes else ("否", "no")
        case _:
            words = value, value
    return choose(*words)


def attribute_words(attribute: KindAttribute, value: str) -> str:
    """What is said of an attribute, in words."""
    if attribute.type == "yes_no":
        return choose("是", "yes") if value == "true" else choose("否", "no")
    found = next((choice for choice in attribute.choices if choice.id == value), None)
    return found.name[language()] if found else value


def list_words(list_id: str) -> str:
    """What a list is called."""
    found = programme.current().list_by_id.get(list_id)
    return found.name[language()] if found else list_id


def month_words(month: int | None, *, since: bool) -> str:
    """A first or last month; without one it holds from the beginning, or still."""
    if month is not None:
        return month_said(month)
    return choose("一开始", "the beginning") if since else ""


def standing_facts(entity: Entity) -> list[ToldFact]:
    """All that counts of an entity now, by kind and month, with who told it, when and why."""
    rows = {_key(row): row for row in EntityFact.objects.filter(entity=entity.pk).order_by("revision")}
    changes = _changes(entity.pk)
    found = sorted(all_facts([entity]), key=_order)
    names = _names_in(found)
    return [_told(fact, rows.get(_key(fact)), changes, names) for fact in found]


def past_facts(entity: Entity) -> list[ToldFact]:
    """Everything that was ever told of an entity, the newest first."""
    rows = list(EntityFact.objects.filter(entity=entity.pk).order_by("revision"))
    last = {_key(row): row.pk for row in rows}
    changes, names = _changes(entity.pk), _names_in(rows)
    return [_told(row, row, changes, names, counts=last[_key(row)] == row.pk) for row in reversed(rows)]


def names_of(made: RegisterChange) -> dict[str, str]:
    """What everybody is called whom a request is about or names: entered by it, or on the register."""
    subjects = made.subjects.values_list("entity", flat=True)
    return {
        **_names_in((NewFact(**row) for row in made.what["facts"]), subjects),
        **{row["id"]: row["name"] for row in made.what["entities"]},
    }


def change_lines(made: RegisterChange, names: Mapping[str, str]) -> list[tuple[str, str, Sequence[ToldFact]]]:
    """What a request is about, entity by entity: its code, its name, what it says of it."""
    found: dict[str, list[ToldFact]] = {row["id"]: list(_of_entry(row)) for row in made.what["entities"]}
    for row in made.what["facts"]:
        fact = NewFact(**row)
        found.setdefault(fact.entity, []).append(_told(fact, None, {}, names, withdrawn=fact.withdrawn))
    return [(entity, names.get(entity, ""), lines) for entity, lines in found.items()]


def _of_entry(row: Mapping[str, Any]) -> Iterable[ToldFact]:
    since = month_words(row["active_from"], since=True)
    for kind in ("name", "area", "park", "industry"):
        if row[kind]:
            yield ToldFact(fact_words(kind), value_words(kind, row[kind]), since, "")
    if row["above_scale_since"] is not None:
        yield ToldFact(fact_words("above_scale"), choose("是", "yes"), month_said(row["above_scale_since"]), "")
    if row["active_until"] is not None:
        yield ToldFact(fact_words("closed"), choose("是", "yes"), month_said(row["active_until"] + 1), "")
    yield from (ToldFact(fact_words("tag"), tag, since, "") for tag in row["tags"] or ())


def _told(
    fact: NewFact | EntityFact,
    row: EntityFact | None,
    changes: Mapping[datetime | None, int],
    names: Mapping[str, str],
    *,
    counts: bool = True,
    withdrawn: bool = False,
) -> ToldFact:
    return ToldFact(
        kind=fact_words(fact.fact),
        value=value_words(fact.fact, fact.value, names),
        since=month_words(fact.since, since=True),
        until=month_words(fact.until, since=False),
        by=(row.reporter or "") if row else "",
        at=row.at if row else None,
        reason=row.reason if row else "",
        change=changes.get(row.at) if row else None,
        counts=counts,
        withdrawn=withdrawn or bool(row and row.withdrawn),
        key=str(row.pk) if row and counts and not row.withdrawn else "",
    )


def _names_in(facts: Iterable[NewFact | EntityFact], further: Iterable[str] = ()) -> dict[str, str]:
    """What entities are called that facts name, and further ones."""
    wanted = {fact.value for fact in facts if fact.fact == "parent" and fact.value}.union(further)
    return dict(Entity.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _changes(entity: str) -> dict[datetime | None, int]:
    """The changes of an entity by the moment at which they were carried out."""
    made = RegisterChange.objects.filter(subjects__entity=entity, granted=True)
    return dict(made.values_list("decided_at", "pk"))


def _key(fact: NewFact | EntityFact) -> tuple[str, int, str | None]:
    return fact.fact, fact.since or 0, fact.value if fact.fact in SEVERAL else ""


def _order(fact: NewFact) -> tuple[int, str, int]:
    several = (fact.value or "") if fact.fact in SEVERAL else ""
    known = {name: at for at, name in enumerate((*FACTS, *programme.current().attribute_by_id))}
    return known.get(fact.fact, len(known)), several, fact.since or 0
