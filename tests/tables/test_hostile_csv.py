"""A CSV without line ends, with quotes that never close or with short rows under a wide header costs little."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_hostile import read_all
from sigai.base import Bounds, confined

HEAD = b"entity,measure,period,value\n"
GOOD = b"a,b,c,1\n"
LONG = 18_000_000
WIDE = b"entity,measure," + b",".join(b"%d" % number for number in range(16_000)) + b"\n"
REFUSAL = Bounds(processor=60, clock=600, memory=256)
"""Eighteen megabytes are held a few times over: as read, as text, cut into lines. Each takes a second or three here;
what is not bounded takes minutes on any machine."""


def read(folder: Path, content: bytes) -> tuple[list[tuple[int, int]], list[str]]:
    path = folder / "a.csv"
    path.write_bytes(content)
    return confined(read_all, path, bounds=REFUSAL)


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"a," * (LONG // 2), ["T125", "T103"]),
        (b'"' + b"a" * LONG, ["T125", "T103"]),
        (b",".join([b""] * 1_000_000) + b"\n1", ["T103"]),
        (b"\n".join(b"," * width for width in range(0, 5000, 2)), ["T103"]),
        ((b",;\t|" * 16_000 + "，；".encode() * 16_000 + b"\n") * 30, ["T103"]),
        (WIDE + b"a\n" * 20_000, ["T126"]),
    ],
    ids=["one line", "an open quote", "a million columns", "ever wider", "every separator", "short rows"],
)
def test_it_is_refused_for_little(tmp_path: Path, content: bytes, codes: list[str]) -> None:
    assert read(tmp_path, content) == ([], codes)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"a," * (LONG // 2) + b"\n", "T125"),
        (b'"' + b"a" * LONG + b"\n", "T125"),
        ((b"," * 900_000 + b"\n") * 10, "T107"),
        ((b'"' + b"a" * 90_000 + b"\n") * 50, "T108"),
        ((b'"' + b'""' * 40_000 + b"\n") * 50, ""),
        ((b'"' + b"a," * 500 + b"\n") * 1000, "T107"),
        (b'a"b,c,de"f\n' * 5000, "T105"),
        (b"\n" * 3_000_000, ""),
    ],
)
def test_an_odd_line_costs_no_more_than_itself(tmp_path: Path, line: bytes, code: str) -> None:
    tables, codes = read(tmp_path, HEAD + GOOD + line + GOOD)
    assert sum(rows for rows, _ in tables) >= 2
    assert not code or code in codes


def test_rows_keep_their_numbers_around_a_line_that_is_too_long(tmp_path: Path) -> None:
    content = HEAD + GOOD + b"x" * 1_000_001 + b"\n" + GOOD + b"y" * 1_000_001 + b"\n" + GOOD
    assert read(tmp_path, content) == ([(3, 4)], ["T125", "T125"])


@pytest.mark.parametrize("line", [b"x" * 999_992 + b",b,c,1\n", b'"' + b"x\n" * 19 + b'",b,c,1\n'])
def test_what_is_just_short_enough_is_taken(tmp_path: Path, line: bytes) -> None:
    assert read(tmp_path, HEAD + line + GOOD) == ([(2, 4)], [])


def test_many_rows_and_a_wide_table_are_taken(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD + GOOD * 1_000_000) == ([(1_000_000, 4)], [])
    assert read(tmp_path, WIDE + (b"x," * 16_001 + b"x\n") * 20)[0] == [(20, 16_002)]
    short = b"".join(b"a,b,c" + b",%d" % number * (number % 20) + b"\n" for number in range(30_000))
    assert sum(rows for rows, _ in read(tmp_path, HEAD.strip() + b",x" * 20 + b"\n" + short)[0]) == 30_000
