"""What people, sheets and programs hand in, read and checked by the engine's readers of registers: rows to ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sigai.base import Issue, Place
from sigai.programme import Programme
from sigai.values import RegisterRows, check_register_rows, read_register_file
from sigai_web import programme
from sigai_web.exchange import read_apart
from sigai_web.register.listing import called
from sigai_web.register.planning import WantedChange
from sigai_web.register.problems import SINCE_WHICH_MONTH
from sigai_web.register.succession import Succession, facts_of_merger, month_of
from sigai_web.store.models import Entity
from sigai_web.store.reading import entity_table
from sigai_web.store.records import register_of
from sigai_web.store.register import NewFact

Words = Mapping[str, str]


def from_sheet(
    path: Path, name: str, given: Words, *, reason: str = "", document: str = "", distinct: bool = False
) -> WantedChange:
    """The rows of a sheet; `given` (`fact`, `value`, `since`, `until`) holds for those that do not say it."""
    standing = entity_table(Entity.objects.all())
    said = {key: word.strip() for key, word in given.items() if word.strip()}
    rows = read_apart(Place(name), read_register_file, path, name, _places(), standing, said)
    return _wanted(rows, reason, document, distinct=distinct)


def from_rows(
    entities: Sequence[Words],
    facts: Sequence[Words],
    *,
    reason: str = "",
    document: str = "",
    distinct: bool = False,
) -> WantedChange:
    """The rows of a form or a program, by the names of the columns of a sheet; facts name their entity by its code or
    name."""
    words = [
        word for row in (*entities, *facts) for key in ("id", "entity", "value", "parent") if (word := row.get(key))
    ]
    rows = check_register_rows(entities, facts, _places(), register_of((), words, Entity.objects.all()))
    return _wanted(rows, reason, document, distinct=distinct)


def why_of(form: Words) -> dict[str, Any]:
    """Why something is asked for, as somebody wrote it into a form."""
    said = {name: form.get(name, "") for name in ("reason", "document")}
    return {**said, "distinct": "distinct" in form}


def of_merger(source: str, target: str, since: str, *, reason: str = "", document: str = "") -> WantedChange:
    """That an enterprise goes up in another one from a month on; both by code or name."""
    month = month_of(since)
    if month is None:
        return WantedChange(found=[_no_month()], whole=False)
    of = Succession("merge", _code(source), _code(target), month)
    known = Entity.objects.filter(pk__in={of.source, of.target}).count()
    facts = facts_of_merger(of) if known == 2 else []
    return WantedChange(facts=facts, reason=reason, document=document, whole=False, succession=of)


def of_split(
    source: str, entry: Words, since: str, *, reason: str = "", document: str = "", distinct: bool = False
) -> WantedChange:
    """That a new enterprise comes out of another one from a month on."""
    month = month_of(since)
    wanted = from_rows([{**entry, "active_from": since}], [], reason=reason, document=document, distinct=distinct)
    if month is None:
        return replace(wanted, found=[*wanted.found, _no_month()])
    target = str(wanted.entities[0]["id"]) if wanted.entities else entry.get("id", "")
    return replace(wanted, succession=Succession("split", _code(source), target, month))


def _no_month() -> Issue:
    return SINCE_WHICH_MONTH.at(Place(column="since"))


def _code(word: str) -> str:
    """The code of an enterprise that is meant by a code or name; the word itself where none is, or several are."""
    text = word.strip()
    found = list(Entity.objects.filter(called(text)).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else text


def of_list(name: str) -> Words:
    """What is said with a sheet of the members of a list."""
    return {"fact": "list", "value": name}


def _wanted(rows: RegisterRows, reason: str, document: str, *, distinct: bool) -> WantedChange:
    facts = [NewFact(**row) for row in rows.facts.to_pylist()]
    return WantedChange(rows.entities.to_pylist(), facts, reason, document, distinct=distinct, found=rows.issues)


def _places() -> Programme:
    """Of the programme what a register is checked against: it goes to another process with the sheet."""
    content = programme.current()
    return Programme(head=content.head, areas=content.areas, lists=content.lists, kinds=content.kinds)
