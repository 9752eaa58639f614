"""Damaged data folders: reading never fails but by issues, and a row that was not damaged is always taken in.

Every mutation names the rows it spoils; the oracle is that all other rows are in the history, as they were.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_values import ENTITIES, PROGRAMME, code, unfilled, write_folder
from sigai.values import Intake, read_values

HEADER = ["entity", "measure", "period", "value", "source"]
ROWS = [
    [code(firm), measure, f"{year}-{month:02d}", f"{100 * firm + 10 * month + 0.25:.2f}", "月报"]
    for firm in range(1, 6)
    for measure in ("profit", "waste_made")
    for year in (2021, 2022)
    for month in (3, 6, 9)
]
Row = tuple[str, str, str, str]
Table = list[list[str]]


def key(row: list[str]) -> Row:
    return row[0], row[1], row[2], f"{float(row[3]):.4f}"


def taken(intake: Intake) -> set[Row]:
    rows = intake.data.history.to_pylist()
    return {(row["entity"], row["measure"], row["period"], f"{row['value']:.4f}") for row in rows}


def read(files: dict[str, str | bytes], **more: Any) -> Intake:
    with tempfile.TemporaryDirectory() as folder:
        intake = read_values(write_folder(Path(folder), files, **more), PROGRAMME)
        for issue in intake.issues:
            assert unfilled(issue) == []
        return intake


def as_csv(rows: Table, separator: str = ",", end: str = "\n") -> str:
    return end.join(separator.join(row) for row in [HEADER, *rows]) + end


def as_excel(rows: Table, decorate: Callable[[Any, Any], None] | None = None) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([HEADER, *rows]):
                sheet.write_row(number, 0, row)
            if decorate:
                decorate(book, sheet)
        return path.read_bytes()


# --- rows are damaged singly: the others are the oracle ---------------------------------------------------------------


def random_bytes(row: list[str], dice: random.Random) -> bytes:
    cells = [cell.encode() for cell in row]
    cells[dice.randrange(len(cells))] = bytes(dice.choice(range(1, 256)) for _ in range(dice.randrange(1, 9)))
    return b",".join(cells).replace(b"\n", b"?").replace(b"\r", b"?")


def full_width(row: list[str], dice: random.Random) -> bytes:
    return ",".join(cell.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}) for cell in row).encode()


def wide_commas(row: list[str], dice: random.Random) -> bytes:
    return "，".join(row).encode()


def dates_as_text(row: list[str], dice: random.Random) -> bytes:
    year, month = row[2].split("-")
    forms = (f"{year}/{int(month)}/1", f"{year}年{int(month)}月", f"{year}{month}", f"{year}-{month}-01 00:00:00")
    return ",".join([*row[:2], dice.choice(forms), *row[3:]]).encode()


def stray_quote(row: list[str], dice: random.Random) -> bytes:
    text = ",".join(row)
    place = dice.randrange(len(text))
    return (text[:place] + '"' + text[place:]).encode()


def cells_lost(row: list[str], dice: random.Random) -> bytes:
    return ",".join(row[: dice.randrange(1, len(row))]).encode()


def cells_added(row: list[str], dice: random.Random) -> bytes:
    return ",".join([*row, "x", "1"]).encode()


def blank_line(row: list[str], dice: random.Random) -> bytes:
    return dice.choice([b"", b",,,,", b"  "])


def gb_line(row: list[str], dice: random.Random) -> bytes:
    return ",".join(row).encode("gb18030")


DAMAGES = [
    random_bytes,
    full_width,
    wide_commas,
    dates_as_text,
    stray_quote,
    cells_lost,
    cells_added,
    blank_line,
    gb_line,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("seed", range(12))
def test_damaged_rows_never_cost_a_good_one(damage: Callable[[list[str], random.Random], bytes], seed: int) -> None:
    dice = random.Random(f"{damage.__name__}{seed}")
    spoilt = set(dice.sample(range(len(ROWS)), 6))
    lines = [damage(row, dice) if index in spoilt else ",".join(row).encode() for index, row in enumerate(ROWS)]
    intake = read({"values.csv": b"\n".join([",".join(HEADER).encode(), *lines, b""])})
    good = {key(row) for index, row in enumerate(ROWS) if index not in spoilt}
    assert good <= taken(intake)
    if damage in (full_width, wide_commas, dates_as_text):
        assert {key(row) for row in ROWS} == taken(intake)


@settings(max_examples=60)
@given(st.data())
def test_any_text_in_any_cell(data: st.DataObject) -> None:
    rows = [list(row) for row in ROWS]
    index = data.draw(st.integers(0, len(rows) - 1))
    rows[index][data.draw(st.integers(0, 4))] = data.draw(st.text(max_size=20))
    lines = as_csv(rows).encode("utf-8", "surrogatepass")
    intake = read({"values.csv": lines})
    # a line break in a cell makes two rows of one; a copy of another row's key contradicts that row
    others = {key(row) for at, row in enumerate(ROWS) if at != index and rows[index][:3] != row[:3]}
    assert others <= taken(intake)


# --- whole files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_separators_lose_nothing(encoding: str, separator: str, end: str) -> None:
    intake = read({"values.csv": as_csv(ROWS, separator, end).encode(encoding)})
    assert taken(intake) == {key(row) for row in ROWS}
    assert intake.issues == ()


@settings(max_examples=40)
@given(st.integers(0, len(as_csv(ROWS).encode())))
def test_a_truncated_file_keeps_its_whole_rows(length: int) -> None:
    content = as_csv(ROWS).encode()[:length]
    whole = max(content.count(b"\n") - 1, 0)
    assert {key(row) for row in ROWS[:whole]} <= taken(read({"values.csv": content}))


@settings(max_examples=40)
@given(st.permutations(range(len(HEADER))), st.integers(0, len(HEADER) - 1))
def test_columns_in_any_order_and_one_of_them_twice(order: list[int], double: int) -> None:
    def arrange(row: list[str]) -> str:
        return ",".join([*(row[index] for index in order), row[double]])

    intake = read({"values.csv": "\n".join(arrange(row) for row in [HEADER, *ROWS]) + "\n"})
    assert taken(intake) == {key(row) for row in ROWS}


@settings(max_examples=30)
@given(st.binary(max_size=300), st.sampled_from(["csv", "xlsx", "xls", "parquet", "txt"]))
def test_any_bytes_under_any_name(content: bytes, suffix: str) -> None:
    files = {"values/a.csv": as_csv(ROWS), f"values/b.{suffix}": content}
    assert {key(row) for row in ROWS} <= taken(read(files))


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_an_empty_file_harms_nothing(suffix: str) -> None:
    assert taken(read({"values/a.csv": as_csv(ROWS), f"values/b.{suffix}": b""})) == {key(row) for row in ROWS}


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_workbook_or_parquet_is_an_issue(seed: int) -> None:
    dice = random.Random(seed)
    buffer = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([dict(zip(HEADER, row, strict=True)) for row in ROWS]), buffer)
    for suffix, whole in (("xlsx", as_excel(ROWS)), ("parquet", buffer.getvalue().to_pybytes())):
        content = bytearray(whole)
        for _ in range(dice.randrange(1, 30)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        cut = dice.choice([len(content), dice.randrange(len(content))])
        files = {"values/a.csv": as_csv(ROWS), f"values/b.{suffix}": bytes(content[:cut])}
        whole_rows = {key(row)[:3] for row in ROWS}
        intake = read(files)
        # a figure that the damaged file states otherwise supersedes the other by the order of files: still a figure
        assert whole_rows == {row[:3] for row in taken(intake)} & whole_rows


def test_a_workbook_gives_the_same_as_a_csv() -> None:
    assert taken(read({"values.xlsx": as_excel(ROWS)})) == {key(row) for row in ROWS}


def test_merged_entities_speak_for_their_rows_and_merged_figures_for_none() -> None:
    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range(1, 0, 6, 0, ROWS[0][0])
        sheet.merge_range(7, 3, 8, 3, 5)

    rows = [list(row) for row in ROWS]
    intake = read({"values.xlsx": as_excel(rows, merge)})
    assert taken(intake) == {key(row) for index, row in enumerate(ROWS) if index not in (6, 7)}
    assert [(issue.code, issue.place.row) for issue in intake.issues] == [("V025", 8), ("V025", 9)]


@settings(max_examples=30)
@given(st.binary(max_size=200))
def test_a_damaged_register_is_an_issue(content: bytes) -> None:
    lines = ENTITIES.encode().split(b"\n")
    register = b"\n".join([*lines[:3], content.replace(b"\n", b" ").replace(b"\r", b" "), *lines[3:]])
    intake = read({"values.csv": as_csv(ROWS)}, entities=register)
    assert {key(row) for row in ROWS} <= taken(intake)
