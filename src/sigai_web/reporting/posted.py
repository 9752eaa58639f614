"""What a form's page sends: cells with the text typed, the text and the version that their writer had before them."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from sigai_web.reporting.drafts import Edit
from sigai_web.reporting.owed import Key

_TEXT = "text:"


def posted(data: QueryDict) -> dict[Key, tuple[str, str]]:
    """Text and reason of every cell that was sent."""
    return {key: (data.get(f"{_TEXT}{name}", ""), data.get(f"reason:{name}", "")) for name, key in _named(data)}


def edits(data: QueryDict, reasons: Mapping[Key, str]) -> list[Edit]:
    """The cells that their writer changed: another text than they saw, or another reason than is kept."""
    found = []
    for name, key in _named(data):
        text, reason = data.get(f"{_TEXT}{name}", "").strip(), data.get(f"reason:{name}", "").strip()
        if text != data.get(f"was:{name}", "") or reason != reasons.get(key, ""):
            found.append(Edit(*key, text, whole(data.get(f"seen:{name}")), reason))
    return found


def _named(data: QueryDict) -> list[tuple[str, Key]]:
    names = [field.removeprefix(_TEXT) for field in data if field.startswith(_TEXT)]
    return [(name, (parts[0], parts[2])) for name in names if all(parts := name.partition(":"))]


def whole(text: str | None) -> int:
    """A version as it was sent; -1, which nothing has, where it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1
