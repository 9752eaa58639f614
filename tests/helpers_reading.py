"""What nobody should have to read on a page: the other language, ids, raw months, what a template left over."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

_CHINESE = re.compile("[\u4e00-\u9fff]+")
_RAW = re.compile(
    r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])\b(?![-\d])"  # a month
    r"|\b(?:19|20)\d\d[QH][1-4]\b"  # a quarter or half
    r"|(?<![\w/.-])(?!sigai_web\b)[a-z]{2,}(?:_[a-z0-9]+)+\b(?!-)"  # an id; a command and a user name are none
    r"|\{[{%]|%\}|\}\}"  # a template's own
    r"|\bnan\b|\bdatetime\.|\bPeriod\("  # a value of Python
)
_NO_WORDS = frozenset(("unit", "counted_in", "id", "formula", "where", "condition"))
"""Keys of content that hold no words of people, and units, which are to be said in the reader's language."""


def words_in(content: Any) -> frozenset[str]:
    """Every text of a programme's content with Chinese in it: what people wrote is theirs, in whatever language."""
    found: set[str] = set()
    _collect(content, found)
    return frozenset(found)


def _collect(content: Any, found: set[str]) -> None:
    if isinstance(content, dict):
        for key, value in content.items():
            if key not in _NO_WORDS:
                _collect(value, found)
    elif isinstance(content, list):
        for value in content:
            _collect(value, found)
    elif isinstance(content, str) and _CHINESE.search(content):
        found.add(" ".join(content.split()))


def left_over(texts: Iterable[str], *, english: bool, known: Collection[str]) -> list[str]:
    """What of the texts of a page nobody should have to read. On English pages Chinese is content's (`known`) alone."""
    by_length = sorted(known, key=len, reverse=True)
    found = []
    for text in {" ".join(text.split()) for text in texts}:
        rest = text
        if english and _CHINESE.search(rest):
            for word in by_length:
                rest = rest.replace(word, "")
            found += [f"Chinese “{word}” in “{text[:90]}”" for word in _CHINESE.findall(rest)[:1]]
        found += [f"raw “{word}” in “{text[:90]}”" for word in _RAW.findall(text)[:1]]
    return sorted(found)
