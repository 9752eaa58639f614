"""Who is worth chasing, from the results that pages show: names beside what the engine worked out."""

from __future__ import annotations

from dataclasses import dataclass

from sigai.base import Period
from sigai.progress import Chase, Missing
from sigai_web.language import language
from sigai_web.reporting.register import Register
from sigai_web.runs.results import current

_MOST = 15


@dataclass(frozen=True, slots=True)
class Worth:
    """One of those who have not reported. narrows: of a hundred parts of the doubt in all held verdicts."""

    entity: str
    name: str
    narrows: int
    targets: tuple[str, ...]
    on_list: bool


@dataclass(frozen=True, slots=True)
class WorthChasing:
    """Those worth most; the shortest list that settles verdicts; how many verdicts are held in all areas (`whole` of
    them for the whole programme area) and how many the list settles."""

    month: Period
    rows: tuple[Worth, ...]
    shortest: tuple[str, ...]
    held: int
    whole: int
    settles: int


def worth_chasing(known: Register, month: Period) -> WorthChasing | None:
    """What is worth chasing for a month; None where the results that pages show are of another month."""
    results = current()
    if results is None or results.finished.as_of != month:
        return None
    found = results.chase
    if found is None:
        return None
    held = len(found.settles) + len(found.stays_open)
    names = {target.id: target.name[language()] for target in known.content.targets}
    rows = tuple(
        Worth(
            one.entity,
            known.name(one.entity, language()),
            round(100 * one.narrows / held) if held else 0,
            tuple(names.get(target, target) for target in one.targets),
            one.entity in found.shortest,
        )
        for one in _first(found)
    )
    rows = tuple(row for row in rows if row.narrows or row.on_list)
    whole = sum(area == known.content.head.area for _, area in (*found.settles, *found.stays_open))
    return WorthChasing(month, rows, found.shortest, held, whole, len(found.settles))


@dataclass(frozen=True, slots=True)
class MissingRemark:
    """What there is to say of one kind about missing figures: the first in words, and whom else it is about."""

    what: str
    advice: str
    names: tuple[str, ...]
    count: int


def remarks_of(month: Period) -> list[MissingRemark]:
    """What the calculation that pages show says about the figures missing at a month; nothing about other months."""
    results = current()
    if results is None or results.finished.as_of != month:
        return []
    said = language()
    return [
        MissingRemark(one.what[said], one.advice[said], tuple(one.places[said]), one.count)
        for one in results.finished.issues
    ]


def _first(found: Chase) -> list[Missing]:
    """Those on the shortest list, then others by what they narrow."""
    listed = [one for one in found.missing if one.entity in found.shortest]
    others = [one for one in found.missing if one.entity not in found.shortest]
    return [*listed, *others][: max(_MOST, len(listed))]
