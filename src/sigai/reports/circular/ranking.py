"""Counties and parks in the order of how many of their targets stand well, each with its place a month before, and how
completely the figures of their targets were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sigai.reports.standings import TargetStatus
from sigai.reports.view import AreaGroup, TargetStatusGroup, View

WELL = ("achieved", "likely")
JUDGED = ("achieved", "likely", "doubtful", "unlikely", "missed")


@dataclass(frozen=True, slots=True)
class Ranked:
    """An area among those of its kind. `well` of `judged` targets are met or likely to be; `place` and `before` are its
    places now and a month before, None where nothing of it is judged. Equal shares have one place.

    `given` of `owing` figures that its targets rest on were reported for the month, each target counted on its own.
    """

    group: AreaGroup
    well: int
    judged: int
    place: int | None
    before: int | None
    given: int
    owing: int

    @property
    def share(self) -> float | None:
        """What part of the judged targets stands well."""
        return self.well / self.judged if self.judged else None

    @property
    def reporting(self) -> float | None:
        """What part of the figures owed was given."""
        return self.given / self.owing if self.owing else None

    @property
    def change(self) -> int | None:
        """By how many places it rose."""
        return None if self.place is None or self.before is None else self.before - self.place


def well_of(group: TargetStatusGroup) -> tuple[int, int]:
    """How many of a group stand well, and how many have a verdict at all."""
    counts = group.counts
    return sum(counts[verdict] for verdict in WELL), sum(counts[verdict] for verdict in JUDGED)


def reported_of(standings: Sequence[TargetStatus]) -> tuple[int, int]:
    """How many figures the targets of a month rest on were given, and how many owed, each target on its own."""
    pairs = [(row.open_given, row.open_owing) if row.held else (row.reported, row.owing) for row in standings]
    known = [(given or 0, owing) for given, owing in pairs if owing]
    return sum(given for given, _ in known), sum(owing for _, owing in known)


def due_this_year(view: View) -> TargetStatusGroup:
    """The targets that the year of the run asks for."""
    year = view.run.as_of.year
    return TargetStatusGroup(tuple(row for row in view.all.standings if row.due.year == year))


def ranking(view: View) -> tuple[Ranked, ...]:
    """Counties, then parks: the best first, those without a verdict last."""
    found: list[Ranked] = []
    kinds = dict.fromkeys(group.area.kind for group in view.areas[1:])
    for kind in kinds:
        groups = [group for group in view.areas[1:] if group.area.kind == kind]
        earlier = {group.area.code: view.before_in(group.area.code) for group in groups}
        now = _places({group.area.code: well_of(group) for group in groups})
        before = _places({code: well_of(group) for code, group in earlier.items() if group is not None})
        rows = [_ranked(group, now, before) for group in groups]
        found += sorted(rows, key=lambda row: (row.place is None, row.place or 0))
    return tuple(found)


def _ranked(group: AreaGroup, now: Mapping[str, int], before: Mapping[str, int]) -> Ranked:
    code = group.area.code
    return Ranked(group, *well_of(group), now.get(code), before.get(code), *reported_of(group.standings))


def _places(counts: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    shares = {code: well / judged for code, (well, judged) in counts.items() if judged}
    return {code: 1 + sum(other > share for other in shares.values()) for code, share in shares.items()}
