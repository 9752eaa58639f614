"""Files of any layout on the forms of units, counties and parks: their figures are about areas, not about entities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from helpers_programme import text, write_programme
from helpers_web import OURS, as_read, browser, person, web_content
from sigai_web.permissions import Role
from sigai_web.reporting.models import SheetCell

pytestmark = pytest.mark.django_db
PERIOD = "2021-10"
UNIT, COUNTY, PARK, ENTERPRISE = (
    ("by_unit", "U2", Role.UNIT_REPORTER, "U2"),
    ("by_county", "11", Role.AREA_REPORTER, "11"),
    ("by_park", "1101", Role.AREA_REPORTER, "1101"),
    ("survey", OURS, Role.ENTERPRISE_REPORTER, OURS),
)
Desk = tuple[str, str, Role, str]


@pytest.fixture(scope="module")
def programme_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented programme with a park, and a form that each kind of area hands in itself."""
    content = web_content()
    content["areas"].append({"code": "1101", "name": text("乙县工业园"), "kind": "park", "parent": "11"})
    for name, subject in (("stations", "county"), ("works", "county"), ("covered", "park")):
        measure = {"id": name, "name": text(f"{name}数"), "unit": "个", "accumulation": "flow", "subject": subject}
        content["measures"].append(measure)
    form: dict[str, Any] = {"frequency": "month", "due_day": 10}
    content["forms"] += [
        {**form, "id": "by_unit", "name": text("基站"), "measures": ["stations"], "reporter": "unit", "units": ["U2"]},
        {**form, "id": "by_county", "name": text("工程"), "measures": ["works"], "reporter": "county", "units": ["U3"]},
        {**form, "id": "by_park", "name": text("覆盖"), "measures": ["covered"], "reporter": "park", "units": ["U1"]},
    ]
    return write_programme(tmp_path_factory.mktemp("areas") / "programme", content)


def page_of(desk: Desk) -> str:
    return f"/reporting/{desk[0]}/{PERIOD}/{desk[1]}"


def at(desk: Desk) -> Client:
    return browser(person(desk[2], scope=desk[3]))


def sent(client: Client, desk: Desk, content: str) -> Any:
    return client.post(f"{page_of(desk)}/upload", {"file": SimpleUploadedFile("导出.csv", content.encode())})


def posted(client: Client, desk: Desk, action: str, **said: str) -> Any:
    """The mapping page's form as it is, with what somebody chose."""
    page = f"{page_of(desk)}/mapping"
    form = html.fromstring(client.get(page).content.decode()).xpath("//form[@class='mapping']")[0]
    given = {name: value or "" for name, value in form.form_values()}
    return client.post(page, {**given, "action": action, "name": "系统导出", **said})


def taken() -> dict[tuple[str, str], str]:
    return {(cell.entity, cell.measure): cell.text for cell in SheetCell.objects.exclude(text="")}


@pytest.mark.parametrize("desk", [UNIT, COUNTY, PARK, ENTERPRISE], ids=lambda desk: desk[0])
@pytest.mark.parametrize(
    "content",
    [
        "县区,今年基站（座）\n乙县,1200\n丙县,800\n",
        "地区,指标,数\n乙县,累计基站,1200\n",
        "县区,五月数,今年基站（座）\n乙县,5,1200\n",
        "县区,5月,6月\n乙县,5,1200\n",
        "县区,五月\n乙县,5\n",
        "a\n1\n",
        "县区,5月\n乙县,五\n",
        "企业,指标,本月数\n演示0001号精细化工有限公司,用电量,1200\n",
    ],
)
def test_any_table_comes_to_an_answer(filled: None, desk: Desk, content: str) -> None:
    client = at(desk)
    response = sent(client, desk, content)
    assert response.status_code in (200, 302, 422)
    if response.status_code == 302:
        assert client.get(response["Location"]).status_code == 200
        assert posted(client, desk, "preview").status_code == 200
    assert not taken()


@pytest.mark.parametrize(
    ("desk", "content", "figures"),
    [
        (UNIT, "县区,stations数\n乙县,120\n丙县,80\n", {("11", "stations"): "120", ("12", "stations"): "80"}),
        (UNIT, "代码,指标项,数量\n12,stations数,80\n", {("12", "stations"): "80"}),
        (UNIT, "说明\n地区,stations数,备注\n丙县,8,新建\n", {("12", "stations"): "8"}),
        (COUNTY, "县区,works数\n乙县,7\n丙县,9\n", {("11", "works"): "7"}),
        (COUNTY, "指标,数\nworks数,7\n", {("11", "works"): "7"}),
        (PARK, "园区,covered数\n乙县工业园,3\n", {("1101", "covered"): "3"}),
        (PARK, "园区代码,covered数\n1101,4\n", {("1101", "covered"): "4"}),
        (ENTERPRISE, "企业,orders\n乙县一厂,12\n", {(OURS, "orders"): "12"}),
        (ENTERPRISE, "单位代码,项目,数量\n" + OURS + ",exports,2\n", {(OURS, "exports"): "2"}),
    ],
)
def test_names_and_codes_are_known_and_figures_taken(
    filled: None, desk: Desk, content: str, figures: dict[tuple[str, str], str]
) -> None:
    client = at(desk)
    assert sent(client, desk, content).status_code == 302
    assert posted(client, desk, "preview").status_code == 200
    assert not taken()
    done = posted(client, desk, "take")
    assert (done.status_code, taken()) == (200, figures), as_read(done.content.decode())


@pytest.mark.parametrize(
    ("desk", "word", "area", "measure"),
    [(UNIT, "丙县区", "12", "stations"), (PARK, "乙县工业园区", "1101", "covered")],
)
def test_a_near_name_is_asked_and_taken_once_it_is_said(
    filled: None, desk: Desk, word: str, area: str, measure: str
) -> None:
    client = at(desk)
    assert sent(client, desk, f"地区,{measure}数\n{word},5\n").status_code == 302
    said = {} if desk is UNIT else {"entity": ""}
    refused = posted(client, desk, "take", **said)
    page = as_read(refused.content.decode())
    assert (refused.status_code, taken(), "是不是" in page) == (422, {}, True), page
    done = posted(client, desk, "take", **{**said, "entity-word:0": word, "entity-means:0": area})
    assert (done.status_code, taken()) == (200, {(area, measure): "5"})
