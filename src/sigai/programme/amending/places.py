"""Where in content something stands: a collection, a definition, and keys and names of items down to the place."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

ContentPlace = tuple[str, ...]
"""`("targets", "water-reuse", "tracks", "main", "areas")`: an item of a list goes by its name."""
_NAMES = ("id", "start", "due")
"""What an item of a list is called by: the first of these keys that it has."""
_MISSING = object()


def item_name(item: Any) -> str:
    """What an item of a list is called: its id, or the day or period from which it holds, with what it is for."""
    if not isinstance(item, Mapping):
        return same_form(item)
    found = next((item[key] for key in _NAMES if key in item), None)
    where = f" {same_form(item['where'])}" if item.get("where") else ""
    return f"{plain(found)}{where}"


def behind(items: Sequence[Any], item: Any) -> int:
    """Behind how many of a list a new item belongs: a dated one before what begins later for the same, else at the
    end."""
    later = (number for number, one in enumerate(items) if _is_later(one, item))
    return next(later, len(items))


def value_at(root: Any, steps: Sequence[str]) -> tuple[bool, Any]:
    """What stands at a place under some content, and whether what would hold it is there at all.

    None where nothing stands there: a key that was not written, an item that is not in the list.
    """
    found = root
    for number, step in enumerate(steps):
        found = _inside(found, step)
        if found is _MISSING:
            return number == len(steps) - 1, None
    return True, found


def same_form(content: Any) -> str:
    """Content in one form, in which two ways to write the same (2 and 2.0, 2022 and "2022") are equal."""
    return json.dumps(_scalars(content), ensure_ascii=False, sort_keys=True)


def plain(content: Any) -> Any:
    """Content as JSON keeps it: days as text."""
    if isinstance(content, Mapping):
        return {str(key): plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [plain(item) for item in content]
    return content.isoformat() if isinstance(content, dt.date) else content


def place_words(place: ContentPlace) -> str:
    """A place for people: its steps in a row."""
    return " › ".join(place)


def _is_later(one: Any, item: Any) -> bool:
    dated = isinstance(one, Mapping) and isinstance(item, Mapping) and "start" in one and "start" in item
    return dated and one.get("where") == item.get("where") and str(plain(one["start"])) > str(plain(item["start"]))


def _inside(found: Any, step: str) -> Any:
    if isinstance(found, Mapping):
        return found.get(step, _MISSING)
    if isinstance(found, Sequence) and not isinstance(found, str):
        return next((item for item in found if item_name(item) == step), _MISSING)
    return _MISSING


def _scalars(content: Any) -> Any:
    if isinstance(content, Mapping):
        return {str(key): _scalars(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_scalars(item) for item in content]
    if isinstance(content, float | Decimal) and content == int(content):
        return str(int(content))
    return content if content is None or isinstance(content, bool) else str(plain(content))
