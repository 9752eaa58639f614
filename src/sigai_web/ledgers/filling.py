"""Which fields of a record somebody may write now, and of the others why not.

Entering, editing, steps, sheets, the API and the forms ask it. Who fills a field in and which step settles it says the
content (`Programme.field_rights`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from sigai.base import Issue, Place
from sigai.ledgers import ClosedField, Record, closed_fields
from sigai.programme import Ledger, Text, Transition
from sigai_web import programme
from sigai_web.ledgers.problems import FIELD_SETTLED, FIELD_TOO_EARLY, FIELD_TOO_LATE, NOT_YOUR_FIELD
from sigai_web.ledgers.rights import own_part
from sigai_web.ledgers.round_problems import FIELD_NOTED
from sigai_web.permissions import keeps, role_info, roles_with
from sigai_web.store.models import RecordEntry, RecordState
from sigai_web.store.operations import RECORD_KEEP, RECORD_READ
from sigai_web.store.records import subject_of

HEAD = {
    "name": Text(zh="名称", en="Name"),
    "entity": Text(zh="主体", en="Entity"),
    "area": Text(zh="地区", en="Area"),
}
"""What every record has beside the fields of its ledger, in words."""


def states_of(entry: RecordEntry) -> list[str]:
    """The states that a record was in, in their order."""
    return list(RecordState.objects.filter(record=entry).order_by("revision").values_list("state", flat=True))


@dataclass(frozen=True, slots=True)
class RecordFiller:
    """Somebody before a record: the roles in which they fill it in, and the states that it was in.

    Their roles are those over whom it is about: whoever it only names reads it, and makes the steps that are theirs.
    What only keepers read, nobody else writes (`reads_all`).
    """

    ledger: Ledger
    roles: frozenset[str]
    states: Sequence[str]
    reads_all: bool

    @classmethod
    def of(
        cls,
        user: Any,
        ledger: Ledger,
        record: Record,
        entry: RecordEntry,
        register: pa.Table | None = None,
        *,
        states: Sequence[str] | None = None,
    ) -> RecordFiller:
        """Somebody before a record as it stands; `register` holds the entities that it names and `states` those that
        it was in, where known."""
        subject = subject_of(own_part(ledger, record), register)
        roles = roles_with(user, RECORD_KEEP, subject)
        known = states_of(entry) if states is None else states
        return cls(ledger, roles, known, keeps(user, RECORD_READ, subject.keepers))

    def closed(self, making: Transition | None = None, as_well: Iterable[str] = ()) -> dict[str, Issue]:
        """The fields that they may not write now, or with a step of theirs which they make in other roles `as_well`."""
        closed = closed_to({*self.roles, *as_well}, self.ledger, self.states, making)
        if self.reads_all:
            return closed
        unread = [field.id for field in self.ledger.fields if field.read == "keepers"]
        return closed | {name: NOT_YOUR_FIELD.at(Place(column=name), **_facts(self.ledger, name)) for name in unread}


def closed_to(
    roles: Collection[str], ledger: Ledger, states: Sequence[str], making: Transition | None = None
) -> dict[str, Issue]:
    """Every field that who holds these roles may not write now, with why not and what to do; name, entity and area are
    among them. `making`: the step with which they would be written."""
    rights = programme.current().field_rights[ledger.id]
    closed = closed_fields(rights, states, [str(role) for role in roles], making)
    return {name: _why(field_name(ledger, name), name, one) for name, one in closed.items()}


def changed_names(before: Record, after: Record) -> list[str]:
    """What of a record differs: of its name, entity and area, and of its fields."""
    head = [name for name in HEAD if (getattr(before, name) or "") != (getattr(after, name) or "")]
    names = sorted({*before.fields, *after.fields})
    return head + [name for name in names if before.fields.get(name) != after.fields.get(name)]


def against_closed(closed: Mapping[str, Issue], changed: Iterable[str]) -> list[Issue]:
    """What stands against changing some fields."""
    return [closed[name] for name in changed if name in closed]


def field_name(ledger: Ledger, name: str) -> Text:
    """What a field or table, or the name, entity or area of a record, is called."""
    field = ledger.filled_in(name)
    return field.name if field is not None else HEAD[name]


def roles_words(roles: Iterable[str]) -> Text:
    """Roles as people read them."""
    known = [role_info(role) for role in roles]
    return Text(zh="、".join(role.zh for role in known), en=", ".join(role.en for role in known))


def _facts(ledger: Ledger, name: str) -> dict[str, str]:
    called, roles = field_name(ledger, name), roles_words(programme.current().field_rights[ledger.id].by[name])
    return {"field": called.zh, "field_en": called.en, "roles": roles.zh, "roles_en": roles.en}


def _why(name: Text, column: str, closed: ClosedField) -> Issue:
    place, facts = Place(column=column), {"field": name.zh, "field_en": name.en}
    roles = roles_words(closed.roles)
    facts |= {"roles": roles.zh, "roles_en": roles.en}
    if closed.step is not None:
        facts |= {"step": closed.step.name.zh, "step_en": closed.step.name.en}
    if closed.state is not None:
        facts |= {"state": closed.state.name.zh, "state_en": closed.state.name.en}
    problems = {
        "settled": FIELD_SETTLED,
        "noted": FIELD_NOTED,
        "role": NOT_YOUR_FIELD,
        "early": FIELD_TOO_EARLY,
        "late": FIELD_TOO_LATE,
    }
    return problems[closed.why].at(place, **facts)
