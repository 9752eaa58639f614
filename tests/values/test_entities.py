"""The register of entities: ids, areas, industries, months."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_values import ENTITIES, PROGRAMME, code, codes, only, read, write_folder
from sigai.tables.contracts import ENTITIES as SCHEMA
from sigai.values import read_values

HEADER = "id,name,kind,area,park,industry,above_scale_since,active_from,active_until,tags\n"


def register(folder: Path, *rows: str) -> tuple[list[dict[str, object]], list[str]]:
    intake = read_values(write_folder(folder, {"values.csv": ""}, HEADER + "\n".join(rows) + "\n"), PROGRAMME)
    assert intake.data.entities.schema == SCHEMA
    return intake.data.entities.to_pylist(), [each for each in codes(intake) if each != "T101"]


def test_a_full_row(tmp_path: Path) -> None:
    row = f"{code(1)},企业1,企业,甲县,甲园,C3240,2020-03,2019,2022-06-30,绿色;重点"
    (entity,), found = register(tmp_path, row)
    assert found == []
    assert entity["kind"] == "enterprise"
    assert (entity["area"], entity["park"], entity["industry"]) == ("990100", "990101", "C3240")
    assert entity["above_scale_since"] == 2020 * 12 + 2
    assert (entity["active_from"], entity["active_until"]) == (2019 * 12, 2022 * 12 + 5)
    assert entity["tags"] == ["绿色", "重点"]
    assert (entity["file"], entity["row"]) == ("entities.csv", 2)


@pytest.mark.parametrize(
    ("row", "wanted", "taken"),
    [
        (",企业,enterprise,990100,,,,,,", "V070", 0),
        ("123,企业,enterprise,990100,,,,,,", "V071", 0),
        (f"{code(1)[:-1]}?,企业,enterprise,990100,,,,,,", "V071", 0),
        (f"{code(1)},企业,机构,990100,,,,,,", "V075", 0),
        (f"{code(1)},企业,enterprise,999999,,,,,,", "V076", 0),
        (f"{code(1)},企业,enterprise,990100,990100,,,,,", "V077", 1),
        (f"{code(1)},企业,enterprise,990100,,C9,,,,", "V078", 1),
        (f"{code(1)},企业,enterprise,990100,,A3240,,,,", "V078", 1),
        (f"{code(1)},企业,enterprise,990100,,3240,,,,", "V079", 1),
        (f"{code(1)},企业,enterprise,990100,,,去年,,,", "V080", 1),
        (f"{code(1)},企业,enterprise,990100,,,,2021-01,2020-01,", "V081", 1),
        (f"{code(1)},企业,enterprise,,,,,,,", "V082", 1),
    ],
)
def test_faults(tmp_path: Path, row: str, wanted: str, taken: int) -> None:
    entities, found = register(tmp_path, row)
    assert found == [wanted]
    assert len(entities) == taken


def test_a_wrong_check_digit_names_the_right_one(tmp_path: Path) -> None:
    right = code(1)
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")
    intake = read(tmp_path, f"{wrong},output,2021-02,1", entities=HEADER + f"{wrong},企业,enterprise,990100,,,,,,\n")
    assert right[-1] in only(intake, "V072").what("zh")
    assert "entities.csv 第 2 行" in only(intake, "V013").what("zh")


def test_an_industry_without_its_letter_is_completed(tmp_path: Path) -> None:
    (entity,), _ = register(tmp_path, f"{code(1)},企业,enterprise,990100,,0610,,,,")
    assert entity["industry"] == "B0610"


def test_one_id_twice_keeps_the_first(tmp_path: Path) -> None:
    rows = (f"{code(1)},甲,enterprise,990100,,,,,,", f"{code(1)},乙,enterprise,990100,,,,,,")
    entities, found = register(tmp_path, *rows)
    assert [entity["name"] for entity in entities] == ["甲"]
    assert found == ["V073"]


def test_one_row_twice_is_only_noted(tmp_path: Path) -> None:
    row = f"{code(1)},甲,enterprise,990100,,,,,,"
    entities, found = register(tmp_path, row, row)
    assert len(entities) == 1
    assert found == ["V074"]


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,output,2021-02,1", entities=ENTITIES.replace("industry\n", "industry,boss\n", 1))
    assert any("boss" in issue.what("zh") for issue in intake.issues if issue.code == "T119")


def test_a_name_that_two_bear_is_refused_in_figures(tmp_path: Path) -> None:
    entities = HEADER + "".join(f"{code(n)},同名,enterprise,990100,,,,,,\n" for n in (1, 2))
    assert codes(read(tmp_path, "同名,output,2021-02,1", entities=entities)) == ["V014"]
