"""Whether a change of the register alters months that are closed."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from sigai.tables import spells_of

Register = tuple[pa.Table, pa.Table]
"""Entities (contract ENTITIES) with their dated facts (FACTS)."""
_NO_CONTENT = frozenset(("id", "file", "row", "holds_from", "holds_until"))
_SEVERAL = frozenset(("tags", "lists"))
_Stretch = tuple[int, int, tuple[Any, ...]]


def touches(before: Register, after: Register, last: int) -> bool:
    """Whether anything that was so up to a month is otherwise after a change. Of somebody who was not there before only
    the months count in which they are active."""
    spells = spells_of(*after).to_pylist()
    known, then = _stretches(spells_of(*before).to_pylist(), last), _stretches(spells, last)
    if any(then[entity] != known[entity] for entity in then if entity in known):
        return True
    return any(_is_active(row, last) for row in spells if row["id"] not in known)


def _stretches(spells: list[dict[str, Any]], last: int) -> dict[str, list[_Stretch]]:
    """What is so of each entity up to a month, in stretches in which nothing changes."""
    found: dict[str, list[_Stretch]] = {}
    for row in spells:
        kept = found.setdefault(row["id"], [])
        if row["holds_from"] > last:
            continue
        content = tuple(_content(row))
        begun = kept.pop()[0] if kept and kept[-1][2] == content else row["holds_from"]
        kept.append((begun, min(row["holds_until"], last), content))
    return found


def _content(row: dict[str, Any]) -> list[Any]:
    """What a spell says; on no list is said in two ways, of a register with lists and of one without."""
    return [tuple(value or ()) if name in _SEVERAL else value for name, value in row.items() if name not in _NO_CONTENT]


def _is_active(row: dict[str, Any], last: int) -> bool:
    """Whether a spell has active months up to a month."""
    begun, ended = row["active_from"], row["active_until"]
    first = row["holds_from"] if begun is None else max(row["holds_from"], begun)
    final = min(row["holds_until"], last) if ended is None else min(row["holds_until"], ended, last)
    return bool(first <= final)
