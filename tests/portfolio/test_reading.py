"""A folder of tables as a reserve: what is good comes in, what is wrong is told at once with its place."""

from pathlib import Path

import pytest

from sigai.base.issues import UserError
from sigai.portfolio import read_reserve

GOOD = {
    "candidates": "项目编号,项目名称,最早开工年,最迟开工年,前置项目,必选\nP1,甲,2022,2023,,\nP2,乙,2022,,P1,是\n",
    "needs": "项目编号,预算,数额,单位,开工后第几年\nP1,资金,0.3,亿元,0\nP2,资金,800,,1\n",
    "effects": "项目编号,目标,数额,单位,把握\nP1,节能量,2,万tce,0.8\nP2,节能量,300,tce,\n",
    "budgets": "预算,年份,数额,单位\n资金,2022,6000,万元\n资金,2023,0.2,亿元\n",
    "gaps": "目标,差额,单位,到期年\n节能量,60000,tce,2023\n",
}


def folder(place: Path, **other: str) -> Path:
    for stem, text in {**GOOD, **other}.items():
        if text:
            (place / f"{stem}.csv").write_text(text, encoding="utf-8")
    return place


def refused(place: Path) -> list[tuple[str, str, int | None]]:
    with pytest.raises(UserError) as found:
        read_reserve(place)
    return [(issue.code, issue.place.file, issue.place.row) for issue in found.value.issues]


def test_a_folder_is_read_in_the_units_of_budgets_and_gaps(tmp_path: Path) -> None:
    reserve, notes = read_reserve(folder(tmp_path))
    assert notes == []
    assert [need.amount for need in reserve.needs] == [3000, 800]
    assert [effect.counted for effect in reserve.effects] == [16000, 300]
    assert reserve.budgets[0].amounts == {2022: 6000, 2023: 2000}
    assert [each.starts for each in reserve.candidates] == [(2022, 2023), (2022,)]
    assert [each.pinned for each in reserve.candidates] == [None, True]


@pytest.mark.parametrize(
    ("stem", "text", "code"),
    [
        ("needs", "项目编号,预算,数额\nP1,资金,-3\n", "F006"),
        ("needs", "项目编号,预算,数额\nP1,资金,三百\n", "F001"),
        ("needs", "项目编号,预算,数额\nP1,资金,\n", "F002"),
        ("needs", "项目编号,预算,数额\nP9,资金,3\n", "F005"),
        ("needs", "项目编号,预算,数额\nP1,资本,3\n", "F005"),
        ("needs", "项目编号,预算,数额,单位\nP1,资金,3,tce\n", "F007"),
        ("effects", "项目编号,目标,数额,单位\nP1,节能量,3,\n", "F002"),
        ("effects", "项目编号,目标,数额,单位\nP1,节能量,3,万元\n", "F007"),
        ("effects", "项目编号,目标,数额,单位,把握\nP1,节能量,3,tce,1.2\n", "F008"),
        ("effects", "项目编号,目标,数额,单位\nP1,产值,3,tce\n", "F005"),
        ("budgets", "预算,年份,数额,单位\n资金,2022,-1,万元\n", "F006"),
        ("budgets", "预算,年份,数额,单位\n资金,2022,1,万元\n资金,2022,2,万元\n", "F004"),
        ("gaps", "目标,差额,单位,到期年\n节能量,-5,tce,2023\n", "F006"),
        ("gaps", "目标,差额,单位,到期年\n节能量,5,tce,2023.5\n", "F008"),
        ("candidates", "项目编号,最早开工年\nP1,2022\nP1,2023\nP2,2022\n", "F004"),
        ("candidates", "项目编号,最早开工年,最迟开工年\nP1,2022,2021\nP2,2022,\n", "F013"),
        ("candidates", "项目编号,最早开工年,必选\nP1,2022,也许\nP2,2022,\n", "F012"),
        ("candidates", "项目编号,最早开工年,前置项目\nP1,2022,P1\nP2,2022,\n", "F010"),
        ("candidates", "项目编号,最早开工年,互斥项目\nP1,2022,P7\nP2,2022,\n", "F005"),
        ("shares", "地区,预算,不少于\nx,资金,1.5\n", "F008"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(tmp_path: Path, stem: str, text: str, code: str) -> None:
    found = refused(folder(tmp_path, **{stem: text}))
    assert any(each[0] == code and each[1] == f"{stem}.csv" and each[2] is not None for each in found), found


def test_circles_of_dependencies_are_told_whole(tmp_path: Path) -> None:
    text = "项目编号,最早开工年,前置项目\nP1,2022,P2\nP2,2022,P3\nP3,2022,P1\nP4,2022,P5\nP5,2022,P4\n"
    with pytest.raises(UserError) as found:
        read_reserve(folder(tmp_path, candidates=text))
    circles = [issue for issue in found.value.issues if issue.code == "F009"]
    assert [set(issue.facts["cycle"].split(" → ")) for issue in circles] == [{"P1", "P2", "P3"}, {"P4", "P5"}]
    assert all(issue.place.row for issue in circles)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert [code for code, _, _ in refused(folder(tmp_path, gaps=""))][:1] != []
    with pytest.raises(UserError) as found:
        read_reserve(tmp_path)
    assert "gaps" in next(issue for issue in found.value.issues if issue.code == "F003").what("en")


def test_a_target_without_a_gap_plays_no_part(tmp_path: Path) -> None:
    reserve, notes = read_reserve(folder(tmp_path, gaps="目标,差额,单位,到期年\n节能量,0,tce,2023\n"))
    assert [note.code for note in notes] == ["F011"]
    assert reserve.gaps == reserve.effects == ()
