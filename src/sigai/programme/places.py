"""The places of a parameter's keys: where bands are cut, which numbers belong where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise, product

from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.keyed import BandEnd, KeyedPlace, KeyedType, KeyType, Stretch
from sigai.programme.dated import NumbersOverTime
from sigai.programme.parameters import Band, DatedNumber, Parameter, ParameterKey

Place = tuple[str | Stretch, ...]
"""A word or a stretch of numbers for each key, in the parameter's order."""


def unit_or_none(text: str) -> MeasureUnit:
    """A unit as written; a pure number where it is not known, which its own check reports."""
    try:
        return MeasureUnit.parse(text)
    except ValueError:
        return NUMBER


def stretch_of(band: Band, unit: MeasureUnit) -> Stretch:
    """The numbers that a band means."""
    low = _cut(band.at_least, band.above)
    high = _cut(band.below, band.at_most)
    return Stretch(low, high, unit)


def _cut(before: object, after: object) -> BandEnd | None:
    given = before if after is None else after
    return None if given is None else BandEnd(Fraction(str(given)), after is not None)


def numbers_by_place(parameter: Parameter) -> dict[Place, list[DatedNumber]]:
    """The numbers of each place, in the order written: bands are cut wherever one of a band with the same words ends.
    What does not fit the keys is left out; its own check reports it."""
    found: dict[Place, list[DatedNumber]] = {}
    for alike in _by_words(parameter).values():
        cuts = {key.id: _cuts(alike, key) for key in parameter.keys if key.type == "number"}
        for number in alike:
            for place in product(*(_parts(number, key, cuts) for key in parameter.keys)):
                found.setdefault(place, []).append(number)
    return found


def _by_words(parameter: Parameter) -> dict[tuple[str, ...], list[DatedNumber]]:
    """Numbers that differ in bands and time alone."""
    found: dict[tuple[str, ...], list[DatedNumber]] = {}
    for number in parameter.values:
        if well_placed(parameter, number):
            words = tuple(str(number.where[key.id]) for key in parameter.keys if key.type != "number")
            found.setdefault(words, []).append(number)
    return found


def well_placed(parameter: Parameter, number: DatedNumber) -> bool:
    """Whether a number says for each key of its parameter what it is for, and nothing else."""
    kinds = {key.id: key.type == "number" for key in parameter.keys}
    return {name: isinstance(part, Band) for name, part in number.where.items()} == kinds


def _cuts(numbers: Iterable[DatedNumber], key: ParameterKey) -> list[BandEnd]:
    stretches = [stretch_of(band, NUMBER) for number in numbers if isinstance(band := number.where[key.id], Band)]
    return sorted({cut for each in stretches for cut in (each.low, each.high) if cut is not None})


def _parts(number: DatedNumber, key: ParameterKey, cuts: Mapping[str, list[BandEnd]]) -> Iterator[str | Stretch]:
    part = number.where[key.id]
    if not isinstance(part, Band):
        yield part
        return
    whole, unit = stretch_of(part, NUMBER), unit_or_none(key.unit)
    ends = [None, *cuts[key.id], None]
    for low, high in pairwise(ends):
        below = whole.low is not None and (low is None or low < whole.low)
        beyond = whole.high is not None and (high is None or high > whole.high)
        if not below and not beyond:
            yield Stretch(low, high, unit)


def keyed_type(parameter: Parameter, areas: frozenset[str]) -> KeyedType:
    """A parameter with keys as formulas see it; `areas`: the codes of the programme's areas."""
    keys = tuple(
        KeyType(
            key.id,
            key.type,
            unit_or_none(key.unit),
            areas if key.type == "area" else frozenset(choice.id for choice in key.choices),
        )
        for key in parameter.keys
    )
    places = tuple(
        KeyedPlace(tuple(zip((key.id for key in keys), place, strict=True)), NumbersOverTime.of(numbers).spans)
        for place, numbers in numbers_by_place(parameter).items()
    )
    return KeyedType(keys, places)
