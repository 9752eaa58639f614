"""What a request would change on the register, and all that stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa

from sigai.base import Issue, Issues, Place, month_name
from sigai.tables import ENTITIES, OF_PARENT, SEVERAL
from sigai_web import programme
from sigai_web.permissions import Reach, allowed, reaches
from sigai_web.problems import TEXT_TOO_LONG
from sigai_web.register.belonging import confirming_unit, may_keep, owners_of
from sigai_web.register.likeness import KnownName, look_alikes
from sigai_web.register.operations import BELOW_KEEP, REGISTER_DECIDE
from sigai_web.register.past import touches
from sigai_web.register.problems import (
    LOOK_ALIKE,
    NO_DOCUMENT,
    NO_NAME,
    NO_PLACE,
    NO_SUCH_FACT,
    NOT_YOURS,
    NOTHING_SENT,
    OTHERWISE,
    TOO_MANY,
    WHY,
)
from sigai_web.register.succession import Succession, against
from sigai_web.store.closings import closings
from sigai_web.store.lengths import longest
from sigai_web.store.models import Entity, EntityFact, EntityLine
from sigai_web.store.register import NewFact, all_facts, table_of_facts, table_of_lines, with_facts

MOST_ROWS = 5000
Row = Mapping[str, Any]
_OWN_AREA = frozenset(("area", "county", "city", "province", "country"))
_COLUMNS = {
    "name": ("名称", "name"),
    "kind": ("类型", "kind"),
    "area": ("地区", "area"),
    "park": ("园区", "park"),
    "industry": ("行业", "industry"),
    "above_scale_since": ("入规月份", "month since which it is above scale"),
    "active_from": ("开始月份", "first month"),
    "active_until": ("结束月份", "last month"),
}
_TEXTS = ("id", "name", "kind", "area", "park", "industry")
_MONTHS = ("above_scale_since", "active_from", "active_until")


@dataclass(frozen=True, slots=True)
class WantedChange:
    """What somebody hands in: rows of the contracts ENTITIES and FACTS (`withdrawn` beside the latter), why, and on
    which document it rests. `distinct`: look-alikes were seen and are others. `found` is what was wrong with rows that
    are not among them. `whole`: there must be something in it, and why, since it is all that is asked for.
    `succession`: enterprises that merge or split by it."""

    entities: Sequence[Row] = ()
    facts: Sequence[NewFact] = ()
    reason: str = ""
    document: str = ""
    distinct: bool = False
    found: Sequence[Issue] = field(default=())
    whole: bool = True
    succession: Succession | None = None


class RegisterPlan:
    """What of a request is new, and what is wrong with it. `user` None: the system's own command."""

    def __init__(self, user: Any, wanted: WantedChange) -> None:
        self._user, self._wanted = user, wanted
        self.issues: list[Issue] = list(wanted.found)
        named = {str(row["id"]) for row in wanted.entities} | {fact.entity for fact in wanted.facts}
        named |= {wanted.succession.source, wanted.succession.target} if wanted.succession else set()
        self.standing = {entity.pk: entity for entity in Entity.objects.filter(pk__in=named)}
        self._facts = all_facts(list(self.standing.values()))
        self.owners = owners_of(sorted(named), wanted.facts, self._lines(named))
        self.same = 0
        self.entities = self._new_entities()
        self.facts = self._new_facts()
        self._judge()

    def _lines(self, named: set[str]) -> dict[str, Entity]:
        """The lines of all that is named, and of those that it shall belong to: one more query where there are any."""
        parents = {str(fact.value) for fact in self._wanted.facts if fact.fact == "parent" and fact.value} - named
        return {**self.standing, **Entity.objects.in_bulk(parents)}

    @property
    def faulty(self) -> bool:
        """Whether something stands against it."""
        return bool(Issues(self.issues).errors)

    @property
    def empty(self) -> bool:
        """Whether all of it stands already."""
        return not self.entities and not self.facts

    @property
    def only_below(self) -> bool:
        """Whether it is about nothing but what belongs to others."""
        kinds = {str(row["kind"]) for row in self._wanted.entities}
        kinds |= {self.standing[fact.entity].kind for fact in self._wanted.facts if fact.entity in self.standing}
        return kinds <= programme.current().kind_by_id.keys()

    @property
    def subjects(self) -> dict[str, str]:
        """The entities that it changes, each with the area where it lies, or shall lie."""
        owners = (owner for one in self._changed for owner in self.owners.get(one, ()))
        return {**{owner.pk: owner.area for owner in owners}, **self._changed}

    @property
    def units(self) -> dict[str, str]:
        """The units that may confirm what is asked of the subjects: of what belongs to an enterprise, and of the latter
        where it is no subject by itself."""
        content, kinds = programme.current(), {str(row["id"]): str(row["kind"]) for row in self.entities}
        found: dict[str, str] = {}
        for one, area in self._changed.items():
            kind = kinds.get(one) or self.standing[one].kind
            found[one] = confirming_unit(content, kind, area)
            for owner in self.owners.get(one, ()):
                found.setdefault(owner.pk, found[one])
        return found

    @property
    def _changed(self) -> dict[str, str]:
        new = {str(row["id"]): str(row["area"]) for row in self.entities}
        of = self._wanted.succession
        others = {fact.entity for fact in self.facts} | ({of.source, of.target} if of else set())
        return new | {one: self.standing[one].area for one in others if one not in new and one in self.standing}

    @cached_property
    def past(self) -> bool:
        """Whether it alters a month that is closed."""
        last = max(closings().by_month, default=None)
        if last is None or self.empty:
            return False
        before = list(self.standing.values())
        rows = [{name: getattr(entity, name) for name in ENTITIES.names} for entity in before]
        lines = table_of_lines([[row[name] for row in rows] for name in ENTITIES.names])
        after = pa.concat_tables([lines, pa.Table.from_pylist([dict(row) for row in self.entities], schema=ENTITIES)])
        facts = with_facts(self._facts, self.facts)
        return touches((lines, table_of_facts(self._facts)), (after, table_of_facts(facts)), last)

    @property
    def for_two(self) -> bool:
        """Whether a second person decides: whoever asks may not, it alters closed months, who stands on a list, or
        enterprises merge or split."""
        if self._wanted.succession is not None:
            return True
        may_not = self._user is not None and not allowed(self._user, REGISTER_DECIDE)
        return may_not or self.past or any(fact.fact == "list" for fact in self.facts)

    def _too_long(self) -> Iterator[Issue]:
        texts = [(_place(row, name), name, row[name]) for row in self.entities for name in _TEXTS]
        texts += [(_place_of(fact), "name", fact.value) for fact in self.facts if fact.fact == "name"]
        for place, column, text in texts:
            most = longest(Entity, column)
            if text and len(text) > most:
                yield TEXT_TOO_LONG.at(place, column=column, count=1, length=len(text), most=most)

    def _judge(self) -> None:
        rows = len(self._wanted.entities) + len(self._wanted.facts)
        if rows > MOST_ROWS:
            self.issues.append(TOO_MANY.at(most=MOST_ROWS, rows=rows))
        if not rows and not self.issues and self._wanted.whole:
            self.issues.append(NOTHING_SENT.at())
        of = self._wanted.succession
        if of is not None:
            self.issues += against(of, self.standing, self._wanted.document)
        beyond = list(self._beyond_reach())
        self.issues += [*beyond, *self._too_long()]
        if not self._wanted.distinct and not beyond:  # nobody learns of others by entering what is not theirs
            self.issues += self._look_alikes()
        if not self.faulty and not self.empty:
            told = any(fact.entity in self.standing for fact in self.facts)
            if not self._wanted.reason.strip() and (told or self.past or of):
                self.issues.append(WHY.at(Place(column="reason")))
            if not self._wanted.document.strip() and any(fact.fact == "list" for fact in self.facts):
                self.issues.append(NO_DOCUMENT.at(Place(column="document")))

    def _new_entities(self) -> list[dict[str, Any]]:
        first: dict[str, EntityLine] = {}
        if self._wanted.entities and self.standing:
            for line in EntityLine.objects.filter(entity__in=self.standing).order_by("revision"):
                first.setdefault(line.entity, line)
        found = []
        for given in self._wanted.entities:
            row = dict(given)
            if row["kind"] in _OWN_AREA:
                row["area"] = row["area"] or row["id"]
            for owner in self.owners.get(row["id"], ())[:1]:
                row |= {name: getattr(owner, name) for name in OF_PARENT}
            stands = self.standing.get(row["id"])
            if stands is not None:
                differing = list(self._differing(row, [stands, first.get(stands.pk, stands)]))
                self.issues += differing
                self.same += not differing
                continue
            for column, problem in (("name", NO_NAME), ("area", NO_PLACE)):
                if not row[column]:
                    self.issues.append(problem.at(_place(row, column), given=row["id"]))
            found.append(row)
        return found

    def _differing(self, row: Row, lines: Sequence[Entity | EntityLine]) -> Iterator[Issue]:
        """Where a row says something else of a known entity than ever was so; what it leaves empty it does not say."""
        for column, (zh, en) in _COLUMNS.items():
            known = {getattr(line, column) for line in lines} | self._told(row["id"], column)
            if row[column] is not None and row[column] not in known:
                stands = getattr(lines[0], column)
                said = [
                    ("—" if x is None else month_name(x) if column in _MONTHS else x) for x in (stands, row[column])
                ]
                facts = {"given": row["id"], "column": en, "column_zh": zh, "stands": said[0], "wanted": said[1]}
                yield OTHERWISE.at(_place(row, column), **facts)

    def _told(self, entity: str, column: str) -> set[Any]:
        """What facts ever said of a column of the register."""
        told = [fact for fact in self._facts if fact.entity == entity]
        if column == "above_scale_since":
            return {fact.since for fact in told if (fact.fact, fact.value) == ("above_scale", "yes")}
        if column in ("active_from", "active_until"):
            value, earlier = ("no", 0) if column == "active_from" else ("yes", 1)
            return {
                fact.since - earlier
                for fact in told
                if (fact.fact, fact.value) == ("closed", value) and fact.since is not None
            }
        return {fact.value for fact in told if fact.fact == column}

    def _new_facts(self) -> list[NewFact]:
        new = {str(row["id"]) for row in self.entities}
        counting = {_said(fact): fact for fact in self._facts}
        found: dict[tuple[Any, ...], NewFact] = {}
        for fact in self._wanted.facts:
            stands = counting.get(_said(fact))
            if fact.withdrawn and stands is None:
                self.issues.append(NO_SUCH_FACT.at(_place_of(fact), given=fact.entity))
            elif fact.entity not in new and fact.entity not in self.standing:
                continue  # its entry was refused, and that is said already
            elif not fact.withdrawn and stands is not None and (stands.value, stands.until) == (fact.value, fact.until):
                self.same += 1
            else:
                found[_said(fact)] = fact
        return list(found.values())

    def _beyond_reach(self) -> Iterator[Issue]:
        user = self._user
        if user is None or any(reach is Reach.ALL for reach, _ in reaches(user, BELOW_KEEP)):
            return
        for entity, area in self._changed.items():
            if not may_keep(user, entity, area, self.owners.get(entity, ())):
                yield NOT_YOURS.at(Place(column="id"), given=entity)

    def _look_alikes(self) -> Iterator[Issue]:
        new = [row for row in self.entities if row["kind"] == "enterprise"]
        if not new:
            return
        rows = [KnownName(str(row["id"]), str(row["name"] or "")) for row in new]
        for alike in look_alikes(rows, _known()):
            other = f"“{alike.other.name}”（{alike.other.id}）"
            facts = {"given": rows[alike.at].name or rows[alike.at].id, "other": other}
            yield LOOK_ALIKE.at(_place(new[alike.at], "id"), why_zh=alike.zh, why_en=alike.en, **facts)


def _known() -> Iterable[KnownName]:
    """Everybody on the register by the names that they have and had."""
    yield from (KnownName(*one) for one in Entity.objects.filter(kind="enterprise").values_list("pk", "name"))
    told = EntityFact.objects.filter(fact="name", value__isnull=False, withdrawn=False)
    yield from (KnownName(entity, name or "", former=True) for entity, name in told.values_list("entity", "value"))


def _said(fact: NewFact) -> tuple[Any, ...]:
    return fact.entity, fact.fact, fact.value if fact.fact in SEVERAL else "", fact.since or 0


def _place(row: Row, column: str) -> Place:
    return Place(row.get("file") or "", row=row.get("row"), column=column)


def _place_of(fact: NewFact) -> Place:
    return Place(fact.file or "", row=fact.row, column="entity")
