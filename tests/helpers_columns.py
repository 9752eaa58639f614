"""The doors by which a text comes into a column of the database, and what a column may hold."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import openpyxl
import pyarrow as pa
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from api_cases.reporting import ROW
from helpers_api import Program
from helpers_records import actor, document, work
from helpers_reporting import CLERK, KEY, assignment
from helpers_starting import sent
from helpers_web import OURS, browser, person, web_data
from sigai.base import UserError
from sigai.values import Mapping as FileMapping
from sigai_web import programme
from sigai_web.accounts.importing import import_accounts
from sigai_web.api.scopes import READ_FIGURES
from sigai_web.api.tokens import issue_token
from sigai_web.clock import today
from sigai_web.filters.keeping import keep_filter
from sigai_web.journal.writing import SYSTEM
from sigai_web.ledgers import documents
from sigai_web.ledgers.calling import RoundDraft, open_round
from sigai_web.manifests import scopes
from sigai_web.permissions import Role
from sigai_web.register.changing import ask
from sigai_web.register.handing_in import from_rows
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import Edit, save_cells
from sigai_web.reporting.mappings import Owner, keep_mapping, named
from sigai_web.store.importing import import_data

Text = Callable[[int], str]


def chinese(length: int) -> str:
    return "长" * length


def ascii_word(length: int) -> str:
    return "a" * length


@dataclass(frozen=True)
class Copy:
    """Holds what another column holds."""

    of: str


@dataclass(frozen=True)
class Ids:
    """Holds ids of the content, whose length `sigai_web.maintenance.ids` looks at."""

    kind: str


@dataclass(frozen=True)
class Own:
    """Holds what the system writes itself: at most so many characters."""

    longest: int


@dataclass(frozen=True)
class Door:
    """Holds what comes in here: `send` hands a text in. `cut`: a longer one is cut, not refused (names of files)."""

    send: Callable[[str], Any]
    text: Text = chinese
    cut: bool = False
    kept: bool = True
    """Whether a text of just the right length is taken: not where it must be known to the register besides."""


def imported(table: str, column: str) -> Door:
    """A folder of data taken into an empty store."""

    def send(text: str) -> None:
        data = web_data()
        given: pa.Table = getattr(data, table)
        first = given[column][0].as_py()
        tables = {table: _with(given, column, first, text)}
        if (table, column) == ("records", "id"):
            tables["record_states"] = _with(data.record_states, column, first, text)
        import_data(replace(data, **tables))

    return Door(send)


def _with(table: pa.Table, column: str, old: Any, new: str) -> pa.Table:
    rows = table.to_pylist()
    found = [row for row in rows if row[column] == old] if old is not None else rows[:1]
    for row in found:
        row[column] = new
    return pa.Table.from_pylist(rows, schema=table.schema)


def by_cell(text: str = "1", reason: str = "") -> None:
    import_data(web_data())
    mine = assignment()
    save_cells(CLERK, mine, [Edit(*mine.cells[0], text, 0, reason)], gather(mine))


def by_account(column: str) -> Callable[[str], None]:
    def send(text: str) -> None:
        cells = {"username": "somebody", "name": "某人", "email": "", "role": "leader", "scope": "", column: text}
        _, issues = import_accounts(SYSTEM, f"{','.join(cells)}\n{','.join(cells.values())}\n".encode(), "a.csv")
        if issues:
            raise UserError(issues)

    return send


def email(length: int) -> str:
    """An address of so many characters; no part of it longer than addresses have."""
    domain = ".".join(["b" * 60] * 3)
    return f"{'a' * (length - len(domain) - 4)}@{domain}.cn"


def by_record(**given: str) -> None:
    import_data(web_data())
    work(person(Role.OFFICE), **given)


def by_attached(name: str) -> None:
    import_data(web_data())
    office = person(Role.OFFICE)
    documents.attach(actor(office), office, work(office).pk, [document("", name=f"{name}.pdf")])


def by_round(title: str) -> None:
    import_data(web_data())
    keeper, day = person(Role.UNIT_APPROVER), today()
    draft = RoundDraft(title, day.year, day, day, choices={"award": "green"})
    open_round(actor(keeper), keeper, programme.current().ledger_by_id["awards"], draft)


def by_marked(name: str) -> None:
    import_data(web_data())
    sheet = document_sheet()
    response = browser(person(Role.OFFICE)).post(
        "/ledgers/of/works/import", {"file": SimpleUploadedFile(f"{name}.xlsx", sheet)}
    )
    assert response.status_code == 422


def document_sheet() -> bytes:
    """A sheet of a ledger in which something is wrong."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["名称", "状态", "说明"])
    book.active.append(["x", "没有的状态", ""])
    book.save(stream)
    return stream.getvalue()


def by_held(name: str) -> None:
    import_data(web_data())
    file = SimpleUploadedFile(f"{name}.csv", f"单位代码,项目,数量\n{OURS},没有的项目,12\n".encode())
    response = browser(person(Role.ENTERPRISE_REPORTER)).post(reverse("sheet-upload", args=KEY), {"file": file})
    assert response.status_code == 302


def by_entered(**given: str) -> None:
    row = {"id": "PARK", "name": "园", "kind": "park", "area": "11", **given}
    ask(SYSTEM, None, from_rows([row], [], reason="新设"))


def by_started(name: str) -> None:
    import_data(web_data())
    assert sent(name=f"{name}.zip") is not None


def by_mapping(name: str) -> None:
    columns = [{"head": ["代码"], "means": "entity"}, {"head": ["数"], "means": "figure", "measure": "orders"}]
    made = FileMapping.model_validate({"name": "x", "form": KEY[0], "period": "given", "columns": columns})
    keep_mapping(SYSTEM, Owner(OURS), named(made, name, KEY[0]))


def by_token(name: str) -> None:
    issue_token(SYSTEM, person(Role.OFFICE), name=name, scopes=[READ_FIGURES], usable=tuple(scopes()), days=1)


def by_filter(name: str) -> None:
    keep_filter(SYSTEM, person(Role.OFFICE), path="/targets", query="q=1", name=name, shared=False)


def by_key(key: str) -> None:
    import_data(web_data())
    program = Program(person(Role.ENTERPRISE_REPORTER))
    response = program.ask("put", "/uploads/figures", [ROW], **{"idempotency-key": key})
    if response.status_code == 400:
        raise UserError([])
    assert response.status_code == 200
