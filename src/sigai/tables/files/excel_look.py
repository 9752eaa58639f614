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
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

from lxml import etree

from sigai.base.letters import RAISED
from sigai.tables.files.excel_asides import NO_ASIDES, Asides, Beyond, read_boxes, span_of
from sigai.tables.files.excel_guard import column_letters, column_number
from sigai.tables.files.excel_notes import Position, read_notes
from sigai.tables.files.excel_styles import NO_STYLES, Styles, local, read_styles, strikes, whole
from sigai.tables.files.excel_xml import elements, pieces
from sigai.tables.files.heads import Span
from sigai.tables.files.number_formats import (
    changes_sign,
    hides_text,
    is_date,
    matters,
    parted_unlike,
    shown,
    shows_day,
    text_beside,
    unlike,
)
from sigai.tables.files.packed import parts

_MARKS = (
    b"<f",
    b":f",
    b'"e"',
    b"'e'",
    b"vertAlign",
    b"hidden",
    b"zeroHeight",
    b"formatCode",
    b"showValue",
    *(b"%b=%b0" % each for each in product((b" ht", b"width"), (b'"', b"'"))),
)
"""Without one of these a sheet has no formula, no error, no raised text of its own, no hidden row and no format of a
condition."""

_LAST_COLUMN = 16_384

_FIRST_DAY = dt.date(1899, 12, 30)
_LATER = 1462
"""Days by which the second system of day numbers (1904) begins later."""

_REF = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class Looks:
    """The texts that cells show, by sheet; `unread` are those of errors and of formulas without a result. `example` is
    one cell whose format changes the number, `formats` counts them; `system_1904` says from which day the workbook
    counts, `waiting` that its formulas are still to be calculated; `hidden` are the rows and the columns that a sheet
    does not show, `hiding` the sheets that hide rows by default. `notes` are those on cells, `beside` what formats
    write around texts, `conditions` the ranges in which a condition may show numbers by a format, `asides`
    what stands around the cells."""

    sheets: dict[str, dict[Position, str]] = field(default_factory=dict)
    unread: dict[str, dict[Position, str]] = field(default_factory=dict)
    formats: int = 0
    example: tuple[str, str, str] = ("", "", "")
    system_1904: bool = False
    waiting: bool = False
    hidden: dict[str, tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)
    hiding: set[str] = field(default_factory=set)
    notes: dict[str, dict[Position, str]] = field(default_factory=dict)
    beside: dict[str, dict[Position, tuple[str, str]]] = field(default_factory=dict)
    conditions: dict[str, list[tuple[Span, str]]] = field(default_factory=dict)
    asides: dict[str, Asides] = field(default_factory=dict)


def looks(path: Path) -> Looks:
    """What cells show that values do not say; of a workbook that stood the guard.

    Raises zipfile.BadZipFile, zlib.error or OSError.
    """
    found = Looks()
    named, found.system_1904, found.waiting = _sheet_parts(path)
    styles, raised = NO_STYLES, dict[int, str]()
    for name, blocks in parts(path):
        if name.endswith("styles.xml"):
            styles = read_styles(_tree(blocks))
        elif name.endswith("sharedstrings.xml"):
            raised = _raised(b"".join(blocks))
    odd = set()
    for name, blocks in parts(path):
        if name in named:
            beyond = Beyond()
            odd |= {name} if _is_odd(beyond.watch(pieces(blocks)), styles, bool(raised)) else set()
            found.asides.update(dict.fromkeys(named[name], beyond.asides()))
    for name, blocks in parts(path) if odd else ():
        if name in odd:
            passing = _Pass(styles, raised, found)
            _look_at(blocks, passing)
            found.sheets.update(dict.fromkeys(named[name], passing.texts))
            found.unread.update(dict.fromkeys(named[name], passing.unread))
            hidden = frozenset(passing.hidden_rows), frozenset(passing.hidden_columns)
            found.hidden.update(dict.fromkeys(named[name], hidden))
            found.hiding.update(named[name] if passing.hides else ())
            found.beside.update(dict.fromkeys(named[name], passing.beside))
            found.conditions.update(dict.fromkeys(named[name], passing.conditions))
    found.notes = read_notes(path, named)
    for sheet, boxes in read_boxes(path, named).items():
        found.asides[sheet] = replace(found.asides.get(sheet, NO_ASIDES), boxes=boxes)
    return found


def _is_odd(xml: Iterator[bytes], styles: Styles, raised: bool) -> bool:
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


def _sheet_parts(path: Path) -> tuple[dict[str, list[str]], bool, bool]:
    """The names of the sheets by the part that holds them, whether the workbook counts days from 1904, and whether its
    formulas are still to be calculated."""
    trees = {}
    for name, blocks in parts(path):
        if name.endswith(".rels") or posixpath.basename(name) == "workbook.xml":
            trees[name] = _tree(blocks)
    workbook = next((name for name in trees if posixpath.basename(name) == "workbook.xml"), "")
    if not workbook:
        return {}, False, False
    folder = posixpath.dirname(workbook)
    relations = trees.get(posixpath.join(folder, "_rels", "workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations} if relations is not None else {}
    named: dict[str, list[str]] = {}
    later = waiting = False
    for one in trees[workbook].iter():
        if local(one.tag) == "workbookPr":
            later = one.get("date1904", "0").lower() in ("1", "true")
        elif local(one.tag) == "calcPr":
            waiting = one.get("fullCalcOnLoad", "0").lower() in ("1", "true")
        elif local(one.tag) == "sheet":
            relation = next((value for key, value in one.attrib.items() if local(key) == "id"), "")
            target = str(targets.get(relation, "")).replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/").lower()
            named.setdefault(part, []).append(one.get("name", ""))
    return named, later, waiting


def _raised(content: bytes) -> dict[int, str]:
    """The shared texts with raised or struck-out characters, by their numbers."""
    if b"vertAlign" not in content and b"strike" not in content:
        return {}
    texts = [one for one in _tree(iter([content])) if local(one.tag) == "si"]
    return {index: text for index, one in enumerate(texts) if (text := _raised_text(one))}


def _raised_text(text: Any) -> str:
    """A text with its raised digits as raised characters; nothing where it has none."""
    found, changed = "", False
    for run in text:
        if local(run.tag) == "t":
            found += run.text or ""
        elif local(run.tag) == "r":
            words = "".join(one.text or "" for one in run if local(one.tag) == "t")
            if any(_raises(one) for manners in run if local(manners.tag) == "rPr" for one in manners):
                words, changed = words.translate(RAISED), True
            if any(strikes(manners) for manners in run if local(manners.tag) == "rPr"):
                words, changed = f"〔划去：{words}〕", True
            found += words
    return found if changed else ""


def _raises(manner: Any) -> bool:
    return local(manner.tag) == "vertAlign" and manner.get("val") in ("superscript", "subscript")


class _Pass:
    """One sheet on its way by: keeps the texts of the cells that show another thing than their value.

    Most cells of most sheets are passed over by a look at their style and kind.
    """

    def __init__(self, styles: Styles, raised: Mapping[int, str], found: Looks) -> None:
        self._styles, self._raised, self._found = styles, raised, found
        self._notable = {str(number) for number in styles.notable}
        self.texts: dict[Position, str] = {}
        self.unread: dict[Position, str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.hides = False
        self.beside: dict[Position, tuple[str, str]] = {}
        self.conditions: list[tuple[Span, str]] = []
        self._row = self._column = -1

    def columns(self, columns: Any) -> None:
        """What a sheet says of some of its columns."""
        if _is_hidden(columns):
            last = min(whole(columns.get("max")), _LAST_COLUMN)
            self.hidden_columns.update(range(whole(columns.get("min")) - 1, last))

    def condition(self, formatting: Any) -> None:
        """A range whose numbers a condition shows by a format of its own, or does not show at all."""
        codes = {code for rule in formatting for code in self._codes(rule) if code and matters(code)}
        ranges = (
            formatting.get("sqref") or next((one.text for one in formatting if local(one.tag) == "sqref"), "") or ""
        )
        self.conditions += [(span, code) for span in map(span_of, ranges.split()) if span for code in sorted(codes)]

    def _codes(self, rule: Any) -> Iterator[str]:
        yield self._styles.conditional.get(whole(rule.get("dxfId")), "") if rule.get("dxfId") else ""
        for one in rule.iter():
            if local(one.tag) == "numFmt":
                yield one.get("formatCode", "")
            elif one.get("showValue", "1") in ("0", "false"):
                yield _NOTHING

    def row(self, row: Any) -> None:
        """One row with its cells; a row or cell that does not say where it stands follows the one before."""
        number = row.get("r", "")
        self._row = int(number) - 1 if number.isdigit() else self._row + 1
        self._column, before = -1, ""
        if _is_hidden(row):
            self.hidden_rows.add(self._row)
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
        kind, style = cell.get("t", "n"), whole(cell.get("s"))
        if kind not in ("n", "b", "e") and (beside := text_beside(self._styles.codes.get(style, ""))) != ("", ""):
            self.beside[self._row, self._column] = beside
        value = formula = inline = None
        for part in cell:
            name = local(part.tag)
            if name == "v":
                value = part.text
            elif name == "f":
                formula = part.text or ""
            elif name == "is":
                inline = part
        at = self._row, self._column
        if kind == "e" and value:
            self.texts[at] = self.unread[at] = value
        elif kind == "e" or (formula is not None and kind != "str" and self._is_no_result(value)):
            self.texts[at] = self.unread[at] = f"={formula or '…'}"
        elif text := self._text(kind, style, value, inline):
            self.texts[at] = text

    def _is_no_result(self, value: str | None) -> bool:
        """A program that cannot calculate stores no result, or 0 and that all is to be calculated when it is opened."""
        return not value or (self._found.waiting and not value.strip("0."))

    def _text(self, kind: str, style: int, value: str | None, inline: Any) -> str:
        if value or inline is not None:
            given = value if kind in ("n", "str") else "…"
            if style in self._styles.struck:
                return f"〔划去：{given}〕"
            if style in self._styles.white:
                return f"〔白字：{given}〕"
            if kind != "n" and hides_text(self._styles.codes.get(style, "")):
                return f"〔不显示：{given}〕"
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
    if text and parted_unlike(text) is None:
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
    return f"{day:%Y-%m}" if month_only else f"{day:%Y}年"


def shown_on_condition(stored: Any, code: str) -> Any:
    """What stands for a cell that a condition may show by a format: nobody knows whether it holds."""
    if isinstance(stored, str):
        before, behind = text_beside(code)
        return f"{before}{stored}{behind}？" if stored and (before or behind) else stored
    if isinstance(stored, bool) or not isinstance(stored, float | int):
        return stored
    text = formatted(stored, code, (0, 0), Looks())
    if not text:
        return stored
    return text if parted_unlike(text) is not None else unlike(text, Decimal(f"{stored:.15g}"))


_NOTHING = ";;;"
"""The format that shows nothing."""

_LEAST = 1.0
"""The height of a row, and the width of a column, below which nobody reads what stands in it."""


def _is_hidden(element: Any) -> bool:
    """Whether a row or some columns are hidden, or as good as: without height or width."""
    return element.get("hidden", "0").lower() in ("1", "true") or any(
        _is_nothing(element.get(size, "")) for size in ("ht", "width")
    )


def _is_nothing(size: str) -> bool:
    try:
        return bool(size) and float(size) < _LEAST
    except ValueError:
        return False


def _look_at(blocks: Iterator[bytes], passing: _Pass) -> None:
    for one in elements(blocks, "row", "col", "sheetFormatPr", "conditionalFormatting"):
        match local(one.tag):
            case "row":
                passing.row(one)
            case "col":
                passing.columns(one)
            case "sheetFormatPr":
                passing.hides = one.get("zeroHeight", "0") in ("1", "true")
            case _:
                passing.condition(one)
