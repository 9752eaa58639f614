"""CSV in whatever state it arrives: encodings, separators, odd rows; no good row is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from sigai.base.issues import Issue
from sigai.tables.files import header_key, read_tables

KNOWN = {"entity", "measure", "period", "value", "主体", "指标", "时期", "数值"}
HEADER = "entity,measure,period,value\n"


def read(folder: Path, content: str | bytes, name: str = "a.csv") -> tuple[list[tuple[object, ...]], list[str]]:
    """Rows as tuples with the row number first, and the codes of the issues with their rows."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    rows: list[tuple[object, ...]] = []
    issues: list[str] = []
    for found in read_tables(path, name, lambda header: header_key(header) in KNOWN, "entity, measure"):
        if isinstance(found, Issue):
            issues.append(f"{found.code}@{found.place.row}" if found.place.row else found.code)
        else:
            rows += zip(found.rows.tolist(), *(column.to_pylist() for column in found.columns), strict=True)
    return sorted(rows, key=str), issues


@pytest.mark.parametrize(
    "content",
    [
        "实体,指标,时期,数值\n甲,乙,丙,1\n",
        "\ufeff实体,指标,时期,数值\n甲,乙,丙,1\n",
        "实体;指标;时期;数值\r\n甲;乙;丙;1\r\n",
        "实体\t指标\t时期\t数值\r甲\t乙\t丙\t1\r",
        "实体，指标，时期，数值\n甲，乙，丙，1\n",
        "统计表\n\n实体,指标,时期,数值,\n甲,乙,丙,1,\n",
        '实体,指标,时期,数值\n甲,"乙",丙,"1"\n',
        "实体,指标,时期,数值\n甲，乙，丙，1\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_encodings_separators_titles(tmp_path: Path, content: str, encoding: str) -> None:
    if encoding == "gb18030":
        content = content.removeprefix("\ufeff")
    rows, issues = read(tmp_path, content.encode(encoding))
    assert [row[1:5] for row in rows] == [("甲", "乙", "丙", "1")]
    assert issues == []


def test_row_numbers_are_those_of_a_spreadsheet(tmp_path: Path) -> None:
    rows, issues = read(tmp_path, f"title\n{HEADER}a,b,c,1\n\n,,,\nd,e,f,2\n")
    assert [row[0] for row in rows] == [3, 6]
    assert issues == []


def test_row_numbers_hold_over_many_blocks(tmp_path: Path) -> None:
    lines = [f"e{number},{'m' * 200},2021-02,{number}" for number in range(200_000)]
    lines[150_000] = "short,row"
    rows, issues = read(tmp_path, HEADER + "\n".join(lines) + "\n")
    assert issues == ["T105@150002"]
    assert all(row[4] in (None, str(int(str(row[0])) - 2)) for row in rows)
    assert len(rows) == 200_000


def test_a_record_over_two_lines_is_one_row(tmp_path: Path) -> None:
    rows, issues = read(tmp_path, f'{HEADER}a,"b\nc",d,1\ne,f,g,2\n')
    assert rows == [(2, "a", "b c", "d", "1"), (3, "e", "f", "g", "2")]
    assert issues == []


@pytest.mark.parametrize("odd", ['x,"y,z,9', 'x,y","z,9', '"x,y,z,9', 'x,y,z,"9', 'x"y,y,z,9'])
def test_a_stray_quote_never_swallows_the_rows_after_it(tmp_path: Path, odd: str) -> None:
    rows, issues = read(tmp_path, f"{HEADER}a,b,c,1\n{odd}\nd,e,f,2\ng,h,i,3\n")
    assert {(2, "a", "b", "c", "1"), (4, "d", "e", "f", "2"), (5, "g", "h", "i", "3")} <= set(rows)
    assert issues == ["T108@3"]


def test_two_stray_quotes_do_not_pair_over_good_rows(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, f'{HEADER}a,"b,c,1\nd,e,f,2\ng,h",i,3\n')
    assert (3, "d", "e", "f", "2") in rows


def test_too_many_cells_are_refused_and_too_few_filled(tmp_path: Path) -> None:
    rows, issues = read(tmp_path, f"{HEADER}a,b,c,1,234\nd,e,f\ng,h,i,3,,\n")
    assert rows == [(3, "d", "e", "f", None), (4, "g", "h", "i", "3")]
    assert issues == ["T107@2", "T105@3"]


def test_a_broken_end_is_told_and_a_cut_row_refused(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEADER}a,b,c,1\nd,e")[1] == ["T109@3", "T106@3"]
    rows, issues = read(tmp_path, f"{HEADER}a,b,c,1\nd,e,f,2")
    assert len(rows) == 2
    assert issues == ["T109@3"]


def test_one_broken_cell_does_not_turn_the_encoding(tmp_path: Path) -> None:
    good = "甲,乙,丙,1\n".encode()
    rows, issues = read(tmp_path, HEADER.encode() + good + b"\xd6\xd0\xff,b,c,2\n" + good)
    assert [row[1] for row in rows if row[0] != 3] == ["甲", "甲"]
    assert len(rows) == 3
    assert issues == ["T104@3"]


@pytest.mark.parametrize(
    ("content", "wanted"), [(b"", "T101"), (b" \n\n", "T101"), (b"\x00\xff" * 99, "T103"), (b"a,b\n1,2\n", "T103")]
)
def test_what_is_no_table_is_an_issue(tmp_path: Path, content: bytes, wanted: str) -> None:
    assert read(tmp_path, content) == ([], [wanted])


def test_a_cell_larger_than_a_block_spoils_nothing(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, f"{HEADER}a,b,c,1\n{'x' * 20_000_000},b,c,2\nd,e,f,3\n")
    assert {(2, "a", "b", "c", "1"), (4, "d", "e", "f", "3")} <= set(rows)


@pytest.mark.parametrize(("name", "kind"), [("a.parquet", "T102"), ("a.xlsx", "T102"), ("a.xls", "T102")])
def test_files_that_are_not_what_their_name_says(tmp_path: Path, name: str, kind: str) -> None:
    assert read(tmp_path, b"hello, world", name) == ([], [kind])


NAMED = ("entity", "period", "value")
HEAD = 'entity,period,"value\n(千元)"'


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}\nx,2022,1\ny,2023,2\n",
        f"{HEAD}\r\nx,2022,1\r\ny,2023,2\r\n".replace("\n(", "\r\n("),
        'entity,period,"value\n\n（千元，\n含税）"\nx,2022,1\ny,2023,2\n',
        '"entity\n",period,value\nx,2022,1\ny,2023,2\n',
        'entity;"period\n";value\nx;2022;1\ny;2023;2\n',
        '"entity\n"\t"period\n"\t"value\n"\nx\t2022\t1\ny\t2023\t2\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_a_head_over_several_lines_is_one_row(tmp_path: Path, content: str, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(content.encode(encoding))
    (table,) = read_tables(tmp_path / "a.csv", "a.csv", lambda name: header_key(name).startswith(NAMED), "x")
    assert not isinstance(table, Issue)
    assert [header_key(name)[:5] for name in table.names] == ["entit", "perio", "value"]
    assert (table.rows.tolist(), table.columns[0].to_pylist()) == ([2, 3], ["x", "y"])


def test_rows_below_a_title_and_a_head_over_several_lines_keep_their_numbers(tmp_path: Path) -> None:
    head = '"表一\n二",,\n"entity\nid",period,value\n,"a\nb",\n'
    (tmp_path / "a.csv").write_text(f'{head}x,2022,1\ny,"20\n23",2\nz,2024\n')
    found = list(read_tables(tmp_path / "a.csv", "a.csv", lambda name: header_key(name).startswith(NAMED), "x"))
    places = {issue.code: issue.place.row for issue in found if isinstance(issue, Issue)}
    assert places == {"T105": 6}


@pytest.mark.parametrize("head", ['entity,period,"value', '"entity,period,value', 'entity,"period,value'])
def test_a_stray_quote_in_the_head_swallows_no_row(tmp_path: Path, head: str) -> None:
    (tmp_path / "a.csv").write_text(f'{head}\nentity,period,2\nx,2022,1\ny,2023,"2"\n')
    found = list(read_tables(tmp_path / "a.csv", "a.csv", lambda name: header_key(name) in NAMED, "x"))
    rows = [table.rows.tolist() for table in found if not isinstance(table, Issue)]
    assert rows and {3, 4} <= set(rows[0])
