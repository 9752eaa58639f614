"""Page furniture: page numbers and running heads, told from content by form, by place and by repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sigai.base.letters import plain_letters
from sigai.documents.lines import Line

_DASHED = re.compile(r"^[-—–－―·•~]\s*[0-9０-９]{1,4}\s*[-—–－―·•~]$")
_WORDED = re.compile(
    r"^(?:第\s*[0-9０-９一二三四五六七八九十百]{1,5}\s*页)?\s*[,，/(（]?\s*(?:[共总]\s*[0-9０-９一二三四五六七八九十百]{1,5}\s*页)?[)）]?$"
)
_OF = re.compile(r"^(?:[Pp]age\s*)?[0-9]{1,4}\s*(?:/|of)\s*[0-9]{1,4}$|^[Pp]age\s*[0-9]{1,4}$")
_CONTENTS = re.compile(r"(?:[.．·]\s*){5,}[0-9]{1,4}$|…{2,}\s*[0-9]{1,4}$")
_LEADER = 100
"""Characters at the end of a line in which dots and a page number stand; a line of nothing but dots may be endless."""

_BARE = re.compile(r"^[0-9]{1,3}$")
_LONGEST_HEAD = 80
_FEWEST = 3


def is_page_number(text: str) -> bool:
    """Whether a line is a page number by its form, - 27 -, — 3 —, 第 3 页, 3/10, or points to one: 总体要求……3."""
    text = plain_letters(text)
    return bool(
        _CONTENTS.search(text, max(len(text) - _LEADER, 0))
        or _DASHED.match(text)
        or (_WORDED.match(text) and "页" in text)
        or _OF.match(text)
    )


def mark_furniture(lines: Sequence[Line]) -> list[Line]:
    """The same lines with page numbers and running heads marked as furniture."""
    marked = {number for number, line in enumerate(lines) if is_page_number(line.text)}
    marked |= _bare_numbers(lines)
    marked |= _running_heads(lines, marked)
    return [replace(line, furniture=True) if number in marked else line for number, line in enumerate(lines)]


def _bare_numbers(lines: Sequence[Line]) -> set[int]:
    """Figures alone on lines that count the pages: each one more than the last, far apart."""
    places = [number for number, line in enumerate(lines) if _BARE.match(line.text)]
    best: list[int] = []
    chain: list[int] = []
    for place in places:
        follows = chain and int(lines[place].text) == int(lines[chain[-1]].text) + 1
        if follows and place - chain[-1] >= 8:
            chain.append(place)
        elif follows or not chain or int(lines[place].text) == 1:
            chain = [place]
        best = max(best, chain, key=len)
    return set(best) if len(best) >= _FEWEST else set()


def _running_heads(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """Short lines that repeat next to a page break or a page number."""
    at_break = [
        number
        for number, line in enumerate(lines)
        if number not in numbers and line.width <= _LONGEST_HEAD and _at_break(lines, number, numbers)
    ]
    repeated = Counter("".join(lines[number].text.split()) for number in at_break)
    return {number for number in at_break if repeated["".join(lines[number].text.split())] >= _FEWEST}


def _at_break(lines: Sequence[Line], number: int, numbers: set[int]) -> bool:
    page = lines[number].page
    before = lines[number - 1] if number else None
    after = lines[number + 1] if number + 1 < len(lines) else None
    if page is not None and ((before is None or before.page != page) or (after is None or after.page != page)):
        return True
    return number - 1 in numbers or number + 1 in numbers
