"""Whom figures may be about: the entities of the register and the areas of the programme, found by id or name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sigai.base.issues import Place
from sigai.programme.kinds import STANDING_KINDS
from sigai.programme.programme import Programme
from sigai.tables.files import clean
from sigai.values.area_names import area_spellings

UNKNOWN, AMBIGUOUS, REFUSED = -1, -2, -3

KINDS = tuple(STANDING_KINDS)
"""The kinds that every programme has; its own follow."""


@dataclass(frozen=True, slots=True, eq=False)
class SubjectIndex:
    """Subjects by position: `ids[i]` is of kind `kind_names[kinds[i]]`.

    `entities` is the table of the contract; its rows are the first positions, the programme's areas follow. `found`
    leads from ids and unique names to positions, from names that several bear to AMBIGUOUS. `refused` are the ids of
    rows that had an error.
    """

    entities: pa.Table
    ids: tuple[str, ...]
    kinds: npt.NDArray[np.int8]
    found: Mapping[str, int]
    refused: Mapping[str, Place]
    kind_names: tuple[str, ...] = KINDS

    def position(self, word: str) -> int:
        """The position of a subject, or UNKNOWN, AMBIGUOUS or REFUSED. A name may be spelled apart to fill its line."""
        position = self.found.get(word)
        if position is None:
            position = self.found.get(word.upper())
        if position is None and " " in word:
            position = self.found.get(word.replace(" ", ""))
        if position is not None:
            return position
        return REFUSED if word in self.refused or word.upper() in self.refused else UNKNOWN


def make_register(entities: pa.Table, refused: Mapping[str, Place], programme: Programme) -> SubjectIndex:
    """The register of one data folder: its entities and, where they do not stand there, the programme's areas."""
    area_kinds = {area.code: area.kind for area in programme.areas}
    ids = [str(identifier) for identifier in entities.column("id").to_pylist()]
    kinds = [
        area_kinds.get(identifier, kind) if kind == "area" else kind
        for identifier, kind in zip(ids, entities.column("kind").to_pylist(), strict=True)
    ]
    names: list[str | None] = entities.column("name").to_pylist()
    known = set(ids)
    for area in programme.areas:
        if area.code not in known:
            ids.append(area.code)
            kinds.append(area.kind)
            names.append(clean(area.name.zh))
    found = {identifier: position for position, identifier in enumerate(ids)}
    by_name: dict[str, int] = {}
    for position, name in enumerate(names):
        if name and name not in found:
            by_name[name] = AMBIGUOUS if name in by_name else position
    spellings = {spelling: found[code] for spelling, code in area_spellings(programme).items()}
    every = tuple(dict.fromkeys((*KINDS, *programme.kind_by_id)))
    codes = np.array([every.index(kind) for kind in kinds], dtype=np.int8)
    return SubjectIndex(entities, tuple(ids), codes, {**spellings, **by_name, **found}, refused, every)
