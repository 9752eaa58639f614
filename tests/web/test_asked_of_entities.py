"""Steps that ask for the lists and figures of the enterprise: judged on the day of the step, told with links."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from helpers_programme import write_programme
from helpers_records import document, seen, told, work
from helpers_reporting import accepted
from helpers_web import OURS, THEIRS, as_read, browser, person, web_content
from sigai.base import Period, UserError
from sigai_web import programme
from sigai_web.journal.writing import SYSTEM
from sigai_web.ledgers import documents, services
from sigai_web.ledgers.around import around
from sigai_web.ledgers.rights import step_of
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord, EntityFact
from sigai_web.store.records import as_record

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 11, 12)
CONDITION = "entity in list(key) and figure(orders, period: last_month) >= 12.5 万元"


@pytest.fixture(autouse=True)
def gated(tmp_path: Path, settings: Any, filled: None) -> None:
    """Works begin at key enterprises that had output last month."""
    settings.SIGAI_TODAY = DAY
    content = copy.deepcopy(web_content())
    works = next(one for one in content["ledgers"] if one["id"] == "works")
    next(one for one in works["transitions"] if one["id"] == "begin")["condition"] = CONDITION
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "gated", content)


def listed(entity: str, since: str, until: str | None = None) -> None:
    first, last = Period.parse(since).first, Period.parse(until).last if until else None
    EntityFact.objects.create(entity=entity, fact="list", value="key", since=first, until=last)


def reported(orders: str = "12.5") -> None:
    accepted({"orders": orders, "exports": "3"})


def ready(entity: str = OURS) -> CurrentRecord:
    office = person(Role.OFFICE, name=f"office-{entity}".lower())
    made = work(office, entity=entity, name="甲工程", cost="1000", begun_on="2021-11-05")
    documents.attach(SYSTEM, office, made.pk, [document()])
    return CurrentRecord.objects.get(pk=made.pk)


def begin(record: CurrentRecord, on: dt.date = DAY) -> CurrentRecord:
    user = person(Role.UNIT_APPROVER, name=f"approver-{record.pk}-{on}")
    return services.take_step(SYSTEM, user, record.pk, "begin", seen=seen(record), values={}, on=on).record


def test_who_is_on_the_list_and_has_the_figure_passes() -> None:
    listed(OURS, "2021-01")
    reported()
    assert begin(ready()).state == "building"


@pytest.mark.parametrize("since_until", [("2021-12", None), ("2021-01", "2021-10")])
def test_the_list_is_asked_in_the_month_of_the_step(since_until: tuple[str, str | None]) -> None:
    listed(OURS, *since_until)
    reported()
    with pytest.raises(UserError) as caught:
        begin(ready())
    assert told(caught.value) == [("L045", None)]
    assert "名单“重点企业”（2021年11月）：不在名单上" in caught.value.issues[0].what("zh")


def test_a_figure_that_was_not_reported_lets_nothing_pass_and_one_too_small_neither() -> None:
    listed(OURS, "2021-01")
    listed(THEIRS, "2021-01")
    with pytest.raises(UserError) as caught:
        begin(ready(THEIRS))
    assert told(caught.value) == [("L046", None)]
    assert "没有报全" in caught.value.issues[0].what("zh")
    reported("12.4999")
    with pytest.raises(UserError) as caught:
        begin(ready())
    assert told(caught.value) == [("L045", None)]
    assert "2021年10月“orders” 12.4999 万元" in caught.value.issues[0].what("zh")


def test_who_may_not_read_the_figure_is_not_told_it() -> None:
    listed(OURS, "2021-01")
    reported()
    record = ready()
    stranger = person(Role.UNIT_APPROVER, scope="U2", name="stranger")
    condition = step_of(programme.current().ledger_by_id["works"], "begin")
    assert condition is not None
    found = around(stranger, condition, as_record(record), DAY)
    assert found.figures and not found.told
    assert around(person(Role.UNIT_APPROVER, name="own"), condition, as_record(record), DAY).told


def test_the_page_leads_to_the_list_and_to_the_figure() -> None:
    reported()
    record = ready()
    approver = person(Role.UNIT_APPROVER)
    client = browser(approver)
    sent = {"revision": record.revision, "step": record.step, "on": DAY.isoformat()}
    answer = client.post(f"/ledgers/records/{record.pk}/steps/begin", sent)
    page = as_read(answer.content.decode())
    assert answer.status_code == 422
    assert 'href="/register/lists/key"' in page
    assert f'href="/figures/{OURS}/orders/2021-10"' in page
