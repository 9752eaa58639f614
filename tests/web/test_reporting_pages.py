"""What a reporter sees: what is wrong where it is wrong, what was filled in counted, things by their names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_reporting import KEY, OFFICER, assignment, draft, submitted
from helpers_web import OURS, THEIRS, browser, person
from sigai.base import Period
from sigai_web.permissions import Role
from sigai_web.reporting.arranging import arranged
from sigai_web.reporting.workbooks import workbook
from sigai_web.store.figures import NewFigure, write_figures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_day(settings: Any) -> None:
    settings.SIGAI_TODAY = date(2021, 11, 15)


def own() -> Any:
    return browser(person(Role.ENTERPRISE_REPORTER))


def line_of(page: str, key: tuple[str, str, str]) -> str:
    """The row of a list that leads to a sheet, without its tags' line breaks."""
    return " ".join(page.split(f"/reporting/{'/'.join(key)}")[1].split("</tr>", maxsplit=1)[0].split())


def test_a_refused_form_marks_the_faulty_rows_alone(filled: None) -> None:
    sheet = draft({"orders": "一千", "exports": "3"})
    sent = {"version": sheet.version, "action": "submit"}
    response = own().post(f"/reporting/{'/'.join(KEY)}/save", sent)
    page = response.content.decode()
    assert (response.status_code, page.count("remark refuses"), page.count("aria-invalid")) == (422, 1, 1)


def test_what_was_filled_in_counts_before_it_stands(filled: None) -> None:
    client = own()
    assert "0 / 2" in line_of(client.get("/reporting").content.decode(), KEY)
    draft({"orders": "12.5"})
    assert "1 / 2" in line_of(client.get("/reporting").content.decode(), KEY)


def test_what_was_handed_in_counts_for_the_office_too_and_a_draft_does_not(filled: None) -> None:
    submitted()
    draft(to=assignment("survey", "2021-10", THEIRS))
    page = browser(person(Role.OFFICE)).get("/coverage?month=2021-10&state=all&form=survey").content.decode()
    assert "2 / 2" in line_of(page, KEY)
    assert "0 / 2" in line_of(page, ("survey", "2021-10", THEIRS))


def test_figures_that_came_without_a_form_are_said(filled: None) -> None:
    figure = NewFigure(OURS, "orders", Period.parse(KEY[1]), Decimal(1), None)
    write_figures(OFFICER, [figure], action="api", about="x")
    page = line_of(browser(person(Role.OFFICE)).get("/coverage?month=2021-10&form=survey").content.decode(), KEY)
    assert ("部分在库" in page or "逾期" in page, "1 / 2" in page) == (True, True)


def test_the_template_of_another_is_named(filled: None) -> None:
    file = SimpleUploadedFile("a.xlsx", workbook(arranged(assignment("survey", "2021-10", THEIRS))))
    page = own().post(f"/reporting/{'/'.join(KEY)}/upload", {"file": file}).content.decode()
    assert "W111" in page
    assert assignment("survey", "2021-10", THEIRS).name("zh") in page
    assert THEIRS not in page.split("<main")[1]


def test_the_page_says_whose_forms_they_are_and_which_day_it_is(filled: None) -> None:
    page = own().get("/reporting").content.decode()
    head = page.split("<h1>")[1].split("</h1>")[0]
    assert assignment().owed.register.name(OURS, "zh") in head
    assert "2021-11-15" in head
