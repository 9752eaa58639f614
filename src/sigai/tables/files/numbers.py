"""Figures as people type them, read by the column into whole ten-thousandths.

Counting ten-thousandths in 64-bit integers keeps decimals exact: 0.1 + 0.2 is 0.3, and sums do not depend on order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sigai.tables.files.raw import Column, Mask, Words, as_text
from sigai.tables.files.texts import MARKS

SCALE = 10_000
LARGEST = 10.0**13
"""No figure has more than 13 digits before the point: 64 bits hold it in ten-thousandths with room for sums."""

NUMBER, BLANK, UNREADABLE, TOO_LARGE = 0, 1, 2, 3

_PLAIN = r"^[-+]?[0-9]{1,13}(\.[0-9]{0,4})?$"
_ANY = r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?$"
_WITH_UNIT = r"^(?P<number>[-+]?[0-9][0-9.]*) ?(?P<unit>[^-+0-9.,eE ].*)$"
_THOUSANDS = r"^[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?( ?[^0-9,. ].*)?$"
_SPACED = r"^[-+]?[0-9]{1,3}( [0-9]{3})+(\.[0-9]+)?( ?[^0-9,. ].*)?$"
_SURELY_SPACED = r"^[-+]?([0-9]{1,2}( [0-9]{3}){2,}|[0-9]{1,3}( [0-9]{3})+\.[0-9]+)( ?[^0-9,. ].*)?$"
_FIXED_SPACE = "[0-9][\u00a0\u2007\u2009\u202f][0-9]{3}"
"""A space that nobody types between two numbers: programs write it for thousands."""

_APART = r"[0-9.,%]\s*[\n\r\t\x0b\x0c\x{85}\x{2028}\x{2029}]\s*[-+(]?[0-9.,]"
"""Two numbers with a line or a tab between them in one cell."""

_SAID_MISSING = [
    "-",
    "--",
    "---",
    "—",
    "——",
    "/",
    "\\",
    "无",
    "空",
    "缺",
    "n/a",
    "na",
    "null",
    "none",
    "nan",
    "…",
    "...",
    "不适用",
    "暂无",
    "无数据",
    "未填",
    "未报",
    "缺报",
    "不详",
]
ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!")
"""What a spreadsheet shows where a formula failed: a figure was meant, so that the cell is not blank."""

_NOTES = f"[{''.join(each for each in MARKS if each not in '¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅟↉⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛🄀🄁🄂🄃🄄🄅🄆🄇🄈🄉🄊')}₀-₉]+"
_NOTE = re.compile(f"(?<=[0-9０-９%％‰)）\u4e00-\u9fff])(?<!米){_NOTES}")
_ANY_MARK = f"[{MARKS}₀-₉]"
_METRE = re.compile("[mM米][²³]")
_WITHIN = re.compile(rf"\d[{MARKS}]+\d")
"""A mark between digits is behind no figure: 12³4 is neither 124 nor 1234."""

_POWER_OF_TEN = re.compile(r"(?<![0-9０-９.,])10[²³¹⁰⁴-⁹]+")
_COMMA_DECIMAL = r"^[-+]?([0-9]+,[0-9]{1,2}|[0-9]+,[0-9]{4,}|[0-9]{4,},[0-9]+|0,[0-9]+|[0-9]{1,3}(\.[0-9]{3})+,[0-9]+)$"
_POINT_DECIMAL = r"^[-+]?([0-9]+\.([0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,})$"
_EITHER = r"^[-+]?[0-9]{1,3}[,.][0-9]{3}( ?[^0-9,. ].*)?$"
"""One separator before three digits: a thousand where commas group, a decimal where they are points."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A column of figures. `kind` is NUMBER, BLANK, UNREADABLE or TOO_LARGE per row.

    `amounts` are ten-thousandths, right where `exact`; elsewhere (more decimals) `floats` holds the number.
    `units` are units written behind a figure (`12.5%`, `3万元`); `plain` rows were written as a bare number. `said`
    rows are blank in words (`无`, `—`); of `marked` ones the mark of a note behind the figure was left out.
    """

    kind: npt.NDArray[np.uint8]
    amounts: npt.NDArray[np.int64]
    floats: npt.NDArray[np.float64]
    exact: Mask
    plain: Mask
    units: Words | None = None
    said: Mask | None = None
    marked: Mask | None = None

    @property
    def good(self) -> Mask:
        """The rows that hold a number; blank, unreadable and too large ones are left out."""
        return np.equal(self.kind, NUMBER)


def read_numbers(column: Column, *, decimal_commas: bool = False) -> Numbers:
    """Figures of a column of any type: typed numbers as they are; texts with full-width digits, thousands separators,
    spaces, marks of notes and a unit or percent sign behind them. A space is a thousands sign only where the column
    has a cell in which it can be nothing else: `100 200` may be two numbers. In a table with `decimal_commas` nobody
    can tell whether `1,234` and `1.234` are thousands: they are unreadable."""
    kind = column.type
    if pa.types.is_decimal(kind) and kind.scale <= 4:
        return _of_decimals(column)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _of_floats(column)
    return _of_texts(as_text(column), decimal_commas)


def has_decimal_commas(columns: Iterable[Column], *, semicolons: bool = False) -> bool:
    """Whether the figures of a table are written with decimal commas more often than with decimal points. A file that
    parts its cells by `semicolons` does so because its commas are decimal, unless a figure with a point says otherwise:
    `1,234` alone shows neither."""
    texts = [
        pc.utf8_trim_whitespace(as_text(column).drop_null())
        for column in columns
        if pa.types.is_string(column.type) or pa.types.is_dictionary(column.type)
    ]
    with_commas = [column.filter(pc.match_substring(column, ",")) for column in texts]
    commas = _count(with_commas, _COMMA_DECIMAL)
    may_be = bool(commas) or (semicolons and _count(with_commas, _EITHER) > 0)
    return may_be and max(commas, int(semicolons)) > _count(texts, _POINT_DECIMAL)


def _count(columns: Iterable[Column], pattern: str) -> int:
    """How many texts of some columns a pattern matches."""
    return sum(int(_mask(pc.match_substring_regex(column, pattern)).sum()) for column in columns)


def _of_floats(column: Column) -> Numbers:
    """Numbers as floating points; whole ones that these do not hold exactly are far too large for a figure."""
    wide = column.cast(pa.float64(), safe=False).fill_null(np.nan)
    floats = np.asarray(wide.to_numpy(zero_copy_only=False), dtype=np.float64)
    codes = np.where(np.isnan(floats), BLANK, NUMBER).astype(np.uint8)
    codes[np.isinf(floats)] = UNREADABLE
    with np.errstate(invalid="ignore"):
        codes[(np.abs(floats) >= LARGEST) & (codes == NUMBER)] = TOO_LARGE
    amounts, exact = _scaled(np.where(codes == NUMBER, floats, 0.0))
    return Numbers(codes, amounts, floats, exact, np.ones(len(floats), dtype=np.bool_))


def _scaled(floats: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], Mask]:
    """Ten-thousandths, and where they say the whole number: off by no more than binary fractions are."""
    scaled = floats * SCALE
    whole = np.rint(scaled)
    exact = np.abs(scaled - whole) <= np.maximum(1e-4, np.spacing(np.abs(scaled)) * 4)
    return whole.astype(np.int64), exact


def _of_decimals(column: Column) -> Numbers:
    try:
        scaled = column.cast(pa.decimal128(18, 4))
    except pa.ArrowInvalid:  # more digits than a figure has
        return _of_floats(column)
    amounts = decimal_amounts(scaled)
    missing = np.asarray(column.is_null().to_numpy(zero_copy_only=False), dtype=np.bool_)
    codes = np.where(missing, BLANK, NUMBER).astype(np.uint8)
    codes[np.abs(amounts) >= LARGEST * SCALE] = TOO_LARGE
    ones = np.ones(len(codes), dtype=np.bool_)
    return Numbers(codes, amounts, amounts / SCALE, ones, ones)


def decimal_amounts(column: Column) -> npt.NDArray[np.int64]:
    """The ten-thousandths under a decimal(18, 4) column without nulls in between counted: null reads as 0."""
    filled = pc.fill_null(column, pa.scalar(0, column.type)) if column.null_count else column
    halves = np.frombuffer(filled.buffers()[1], dtype=np.int64)
    return halves[2 * filled.offset : 2 * (filled.offset + len(filled)) : 2].copy()


def amounts_as_decimals(amounts: npt.NDArray[np.int64]) -> Column:
    """Ten-thousandths as a decimal(18, 4) column, by laying the 128-bit halves side by side."""
    halves = np.empty((len(amounts), 2), dtype=np.int64)
    halves[:, 0] = amounts
    halves[:, 1] = amounts >> 63
    return pa.Array.from_buffers(pa.decimal128(18, 4), len(amounts), [None, pa.py_buffer(halves.tobytes())])


def _of_texts(texts: Column, decimal_commas: bool) -> Numbers:
    size = len(texts)
    plain = _mask(pc.match_substring_regex(texts, _PLAIN))
    if decimal_commas:
        plain &= ~_mask(pc.match_substring_regex(texts, _EITHER))
    amounts = np.zeros(size, dtype=np.int64)
    exact = plain.copy()
    amounts[plain] = decimal_amounts(texts.filter(pa.array(plain)).cast(pa.decimal128(18, 4)))
    kind = np.zeros(size, dtype=np.uint8)
    floats = amounts / SCALE
    units = None
    other = np.flatnonzero(~plain)
    said, marked = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    if len(other):
        rest = _of_odd_texts(texts.take(pa.array(other)), decimal_commas)
        kind[other], amounts[other], floats[other], exact[other] = rest.kind, rest.amounts, rest.floats, rest.exact
        said[other], marked[other] = rest.said, rest.marked
        if rest.units is not None:
            codes = np.full(size, -1, dtype=np.int32)
            codes[other] = rest.units.codes
            units = Words(codes, rest.units.words)
    return Numbers(kind, amounts, floats, exact, plain, units, said, marked)


def _of_odd_texts(texts: Column, decimal_commas: bool) -> Numbers:
    """Texts that are no bare number of at most four decimals: normalised first, then read."""
    texts, marked, fractions = _without_notes(texts.fill_null(""))
    normal: Column = pc.utf8_normalize(texts, form="NFKC")  # type: ignore[attr-defined]
    apart = _mask(pc.match_substring_regex(normal, _APART))
    fixed = _mask(pc.match_substring_regex(texts, _FIXED_SPACE))
    normal = pc.utf8_trim_whitespace(pc.replace_substring_regex(normal, r"[\s\x00-\x1f\x{200b}\x{feff}]+", " "))
    normal = pc.replace_substring_regex(normal, "^[−–]", "-")
    normal = pc.replace_substring_regex(normal, r"^([-+]?)¥ ?([-+]?[0-9].*)$", r"\1\2¥")
    either = _mask(pc.match_substring_regex(normal, _EITHER)) & decimal_commas
    spaced = _mask(pc.match_substring_regex(normal, _SPACED))
    evident = bool(fixed.any()) or _mask(pc.match_substring_regex(normal, _SURELY_SPACED)).any()
    apart |= spaced & (not evident)
    grouped = pa.array(_mask(pc.match_substring_regex(normal, _THOUSANDS)) | spaced)
    normal = pc.if_else(grouped, pc.replace_substring_regex(normal, "[, ]", ""), normal)
    parts: Column = pc.extract_regex(normal, _WITH_UNIT)
    with_unit = _mask(parts.is_valid())
    units = Words.of(pc.struct_field(parts, "unit")) if with_unit.any() else None
    digits = pc.if_else(parts.is_valid(), pc.struct_field(parts, "number"), normal)
    blank = _mask(pc.is_in(pc.utf8_lower(normal), value_set=pa.array(["", *_SAID_MISSING])))
    readable = _mask(pc.match_substring_regex(digits, _ANY)) & ~blank & ~either & ~fractions & ~apart
    floats = np.zeros(len(texts))
    floats[readable] = digits.filter(pa.array(readable)).cast(pa.float64()).to_numpy(zero_copy_only=False)
    kind = np.where(readable, NUMBER, np.where(blank, BLANK, UNREADABLE)).astype(np.uint8)
    kind[readable & ~(np.abs(floats) < LARGEST)] = TOO_LARGE
    amounts, exact = _scaled(np.where(kind == NUMBER, floats, 0.0))
    short = _mask(pc.match_substring_regex(digits, _PLAIN)) & (kind == NUMBER)
    amounts[short] = decimal_amounts(digits.filter(pa.array(short)).cast(pa.decimal128(18, 4)))
    said = blank & ~_mask(pc.equal(normal, pa.scalar("")))
    none = np.zeros(len(texts), dtype=np.bool_)
    return Numbers(kind, amounts, floats, exact | short, none, units, said, marked & (kind == NUMBER))


def _without_notes(texts: Column) -> tuple[Column, Mask, Mask]:
    """The texts without marks of notes behind figures and units, which had some, and which hold fractions, powers or
    numbers in one character: these are no figures of plain digits."""
    has_marks = _mask(pc.match_substring_regex(texts, _ANY_MARK))
    marked, fractions = np.zeros(len(texts), dtype=np.bool_), np.zeros(len(texts), dtype=np.bool_)
    if not has_marks.any():
        return texts, marked, fractions
    found = texts.to_pylist()
    for row in np.flatnonzero(has_marks).tolist():
        plain = _NOTE.sub("", found[row])
        marked[row] = plain != found[row]
        unlike = _POWER_OF_TEN.search(found[row]) or _WITHIN.search(found[row])
        fractions[row] = bool(unlike) or any(each in MARKS for each in _METRE.sub("", plain))
        found[row] = plain
    return pa.array(found, pa.string()), marked, fractions


def _mask(column: Any) -> Mask:
    """A yes-or-no column as a numpy mask; null is no."""
    return np.asarray(pc.fill_null(column, False).to_numpy(zero_copy_only=False), dtype=np.bool_)
