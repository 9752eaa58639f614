"""Blocks to a document: the heading tree, the parts, the title and the anchors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sigai.base.letters import plain_letters
from sigai.documents.characters import Characters
from sigai.documents.draft import Block
from sigai.documents.lines import ends_sentence
from sigai.documents.model import Anchor, Paragraph, ParagraphKind, ReadDocument
from sigai.documents.numbering import ANNEX, Marker, marker_of, value_of

MAIN = "main"
_LONGEST_HEADING = 60
_LONGEST_TITLE = 80
_LONGEST_SENTENCE_HEADING = 28
_LONGEST_LEAD = 40
_STOPS = re.compile(r"[。；;！？]")
_FIGURE = re.compile(r"\d")
_PLAN_NAME = re.compile(
    r"(?:方案|计划|规划|报告|意见|措施|办法|政策|条例|纲要|行动|通知|细则|清单|时间表|任务表|分工表|目录|规定|决定|指南|要点|说明|体系)"
    r"(?:[（(][^（()）]{0,30}[）)])*$"
)


@dataclass
class _Node:
    """An open heading: what stands below it has its text in its path."""

    rank: float
    level: int
    text: str


@dataclass
class _Outline:
    """The open headings of one part, and the level at which each numbering style first appeared in it."""

    root: str = ""
    nodes: list[_Node] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)

    @property
    def path(self) -> tuple[str, ...]:
        roots = (self.root,) if self.root else ()
        return roots + tuple(node.text for node in self.nodes)

    def open(self, style: str, rank: float, text: str) -> int:
        """Open a heading; returns its level."""
        while self.nodes and self.nodes[-1].rank >= rank:
            self.nodes.pop()
        above = self.nodes[-1].level if self.nodes else 0
        level = max(self.levels.setdefault(style, above + 1), above + 1)
        self.nodes.append(_Node(rank, level, text))
        return level

    def close_to(self, rank: float) -> None:
        """Close what stands at this rank or below."""
        while self.nodes and self.nodes[-1].rank >= rank:
            self.nodes.pop()


def assemble(blocks: Sequence[Block], document: str) -> ReadDocument:
    """The document that blocks make up; every character of every block is in exactly one paragraph."""
    kept = [block for block in blocks if block.text.strip() or any(cell.strip() for cell in block.cells)]
    return _Assembly(kept, document).document()


class _Assembly:
    def __init__(self, blocks: Sequence[Block], document: str) -> None:
        self._blocks = blocks
        self._id = document
        self._content = [number for number, block in enumerate(blocks) if block.kind != "furniture"]
        self._annexes = _annex_places(blocks, self._content)
        self._outline = _Outline()
        self._part = MAIN
        self._in_title = True
        self._listing = 0
        self._paragraphs: list[Paragraph] = []
        self._pieces: list[str] = []
        self._length = 0

    def document(self) -> ReadDocument:
        for number, block in enumerate(self._blocks):
            if block.kind == "furniture":
                self._add(block, "furniture", self._outline.path)
            elif block.kind == "row":
                self._in_title = False
                self._listing = 0
                self._add(block, "row", self._outline.path)
            else:
                self._text(number, block)
        title = _title_of(self._blocks, self._paragraphs) or self._id
        return ReadDocument(self._id, title, tuple(self._paragraphs), Characters.of("".join(self._pieces)))

    def _text(self, number: int, block: Block) -> None:
        text = _one_line(block.text)
        if number in self._annexes:
            self._begin_annex(number, block, text)
            return
        marker = marker_of(text)
        if self._continues_list(text, marker):
            self._add(block, "body", self._outline.path)
            return
        if marker is not None and marker.style.name != "dash":
            self._numbered(block, text, marker)
        elif block.outline and not self._is_top(number, block, text):
            self._in_title = False
            path = self._outline_path(block.outline)
            level = self._outline.open(f"outline{block.outline}", block.outline / 100, text)
            self._add(block, "heading", path, level=level)
        elif self._is_title(number, block, text):
            self._title(block, text)
        elif marker is not None and _dash_heading(text):
            self._numbered(block, text, marker)
        else:
            self._in_title = self._in_title and not ends_sentence(text) and len(text) <= _LONGEST_TITLE
            self._add(block, "body", self._outline.path)

    def _begin_annex(self, number: int, block: Block, text: str) -> None:
        self._part = self._annexes[number]
        self._outline = _Outline(root=text)
        self._in_title = True
        self._listing = 0
        self._add(block, "heading", (), level=1)

    def _continues_list(self, text: str, marker: Marker | None) -> bool:
        """附件：1.… 2.… at the end of the main text lists the annexes; it is no heading."""
        found = ANNEX.match(text)
        if found is not None:
            listed = marker_of(text[found.end() :].lstrip(" ：:"))
            self._listing = listed.value if listed is not None else 1
            return True
        if self._listing and marker is not None and marker.value == self._listing + 1:
            self._listing = marker.value
            return True
        self._listing = 0
        return False

    def _numbered(self, block: Block, text: str, marker: Marker) -> None:
        """A numbered paragraph: a heading where it only names, else a paragraph that opens with its own heading."""
        self._in_title = False
        rank = float(marker.style.rank)
        self._outline.close_to(rank)
        path = self._outline.path
        if _only_names(text, marker) or (block.outline and len(text) <= _LONGEST_TITLE):
            level = self._outline.open(marker.style.name, rank, text)
            self._add(block, "heading", path, level=level)
            return
        lead = _lead(text, marker)
        level = self._outline.open(marker.style.name, rank, lead) if lead else 0
        self._add(block, "body", path, level=level)

    def _outline_path(self, outline: int) -> tuple[str, ...]:
        self._outline.close_to(outline / 100)
        return self._outline.path

    def _is_top(self, number: int, block: Block, text: str) -> bool:
        """A heading of the first level that opens the document is its title."""
        opens = number == self._content[0] or _PLAN_NAME.search(text) is not None
        return block.outline == 1 and self._in_title and opens and len(text) <= _LONGEST_TITLE

    def _is_title(self, number: int, block: Block, text: str) -> bool:
        if block.titled:
            return True
        if ends_sentence(text) or len(text) > _LONGEST_TITLE or text[-1:] in "，、,":
            return False
        if self._in_title:
            return True
        return bool(_PLAN_NAME.search(text)) and not _STOPS.search(text) and _stands_before_text(self._blocks, number)

    def _title(self, block: Block, text: str) -> None:
        if not self._in_title and self._part == MAIN:
            self._outline = _Outline(root=text)
        elif self._in_title and self._part != MAIN:
            self._outline.root = f"{self._outline.root} {text}"
        self._add(block, "title", ())

    def _add(self, block: Block, kind: ParagraphKind, path: tuple[str, ...], level: int = 0) -> None:
        cells = tuple(_one_line(cell) for cell in block.cells)
        text = " | ".join(cells) if block.kind == "row" else _one_line(block.text)
        squeezed = "".join(("".join(block.cells) if block.kind == "row" else block.text).split())
        span = (self._length, self._length + len(squeezed))
        anchor = Anchor(self._id, path, len(self._paragraphs) + 1, span)
        self._paragraphs.append(Paragraph(anchor, kind, text, level, self._part, cells, block.page))
        self._pieces.append(squeezed)
        self._length += len(squeezed)


def _one_line(text: str) -> str:
    return plain_letters(" ".join(text.split()))


def _annex_places(blocks: Sequence[Block], content: Sequence[int]) -> dict[int, str]:
    """Which blocks begin an annex, with the id of the part; a list of annexes under the main text begins none."""
    found: list[tuple[int, int, bool]] = []
    for place, number in enumerate(content):
        block = blocks[number]
        match = ANNEX.match(_one_line(block.text)) if block.kind == "text" else None
        if match is None or len(block.text) > _LONGEST_TITLE or ends_sentence(block.text.rstrip("：:")):
            continue
        rest = block.text.strip()[match.end() :].strip(" ：:")
        if rest and (marker_of(rest) is not None or (not match.group(1) and not block.outline)):
            continue
        found.append((number, place, not rest))
    places = {place for _, place, _ in found}
    annexes: dict[int, str] = {}
    later: set[int] = set()
    for number, place, bare in reversed(found):
        match = ANNEX.match(_one_line(blocks[number].text))
        value = value_of(match.group(1)) if match else 0
        listed = not bare and ({place - 1, place + 1} & places or value in later)
        if listed:
            continue
        later.add(value)
        annexes[number] = f"annex{value}" if value else "annex"
    return dict(sorted(annexes.items()))


def _only_names(text: str, marker: Marker) -> bool:
    """Whether a numbered paragraph only names what follows: short, no sentence in it, no figure promised."""
    bare = text.rstrip("。：: ")
    if _STOPS.search(bare) or len(bare) > _LONGEST_HEADING or text[-1:] in "；;，,":
        return False
    if not text.endswith("。"):
        return True
    return len(bare) <= _LONGEST_SENTENCE_HEADING and not _FIGURE.search(bare[marker.length :])


def _dash_heading(text: str) -> bool:
    return text[-1:] in "：:" and len(text) <= _LONGEST_SENTENCE_HEADING


def _lead(text: str, marker: Marker) -> str:
    """The heading that a numbered paragraph opens with: what stands before its first stop, when that is short."""
    stop = re.search(r"[。：:]", text[marker.length :])
    if stop is None:
        return ""
    lead = text[: marker.length + stop.start()]
    return lead if len(lead) <= _LONGEST_LEAD else ""


def _stands_before_text(blocks: Sequence[Block], number: int) -> bool:
    """Whether something to read follows directly: the next block is a sentence or a first number."""
    following = next((block for block in blocks[number + 1 :] if block.kind == "text"), None)
    if following is None:
        return False
    text = _one_line(following.text)
    marker = marker_of(text)
    return (marker is not None and marker.value == 1) or (marker is None and ends_sentence(text))


def _title_of(blocks: Sequence[Block], paragraphs: Sequence[Paragraph]) -> str:
    """The title: what the file declares, else the first name of a plan at its beginning, else its first words."""
    content = [
        (block, paragraph)
        for block, paragraph in zip(blocks, paragraphs, strict=True)
        if paragraph.kind in {"title", "body", "heading"}
    ][:12]
    for block, paragraph in content:
        if block.titled:
            return paragraph.text
    for _, paragraph in content:
        if paragraph.kind == "title" and _PLAN_NAME.search(paragraph.text):
            return paragraph.text
    return next((paragraph.text for _, paragraph in content if len(paragraph.text) <= _LONGEST_TITLE), "")
