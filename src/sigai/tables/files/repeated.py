"""A header row that comes again on a sheet, as on every printed page: what stands around the first holds for it, too.

Titles, units and further header rows are written once, over or under the first header row. The same header row again,
without a title of its own, goes on with them. Under a title of its own, or with other columns, nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sigai.tables.files.headers import Known
from sigai.tables.files.heads import Heads, is_number, is_numbering, says, stated_units
from sigai.tables.files.texts import header_key, split_unit

_LEAST = 2
"""So many names that two rows have both make them header rows of tables of one kind."""

_NOTE = re.compile(
    r"^[(（\[【]?(?:注|备注|说明|附注|附|(?:资料|数据)?来源|制表|填表|填报人|填报日期|编制人|审核|复核|(?:单位)?负责人|联系|打印|报出日期"
    r"|第\s*\d+\s*页|共\s*\d+\s*页|page\b|notes?\b|source\b)",
    re.IGNORECASE,
)
"""What stands under a table or at the edge of a page; it is no title of what follows."""

_LABEL = re.compile(r"[:：]|\d{4}\s*年|\d{1,2}\s*月|\d{4}[-/.]\d{1,2}\b")
_NAMES_UNIT = re.compile(r"单\s*位|\bunits?\b", re.IGNORECASE)
_GOES_ON = re.compile(r"续|接上|\bcont(?:inued|'?d|\.)", re.IGNORECASE)


def first_header(rows: Sequence[Sequence[str]], best: int, known: Known) -> int:
    """The header row of the first table of a sheet whose best header row is known: one above that, of names that both
    have and with figures of its own under it, else the best. The header of a later table may name more."""
    wanted = _names(rows[best], known) if best >= 0 else set()
    for at in range(best):
        given, names = [cell for cell in rows[at] if cell], _names(rows[at], known)
        is_head = len(names & wanted) >= _LEAST and len(names) * 2 > len(given) and not any(map(is_number, given))
        if is_head and any(map(_has_figures, rows[at + 1 : best])):
            return at
    return best


def _names(cells: Sequence[str], known: Known) -> set[str]:
    return {header_key(cell) for cell in cells if cell and known(cell)}


def _has_figures(cells: Sequence[str]) -> bool:
    """Whether a row holds figures; one that numbers the columns does not."""
    given = [cell for cell in cells if cell]
    return any(map(is_number, given[1:])) and not is_numbering(given)


def is_note(text: str) -> bool:
    """Whether a text is a note under a table or of a page, not a title."""
    return bool(_NOTE.match(text))


def is_around(cells: Sequence[str], known: Known) -> bool:
    """Whether a row above a header row belongs to it: a title, the names of groups of columns, or what a table is of,
    from whom, in which unit."""
    given = [cell for cell in cells if cell]
    if len(given) == 1 or all(says(cell) or known(cell) for cell in given):
        return True
    if any(is_number(cell) for cell in given):
        return False
    return any(map(_gives_unit, given)) or all(
        says(cell) or known(cell) or bool(_LABEL.search(cell) or stated_units(cell, title=True)) for cell in given
    )


def may_stand_apart(cells: Sequence[str], *, adjoins: bool) -> bool:
    """Whether a row that a blank one parts from the header row under it can be its title all the same. A note is none,
    nor is a unit that adjoins the table above it."""
    given = [cell for cell in cells if cell]
    return not any(map(is_note, given)) and not (adjoins and all(map(stated_units, given)))


def _gives_unit(cell: str) -> bool:
    return bool(_NAMES_UNIT.search(cell) and stated_units(cell))


def gone_on(found: Heads, cells: Sequence[str], before: Heads, above: Sequence[Sequence[str]], known: Known) -> Heads:
    """The heads of a header row with what the heads before it say for it; `cells` is the row, `above` those over it."""
    over = [cell for row in above for cell in row if cell]
    fresh = any(_is_new_title(cell, before, known) for cell in over)
    again = _is_again(cells, before)
    if again and any(before.beside) and not any(found.beside):
        found = replace(found, names=before.names, beside=before.beside)
    titles = tuple(dict.fromkeys((*before.titles, *over)))
    if fresh and not any(map(_GOES_ON.search, over)):
        return found
    if found.stated or any(found.units):
        return replace(found, titles=titles)
    if again and not fresh:
        mentioned = tuple(dict.fromkeys((*before.mentioned, *found.mentioned)))
        return replace(found, titles=titles, units=before.units, stated=before.stated, mentioned=mentioned)
    units = (*found.mentioned, *before.mentioned, *before.stated, *filter(None, before.units))
    return replace(found, titles=titles, mentioned=tuple(dict.fromkeys(units)))


def _is_new_title(cell: str, before: Heads, known: Known) -> bool:
    """Whether a text over a header row says of a table what was not said before."""
    return not (cell in before.titles or says(cell) or known(cell) or stated_units(cell) or is_note(cell))


def _is_again(cells: Sequence[str], before: Heads) -> bool:
    """Whether a row is the header row before it again; other header rows may have given its empty cells their names."""
    for at, name in enumerate(before.names):
        cell = cells[at] if at < len(cells) else ""
        beside = before.beside[at] if before.beside else ""
        if not cell:
            if name and not beside and not (before.units and before.units[at]) and name not in before.names[:at]:
                return False
        elif header_key(cell) not in (header_key(name), header_key(beside)):
            split = split_unit(cell)[0]
            if header_key(split) != header_key(name) and header_key(cell) not in header_key(beside):
                return False
    return True
