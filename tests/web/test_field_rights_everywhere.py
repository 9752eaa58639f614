"""One field of each class of rights, by every way in: the service, the page, a sheet and the API say the same."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_api import Program
from helpers_programme import text, write_programme
from helpers_records import actor, document, seen, work, works
from helpers_web import as_read, browser, person, web_content
from sigai.base import UserError
from sigai.ledgers import Head
from sigai_web.accounts.models import User
from sigai_web.exchange import TABLES, checked_upload
from sigai_web.ledgers import documents, services
from sigai_web.ledgers.taking import take_sheet
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db

FIELDS: dict[str, dict[str, Any]] = {
    "grade": {"by": ["unit_approver"]},
    "output": {"by": ["enterprise_reporter", "office"], "from": "done"},
    "draft": {"by": ["enterprise_reporter", "office"], "until": "begin"},
    "remark": {},
}
CLOSED = {"cost": "W180", "grade": "W181", "output": "W182", "draft": "W183"}
"""A field of each class of rights, once the work has begun, and why an enterprise does not write it."""
NAMES = {"cost": "投资", "grade": "等级", "output": "产出", "draft": "草案", "remark": "备注"}
REASONS = {"cost": "已由“开工”定下", "grade": "由单位审核员填写", "output": "到“竣工”以后", "draft": "办理“开工”以后"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = web_content()
    at = [one["id"] for one in content["ledgers"]].index("works")
    ledger = content["ledgers"][at] = deepcopy(content["ledgers"][at])
    next(step for step in ledger["transitions"] if step["id"] == "go_on")["requires"] = ["cost"]
    made = [{"id": name, "name": text(NAMES[name]), "type": "text", "fill": fill} for name, fill in FIELDS.items()]
    ledger["fields"] = [*ledger["fields"], *made]
    return write_programme(tmp_path_factory.mktemp("rights") / "programme", content)


@pytest.fixture
def clerk(filled: None, folder: Path, settings: Any) -> User:
    settings.SIGAI_PROGRAMME = folder
    return person(Role.ENTERPRISE_REPORTER)


@pytest.fixture
def begun(clerk: User) -> CurrentRecord:
    """A work of the clerk's that a unit's approver let begin."""
    made, approver = work(clerk, cost="100", draft="初稿"), person(Role.UNIT_APPROVER)
    documents.attach(actor(approver), approver, made.pk, [document()])
    values = {"begun_on": "2021-10-01"}
    return services.take_step(actor(approver), approver, made.pk, "begin", seen=seen(made), values=values).record


def stands(record: CurrentRecord) -> CurrentRecord:
    return CurrentRecord.objects.get(pk=record.pk)


@pytest.mark.parametrize("name", CLOSED)
def test_at_the_service(name: str, clerk: User, begun: CurrentRecord) -> None:
    head = Head(begun.name or "", begun.entity or "", begun.area or "")
    with pytest.raises(UserError) as error:
        services.edit(actor(clerk), clerk, begun.pk, seen=begun.revision, head=head, values={name: "7"}, reason="更正")
    assert [(one.code, one.place.column) for one in error.value.issues] == [(CLOSED[name], name)]


@pytest.mark.parametrize("name", CLOSED)
def test_on_the_page(name: str, clerk: User, begun: CurrentRecord) -> None:
    client, address = browser(clerk), f"/ledgers/records/{begun.pk}/edit"
    page = as_read(client.get(address).content.decode())
    assert f'name="f_{name}"' not in page, "it is shown, not offered for typing"
    assert 'name="f_remark"' in page
    assert REASONS[name] in page
    sent = {"revision": begun.revision, f"f_{name}": "7", "f_remark": "x", "reason": "更正"}
    answer = client.post(address, sent)
    assert (answer.status_code, REASONS[name] in answer.content.decode()) == (422, True)
    assert stands(begun).revision == begun.revision


@pytest.mark.parametrize("name", CLOSED)
def test_in_a_sheet(name: str, clerk: User, begun: CurrentRecord) -> None:
    def take(row: str, header: str) -> list[tuple[str, str | None]]:
        file = SimpleUploadedFile("works.csv", f"编号,{header}\n{begun.number},{row}\n".encode())
        try:
            with checked_upload(file, TABLES) as upload:
                take_sheet(actor(clerk), clerk, works(), upload, "更正")
        except UserError as error:
            return [(one.code, one.place.column) for one in error.issues]
        return []

    assert take("7,x", f"{NAMES[name]},备注") == [(CLOSED[name], NAMES[name])]
    assert stands(begun).revision == begun.revision
    assert take(f"{begun.fields.get(name, '')},x", f"{NAMES[name]},备注") == [], "what stays as it is may stand there"
    assert stands(begun).fields["remark"] == "x"


@pytest.mark.parametrize("name", CLOSED)
def test_by_the_api(name: str, clerk: User, begun: CurrentRecord) -> None:
    program, address = Program(clerk), f"/records/{begun.pk}"
    assert REASONS[name] in program.get(address).json()["closed"][name]["zh"]
    body = {"revision": begun.revision, "fields": {name: "7"}, "reason": "更正"}
    answer = program.ask("patch", address, body)
    assert answer.status_code == 422
    assert [one["code"] for one in answer.json()["issues"]] == [CLOSED[name]]
    taken = program.ask("patch", address, {**body, "fields": {"remark": "x"}})
    assert (taken.status_code, stands(begun).name) == (200, begun.name), "what is not named stays"


def test_a_new_record_offers_only_what_its_writer_fills_in(clerk: User) -> None:
    client = browser(clerk)
    page = as_read(client.get("/ledgers/of/works/new").content.decode())
    offered = {name for name in (*CLOSED, "remark") if f'name="f_{name}"' in page}
    assert offered == {"cost", "draft", "remark"}
    sent = {"entity": "91000000MA0000001R", "f_note": "n", "f_kind": "new", "f_grade": "A"}
    assert client.post("/ledgers/of/works/new", sent).status_code == 422


def test_what_is_to_come_is_filled_in_then(clerk: User, begun: CurrentRecord) -> None:
    office = person(Role.OFFICE)
    done = services.take_step(actor(office), office, begun.pk, "finish", seen=seen(begun), values={}).record
    answer = Program(clerk).ask(
        "patch", f"/records/{done.pk}", {"revision": done.revision, "fields": {"output": "7"}, "reason": "投产"}
    )
    assert answer.status_code == 200, json.loads(answer.content)


def test_a_later_step_that_requires_it_shows_it_and_does_not_change_it(begun: CurrentRecord) -> None:
    other = person(Role.UNIT_APPROVER, name="second")
    page = as_read(browser(other).get(f"/ledgers/records/{begun.pk}").content.decode())
    assert "续建" in page
    assert page.count('name="f_cost"') == 1, "in the form of a correction alone"
    with pytest.raises(UserError) as error:
        services.take_step(actor(other), other, begun.pk, "go_on", seen=seen(begun), values={"cost": "200"})
    assert [(one.code, one.place.column) for one in error.value.issues] == [("W180", "cost")]
    services.take_step(actor(other), other, begun.pk, "go_on", seen=seen(begun), values={})
