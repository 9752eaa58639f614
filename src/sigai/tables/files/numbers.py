"""Figures as people type them, read by the column into whole ten-thousandths.

Counting ten-thousandths in 64-bit integers keeps decimals exact: 0.1 + 0.2 is 0.3, and sums do not depend on order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sigai.tables.files.raw import Column, Mask, Words, as_text

SCALE = 10_000
LARGEST = 10.0**13
"""No figure has more than 13 digits before the point: 64 bits hold it in ten-thousandths with room for sums."""

NUMBER, BLANK, UNREADABLE, TOO_LARGE = 0, 1, 2, 3

_PLAIN = r"^[-+]?[0-9]{1,13}(\.[0-9]{0,4})?$"
_ANY = r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?$"
_WITH_UNIT = r"^(?P<number>[-+]?[0-9][0-9.]*) ?(?P<unit>[^-+0-9.,eE ].*)$"
_THOUSANDS = r"^[-+]?[0-9]{1,3}([, ][0-9]{3})+(\.[0-9]+)?([^0-9,. ].*)?$"
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
    "#n/a",
]


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A column of figures. `kind` is NUMBER, BLANK, UNREADABLE or TOO_LARGE per row.

    `amounts` are ten-thousandths, right where `exact`; elsewhere (more decimals) `floats` holds the number.
    `units` are units written behind a figure (`12.5%`, `3万元`); `plain` rows were written as a bare number.
    """

    kind: npt.NDArray[np.uint8]
    amounts: npt.NDArray[np.int64]
    floats: npt.NDArray[np.float64]
    exact: Mask
    plain: Mask
    units: Words | None = None

    @property
    def good(self) -> Mask:
        """The rows that hold a number; blank, unreadable and too large ones are left out."""
        return np.equal(self.kind, NUMBER)


def read_numbers(column: Column) -> Numbers:
    """Figures of a column of any type: typed numbers as they are; texts with full-width digits, thousands separators,
    spaces and a unit or percent sign behind them."""
    kind = column.type
    if pa.types.is_decimal(kind) and kind.scale <= 4:
        return _of_decimals(column)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _of_floats(column)
    return _of_texts(as_text(column))


def _of_floats(column: Column) -> Numbers:
    floats = np.asarray(column.cast(pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False), dtype=np.float64)
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


def _of_texts(texts: Column) -> Numbers:
    size = len(texts)
    plain = _mask(pc.match_substring_regex(texts, _PLAIN))
    amounts = np.zeros(size, dtype=np.int64)
    exact = plain.copy()
    amounts[plain] = decimal_amounts(texts.filter(pa.array(plain)).cast(pa.decimal128(18, 4)))
    kind = np.zeros(size, dtype=np.uint8)
    floats = amounts / SCALE
    units = None
    other = np.flatnonzero(~plain)
    if len(other):
        rest = _of_odd_texts(texts.take(pa.array(other)))
        kind[other], amounts[other], floats[other], exact[other] = rest.kind, rest.amounts, rest.floats, rest.exact
        if rest.units is not None:
            codes = np.full(size, -1, dtype=np.int32)
            codes[other] = rest.units.codes
            units = Words(codes, rest.units.words)
    return Numbers(kind, amounts, floats, exact, plain, units)


def _of_odd_texts(texts: Column) -> Numbers:
    """Texts that are no bare number of at most four decimals: normalised first, then read."""
    normal: Column = pc.utf8_normalize(texts.fill_null(""), form="NFKC")  # type: ignore[attr-defined]
    normal = pc.utf8_trim_whitespace(pc.replace_substring_regex(normal, r"[\s\x00-\x1f\x{200b}\x{feff}]+", " "))
    normal = pc.replace_substring_regex(normal, "^[−–]", "-")
    grouped = pc.match_substring_regex(normal, _THOUSANDS)
    normal = pc.if_else(grouped, pc.replace_substring_regex(normal, "[, ]", ""), normal)
    parts: Column = pc.extract_regex(normal, _WITH_UNIT)
    with_unit = _mask(parts.is_valid())
    units = Words.of(pc.struct_field(parts, "unit")) if with_unit.any() else None
    digits = pc.if_else(parts.is_valid(), pc.struct_field(parts, "number"), normal)
    blank = _mask(pc.is_in(pc.utf8_lower(normal), value_set=pa.array(["", *_SAID_MISSING])))
    readable = _mask(pc.match_substring_regex(digits, _ANY)) & ~blank
    floats = np.zeros(len(texts))
    floats[readable] = digits.filter(pa.array(readable)).cast(pa.float64()).to_numpy(zero_copy_only=False)
    kind = np.where(readable, NUMBER, np.where(blank, BLANK, UNREADABLE)).astype(np.uint8)
    kind[readable & ~(np.abs(floats) < LARGEST)] = TOO_LARGE
    amounts, exact = _scaled(np.where(kind == NUMBER, floats, 0.0))
    short = _mask(pc.match_substring_regex(digits, _PLAIN)) & (kind == NUMBER)
    amounts[short] = decimal_amounts(digits.filter(pa.array(short)).cast(pa.decimal128(18, 4)))
    return Numbers(kind, amounts, floats, exact | short, np.zeros(len(texts), dtype=np.bool_), units)


def _mask(column: Any) -> Mask:
    """A yes-or-no column as a numpy mask; null is no."""
    return np.asarray(pc.fill_null(column, False).to_numpy(zero_copy_only=False), dtype=np.bool_)
