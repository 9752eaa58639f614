"""Lines of text back to paragraphs: whether the text was wrapped, how wide, and where a paragraph begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sigai.documents.draft import Block
from sigai.documents.numbering import ANNEX, marker_of

_ENDS = "。！？；：;:!?…"
_CLOSERS = "”’」』）)》】〉\"'"
_NEVER_FIRST = "，。；、：！？）》」』】〉%％"
_NARROWEST = 24
_WIDEST = 160
_MARGIN = 8
"""A line is full when it is at most this much narrower than its column: an indented first line, a mark that may not
begin a line, a figure that was not broken."""
_INDENT = 4
_LONGEST_OPEN = 200
_TAIL = 300
_PAIRS = (("（(", "）)"), ("《", "》"), ("“", "”"))
_LONGEST_TITLE = 60
_SHORTEST_TAIL = 12
_WHOLE_TITLE = re.compile(r"(?:通知|方案|计划|规划|报告|意见|措施|办法|政策|条例|纲要|文件|[号）)])$")
_BRACKETED = re.compile(r"^[（(][^（()）]{2,30}[）)]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source. `width` counts a Chinese character as two; `measured` is what a page measures instead."""

    text: str
    indent: int = 0
    measured: int | None = None
    gap: bool = False
    page: int | None = None
    furniture: bool = False

    @property
    def width(self) -> int:
        """The width as measured on the page; else that of the text, a Chinese character counting as two."""
        return width_of(self.text) if self.measured is None else self.measured


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a stretch of lines was wrapped; `width` 0: not at all, each line is a paragraph."""

    width: int
    indented: bool
    gaps: bool

    def full(self, line: Line) -> bool:
        """Whether the line goes to the margin, so that it may go on in the next."""
        return self.width > 0 and line.indent + line.width >= self.width - _MARGIN


NOT_WRAPPED = Wrapping(0, indented=False, gaps=False)


def width_of(text: str) -> int:
    """The width of a text in half characters."""
    return len(text) + sum(letter >= "\u2010" for letter in text)


def target_lines_of(text: str) -> list[Line]:
    """The lines of a plain text that hold something. A form feed begins a page."""
    lines: list[Line] = []
    pages = text.split("\f")
    for number, page in enumerate(pages, 1):
        gap = False
        for raw in page.splitlines():
            content = raw.strip()
            if not content:
                gap = True
                continue
            indent = width_of(raw[: len(raw) - len(raw.lstrip())].expandtabs(4))
            lines.append(Line(content, indent, None, gap, number if len(pages) > 1 else None))
            gap = False
    return lines


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence, a clause of a list or a bracketed note ends."""
    bare = text.rstrip(_CLOSERS)
    return bare[-1:] in _ENDS if bare else True


def _ends_paragraph(text: str) -> bool:
    return ends_sentence(text) or text[-1:] in "）)"


def wrapping_of(lines: Sequence[Line], default: Wrapping = NOT_WRAPPED) -> Wrapping:
    """How lines were wrapped, judged from those that end within a sentence: they stop at the margin or nowhere.

    `default` where there are too few to judge.
    """
    broken = sorted(
        line.indent + line.width for line in lines if line.width >= _NARROWEST and not _ends_paragraph(line.text)
    )
    if len(broken) < 3:
        return default
    margin = broken[int(0.9 * (len(broken) - 1))]
    at_margin = sum(margin - _MARGIN <= width <= margin + 2 for width in broken)
    wider = sum(line.width > margin + _MARGIN for line in lines)
    if margin > _WIDEST or at_margin < 0.4 * len(broken) or wider > 0.05 * len(lines) or at_margin < 0.12 * len(lines):
        return NOT_WRAPPED
    wrapped = Wrapping(margin, indented=False, gaps=False)
    pairs = list(pairwise(lines))
    within = [after for before, after in pairs if wrapped.full(before) and not _ends_paragraph(before.text)]
    between = [after for before, after in pairs if not wrapped.full(before)]
    if not within:
        return wrapped
    indented = (
        sum(after.indent >= 2 for after in within) <= 0.1 * len(within)
        and len(between) > 0
        and sum(after.indent >= 2 for after in between) >= 0.6 * len(between)
    )
    gaps = (
        sum(after.gap for after in within) <= 0.1 * len(within)
        and len(between) > 0
        and sum(after.gap for after in between) >= 0.6 * len(between)
    )
    return Wrapping(margin, indented, gaps)


def reflow(lines: Sequence[Line], wrapping: Wrapping) -> list[Block]:
    """Paragraphs of lines. Furniture that interrupts a paragraph comes after it, so that a paragraph stays whole."""
    blocks: list[Block] = []
    waiting: list[Block] = []
    current: _Growing | None = None
    for line in lines:
        if line.furniture:
            waiting.append(Block(line.text, kind="furniture", page=line.page))
            continue
        if current is not None and current.takes(line, wrapping):
            current.add(line)
            continue
        if current is not None:
            blocks.append(current.block())
        blocks.extend(waiting)
        waiting = []
        titles = not blocks or begins_annex(blocks[-1].text)
        current = _Growing(line, titles)
    if current is not None:
        blocks.append(current.block())
    return blocks + waiting


class _Growing:
    """A paragraph while its lines are joined; `_tail` is its end, for a paragraph may be as long as a file."""

    def __init__(self, line: Line, titles: bool) -> None:
        self._first = line
        self._titles = titles
        self._last = line
        self._pieces = [line.text]
        self._tail = line.text[-_TAIL:]

    def add(self, line: Line) -> None:
        whole = joined(self._tail, line.text)
        self._pieces.append(whole[len(self._tail) :])
        self._tail = whole[-_TAIL:]
        self._last = line

    def block(self) -> Block:
        return Block("".join(self._pieces), page=self._first.page)

    def takes(self, line: Line, wrapping: Wrapping) -> bool:
        """Whether the line goes on with this paragraph."""
        if not wrapping.width or begins_annex(line.text) or begins_annex(self._tail):
            return False
        if line.text[0] in _NEVER_FIRST or (self._titles and self._title_goes_on(line, wrapping)):
            return True
        if (wrapping.indented and line.indent >= 2) or (wrapping.gaps and line.gap):
            return False
        return self._goes_on(line, wrapping)

    def _goes_on(self, line: Line, wrapping: Wrapping) -> bool:
        marker = marker_of(line.text)
        open_ = _open(self._tail)
        if not wrapping.full(self._last):
            return open_ and marker is None
        if marker is not None:
            return len(self._pieces) > 1 and not self._ended(open_) and marker.style.name in {"dash", "chinese"}
        if self._ended(open_) and line.text[-1] in "：:" and len(line.text) <= _SHORTEST_TAIL:
            return False
        if not self._ended(open_) or wrapping.indented or wrapping.gaps:
            return True
        return self._room_says_on(line, wrapping)

    def _ended(self, open_: bool) -> bool:
        """Whether the paragraph could end here: a list separated by semicolons goes on."""
        return _ends_paragraph(self._tail) and not open_ and self._tail[-1] not in "；;"

    def _title_goes_on(self, line: Line, wrapping: Wrapping) -> bool:
        """A title set in several centred lines: nothing between them, none numbered, none a sentence."""
        if line.gap or any(
            marker_of(text) or text[-1:] in _ENDS or wrapping.width - width_of(text) < _INDENT
            for text in (self._last.text, line.text)
        ):
            return False
        if _BRACKETED.match(line.text):
            return any(letter.isdigit() for letter in line.text) or "草案" in line.text or "试行" in line.text
        return not _WHOLE_TITLE.search(self._tail) and len(self._tail) + len(line.text) <= _LONGEST_TITLE

    def _room_says_on(self, line: Line, wrapping: Wrapping) -> bool:
        """After a full line that ends a sentence: a line that goes on would have used the room that was left."""
        capacity = wrapping.width - (_INDENT if len(self._pieces) == 1 else 0)
        if capacity - self._last.width >= 3 and line.text[0] >= "\u2e80":
            return False
        if wrapping.full(line) and not _ends_paragraph(line.text):
            return line.width > wrapping.width - _INDENT + 1
        return ends_sentence(line.text)


def _open(text: str) -> bool:
    """Whether a bracket, a title or a quotation that began not long ago is still open at the end of a text."""
    tail = text[-_LONGEST_OPEN:]
    for opening, closing in _PAIRS:
        depth = 0
        for letter in tail:
            if letter in opening:
                depth += 1
            elif letter in closing:
                depth = max(0, depth - 1)
        if depth:
            return True
    return False


def begins_annex(text: str) -> bool:
    """Whether a line is 附件 and a number, alone."""
    found = ANNEX.match(text)
    return found is not None and not text[found.end() :].strip(" ：:")


def joined(before: str, after: str) -> str:
    """Two pieces of one paragraph: a space only between words of Latin letters."""
    if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum():
        numbers = before[-1].isdigit() and after[0].isdigit()
        return before + after if numbers else f"{before} {after}"
    return before + after
