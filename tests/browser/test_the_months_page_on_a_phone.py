"""The page of a month with all its panels on a telephone: long names push nothing beyond the window."""

from __future__ import annotations

import pytest

from helpers_browser import Visit
from helpers_web import person
from sigai.base import Period
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.reporting import month_views
from sigai_web.reporting.chasing import MissingRemark, Worth, WorthChasing
from sigai_web.reporting.closing import close_month
from sigai_web.runs.calculating import request_run
from sigai_web.runs.computing import carry_out

MONTH = Period.parse("2021-10")
LONG = "Energy consumption per unit of value added of industrial enterprises above designated size"
ROWS = tuple(
    Worth(f"e{place}", f"演示{place:04d}号新材料科技股份有限公司", 30, (LONG, "战略性新兴产业增加值占比"), True)
    for place in range(3)
)


@pytest.mark.parametrize("closed", [False, True])
def test_nothing_is_wider_than_the_window(closed: bool, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    carry_out(request_run(SYSTEM, because="test"))
    if closed:
        made = close_month(SYSTEM, None, MONTH)
        kept = [{"entity": LONG, "measure": LONG, "value": "123,456,789.00", "unit": "万元", "deviation": "1,234.00"}]
        monkeypatch.setattr(month_views, "kept_rows", lambda *_: kept)
        assert made.month == MONTH.last
    chasing = WorthChasing(MONTH, ROWS, tuple(row.entity for row in ROWS), held=1033, whole=105, settles=1031)
    remark = MissingRemark(f"{LONG}: none of 1200 reported", LONG, tuple(row.name for row in ROWS), 31)
    monkeypatch.setattr(month_views, "worth_chasing", lambda *_: chasing)
    monkeypatch.setattr(month_views, "remarks_of", lambda *_: [remark])
    monkeypatch.setattr(month_views, "missing_of", lambda *_: {"missing": 123456})
    office = person(Role.OFFICE)
    for language in ("en", "zh-hans"):
        visitor = visit(office, language=language, phone=True)
        assert visitor.opens(f"/month?month={MONTH}").status == 200
        if closed:
            visitor.page.locator("#closing summary").click()
        assert visitor.too_wide() == []
        assert visitor.accessibility_faults() == []
