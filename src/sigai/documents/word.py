"""Word files (.docx) to blocks: paragraphs with their automatic numbers, tables, text boxes, notes; no deleted text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from sigai.base.issues import Place, UserError
from sigai.documents.draft import Block, row
from sigai.documents.lines import ends_sentence, joined
from sigai.documents.numbering import marker_of
from sigai.documents.packages import Package, open_package
from sigai.documents.problems import NOT_A_PLAN
from sigai.documents.word_numbers import WordNumbers, attribute, child, local, whole

_GONE = frozenset({"del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "rt", "sectPr"})
_MAIN = "word/document.xml"
_OTHERS = (
    ("xl/", "电子表格", "a spreadsheet"),
    ("ppt/", "演示文稿", "a presentation"),
    ("content.xml", "ODF 文件", "an OpenDocument file"),
    ("", "压缩包", "a packed archive"),
)
_LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says about headings and lists."""

    outline: int = 0
    list_id: str = ""
    level: int = 0
    titled: bool = False
    contents: bool = False


def word_blocks(path: Path, content: bytes) -> list[Block]:
    """The blocks of a .docx file; UserError where it is another packed file, damaged, encrypted or a bomb."""
    package = open_package(path, content)
    root = package.xml(_main_part(package))
    if root is None:
        names = package.names()
        found = next(item for item in _OTHERS if not item[0] or any(name.startswith(item[0]) for name in names))
        raise UserError([NOT_A_PLAN.at(Place(str(path)), file=path, found=found[1], found_en=found[2])])
    return _Word(package, root).blocks()


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            target = str(relation.get("Target", "")).lstrip("/")
            if target.startswith("word/"):
                return target
    return _MAIN


class _Word:
    def __init__(self, package: Package, root: etree._Element) -> None:
        self._package = package
        self._root = root
        self._styles = _styles(package.xml("word/styles.xml"))
        self._numbers = WordNumbers.of(package.xml("word/numbering.xml"))
        self._notes = {
            "footnoteReference": _notes(package.xml("word/footnotes.xml")),
            "endnoteReference": _notes(package.xml("word/endnotes.xml")),
        }

    def blocks(self) -> list[Block]:
        """Body in order; headers and footers, each once, at the end."""
        blocks: list[Block] = []
        for element in self._root:
            blocks.extend(self._container(element))
        seen: dict[str, None] = {}
        for name in sorted(self._package.names()):
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
                part = self._package.xml(name)
                for paragraph in part.iter() if part is not None else ():
                    if local(paragraph) == "p":
                        seen.setdefault(" ".join(_pieces(paragraph).text.split()))
        return blocks + [Block(text, kind="furniture") for text in seen if text]

    def _container(self, container: etree._Element) -> Iterator[Block]:
        for element in container:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "AlternateContent":
                choice = child(element, "Choice")
                yield from self._container(choice if choice is not None else element)
            elif name not in _GONE and len(element):
                yield from self._container(element)

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        style = self._style(element)
        pieces = _pieces(element)
        text = pieces.text
        if style.list_id and text.strip():
            number = self._numbers.next(style.list_id, style.level)
            gap = " " if number[-1:].isascii() and text.lstrip()[:1].isdigit() else ""
            text = f"{number}{gap}{text.lstrip()}" if number else text
        for line in _manual_lines(text):
            if style.contents:
                yield Block(line, kind="furniture")
            else:
                yield Block(line, outline=style.outline, titled=style.titled)
        for box in pieces.boxes:
            yield from self._container(box)
        for kind, note in pieces.notes:
            for paragraph in self._notes[kind].get(note, ()):
                yield from self._paragraph(paragraph)

    def _style(self, element: etree._Element) -> _Style:
        properties = child(element, "pPr")
        base = self._styles.get(attribute(child(properties, "pStyle"), "val") or "", _Style())
        return _with_properties(base, properties)

    def _table(self, element: etree._Element) -> Iterator[Block]:
        rows = [item for item in _rows(element) if child(item, "trPr", "del") is None]
        grids = [list(_cells(item)) for item in rows]
        columns = max((sum(span for _, span, _ in cells) for cells in grids), default=0)
        for cells in grids:
            filled = [cell for cell, _, _ in cells if cell is not None]
            if len(filled) == 1 and cells[-1][0] is not None and cells[-1][1] == columns:
                yield from self._container(filled[0])
                continue
            texts: list[str] = []
            notes: list[Block] = []
            for cell, span, goes_on in cells:
                blocks = [] if cell is None else list(self._container(cell))
                texts.append(" ".join(block.text.replace(" | ", " ") for block in blocks))
                if goes_on and not texts[-1].strip():
                    texts[-1] = ""
                texts.extend([""] * (span - 1))
            if any(text.strip() for text in texts):
                yield row(tuple(texts))
            yield from notes


@dataclass
class _Pieces:
    """What runs of a paragraph hold: its text, text boxes anchored in it, notes that it refers to."""

    text: str
    boxes: list[etree._Element]
    notes: list[tuple[str, str]]


def _pieces(paragraph: etree._Element) -> _Pieces:
    texts: list[str] = []
    found = _Pieces("", [], [])
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name == "t":
            texts.append(element.text or "")
        elif name in {"tab", "ptab"}:
            texts.append(" ")
        elif name in {"br", "cr"}:
            texts.append("\n" if attribute(element, "type") not in {"page", "column"} else "")
        elif name == "noBreakHyphen":
            texts.append("-")
        elif name == "sym":
            texts.append(_symbol(attribute(element, "char")))
        elif name == "txbxContent":
            found.boxes.append(element)
        elif name in {"footnoteReference", "endnoteReference"}:
            found.notes.append((name, attribute(element, "id") or ""))
        elif name == "AlternateContent":
            choice = child(element, "Choice")
            waiting.extend(reversed(choice if choice is not None else element))
        elif name not in _GONE:
            waiting.extend(reversed(element))
    found.text = "".join(texts)
    return found


def _symbol(code: str | None) -> str:
    """A symbol by its code; those of picture fonts have no meaning as text."""
    value = int(code, 16) if code and re.fullmatch(r"[0-9A-Fa-f]{2,5}", code) else 0
    return chr(value) if value >= 0x20 and not 0xD800 <= value <= 0xF8FF else ""


def _manual_lines(text: str) -> list[str]:
    """A paragraph cut at manual line breaks where something ends or begins there."""
    lines: list[str] = []
    for piece in text.split("\n"):
        if lines and not ends_sentence(lines[-1].strip()) and marker_of(piece.strip()) is None:
            lines[-1] = joined(lines[-1].strip(), piece.strip())
        else:
            lines.append(piece)
    return [line for line in lines if line.strip()]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _rows(element)


def _cells(table_row: etree._Element) -> Iterator[tuple[etree._Element | None, int, bool]]:
    """The cells of a row: element (None for columns left out), columns it spans, whether it goes on from above."""
    before = whole(attribute(child(table_row, "trPr", "gridBefore"), "val"))
    for _ in range(min(before, 64)):
        yield None, 1, False
    for element in table_row:
        if local(element) == "tc":
            merge = child(element, "tcPr", "vMerge")
            goes_on = merge is not None and attribute(merge, "val") != "restart"
            span = whole(attribute(child(element, "tcPr", "gridSpan"), "val"), 1)
            yield element, min(max(span, 1), 64), goes_on
        elif local(element) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _cells(element)


def _notes(root: etree._Element | None) -> dict[str, list[etree._Element]]:
    """The paragraphs of footnotes or endnotes, by id; separators are no notes."""
    return {
        attribute(note, "id") or "": [item for item in note if local(item) == "p"]
        for note in (root if root is not None else ())
        if attribute(note, "type") in {None, "normal"}
    }


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    elements = {
        attribute(element, "styleId") or "": element
        for element in (root if root is not None else ())
        if local(element) == "style"
    }
    return {name: _resolved(name, elements, 0) for name in elements}


def _resolved(name: str, elements: dict[str, etree._Element], depth: int) -> _Style:
    element = elements.get(name)
    if element is None or depth > 20:
        return _Style()
    base = _resolved(attribute(child(element, "basedOn"), "val") or "", elements, depth + 1)
    title = (attribute(child(element, "name"), "val") or "").lower()
    heading = re.fullmatch(r"(?:heading|标题)\s*([1-9])", title)
    style = _with_properties(base, child(element, "pPr"))
    return _Style(
        int(heading.group(1)) if heading else style.outline,
        style.list_id,
        style.level,
        title == "title",
        title.startswith("toc ") and title != "toc heading",
    )


def _with_properties(base: _Style, properties: etree._Element | None) -> _Style:
    """A style with what paragraph properties say on top."""
    outline = attribute(child(properties, "outlineLvl"), "val")
    list_id = attribute(child(properties, "numPr", "numId"), "val")
    level = attribute(child(properties, "numPr", "ilvl"), "val")
    return _Style(
        base.outline if outline is None else (whole(outline) + 1) % 10,
        base.list_id if list_id is None else ("" if list_id == "0" else list_id),
        base.level if level is None else whole(level),
        base.titled,
        base.contents,
    )
