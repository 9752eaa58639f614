"""`facts.csv`: what changes about entities, and what is wrong with what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_values import ENTITIES, PROGRAMME, code, codes, write_folder
from sigai.tables.contracts import FACTS
from sigai.values import Intake, read_values

HEADER = "entity,fact,value,since,until\n"
FIGURES = f"entity,measure,period,value\n{code(1)},output,2021-03,5\n"


def read_facts(folder: Path, *rows: str, header: str = HEADER) -> Intake:
    lines = header + "\n".join(rows) + "\n"
    for number in range(1, 6):
        lines = lines.replace(f"E{number}", code(number))
    return read_values(write_folder(folder, {"values.csv": FIGURES, "facts.csv": lines}), PROGRAMME)


def test_all_kinds_of_facts_by_ids_and_by_names(tmp_path: Path) -> None:
    intake = read_facts(
        tmp_path,
        "E1,area,乙县,2022-06,",
        "企业2,规上,是,2022-03,2023-12",
        "E3,closed,yes,2022,",
        "E3,行业,3240,2021-01,",
        "E3,grade,A,2021-01,2021",
        "E4,称号,绿色工厂,2021-05,2024-04",
        "E4,名单,重点用能单位,,",
        "E4,park,,2022-01,",
        "E5,name,新名,2022-01,",
    )
    assert codes(intake) == []
    assert intake.data.facts.schema == FACTS
    found = [
        tuple(row[name] for name in ("entity", "fact", "value", "since", "until"))
        for row in intake.data.facts.to_pylist()
    ]
    assert found == [
        (code(1), "area", "990200", 2022 * 12 + 5, None),
        (code(2), "above_scale", "yes", 2022 * 12 + 2, 2023 * 12 + 11),
        (code(3), "closed", "yes", 2022 * 12, None),
        (code(3), "industry", "C3240", 2021 * 12, None),
        (code(3), "grade", "A", 2021 * 12, 2021 * 12 + 11),
        (code(4), "tag", "绿色工厂", 2021 * 12 + 4, 2024 * 12 + 3),
        (code(4), "list", "key_energy", None, None),
        (code(4), "park", None, 2022 * 12, None),
        (code(5), "name", "新名", 2022 * 12, None),
    ]
    first = intake.data.facts.to_pylist()[0]
    assert (first["file"], first["row"]) == ("facts.csv", 2)


def test_two_values_from_one_month_on_are_both_asked_about_whatever_their_order(tmp_path: Path) -> None:
    rows = ("E1,area,乙县,2022-06,", "E2,closed,yes,2022-06,", "E1,地区,990100,2022-06,", "E1,area,乙县,2022-08,")
    for number, order in enumerate((rows, rows[::-1])):
        (folder := tmp_path / str(number)).mkdir()
        intake = read_facts(folder, *order)
        assert codes(intake) == ["V143", "V143"]
        assert {(row["entity"], row["since"]) for row in intake.data.facts.to_pylist()} == {
            (code(2), 2022 * 12 + 5),
            (code(1), 2022 * 12 + 7),
        }


def test_one_row_twice_and_several_tags_are_no_contradiction(tmp_path: Path) -> None:
    rows = ("E1,area,乙县,2022-06,", "E1,area,乙县,2022-06,", "E1,tag,甲,2022-06,", "E1,tag,乙,2022-06,")
    assert codes(read_facts(tmp_path, *rows)) == []


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ("nobody,area,乙县,2022-06,", "V012"),
        ("990100,area,乙县,2022-06,", "V012"),
        ("E1,colour,red,2022-06,", "V095"),
        ("E1,area,别处,2022-06,", "V096"),
        ("E1,area,,2022-06,", "V096"),
        ("E1,park,甲县,2022-06,", "V096"),
        ("E1,industry,Z9,2022-06,", "V096"),
        ("E1,above_scale,maybe,2022-06,", "V096"),
        ("E1,tag,,2022-06,", "V096"),
        ("E1,area,乙县,2022-13,", "V097"),
        ("E1,area,乙县,2022-06,2022-05", "V098"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(tmp_path: Path, row: str, wanted: str) -> None:
    intake = read_facts(tmp_path, row, "E2,area,乙县,2022-06,")
    assert codes(intake) == [wanted]
    assert intake.data.facts["entity"].to_pylist() == [code(2)]


def test_a_line_belongs_to_an_enterprise_and_an_enterprise_to_nobody(tmp_path: Path) -> None:
    entities = ENTITIES + "L1,一号线,生产线,990100,\nM1,一号表,meter,990100,\n"
    lines = "L1,parent,E1,2021-01,\nM1,所属主体,L1,2022-01,\nE2,parent,E1,,\nL1,parent,M1,,\nL1,parent,nobody,,\n"
    for number in (1, 2):
        lines = lines.replace(f"E{number}", code(number))
    folder = write_folder(tmp_path, {"values.csv": FIGURES, "facts.csv": HEADER + lines}, entities)
    intake = read_values(folder, PROGRAMME)
    assert sorted(codes(intake)) == ["V012", "V099", "V099"]
    found = [(row["entity"], row["fact"], row["value"]) for row in intake.data.facts.to_pylist()]
    assert found == [("L1", "parent", code(1)), ("M1", "parent", "L1")]


def test_a_folder_without_facts_has_none_and_the_digest_that_it_always_had(tmp_path: Path) -> None:
    plain = read_values(write_folder(tmp_path / "a", {"values.csv": FIGURES}, ENTITIES), PROGRAMME)
    other = read_facts(tmp_path / "b", "E2,area,乙县,2022-06,")
    assert plain.data.facts.num_rows == 0
    assert plain.data.digest != other.data.digest
    assert plain.data.entities.equals(other.data.entities)


def test_a_file_without_its_columns_is_refused_in_words(tmp_path: Path) -> None:
    intake = read_facts(tmp_path, "E1,乙县", header="entity,value\n")
    assert [each for each in codes(intake) if each.startswith("T1")]
    assert intake.data.facts.num_rows == 0
