"""Cells that hold no figure, and figures too small to count as anything but zero."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import Problem
from sigai.tables.files import clean
from sigai.tables.files.number_formats import parted_unlike
from sigai.tables.files.numbers import ERRORS, UNREADABLE, Numbers
from sigai.tables.files.problems import NOT_SHOWN, NOTED_FIGURE
from sigai.tables.files.raw import Column, Mask, as_text
from sigai.tables.files.struck import is_struck, noted_facts
from sigai.values import problems
from sigai.values.size_problems import IN_BRACKETS

_RESIDUE = 1e-9
_IN_BRACKETS = re.compile(r"\(\s*[\d.,]*\d[\d.,]*\s*%?\s*\)")
_MORE_THAN_ZERO = "^[^0-9]*[0.,]*[1-9]"


def unreadable(numbers: Numbers, texts: Any) -> list[tuple[Problem, Mask]]:
    """What is wrong with the cells that are no figures: a formula without its result, an error, one that is struck out,
    one with
    a note, anything else."""
    wrong = numbers.kind == UNREADABLE
    formula, error, unlike, struck, noted, bracketed = (np.zeros_like(wrong) for _ in range(6))
    for position in np.flatnonzero(wrong).tolist():
        text = clean(str(texts[position]))
        formula[position], error[position] = text.startswith("="), text.upper() in ERRORS
        struck[position] = is_struck(text)
        noted[position] = noted_facts(text) is not None
        bracketed[position] = bool(_IN_BRACKETS.fullmatch(text))
        unlike[position] = parted_unlike(str(texts[position])) is not None
    return [
        (problems.UNSAVED_FORMULA, formula),
        (problems.ERROR_CELL, error),
        (problems.SHOWN_UNLIKE, unlike),
        (NOT_SHOWN, struck),
        (NOTED_FIGURE, noted),
        (IN_BRACKETS, bracketed),
        (problems.NOT_A_NUMBER, wrong & ~formula & ~error & ~unlike & ~struck & ~noted & ~bracketed),
    ]


def vanishing(column: Column, numbers: Numbers, amounts: npt.NDArray[np.int64], good: Mask) -> tuple[Mask, Mask]:
    """The figures that are no zero as written and count as one, and those of them that are as small as what a sum of
    floating points leaves over."""
    nothing = good & (amounts == 0)
    if not nothing.any():
        return nothing, nothing
    written: Mask = ~numbers.exact | (numbers.amounts != 0)
    if not pa.types.is_floating(column.type):
        texts: Any = as_text(column.filter(pa.array(nothing)))
        said: Column = pc.match_substring_regex(pc.utf8_normalize(texts, form="NFKC"), _MORE_THAN_ZERO)  # type: ignore[attr-defined]
        written[nothing] |= said.to_numpy(zero_copy_only=False).astype(np.bool_)
    vanished: Mask = nothing & written
    residue: Mask = vanished & (numbers.amounts == 0) & (np.abs(numbers.floats) < _RESIDUE)
    return vanished, residue
