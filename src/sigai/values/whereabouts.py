"""Where entities lie, by the register, held against what a table says beside their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sigai.programme.organisation import Area
from sigai.programme.programme import Programme
from sigai.tables.files import Words
from sigai.tables.files.raw import Mask
from sigai.values.register import SubjectIndex

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Whereabouts:
    """The areas of a programme by position; the area and the park of every subject, -1 where none is known; and which
    area lies within which other, or is it. The last row and column stand for what is not known."""

    areas: tuple[Area, ...]
    area: Positions
    park: Positions
    within: Mask

    @classmethod
    def of(cls, register: SubjectIndex, programme: Programme, moved: Collection[str] = ()) -> Whereabouts:
        """What a register says of its entities, but of those that moved; an area lies in itself."""
        places = {area.code: at for at, area in enumerate(programme.areas)}
        area, park = (np.full(len(register.ids) + 1, -1, dtype=np.int64) for _ in range(2))
        for column, found in (("area", area), ("park", park)):
            words = Words.of(register.entities.column(column).combine_chunks().cast(pa.string()))
            found[: len(words.codes)] = words.map(lambda word: places.get(word, -1))
        own = np.array([places.get(identifier, -1) for identifier in register.ids] + [-1], dtype=np.int64)
        area[[register.position(entity) for entity in moved]] = -1
        return cls(programme.areas, np.where(own >= 0, own, area), park, _within(programme, places))

    def elsewhere(self, entity: Positions, words: Words, register: SubjectIndex) -> Mask:
        """The rows whose words name an area in which the entity does not lie, nor in a part of its area where its park
        is not known. Words that name no area say nothing."""
        codes = {area.code: at for at, area in enumerate(self.areas)}

        def read(word: str) -> int:
            position = register.position(word)
            return codes.get(register.ids[position], -1) if position >= 0 else -1

        place = words.map(read)
        entity = np.where(entity >= 0, entity, len(self.area) - 1)
        area, park = self.area[entity], self.park[entity]
        fits: Mask = self.within[area, place] | self.within[park, place] | (self.within[place, area] & (park < 0))
        apart: Mask = (place >= 0) & (area >= 0) & ~fits
        return apart

    def name(self, entity: int) -> dict[str, str]:
        """The area of an entity as facts of a message."""
        area = self.areas[self.area[entity]]
        return {"place": area.name.zh, "place_en": area.name.en}


def _within(programme: Programme, places: Mapping[str, int]) -> Mask:
    found: Mask = np.zeros((len(places) + 1, len(places) + 1), dtype=np.bool_)
    parents = {area.code: area.parent for area in programme.areas}
    for code, at in places.items():
        above: str | None = code
        while above is not None and above in places and not found[at, places[above]]:
            found[at, places[above]] = True
            above = parents[above]
    return found
