"""The documented steps that fill a system, on an invented city, each asked for by one and decided by another."""

from __future__ import annotations

import csv
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sigai.base import month_name
from sigai.demonstration import make
from sigai.pipeline import take_in
from sigai.programme import Programme
from sigai.tables import ENTITIES, Data, in_memory
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.register import changing as register
from sigai_web.register.handing_in import from_sheet, of_list
from sigai_web.starting import changing as starting
from sigai_web.starting.commands import packed
from sigai_web.store.models import EntityFact, FigureRevision, RecordEntry

_VALUES = ["entity", "measure", "period", "value"]
_RECORDS = ("id", "name", "entity", "area", "state", "state_since")
_STOCK = 5000
"""So many records there are before the first day."""
_SHEET = 1000
"""Rows of a sheet of the register: what belongs to an enterprise tells several facts a row (W413)."""
_DECIDER = Actor("office", "")


def invent(folder: Path, enterprises: int) -> list[str]:
    """The city's sheet of enterprises and its folder of starting data, clean and without a word that they are invented;
    the ids of its enterprises."""
    content, raw = programme.current(), folder.parent / "raw"
    make(content, raw, seed=1, months=1, enterprises=enterprises)
    data = take_in(content, raw).data
    (folder / "records").mkdir(parents=True)
    months = ("above_scale_since", "active_from", "active_until")
    belonging = _belonging(content, data)
    rows = [
        {
            **row,
            **{name: row[name] and month_name(row[name]) for name in months},
            "tags": ";".join(row["tags"] or ()),
            **belonging.get(row["id"], {}),
        }
        for row in data.entities.to_pylist()
    ]
    columns = [*ENTITIES.names[:-2], "parent", *content.attribute_by_id]
    for name, below in (("register", False), ("register-below", True)):
        some = [row for row in rows if (row["id"] in belonging) is below]
        for begin in range(0, len(some), _SHEET):
            _write(folder.parent / f"{name}-{begin:06}.csv", columns, some[begin : begin + _SHEET])
    _write(folder / "values.csv", _VALUES, in_memory(data.values).select(_VALUES).to_pylist())
    records = _stock(content, data.records.to_pylist())
    for ledger in content.ledgers:
        fields = [field.id for field in ledger.fields]
        mine = [row for row in records if row["ledger"] == ledger.id]
        lines = [{**json.loads(row["fields"]), **{name: row[name] for name in _RECORDS}} for row in mine]
        _write(folder / "records" / f"{ledger.id}.csv", [*_RECORDS, *fields], lines)
    return [row["id"] for row in rows if row["kind"] == "enterprise"]


def _stock(content: Programme, invented: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The invented records, and those of ledgers without keys again under other numbers, until there are enough."""
    free = [row for row in invented if not content.ledger_by_id[row["ledger"]].keys]
    again = ({**row, "id": f"{row['id']}-{n}"} for n in itertools.count(2) for row in free)
    return [*invented, *itertools.islice(again, max(0, _STOCK - len(invented)) if free else 0)]


def _belonging(content: Programme, data: Data) -> Mapping[str, dict[str, str]]:
    """Of what belongs to an enterprise: to which, and its attributes."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for fact in data.facts.to_pylist():
        if fact["fact"] in {"parent", *content.attribute_by_id}:
            told[fact["entity"]][fact["fact"]] = fact["value"]
    return told


def _write(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        sheet = csv.DictWriter(stream, columns, extrasaction="ignore")
        sheet.writeheader()
        sheet.writerows(rows)


def fill(folder: Path, enterprises: list[str], lists: int) -> Iterator[tuple[str, float, int]]:
    """Every step with its seconds and with how much of it was new."""
    office = User.objects.get(username=_DECIDER.name)
    sheets = sorted(folder.parent.glob("register-*.csv"), key=lambda sheet: ("below" in sheet.name, sheet.name))
    yield _timed("register", lambda: sum(map(_register, sheets)))
    yield _timed("lists", lambda: sum(_list(folder.parent, enterprises, n, office) for n in range(lists)))
    yield _timed("starting data", lambda: _starting(folder, office))


def counts() -> dict[str, int]:
    """What stands now."""
    return {model._meta.db_table: model._default_manager.count() for model in (EntityFact, FigureRevision, RecordEntry)}


def _timed(name: str, act: Callable[[], int]) -> tuple[str, float, int]:
    begun = time.perf_counter()
    new = act()
    return name, time.perf_counter() - begun, new


def _register(sheet: Path) -> int:
    return register.ask(SYSTEM, None, from_sheet(sheet, sheet.name, {}, reason="bench", distinct=True)).entered


def _list(place: Path, enterprises: list[str], number: int, office: User) -> int:
    """A list of every tenth enterprise, each published in another month."""
    sheet, known = place / "members.csv", programme.current().lists
    sheet.write_text("\n".join(["id", *enterprises[number % 10 :: 10]]), encoding="utf-8")
    given = {**of_list(known[number % len(known)].id), "since": f"{2019 + number // 12}-{number % 12 + 1:02d}"}
    wanted = from_sheet(sheet, sheet.name, given, reason="bench", document=f"{number}")
    taken = register.ask(SYSTEM, None, wanted)
    if taken.change is not None:
        register.decide(_DECIDER, office, taken.change.pk, grant=True)
    return taken.told


def _starting(folder: Path, office: User) -> int:
    taken = starting.ask(SYSTEM, None, starting.read_archive(packed(folder), folder.name))
    if taken.bundle is None:
        return 0
    bundle = starting.confirm(_DECIDER, office, taken.bundle.pk, grant=True)
    return int(bundle.counts["figures"] + bundle.counts["records"])
