"""On a demonstration city's store, a run over files gives what a run over tables in memory gives, row by row."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from helpers_repository import PROGRAMMES
from sigai.base import Period
from sigai.demonstration import make
from sigai.pipeline import calculate, take_in
from sigai.tables import Data, Dataset, in_memory
from sigai_web import programme
from sigai_web.journal.snapshots import snapshot
from sigai_web.journal.writing import SYSTEM
from sigai_web.reporting.closing import close_month
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.models import Run
from sigai_web.runs.results import of
from sigai_web.store import history
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.importing import import_data
from sigai_web.store.models import CurrentFigure
from sigai_web.store.reading import as_data, marks_now

FOLDER = PROGRAMMES / "zhongwei-2021-2023"
AS_OF = Period.parse("2022-09")


@pytest.fixture
def city(db: None, settings: Any, tmp_path: Path) -> None:
    """A store with a small demonstration city up to September of its second year."""
    settings.SIGAI_PROGRAMME = FOLDER
    content = programme.current()
    make(content, tmp_path / "data", enterprises=20, months=21, seed=1)
    import_data(take_in(content, tmp_path / "data").data)


def in_memory_of_today() -> Data:
    """The data of this moment as tables in memory, read from the database whole."""
    data = as_data(programme.current())
    with snapshot() as cursor:
        measures = [measure.id for measure in programme.current().measures]
        values = history.figures_of(cursor, marks_now(cursor).figure, measures, range(40_000))
    return replace(data, values=values, history=values.append_column("current", pa.repeat(True, values.num_rows)))


def computed() -> Run:
    return carry_out(request_run(SYSTEM, because="x", as_of=AS_OF))


def same_as_in_memory(run: Run) -> None:
    """Calculate everything on tables in memory and compare what the run kept."""
    files, memory = as_data(programme.current()), in_memory_of_today()
    assert isinstance(files.values, Dataset)
    assert in_memory(files.values).equals(memory.values)
    kept, expected = of(run).finished.tables, calculate(programme.current(), memory, as_of=AS_OF).tables
    assert kept.keys() == expected.keys()
    for name, table in expected.items():
        assert table.num_rows
        assert kept[name].equals(table), name


def correct(count: int) -> None:
    """Another value for some figures of August and September, and the one before for some of them again."""
    chosen = random.Random(1)
    found = list(CurrentFigure.objects.filter(period__in=["2022-08", "2022-09"]).order_by("entity", "measure"))
    for value in (Decimal("1.5"), None):
        figures = [
            NewFigure(
                one.entity,
                one.measure,
                Period.parse(one.period),
                one.value * value if value is not None else one.value,
                CurrentFigure.objects.get(entity=one.entity, measure=one.measure, period=one.period).revision,
                state="revised" if value is not None else "accepted",
            )
            for one in chosen.sample(found, count)
        ]
        write_figures(SYSTEM, figures, action="figure.correct", about="x")


def test_a_run_over_files_gives_what_a_run_in_memory_gives(city: None) -> None:
    """With corrections, some taken back, and figures that come after their month was closed; whole and in part."""
    computed()
    close_month(SYSTEM, None, Period.parse("2022-08"))
    correct(12)
    whole = computed()
    assert whole.base is None
    same_as_in_memory(whole)
    correct(4)
    in_part = computed()
    assert in_part.base == whole
    same_as_in_memory(in_part)
