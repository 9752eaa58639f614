"""The nearest of some known names to one that is not among them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 10


def nearest(name: str, known: Iterable[str]) -> dict[str, str]:
    """Facts for an issue's advice, `hint_zh` and `hint_en`: the likely name, or the known ones if there are few.

    Empty texts where neither helps, so that every advice can end with a hint.
    """
    names = sorted(set(known))
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return {"hint_zh": f"；是否想写 {close[0]}？", "hint_en": f"; did you mean {close[0]}?"}
    if 0 < len(names) <= _SHOWN:
        return {"hint_zh": f"；可以写：{'、'.join(names)}", "hint_en": f"; known: {', '.join(names)}"}
    return {"hint_zh": "", "hint_en": ""}
