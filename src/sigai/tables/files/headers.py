"""Finding the header row under titles and notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Known = Callable[[str], bool]
"""Says whether a header text means something to the reader of the table."""

SEARCHED_ROWS = 30


def find_header(rows: Sequence[Sequence[str]], known: Known) -> tuple[int, int]:
    """The first row with the most known names, and how many it has; (-1, 0) where no row has any."""
    best, most = -1, 0
    for index, cells in enumerate(rows[:SEARCHED_ROWS]):
        count = len({cell for cell in cells if cell and known(cell)})
        if count > most:
            best, most = index, count
    return best, most
