"""A total since January below the one before it: asked about wherever figures come in, at the boundary."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from helpers_api import Program
from helpers_reporting import CLERK, accepted, assignment
from helpers_web import OURS, browser, person, web_programme
from sigai_web.permissions import Role
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import Edit, save_cells
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.workbooks import FIGURE, FIRST_ROW

pytestmark = pytest.mark.django_db
APRIL = ("monthly", "2022-04", OURS)
PAGE = "/reporting/" + "/".join(APRIL)
ASKED = "却比 2022年3月 的 100 小"
BELOW, SAME = "99.9999", "100"
BOUNDARY = [(BELOW, True), (SAME, False)]


@pytest.fixture(scope="module")
def programme_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented programme, where output cannot be negative: only what cannot is held to grow."""
    folder = web_programme(tmp_path_factory.mktemp("totals") / "programme")
    file = folder / "measures.yaml"
    measures = yaml.safe_load(file.read_text(encoding="utf-8"))
    next(measure for measure in measures if measure["id"] == "output")["minimum"] = 0
    file.write_text(yaml.safe_dump(measures, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture
def march(filled: None) -> None:
    """The month before was accepted with 100."""
    accepted({"output": "100", "power": "5"}, to=assignment("monthly", "2022-03"))


@pytest.fixture
def clerk(march: None) -> Client:
    return browser(person(Role.ENTERPRISE_REPORTER))


def fields(output: str, reason: str = "") -> dict[str, Any]:
    sent: dict[str, Any] = {"version": 0, "action": "submit"}
    for measure, text, why in (("output", output, reason), ("power", "5", "")):
        name = f"{OURS}:{measure}"
        sent |= {f"text:{name}": text, f"was:{name}": "", f"seen:{name}": 0, f"reason:{name}": why}
    return sent


@pytest.mark.parametrize(("output", "asks"), BOUNDARY)
def test_on_the_form_s_page(clerk: Client, output: str, asks: bool) -> None:
    response = clerk.post(f"{PAGE}/save", fields(output))
    assert response.status_code == (422 if asks else 302)
    assert (ASKED in response.content.decode()) == asks
    if asks:
        assert clerk.post(f"{PAGE}/save", fields(output) | {"version": 1}).status_code == 422
        why = {"version": 1, f"reason:{OURS}:output": "核减", f"seen:{OURS}:output": 1}
        assert clerk.post(f"{PAGE}/save", fields(output) | why).status_code == 302


@pytest.mark.parametrize(("output", "asks"), BOUNDARY)
def test_in_a_cell_while_typing(clerk: Client, output: str, asks: bool) -> None:
    one = {key: value for key, value in fields(output).items() if "power" not in key}
    assert (ASKED in clerk.post(f"{PAGE}/cell", one).content.decode()) == asks


@pytest.mark.parametrize(("output", "asks"), BOUNDARY)
def test_in_a_workbook(clerk: Client, output: str, asks: bool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(f"{PAGE}/template").content))
    for row, text in enumerate((output, "5"), start=FIRST_ROW + 1):
        book.worksheets[0].cell(row, FIGURE + 1).value = text
    buffer = io.BytesIO()
    book.save(buffer)
    response = clerk.post(f"{PAGE}/upload", {"file": SimpleUploadedFile("a.xlsx", buffer.getvalue())})
    assert (ASKED in response.content.decode()) == asks


@pytest.mark.parametrize(("output", "asks"), BOUNDARY)
def test_through_the_api(march: None, output: str, asks: bool) -> None:
    rows = [
        {"entity": OURS, "measure": measure, "period": APRIL[1], "value": value}
        for measure, value in (("output", output), ("power", "5"))
    ]
    program = Program(person(Role.ENTERPRISE_REPORTER))
    drafted = program.ask("put", "/uploads/figures", rows, **{"idempotency-key": "one"})
    assert [issue["code"] for issue in drafted.json()["issues"]] == (["V089"] if asks else [])
    cells = program.get("/sheets/" + "/".join(APRIL)).json()["cells"]
    said = [remark["issue"]["code"] for cell in cells for remark in cell["remarks"]]
    assert said == (["V089"] if asks else [])
    sent = program.ask("post", "/sheets/" + "/".join(APRIL) + "/submit", {"version": 1})
    assert sent.status_code == (422 if asks else 200)


def test_the_approver_sees_it_with_the_answer(clerk: Client) -> None:
    clerk.post(f"{PAGE}/save", fields(BELOW, "核减两家"))
    assert Sheet.objects.get(period=APRIL[1]).state == "submitted"
    page = browser(person(Role.AREA_APPROVER)).get(PAGE).content.decode()
    assert ASKED in page
    assert "核减两家" in page


def test_a_new_year_begins_anew(march: None) -> None:
    mine = assignment("monthly", "2023-02")
    accepted({"output": "900", "power": "5"}, to=assignment("monthly", "2022-12"))
    save_cells(CLERK, mine, [Edit(OURS, "output", "1", 0), Edit(OURS, "power", "5", 0)], gather(mine))
    page = browser(person(Role.ENTERPRISE_REPORTER)).get(f"/reporting/monthly/2023-02/{OURS}").content.decode()
    assert "却比" not in page
