"""Notes on the cells of a workbook (comments): what they say of figures counts as if it were written in the sheet.

A unit in the note of a head is the column's, one in the note of a figure stands behind the figure. Notes that a copy
with marked mistakes was given back with say nothing of figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sigai.tables.files.dates import read_period
from sigai.tables.files.excel_asides import prompted_words, related
from sigai.tables.files.excel_guard import column_number
from sigai.tables.files.excel_styles import local
from sigai.tables.files.excel_xml import elements
from sigai.tables.files.headers import Known
from sigai.tables.files.heads import Span, is_number, mentioned_units, unit_of_remark
from sigai.tables.files.packed import parts
from sigai.tables.files.spans import plain_span
from sigai.tables.files.struck import with_note
from sigai.tables.files.texts import clean

Position = tuple[int, int]
"""Row and column of a cell, from 0."""

NOTE_AUTHOR = "Sigai"
"""Who signs the notes in workbooks that are made here: templates, and copies with marked mistakes."""

_MOST_PROMPTED = 1_000_000
"""So many figures get the unit that comes up at them; the others have it mentioned."""

_REF = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_LIKE_A_UNIT = re.compile(r"(?:是|为|按|以|用|均)\s*\S{0,3}[元吨时亩度]|[万千亿]元|RMB|yuan|'000", re.IGNORECASE)
_OTHER_FIGURE = re.compile(
    r"(?:实际|实为|应[为是改该]|更正|改[为成]|正确|修正|订正|原[数报来为]|误[报填写]|corrected|should be)\D{0,6}\d"
    r"|^(?:19|20)\d{2}年(?:度|\d{1,2}月份?)?的?(?:数据?|值|实际数?)$",
    re.IGNORECASE,
)
"""A note that gives another figure than the one in its cell, or says that it is of some year."""
_LED_IN = re.compile(
    r"^(?:.{0,30}[,;。])?[^,;。]{0,8}?(?:这个?|此|该|本)?(?:数|数据|格|值)?(?:就?是|为|系|沿用|暂?用|暂?按|取|填)了?的?是?(?=[上去前往同计预目])"
    r"|(?:来?填[报列写的]?|代替?|报的)?[。.]?$"
)
"""What stands around the words of a note that say what the figure is: `这是去年的数`, `企业没报，暂用上月数代替`."""


@dataclass(frozen=True, slots=True)
class SaidInNote:
    """What a note says of figures: a unit, what they are (as written), or words of which nobody knows whether they do
    (`doubt`)."""

    unit: str = ""
    span: str = ""
    doubt: str = ""


def read_notes(path: Path, named: Mapping[str, Sequence[str]]) -> dict[str, dict[Position, str]]:
    """The notes of every sheet by its name and their cells; `named` are the names of sheets by their parts.

    Raises zipfile.BadZipFile, zlib.error or OSError.
    """
    sheets = related(path, named, "/comments")
    found: dict[str, dict[Position, str]] = {}
    for name, blocks in parts(path) if sheets else ():
        if name in sheets:
            notes = dict(_notes_in(blocks))
            found.update((sheet, notes) for sheet in sheets[name])
    return found


def _notes_in(blocks: Iterator[bytes]) -> Iterator[tuple[Position, str]]:
    authors: list[str] = []
    for one in elements(blocks, "author", "comment"):
        if local(one.tag) == "author":
            authors.append((one.text or "").strip())
            continue
        by, match = one.get("authorId", ""), _REF.fullmatch(one.get("ref", ""))
        author = authors[int(by)] if by.isdigit() and int(by) < len(authors) else ""
        text = "".join(each.text or "" for each in one.iter() if local(each.tag) == "t")
        if match and author != NOTE_AUTHOR and text.strip():
            at = int(match[2]) - 1, column_number(match[1].encode()) - 1
            yield at, text.strip().removeprefix(f"{author}:").removeprefix(f"{author}：").strip()


def said_in_note(note: str) -> SaidInNote:
    """What a note says of figures; nothing where it says nothing of the kind."""
    lines = [line for line in map(clean, note.splitlines()) if line]
    units = dict.fromkeys(unit for line in lines if (unit := unit_of_remark(line)))
    spans = [line for line in lines if plain_span(_LED_IN.sub("", line)) not in ("", "this")]
    loose = [
        line for line in lines if mentioned_units([line]) or _LIKE_A_UNIT.search(line) or _OTHER_FIGURE.search(line)
    ]
    if len(units) > 1:
        return SaidInNote(doubt="；".join(units))
    if units or spans:
        return SaidInNote(next(iter(units), ""), next(iter(spans), ""))
    return SaidInNote(doubt=loose[0] if loose else "")


def noted_figure(text: str, note: str, mark: str = "") -> str:
    """What a cell with a figure and a note is read as: the unit of the note stands behind the figure and a mark; with
    other words that may change it, it is no figure."""
    said = said_in_note(note)
    if said.span or said.doubt:
        return with_note(text, said.span or said.doubt)
    return f"{text} {mark}{said.unit}" if said.unit else text


@dataclass(frozen=True, slots=True)
class NotedRows:
    """The first rows of a sheet with what notes on titles and heads say as rows of their own: `above` the sheet,
    `below` the header row. `mentioned` are the units of notes on heads, which may be those of other columns, too."""

    rows: list[list[str]]
    header: int
    spans: list[Span]
    above: int
    below: int
    mentioned: tuple[str, ...]


def with_noted_heads(
    rows: list[list[str]],
    header: int,
    spans: list[Span],
    around: tuple[Mapping[Position, str], Sequence[str]],
    known: Known,
) -> NotedRows:
    """The first rows of a sheet whose header row is `rows[header]`, with what the notes down to it say, and the lines
    of its text boxes (`around`)."""
    notes, boxes = around
    width = max(map(len, rows), default=0)
    above: list[list[str]] = [[line, *[""] * (width - 1)] for line in boxes]
    units, words, mentioned = [""] * width, [""] * width, list[str]()
    for (row, column), note in sorted(notes.items()):
        if row < header:
            above += [[line, *[""] * (width - 1)] for line in map(clean, note.splitlines()) if line]
        elif row == header and column < len(rows[header]):
            said = said_in_note(note)
            loose = mentioned_units([said.doubt])
            unit = said.unit or (loose[0] if len(loose) == 1 else "")
            mentioned += [unit or said.doubt] if unit or said.doubt else []
            if known(rows[header][column]) or read_period(rows[header][column]):
                units[column], words[column] = unit, said.span
    below = [each for each in (units, words) if any(each[1:])]

    def moved(row: int) -> int:
        return row + len(above) + (len(below) if row > header else 0)

    return NotedRows(
        [*above, *rows[: header + 1], *below, *rows[header + 1 :]],
        header + len(above),
        [
            *((at, 0, at, width - 1) for at in range(len(boxes))),  # a box is over all columns
            *((moved(top), left, moved(bottom), right) for top, left, bottom, right in spans),
        ],
        len(above),
        len(below),
        tuple(mentioned),
    )


def with_prompts(
    notes: Mapping[Position, str], prompts: Sequence[tuple[Span, str]], cells: Sequence[Sequence[Any]]
) -> Mapping[Position, str]:
    """The notes with the units that come up at figures, as if each figure had a note of them."""
    found, left = dict(notes), _MOST_PROMPTED
    for (top, left_end, bottom, right), text in prompts:
        units = "\n".join(prompted_words(text))
        for row in range(top, min(bottom + 1, len(cells))) if units else ():
            for column in range(left_end, min(right + 1, len(cells[row]))):
                cell = cells[row][column]
                if left > 0 and (isinstance(cell, float | int) or (isinstance(cell, str) and is_number(clean(cell)))):
                    found[row, column] = f"{found[row, column]}\n{units}" if (row, column) in found else units
                    left -= 1
    return found


def unread_notes(notes: Mapping[Position, str], header: int) -> list[tuple[Position, str]]:
    """The notes under a header that say something that nobody understands here."""
    left = ((at, note) for at, note in sorted(notes.items()) if at[0] > header)
    return [(at, note) for at, note in left if said_in_note(note) == SaidInNote()]
