"""The word that takes a figure back, in the reader's language.

A cell that somebody emptied says nothing of the figure that stands. Nobody guesses: the cell asks.
"""

from __future__ import annotations

from sigai.values import WITHDRAW
from sigai_web.language import choose


def withdraw_word() -> str:
    """The word in the reader's language."""
    return choose(WITHDRAW, "withdraw")
