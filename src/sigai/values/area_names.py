"""Areas by everything they may be called: code, name, the names of the areas around them before it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sigai.programme.organisation import Area
from sigai.programme.programme import Programme
from sigai.tables.files import clean

_CODE = 6
"""Digits of a code down to the county; longer lists of codes fill it up with zeros."""


def area_spellings(programme: Programme) -> dict[str, str]:
    """Other ways to write an area's code or name that mean one area only, and its code: `990100000000`, `990100.0`,
    `样市甲县`."""
    known = {area.code: area for area in programme.areas}
    found: dict[str, str] = {}
    twice: set[str] = {*known, *(clean(area.name.zh) for area in programme.areas)}
    for area in programme.areas:
        for spelling in {*_codes(area.code), *_paths(area, known)}:
            if found.setdefault(spelling, area.code) != area.code:
                twice.add(spelling)
    return {spelling: code for spelling, code in found.items() if spelling not in twice}


def _codes(code: str) -> Iterator[str]:
    if code.isascii() and code.isdigit():
        yield f"{code}.0"
        if len(code) == _CODE:
            yield from (f"{code}000", f"{code}000000")


def _paths(area: Area, known: Mapping[str, Area]) -> Iterator[str]:
    """The names of areas around it and its own, from every one of these areas down."""
    name = path = clean(area.name.zh)
    seen: Collection[str] = {area.code}
    while area.parent and area.parent in known and area.parent not in seen:
        area = known[area.parent]
        seen = {*seen, area.code}
        above = clean(area.name.zh)
        path = above + path
        yield from (path, above + name)
