"""The ledgers that lists are measured on, who reads them, and what they ask of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.test import Client

from sigai.programme import Ledger, LedgerField
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.bench.city import signed_in
from sigai_web.journal.changes import change
from sigai_web.ledgers import listing
from sigai_web.ledgers.reading import RecordsReader
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord, Entity, RecordEntry, RecordRevision, RecordState
from sigai_web.store.records import keep_all_current

_BATCH = 5000
_DAY = date(2022, 9, 1)
_ENTERPRISES = 2000
KEPT, OPENED = "projects", "platforms"
"""A ledger that is read by its keepers, those who judge it and whom it names; and one that is open to the city."""
_ASKED = {
    KEPT: {
        "所有 · all": "",
        "状态 · state": "state={state}",
        "词语 · words": "q=第77号 工程",
        "金额 · money": "{number}_from=40000&{number}_to=60000",
        "日期 · days": "{date}_from=2021-03-01&{date}_to=2021-06-30",
        "选项、地区 · choice, area": "f_{choice}={option}&area={area}",
        "按金额排序 · by money": "sort=-f_{number}",
        "按选项排序 · by choice": "sort=f_{choice}",
        "第900页 · page 900": "page=900",
    },
}
_ASKED[OPENED] = {name: query for name, query in _ASKED[KEPT].items() if "{date}" not in query}
_READERS = {
    KEPT: (
        ("专班 · office", Role.OFFICE, ""),
        ("主管单位 · keeper", Role.UNIT_APPROVER, "U01"),
        ("评判单位 · judging unit", Role.UNIT_APPROVER, "U18"),
        ("县 · county", Role.AREA_APPROVER, "640502"),
        ("企业 · enterprise", Role.ENTERPRISE_REPORTER, "bench-0007"),
    ),
    OPENED: (
        ("其他单位 · another unit", Role.UNIT_REPORTER, "U07"),
        ("县 · county", Role.AREA_APPROVER, "640502"),
        ("企业 · enterprise", Role.ENTERPRISE_REPORTER, "bench-0007"),
    ),
}


@change
def fill(many: int) -> None:
    """A register of enterprises, and as many records of either ledger."""
    Entity.objects.bulk_create(
        Entity(id=f"bench-{n:04d}", name=f"第{n}号企业", kind="enterprise", area=("640502", "640521", "640522")[n % 3])
        for n in range(_ENTERPRISES)
    )
    for name in (KEPT, OPENED):
        _records(programme.current().ledger_by_id[name], many)


def _records(ledger: Ledger, many: int) -> None:
    for start in range(0, many, _BATCH):
        numbers = range(start, min(many, start + _BATCH))
        entries = RecordEntry.objects.bulk_create(
            RecordEntry(ledger=ledger.id, number=f"{ledger.id}-{n:06d}") for n in numbers
        )
        pairs = list(zip(numbers, entries, strict=True))
        RecordRevision.objects.bulk_create(_revision(ledger, n, entry) for n, entry in pairs)
        RecordState.objects.bulk_create(
            RecordState(record=entry, state=ledger.states[n % len(ledger.states)].id, since=24272, day=_DAY)
            for n, entry in pairs
        )


def _revision(ledger: Ledger, n: int, entry: RecordEntry) -> RecordRevision:
    about = f"bench-{n % _ENTERPRISES:04d}"
    return RecordRevision(
        record=entry,
        name=f"第{n}号工程",
        entity=about if ledger.subject == "enterprise" else None,
        area=("640502", "640521", "640522")[n % 3],
        fields=json.dumps({field.id: _value(field, n, about) for field in ledger.fields}, ensure_ascii=False),
    )


def _value(field: LedgerField, n: int, about: str) -> Any:
    if field.kind in ("choice", "choices"):
        return field.choices[n % len(field.choices)].id
    made = {
        "number": n,
        "date": date.fromordinal(date(2020, 1, 1).toordinal() + n % 1000).isoformat(),
        "yes_no": n % 2 == 0,
        "entity": about,
        "text": f"第{n}号的内容，{n % 97}台设备，余热利用",
    }
    return made.get(field.kind)


def keep() -> None:
    """What is kept beside the records, as set-up keeps it."""
    keep_all_current()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def cases() -> Iterator[tuple[str, str, Callable[[], Any], Callable[[], Any]]]:
    """Who asks for what, the page that answers it, and the naive way to find the same."""
    for name, readers in _READERS.items():
        ledger = programme.current().ledger_by_id[name]
        for who, role, scope in readers:
            person = signed_in(f"bench-{role}-{scope or 'all'}".lower(), role, scope)
            client = Client(headers={"cookie": person.cookie})
            user = User.objects.get(username=person.name)
            for what, query in _ASKED[name].items():
                asked = query.format(**_names(ledger))
                yield f"{name}, {who}", what, _page(client, ledger, asked), _naive(user, ledger, asked)


def _names(ledger: Ledger) -> dict[str, str]:
    fields = {field.kind: field for field in reversed(ledger.fields)}
    return {
        "state": ledger.states[2].id,
        "number": fields["number"].id,
        "date": fields["date"].id if "date" in fields else "",
        "choice": fields["choice"].id,
        "option": fields["choice"].choices[0].id,
        "area": "640502",
    }


def _page(client: Client, ledger: Ledger, query: str) -> Callable[[], Any]:
    def asked() -> None:
        response = client.get(f"/ledgers/of/{ledger.id}?{query}", headers={"host": "localhost"})
        if response.status_code != 200:
            raise RuntimeError(f"{response.status_code} for {query}")

    return asked


def _naive(user: User, ledger: Ledger, query: str) -> Callable[[], Any]:
    """Every record that somebody reads, brought into the process, sorted and looked through there."""

    def looked_through() -> list[CurrentRecord]:
        wanted = listing.asked(ledger, QueryDict(query).dict())
        records = RecordsReader(user, ledger).rows
        found = [one for one in records if all(word in one.search for word in wanted.words.split())]
        found = [one for one in found if wanted.state in ("", one.state)]
        key = wanted.order.removeprefix("-").removeprefix("f_")
        return sorted(found, key=lambda one: str(one.fields.get(key)))

    return looked_through
