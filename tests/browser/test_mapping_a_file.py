"""A file of another system's layout is explained on a page once, and next month nothing is asked any more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from helpers_browser import Visit, Visitor
from helpers_web import OURS, person
from sigai_web.permissions import Role
from sigai_web.reporting.models import KeptMapping, SheetCell

FORM = "/reporting/survey/{}/" + OURS
EXPORT = f"某系统导出\n单位代码,orders,order,联系人\n{OURS},12.5,3,张三\n"


@pytest.fixture(autouse=True)
def _december(settings: Any) -> None:
    settings.SIGAI_TODAY = date(2021, 12, 8)


def uploads(clerk: Visitor, text: str, month: str) -> Page:
    clerk.opens(FORM.format(month))
    clerk.page.locator("input[type=file][name=file]").first.set_input_files(
        {"name": "导出.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    clerk.page.get_by_role("button", name="上传核对").click()
    clerk.settles()
    return clerk.page


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_it_is_explained_once_and_then_read_by_itself(visit: Visit, phone: bool) -> None:
    clerk = visit(person(Role.ENTERPRISE_REPORTER), phone=phone)
    page = uploads(clerk, EXPORT, "2021-10")
    expect(page.get_by_role("heading", name="这份文件怎么读")).to_be_visible()
    assert clerk.accessibility_faults() == []
    assert clerk.too_wide() == []
    page.get_by_role("button", name="保存并读入草稿").click()
    expect(page.get_by_role("alert")).to_contain_text("还有要定的，没有保存，也没有读入")
    assert not SheetCell.objects.exists()
    page.locator("td.asked select").select_option("figure:exports")
    page.get_by_role("button", name="看看读成什么").click()
    expect(page.locator("table.taken tbody tr")).to_have_count(2)
    page.get_by_label("给这种格式起个名").fill("联网导出")
    page.get_by_role("button", name="保存并读入草稿").click()
    expect(page.locator("main")).to_contain_text("按映射“联网导出”读取")
    assert {cell.measure: cell.text for cell in SheetCell.objects.all()} == {"orders": "12.5", "exports": "3"}
    assert clerk.accessibility_faults() == []
    assert clerk.too_wide() == []
    page = uploads(clerk, EXPORT.replace("12.5,3", "20,4"), "2021-11")
    expect(page.locator("main")).to_contain_text("按映射“联网导出”读取")
    taken = SheetCell.objects.filter(sheet__period="2021-11")
    assert {cell.measure: cell.text for cell in taken} == {"orders": "20", "exports": "4"}


def test_the_list_of_those_kept(visit: Visit) -> None:
    clerk = visit(person(Role.ENTERPRISE_REPORTER))
    page = uploads(clerk, EXPORT.replace("order,", "exports,"), "2021-10")
    page.get_by_label("给这种格式起个名").fill("联网导出")
    page.get_by_role("button", name="保存并读入草稿").click()
    clerk.settles()
    clerk.opens("/mappings")
    expect(page.locator("main")).to_contain_text("联网导出")
    assert clerk.accessibility_faults() == []
    assert clerk.too_wide() == []
    with page.expect_download() as download:
        page.get_by_role("link", name="YAML").first.click()
    assert "entity" in download.value.path().read_text(encoding="utf-8")
    page.locator("summary", has_text="删除").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.locator("main")).to_contain_text("还没有保存的格式")
    assert not KeptMapping.objects.exists()
