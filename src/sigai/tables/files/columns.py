"""Which column of a table means what: by its header, with what is missing, unknown or there twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from sigai.base.issues import Issue, Place
from sigai.tables.files.problems import MISSING_COLUMN, SAME_HEADER, TWO_NAMES, UNKNOWN_COLUMN, UNNAMED_COLUMN
from sigai.tables.files.raw import Mask, RawTable
from sigai.tables.files.texts import Guesses, clean, header_key, nearest

_NAMED = frozenset(("entity", "measure"))
"""Columns that a table may well have twice, as codes and as names; readers hold each row of one against the other."""

Aliases = Mapping[str, str]
"""From the key of a header to the column it means; the better a name says so, the earlier it stands."""


def aliases(columns: Mapping[str, str]) -> Aliases:
    """Every way to write a header, by its key, from the names of columns in words separated by spaces.

    The id of a column is one of its names; the first column to claim a name keeps it.
    """
    found = {header_key(column): column for column in columns}
    for column, names in columns.items():
        for name in names.split():
            found.setdefault(header_key(name), column)
    return MappingProxyType(found)


@dataclass(frozen=True, slots=True)
class ColumnPositions:
    """The position of every column that is known, and the positions of the others; of columns that mean the same, those
    that are not read are `twins`."""

    columns: Mapping[str, int]
    others: tuple[int, ...]
    issues: tuple[Issue, ...]
    twins: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def find_columns(table: RawTable, known: Aliases) -> ColumnPositions:
    """Match the headers of a table; a second column of one meaning is a twin of the first, and said to be.

    Where a table has both codes and names of a thing, the header that stands earlier among the aliases is read.
    """
    columns: dict[str, int] = {}
    others: list[int] = []
    issues: list[Issue] = []
    twins: dict[str, tuple[int, ...]] = {}
    ranks = {key: rank for rank, key in enumerate(known)}
    order = sorted(range(len(table.names)), key=lambda index: ranks.get(header_key(table.names[index]), -1))
    for index in order:
        meaning = known.get(header_key(table.names[index]))
        if meaning is None:
            others.append(index)
        elif meaning in columns:
            read = columns[meaning]
            facts = {"name": table.names[index], "at": table.number(index), "read": table.number(read)}
            alike = header_key(table.names[index]) == header_key(table.names[read])
            problem = TWO_NAMES if meaning in _NAMED and not alike else SAME_HEADER
            issues.append(problem.at(Place(table.file, column=table.names[index]), other=table.names[read], **facts))
            twins[meaning] = (*twins.get(meaning, ()), index)
        else:
            columns[meaning] = index
    return ColumnPositions(columns, tuple(sorted(others)), tuple(issues), twins)


def rows_that_differ(
    table: RawTable, found: ColumnPositions, column: str, read: Callable[[str], object] = clean
) -> Mask:
    """The rows where columns of one meaning say different things, as `read` understands their words; a word that it
    makes None of says nothing."""
    differing = np.zeros(len(table), dtype=np.bool_)
    numbers: dict[object, int] = {None: -1}
    sides = [
        words.map(lambda word: numbers.setdefault(read(word), len(numbers)))
        for words in map(table.words, (found.columns[column], *found.twins.get(column, ())))
    ]
    for side in sides[1:]:
        differing |= (sides[0] >= 0) & (side >= 0) & (sides[0] != side)
    return differing


def missing_columns(table: RawTable, wanted: Mapping[str, str], found: ColumnPositions, example: str) -> list[Issue]:
    """One issue that names the required columns (with their Chinese names) a table lacks, and what may be meant."""
    missing = [name for name in wanted if name not in found.columns]
    if not missing:
        return []
    unknown = [table.names[index] for index in found.others if table.names[index]]
    near = next((guess for name in missing if (guess := nearest(name, unknown))), "")
    names = "、".join(dict.fromkeys(f"{wanted[name]} {name}" for name in missing))
    return [MISSING_COLUMN.at(Place(table.file), names=names, example=example, **hints(near, "列名"))]


def unknown_columns(table: RawTable, positions: Sequence[int], known: Collection[str]) -> list[Issue]:
    """A warning for every column that is not read, with the name that may have been meant; one without a name is told
    where something stands in it."""
    guess = Guesses(known)
    unnamed = [
        UNNAMED_COLUMN.at(Place(table.file), number=table.number(index))
        for index in positions
        if not table.names[index] and table.columns[index].null_count < len(table)
    ]
    return unnamed + [
        UNKNOWN_COLUMN.at(
            Place(table.file, column=table.names[index]),
            name=table.names[index],
            **hints(guess(table.names[index]), ""),
        )
        for index in positions
        if table.names[index]
    ]


def hints(near: str, what_zh: str) -> dict[str, str]:
    """`hint_zh` and `hint_en` of a message: what may have been meant, or nothing."""
    if not near:
        return {"hint_zh": "", "hint_en": ""}
    return {"hint_zh": f"；{what_zh}是否应为“{near}”", "hint_en": f'; did you mean "{near}"?'}


def place_facts(place: Place) -> dict[str, str]:
    """A place as facts of a message in both languages."""
    return {"place_en": place.text("en"), "place_zh": place.text("zh")}
