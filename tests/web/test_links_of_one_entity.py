"""A link that is held to the same entity: by service, page, sheet, API and folder."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from helpers_api import Program
from helpers_programme import write_programme
from helpers_records import actor, change, grant, refusal, take_grants, told, work
from helpers_web import OURS, THEIRS, browser, person, web_content
from sigai.base import UserError
from sigai.ledgers import Head
from sigai_web.ledgers import rows, services
from sigai_web.ledgers.api.scopes import WRITE_RECORDS
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

HEADS = ["名称", "主体", "工程"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def held(tmp_path: Path, settings: Any, filled: None) -> None:
    """Grants are for works of the same enterprise, in their field and in their rows."""
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)
    content = copy.deepcopy(web_content())
    grants = next(one for one in content["ledgers"] if one["id"] == "grants")
    grants["fields"][0]["same"] = "entity"
    next(one for one in grants["rows"][0]["columns"] if one["id"] == "works")["same"] = "entity"
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "held", content)


def two_works() -> tuple[CurrentRecord, CurrentRecord]:
    office = person(Role.OFFICE, name="maker")
    ours = work(office, cost="100", name="甲工程")
    return ours, work(office, entity=THEIRS, cost="100", name="乙工程")


def test_by_service_ones_own_is_linked_and_anothers_refused() -> None:
    ours, theirs = two_works()
    office = person(Role.OFFICE)
    error = refusal(office, work=theirs.number)
    assert told(error) == [("L080", "work")]
    assert theirs.number in error.issues[0].what("zh")
    assert grant(office, work=ours.number).fields["work"] == ours.number
    assert grant(office, entity=THEIRS, work=theirs.number).fields["work"] == theirs.number
    assert grant(office, after=theirs.number).fields["after"].endswith(theirs.number), "another field is free"


def test_a_record_that_becomes_anothers_takes_no_link_along() -> None:
    ours, theirs = two_works()
    office = person(Role.OFFICE)
    made = grant(office, work=ours.number)

    def move(**values: str) -> CurrentRecord:
        head = Head(made.name or "", THEIRS, "")
        return services.edit(actor(office), office, made.pk, seen=made.revision, head=head, values=values).record

    with pytest.raises(UserError) as caught:
        move()
    assert told(caught.value) == [("L080", "work")]
    assert move(work=theirs.number).entity == THEIRS


def test_a_row_links_to_the_entity_of_its_record() -> None:
    ours, theirs = two_works()
    office = person(Role.OFFICE)
    made = grant(office)
    with pytest.raises(UserError) as caught:
        rows.add_row(actor(office), office, made.pk, "measures", {"what": "改造", "works": theirs.number})
    assert told(caught.value) == [("L080", "works")]
    kept = rows.add_row(actor(office), office, made.pk, "measures", {"what": "改造", "works": ours.number}).record
    assert kept.fields["measures"][0]["values"]["works"] == ours.number


def test_a_sheet_is_refused_at_the_cell() -> None:
    ours, theirs = two_works()
    office = person(Role.OFFICE)
    with pytest.raises(UserError) as caught:
        take_grants(office, HEADS, ["补助", OURS, theirs.number])
    assert [(issue.code, issue.place.row) for issue in caught.value.issues] == [("L080", 2)]
    assert take_grants(office, HEADS, ["补助", OURS, ours.number]).entered == 1


def test_a_program_is_refused() -> None:
    _, theirs = two_works()
    body = {"step": "ask", "entity": OURS, "fields": {"work": theirs.number}}
    answer = Program(person(Role.OFFICE), WRITE_RECORDS).ask("post", "/ledgers/grants/records", body)
    assert answer.status_code == 422
    assert "L080" in answer.content.decode()


def test_a_form_offers_the_records_of_its_entity() -> None:
    ours, theirs = two_works()
    client = browser(person(Role.OFFICE))

    def offered(**beside: str) -> str:
        return client.get("/ledgers/of/grants/links/work", {"f_work": "工程", **beside}).content.decode()

    assert ours.number in offered() and theirs.number in offered()
    for beside in ({"about": OURS}, {"entity": f"乙县一厂 · {OURS}", "about": THEIRS}):
        assert ours.number in offered(**beside) and theirs.number not in offered(**beside)
    made = grant(person(Role.OFFICE, name="grants"), work=ours.number)
    page = client.get(f"/ledgers/records/{made.pk}/edit").content.decode()
    assert f"/ledgers/of/grants/links/work?about={OURS}" in page
    assert """hx-include="[name='entity']""" in page


def test_a_link_that_stands_stays_where_nothing_of_it_changes() -> None:
    ours, _ = two_works()
    office = person(Role.OFFICE)
    made = grant(office, work=ours.number)
    CurrentRecord.objects.filter(pk=ours.pk).update(entity=THEIRS)
    assert change(office, made, amount="5").fields["work"] == ours.number
