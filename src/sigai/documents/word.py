"""Word files (.docx) to blocks: paragraphs with automatic numbers, tables, text boxes, notes; nothing hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from sigai.base.issues import Issue, Place, UserError
from sigai.documents.draft import Block, row
from sigai.documents.left_out import UnreadText
from sigai.documents.lines import ends_sentence, joined
from sigai.documents.numbering import marker_of
from sigai.documents.packages import Package, open_package
from sigai.documents.plain_text import decoded, text_blocks
from sigai.documents.problems import MOST_EMBEDDED, MOST_EMBEDDED_BYTES, NOT_A_PLAN
from sigai.documents.web_page import page_blocks
from sigai.documents.word_looks import PLAIN, Look, is_on, looks_of_styles
from sigai.documents.word_numbers import WordNumbers, attribute, child, local, whole
from sigai.documents.word_runs import GONE, Pieces, mark_is_gone, pieces_of

_MAIN = "word/document.xml"
_OTHERS = (
    ("xl/", "电子表格", "a spreadsheet"),
    ("ppt/", "演示文稿", "a presentation"),
    ("content.xml", "ODF 文件", "an OpenDocument file"),
    ("", "压缩包", "a packed archive"),
)
_MAIL = re.compile(rb"(?:MIME-Version|From|Content-Type):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says about headings and lists."""

    outline: int = 0
    list_id: str = ""
    level: int = 0
    titled: bool = False
    contents: bool = False


def word_blocks(path: Path, content: bytes) -> tuple[list[Block], list[Issue]]:
    """The blocks of a .docx file and warnings about what of it was not read; UserError where it is another packed
    file, damaged, encrypted or a bomb."""
    word = _word(path, content)
    return word.blocks(), word.left.issues(path)


def _word(path: Path, content: bytes, depth: int = 0) -> _Word:
    package = open_package(path, content)
    root = package.xml(_main_part(package))
    if root is None:
        names = package.names()
        found = next(item for item in _OTHERS if not item[0] or any(name.startswith(item[0]) for name in names))
        raise UserError([NOT_A_PLAN.at(Place(str(path)), file=path, found=found[1], found_en=found[2])])
    return _Word(package, root, depth)


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            target = str(relation.get("Target", "")).lstrip("/")
            if target.startswith("word/"):
                return target
    return _MAIN


class _Word:
    def __init__(self, package: Package, root: etree._Element, depth: int) -> None:
        self._package, self._root, self._depth = package, root, depth
        elements = _style_elements(package.xml("word/styles.xml"))
        self._styles = {name: _resolved(name, elements, 0) for name in elements}
        self._looks = looks_of_styles(elements)
        self._usual = next((name for name, element in elements.items() if _is_usual(element)), "")
        self._numbers = WordNumbers.of(package.xml("word/numbering.xml"))
        self._notes = {
            "footnoteReference": _notes(package.xml("word/footnotes.xml")),
            "endnoteReference": _notes(package.xml("word/endnotes.xml")),
        }
        self._opened: set[str] = set()
        self.left = UnreadText()

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
                        seen.setdefault(
                            " ".join(pieces_of(paragraph, self._looks, look=self._look(paragraph)).text.split())
                        )
        return blocks + [Block(text, kind="furniture") for text in seen if text]

    def _container(self, container: etree._Element) -> Iterator[Block]:
        line: list[etree._Element] = []
        for element in container:
            name = local(element)
            if name == "p":
                line.append(element)
                if mark_is_gone(element):
                    continue
            if line:
                yield from self._paragraph(line)
                line = []
            if name == "tbl":
                yield from self._table(element)
            elif name == "altChunk":
                yield from self._embedded(attribute(element, "id") or "")
            elif name == "AlternateContent":
                choice = child(element, "Choice")
                yield from self._container(choice if choice is not None else element)
            elif name != "p" and name not in GONE and len(element):
                yield from self._container(element)
        if line:
            yield from self._paragraph(line)

    def _paragraph(self, line: Sequence[etree._Element]) -> Iterator[Block]:
        """The blocks of a paragraph, or of several whose marks are gone: number and style are those of the last."""
        style = self._style(line[-1])
        pieces = Pieces()
        for element in line:
            pieces_of(element, self._looks, look=self._look(element), into=pieces)
        self.left.add(pieces.left)
        text = pieces.text
        if style.list_id and text.strip():
            number = self._numbers.next(style.list_id, style.level)
            gap = " " if number[-1:].isascii() and text.lstrip()[:1].isdigit() else ""
            text = f"{number}{gap}{text.lstrip()}" if number else text
        for each in _manual_lines(text):
            if style.contents:
                yield Block(each, kind="furniture")
            else:
                yield Block(each, outline=style.outline, titled=style.titled)
        for box in pieces.boxes:
            yield from self._container(box)
        for kind, note in pieces.notes:
            for paragraph in self._notes[kind].get(note, ()):
                yield from self._paragraph([paragraph])

    def _embedded(self, relation: str) -> Iterator[Block]:
        """The blocks of a document that this one embeds as it was (altChunk): Word, a web page or plain text. Each is
        read once, and only so many of them: a few bytes could ask for the same one without end."""
        refused = self._depth or relation in self._opened or len(self._opened) >= MOST_EMBEDDED
        self._opened.add(relation)
        name = "" if refused else self._package.target(_main_part(self._package), relation)
        content = self._package.content(name) if name else None
        try:
            yield from self._blocks_of(name, content if content and len(content) <= MOST_EMBEDDED_BYTES else b"")
        except UserError:
            self.left.unread.append(f"altChunk {name}")

    def _blocks_of(self, name: str, content: bytes) -> list[Block]:
        """The blocks of an embedded document by its name and content; UserError where it cannot be read."""
        if content.startswith(b"PK"):
            word = _word(self._package.path, content, self._depth + 1)
            blocks = word.blocks()
            self.left.add(word.left)
            return blocks
        if b"<html" in content[:4096].lower() and not _MAIL.match(content):
            blocks, left = page_blocks(self._package.path, content)
            self.left.add(left)
            return blocks
        if content and name.lower().endswith(".txt") and (text := decoded(content)) is not None:
            return text_blocks(text)
        self.left.unread.append(f"altChunk {name.rpartition('/')[2]}".strip())
        return []

    def _style(self, element: etree._Element) -> _Style:
        properties = child(element, "pPr")
        base = self._styles.get(attribute(child(properties, "pStyle"), "val") or "", _Style())
        return _with_properties(base, properties)

    def _look(self, element: etree._Element) -> Look:
        """How runs of a paragraph look by its style, or by the one that all paragraphs without a style have."""
        name = attribute(child(element, "pPr", "pStyle"), "val") or self._usual
        return self._looks.get(name, PLAIN)

    def _table(self, element: etree._Element) -> Iterator[Block]:
        rows = [item for item in _rows(element) if child(item, "trPr", "del") is None and not self._is_hidden(item)]
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

    def _is_hidden(self, table_row: etree._Element) -> bool:
        """Whether a row is hidden; its text is told as left out."""
        if not is_on(child(table_row, "trPr"), "hidden"):
            return False
        text = "".join("".join(each.text or "" for each in table_row.iter() if local(each) == "t").split())
        self.left.unseen += [text] if text else []
        return True


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
        if local(element) == "tc" and child(element, "tcPr", "cellDel") is not None:
            yield None, 1, False
        elif local(element) == "tc":
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


def _style_elements(root: etree._Element | None) -> dict[str, etree._Element]:
    return {
        attribute(element, "styleId") or "": element
        for element in (root if root is not None else ())
        if local(element) == "style"
    }


def _is_usual(style: etree._Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true", "on"}


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
