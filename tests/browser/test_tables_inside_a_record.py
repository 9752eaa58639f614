"""A table inside a record in a real browser: a row is added without leaving the record; on a phone rows stack."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import expect

from helpers_browser import Visit
from helpers_records import actor, grant
from helpers_web import person
from sigai_web.ledgers.rows import SeenRow, add_row, strike_row
from sigai_web.permissions import Role


@pytest.mark.parametrize("phone", [False, True])
def test_a_row_is_added_and_the_page_stays_sound(phone: bool, visit: Visit, settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)
    office = person(Role.OFFICE)
    record = grant(office)
    for what in ("换热器更新改造及配套管网", "电机"):
        add_row(actor(office), office, record.pk, "measures", {"what": what, "outlay": "1234.5678"})
    strike_row(actor(office), office, record.pk, "measures", SeenRow(2, 1), reason="重复")
    for language, adds, what in (("zh-hans", "新增", "水泵"), ("en", "Add", "阀门")):
        visitor = visit(office, language=language, phone=phone)
        assert visitor.opens(f"/ledgers/records/{record.pk}").status == 200
        table = visitor.page.locator("#rows-measures")
        table.locator("> details > summary").click()
        table.locator("> details [name=f_what]").fill(what)
        table.locator("> details").get_by_role("button", name=adds, exact=True).click()
        expect(visitor.page.locator("#rows-measures table")).to_contain_text(what)
        for details in visitor.page.locator("#rows-measures details").all():
            details.evaluate("one => { one.open = true; }")
        assert visitor.too_wide() == []
        assert visitor.accessibility_faults() == []
        assert visitor.faults == []
