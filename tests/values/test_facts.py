"""`facts.csv`: what changes about entities, and what is wrong with what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_values import ENTITIES, PROGRAMME, code, codes, programme, text, write_folder
from sigai.tables.contracts import FACTS
from sigai.values import Intake, read_values

KINDS = [
    {
        "id": "line",
        "name": text("生产线"),
        "parents": ["enterprise"],
        "attributes": [
            {"id": "automatic", "name": text("自动化"), "type": "yes_no"},
            {
                "id": "stage",
                "name": text("工序"),
                "choices": [{"id": "smelting", "name": text("冶炼")}],
                "required": True,
            },
        ],
    },
    {"id": "meter", "name": text("表计"), "parents": ["enterprise", "line"]},
]
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
    header, _, firms = ENTITIES.partition("\n")
    entities = (
        f"{header},工序\n" + firms.replace("\n", ",\n") + "L1,一号线,生产线,990100,,冶炼\nM1,一号表,meter,990100,,\n"
    )
    lines = "L1,parent,E1,2021-01,\nM1,所属主体,L1,2022-01,\nE2,parent,E1,,\nL1,parent,M1,,\nL1,parent,nobody,,\n"
    for number in (1, 2):
        lines = lines.replace(f"E{number}", code(number))
    folder = write_folder(tmp_path, {"values.csv": FIGURES, "facts.csv": HEADER + lines}, entities)
    intake = read_values(folder, programme(kinds=KINDS))
    assert sorted(codes(intake)) == ["V012", "V099", "V099"]
    found = [(row["entity"], row["fact"], row["value"]) for row in intake.data.facts.to_pylist()]
    assert found == [("L1", "stage", "smelting"), ("L1", "parent", code(1)), ("M1", "parent", "L1")]


def below(folder: Path, *rows: str, facts: str = "") -> Intake:
    entities = "id,name,kind,area,industry,所属主体,工序,automatic\n" + "".join(f"{row}\n" for row in rows)
    entities += f"{code(1)},企业1,enterprise,990100,C3240,,,\n"
    files = {"values.csv": FIGURES, "facts.csv": HEADER + facts}
    return read_values(write_folder(folder, files, entities), programme(kinds=KINDS))


def test_columns_of_entries_tell_the_parent_and_attributes_and_the_place_is_the_parents(tmp_path: Path) -> None:
    intake = below(tmp_path, "L1,一号线,line,,,企业1,冶炼,是")
    assert codes(intake) == []
    found = {(row["entity"], row["fact"], row["value"], row["since"]) for row in intake.data.facts.to_pylist()}
    wanted = {("L1", "parent", code(1), None), ("L1", "stage", "smelting", None), ("L1", "automatic", "true", None)}
    assert found == wanted
    (line,) = (row for row in intake.data.entities.to_pylist() if row["id"] == "L1")
    assert (line["area"], line["industry"]) == ("990100", "C3240")


@pytest.mark.parametrize(
    ("row", "facts", "wanted"),
    [
        ("L1,一号线,line,,,,冶炼,", "", ["V145"]),
        ("L1,一号线,line,,,企业1,,", "", ["V148"]),
        ("L1,一号线,line,,,企业1,铸造,", "", ["V096", "V148"]),
        ("L1,一号线,line,,,企业1,冶炼,也许", "", ["V096"]),
        ("L1,一号线,高炉,,,企业1,冶炼,", "", ["V075"]),
        ("M1,一号表,meter,,,企业1,冶炼,", "", ["V147"]),
        ("L1,一号线,line,,,企业1,冶炼,", "L1,area,乙县,2022-01,\n", ["V146"]),
        ("L1,一号线,line,,,企业1,冶炼,", "L1,规上,是,2022-01,\n", ["V146"]),
        ("L1,一号线,line,,,企业1,冶炼,", f"{code(1)},stage,冶炼,2022-01,\n", ["V147"]),
        ("L1,一号线,line,,,企业1,冶炼,", "L1,automatic,是,2022-01,\nL1,closed,yes,2022-06,\n", []),
    ],
)
def test_what_is_wrong_with_something_below_is_said(tmp_path: Path, row: str, facts: str, wanted: list[str]) -> None:
    assert sorted(codes(below(tmp_path, row, facts=facts))) == wanted


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
