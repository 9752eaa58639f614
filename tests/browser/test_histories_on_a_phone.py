"""Tables of what happened (revisions, steps, calculations, the journal) need no pushing sideways on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from helpers_browser import Visit
from helpers_reporting import KEY, OFFICER, accepted, assignment, draft
from helpers_web import OURS, person
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.reporting import services
from sigai_web.runs.calculating import request_run
from sigai_web.runs.computing import carry_out

LONG = "统计口径调整：按照新的国民经济行业分类重新划分后与财务账核对一致"
PAGES: dict[str, tuple[Role, Callable[[], str], int]] = {
    "a sheet's history": (Role.OFFICE, lambda: reverse("sheet-history", args=KEY), 2),
    "a figure's revisions": (Role.OFFICE, lambda: reverse("figure", args=(OURS, "orders", KEY[1])), 1),
    "calculations": (Role.OFFICE, lambda: reverse("runs"), 1),
    "the journal": (Role.AUDITOR, lambda: reverse("journal"), 1),
}
_PUSHED = """() => [...document.querySelectorAll("table.labelled")].flatMap((table) => {
  const around = table.closest(".scroll") || table.parentElement;
  const wide = around.scrollWidth > around.clientWidth + 1 ? [`${around.scrollWidth} in ${around.clientWidth}`] : [];
  for (const cell of table.querySelectorAll("tbody td:not(:empty)")) {
    const label = getComputedStyle(cell, "::before");
    if (cell.clientHeight < parseFloat(label.height)) wide.push(`${cell.dataset.head} over the next one`);
  }
  const unnamed = [...table.querySelectorAll("tbody td")].filter((cell) => !cell.dataset.head).length;
  return unnamed ? [...wide, `${unnamed} cells without a name`] : wide;
})"""


@pytest.mark.parametrize("page", PAGES)
def test_every_cell_is_seen_with_its_name(page: str, visit: Visit, settings: Any) -> None:
    settings.SIGAI_TODAY = date(2021, 11, 8)
    role, path, tables = PAGES[page]
    open_one = accepted()
    services.open_correction(OFFICER, assignment(), seen=open_one.version, reason=LONG)
    draft({"orders": "1234567.8901"}, seen=1, reason=LONG)
    carry_out(request_run(SYSTEM, because=LONG))
    user = person(role)
    for language in ("zh-hans", "en"):
        visitor = visit(user, language=language, phone=True)
        assert visitor.opens(path()).status == 200
        expect(visitor.page.locator("table.labelled")).to_have_count(tables)
        assert visitor.page.evaluate(_PUSHED) == []
        assert visitor.too_wide() == []
        assert visitor.accessibility_faults() == []
        visitor.resizes(phone=False)
        assert visitor.too_wide() == []
