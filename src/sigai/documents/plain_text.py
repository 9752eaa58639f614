"""Plain text to blocks: decoding, furniture, flattened tables, paragraphs."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from itertools import pairwise

from charset_normalizer import from_bytes

from sigai.documents.draft import Block
from sigai.documents.flattened import find_tables
from sigai.documents.furniture import mark_furniture
from sigai.documents.lines import NOT_WRAPPED, Line, Wrapping, begins_annex, reflow, target_lines_of, wrapping_of

INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0xAD, 0xFFFE, 0])
"""Characters that nobody sees and that would break words: byte order marks, zero-width joiners, soft hyphens."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def decoded(content: bytes) -> str | None:
    """The text of bytes in UTF-8, UTF-16 or GB18030, else in what they look like; None where they are no text."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded_as(content, encoding)
    if b"\0" in content:
        return _without_mark(content)
    for encoding in ("utf-8", "gb18030"):
        text = _decoded_as(content, encoding)
        if text is not None and not _binary(text):
            return text
    best = from_bytes(content[:200_000]).best()
    text = _decoded_as(content, best.encoding) if best is not None else None
    return text if text is not None and not _binary(text) else None


def _decoded_as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _without_mark(content: bytes) -> str | None:
    """UTF-16 without a byte order mark: the order that gives Chinese."""
    best, most = None, 0
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _decoded_as(content[: len(content) // 2 * 2], encoding)
        chinese = len(_CHINESE.findall(text[:5000])) if text else 0
        if text is not None and chinese > most and not _binary(text):
            best, most = text, chinese
    return best if best is not None and most > min(len(best), 5000) * 0.3 else None


def _binary(text: str) -> bool:
    """Whether decoded bytes are no text: control characters or private ones where words should be."""
    sample = text[:20_000]
    strange = sum(
        (letter < " " and letter not in "\t\n\r\f\v\x1a") or "\ue000" <= letter <= "\uf8ff" or letter == "\ufffd"
        for letter in sample
    )
    return strange > 0.02 * len(sample)


def text_blocks(text: str) -> list[Block]:
    """The blocks of a plain text."""
    return blocks_of_lines(mark_furniture(target_lines_of(text.translate(INVISIBLE))))


def blocks_of_lines(lines: Sequence[Line], wrapping: Wrapping = NOT_WRAPPED) -> list[Block]:
    """The blocks of lines: each part of the document by its own wrapping, flattened tables to rows.

    `wrapping` is that of the whole document where these lines are a piece of it, too short to judge by.
    """
    overall = wrapping_of(content_of(lines), wrapping)
    blocks: list[Block] = []
    for part in _parts(lines):
        done = 0
        for table in find_tables(part):
            blocks.extend(_paragraphs(part[done : table.start], overall))
            blocks.extend(table.blocks)
            done = table.stop
        blocks.extend(_paragraphs(part[done:], overall))
    return blocks


def content_of(lines: Sequence[Line]) -> list[Line]:
    """The lines but page furniture."""
    return [line for line in lines if not line.furniture]


def _paragraphs(lines: Sequence[Line], overall: Wrapping) -> list[Block]:
    return reflow(lines, wrapping_of(content_of(lines), overall))


def _parts(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The lines cut before each annex, for annexes are set with margins of their own."""
    cuts = [number for number, line in enumerate(lines) if begins_annex(line.text) and not line.furniture]
    bounds = [0, *cuts, len(lines)]
    return [lines[start:stop] for start, stop in pairwise(bounds) if stop > start]
