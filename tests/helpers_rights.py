"""Records of the real programme's ledgers in whatever state, and people of every side before them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.utils import timezone

from helpers_web import OURS, THEIRS, person
from sigai.ledgers import Record, named_pairs
from sigai.programme import Ledger, LedgerField, ProgrammeRole, Transition
from sigai.tables import ENTITIES, RECORD_STATES, RECORDS, VALUE_HISTORY, VALUES, Data
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.store.importing import import_data
from sigai_web.store.models import CurrentRecord
from sigai_web.store.records import Written, keep_current, new_entries, write_records

ZHONGWEI = Path(__file__).parents[1] / "programmes" / "zhongwei-2021-2023"
OUR_AREA, THEIR_AREA = "640502", "640521"
DAY = dt.date(2021, 3, 5)
AT = dt.datetime(2021, 3, 5, tzinfo=dt.UTC)


def two_enterprises() -> None:
    """Two enterprises of the real programme's counties, and nothing else."""
    rows = [
        {"id": OURS, "name": "沙坡头一厂", "kind": "enterprise", "area": OUR_AREA, "tags": [], "row": 2},
        {"id": THEIRS, "name": "中宁一厂", "kind": "enterprise", "area": THEIR_AREA, "tags": [], "row": 3},
    ]
    import_data(
        Data(
            entities=pa.Table.from_pylist(rows, schema=ENTITIES),
            values=VALUES.empty_table(),
            history=VALUE_HISTORY.empty_table(),
            records=RECORDS.empty_table(),
            record_states=RECORD_STATES.empty_table(),
            ledgers=frozenset(),
            title="两家企业",
            demonstration=True,
            digest="d" * 64,
        )
    )


def somebody(role: Role, ledger: Ledger, *, own: bool, name: str = "") -> User:
    """Somebody in a role: of the unit that keeps the ledger, our county, our enterprise; or of others."""
    scopes = {
        Role.UNIT_REPORTER: (ledger.keepers[0], _stranger(ledger)),
        Role.UNIT_APPROVER: (ledger.keepers[0], _stranger(ledger)),
        Role.AREA_REPORTER: (OUR_AREA, THEIR_AREA),
        Role.AREA_APPROVER: (OUR_AREA, THEIR_AREA),
        Role.ENTERPRISE_REPORTER: (OURS, THEIRS),
    }
    scope = scopes[role][0 if own else 1] if role in scopes else ""
    username = name or f"{role}-{scope}".lower()
    return User.objects.filter(username=username).first() or person(role, scope=scope, name=username)


def named(role: ProgrammeRole, *, own: bool) -> User:
    """Somebody in a role of the content: of whole city, or the first (`own`) or second of its pool, who is named by the
    records that link there."""
    scope = ""
    if role.pool is not None:
        ledger = programme.current().ledger_by_id[role.pool]
        while CurrentRecord.objects.filter(ledger=ledger.id, state__in=role.states).count() < 2:
            lived(ledger, role.states[:1])
        found = CurrentRecord.objects.filter(ledger=ledger.id, state__in=role.states).order_by("pk")
        scope = found[0 if own else 1].number
    username = f"{role.id}-{scope}-{own}".lower()
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User.objects.create(username=username, name="某人", demonstration=True)
        user.memberships.create(role=role.id, scope=scope, granted_at=timezone.now())
    return user


def _stranger(ledger: Ledger) -> str:
    """A department that neither keeps the ledger nor is named by our records."""
    return next(unit for unit in ("U15", "U16", "U09", "U18") if unit not in ledger.keepers)


def lived(ledger: Ledger, states: Sequence[str], **values: Any) -> CurrentRecord:
    """A record about our enterprise, our county, or naming them, that was in these states one after the other."""
    fields = {field.id: value_of(field, 1) for field in ledger.fields} | values
    entity = {"enterprise": OURS, "park": OUR_AREA, "area": OUR_AREA}.get(ledger.subject)
    (entry,) = new_entries(ledger.id)
    for at, state in enumerate(states):
        record = Record(ledger.id, entry.number, "一号", entity, OUR_AREA, state, DAY, fields)
        write_records([Written(entry, record, revision=not at, state=True)], SYSTEM, AT + dt.timedelta(minutes=at))
    return keep_current([entry.pk])[0]


def value_of(field: LedgerField, number: int) -> Any:
    """Some value of a field, another one for another number; what names a party names ours."""
    match field.kind:
        case "number":
            return number + (field.minimum or 0)
        case "date":
            return f"2021-0{number}-01"
        case "period":
            return f"2021-0{number}"
        case "named":
            return named_pairs(programme.current())[field.holds.names][number - 1][0]
        case "record":
            return linked(field, number)
        case "choice" | "choices":
            return field.choices[(number - 1) % len(field.choices)].id
        case "yes_no":
            return number == 1
        case "entity":
            return OURS
        case "area":
            return OUR_AREA
        case "unit":
            return "U01"
    return f"内容{number}"


def linked(field: LedgerField, number: int) -> str:
    """The number of a record that a field may link to, one of two that are made as they are asked for."""
    ledger = programme.current().ledger_by_id[field.ledgers[0]]
    while CurrentRecord.objects.filter(ledger=ledger.id).count() < number:
        lived(ledger, field.states[:1] or [ledger.states[0].id])
    return str(CurrentRecord.objects.filter(ledger=ledger.id).order_by("pk")[number - 1].number)


def longest_life(ledger: Ledger) -> list[Transition]:
    """The steps of a record that goes through as many states as it can, each once."""

    def lives(state: str, passed: tuple[Transition, ...]) -> Iterator[tuple[Transition, ...]]:
        yield passed
        been = {step.to for step in passed}
        for step in ledger.transitions:
            if state in step.origins and step.to not in been:
                yield from lives(step.to, (*passed, step))

    return list(max(lives("start", ()), key=len))
