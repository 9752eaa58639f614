"""One page of a PDF: its glyphs and ruling lines, turned upright."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from sigai.documents.pdf_library import pdfium, pdfium_c

_MOST_SEGMENTS = 20_000
_THIN = 3.0
_SHORTEST = 1.5
_FAR = 40.0
_ASKEW = math.radians(10)
"""By how much text may stand off from upright or lying, as that of a scan does."""
_ANY_WAY, _ASLANT = -1, -2
_WHITE = 247
_FAINT = 13
_HYPHENS = frozenset({0x02, 0xFFFE})
_UNSEEN = frozenset({0x200B, 0xFEFF, 0xAD})


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: left and right edge, baseline, height of its box and size of its letters in points; whether white
    space stands before it, and whether it is drawn so that nobody sees it on white."""

    letter: str
    x: float
    right: float
    y: float
    size: float
    spaced: bool
    em: float
    faint: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: across (`level` is its height) or upright (`level` is its distance from the left)."""

    across: bool
    level: float
    start: float
    stop: float


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page must be turned so that its text runs from left to right: by quarters against the clock's way."""

    width: float
    height: float
    quarters: int

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """A point of the stored page on the turned page."""
        if self.quarters == 1:
            return y, self.width - x
        if self.quarters == 2:
            return self.width - x, self.height - y
        if self.quarters == 3:
            return self.height - y, x
        return x, y


@dataclass(frozen=True, slots=True)
class _Stored:
    """A character as stored: its origin and the corners of its box."""

    letter: str
    origin: tuple[float, float]
    first: tuple[float, float]
    second: tuple[float, float]
    spaced: bool
    way: int
    em: float
    faint: bool


@dataclass(frozen=True, slots=True)
class PageText:
    """The visible characters of a page in stored order, turned so that most of them run from left to right; `across`
    is the text that runs at another angle than most of the page does, as a watermark or a note in the margin."""

    glyphs: list[Glyph]
    turn: Turn
    across: str


def page_text(page: pdfium.PdfPage) -> PageText:
    """What stands on a page."""
    textpage = page.get_textpage()
    try:
        stored = _stored(textpage.raw)
    finally:
        textpage.close()
    left, bottom, right, top = page.get_mediabox()
    ways = Counter(item.way for item in stored if item.way >= 0).most_common(1)
    along = {_ANY_WAY, ways[0][0] if ways else _ANY_WAY}
    straight = [item for item in stored if item.way in along]
    turn = Turn(right + left, top + bottom, _quarters(straight))
    across = "".join(" " * item.spaced + item.letter for item in stored if item.way not in along)
    return PageText([_turned(item, turn) for item in straight], turn, across.strip())


def _stored(textpage: object) -> list[_Stored]:
    found: list[_Stored] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium_c.FS_RECTF()
    spaced, high = False, 0
    for place in range(pdfium_c.FPDFText_CountChars(textpage)):
        code = pdfium_c.FPDFText_GetUnicode(textpage, place)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        letter = "-" if code in _HYPHENS else chr(code)
        if (code < 0x20 and code not in _HYPHENS) or letter.isspace() or code in _UNSEEN:
            spaced = True
            continue
        pdfium_c.FPDFText_GetCharOrigin(textpage, place, x, y)
        pdfium_c.FPDFText_GetLooseCharBox(textpage, place, box)
        corners = (box.left, box.bottom), (box.right, box.top)
        way = _way(pdfium_c.FPDFText_GetCharAngle(textpage, place))
        em, faint = _letter_size(textpage, place, box.top - box.bottom), _is_faint(textpage, place)
        found.append(_Stored(letter, (x.value, y.value), *corners, spaced, way, em, faint))
        spaced = False
    return found


def _letter_size(textpage: object, place: int, height: float) -> float:
    """The size of the letters as drawn; the height of the box where it is not known."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFText_GetMatrix(textpage, place, matrix):
        return max(abs(height), 0.1)
    size: float = pdfium_c.FPDFText_GetFontSize(textpage, place)
    return max(size * math.hypot(matrix.c, matrix.d), 0.1)


def _is_faint(textpage: object, place: int) -> bool:
    """Whether a character is drawn white, transparent or not at all: only on colour or over a picture is it seen."""
    item = pdfium_c.FPDFText_GetTextObject(textpage, place)
    drawn = pdfium_c.FPDFTextObj_GetTextRenderMode(item) if item else pdfium_c.FPDF_TEXTRENDERMODE_FILL
    if drawn in {pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP}:
        return True
    red, green, blue, solid = (ctypes.c_uint() for _ in range(4))
    known = pdfium_c.FPDFText_GetFillColor(textpage, place, red, green, blue, solid)
    if drawn != pdfium_c.FPDF_TEXTRENDERMODE_FILL or not known:
        return False
    return is_white(red.value, green.value, blue.value, solid.value)


def is_white(red: int, green: int, blue: int, solid: int) -> bool:
    """Whether a colour is seen by nobody on white paper."""
    return solid < _FAINT or min(red, green, blue) >= _WHITE


def _way(angle: float) -> int:
    """To which quarter (0 to 3) an angle in radians points; `_ANY_WAY` where it is not known (negative), `_ASLANT`
    where it points between two."""
    if angle < 0:
        return _ANY_WAY
    quarter = round(angle / (math.pi / 2))
    return quarter % 4 if abs(angle - quarter * math.pi / 2) <= _ASKEW else _ASLANT


def _quarters(stored: list[_Stored]) -> int:
    """Which way most characters follow one another: 0 to the right, 1 upwards, 2 to the left, 3 downwards."""
    votes = [0, 0, 0, 0]
    for before, after in pairwise(stored):
        across, up = after.origin[0] - before.origin[0], after.origin[1] - before.origin[1]
        if max(abs(across), abs(up)) > _FAR or abs(abs(across) - abs(up)) < 1:
            continue
        way = (0 if across > 0 else 2) if abs(across) > abs(up) else (1 if up > 0 else 3)
        votes[way] += 1
    return votes.index(max(votes))


def _turned(item: _Stored, turn: Turn) -> Glyph:
    left, low = turn.upright(*item.first)
    right, top = turn.upright(*item.second)
    _, baseline = turn.upright(*item.origin)
    return Glyph(
        item.letter,
        min(left, right),
        max(left, right),
        baseline,
        max(abs(top - low), 1.0),
        item.spaced,
        item.em,
        item.faint,
    )


def page_rules(page: pdfium.PdfPage, turn: Turn) -> list[Rule]:
    """The ruling lines of a page: thin boxes and straight strokes, upright or across."""
    rules: list[Rule] = []
    left = _MOST_SEGMENTS
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
        segments = pdfium_c.FPDFPath_CountSegments(item.raw)
        left -= max(segments, 1)
        if left < 0:
            break
        bounds = item.get_bounds()
        corners = (turn.upright(bounds[0], bounds[1]), turn.upright(bounds[2], bounds[3]))
        thin = _rule(*corners)
        if thin is not None:
            rules.append(thin)
        elif segments > 1:
            rules.extend(_strokes(item, segments, turn))
    return rules


def _rule(first: tuple[float, float], second: tuple[float, float]) -> Rule | None:
    across, upright = abs(first[0] - second[0]), abs(first[1] - second[1])
    if upright <= _THIN and across >= _SHORTEST:
        return Rule(True, (first[1] + second[1]) / 2, min(first[0], second[0]), max(first[0], second[0]))
    if across <= _THIN and upright >= _SHORTEST:
        return Rule(False, (first[0] + second[0]) / 2, min(first[1], second[1]), max(first[1], second[1]))
    return None


def _strokes(item: pdfium.PdfObject, segments: int, turn: Turn) -> list[Rule]:
    rules: list[Rule] = []
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    begin: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for number in range(segments):
        segment = pdfium_c.FPDFPath_GetPathSegment(item.raw, number)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = turn.upright(*matrix.on_point(x.value, y.value))
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO and last is not None:
            rule = _rule(last, point)
            if rule is not None:
                rules.append(rule)
        if pdfium_c.FPDFPathSegment_GetClose(segment) and begin is not None:
            rule = _rule(point, begin)
            if rule is not None:
                rules.append(rule)
        last = point
    return rules
