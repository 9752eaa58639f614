"""Raised figures: the marks of notes and the powers that readers of every file format find above the line."""

from __future__ import annotations

import re

from sigai.base.letters import RAISED

_NOTE = re.compile(r"[\[〔（(]?(\d{1,2}(?:[,，、—–-]\d{1,2})*)[\]〕）)]?")
_NAMED_NOTE = re.compile(r"[\[〔（(]?(注\d{1,2})[\]〕）)]?")
_POWER = re.compile(r"[-−–](\d{1,2})")
_UNITS_BEFORE = ("m", "M", "米")


def ends_in_unit(before: str) -> bool:
    """Whether a raised figure behind a text belongs to its unit (m²)."""
    return before.endswith(_UNITS_BEFORE)


def raised_mark(text: str) -> str | None:
    """Raised text as it stands in a line: `¹` for a note 1 or [1] and for a power, `⁻²`; None where it is neither."""
    bare = text.strip()
    if note := _NOTE.fullmatch(bare):
        return re.sub(r"\D", "", note[1]).translate(RAISED)
    if power := _POWER.fullmatch(bare):
        return f"⁻{power[1].translate(RAISED)}"
    named = _NAMED_NOTE.fullmatch(bare)
    return f"[{named[1]}]" if named else None
