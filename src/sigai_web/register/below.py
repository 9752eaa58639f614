"""What belongs to an enterprise, for its page: what stands, what waits for confirmation and counts nowhere, figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sigai.programme import EntityKind, Text
from sigai_web import programme
from sigai_web.exchange import Column, Worksheet
from sigai_web.language import choose, language
from sigai_web.permissions import visible
from sigai_web.register.belonging import kinds_of
from sigai_web.register.listing import is_active_now
from sigai_web.register.models import RegisterChange
from sigai_web.register.words import attribute_words, month_words
from sigai_web.store.models import CurrentFigure, Entity
from sigai_web.store.operations import FIGURE_READ
from sigai_web.store.register import all_facts

_BLANK = 200


@dataclass(frozen=True, slots=True)
class BelowLine:
    """One thing that belongs to the enterprise. `change`: the request that waits for its confirmation; until then it is
    on no form and in no number. `newest`: its newest figures by their measures' names."""

    name: str
    id: str
    parent: str
    attributes: tuple[tuple[Text, str], ...]
    since: str
    active: bool = True
    change: int | None = None
    newest: tuple[tuple[str, str, Any, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BelowKind:
    """The things of one kind."""

    kind: EntityKind
    lines: tuple[BelowLine, ...]

    @property
    def waiting(self) -> int:
        """How many of them are not confirmed yet."""
        return sum(line.change is not None for line in self.lines)


def below(user: Any, of: Entity) -> list[BelowKind]:
    """What belongs to an enterprise, kind by kind: what stands, and what waits for confirmation."""
    content = programme.current()
    things = list(Entity.objects.filter(pk__in=Entity.below(of.pk)).order_by("name", "pk"))
    active = set(Entity.objects.filter(is_active_now(), pk__in=[one.pk for one in things]).values_list("pk", flat=True))
    told = _told(things)
    names = {of.pk: of.name, **{one.pk: one.name for one in things}}
    newest = _newest(user, of)
    lines: dict[str, list[BelowLine]] = defaultdict(list)
    for one in things:
        kind = content.kind_by_id.get(one.kind)
        attributes = _attributes(kind, one.pk, told) if kind else ()
        since = month_words(one.active_from, since=True)
        parent = names.get(one.parent or "", "")
        figures = tuple(newest.get(one.pk, ()))
        line = BelowLine(one.name, one.pk, parent, attributes, since, one.pk in active, newest=figures)
        lines[one.kind].append(line)
    for kind_id, line in _waiting(of, names):
        lines[kind_id].append(line)
    return [BelowKind(content.kind_by_id[kind], tuple(lines[kind])) for kind in kinds_of(of.kind)]


def waiting_count(of: Entity) -> int:
    """How many things of an enterprise wait for confirmation."""
    return sum(1 for _ in _waiting(of, {}))


def _told(things: Sequence[Entity]) -> dict[tuple[str, str], str]:
    """What is said of things now, by entity and fact: of one that changes, what began last."""
    found = sorted(all_facts(things), key=lambda fact: fact.since or 0)
    return {(fact.entity, fact.fact): fact.value for fact in found if fact.value is not None}


def _attributes(kind: EntityKind, thing: str, told: Mapping[tuple[str, str], str]) -> tuple[tuple[Text, str], ...]:
    said = ((each, told.get((thing, each.id))) for each in kind.attributes)
    return tuple((each.name, "—" if value is None else attribute_words(each, value)) for each, value in said)


def _waiting(of: Entity, names: Mapping[str, str]) -> list[tuple[str, BelowLine]]:
    content, found = programme.current(), []
    for change in RegisterChange.waiting().filter(subjects__entity=of.pk):
        told = {(fact["entity"], fact["fact"]): fact["value"] for fact in change.what["facts"]}
        for row in change.what["entities"]:
            kind = content.kind_by_id.get(row["kind"])
            if kind is None:
                continue
            attributes = _attributes(kind, row["id"], told)
            parent = str(told.get((row["id"], "parent"), ""))
            since = month_words(row["active_from"], since=True)
            line = BelowLine(row["name"], row["id"], names.get(parent, parent), attributes, since, change=change.pk)
            found.append((kind.id, line))
    return found


def _newest(user: Any, of: Entity) -> dict[str, list[tuple[str, str, Any, str]]]:
    """The newest figures of what belongs to an enterprise, as far as somebody may read them."""
    content = programme.current()
    rows = visible(user, FIGURE_READ, CurrentFigure.objects.filter(entity__in=Entity.below(of.pk)))
    last = {(row.entity, row.measure): row for row in rows.order_by("month")}
    found: dict[str, list[tuple[str, str, Any, str]]] = defaultdict(list)
    for measure in content.measures:
        for entity in sorted({entity for entity, name in last if name == measure.id}):
            row = last[entity, measure.id]
            found[entity].append((measure.name[language()], row.period, f"{row.value.normalize():,f}", measure.unit))
    return found


def template(of: Entity) -> Worksheet:
    """The empty sheet in which an enterprise writes what belongs to it, a row each."""
    content = programme.current()
    kinds = [content.kind_by_id[kind] for kind in kinds_of(of.kind)]
    attributes = {one.id: one for kind in kinds for one in kind.attributes}
    columns = [
        Column(choose("类型", "kind"), 14, "@", choices=[kind.name[language()] for kind in kinds]),
        Column(choose("名称", "name"), 30, "@"),
        Column(choose("所属主体", "parent"), 24, "@", note=choose("不填就是本企业", "empty: the enterprise itself")),
        *(
            Column(one.name[language()], 18, "@", choices=[choice.name[language()] for choice in one.choices])
            for one in attributes.values()
        ),
        Column(choose("开始时间", "active_from"), 12, "@", note="2022-06"),
    ]
    return Worksheet(choose("产品、生产线等", "Below"), columns, [], blank=_BLANK)
