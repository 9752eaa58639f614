"""Texts as people type them: full-width letters, stray spaces, near misses."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

import numpy as np

_INVISIBLE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_BRACKETED = re.compile(r"^(.+?)\s*[(\[]([^()\[\]]*)[)\]]$")
_MANY = 2000
_GUESSED = 100
_LONGEST_GUESSED = 100


def clean(text: str) -> str:
    """A cell's text with full-width forms made plain, invisible characters taken out and white space collapsed."""
    if text.isascii() and text.isalnum():
        return text
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _SPACES.sub(" ", plain).strip()


@lru_cache(maxsize=16384)
def header_key(text: str) -> str:
    """How a header is looked up: cleaned, lower case, without spaces, asterisks and a colon at the end."""
    return re.sub(r"[\s*_\-]+", "", clean(text).lower()).rstrip(":")


def split_unit(header: str) -> tuple[str, str]:
    """`工业总产值（万元）` as name and unit; the unit is empty where no bracket closes the header."""
    match = _BRACKETED.match(clean(header))
    return (match[1], match[2].strip()) if match else (clean(header), "")


def nearest(word: str, candidates: Collection[str]) -> str:
    """The candidate most like `word`, or nothing where none is near. Bounded in time for large registers."""
    if not word or not candidates or len(word) > _LONGEST_GUESSED:
        return ""
    if len(candidates) > _MANY:
        return _nearest_by_position(word, candidates)
    lowered = {candidate.lower(): candidate for candidate in candidates}
    found = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[found[0]] if found else ""


class Guesses:
    """What was meant by the first hundred words that are wrong; a column of nothing but wrong ones costs no more."""

    def __init__(self, candidates: Collection[str]) -> None:
        self._candidates, self._left = candidates, _GUESSED

    def __call__(self, word: str) -> str:
        self._left -= 1
        return nearest(word, self._candidates) if self._left >= 0 else ""


def _nearest_by_position(word: str, candidates: Collection[str]) -> str:
    """Among candidates of the same length, the one that differs in the fewest places (at most a fifth of them)."""
    same = [candidate for candidate in candidates if len(candidate) == len(word)]
    if not same:
        return ""
    letters = np.array(same, dtype=f"U{len(word)}").view("U1").reshape(len(same), len(word))
    differing = (letters != np.array(list(word))).sum(axis=1)
    best = int(differing.argmin())
    return same[best] if differing[best] <= max(1, len(word) // 5) else ""
