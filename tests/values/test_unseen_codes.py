"""K20: a code that lost its zeros is never completed to another code; what a person cannot tell is asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from helpers_unseen import Case, Cases, J, X, book, check, csv
from helpers_values import PROGRAMME, code, measure, programme, write_folder
from sigai.values import Intake, read_values
from sigai.values.credit_codes import check_digit

HEAD = ["id", "name", "kind", "area", "industry", "active_from"]
AREA, INDUSTRY, FROM = 3, 4, 5
LONG = ["entity", "measure", "period", "value"]


def register(folder: Path, *rows: Sequence[Any], workbook: bool = True) -> Intake:
    """The intake of a register with these rows."""
    made: bytes | str = book(HEAD, *rows) if workbook else csv(HEAD, *rows)
    folder = write_folder(folder, {"values.csv": ""}, "" if workbook else made)
    if workbook:
        (folder / "entities.csv").unlink()
        (folder / "entities.xlsx").write_bytes(made if isinstance(made, bytes) else made.encode())
    return read_values(folder, PROGRAMME)


def row(at: int, cell: Any) -> list[Any]:
    """A sound row of the register with one cell in the place of its own."""
    made: list[Any] = ["E1", "企业1", "enterprise", "990100", "C3240", "2019-01"]
    made[at] = cell
    return made


def told(intake: Intake) -> set[int | None]:
    """The rows about which a person hears something to be mended."""
    return {issue.place.row for issue in intake.issues if issue.severity != "note" and issue.place.row}


ASKED = None
INDUSTRIES: list[tuple[str, Any, set[str | None]]] = [
    ("class-of-coal", 690, {"B0690", ASKED}),
    ("group-of-coal-or-hotels", 61, {ASKED}),
    ("group-of-iron-or-associations", 81, {ASKED}),
    ("group-of-corn-or-mining", 11, {"B11", ASKED}),
    ("group-of-forestry-or-manufacture", "25", {"C25", ASKED}),
    ("division-that-is-no-group", 26, {"C26"}),
    ("division-of-services", 65, {"I65"}),
    ("division-one-digit", 6, {"B06", ASKED}),
    ("class-with-its-zero", "0610", {"B0610"}),
    ("group-with-its-zero", "061", {"B061"}),
    ("zeros-shown-by-format", X(610, "0000"), {"B0610"}),
    ("zero-of-division-shown-by-format", X(6, "00"), {"B06"}),
    ("group-shown-by-format", X(61, "000"), {"B061"}),
    ("letter-shown-by-format", X(610, '"B0"0'), {"B0610", ASKED}),
    ("class-of-manufacture", 3240, {"C3240"}),
    ("thousands-sign", X(3240, "#,##0"), {"C3240", ASKED}),
    ("decimals-in-text", "610.0", {ASKED}),
    ("decimals-of-format", X(610, "0.00"), {ASKED}),
    ("section-of-another", "B610", {ASKED}),
    ("section-with-lost-zero", "B61", {ASKED}),
    ("small-letter", "b0610", {"B0610"}),
    ("broad-digits", "Ｂ０６１０", {"B0610"}),
    ("broad-digits-lost-zero", "６１０", {"B0610", ASKED}),
    ("five-digits", 61000, {ASKED}),
    ("six-digits", "061000", {ASKED}),
    ("negative", -610, {ASKED}),
    ("dotted", "06.10", {"B0610", ASKED}),
    ("division-that-is-none", 98, {ASKED}),
    ("letter-alone", "B", {"B"}),
    ("O-for-zero", "BO610", {ASKED}),
    ("O-for-zero-without-letter", "O610", {ASKED}),
    ("as-date", X(610, "yyyy-mm-dd"), {ASKED}),
    ("zeros-behind", "6100", {"H6100", ASKED}),
]


@pytest.mark.parametrize(("cell", "wanted"), [each[1:] for each in INDUSTRIES], ids=[each[0] for each in INDUSTRIES])
def test_an_industry(tmp_path: Path, cell: Any, wanted: set[str | None]) -> None:
    intake = register(tmp_path, row(INDUSTRY, cell))
    (entity,) = intake.data.entities.to_pylist()
    assert entity["industry"] in wanted
    assert entity["industry"] is not None or told(intake) == {2}


def test_a_zero_lost_in_a_text_file_is_no_other(tmp_path: Path) -> None:
    intake = register(
        tmp_path, row(INDUSTRY, "61"), [code(2), "企业2", "enterprise", "990100", "061", ""], workbook=False
    )
    assert [entity["industry"] for entity in intake.data.entities.to_pylist()] == [None, "B061"]
    assert 2 in told(intake)


AREAS: list[tuple[str, Any, set[str | None]]] = [
    ("as-number", 990100, {"990100"}),
    ("of-statistics", "990100000000", {"990100", ASKED}),
    ("lost-one-behind", 99010, {ASKED}),
    ("lost-two-behind", 9901, {"990100", ASKED}),
    ("another-digit", 990110, {ASKED}),
    ("first-two", 99, {ASKED}),
    ("short-by-format", X(990100, '0,"千"'), {"990100", ASKED}),
    ("power", X(990100, "0.0E+00"), {"990100", ASKED}),
    ("spaces", "99 01 00", {"990100", ASKED}),
    ("zero-before", "0990100", {ASKED}),
    ("broad", "９９０１００", {"990100"}),
    ("decimals", "990100.0", {"990100", ASKED}),
    ("O-for-zero", "99O1OO", {ASKED}),
    ("name-in-part", "甲", {ASKED}),
]


@pytest.mark.parametrize(("cell", "wanted"), [each[1:] for each in AREAS], ids=[each[0] for each in AREAS])
def test_an_area(tmp_path: Path, cell: Any, wanted: set[str | None]) -> None:
    intake = register(tmp_path, row(AREA, cell))
    found = {entity["area"] for entity in intake.data.entities.to_pylist()} or {ASKED}
    assert found <= wanted
    assert found != {ASKED} or told(intake) == {2}


SOUND = code(1)
WITHOUT_LAST = SOUND[:-1]
CREDIT_CODES: list[tuple[str, Any, bool]] = [
    ("small-letters", SOUND.lower(), True),
    ("last-lost", WITHOUT_LAST, False),
    ("first-lost", SOUND[1:], False),
    ("inner-zero-lost", SOUND.replace("0", "", 1), False),
    ("zeros-before", f"00{SOUND}", False),
    ("O-for-zero", SOUND.replace("0", "O", 1), False),
    ("I-for-one", SOUND.replace("1", "I", 1), False),
    ("number-of-fifteen", X(910000001000000000, "0"), False),
    ("number-in-powers", X(910000001234567890, "General"), False),
    ("powers-in-text", "9.1E+17", False),
    ("powers-with-five", "9.10000E+17", False),
    ("number-short", 910000001, False),
    ("point-behind", f"{WITHOUT_LAST}.0", False),
    ("telephone", "0955-7012345", False),
    ("telephone-without-zero", 9557012345, False),
    ("licence-of-fifteen", "640500200012345", False),
    ("organisation-code", SOUND[8:17], False),
]


@pytest.mark.parametrize(
    ("cell", "is_taken"), [each[1:] for each in CREDIT_CODES], ids=[each[0] for each in CREDIT_CODES]
)
def test_a_credit_code(tmp_path: Path, cell: Any, is_taken: bool) -> None:
    intake = register(tmp_path, row(0, cell))
    assert [entity["id"] for entity in intake.data.entities.to_pylist()] == [SOUND] * is_taken
    assert (told(intake) == set()) == is_taken


def test_a_number_whose_rounded_digits_happen_to_be_a_code_is_none(tmp_path: Path) -> None:
    """A number cell keeps fifteen digits, also where the eighteen that it shows have a right check digit."""
    number = next(int(first + "0") for n in range(10000) if check_digit(first := f"91000000{n:07d}00") == "0")
    intake = register(tmp_path, row(0, X(number, "0")))
    assert intake.data.entities.num_rows == 0
    assert 2 in told(intake)


MONTHS: list[tuple[str, Any, set[str | None]]] = [
    ("october-as-number", 2019.1, {ASKED}),
    ("october-by-format", X(2019.1, "0.00"), {"2019-10", ASKED}),
    ("january-as-number", X(2019.01, "0.00"), {"2019-01"}),
    ("six-digits", 201910, {"2019-10"}),
    ("five-digits", 20191, {ASKED}),
    ("seven-digits", 2019101, {ASKED}),
    ("eight-digits", 20191001, {"2019-10"}),
    ("day-number", 43739, {"2019-10", ASKED}),
    ("year-of-long-ago", 1910, {"1910-01", ASKED}),
    ("two-digits-and-point", "19.10", {ASKED}),
    ("month-thirteen", 201913, {ASKED}),
    ("month-zero", "2019-00", {ASKED}),
    ("day-first", "01102019", {ASKED}),
    ("without-the-zero-of-the-day", "2019101", {ASKED}),
]


@pytest.mark.parametrize(("cell", "wanted"), [each[1:] for each in MONTHS], ids=[each[0] for each in MONTHS])
def test_a_month(tmp_path: Path, cell: Any, wanted: set[str | None]) -> None:
    intake = register(tmp_path, row(FROM, cell))
    (entity,) = intake.data.entities.to_pylist()
    month = entity["active_from"]
    found = ASKED if month is None else f"{month // 12}-{month % 12 + 1:02d}"
    assert found in wanted
    assert found is not None or told(intake) == {2}


NUMBERED = {"007": "甲", "0955-7012345": "乙", "1.10": "丙"}
BOTH = {**NUMBERED, "7": "丁", "1.1": "戊"}
OF_PROJECTS = programme(measures=[measure("spent", "投资额", subject="project", accumulation="flow")])
CODES_OF_OURS: list[tuple[str, Any, dict[str, str], str | None]] = [
    ("lost-zeros", 7, NUMBERED, ASKED),
    ("beside-its-short", "7", BOTH, "7"),
    ("number-beside-its-long", 7, BOTH, "7"),
    ("zeros-shown", X(7, "000"), BOTH, "007"),
    ("one-zero-lost", "07", BOTH, ASKED),
    ("one-zero-more", "0007", BOTH, ASKED),
    ("telephone-as-number", 9557012345, NUMBERED, ASKED),
    ("telephone-without-dash", "09557012345", NUMBERED, ASKED),
    ("telephone-by-format", X(9557012345, '0000"-"0000000'), NUMBERED, "0955-7012345"),
    ("decimal-lost-zero", 1.1, NUMBERED, ASKED),
    ("decimal-beside-its-long", 1.1, BOTH, "1.1"),
    ("decimal-made-a-date", X(44562, 'm"."d'), NUMBERED, ASKED),
    ("power", "7E0", BOTH, ASKED),
]


@pytest.mark.parametrize(
    ("cell", "known", "wanted"), [each[1:] for each in CODES_OF_OURS], ids=[each[0] for each in CODES_OF_OURS]
)
def test_a_code_of_our_own(tmp_path: Path, cell: Any, known: dict[str, str], wanted: str | None) -> None:
    entities = csv(["id", "name", "kind", "area"], *([key, name, "project", "990100"] for key, name in known.items()))
    folder = write_folder(tmp_path, {"values.xlsx": book(LONG, [cell, "spent", J, 1])}, entities)
    intake = read_values(folder, OF_PROJECTS)
    assert [value["entity"] for value in intake.data.values.to_pylist()] == ([wanted] if wanted else [])
    assert (told(intake) == set()) == bool(wanted)


case = Cases()
for name, cell in (
    ("short-by-one", WITHOUT_LAST),
    ("short-of-the-first", SOUND[1:]),
    ("power", X(910000001000000000, "General")),
    ("with-O", SOUND.replace("0", "O", 1)),
    ("zeros-before", f"0{SOUND}"),
    ("area-short", "9901"),
    ("area-decimal-dot", "990.100"),
):
    case(
        "K20",
        name,
        book(LONG, [cell, "output", J, 1], ["E2", "output", J, 2]),
        {(2, "output", J): 2},
        asked=[(1, "output", J)],
    )


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)
