"""Which characters of a PDF page a person sees: none that are struck out, white on white, transparent or tiny."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sigai.documents.pdf_library import pdfium, pdfium_c
from sigai.documents.pdf_pages import Glyph, Rule, Turn, is_white
from sigai.documents.raised import ends_in_unit, raised_mark

_THROUGH = (0.15, 0.55)
"""Between which heights above the baseline a line goes through a character, in sizes of the letters."""
_BESIDE = 0.6
"""By how much a line may reach beyond the text that it strikes out."""
_TINY = 2.0
_MOST_UNSEEN = 0.5
"""A page most of whose text is seen by nobody is one whose looks are not understood: all of it is read."""
_SMALLER = 0.9
_RAISED = (0.12, 0.75)
_LOWERED = (-0.6, -0.05)
_CLOSE = 0.45
_OF_MARKS = frozenset("0123456789[]()（）〔〕注,，、-−–—")
_SLASHES = frozenset("⁄/∕")
_DIGITS = frozenset("0123456789")

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class SeenText:
    """The characters of a page that a person sees, and the pieces of text that nobody does."""

    glyphs: list[Glyph]
    unseen: list[str]


def seen_text(page: pdfium.PdfPage, glyphs: Sequence[Glyph], rules: Sequence[Rule], turn: Turn) -> SeenText:
    """Parts what is seen from what is not; raised figures become the marks that they are."""
    hidden = _faint(page, glyphs, turn) | _struck(glyphs, [*rules, *_strikeouts(page, turn)])
    if len(hidden) > _MOST_UNSEEN * len(glyphs):
        hidden = set()
    unseen = [
        "".join(glyphs[number].letter for number in run)
        for gone, run in groupby(range(len(glyphs)), key=lambda number: number in hidden)
        if gone
    ]
    return SeenText(with_marks([glyph for number, glyph in enumerate(glyphs) if number not in hidden]), unseen)


def _faint(page: pdfium.PdfPage, glyphs: Sequence[Glyph], turn: Turn) -> set[int]:
    """The numbers of those that are tiny, or white, transparent or not drawn where nothing dark lies under them."""
    sizes = sorted(glyph.em for glyph in glyphs)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    tiny = {number for number, glyph in enumerate(glyphs) if glyph.em < min(_TINY, usual / 3)}
    white = [number for number, glyph in enumerate(glyphs) if glyph.faint]
    grounds = list(_grounds(page, turn)) if white else []
    return tiny | {number for number in white if not any(_lies_on(glyphs[number], box) for box in grounds)}


def _lies_on(glyph: Glyph, box: Box) -> bool:
    x, y = (glyph.x + glyph.right) / 2, glyph.y + 0.3 * glyph.em
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _grounds(page: pdfium.PdfPage, turn: Turn) -> Iterator[Box]:
    """The places of a page that something other than white lies on: pictures, filled shapes, what holds such."""
    for item in page.get_objects(max_depth=1):
        if item.type == pdfium_c.FPDF_PAGEOBJ_TEXT or not _is_ground(page, item):
            continue
        left, bottom, right, top = item.get_bounds()
        (x1, y1), (x2, y2) = turn.upright(left, bottom), turn.upright(right, top)
        yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _is_ground(page: pdfium.PdfPage, item: pdfium.PdfObject) -> bool:
    if item.type == pdfium_c.FPDF_PAGEOBJ_FORM:
        inner = page.get_objects(form=item.raw, max_depth=3, level=1)
        return any(each.type != pdfium_c.FPDF_PAGEOBJ_TEXT and _is_ground(page, each) for each in inner)
    return item.type != pdfium_c.FPDF_PAGEOBJ_PATH or _is_filled(item)


def _is_filled(item: pdfium.PdfObject) -> bool:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    red, green, blue, solid = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPath_GetDrawMode(item.raw, mode, stroked) or not mode.value:
        return False
    known = pdfium_c.FPDFPageObj_GetFillColor(item.raw, red, green, blue, solid)
    return not known or not is_white(red.value, green.value, blue.value, solid.value)


def _strikeouts(page: pdfium.PdfPage, turn: Turn) -> Iterator[Rule]:
    """The lines of remarks that strike out (those that a PDF program draws over a text)."""
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(page.raw)):
        remark = pdfium_c.FPDFPage_GetAnnot(page.raw, number)
        if not remark:
            continue
        if pdfium_c.FPDFAnnot_GetSubtype(remark) == pdfium_c.FPDF_ANNOT_STRIKEOUT:
            corners = pdfium_c.FS_QUADPOINTSF()
            for place in range(pdfium_c.FPDFAnnot_CountAttachmentPoints(remark)):
                if pdfium_c.FPDFAnnot_GetAttachmentPoints(remark, place, corners):
                    yield _middle(corners, turn)
        pdfium_c.FPDFPage_CloseAnnot(remark)


def _middle(corners: pdfium_c.FS_QUADPOINTSF, turn: Turn) -> Rule:
    points = [turn.upright(getattr(corners, f"x{place}"), getattr(corners, f"y{place}")) for place in range(1, 5)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rule(True, (min(ys) + max(ys)) / 2, min(xs), max(xs))


def _struck(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> set[int]:
    """The numbers of those that a line goes through, which ends where they end: a line of a table goes on."""
    across = [rule for rule in rules if rule.across]
    if not across:
        return set()
    order = sorted(range(len(glyphs)), key=lambda number: glyphs[number].y)
    heights = [glyphs[number].y for number in order]
    largest = max((glyph.em for glyph in glyphs), default=0.0)
    found: set[int] = set()
    for rule in across:
        near = order[bisect_left(heights, rule.level - _THROUGH[1] * largest) : bisect_right(heights, rule.level)]
        crossed = [number for number in near if _goes_through(rule, glyphs[number])]
        if not crossed:
            continue
        slack = _BESIDE * max(glyphs[number].em for number in crossed)
        left, right = min(glyphs[number].x for number in crossed), max(glyphs[number].right for number in crossed)
        if rule.start >= left - slack and rule.stop <= right + slack:
            found.update(crossed)
    return found


def _goes_through(rule: Rule, glyph: Glyph) -> bool:
    middle = (glyph.x + glyph.right) / 2
    height = (rule.level - glyph.y) / glyph.em
    return rule.start <= middle <= rule.stop and _THROUGH[0] <= height <= _THROUGH[1]


def with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Small figures above the line become one raised mark in the line (8¹, 10⁸), or stay figures of a unit (m²); those
    below it do so behind a figure."""
    found: list[Glyph] = []
    place = 0
    while place < len(glyphs):
        stop = place
        base = found[-1] if found else None
        while base is not None and stop < len(glyphs) and _stands_off(glyphs[stop], glyphs[stop - 1], base):
            stop += 1
        if base is None or stop == place:
            found.append(glyphs[place])
            place += 1
            continue
        after = glyphs[stop].letter if stop < len(glyphs) else ""
        found.extend(_in_line(glyphs[place:stop], base, after))
        place = stop
    return found


def _stands_off(glyph: Glyph, before: Glyph, base: Glyph) -> bool:
    if glyph.letter not in _OF_MARKS or glyph.em > _SMALLER * base.em:
        return False
    height = (glyph.y - base.y) / base.em
    off = _RAISED[0] <= height <= _RAISED[1] or (base.letter in _DIGITS and _LOWERED[0] <= height <= _LOWERED[1])
    return off and abs(glyph.x - before.right) <= _CLOSE * base.em


def _in_line(run: Sequence[Glyph], base: Glyph, after: str) -> list[Glyph]:
    """Small figures beside the base of their line, as they are read there."""
    text = "".join(glyph.letter for glyph in run)
    fraction = after in _SLASHES or base.letter in _SLASHES
    mark = None if fraction or ends_in_unit(base.letter) else raised_mark(text)
    if mark is None:
        return [replace(glyph, y=base.y, spaced=False) for glyph in run] if text.isdecimal() else list(run)
    return [replace(run[0], letter=mark, y=base.y, right=run[-1].right, spaced=False)]
