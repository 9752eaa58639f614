"""A ledger's list narrowed to an area holds the very records that an indicator counts there."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from helpers_programme import text
from helpers_web import OURS, THEIRS, browser, person, record, web_data
from sigai.base import Period
from sigai.indicators import compute
from sigai.tables import ENTITIES, RECORD_STATES, RECORDS
from sigai_web import programme
from sigai_web.ledgers.listing import asked, narrowed
from sigai_web.ledgers.reading import RecordsReader
from sigai_web.permissions import Role
from sigai_web.store.importing import import_data
from sigai_web.store.models import CurrentRecord
from sigai_web.store.reading import as_data

pytestmark = pytest.mark.django_db

AREAS = ("1", "11", "12", "111", "112")
IN_PARK = "91000000MA0000003X"
REGISTER = [
    {"id": OURS, "name": "乙县一厂", "kind": "enterprise", "area": "11"},
    {"id": THEIRS, "name": "丙县一厂", "kind": "enterprise", "area": "12"},
    {"id": IN_PARK, "name": "园区一厂", "kind": "enterprise", "area": "11", "park": "111"},
    {"id": "112", "name": "二号园区", "kind": "park", "area": "11"},  # an area that stands on the register, too
]
SUBJECTS = (None, OURS, THEIRS, IN_PARK, "11", "111", "112")
MONTH = Period.parse("2022-06")


@pytest.fixture
def placed(programme_folder: Path, tmp_path: Path, settings: Any) -> None:
    """The programme with two parks, and a record for every pair of a subject and an area of its own."""
    folder = tmp_path / "parks"
    shutil.copytree(programme_folder, folder)
    file = folder / "areas.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = content["areas"] if isinstance(content, dict) else content
    found += [{"code": code, "name": text(code), "kind": "park", "parent": "11"} for code in ("111", "112")]
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    settings.SIGAI_PROGRAMME = folder
    rows, lives = [], []
    for number, (entity, area) in enumerate(itertools.product(SUBJECTS, (None, *AREAS))):
        rows.append({**record(f"R{number}", OURS, "11"), "entity": entity, "area": area, "row": number + 2})
        lives.append({"ledger": "titles", "id": f"R{number}", "state": "recognised", "since": 24262, "until": None})
    data = replace(
        web_data(),
        entities=pa.Table.from_pylist(REGISTER, schema=ENTITIES),
        records=pa.Table.from_pylist(rows, schema=RECORDS),
        record_states=pa.Table.from_pylist(lives, schema=RECORD_STATES),
    )
    import_data(data)


def counted() -> dict[str, int]:
    """What the indicator that counts the ledger's records says of every area."""
    content = programme.current()
    assert content.indicator_by_id["title"].formula == "count(titles, state: recognised)"
    results = compute(content, as_data(content), first=MONTH, last=MONTH).results.to_pylist()
    return {row["area"]: int(row["value"]) for row in results if row["indicator"] == "title"}


def listed(area: str, office: RecordsReader) -> int:
    return narrowed(office, asked(office.ledger, {"area": area})).count()


def reader() -> RecordsReader:
    """The office before the list; what it may read was asked."""
    found = RecordsReader(person(Role.OFFICE), programme.current().ledger_by_id["titles"])
    assert found.rows.exists()
    return found


def test_a_list_holds_what_is_counted(placed: None) -> None:
    office = reader()
    assert {area: listed(area, office) for area in AREAS} == counted()


def test_so_do_the_page_and_its_workbook(placed: None) -> None:
    client = browser(person(Role.OFFICE))
    page = client.get("/ledgers/of/titles", {"area": "111"}).content.decode()
    shown = CurrentRecord.objects.filter(entity=IN_PARK, area=None).get()
    elsewhere = CurrentRecord.objects.filter(entity=IN_PARK, area="12").get()
    assert f"/ledgers/records/{shown.pk}" in page
    assert f"/ledgers/records/{elsewhere.pk}" not in page


def test_narrowing_asks_no_more_for_many_records_than_for_few(placed: None, django_assert_max_num_queries: Any) -> None:
    office = reader()
    with django_assert_max_num_queries(2):
        assert listed("11", office)
