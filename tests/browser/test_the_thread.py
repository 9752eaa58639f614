"""One enterprise from the register to a target, in real browsers, each person in their own.

A new enterprise is registered and its base year comes in; a diagnosis finds three measures; one becomes a project,
which is stopped at its gate until the energy review is passed, reports month by month, is paid for once and never
twice, is completed and confirmed; the workshop that it made is recognised, and the target moves by one. From the number
the links lead back to the diagnosis and the register, and what was settled the enterprise changes by no way in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Locator, expect

from helpers_api import Program
from helpers_browser import Visit, Visitor
from helpers_records import PDF
from helpers_rights import ZHONGWEI
from helpers_starting import archive
from helpers_web import OURS, person
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.runs.calculating import request_run
from sigai_web.runs.models import Run
from sigai_web.runs.working import work
from sigai_web.store.models import CurrentFigure, CurrentRecord, Entity

COUNTY, NAME = "640521", "新锐铸造有限公司"
TARGET = "I_workshop"
Go = Callable[..., Visitor]


@pytest.fixture
def filled(committing: None, invented_programme: None, settings: Any) -> None:
    """The real programme, and nothing in the store: in place of the small data of the other visits."""
    settings.SIGAI_PROGRAMME = ZHONGWEI
    programme.forget()


@pytest.fixture
def people(filled: None) -> dict[str, User]:
    """Everybody who has a part in it; the enterprise's clerk comes once there is an enterprise."""
    roles = {
        "office": (Role.OFFICE, ""),
        "second": (Role.OFFICE, ""),
        "leader": (Role.LEADER, ""),
        "county_clerk": (Role.AREA_REPORTER, COUNTY),
        "county": (Role.AREA_APPROVER, COUNTY),
        "reviewer": (Role.UNIT_REPORTER, "U02"),
        "review_chief": (Role.UNIT_APPROVER, "U02"),
        "finance": (Role.UNIT_APPROVER, "U18"),
        "industry": (Role.UNIT_APPROVER, "U01"),
    }
    return {name: person(role, scope=scope, name=name) for name, (role, scope) in roles.items()}


@pytest.fixture
def go(visit: Visit, people: dict[str, User], settings: Any) -> Go:
    """Somebody's browser on some day, at an address."""
    there: dict[str, Visitor] = {}

    def at(who: str, day: str, address: str) -> Visitor:
        settings.SIGAI_TODAY = date.fromisoformat(day)
        if who not in there:
            there[who] = visit(people[who])
        assert there[who].opens(address).status == 200, (who, address)
        return there[who]

    return at


def sends(visitor: Visitor, form: Locator, files: int = 0, **values: str) -> None:
    """Fill in a form of a page and press its main button; its documents are so many."""
    form.evaluate("one => { const folded = one.closest('details'); if (folded) folded.open = true; }")
    for name, value in values.items():
        control = form.locator(f"[name={name}]")
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    for number in range(files):
        paper = {"name": f"{number}.pdf", "mimeType": "application/pdf", "buffer": PDF + str(number).encode()}
        form.locator(f"[name=evidence_{number}]").set_input_files(paper)  # type: ignore[arg-type]
    form.locator("button.main").click()
    visitor.settles()


def standing(ledger: str, name: str) -> CurrentRecord:
    return CurrentRecord.objects.get(ledger=ledger, name=name)


def enters(visitor: Visitor, files: int = 0, **values: str) -> None:
    sends(visitor, visitor.page.locator("main .card.form form"), files, **values)


def steps(visitor: Visitor, step: str, files: int = 0, **values: str) -> None:
    sends(visitor, visitor.page.locator(f"form[action$='/steps/{step}']"), files, **values)


def adds(visitor: Visitor, table: str, **values: str) -> None:
    sends(visitor, visitor.page.locator(f"#rows-{table} > details form"), **values)


def page_of(record: CurrentRecord) -> str:
    return f"/ledgers/records/{record.pk}"


def stands(ledger: str, name: str, state: str, visitor: Visitor) -> CurrentRecord:
    """The record in this state; else what the page says."""
    found = standing(ledger, name)
    assert found.state == state, visitor.page.inner_text("main")
    return found


def is_registered(go: Go) -> None:
    visitor = go("office", "2022-10-08", "/register/new")
    values = {"id": OURS, "name": NAME, "area": COUNTY, "industry": "C3391", "active_from": "2020-01"}
    sends(visitor, visitor.page.locator("main form"), **values, above_scale_since="2020-01", reason="新建企业")
    assert Entity.objects.filter(pk=OURS).exists(), visitor.page.inner_text("main")


def has_a_base_year(go: Go) -> None:
    """Asked for by one member of the office; nothing is there until another one confirms."""
    visitor = go("office", "2022-10-09", "/starting")
    files: dict[str, str | bytes] = {
        "values.csv": f"主体,指标项,时期,数值,单位\n{OURS},output,2020-12,36000,万元\n",
        "records/smart_factories.csv": "编号,名称,主体,状态,进入状态时间,类型,级别\n"
        f"S1,砂处理车间,{OURS},已认定,2020-11-20,数字化车间,自治区级\n",
    }
    packed = {"name": "基期.zip", "mimeType": "application/zip", "buffer": archive(files)}
    visitor.page.locator("main input[type=file]").set_input_files(packed)  # type: ignore[arg-type]
    sends(visitor, visitor.page.locator("main form"), reason="统计局2020年报")
    assert not CurrentFigure.objects.exists(), "one person alone takes nothing in"
    address = visitor.page.url.removeprefix(visitor.site)
    expect(visitor.page.locator("form[action$='/decision']")).to_have_count(0)
    second = go("second", "2022-10-10", address)
    second.page.get_by_role("button", name="确认，装入").click()
    second.settles()
    figure = CurrentFigure.objects.get(entity=OURS, measure="output", period="2020-12")
    assert figure.value == 36000
    stands("smart_factories", "砂处理车间", "recognised", second)


def is_diagnosed(go: Go) -> CurrentRecord:
    """Three measures are found."""
    enters(go("clerk", "2022-10-11", "/ledgers/of/diagnoses/new"), f_kind="smart", name="智能改造诊断", entity=OURS)
    record = standing("diagnoses", "智能改造诊断")
    visitor = go("county_clerk", "2022-10-12", page_of(record))
    steps(visitor, "begin", f_provider="区内诊断机构")
    for measure, cost in (("造型线智能化改造", "60000"), ("余热利用", "300"), ("空压机群控", "80")):
        adds(visitor, "measures", f_measure=measure, f_cost=cost)
        expect(visitor.page.locator("#rows-measures table")).to_contain_text(measure)
    visitor = go("county", "2022-10-20", page_of(record))
    steps(visitor, "report", 1, f_findings="三处可改", f_reported_on="2022-10-19")
    return stands("diagnoses", "智能改造诊断", "reported", visitor)


def becomes_a_project(go: Go, diagnosis: CurrentRecord) -> CurrentRecord:
    """One of the measures; the row of the diagnosis links to the project."""
    values = {"f_category": "digital", "f_investment": "6"}
    enters(go("clerk", "2022-10-21", "/ledgers/of/projects/new"), name="造型线智能化改造", entity=OURS, **values)
    project = standing("projects", "造型线智能化改造")
    visitor = go("county_clerk", "2022-10-22", page_of(diagnosis))
    row = visitor.page.locator("#rows-measures form[action$='/rows/measures/1']").first
    sends(visitor, row, f_project=project.number)
    visitor = go("county", "2022-10-23", page_of(project))
    steps(visitor, "reserve", 1, f_start_on="2022-10-25")
    return stands("projects", "造型线智能化改造", "reserved", visitor)


def is_stopped_and_passes(go: Go, project: CurrentRecord) -> None:
    """90,000 tce take a passed energy review: the gate says so, and opens once there is one."""
    asks = {"f_finish_on": "2022-11-30", "f_owner": "U01", "f_energy_use": "90000", "f_waste_made": "100"}
    visitor = go("county", "2022-10-25", page_of(project))
    steps(visitor, "build", 2, **asks)
    assert standing("projects", project.name or "").state == "reserved"
    expect(visitor.page.locator("main")).to_contain_text("项目准入审查台账")
    values = {"f_kind": "energy_review", "f_project_id": project.number, "f_energy_use": "90000"}
    enters(go("clerk", "2022-10-26", "/ledgers/of/admissions/new"), name="节能报告", entity=OURS, **values)
    review = standing("admissions", "节能报告")
    steps(go("reviewer", "2022-10-27", page_of(review)), "review")
    steps(go("review_chief", "2022-10-28", page_of(review)), "pass", 1, f_opinion="卫发改审发〔2022〕1号")
    visitor = go("county", "2022-10-29", page_of(project))
    steps(visitor, "build", 2, **asks)
    stands("projects", project.name or "", "building", visitor)


def reports_monthly(go: Go, project: CurrentRecord) -> None:
    for month, spent in (("2022-10", "2"), ("2022-11", "3.5")):
        visitor = go("clerk", "2022-11-02", page_of(project))
        adds(visitor, "monthly", f_month=month, f_spent=spent)
        expect(visitor.page.locator("#rows-monthly table")).to_contain_text(spent)
    expect(visitor.page.locator("main")).to_contain_text("5.5")


def is_paid_once(go: Go, project: CurrentRecord) -> CurrentRecord:
    """The second application for the same project from the same pot is refused, and names the first."""
    asks = {"f_project_id": project.number, "f_asked": "300", "entity": OURS}
    enters(go("clerk", "2022-11-03", "/ledgers/of/incentives/new"), 1, name="技改贴息", f_scheme="retrofit", **asks)
    award = standing("incentives", "技改贴息")
    steps(go("county", "2022-11-04", page_of(award)), "review")
    visitor = go("finance", "2022-11-07", page_of(award))
    steps(visitor, "approve", f_granted="240")
    stands("incentives", "技改贴息", "approved", visitor)
    visitor = go("clerk", "2022-11-08", "/ledgers/of/incentives/new")
    enters(visitor, 1, name="专项资金", f_scheme="smart_fund", **asks)
    assert CurrentRecord.objects.filter(ledger="incentives").count() == 1, "once from a pot"
    expect(visitor.page.locator(f"main a[href='{page_of(award)}']").first).to_be_visible()
    return award


def is_completed_and_confirmed(go: Go, diagnosis: CurrentRecord, project: CurrentRecord) -> None:
    visitor = go("clerk", "2022-11-10", page_of(project))
    expect(visitor.page.locator("form[action$='/steps/complete']")).to_have_count(0)
    visitor = go("county", "2022-11-10", page_of(project))
    steps(visitor, "complete", 1, f_invested="5.5")
    stands("projects", project.name or "", "completed", visitor)
    visitor = go("county", "2022-11-11", page_of(diagnosis))
    row = visitor.page.locator("#rows-measures form[action$='/rows/measures/1']").first
    sends(visitor, row, f_carried_out_on="2022-11-10", f_confirmed="yes")
    expect(visitor.page.locator("main .computed", has_text="已核实完成的措施")).to_contain_text("1")


def applies(go: Go, project: CurrentRecord) -> CurrentRecord:
    """For the workshop that the project made, under an open round."""
    visitor = go("industry", "2022-11-12", "/ledgers/rounds/of/smart_factories")
    days = {"first_day": "2022-11-12", "last_day": "2022-11-20"}
    enters(visitor, title="2022年度数字化车间", f_kind="workshop", **days)
    visitor = go("clerk", "2022-11-13", "/ledgers/of/smart_factories/new")
    values = {"f_kind": "workshop", "f_project_id": project.number}
    enters(visitor, name="造型数字化车间", entity=OURS, **values)
    workshop = standing("smart_factories", "造型数字化车间")
    visitor = go("clerk", "2022-11-14", page_of(workshop))
    steps(visitor, "apply", 1, f_systems="mes", f_scope="造型全线")
    return stands("smart_factories", "造型数字化车间", "applied", visitor)


def is_recognised(go: Go, workshop: CurrentRecord) -> CurrentRecord:
    visitor = go("industry", "2022-11-28", page_of(workshop))
    steps(visitor, "recognise", 1, f_level="region", f_batch="宁工信发〔2022〕9号")
    return stands("smart_factories", "造型数字化车间", "recognised", visitor)


def counted(go: Go, day: str) -> str:
    """What the leader reads of the target on a day, after everything that waits was calculated."""
    leader = go("leader", day, "/")
    request_run(SYSTEM, because="test")
    work(batch=True)
    assert not Run.objects.filter(state__in=["queued", "running", "failed"]).exists()
    leader.opens(f"/targets/{TARGET}")
    return leader.page.locator("main dl.facts dd.big").first.inner_text()


def leads_back(go: Go, records: dict[str, CurrentRecord]) -> None:
    """By links alone: the number, the workshop, its project, and from there review, money, diagnosis, register."""
    leader = go("leader", "2022-12-12", f"/targets/{TARGET}")
    ways = [
        "a[href^='/explain/']",
        f"a[href='{page_of(records['workshop'])}']",
        f"a[href='{page_of(records['project'])}']",
    ]
    for way in ways:
        leader.page.locator(f"main {way}").first.click()
        leader.page.wait_for_load_state("networkidle")
    for name in ("review", "award", "diagnosis"):
        expect(leader.page.locator(f"main a[href='{page_of(records[name])}']").first).to_be_visible()
    leader.page.locator(f"main a[href='{page_of(records['diagnosis'])}']").first.click()
    expect(leader.page.locator("#rows-measures tbody")).to_have_count(3)
    leader.page.locator(f"main a[href='/register/of/{OURS}']").click()
    expect(leader.page.locator("h1")).to_contain_text(NAME)


def exported(visitor: Visitor, ledger: str) -> bytes:
    visitor.opens(f"/ledgers/of/{ledger}")
    with visitor.page.expect_download() as download:
        visitor.page.locator(f"a[href^='/ledgers/of/{ledger}/export']").first.click()
    return Path(download.value.path()).read_bytes()


def changed(workbook: bytes, header: str, value: float) -> bytes:
    """A workbook with another value in the first cell under a header."""
    book = openpyxl.load_workbook(BytesIO(workbook))
    above = next(c for row in book.worksheets[0].iter_rows() for c in row if str(c.value or "").startswith(header))
    assert above.row is not None and above.column is not None
    book.worksheets[0].cell(above.row + 1, above.column, value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def uploads(visitor: Visitor, content: bytes, ledger: str) -> None:
    visitor.opens(f"/ledgers/of/{ledger}/import")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file = {"name": f"{ledger}.xlsx", "mimeType": kind, "buffer": content}
    visitor.page.locator("main input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    sends(visitor, visitor.page.locator("main form:has(input[type=file])"), reason="更正")


def settled_stays(go: Go, clerk: User, award: CurrentRecord) -> None:
    """The amount approved, by page, Excel and API: said why, and nothing written."""
    visitor = go("clerk", "2022-12-12", page_of(award) + "/edit")
    expect(visitor.page.locator("main [name=f_granted]")).to_have_count(0)
    expect(visitor.page.locator("main")).to_contain_text("已由“批准”定下")
    uploads(visitor, changed(exported(visitor, "incentives"), "批准金额", 300), "incentives")
    expect(visitor.page.locator("main")).to_contain_text("已由“批准”定下")
    body = {"revision": standing("incentives", "技改贴息").revision, "fields": {"granted": "300"}, "reason": "更正"}
    answer = Program(clerk).ask("patch", f"/records/{award.pk}", body)
    assert (answer.status_code, [one["code"] for one in answer.json()["issues"]]) == (422, ["W180"])
    assert standing("incentives", "技改贴息").fields["granted"] == 240


def test_the_thread(go: Go, people: dict[str, User]) -> None:
    is_registered(go)
    has_a_base_year(go)
    people["clerk"] = person(Role.ENTERPRISE_REPORTER, scope=OURS, name="clerk")
    diagnosis = is_diagnosed(go)
    project = becomes_a_project(go, diagnosis)
    is_stopped_and_passes(go, project)
    reports_monthly(go, project)
    award = is_paid_once(go, project)
    is_completed_and_confirmed(go, diagnosis, project)
    workshop = applies(go, project)
    before = counted(go, "2022-11-22")
    workshop = is_recognised(go, workshop)
    after = counted(go, "2022-12-12")
    assert (before.split()[0], after.split()[0]) == ("1", "2"), (before, after)
    review = standing("admissions", "节能报告")
    records = {"diagnosis": diagnosis, "project": project, "award": award, "review": review, "workshop": workshop}
    leads_back(go, records)
    settled_stays(go, people["clerk"], award)
    assert verify().unbroken
