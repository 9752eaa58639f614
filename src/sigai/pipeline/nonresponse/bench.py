"""All of it: every set of data, seed, month and cell, added up, and held against the bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sigai.base.issues import Place, Severity, UserError, problem
from sigai.base.periods import Period, month_index
from sigai.demonstration import Roughness
from sigai.pipeline.nonresponse.bars import bars_of
from sigai.pipeline.nonresponse.book import open_book
from sigai.pipeline.nonresponse.cells import CELLS, TrialCell, cells_in
from sigai.pipeline.nonresponse.m3 import WORKBOOK, m3_world, read_series
from sigai.pipeline.nonresponse.rivals import RIVALS, UNDISTURBED
from sigai.pipeline.nonresponse.site import try_site
from sigai.pipeline.nonresponse.tally import Tally, summary
from sigai.pipeline.nonresponse.trial import try_month
from sigai.pipeline.nonresponse.worlds import World, demonstration_world
from sigai.pipeline.running import sound_programme

SETS = ("smooth", "rough", "m3", "site")
"""The demonstration; the same made rough; unrelated real series; the demonstration as it stands, half reported."""
OUTSIDE = problem(
    "X017",
    Severity.ERROR,
    zh="{month} 不在方案期（{start} 到 {end}）内，无法试算",
    en="{month} lies outside the programme’s time ({start} to {end}) and cannot be tried",
    advice_zh="改用方案期内的月份",
    advice_en="name months of the programme",
)


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """What to try.

    Without `months`, the months `of_year` of the programme's second year: February, March and others, ends of quarters
    among them.
    """

    programme: Path
    series: Path
    sets: tuple[str, ...] = SETS
    cells: tuple[TrialCell, ...] = CELLS
    seeds: tuple[int, ...] = tuple(range(1, 11))
    months: tuple[Period, ...] = ()
    of_year: tuple[int, ...] = (2, 3, 5, 6, 9, 11)
    enterprises: int = 200
    processes: int = 1


def quick_plan(programme: Path, series: Path) -> TrialPlan:
    """A look at whether it works: two months, few cells, a small city."""
    cells = tuple(replace(cell, times=1) for cell in CELLS if cell.name in ("random-15", "largest-15"))
    return TrialPlan(programme, series, ("rough",), cells, seeds=(1,), of_year=(2, 6), enterprises=60)


def bench_nonresponse(plan: TrialPlan, told: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Try everything that is planned; told: hears of each part that is done.

    Returns `sets`: cells by name with shares, errors beside those of the rivals and intervals; and `bars`: what was
    asked, what was reached, and whether it is met. Real series that are not there are named in `skipped`. UserError
    where the programme has errors or a month lies outside it.
    """
    _checked(plan)
    there = (plan.series / WORKBOOK).is_file()
    sets = [name for name in plan.sets if name != "m3" or there]
    found: dict[str, dict[str, Tally]] = {name: {} for name in sets}
    for name, seed, tallies in _tried(plan, [(name, seed) for seed in plan.seeds for name in sets]):
        for cell, tally in tallies.items():
            found[name].setdefault(cell, Tally()).add(tally)
        told(f"{name} {seed}")
    summaries = {
        name: {cell: summary(tally, RIVALS, known=(UNDISTURBED,)) for cell, tally in cells.items()}
        for name, cells in found.items()
    }
    return {
        "name": "nonresponse",
        "seeds": list(plan.seeds),
        "skipped": [name for name in plan.sets if name not in sets],
        "sets": summaries,
        "bars": [bar.as_dict() for bar in bars_of(summaries)],
    }


def _checked(plan: TrialPlan) -> None:
    head = sound_programme(plan.programme).head
    outside = [month for month in plan.months if not head.start.first <= month.last <= head.end.last]
    if outside:
        raise UserError([OUTSIDE.at(Place(), month=month, start=head.start, end=head.end) for month in outside])


def _tried(plan: TrialPlan, parts: Sequence[tuple[str, int]]) -> Iterable[tuple[str, int, dict[str, Tally]]]:
    """The tallies of each set and seed, in order."""
    if plan.processes == 1:
        for name, seed in parts:
            yield name, seed, try_seed(plan, name, seed)
        return
    with ProcessPoolExecutor(plan.processes, mp_context=get_context("spawn")) as pool:
        waiting = [(name, seed, pool.submit(try_seed, plan, name, seed)) for name, seed in parts]
        for name, seed, done in waiting:
            yield name, seed, done.result()


def try_seed(plan: TrialPlan, name: str, seed: int) -> dict[str, Tally]:
    """All months and cells of one set with one seed, by cell."""
    if name == "site":
        return try_site(sound_programme(plan.programme), seed=seed, enterprises=plan.enterprises)
    world = _world(plan, name, seed)
    book = open_book(world)
    cells = cells_in(book, plan.cells)
    months = _months(plan, world)
    history = world.truth(Period.of_index(max(months)))
    found: dict[str, Tally] = {}
    for month in months:
        for cell, tally in try_month(book, history, month, cells, seed=seed).items():
            found.setdefault(cell, Tally()).add(tally)
    return found


def _months(plan: TrialPlan, world: World) -> list[int]:
    """The months to try, as far as the world goes."""
    head = world.programme.head
    asked = [month.last for month in plan.months]
    if not asked:
        year = min(head.start.year + 1, head.end.year)
        asked = [month_index(year, month) for month in plan.of_year]
    return [month for month in asked if head.start.first <= month <= head.end.last]


def _world(plan: TrialPlan, name: str, seed: int) -> World:
    programme = sound_programme(plan.programme)
    if name == "m3":
        return m3_world(read_series(plan.series), programme, seed=seed)
    rough = Roughness() if name == "rough" else None
    return demonstration_world(programme, seed=seed, enterprises=plan.enterprises, rough=rough)
