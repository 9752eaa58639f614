"""The month's round trip in real browsers, each person in their own: enterprises report by form and by Excel, areas
approve, the office accepts and the results follow, a leader sees the target change and follows its number back to who
entered it, the office writes the bulletin. In both languages."""

from __future__ import annotations

from binascii import unhexlify
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from docx import Document
from playwright.sync_api import expect

from helpers_browser import Visit, Visitor
from helpers_web import OURS, PASSWORD, THEIRS, person
from sigai.base import Period
from sigai_web.accounts.models import User
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.reporting.models import Sheet
from sigai_web.runs.calculating import request_run
from sigai_web.runs.models import Run
from sigai_web.runs.working import work
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import CurrentFigure

FORM, MONTH = "monthly", "2021-10"


@dataclass
class Words:
    """The words of the pages in the language of the test."""

    language: str

    def __call__(self, zh: str, en: str) -> str:
        return en if self.language == "en" else zh


@pytest.fixture(params=["zh-hans", "en"])
def t(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


@pytest.fixture(autouse=True)
def _november(settings: Any) -> None:
    settings.SIGAI_TODAY = date(2021, 11, 8)


def a_usual_september() -> None:
    """The small data try how large a figure may be; people report smaller ones."""
    standing = CurrentFigure.objects.get(entity=OURS, measure="output", period="2021-09")
    usual = NewFigure(OURS, "output", Period.parse("2021-09"), Decimal(60000), standing.revision, "accepted")
    write_figures(SYSTEM, [usual], action="figure.report", about="test")


def press(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).first.click()
    visitor.settles()


def follow(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("link", name=name).first.click()
    visitor.page.wait_for_load_state("networkidle")


def state(reporter: str) -> str:
    return Sheet.objects.get(form=FORM, period=MONTH, reporter=reporter).state


def signed_in(visit: Visit, user: User, t: Words) -> Visitor:
    """The whole way in: password, and the telephone's code where the role needs one."""
    visitor = visit(language=t.language)
    visitor.opens("/sign-in")
    visitor.page.locator("input[name=username]").fill(user.username)
    visitor.page.locator("input[name=password]").fill(PASSWORD)
    visitor.page.locator("main button").click()
    if user.needs_second_factor():
        device = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
        visitor.opens("/second-factor")
        visitor.page.locator("input[name=token]").fill(f"{TOTP(unhexlify(device.key)).token():06}")
        visitor.page.locator("main button").click()
    visitor.settles()
    return visitor


def reports_by_form(clerk: Visitor, t: Words) -> None:
    """From the list of what is due, keyboard only within the form; a jump is asked about, and answered."""
    clerk.opens("/reporting?period=2021-10")
    follow(clerk, "月报")
    page = clerk.page
    page.get_by_label("产值", exact=False).first.focus()
    page.keyboard.type("50000")
    page.keyboard.press("Enter")
    page.keyboard.type("1200")
    page.keyboard.press("Enter")
    expect(page.locator(".kept")).to_have_count(2)
    clerk.opens(page.url.removeprefix(clerk.site))
    assert page.locator("input.entry").first.input_value() == "50000", (
        "what was typed is kept before anything is pressed"
    )
    for reason in page.locator("input[name^='reason:']").all():
        if reason.is_visible():
            reason.fill("新投产")
    press(clerk, t("提交审核", "Hand in for approval"))
    assert state(THEIRS) == "submitted", page.inner_text("main")


def reports_by_excel(clerk: Visitor, t: Words) -> None:
    """Down, a mistake marked in the returned copy, corrected, up again, handed in."""
    clerk.opens(f"/reporting/{FORM}/{MONTH}/{OURS}")
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name=t("下载模板", "Download the template")).click()
    content = Path(download.value.path()).read_bytes()
    uploads(clerk, filled(content, {"产值": "一千", "用电量": 1500}), t)
    expect(clerk.page.get_by_role("link", name=t("下载标注的副本", "Download the marked copy"))).to_be_visible()
    with clerk.page.expect_download() as marked:
        clerk.page.get_by_role("link", name=t("下载标注的副本", "Download the marked copy")).click()
    sheet = openpyxl.load_workbook(BytesIO(Path(marked.value.path()).read_bytes())).worksheets[0]
    assert [cell for row in sheet.iter_rows() for cell in row if cell.comment is not None]
    clerk.opens(f"/reporting/{FORM}/{MONTH}/{OURS}")
    uploads(clerk, filled(content, {"产值": 70000, "用电量": 1500}), t)
    assert clerk.page.locator(".message.success").count(), clerk.page.inner_text("main")
    press(clerk, t("提交审核", "Hand in for approval"))
    assert state(OURS) == "submitted", clerk.page.inner_text("main")


def filled(template: bytes, figures: dict[str, object]) -> bytes:
    """The template with figures beside the measures that the first column names."""
    book = openpyxl.load_workbook(BytesIO(template))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for measure, figure in figures.items():
            if any(str(cell.value or "").startswith(measure) for cell in row[:3]):
                free = next(cell for cell in row if not cell.protection.locked)
                free.value = figure  # type: ignore[assignment]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def uploads(clerk: Visitor, content: bytes, t: Words) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    chosen = {"name": "月报.xlsx", "mimeType": kind, "buffer": content}
    clerk.page.locator("input[type=file][accept*='.xlsx']").set_input_files(chosen)  # type: ignore[arg-type]
    press(clerk, t("上传核对", "Upload and check"))


def decides(visitor: Visitor, queue: str, reporter: str, button: str) -> None:
    visitor.opens(queue)
    visitor.page.locator(f"a[href='/reporting/{FORM}/{MONTH}/{reporter}']").first.click()
    visitor.page.wait_for_load_state("networkidle")
    press(visitor, button)


def test_round_trip(visit: Visit, t: Words, settings: Any) -> None:
    a_usual_september()
    leader = signed_in(visit, person(Role.LEADER), t)
    request_run(SYSTEM, because="test")
    work(batch=True)
    leader.opens("/targets/T")
    before = leader.page.inner_text("main dl.facts")

    reports_by_form(signed_in(visit, person(Role.ENTERPRISE_REPORTER, scope=THEIRS), t), t)
    ours = person(Role.ENTERPRISE_REPORTER, scope=OURS, name="clerk-of-ours")
    User.objects.filter(pk=ours.pk).update(name="钱报表 Qian Baobiao")
    reports_by_excel(signed_in(visit, ours, t), t)

    for area, reporter in (("11", OURS), ("12", THEIRS)):
        approver = signed_in(visit, person(Role.AREA_APPROVER, scope=area), t)
        decides(approver, "/approving", reporter, t("审核通过", "Approve"))
        assert state(reporter) == "approved"
    office = signed_in(visit, person(Role.OFFICE), t)
    for reporter in (OURS, THEIRS):
        decides(office, "/accepting", reporter, t("核收并锁定", "Accept and lock"))
        assert state(reporter) == "accepted"
    work(batch=True)
    assert not Run.objects.filter(state__in=["queued", "running", "failed"]).exists()

    leader.opens("/targets/T")
    after = leader.page.inner_text("main dl.facts")
    assert before != after
    follow(leader, t("各项的数值、数据和报送人", "Values of the terms, figures and who gave them"))
    leader.page.locator(f"a[href='/figures/{OURS}/output/{MONTH}']").click()
    leader.page.wait_for_load_state("networkidle")
    assert "钱报表 Qian Baobiao" in leader.page.inner_text("main"), leader.page.inner_text("main")

    office.opens("/bulletins")
    press(office, t("起草：月度通报", "Draft：Monthly bulletin"))
    press(office, t("送签", "Hand in for a signature"))
    signs(signed_in(visit, person(Role.OFFICE, name="second"), t), office.page.url.removeprefix(office.site), t)
    office.page.reload()
    press(office, t("编号发布并送达", "Publish and send"))
    with office.page.expect_download() as bulletin:
        follow_download(office, t("Word 文件", "Word file"))
    written = Document(BytesIO(Path(bulletin.value.path()).read_bytes()))
    assert len("".join(paragraph.text for paragraph in written.paragraphs)) > 100
    assert verify().unbroken


def signs(signer: Visitor, draft: str, t: Words) -> None:
    signer.opens(draft)
    press(signer, t("签发", "Sign"))


def follow_download(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("link", name=name, exact=True).click()


def test_two_editors_never_overwrite_each_other(visit: Visit, t: Words) -> None:
    """The second to write a cell is shown both texts and chooses; until then the first one stands."""
    path = f"/reporting/{FORM}/{MONTH}/{OURS}"
    one = visit(person(Role.ENTERPRISE_REPORTER, name="first"), language=t.language)
    other = visit(person(Role.ENTERPRISE_REPORTER, name="second"), language=t.language)
    one.opens(path)
    other.opens(path)
    cell = "input.entry >> nth=1"
    one.page.locator(cell).fill("100")
    one.page.locator(cell).press("Enter")
    expect(one.page.locator(".kept").first).to_be_visible()
    other.page.locator(cell).fill("200")
    other.page.locator(cell).press("Enter")
    expect(other.page.locator(".clash")).to_be_visible()
    assert {"100", "200"} <= set(other.page.locator(".clash strong").all_inner_texts())
    one.opens(path)
    assert one.page.locator(cell).input_value() == "100"
    other.page.get_by_role("button", name=t("用我的", "Keep mine")).click()
    expect(other.page.locator(".clash")).to_have_count(0)
    one.opens(path)
    expect(one.page.locator(cell)).to_have_value("200")


def test_wrong_roles_and_other_organisations_are_refused(visit: Visit, t: Words) -> None:
    path = f"/reporting/{FORM}/{MONTH}/{OURS}"
    elsewhere = visit(person(Role.ENTERPRISE_REPORTER, scope=THEIRS), language=t.language)
    assert elsewhere.opens(path).status in (403, 404)
    auditor = visit(person(Role.AUDITOR), language=t.language)
    assert auditor.opens(path).status in (403, 404)
    leader = visit(person(Role.LEADER), language=t.language)
    assert leader.opens(path).status == 200
    assert leader.page.locator("input.entry").count() == 0, "a leader reads and cannot write"
