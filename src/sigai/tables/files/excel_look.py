"""What the cells of a workbook show, where that is not the value that a reader of values gives.

calamine gives values without their formats, an error or a formula without a saved result as an empty cell, and raised
notes as plain characters. The XML of a sheet is gone through a second time only where its workbook has such cells.
"""

from __future__ import annotations

import datetime as dt
import math
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from sigai.base.letters import RAISED
from sigai.tables.files.excel_guard import column_letters, column_number
from sigai.tables.files.excel_xml import pieces
from sigai.tables.files.number_formats import BUILT_IN, changes_sign, is_date, matters, shown, shows_day
from sigai.tables.files.packed import parts

Position = tuple[int, int]
"""Row and column of a cell, from 0."""

_MARKS = (b"<f", b":f", b'"e"', b"'e'", b"vertAlign")
"""Without one of these a sheet has no formula, no error and no raised text of its own."""

_FIRST_DAY = dt.date(1899, 12, 30)
_LATER = 1462
"""Days by which the second system of day numbers (1904) begins later."""

_REF = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class Looks:
    """The texts that cells show, by sheet; `unread` are those of errors and of formulas without a result. `example` is
    one cell whose format changes the number, `formats` counts them; `system_1904` says from which day the workbook
    counts."""

    sheets: dict[str, dict[Position, str]] = field(default_factory=dict)
    unread: dict[str, dict[Position, str]] = field(default_factory=dict)
    formats: int = 0
    example: tuple[str, str, str] = ("", "", "")
    system_1904: bool = False


@dataclass(frozen=True, slots=True)
class _Styles:
    """The number formats that matter and the styles that strike a cell out, by the number of the style."""

    codes: Mapping[int, str]
    struck: frozenset[int]

    def occur(self, content: bytes) -> bool:
        """Whether a cell of a sheet may be of such a style."""
        numbers = b"|".join(b"%d" % number for number in self.codes.keys() | self.struck)
        return bool(numbers and re.search(rb"""\ss\s*=\s*["'](?:%b)["']""" % numbers, content))


def looks(path: Path) -> Looks:
    """What cells show that values do not say; of a workbook that stood the guard.

    Raises zipfile.BadZipFile, zlib.error or OSError.
    """
    found = Looks()
    named, system_1904 = _sheet_parts(path)
    found.system_1904 = system_1904
    styles, raised = _Styles({}, frozenset()), dict[int, str]()
    for name, blocks in parts(path):
        if name.endswith("styles.xml"):
            styles = _styles(_tree(blocks))
        elif name.endswith("sharedstrings.xml"):
            raised = _raised(b"".join(blocks))
    odd = {name for name, blocks in parts(path) if name in named and _is_odd(pieces(blocks), styles, bool(raised))}
    for name, blocks in parts(path) if odd else ():
        if name in odd:
            passing = _Pass(styles, raised, found)
            _look_at(blocks, passing)
            found.sheets.update(dict.fromkeys(named[name], passing.texts))
            found.unread.update(dict.fromkeys(named[name], passing.unread))
    return found


def _is_odd(xml: Iterator[bytes], styles: _Styles, raised: bool) -> bool:
    """Whether a sheet may have cells that show another thing than their value; all of it is to be read."""
    odd = raised
    for piece in xml:
        odd = odd or any(mark in piece for mark in _MARKS) or styles.occur(piece)
    return odd


def _tree(blocks: Iterator[bytes]) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    for block in blocks:
        parser.feed(block)
    return parser.close()


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _sheet_parts(path: Path) -> tuple[dict[str, list[str]], bool]:
    """The names of the sheets by the part that holds them, and whether the workbook counts days from 1904."""
    trees = {}
    for name, blocks in parts(path):
        if name.endswith(".rels") or posixpath.basename(name) == "workbook.xml":
            trees[name] = _tree(blocks)
    workbook = next((name for name in trees if posixpath.basename(name) == "workbook.xml"), "")
    if not workbook:
        return {}, False
    folder = posixpath.dirname(workbook)
    relations = trees.get(posixpath.join(folder, "_rels", "workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations} if relations is not None else {}
    named: dict[str, list[str]] = {}
    later = False
    for one in trees[workbook].iter():
        if _local(one.tag) == "workbookPr":
            later = one.get("date1904", "0").lower() in ("1", "true")
        elif _local(one.tag) == "sheet":
            relation = next((value for key, value in one.attrib.items() if _local(key) == "id"), "")
            target = str(targets.get(relation, "")).replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/").lower()
            named.setdefault(part, []).append(one.get("name", ""))
    return named, later


def _styles(root: Any) -> _Styles:
    own, struck_fonts, cells = {}, set(), []
    for group in root:
        if _local(group.tag) == "numFmts":
            own = {_whole(one.get("numFmtId")): one.get("formatCode", "") for one in group if one.tag is not None}
        elif _local(group.tag) == "fonts":
            struck_fonts = {index for index, font in enumerate(_elements(group)) if _strikes(font)}
        elif _local(group.tag) == "cellXfs":
            cells = [(_whole(one.get("numFmtId")), _whole(one.get("fontId"))) for one in _elements(group)]
    codes = {index: own.get(number, BUILT_IN.get(number, "")) for index, (number, _) in enumerate(cells)}
    struck = frozenset(index for index, (_, font) in enumerate(cells) if font in struck_fonts)
    return _Styles({index: code for index, code in codes.items() if code and matters(code)}, struck)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _elements(group: Any) -> list[Any]:
    return [one for one in group if isinstance(one.tag, str)]


def _strikes(font: Any) -> bool:
    return any(_local(one.tag) == "strike" and one.get("val", "1") not in ("0", "false") for one in font)


def _raised(content: bytes) -> dict[int, str]:
    """The shared texts with raised or struck-out characters, by their numbers."""
    if b"vertAlign" not in content and b"strike" not in content:
        return {}
    texts = [one for one in _tree(iter([content])) if _local(one.tag) == "si"]
    return {index: text for index, one in enumerate(texts) if (text := _raised_text(one))}


def _raised_text(text: Any) -> str:
    """A text with its raised digits as raised characters; nothing where it has none."""
    found, changed = "", False
    for run in text:
        if _local(run.tag) == "t":
            found += run.text or ""
        elif _local(run.tag) == "r":
            words = "".join(one.text or "" for one in run if _local(one.tag) == "t")
            if any(_raises(one) for manners in run if _local(manners.tag) == "rPr" for one in manners):
                words, changed = words.translate(RAISED), True
            if any(_strikes(manners) for manners in run if _local(manners.tag) == "rPr"):
                words, changed = f"〔划去：{words}〕", True
            found += words
    return found if changed else ""


def _raises(manner: Any) -> bool:
    return _local(manner.tag) == "vertAlign" and manner.get("val") in ("superscript", "subscript")


class _Pass:
    """One sheet on its way by: keeps the texts of the cells that show another thing than their value.

    Most cells of most sheets are passed over by a look at their style and kind.
    """

    def __init__(self, styles: _Styles, raised: Mapping[int, str], found: Looks) -> None:
        self._styles, self._raised, self._found = styles, raised, found
        self._notable = {str(number) for number in styles.codes.keys() | styles.struck}
        self.texts: dict[Position, str] = {}
        self.unread: dict[Position, str] = {}
        self._row = self._column = -1

    def row(self, row: Any) -> None:
        """One row with its cells; a row or cell that does not say where it stands follows the one before."""
        number = row.get("r", "")
        self._row = int(number) - 1 if number.isdigit() else self._row + 1
        self._column, before = -1, ""
        for cell in row:
            reference = cell.get("r")
            if reference is None:
                self._place(before)
                self._column, before = self._column + 1, ""
            else:
                before = reference
            if self._is_odd(cell):
                self._place(before)
                self._take(cell)

    def _place(self, reference: str) -> None:
        """Go to the cell that a reference names; none stays where the last one was."""
        if match := _REF.fullmatch(reference):
            self._row, self._column = int(match[2]) - 1, column_number(match[1].encode()) - 1

    def _is_odd(self, cell: Any) -> bool:
        kind = cell.get("t")
        if cell.get("s") in self._notable or kind == "e" or (kind == "s" and self._raised):
            return True
        if kind == "inlineStr":
            return any(len(part) != 1 or part[0].tag[-2:] != "}t" for part in cell)
        return len(cell) != 1 or cell[0].tag[-2:] != "}v"

    def _take(self, cell: Any) -> None:
        kind, style = cell.get("t", "n"), _whole(cell.get("s"))
        value = formula = inline = None
        for part in cell:
            name = _local(part.tag)
            if name == "v":
                value = part.text
            elif name == "f":
                formula = part.text or ""
            elif name == "is":
                inline = part
        at = self._row, self._column
        if kind == "e" or (formula is not None and not value and kind != "str"):
            self.texts[at] = self.unread[at] = value or f"={formula or '…'}"
        elif text := self._text(kind, style, value, inline):
            self.texts[at] = text

    def _text(self, kind: str, style: int, value: str | None, inline: Any) -> str:
        if style in self._styles.struck and (value or inline is not None):
            return f"〔划去：{value if kind in ('n', 'str') else '…'}〕"
        if kind == "s" and value and value.isdigit():
            return self._raised.get(int(value), "")
        if kind == "inlineStr" and inline is not None:
            return _raised_text(inline)
        code = self._styles.codes.get(style)
        return self._formatted(value, code) if kind == "n" and value and code else ""

    def _formatted(self, value: str, code: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return ""
        return formatted(number, code, (self._row, self._column), self._found)


def formatted(stored: float, code: str, at: Position, found: Looks) -> str:
    """What the cell at a place shows of a number by its format, noted in `found`; nothing where that is the number."""
    if not math.isfinite(stored) or not matters(code) or not changes_sign(code, (stored > 0) - (stored < 0)):
        return ""
    number = Decimal(f"{stored:.15g}")
    if is_date(code):
        return "" if shows_day(code) else _month_shown(number, code, later=found.system_1904)
    text = shown(number, code) or ""
    if text:
        found.formats += 1
        if not found.example[0]:
            found.example = f"{column_letters(at[1] + 1)}{at[0] + 1}", f"{number:f}", text
    return text


def _month_shown(number: Decimal, code: str, *, later: bool) -> str:
    """The month of a day whose format shows the month only; nothing for the last day of one."""
    days = int(number) + (_LATER if later else 0)
    if not 0 < days < 2_900_000:
        return ""
    day = _FIRST_DAY + dt.timedelta(days=days)
    if (day + dt.timedelta(days=1)).day == 1:
        return ""  # the last day of a quarter or a year stands for it
    month_only = "m" in code.lower()
    return f"{day:%Y-%m}" if month_only else f"{day:%Y}"


def _look_at(blocks: Iterator[bytes], passing: _Pass) -> None:
    parser: Any = etree.XMLPullParser(
        events=("end",),
        tag="{*}row",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    for block in blocks:
        parser.feed(block)
        for _, row in parser.read_events():
            passing.row(row)
            if (parent := row.getparent()) is not None:
                parent.remove(row)
