"""What pages show of a finished run: grouping, sorting and counting of statuses, so that the page, the bulletin, the
terminal and the web say the same. Nothing here computes an indicator or a status.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from sigai.base.periods import Period
from sigai.programme.organisation import Area, Pillar, Unit
from sigai.programme.targets import Target, Task, Track
from sigai.reports.background import BackgroundFigure, background_figures
from sigai.reports.finished import FinishedRun
from sigai.reports.moves import MOVES, Move, MoveKind, moves
from sigai.reports.standings import Standings, TargetStatus
from sigai.tables.contracts import VERDICTS

Counts = Mapping[str, int]
"""How many targets by verdict: every verdict of the contract is there."""


def count(standings: Iterable[TargetStatus]) -> Counts:
    """Targets by verdict, zeros included."""
    found = Counter(standing.shown for standing in standings)
    return MappingProxyType({verdict: found[verdict] for verdict in VERDICTS})


@dataclass(frozen=True, slots=True)
class TargetStatusGroup:
    """Some targets that belong together, with their counts."""

    standings: tuple[TargetStatus, ...]

    @property
    def counts(self) -> Counts:
        """How many of the group have each verdict."""
        return count(self.standings)

    @property
    def total(self) -> int:
        """How many there are, whatever their verdict."""
        return len(self.standings)

    @property
    def held(self) -> tuple[TargetStatus, ...]:
        """Those whose own month is still open: an earlier one stands, or none."""
        return tuple(standing for standing in self.standings if standing.held)

    @property
    def estimated(self) -> tuple[TargetStatus, ...]:
        """Those whose actual figure holds estimates."""
        return tuple(standing for standing in self.standings if standing.estimated)

    def having(self, *verdicts: str) -> tuple[TargetStatus, ...]:
        """Those that have one of the verdicts, in the order of the group."""
        return tuple(standing for standing in self.standings if standing.shown in verdicts)


@dataclass(frozen=True, slots=True)
class PillarGroup(TargetStatusGroup):
    """The targets of one pillar."""

    pillar: Pillar


@dataclass(frozen=True, slots=True)
class AreaGroup(TargetStatusGroup):
    """The targets held against one area; `by_pillar` splits the same targets, by the pillar's id."""

    area: Area
    by_pillar: Mapping[str, TargetStatusGroup]


Outlook = Literal["unlikely", "later", "missed"]
Role = Literal["lead", "responsible", "supporting"]


@dataclass(frozen=True, slots=True)
class Miss:
    """A target that will be missed, or was. `final` is its last step where that is another one.

    `outlook`: `unlikely` where the step that the month works towards is expected to be missed, `later` where only the
    last step is, `missed` where the due date has passed.
    """

    standing: TargetStatus
    final: TargetStatus | None
    outlook: Outlook

    @property
    def probability(self) -> float | None:
        """The probability to hit the step that it is about."""
        return self.doubted.probability

    @property
    def doubted(self) -> TargetStatus:
        """The step that will be missed."""
        return self.final if self.outlook == "later" and self.final is not None else self.standing


@dataclass(frozen=True, slots=True)
class UnitTarget:
    """A target that a unit has a part in, in the unit's own area where it is held against that area (`own`)."""

    standing: TargetStatus
    role: Role
    own: bool = False

    @property
    def answered(self) -> bool:
        """Whether the unit answers for it: it leads, or its own area's figure is judged. Others share, it is counted
        once, against those."""
        return self.role == "lead" or (self.own and self.role == "responsible")


@dataclass(frozen=True, slots=True)
class UnitDuties:
    """What one unit owes: targets by role (worst first) and tasks (earliest due first)."""

    unit: Unit
    duties: tuple[UnitTarget, ...]
    tasks: tuple[tuple[Task, str], ...]

    @property
    def answered(self) -> TargetStatusGroup:
        """The targets it leads, and those asked of its own area."""
        return TargetStatusGroup(tuple(duty.standing for duty in self.duties if duty.answered))

    def shared(self, role: Role) -> TargetStatusGroup:
        """The targets it has a part in beside those it answers for, in one role."""
        return TargetStatusGroup(
            tuple(duty.standing for duty in self.duties if duty.role == role and not duty.answered)
        )


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The way of one track in one area: months are month indices, numbers in the track's unit.

    `forecasts` are (month, mean, low, high) at the steps still ahead; `goals` every step; `expected` what was asked by
    each month.
    """

    actual: tuple[tuple[int, float], ...]
    expected: tuple[tuple[int, float], ...]
    goals: tuple[tuple[int, float], ...]
    forecasts: tuple[tuple[int, float, float, float], ...]
    as_of: int
    restarts: bool


@dataclass(frozen=True, slots=True)
class TrackDetail:
    """All of one track: the programme's area at every step, its trajectory, the areas beside each other."""

    track: Track
    steps: tuple[TargetStatus, ...]
    trajectory: Trajectory
    areas: tuple[TargetStatus, ...]


class View:
    """One finished run, arranged. Each arrangement is made when first asked for.

    `against` is the same run as seen from the month to compare with; without it that is the month before, as the run's
    own table has it.
    """

    def __init__(self, run: FinishedRun, against: FinishedRun | None = None) -> None:
        self.run = run
        self.programme = run.programme
        self.standings = Standings(run)
        self._against = against

    @property
    def root(self) -> Area:
        """The area of the whole programme."""
        return self.standings.root

    @cached_property
    def all(self) -> TargetStatusGroup:
        """Every target of the programme, at the step that the month works towards."""
        return TargetStatusGroup(self.standings.current(self.root.code))

    @property
    def compared_with(self) -> Period:
        """The month that what moved is compared with."""
        return self._against.as_of if self._against is not None else Period.of_index(self.run.as_of.last - 1)

    @property
    def compared(self) -> bool:
        """Whether a month of its own choice is compared with."""
        return self._against is not None

    @cached_property
    def before(self) -> TargetStatusGroup | None:
        """The same in the month compared with; None where the run does not hold it."""
        return self.before_in(self.root.code)

    @cached_property
    def pillars(self) -> tuple[PillarGroup, ...]:
        """The pillars in the order of the programme; those without targets are left out."""
        groups = (
            PillarGroup(tuple(row for row in self.all.standings if row.target.pillar == pillar.id), pillar)
            for pillar in self.programme.pillars
        )
        return tuple(group for group in groups if group.standings)

    @cached_property
    def final_steps(self) -> Mapping[str, TargetStatus]:
        """The last step of every target's main track in the programme's area, by target."""
        found: dict[str, TargetStatus] = {}
        for standing in self.standings.now:
            if standing.main and standing.area.code == self.root.code:
                last = found.get(standing.target.id)
                if last is None or standing.due.last > last.due.last:
                    found[standing.target.id] = standing
        return MappingProxyType(found)

    @cached_property
    def misses(self) -> tuple[Miss, ...]:
        """What will be missed: first what is due first, by how far it falls short; then what was missed already."""
        found = []
        for standing in self.all.standings:
            final = self.final_steps.get(standing.target.id)
            later = final if final is not None and final.period_end != standing.period_end else None
            outlook = _outlook(standing, later)
            if outlook:
                found.append(Miss(standing, later, outlook))
        return tuple(sorted(found, key=_by_urgency))

    @property
    def moves(self) -> tuple[Move, ...]:
        """What moved in the programme's own area since the month before."""
        return self.moves_in(self.root.code)

    @cached_property
    def moved(self) -> Mapping[MoveKind, tuple[Move, ...]]:
        """The same by kind, every kind there."""
        return {kind: tuple(move for move in self.moves if move.kind == kind) for kind in MOVES}

    def moves_in(self, area: str) -> tuple[Move, ...]:
        """What moved in one area since the month before; nothing where the run does not hold that month."""
        return tuple(self._moves.get(area, {}).values())

    def move(self, standing: TargetStatus) -> Move | None:
        """How the target of a row moved; None where it did not, or where another row stands for the target."""
        found = self._moves.get(standing.area.code, {}).get(standing.target.id)
        return found if found is not None and found.now == standing else None

    def before_in(self, area: str) -> TargetStatusGroup | None:
        """Every target held against an area in the month compared with; None where the run does not hold it."""
        return TargetStatusGroup(self.standings.current(area, self._earlier)) if self._earlier else None

    @cached_property
    def areas(self) -> tuple[AreaGroup, ...]:
        """Every area that targets are held against, the programme's own first."""
        held = {standing.area.code for standing in self.standings.now if standing.main} | {self.root.code}
        others = [area for area in self.programme.areas if area.code in held and area.code != self.root.code]
        return tuple(self._area_group(area) for area in (self.root, *others))

    @cached_property
    def units(self) -> tuple[UnitDuties, ...]:
        """What each unit owes: those with the most trouble first. Collectives are shown as their members."""
        duties: dict[str, dict[str, UnitTarget]] = {}
        for standing in self.all.standings:
            for unit, role in self._answering(standing.target):
                own = self._in_area_of(unit, standing.target)
                duties.setdefault(unit, {})[standing.target.id] = UnitTarget(own or standing, role, own is not None)
        tasks = self._tasks_by_unit()
        found = [
            UnitDuties(
                unit,
                tuple(sorted(duties.get(unit.id, {}).values(), key=_by_role_and_trouble)),
                tuple(sorted(tasks.get(unit.id, ()), key=lambda owed: _due_first(owed[0]))),
            )
            for unit in self.programme.units
            if unit.id in duties or unit.id in tasks
        ]
        return tuple(sorted(found, key=_by_trouble))

    @property
    def troubled_units(self) -> tuple[UnitDuties, ...]:
        """Units with targets that are missed or will be, most first."""
        return tuple(owed for owed in self.units if owed.answered.having("unlikely", "missed"))

    @cached_property
    def lowest_coverage(self) -> tuple[TargetStatus, ...]:
        """Targets by the coverage of their figure, lowest first; those without any are left out."""
        known = [standing for standing in self.all.standings if standing.coverage is not None]
        return tuple(sorted(known, key=lambda standing: standing.coverage or 0.0))

    @property
    def coverage(self) -> float | None:
        """The mean coverage of the targets' figures; None where no target has any."""
        known = [standing.coverage for standing in self.lowest_coverage if standing.coverage is not None]
        return sum(known) / len(known) if known else None

    @cached_property
    def background(self) -> tuple[BackgroundFigure, ...]:
        """The newest figures of indicators that no target asks for."""
        return background_figures(self.run)

    def detail(self, target: Target) -> tuple[TrackDetail, ...]:
        """Every track of one target, the main one first."""
        return tuple(self._track_detail(target, track) for track in target.tracks)

    def trajectory(self, target: Target, track: Track) -> Trajectory:
        """The way of one track in the programme's area so far, the steps ahead and their forecasts."""
        rows = self._history.get((target.id, track.id), ())
        actual = {
            Period.parse(row["actual_period"] or row["as_of"]).last: float(row["actual"])
            for row in rows
            if row["actual"] is not None
        }
        for baseline in track.baselines:
            if baseline.area in (None, self.root.code) and track.trajectory == "linear":
                actual.setdefault(baseline.period.last, baseline.value)
        expected = {
            Period.parse(row["settled"] or row["as_of"]).last: float(row["expected"])
            for row in rows
            if row["expected"] is not None
        }
        steps = self._steps.get((target.id, track.id), ())
        return Trajectory(
            actual=tuple(sorted(actual.items())),
            expected=tuple(expected.items()),
            goals=tuple((step.due.last, step.value) for step in track.steps),
            forecasts=tuple(
                (step.due.last, step.forecast_mean, step.forecast_low, step.forecast_high)
                for step in steps
                if step.forecast_mean is not None
                and step.forecast_low is not None
                and step.forecast_high is not None
                and step.due.last > self.run.as_of.last
            ),
            as_of=self.run.as_of.last,
            restarts=track.trajectory == "within_year",
        )

    # --- private ---------------------------------------------------------------------------------------------------

    @cached_property
    def _earlier(self) -> tuple[TargetStatus, ...]:
        earlier = self.standings if self._against is None else Standings(self._against)
        return earlier.at(str(self.compared_with))

    @cached_property
    def _moves(self) -> Mapping[str, Mapping[str, Move]]:
        """By area and target; areas that targets are no longer held against are left out."""
        if not self._earlier:
            return {}
        found: dict[str, dict[str, Move]] = {}
        for group in self.areas:
            earlier = self.standings.current(group.area.code, self._earlier)
            found[group.area.code] = {move.now.target.id: move for move in moves(earlier, group.standings)}
        return found

    @cached_property
    def _history(self) -> Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]:
        return self.standings.history(self.root.code)

    @cached_property
    def _steps(self) -> Mapping[tuple[str, str], tuple[TargetStatus, ...]]:
        return _grouped(row for row in self.standings.now if row.area.code == self.root.code)

    @cached_property
    def _elsewhere(self) -> Mapping[tuple[str, str], tuple[TargetStatus, ...]]:
        return _grouped(row for row in self.standings.now if row.area.code != self.root.code and row.current)

    @cached_property
    def _main_by_area(self) -> Mapping[str, Mapping[str, TargetStatus]]:
        return {group.area.code: {standing.target.id: standing for standing in group.standings} for group in self.areas}

    def _track_detail(self, target: Target, track: Track) -> TrackDetail:
        key = (target.id, track.id)
        return TrackDetail(
            track, self._steps.get(key, ()), self.trajectory(target, track), self._elsewhere.get(key, ())
        )

    def _area_group(self, area: Area) -> AreaGroup:
        standings = self.standings.current(area.code)
        by_pillar = {
            group.pillar.id: TargetStatusGroup(tuple(row for row in standings if row.target.pillar == group.pillar.id))
            for group in self.pillars
        }
        return AreaGroup(standings, area, MappingProxyType(by_pillar))

    def _answering(self, target: Target) -> list[tuple[str, Role]]:
        """Units with their role, the weightiest role last so that it prevails where a unit has two."""
        found: list[tuple[str, Role]] = []
        found += [(member, "supporting") for unit in target.supporting for member in self.programme.members(unit)]
        found += [(member, "responsible") for unit in target.responsible for member in self.programme.members(unit)]
        if target.lead:
            found += [(member, "lead") for member in self.programme.members(target.lead)]
        return found

    def _in_area_of(self, unit: str, target: Target) -> TargetStatus | None:
        found = self.programme.unit_by_id.get(unit)
        return self._main_by_area.get(found.area or "", {}).get(target.id) if found else None

    def _tasks_by_unit(self) -> dict[str, list[tuple[Task, str]]]:
        owed: dict[str, dict[str, tuple[Task, str]]] = {}
        for task in self.programme.tasks:
            roles = [("supporting", task.supporting), ("responsible", task.responsible)]
            roles.append(("lead", (task.lead,) if task.lead else ()))
            for role, units in roles:
                for member in (member for unit in units for member in self.programme.members(unit)):
                    owed.setdefault(member, {})[task.id] = (task, role)
        return {unit: list(tasks.values()) for unit, tasks in owed.items()}


def _outlook(standing: TargetStatus, final: TargetStatus | None) -> Outlook | None:
    if standing.shown == "missed":
        return "missed"
    if standing.shown == "unlikely":
        return "unlikely"
    return "later" if final is not None and final.shown == "unlikely" else None


def _by_urgency(miss: Miss) -> tuple[int, int, float]:
    """What is due first; then how far it falls short of its goal, relative to the way it had to go."""
    row = miss.doubted
    order = ("unlikely", "later", "missed")
    way = abs(row.goal - row.baseline) if row.baseline is not None else abs(row.goal)
    short = 0.0 if row.shortfall is None else row.shortfall / (way or abs(row.goal) or 1.0)
    return order.index(miss.outlook), row.due.last, -short


def _grouped(standings: Iterable[TargetStatus]) -> Mapping[tuple[str, str], tuple[TargetStatus, ...]]:
    found: dict[tuple[str, str], list[TargetStatus]] = {}
    for standing in standings:
        found.setdefault((standing.target.id, standing.track.id), []).append(standing)
    return {key: tuple(rows) for key, rows in found.items()}


def trouble(standing: TargetStatus) -> int:
    """How worrying a verdict is, for sorting: what is missed or will be first, then what is in doubt or unclear."""
    return ("missed", "unlikely", "doubtful", "unclear", "likely", "achieved").index(standing.shown)


def _by_role_and_trouble(duty: UnitTarget) -> tuple[int, int]:
    return ("lead", "responsible", "supporting").index(duty.role), trouble(duty.standing)


def _by_trouble(owed: UnitDuties) -> tuple[int, int, int]:
    counts = owed.answered.counts
    return -(counts["missed"] + counts["unlikely"]), -counts["doubtful"], -owed.answered.total


def _due_first(task: Task) -> int:
    return min((due.last for due in task.due), default=10**9)
