"""PDF files to blocks: lines by where they stand on the page, ruled tables as rows, page furniture by repetition."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sigai.base.confinement import Bounds, OutOfBoundsError, confined, preload
from sigai.base.issues import Issue, Place, UserError
from sigai.documents.draft import Block, row
from sigai.documents.furniture import mark_furniture
from sigai.documents.left_out import UnreadText
from sigai.documents.lines import Line, ends_sentence, width_of, wrapping_of
from sigai.documents.pdf_library import pdfium
from sigai.documents.pdf_pages import Glyph, Rule, page_rules, page_text
from sigai.documents.pdf_seen import seen_text
from sigai.documents.pdf_tables import RuledTable, ruled_tables
from sigai.documents.plain_text import blocks_of_lines, content_of
from sigai.documents.problems import (
    DAMAGED,
    ENCRYPTED,
    MOST_CHARACTERS,
    MOST_PAGES,
    PAGES_WITHOUT_TEXT,
    SCANNED,
    TOO_LARGE,
    TOO_MUCH_WORK,
)

preload(__name__)

_FEWEST_ON_PAGE = 5
_SHORTEST_OF_TABLES = 8.0
BOUNDS = Bounds(processor=300, clock=900, memory=2048, answer=256)
"""A few thousand pages take a minute or two; drawings within drawings, of which a small file can hold millions, nobody
can count beforehand."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a ruled table among the lines of the document."""

    block: Block


def pdf_blocks(path: Path, content: bytes) -> tuple[list[Block], list[Issue]]:
    """The blocks of a PDF and warnings about pages that are pictures; UserError where there is no text to read."""
    try:
        return confined(_pdf_blocks, path, content, bounds=BOUNDS)
    except OutOfBoundsError as error:
        raise UserError([TOO_MUCH_WORK.at(Place(str(path)), file=path)]) from error


def _pdf_blocks(path: Path, content: bytes) -> tuple[list[Block], list[Issue]]:
    place = Place(str(path))
    try:
        document = pdfium.PdfDocument(content)
    except (pdfium.PdfiumError, ValueError) as error:
        wanted = ENCRYPTED if "password" in str(error).lower() else DAMAGED
        raise UserError([wanted.at(place, file=path, kind=".pdf")]) from error
    try:
        return _read(document, path)
    except pdfium.PdfiumError as error:
        raise UserError([DAMAGED.at(place, file=path, kind=".pdf")]) from error
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, path: Path) -> tuple[list[Block], list[Issue]]:
    place = Place(str(path))
    pages = len(document)
    if not pages:
        raise UserError([DAMAGED.at(place, file=path, kind=".pdf")])
    if pages > MOST_PAGES:
        raise UserError([TOO_LARGE.at(place, file=path, size=f"{pages} pages", limit=f"{MOST_PAGES} pages")])
    items: list[Line | _Row] = []
    bare: list[int] = []
    left = UnreadText()
    across: dict[str, None] = {}
    characters = 0
    for number in range(pages):
        page = document[number]
        try:
            text = page_text(page)
            rules = page_rules(page, text.turn) if text.glyphs else []
            seen = seen_text(page, text.glyphs, rules, text.turn)
        finally:
            page.close()
        glyphs = seen.glyphs
        left.unseen += seen.unseen
        characters += len(text.glyphs) + len(text.across)
        if characters > MOST_CHARACTERS:
            raise UserError([TOO_LARGE.at(place, file=path, size=f"> {MOST_CHARACTERS}", limit=str(MOST_CHARACTERS))])
        if len(glyphs) < _FEWEST_ON_PAGE:
            bare.append(number + 1)
        if text.across:
            across.setdefault(text.across)
        items.extend(_page_items(glyphs, rules, number + 1))
    if len(bare) > pages / 2:
        raise UserError([SCANNED.at(place, file=path, pages=pages)])
    issues = [PAGES_WITHOUT_TEXT.at(place, file=path, pages=", ".join(map(str, bare)))] if bare else []
    issues += left.issues(path)
    return _blocks(items) + [Block(each, kind="furniture") for each in across], issues


def _page_items(glyphs: Sequence[Glyph], rules: Sequence[Rule], page: int) -> list[Line | _Row]:
    """Lines and table rows of a page from top to bottom."""
    tables = ruled_tables([rule for rule in rules if rule.stop - rule.start >= _SHORTEST_OF_TABLES])
    prose: list[Glyph] = []
    inside: list[list[Glyph]] = [[] for _ in tables]
    for glyph in glyphs:
        home = next((number for number, table in enumerate(tables) if table.holds(glyph)), None)
        (prose if home is None else inside[home]).append(glyph)
    placed: list[tuple[float, list[Line | _Row]]] = [
        (top, [Line(text, round(left), round(right - left), page=page)])
        for top, left, right, text in lines_of_glyphs(prose)
    ]
    placed.extend((table.top, _rows(table, held, page)) for table, held in zip(tables, inside, strict=True) if held)
    placed.sort(key=lambda item: -item[0])
    return [item for _, items in placed for item in items]


def _rows(table: RuledTable, glyphs: Sequence[Glyph], page: int) -> list[Line | _Row]:
    rows: list[Line | _Row] = []
    for cells in table.rows(glyphs, lambda held: _cell(lines_of_glyphs(held))):
        filled = [cell for cell in cells if cell]
        if len(cells) == 1 or (len(filled) == 1 and cells[0] and len(cells) == table.columns and table.spans(cells)):
            rows.append(_Row(Block(filled[0] if filled else "", page=page)))
        elif filled:
            rows.append(_Row(row(tuple(cells), page)))
    return rows


def _cell(lines: Sequence[tuple[float, float, float, str]]) -> str:
    text = ""
    for *_, line in lines:
        spaced = text[-1:].isascii() and line[:1].isascii() and text[-1:].isalpha() and line[:1].isalpha()
        text = f"{text} {line}" if spaced else text + line
    return text


def lines_of_glyphs(glyphs: Sequence[Glyph]) -> list[tuple[float, float, float, str]]:
    """Glyphs to lines from top to bottom: (baseline, left edge, right edge, text)."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda item: (-item.y, item.x)):
        if lines and abs(lines[-1][0].y - glyph.y) < 0.35 * max(glyph.size, lines[-1][0].size, 1.0):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [
        (line[0].y, min(glyph.x for glyph in line), max(glyph.right for glyph in line), _text(line)) for line in lines
    ]


def _text(line: Sequence[Glyph]) -> str:
    """The text of one line: a space where the source has one and where a gap is wider than a character."""
    pieces: list[str] = []
    last: Glyph | None = None
    for glyph in sorted(line, key=lambda item: item.x):
        if last is not None:
            doubled = glyph.letter == last.letter and abs(glyph.x - last.x) < 0.15 * last.size
            if doubled:
                continue
            gap = glyph.x - last.right
            if gap > 0.9 * last.size or (glyph.spaced and gap > 0.1 * last.size):
                pieces.append(" ")
        pieces.append(glyph.letter)
        last = glyph
    return "".join(pieces)


def _blocks(items: Sequence[Line | _Row]) -> list[Block]:
    """Lines to paragraphs, rows as they are; the head of a table that goes on over pages is furniture."""
    measured = mark_furniture(_indented([item for item in items if isinstance(item, Line)]))
    wrapping = wrapping_of(content_of(measured))
    lines = iter(measured)
    blocks: list[Block] = []
    heads: set[tuple[str, ...]] = set()
    marked = [next(lines) if isinstance(item, Line) else item for item in items]
    begins, waiting = True, list[Block]()
    for kind, run in itertools.groupby(marked, key=type):
        if kind is Line:
            stretch = [item for item in run if isinstance(item, Line)]
            if all(line.furniture for line in stretch):
                waiting.extend(blocks_of_lines(stretch, wrapping))
            else:
                blocks.extend([*waiting, *blocks_of_lines(stretch, wrapping)])
                waiting = []
            begins = True
            continue
        for block in (item.block for item in run if isinstance(item, _Row)):
            begins = begins or (bool(blocks) and blocks[-1].page != block.page)
            if begins and block.kind == "row" and block.cells in heads:
                blocks.append(Block("".join(block.cells), kind="furniture", page=block.page))
            elif begins and blocks and _goes_on(blocks[-1], block):
                blocks[-1] = _merged(blocks[-1], block)
            else:
                if begins and block.kind == "row":
                    heads.add(block.cells)
                blocks.append(block)
            blocks.extend(waiting)
            waiting, begins = [], False
    return blocks + waiting


def _goes_on(before: Block, after: Block) -> bool:
    """Whether a row at the top of a page is the rest of the row at the foot of the one before: each cell goes on."""
    if before.kind != "row" or after.kind != "row" or len(before.cells) != len(after.cells):
        return False
    pairs = [(above, below) for above, below in zip(before.cells, after.cells, strict=True) if below]
    return len(pairs) < len(after.cells) and all(above and not ends_sentence(above) for above, _ in pairs)


def _merged(before: Block, after: Block) -> Block:
    return row(tuple(above + below for above, below in zip(before.cells, after.cells, strict=True)), before.page)


def _indented(lines: Sequence[Line]) -> list[Line]:
    """Left edges and widths in points to half characters, counted from the left margin of the document."""
    if not lines:
        return []
    edges = sorted(line.indent for line in lines)
    margin = edges[int(0.1 * (len(edges) - 1))]
    sizes = sorted(2 * (line.measured or 0) / max(width_of(line.text), 1) for line in lines)
    half = max(sizes[len(sizes) // 2] / 2, 2.0)
    return [
        replace(
            line,
            indent=max(0, min(40, round((line.indent - margin) / half))),
            measured=min(400, round((line.measured or 0) / half)),
        )
        for line in lines
    ]
