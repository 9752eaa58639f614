"""Words of a file that name nobody exactly: whom they may mean."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping as ByName
from dataclasses import dataclass

from sigai.tables.files import header_key

_COMPANY = re.compile(r"(?:集团|股份|有限|责任|公司)+")
_CODE = re.compile(r"^(?=.*\d)[0-9a-z]{4,}$")
"""Codes are like each other by their making: only one with a single wrong character is near."""
_NEAR = 0.75
_MOST = 3


@dataclass(frozen=True, slots=True)
class OpenWord:
    """A word that names nothing known, in so many rows; `near` are the names most like it, with what they name."""

    kind: str
    word: str
    rows: int
    near: tuple[tuple[str, str], ...] = ()


def near_names(word: str, names: ByName[str, str]) -> tuple[tuple[str, str], ...]:
    """The names most like a word, the nearest first, each with what it names; what every company is called does not
    make two alike."""
    own = _bare(word)
    if not own or len(word) > 100:
        return ()
    ratios = []
    for name, meant in names.items():
        bare = _bare(name)
        if _CODE.match(own) or _CODE.match(bare):
            if len(own) == len(bare) and sum(one != other for one, other in zip(own, bare, strict=True)) == 1:
                ratios.append((False, 1.0, name, meant))
            continue
        matcher = difflib.SequenceMatcher(None, own, bare, autojunk=False)
        within = len(own) > 1 and (own in bare or bare in own) and len(bare) > 1
        if within or (matcher.quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR):
            ratios.append((within, matcher.ratio(), name, meant))
    ratios.sort(key=lambda found: (-found[1], found[2]))
    return tuple((name, meant) for _, _, name, meant in ratios[:_MOST])


def _bare(word: str) -> str:
    key = header_key(word)
    return _COMPANY.sub("", key) or key
