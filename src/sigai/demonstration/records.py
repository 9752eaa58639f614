"""Invented records: as many in each state and year as the targets ask for at their pace, and others under way.

Each number of records that a formula takes is a *stratum*: a ledger, the states that count and a condition. The most
particular strata come first, and a general one adds only what it still lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import cycle

import numpy as np

from sigai.base.units import MeasureUnit
from sigai.demonstration.conditions import Columns, columns_of, holds, with_numbers
from sigai.demonstration.draws import Mask, Whole, pick, stream
from sigai.demonstration.goals import Course, RecordGoal, Steering
from sigai.demonstration.lives import Life, days_in, life_ending, life_leaving, lived_until, way_out, way_to
from sigai.demonstration.record_fields import Cell, Inventor, Wanted, counted_words, wanted_of
from sigai.demonstration.register import InventedMonths, Subjects, enterprise_areas
from sigai.demonstration.wholes import comes_whole
from sigai.formulas import terms_of, walk
from sigai.formulas.nodes import Attribute, Condition, Entities, Expression, FormulaTerm, Records, Total
from sigai.programme.demonstration import DemonstrationHints, LedgerHint
from sigai.programme.ledgers import Deadline, Ledger
from sigai.programme.programme import Programme
from sigai.programme.rechecks import rechecks_of

_ATTEMPTS = 4
_BACKGROUND, _STOCK, _UNASKED = 6, 8, 6.0
_BATCHES_A_YEAR = 4
_OVERDUE_DAYS = 45
_YEARS_BEFORE = 4
_MISSED, _A_YEAR = 10, timedelta(days=365)
_VALID, _STILL_VALID = timedelta(days=3 * 365), timedelta(days=90)
"""How long what expires is valid; and nothing is about to expire that targets ask for."""


@dataclass(frozen=True, slots=True)
class InventedRecord:
    """One invented record: whom it is about, its fields, its life, of which later days are still to come, and the rows
    of its tables."""

    id: str
    name: str
    entity: str
    area: str
    life: Life
    cells: dict[str, Cell]
    rows: Mapping[str, Sequence[Mapping[str, Cell]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stratum:
    term: Records
    goal: RecordGoal


@dataclass(frozen=True, slots=True)
class _Entry:
    """One record to make: the day it enters the counted state, when it began, and the day it leaves, if it does."""

    counted_on: date
    begun: date | None = None
    left_on: date | None = None
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What all ledgers are invented from."""

    programme: Programme
    hints: DemonstrationHints
    enterprises: Subjects
    calendar: InventedMonths
    seed: int

    @property
    def last_day(self) -> date:
        """The last day of the last invented month."""
        following = self.calendar.last + 1
        return date(following // 12, following % 12 + 1, 1) - timedelta(days=1)

    @property
    def columns(self) -> Columns:
        """The enterprises as columns that conditions of the demonstration can ask, as of the last month."""
        return columns_of(self.programme, self.enterprises, self.calendar.last)


def make_records(scene: Scene, steering: Steering, formulas: Iterable[Expression]) -> dict[str, list[InventedRecord]]:
    """The records of every ledger of the programme, each as it has lived until the calendar's last day."""
    terms = [_settled(term, scene) for formula in formulas for term in terms_of(formula) if isinstance(term, Records)]
    goals = [_settled_goal(goal, scene) for goal in steering.records]
    made = {}
    for ledger in scene.programme.ledgers:
        strata = _strata([term for term in terms if term.ledger == ledger.id], goals)
        made[ledger.id] = _LedgerMaker(scene, ledger, strata).make()
    return made


def _settled(term: Records, scene: Scene) -> Records:
    return replace(term, where=with_numbers(term.where, scene.programme))


def _settled_goal(goal: RecordGoal, scene: Scene) -> RecordGoal:
    whole = _settled(goal.whole, scene) if isinstance(goal.whole, Records) else goal.whole
    return replace(goal, term=_settled(goal.term, scene), whole=whole)


def _strata(terms: list[Records], goals: list[RecordGoal]) -> list[_Stratum]:
    """One stratum for each thing counted, whatever its window, the most particular first; the first goal counts.

    What is only the whole of a share comes into being with its parts.
    """
    found: dict[Records, _Stratum] = {}
    asked = {_timeless(goal.term): goal for goal in reversed(goals)}
    wholes = {_timeless(goal.whole) for goal in goals if isinstance(goal.whole, Records)} - asked.keys()
    for term in terms:
        if _timeless(term) in wholes:
            continue
        goal = asked.get(_timeless(term), RecordGoal(term, {}))
        found.setdefault(_timeless(term), _Stratum(goal.term, goal))
    return sorted(found.values(), key=lambda stratum: -_particular(stratum.term.where))


def _timeless(term: Records) -> Records:
    return replace(term, within="always")


def _particular(where: Condition | None) -> int:
    return 0 if where is None else sum(1 for _ in walk(where))


class _LedgerMaker:
    """Makes the records of one ledger."""

    def __init__(self, scene: Scene, ledger: Ledger, strata: list[_Stratum]) -> None:
        self._scene, self._ledger, self._strata = scene, ledger, strata
        self._random = stream(scene.seed, "records", ledger.id)
        self._hint = scene.hints.ledger(ledger.id) or LedgerHint(ledger=ledger.id)
        self._drafts: list[InventedRecord] = []
        programme = scene.programme
        self._inventor = Inventor(
            ledger=ledger,
            medians=self._hint.numbers,
            counted=counted_words(ledger, [stratum.term.where for stratum in strata]),
            entities=tuple(scene.enterprises.ids),
            areas=tuple(area.code for area in programme.areas if area.kind in ("county", "park")),
            units=tuple(unit.id for unit in programme.units if not unit.members),
            named=(
                ("target", tuple(target.id for target in programme.targets)),
                ("task", tuple(task.id for task in programme.tasks)),
            ),
            later={name: stream(scene.seed, "records", ledger.id, name) for name in self._hint.later},
        )

    def make(self) -> list[InventedRecord]:
        for stratum in self._strata:
            self._fill(stratum)
        self._add_background()
        return self._drafts

    # --- what targets ask ---------------------------------------------------------------------------------------------

    def _fill(self, stratum: _Stratum) -> None:
        term, goal = stratum.term, stratum.goal
        course, size = self._absolute(goal)
        entries = self._entries(term, goal, course)
        if isinstance(goal.whole, Records):
            first_day = date(self._scene.calendar.first // 12, 3, 15)
            entries = [replace(entry, begun=first_day) for entry in entries]
        wanted = wanted_of(self._ledger, term.where)
        if term.field and self._ledger.field(term.field):
            wanted = {term.field: Wanted(), **wanted}  # what is counted by a field has it filled in
        entries = entries[self._already(term) :] if term.aggregate != "total" else entries
        self._add(term, goal, entries, wanted)
        missing = size - len(entries)
        if isinstance(goal.whole, Records) and missing > 0:
            self._add_waiting(goal.whole, missing, wanted)

    def _absolute(self, goal: RecordGoal) -> tuple[Course, int]:
        """The numbers of a goal that is a share of something, and the size of that; a goal of its own stands."""
        programme = self._scene.programme
        if not goal.course:
            years = range(programme.head.base_year, programme.head.end.year + 1)
            return {year: _UNASKED * (number + 1) / len(years) for number, year in enumerate(years)}, 0
        if goal.whole is None:
            return goal.course, 0
        size = self._hint.stock or _STOCK
        if isinstance(goal.whole, Entities):
            size = self._how_many(goal.whole)
        elif isinstance(goal.whole, Total):
            size = 4 * _STOCK
        return {year: min(share, 1.0) * size for year, share in goal.course.items()}, size

    def _how_many(self, whole: Entities) -> int:
        if whole.kind != "enterprise":
            return sum(area.kind == whole.kind for area in self._scene.programme.areas)
        return int(holds(whole.where, self._scene.columns).sum())

    def _entries(self, term: Records, goal: RecordGoal, course: Course) -> list[_Entry]:
        if goal.falling:
            return self._leaving(course)
        entries: list[_Entry] = []
        for year, amount in _additions(course, term, self._scene.calendar).items():
            if term.aggregate == "total":
                entries.extend(self._batches(term, year, amount))
            else:
                entries.extend(_Entry(day) for day in self._days(term, year, round(amount)))
        return entries

    def _days(self, term: Records, year: int, count: int) -> list[date]:
        """Days of a year; what was there in the base year came over some years before."""
        first = self._scene.calendar.first // 12
        if term.within != "always" or year > first:
            return days_in(self._random, year, count)
        years, counts = np.unique(first - self._random.integers(0, _YEARS_BEFORE, count), return_counts=True)
        return [day for each, some in zip(years, counts, strict=True) for day in days_in(self._random, int(each), some)]

    def _leaving(self, course: Course) -> list[_Entry]:
        """Records of a number that is to come down: all there before the programme, leaving year by year."""
        years = sorted(course)
        numbers = [round(course[year]) for year in years]
        leaving = [
            day
            for year, before, after in zip(years[1:], numbers, numbers[1:], strict=False)
            for day in days_in(self._random, year, max(before - after, 0))
        ]
        starts = days_in(self._random, years[0], numbers[0])
        staying: list[date | None] = [None] * max(len(starts) - len(leaving), 0)
        return [_Entry(start, left_on=left) for start, left in zip(starts, [*leaving, *staying], strict=False)]

    def _batches(self, term: Records, year: int, amount: float) -> list[_Entry]:
        """An amount of a year spread over a few records."""
        if amount <= 0:
            return []
        typical = self._hint.numbers.get(term.field or "", amount / _BATCHES_A_YEAR)
        count = int(np.clip(round(amount / typical), 1, 2 * _BATCHES_A_YEAR))
        return [_Entry(day, amount=amount / count) for day in days_in(self._random, year, count)]

    def _already(self, term: Records) -> int:
        """How many records made so far count for a term by the end of their lives."""
        counted = [draft for draft in self._drafts if any(state in term.states for state, _ in draft.life)]
        return int(self._matches(term.where, counted).sum())

    def _matches(self, where: Condition | None, drafts: list[InventedRecord]) -> Mask:
        return holds(where, self._columns(drafts))

    def _columns(self, drafts: list[InventedRecord]) -> Columns:
        """Drafts as the columns that conditions ask."""
        words = {
            field.id: np.array([_comparable(field.kind, draft.cells.get(field.id)) for draft in drafts], dtype=object)
            for field in self._ledger.fields
        }
        yes = {field.id: words[field.id] == "yes" for field in self._ledger.fields if field.kind == "yes_no"}
        words = {name: column for name, column in words.items() if name not in yes}
        words["area"] = np.array([draft.area for draft in drafts], dtype=object)
        words["name"] = np.array([draft.name for draft in drafts], dtype=object)
        return Columns(self._scene.programme, len(drafts), words, yes, ledger=self._ledger)

    # --- making records -----------------------------------------------------------------------------------------------

    def _add(self, term: Records, goal: RecordGoal, entries: list[_Entry], wanted: Mapping[str, Wanted]) -> None:
        way = way_to(self._ledger, term.states)
        out = way_out(self._ledger, way[-1], term.states) if way else ()
        about = self._subjects(term.where, goal.whole, len(entries))
        for entry, (entity, area) in zip(entries, about, strict=True):
            life = life_ending(self._random, way, entry.counted_on, entry.begun)
            if entry.left_on is not None and out:
                life = life_leaving(life, out, entry.left_on)
            fixed: dict[str, Cell] = {}
            if entry.amount is not None and term.field:
                fixed[term.field] = self._rounded(term.field, entry.amount)
            self._keep(life, entity, area, wanted, fixed)

    def _rounded(self, name: str, amount: float) -> float:
        field = self._ledger.field(name)
        return round(amount, 0 if field is not None and comes_whole(MeasureUnit.parse(field.unit)) else 2)

    def _add_waiting(self, whole: Records, count: int, wanted: Mapping[str, Wanted]) -> None:
        """The rest of a whole: begun in time, but not yet where it should be."""
        way = way_to(self._ledger, whole.states)
        start = date(self._scene.calendar.first // 12, 6, 1)
        for entity, area in self._subjects(whole.where, None, count):
            self._keep(life_ending(self._random, way, start), entity, area, wanted, {})

    def _keep(self, life: Life, entity: str, area: str, wanted: Mapping[str, Wanted], fixed: dict[str, Cell]) -> None:
        """Add a record as far as it has lived; of some attempts at its fields, the one that fewest terms count."""
        lived = lived_until(life, self._scene.last_day)
        if not lived:
            return
        number = len(self._drafts) + 1
        owner = self._scene.enterprises.names[self._scene.enterprises.ids == entity]
        name = (self._hint.name or "演示{ledger}{number:03d}号").format(
            number=number, entity=owner[0] if owner.size else entity, ledger=self._ledger.name.zh.removesuffix("台账")
        )
        fixed = self._due(lived[-1][0]) | self._days_of_states(lived) | fixed
        attempts = []
        for _ in range(_ATTEMPTS if self._strata else 1):
            cells = self._inventor.invent(wanted, life[-1][1], self._random)
            cells |= fixed
            cells |= self._rechecked(lived, cells, number)
            attempts.append(InventedRecord(f"{self._ledger.id}-{number:04d}", name, entity, area, lived, cells))
        counted = sum(
            (self._matches(stratum.term.where, attempts).astype(int) for stratum in self._strata), np.zeros(1)
        )
        self._drafts.append(attempts[int(np.argmin(np.broadcast_to(counted, len(attempts))))])

    def _days_of_states(self, lived: Sequence[tuple[str, date]]) -> dict[str, Cell]:
        """The days by which states go: the one on which the record entered it, and one that lies ahead."""
        known = {state.id: state for state in self._ledger.states}
        days: dict[str, Cell] = {}
        for name, entered in lived:
            state = known[name]
            if state.dated is not None:
                days[state.dated] = entered
            if state.expires is not None:
                days[state.expires] = max(entered + _VALID, self._scene.last_day + _STILL_VALID)
        return days

    def _rechecked(self, lived: Sequence[tuple[str, date]], cells: Mapping[str, Cell], number: int) -> dict[str, Cell]:
        """Up to when a record was rechecked: all that came due is done, but of every tenth record the last one."""
        state, since = lived[-1]
        fields = {name: str(cell) for name, cell in cells.items() if cell is not None}
        done: dict[str, Cell] = {}
        for due in rechecks_of(self._ledger, state, since, fields):
            last_day = self._scene.last_day - (_A_YEAR if number % _MISSED == 0 else timedelta(0))
            if due.of <= last_day:
                done[due.recheck.noted] = due.done_on(last_day)
        return done

    def _due(self, state: str) -> dict[str, Cell]:
        """The dates by which a record must leave the state it stands in: most lie ahead, a few have passed."""
        ahead = self._random.integers(-_OVERDUE_DAYS, 10 * _OVERDUE_DAYS, len(self._ledger.deadlines))
        return {
            deadline.field: self._scene.last_day + timedelta(days=days)
            for deadline, days in zip(self._ledger.deadlines, ahead.tolist(), strict=True)
            if deadline.state == state and deadline.field is not None
        }

    def _subjects(self, where: Condition | None, whole: FormulaTerm | None, count: int) -> list[tuple[str, str]]:
        """Whom `count` records are about and where: different ones as long as there are any."""
        kind = self._ledger.subject
        if kind == "enterprise":
            chosen = self._enterprises(where, whole, count)
            register = self._scene.enterprises
            return [(register.ids[index], register.areas[index]) for index in chosen.tolist()]
        programme = self._scene.programme
        if kind in ("park", "area"):
            kinds = ("park",) if kind == "park" else ("county", "park")
            codes = [area.code for area in programme.areas if area.kind in kinds] or [programme.head.area]
            start = int(self._random.integers(len(codes)))
            around = [codes[(start + number) % len(codes)] for number in range(count)]
            return [(code, code) for code in around]
        weights = {code: self._scene.hints.areas.get(code, 1.0) for code in enterprise_areas(programme)}
        return [("", str(code)) for code in pick(self._random, weights, count)]

    def _enterprises(self, where: Condition | None, whole: FormulaTerm | None, count: int) -> Whole:
        columns = self._scene.columns
        suited = columns.yes["above_scale"] & holds(where, _asked_of_entity(columns))
        if isinstance(whole, Entities):
            suited &= holds(whole.where, columns)
        alike = self._matches(where, self._drafts) if self._drafts else np.zeros(0, dtype=bool)
        used = {draft.entity for draft, same in zip(self._drafts, alike, strict=True) if same}
        fresh = np.array([identity not in used for identity in self._scene.enterprises.ids])
        order = self._random.permutation(len(self._scene.enterprises))
        ranked = order[np.argsort(~suited[order] * 2 + ~fresh[order], kind="stable")]
        selective = isinstance(whole, Entities) or _asks_entity(where)
        return np.resize(ranked[: max(int(suited.sum()), 1)] if selective else ranked, count)

    # --- what else is under way ---------------------------------------------------------------------------------------

    def _add_background(self) -> None:
        """Records that no target counts yet, and at each deadline one that is overdue.

        A ledger that is a closed list, of which a share is to be done, gets none: they would change the whole.
        """
        if any(isinstance(stratum.goal.whole, Records) for stratum in self._strata):
            return
        counted = {state for stratum in self._strata for state in stratum.term.states}
        ways = {state.id: way_to(self._ledger, (state.id,)) for state in self._ledger.states}
        ways = {state: way for state, way in ways.items() if way and not counted.intersection(way)}
        if not ways:
            return
        last_day = self._scene.last_day
        ends = [
            (deadline.state, last_day - timedelta(days=(deadline.days or 0) + _OVERDUE_DAYS))
            for deadline in self._ledger.deadlines
            if deadline.state in ways
        ]
        count = _BACKGROUND if self._hint.background is None else self._hint.background
        for state, days_ago in zip(cycle(ways), self._random.integers(3, 240, count).tolist(), strict=False):
            ends.append((state, last_day - timedelta(days=days_ago)))
        about = self._subjects(None, None, len(ends))
        for (state, day), (entity, area) in zip(ends, about, strict=True):
            life = life_ending(self._random, ways[state], day)
            self._keep(life, entity, area, {}, _overdue_fields(self._ledger.deadlines, state, day))


def _asks_entity(where: Condition | None) -> bool:
    return where is not None and any(isinstance(node, Attribute) and node.of_entity for node in walk(where))


def _overdue_fields(deadlines: tuple[Deadline, ...], state: str, day: date) -> dict[str, Cell]:
    """The dates that a record in a state should have kept, shortly after it entered the state."""
    return {
        deadline.field: day + timedelta(days=20)
        for deadline in deadlines
        if deadline.state == state and deadline.field is not None
    }


def _additions(course: Course, term: Records, calendar: InventedMonths) -> dict[int, float]:
    """How much is to come each year, so that each year's number comes out; records come whole."""
    base, start = calendar.first // 12, calendar.programme_start // 12
    first = base if term.within == "always" else start
    years = [year for year in sorted(course) if year >= first]
    numbers = {year: course[year] if term.aggregate == "total" else float(round(course[year])) for year in years}
    if term.within == "year":
        return numbers
    running = 0.0
    found: dict[int, float] = {}
    for year, number in numbers.items():
        found[year] = max(number - running, 0.0)
        running = max(number, running)
    return found


def _asked_of_entity(columns: Columns) -> Columns:
    """Enterprises seen as the records that would be about them: only `entity.…` is asked."""
    return Columns(columns.programme, columns.size, {}, {}, entity=columns)


def _comparable(kind: str, cell: Cell) -> Cell:
    if kind == "yes_no":
        return "yes" if cell == "是" else "no"
    if kind == "number":
        return float("nan") if cell is None else cell
    return "" if cell is None else str(cell)
