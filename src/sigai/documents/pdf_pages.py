"""One page of a PDF: its glyphs and ruling lines, turned upright."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_MOST_SEGMENTS = 20_000
_THIN = 3.0
_SHORTEST = 8.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: left and right edge, baseline, size in points; whether white space stands before it."""

    letter: str
    x: float
    right: float
    y: float
    size: float
    spaced: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: across (`level` is its height) or upright (`level` is its distance from the left)."""

    across: bool
    level: float
    start: float
    stop: float


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of a page as stored and by how much it is shown turned."""

    width: float
    height: float
    rotation: int

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """A point of the stored page where it is shown."""
        if self.rotation == 90:
            return y, self.width - x
        if self.rotation == 180:
            return self.width - x, self.height - y
        if self.rotation == 270:
            return self.height - y, x
        return x, y


def page_glyphs(page: pdfium.PdfPage) -> tuple[list[Glyph], PageSize]:
    """The visible characters of a page in stored order."""
    rotation = page.get_rotation()
    width, height = page.get_size()
    if rotation in (90, 270):
        width, height = height, width
    size = PageSize(width, height, rotation)
    textpage = page.get_textpage()
    try:
        return _glyphs(textpage.raw, size), size
    finally:
        textpage.close()


def _glyphs(textpage: object, size: PageSize) -> list[Glyph]:
    glyphs: list[Glyph] = []
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
        letter = "-" if code in (0x02, 0xFFFE) else chr(code)
        if (code < 0x20 and code != 0x02) or letter.isspace() or code in (0x200B, 0xFEFF, 0xAD):
            spaced = True
            continue
        pdfium_c.FPDFText_GetCharOrigin(textpage, place, x, y)
        pdfium_c.FPDFText_GetLooseCharBox(textpage, place, box)
        left, low = size.upright(box.left, box.bottom)
        right, top = size.upright(box.right, box.top)
        origin = size.upright(x.value, y.value)
        glyphs.append(Glyph(letter, min(left, right), max(left, right), origin[1], max(abs(top - low), 1.0), spaced))
        spaced = False
    return glyphs


def page_rules(page: pdfium.PdfPage, size: PageSize) -> list[Rule]:
    """The ruling lines of a page: thin boxes and straight strokes, upright or across."""
    rules: list[Rule] = []
    left = _MOST_SEGMENTS
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
        segments = pdfium_c.FPDFPath_CountSegments(item.raw)
        left -= max(segments, 1)
        if left < 0:
            break
        bounds = item.get_bounds()
        corners = (size.upright(bounds[0], bounds[1]), size.upright(bounds[2], bounds[3]))
        thin = _rule(*corners)
        if thin is not None:
            rules.append(thin)
        elif segments > 1:
            rules.extend(_strokes(item, segments, size))
    return rules


def _rule(first: tuple[float, float], second: tuple[float, float]) -> Rule | None:
    across, upright = abs(first[0] - second[0]), abs(first[1] - second[1])
    if upright <= _THIN and across >= _SHORTEST:
        return Rule(True, (first[1] + second[1]) / 2, min(first[0], second[0]), max(first[0], second[0]))
    if across <= _THIN and upright >= _SHORTEST:
        return Rule(False, (first[0] + second[0]) / 2, min(first[1], second[1]), max(first[1], second[1]))
    return None


def _strokes(item: pdfium.PdfObject, segments: int, size: PageSize) -> list[Rule]:
    rules: list[Rule] = []
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    begin: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for number in range(segments):
        segment = pdfium_c.FPDFPath_GetPathSegment(item.raw, number)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = size.upright(*matrix.on_point(x.value, y.value))
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
