"""The word that takes a figure back, written in its place: on a page, in a file of any layout, by a program.

An empty cell says nothing of the figure that stands: it may be meant to be left as it is, or taken back. The word says
it, in the cell of any table.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from sigai.tables.files.numbers import UNREADABLE, Numbers
from sigai.tables.files.raw import Column, Mask, as_text

WITHDRAW = "撤回"
"""How a cell that takes its figure back is kept."""
_WORDS = frozenset({WITHDRAW, "withdraw", "withdrawn"})


def withdraws(text: str) -> bool:
    """Whether a cell's text takes back the figure that stands."""
    return text.strip().lower() in _WORDS


def taking_back(numbers: Numbers, column: Column) -> Mask:
    """The cells of a column that take their figures back."""
    found: Mask = np.equal(numbers.kind, UNREADABLE)
    if found.any():
        found[found] = [withdraws(str(text)) for text in as_text(column.filter(pa.array(found))).to_pylist()]
    return found
