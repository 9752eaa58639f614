"""Whatever a file holds, it is read or refused in words; what is laid out for a workbook is what was measured before.

`make fuzz-files` runs this for longer: SIGAI_FUZZ_EXAMPLES says how many files of each kind.
"""

from __future__ import annotations

import os
import random
import re
import warnings
from pathlib import Path

import openpyxl
import pytest
import python_calamine as calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_hostile import (
    HEADER,
    ONE_ROW,
    book,
    header,
    merged,
    named,
    packed,
    parts_of,
    read_all,
    sheet,
    texts,
    with_tail,
)
from sigai.tables.files.excel_guard import LARGEST_MERGED, inspect
from sigai.tables.files.excel_weight import LIGHT, weigh
from sigai.tables.files.packed import RefusedError

EXAMPLES = int(os.environ.get("SIGAI_FUZZ_EXAMPLES", "40"))
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

_SPACES = st.sampled_from([" ", "  ", "\n", "\t "])
_LETTERS = st.sampled_from(["A", "B", "c", "Z", "AA", "az", "ALL", "XFD"])
_ROWS = st.sampled_from([1, 2, 3, 7, 40, 999, 9_999, 100_000, 1_048_576])
_OTHERS = st.sampled_from(["", ' s="1"', ' x=">"', " y='r=\"A1\"'"] * 12 + [' z="<c r="', ' r="B2"', " w"])
_INSIDE = st.sampled_from(
    ["<v>1</v>", "<v>0</v>", "<is><t>entity</t></is>", "", "<f>A1</f>", "<![CDATA[<row r='9'>]]>"]
)


@st.composite
def _cells(draw: st.DrawFn) -> str:
    """A cell as somebody may write it: with or without its place, with prefixes, odd quotes and spaces."""
    prefix = draw(st.sampled_from(["", "", "", "x:"]))
    quote = draw(st.sampled_from(['"', "'"]))
    place = f"{draw(_LETTERS)}{draw(_ROWS)}"
    equals = draw(st.sampled_from(["=", " =", "=\n"]))
    named_place = draw(st.sampled_from([f"{draw(_SPACES)}r{equals}{quote}{place}{quote}", ""]))
    kind = draw(st.sampled_from(["", ' t="s"', " t='inlineStr'"]))
    return f"<{prefix}c{draw(_OTHERS)}{named_place}{kind}>{draw(_INSIDE)}</{prefix}c>"


@st.composite
def _rows(draw: st.DrawFn) -> str:
    prefix = draw(st.sampled_from(["", "", "x:"]))
    number = draw(st.sampled_from(["", f' r="{draw(_ROWS)}"', f" spans='1:9' r='+{draw(_ROWS)}'"]))
    comment = draw(st.sampled_from(["", "<!-- <row r='5'> -->"] * 12 + ["<row "]))
    return f"<{prefix}row{number}>{''.join(draw(st.lists(_cells(), max_size=4)))}</{prefix}row>{comment}"


@st.composite
def _workbooks(draw: st.DrawFn) -> bytes:
    ranges = draw(st.lists(st.sampled_from(["A2:A9", "$B$3:c4", "A1:XFD1048576", "Z9:A1", "A2", "A2:B9999999999"])))
    rows = [draw(st.sampled_from([header(), ONE_ROW, "", named(9)])), *draw(st.lists(_rows(), max_size=6))]
    one = sheet("".join(rows), merged(*ranges) if draw(st.booleans()) else "")
    one = one.replace("xmlns=", 'xmlns:x="x" xmlns=', draw(st.sampled_from([0, 1])))
    listed = draw(st.sampled_from([(), (0,), (0, 0), (0, 1, 0)]))
    long = draw(st.sampled_from([1, 1000]))
    return packed(parts_of([one, sheet(ONE_ROW)], texts("a" * long, "b"), listed=listed))


@FUZZ
@given(content=_workbooks())
def test_no_more_is_laid_out_than_was_measured(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "a.xlsx"
    path.write_bytes(content)
    try:
        extent = inspect(path)
    except RefusedError:
        return
    if extent.sparse or not extent.placed:
        return  # such a workbook is never laid out: `read_all` below reads it as a stream
    try:
        opened = calamine.CalamineWorkbook.from_path(str(path))
        for name in opened.sheet_names:
            found = opened.get_sheet_by_name(name)
            last_row, last_column = found.end or (0, 0)
            assert last_column < max(extent.last_column, 26)
            assert last_row < max(extent.last_row, 99_999)
            ranges = found.merged_cell_ranges or ()
            assert sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in ranges) <= (
                LARGEST_MERGED
            )
    except (calamine.CalamineError, calamine.XmlError, ValueError):
        return  # its reader refuses it, which `read_all` tells in words


@FUZZ
@given(content=_workbooks())
def test_any_workbook_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "a.xlsx"
    path.write_bytes(content)
    tables, codes = read_all(path)
    assert tables or codes
    assert all(rows * columns <= 2_000_000 for rows, columns in tables)


_REFS = st.sampled_from(["A2:C9", "$B$3:c4", "A1:XFD1048576", "Z9:A1", "A2", "B:B", "1:9", "A2:B99", "x", ""])
_TAILS = st.sampled_from(
    [
        '<mergeCells><mergeCell ref="@"/></mergeCells>',
        '<hyperlinks><hyperlink ref="@" location="a"/></hyperlinks>',
        '<dataValidations><dataValidation sqref="@"/></dataValidations>',
        '<conditionalFormatting sqref="@"><cfRule type="expression" priority="1"/></conditionalFormatting>',
        '<rowBreaks><brk id="3"/></rowBreaks>',
        '<autoFilter ref="@"/>',
    ]
)


@FUZZ
@given(content=_workbooks(), tail=_TAILS, refs=st.lists(_REFS, min_size=1, max_size=3))
def test_no_more_cells_are_built_than_were_weighed(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, tail: str, refs: list[str]
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "a.xlsx"
    element = re.search(r"<\w+ [^>]*@[^>]*/>", tail)
    inside = (
        tail if element is None else tail.replace(element[0], "".join(element[0].replace("@", ref) for ref in refs))
    )
    path.write_bytes(with_tail(content, inside.replace("@", refs[0])))
    try:
        inspect(path)
        weight = weigh(path)
    except RefusedError:
        return
    if weight > LIGHT:
        return  # it is not opened
    try:
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")
            opened = openpyxl.load_workbook(stream, keep_links=False)
    except Exception:
        return  # no copy is made of what its library does not open
    assert 15 * sum(len(one._cells) for one in opened.worksheets) <= weight


@FUZZ
@given(
    tag=st.sampled_from(
        ["c", "row", "brk", "x", "cfRule", "definedName", "xf", "cellStyle", "si", "r", "Relationship"]
    ),
    attribute=st.sampled_from(["", ' id="1"', ' ref="A1"', " t='shared'"]),
    outer=st.sampled_from(["a", "row", "rowBreaks"]),
    count=st.integers(1, 400),
)
def test_each_element_adds_its_weight(
    tmp_path_factory: pytest.TempPathFactory, tag: str, attribute: str, outer: str, count: int
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "a.xlsx"
    weights = []
    for number in (count, 2 * count):
        path.write_bytes(book(sheet(ONE_ROW, f"<{outer}>" + f"<{tag}{attribute}/>" * number + f"</{outer}>")))
        weights.append(weigh(path))
    assert weights[1] - weights[0] >= 4 * count


_COMMON = [
    ",",
    ";",
    "\t",
    "，",
    '"',
    '""',
    "\n",
    "\r\n",
    " ",
    "1",
    "x" * 300,
    "," * 300,
    '"' * 300,
    "\n" * 300,
    *HEADER,
]
_PIECES = st.sampled_from([*(each.encode() for each in _COMMON), b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe"])


@FUZZ
@given(pieces=st.lists(_PIECES, max_size=200), headed=st.booleans())
def test_any_csv_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], headed: bool
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "a.csv"
    path.write_bytes((",".join(HEADER).encode() + b"\n" if headed else b"") + b"".join(pieces))
    tables, codes = read_all(path)
    assert tables or codes


def _damaged(content: bytes, luck: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(luck.randint(1, 8)):
        at = luck.randrange(len(changed) + 1)
        changed[at : at + luck.choice([0, 1, 30])] = luck.choice([b"", luck.randbytes(luck.randint(1, 9)), b"\0", b"<"])
    return bytes(changed)


@pytest.mark.parametrize("inside", [False, True], ids=["the package", "its XML"])
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, inside: bool) -> None:
    luck = random.Random(2026)
    parts = parts_of([sheet(ONE_ROW, merged("A2:A3"))], texts("entity"))
    path = tmp_path / "a.xlsx"
    for _ in range(EXAMPLES):
        if inside:
            name = luck.choice(list(parts))
            path.write_bytes(packed({**parts, name: _damaged(parts[name].encode(), luck)}))
        else:
            path.write_bytes(_damaged(book(*[sheet(ONE_ROW)] * 2), luck))
        tables, codes = read_all(path)
        assert tables or codes
