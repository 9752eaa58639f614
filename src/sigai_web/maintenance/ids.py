"""Ids of the programme's content that are longer than a column which holds them: told when the content is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Model

from sigai.base import Issue, Place
from sigai.programme import Programme
from sigai_web.accounts.models import Membership
from sigai_web.bulletins.models import BulletinDraft
from sigai_web.dashboards.models import Instruction
from sigai_web.journal.models import JournalEntry
from sigai_web.ledgers.models import MarkedCopy, RecordRecheck, Round
from sigai_web.named.models import NamedLink
from sigai_web.problems import ID_TOO_LONG
from sigai_web.register.models import RegisterChangeSubject
from sigai_web.reporting.models import ReturnedCopy, Sheet, SheetCell
from sigai_web.store.lengths import longest
from sigai_web.store.models import (
    CurrentRecord,
    Entity,
    Figure,
    HeldKey,
    RecordDeadline,
    RecordEntry,
    RecordLink,
    RecordParty,
    RecordRevision,
    RecordSequence,
    RecordState,
)

Column = tuple[type[Model], str]
ABOUT = "programme:"
"""How the journal names a programme."""

COLUMNS: Mapping[str, tuple[str, str, tuple[Column, ...]]] = {
    "areas": (
        "地区",
        "an area",
        (
            (Entity, "area"),
            (Figure, "entity"),
            (RecordRevision, "entity"),
            (RecordRevision, "area"),
            (CurrentRecord, "entity"),
            (CurrentRecord, "area"),
            (RecordParty, "place"),
            (Sheet, "area"),
            (Sheet, "reporter"),
            (SheetCell, "entity"),
            (ReturnedCopy, "reporter"),
            (Membership, "scope"),
            (NamedLink, "subject"),
        ),
    ),
    "units": (
        "责任单位",
        "a unit",
        (
            (RecordParty, "unit"),
            (RegisterChangeSubject, "unit"),
            (Sheet, "reporter"),
            (ReturnedCopy, "reporter"),
            (Membership, "scope"),
            (Instruction, "unit"),
            (Instruction, "subject"),
        ),
    ),
    "measures": ("指标项", "a measure", ((Figure, "measure"), (SheetCell, "measure"))),
    "forms": ("报表", "a form", ((Sheet, "form"), (ReturnedCopy, "form"))),
    "ledgers": (
        "台账",
        "a ledger",
        (
            (RecordEntry, "ledger"),
            (CurrentRecord, "ledger"),
            (RecordParty, "ledger"),
            (RecordSequence, "ledger"),
            (MarkedCopy, "ledger"),
            (Round, "ledger"),
        ),
    ),
    "rechecks": ("台账复核", "a ledger's recheck", ((RecordDeadline, "recheck"), (RecordRecheck, "recheck"))),
    "states": ("台账状态", "a ledger's state", ((RecordState, "state"), (CurrentRecord, "state"))),
    "fields": ("台账字段", "a ledger's field", ((RecordLink, "field"),)),
    "keys": ("台账唯一键", "a ledger's key", ((HeldKey, "pool"),)),
    "targets": ("目标", "a target", ((Instruction, "subject"),)),
    "tasks": ("任务", "a task", ((Instruction, "subject"),)),
    "bulletins": ("通报种类", "a kind of bulletin", ((BulletinDraft, "kind"),)),
    "named": ("点名对象", "something that the plan names", ((NamedLink, "name"),)),
}
"""Of every kind of id its name in both languages, and the columns that hold such ids."""


def against_ids(content: Programme) -> list[Issue]:
    """One issue for every id that does not fit."""
    place = Place(content.folder)
    limits = {kind: min(longest(*column) for column in columns) for kind, (_, _, columns) in COLUMNS.items()}
    names = {kind: (zh, en) for kind, (zh, en, _) in COLUMNS.items()}
    limits["programme"], names["programme"] = longest(JournalEntry, "about") - len(ABOUT), ("方案", "the programme")
    return [
        ID_TOO_LONG.at(place, kind_zh=names[kind][0], kind_en=names[kind][1], given=given, most=limits[kind])
        for kind, ids in _ids(content).items()
        for given in ids
        if len(given) > limits[kind]
    ]


def _ids(content: Programme) -> Mapping[str, Iterable[str]]:
    return {
        "programme": [content.id],
        "areas": [area.code for area in content.areas],
        "units": [unit.id for unit in content.units],
        "measures": [measure.id for measure in content.measures],
        "forms": [form.id for form in content.forms],
        "ledgers": [ledger.id for ledger in content.ledgers],
        "states": [state.id for ledger in content.ledgers for state in ledger.states],
        "fields": [field.id for ledger in content.ledgers for field in ledger.fields]
        + [rows.id for ledger in content.ledgers for rows in ledger.rows],
        "rechecks": [recheck.id for ledger in content.ledgers for recheck in ledger.rechecks],
        "keys": [key.pool or f"{ledger.id}.{key.id}" for ledger in content.ledgers for key in ledger.keys],
        "targets": [target.id for target in content.targets],
        "tasks": [task.id for task in content.tasks],
        "named": [one.id for one in content.named],
        "bulletins": [kind.id for kind in content.bulletins],
    }
