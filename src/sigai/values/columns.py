"""Which column of a table means what: by its header, with what is missing, unknown or there twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sigai.base.issues import Issue, Place
from sigai.programme.measures import Measure
from sigai.tables.files import header_key, nearest
from sigai.tables.files.problems import SAME_HEADER
from sigai.tables.files.raw import RawTable
from sigai.values.headers import NAMES_ZH, Aliases
from sigai.values.problems import MISSING_COLUMN, UNKNOWN_COLUMN


@dataclass(frozen=True, slots=True)
class Found:
    """The position of every column that is known, and the positions of the others."""

    columns: Mapping[str, int]
    others: tuple[int, ...]
    issues: tuple[Issue, ...]


def find_columns(table: RawTable, aliases: Aliases) -> Found:
    """Match the headers of a table; a second column of one meaning is left out and said so.

    Where a table has both codes and names of a thing, the header that stands earlier among the aliases is read.
    """
    columns: dict[str, int] = {}
    others: list[int] = []
    issues: list[Issue] = []
    ranks = {key: rank for rank, key in enumerate(aliases)}
    order = sorted(range(len(table.names)), key=lambda index: ranks.get(header_key(table.names[index]), -1))
    for index in order:
        meaning = aliases.get(header_key(table.names[index]))
        if meaning is None:
            others.append(index)
        elif meaning in columns:
            facts = {"name": table.names[index], "other": table.names[columns[meaning]]}
            issues.append(SAME_HEADER.at(Place(table.file, column=table.names[index]), **facts))
        else:
            columns[meaning] = index
    return Found(columns, tuple(sorted(others)), tuple(issues))


def missing_columns(table: RawTable, wanted: Sequence[str], found: Found, example: str) -> list[Issue]:
    """One issue that names the required columns a table lacks, with the header that may have been meant."""
    missing = [name for name in wanted if name not in found.columns]
    if not missing:
        return []
    unknown = [table.names[index] for index in found.others if table.names[index]]
    near = next((guess for name in missing if (guess := nearest(name, unknown))), "")
    names = "、".join(dict.fromkeys(f"{NAMES_ZH.get(name, name)} {name}" for name in missing))
    return [MISSING_COLUMN.at(Place(table.file), names=names, example=example, **hints(near, "列名"))]


def unknown_columns(table: RawTable, positions: Sequence[int], known: Collection[str]) -> list[Issue]:
    """A warning for every column that is not read, with the name that may have been meant."""
    return [
        UNKNOWN_COLUMN.at(
            Place(table.file, column=table.names[index]),
            name=table.names[index],
            **hints(nearest(table.names[index], known), ""),
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


def measure_facts(measure: Measure) -> dict[str, str]:
    """The name of a measure as facts of a message in both languages."""
    return {"measure": measure.name.zh, "measure_en": measure.name.en}
