"""Figures that lie in files are estimated from as those in memory are, a few measures at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from helpers_estimates import AS_OF, METHOD, amounts, as_values, crowd, figures, without
from helpers_indicators import programme
from sigai.estimates import estimate, panels
from sigai.estimates.panels import figures_by_measure
from sigai.tables import VALUES, Dataset, FigureFolder

PEOPLE = crowd(12)
NAMES = ("sales", "energy", "output")


def at_rest(values: pa.Table, folder: Path) -> Dataset:
    """The same figures as a site keeps them, with revisions in their order."""
    place = VALUES.get_field_index("revision")
    values = values.set_column(place, VALUES.field(place), pa.array(range(1, values.num_rows + 1), pa.int64()))
    months = values["month"].unique().to_pylist()
    kept = FigureFolder(folder)
    batches = ((month, values.filter(pc.equal(values["month"], pa.scalar(month, pa.int32())))) for month in months)
    return kept.figures(kept.add(None, batches, mark=values.num_rows, origin={}), values.num_rows)[0]


@pytest.fixture
def values() -> pa.Table:
    flows = {name: amounts(12, noise=0.1, seed=number) for number, name in enumerate(NAMES)}
    return as_values(without(figures(PEOPLE, flows), ["e001", "e004"], "2022-06"))


@pytest.mark.parametrize(("room", "reads"), [(4_000_000, 1), (1, 3)])
def test_measures_are_read_as_they_are_asked_for_as_far_as_there_is_room(
    values: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, reads: int
) -> None:
    monkeypatch.setattr(panels, "_READ_TOGETHER", room)
    read, asked = panels.read_columns, list[object]()
    monkeypatch.setattr(panels, "read_columns", lambda *given: asked.append(given[2]) or read(*given))
    one, other = (figures_by_measure(each, PEOPLE, NAMES) for each in (values, at_rest(values, tmp_path)))
    assert set(one) == set(other) == set(NAMES)
    assert len(other) == 3
    assert other.get("employees") is None
    for name in NAMES:
        assert all(np.array_equal(*columns) for columns in zip(_sorted(one[name]), _sorted(other[name]), strict=True))
    assert len(asked) == reads


def _sorted(columns: tuple[np.ndarray, ...]) -> list[np.ndarray]:
    order = np.lexsort((columns[1], columns[0]))
    return [column[order] for column in columns]


def test_estimates_are_the_same(values: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_READ_TOGETHER", 1)
    one, other = (
        estimate(programme({}), each, PEOPLE, as_of=AS_OF, open_months={AS_OF.last}, method=METHOD)
        for each in (values, at_rest(values, tmp_path))
    )
    assert one.values.num_rows
    for name in ("values", "draws", "weights"):
        assert getattr(one, name).equals(getattr(other, name)), name
