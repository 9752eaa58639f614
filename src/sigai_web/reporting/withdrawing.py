"""The word that takes a figure back, written in the place of the figure: on the page, in Excel, by a program.

A cell that somebody emptied says nothing of the figure that stands: it may be meant to be left as it is, or taken back.
Nobody guesses: the cell asks.
"""

from __future__ import annotations

from sigai_web.language import choose

WITHDRAW = "撤回"
"""How a cell that takes its figure back is kept."""
_WORDS = frozenset({WITHDRAW, "withdraw", "withdrawn"})


def withdraws(text: str) -> bool:
    """Whether a cell's text takes back the figure that stands."""
    return text.strip().lower() in _WORDS


def withdraw_word() -> str:
    """The word in the reader's language."""
    return choose(WITHDRAW, "withdraw")
