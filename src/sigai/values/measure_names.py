"""Measures by everything they may be called, alone or with words beside their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sigai.base.units import is_unit
from sigai.programme.measures import Measure
from sigai.programme.programme import Programme
from sigai.tables.files import clean, header_key
from sigai.tables.files.spans import meaning
from sigai.tables.files.texts import CALENDAR, split_unit
from sigai.values.headers import VALUE_ALIASES
from sigai.values.measure_words import SaidWords, said_words

_LONGEST = 60
"""Letters of a header that names a measure with words beside it."""

_ENDS_OF_UNITS = frozenset("元吨克煤时度米方亩人家个台项%")
_MOST_BRACKETS = 3
_NOTHING_SAID = SaidWords()


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """The measure that a word names, by its position (-1 for none), and what the word says beside its name."""

    position: int = -1
    said: SaidWords = _NOTHING_SAID


@dataclass(frozen=True, slots=True)
class MeasureNames:
    """Measures by everything they may be called: id, Chinese and English name (where no two share it)."""

    measures: tuple[Measure, ...]
    found: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, programme: Programme) -> MeasureNames:
        """The names of a programme's measures; a name that two measures bear means neither."""
        found: dict[str, int] = {}
        twice: set[str] = set()
        for position, measure in enumerate(programme.measures):
            for name in {header_key(measure.name.zh), header_key(measure.name.en)}:
                twice |= {name} & found.keys()
                found[name] = position
        for name in twice:
            del found[name]
        ids = {header_key(measure.id): position for position, measure in enumerate(programme.measures)}
        return cls(programme.measures, {**found, **ids})

    def position(self, word: str) -> int:
        """The position of the measure whose wanted figures a word names, with or without a unit beside the name; -1
        where it names none, other figures of one, or says what nobody understands."""
        named = self.named(word)
        return named.position if named.position >= 0 and named.said.fits(self.measures[named.position]) else -1

    def named(self, word: str) -> NamedMeasure:
        """The measure that a word of a cell names, alone or with other words before or behind its name."""
        if (position := self.found.get(header_key(word), -1)) >= 0:
            return NamedMeasure(position)
        name, said = word, []
        for _ in range(_MOST_BRACKETS):
            name, behind = split_unit(name)
            if not behind:
                break
            said.append(behind)
            if (position := self.found.get(header_key(name), -1)) >= 0:
                break
        if position < 0:
            position, words = self._with_unit_joined(name)
            if position < 0:
                position, words = self.of_worded(name)
            said.append(words)
        if position < 0:
            return NamedMeasure()
        return NamedMeasure(position, said_words(said, lambda part: self.found.get(header_key(part)) == position))

    def of_header(self, header: str) -> tuple[int, str]:
        """The measure that the header of a wide table names, and what stands in brackets behind it."""
        position = self.found.get(header_key(header), -1)
        if position >= 0:
            return position, ""
        name, unit = split_unit(header)
        return (self.found.get(header_key(name), -1), unit) if unit else self._with_unit_joined(header)

    def _with_unit_joined(self, header: str) -> tuple[int, str]:
        """The measure of a header whose unit is joined to its name, as in `工业总产值千元`, and the unit."""
        text = clean(header)
        for name in self.found if text[-1:] in _ENDS_OF_UNITS and len(text) <= _LONGEST else ():
            unit = text[len(name) :]
            if header_key(text[: len(name)]) == name and is_unit(unit) and unit not in CALENDAR:
                return self.found[name], unit
        return -1, ""

    def of_worded(self, header: str) -> tuple[int, str]:
        """The measure that a header names together with words for what its figures are, as in `本月工业总产值`, and the
        words; -1 where it names none, or where nobody knows what they say."""
        text = split_unit(header)[0].lower().replace(" ", "")
        if len(text) > _LONGEST or self.of_header(header)[0] >= 0 or not self._within(header_key(text)):
            return -1, ""
        cuts = range(1, len(text))
        parted = [(text[cut:], text[:cut]) for cut in cuts] + [(text[:cut], text[cut:]) for cut in reversed(cuts)]
        for name, words in parted:
            position = self.found.get(header_key(name), -1)
            if position >= 0:
                return (position, words) if meaning(words) not in ("", "unclear") else (-1, "")
        return -1, ""

    def _within(self, key: str) -> bool:
        """Whether a name stands anywhere in a key: most words hold none, and need not be parted in every way."""
        return any(name in key for name in self.found)

    def knows_header(self, header: str) -> bool:
        """Whether a header means a column of figures or a measure."""
        return header_key(header) in VALUE_ALIASES or self.of_header(header)[0] >= 0 or self.of_worded(header)[0] >= 0
