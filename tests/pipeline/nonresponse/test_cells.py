"""Who is late in each cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sigai.base.periods import Period
from sigai.pipeline.nonresponse.book import Book, Sheets, late_rows, sheets_of
from sigai.pipeline.nonresponse.cells import (
    CELLS,
    TrialCell,
    amounts_of,
    cells_in,
    draw_late,
    movement_of,
)

JUNE = Period.parse("2022-06").last


def drawn(book: Book, cell: TrialCell, seed: int = 1, time: int = 0) -> tuple[Sheets, np.ndarray]:
    sheets = sheets_of(book, JUNE)
    return sheets, draw_late(book, sheets, cell, JUNE, seed=seed, time=time)


def cell(name: str) -> TrialCell:
    return next(one for one in CELLS if one.name == name)


def test_a_sheet_is_what_one_entity_hands_in_on_one_form(book: Book) -> None:
    sheets = sheets_of(book, JUNE)
    pairs = set(zip(sheets.form.tolist(), sheets.entity.tolist(), strict=True))
    assert len(pairs) == len(sheets)
    rows = late_rows(book, JUNE, sheets, np.ones(len(sheets), dtype=bool))
    assert set(book.month[rows]) == {JUNE}
    names = {book.measures[code] for code in book.measure[rows]}
    assert names == {"output", "research", "waste_used", "waste_made", "stations", "invested"}
    some = np.zeros(len(sheets), dtype=bool)
    some[:3] = True
    lacking = late_rows(book, JUNE, sheets, some)
    assert lacking.any() and set(book.entity[lacking]) == set(sheets.entity[:3])


@pytest.mark.parametrize("name", ["random-5", "random-15", "random-30", "random-50"])
def test_a_share_of_each_form_is_late(book: Book, name: str) -> None:
    for seed in range(5):
        sheets, late = drawn(book, cell(name), seed=seed)
        for form in np.unique(sheets.form):
            here = sheets.form == form
            assert abs(late[here].sum() - cell(name).share * here.sum()) < 1


def test_few_reporters_are_late_as_often_as_many(book: Book) -> None:
    shares = []
    for seed in range(300):
        sheets, late = drawn(book, cell("random-15"), seed=seed)
        shares.append(late[sheets.form == sheets.form.max()].mean())
    assert np.mean(shares) == pytest.approx(0.15, abs=0.04)


def test_the_same_seed_draws_the_same_and_another_others(book: Book) -> None:
    _, once = drawn(book, cell("random-30"))
    assert (once == drawn(book, cell("random-30"))[1]).all()
    assert (once != drawn(book, cell("random-30"), seed=2)[1]).any()
    assert (once != drawn(book, cell("random-30"), time=1)[1]).any()


def test_the_largest_come_first_and_nobody_who_is_half_of_all(book: Book) -> None:
    sheets, late = drawn(book, cell("largest-15"))
    weight = amounts_of(book, sheets, JUNE)
    for form in np.unique(sheets.form):
        here = (sheets.form == form) & (weight < 0.5)
        if late[here].all():
            continue
        assert weight[here & late].min() >= weight[here & ~late].max()
        last = weight[here & late].min()
        assert weight[here & late].sum() - last < 0.15 <= weight[here & late].sum() + 1e-12
    assert not late[weight >= 0.5].any()


def test_what_sheets_weigh_adds_up_to_one_in_each_form(book: Book) -> None:
    sheets = sheets_of(book, JUNE)
    weight = amounts_of(book, sheets, JUNE)
    for form in np.unique(sheets.form):
        assert weight[sheets.form == form].sum() == pytest.approx(1, abs=0.05)  # who left meanwhile still weighs


def test_an_industry_or_a_county_is_late_as_one(book: Book) -> None:
    sheets, late = drawn(book, cell("industry"))
    industries = {str(code)[:3] for code in book.industries[sheets.entity[late]]}
    assert len(industries) == 1
    inside = np.array([str(code or "")[:3] in industries for code in book.industries[sheets.entity]])
    assert (late == inside).all()
    counties = cells_in(book, [cell("county")])
    assert [one.area for one in counties] == ["11", "12"]
    sheets, late = drawn(book, counties[0])
    assert set(book.areas[sheets.entity[late]]) == {"11", "1101"}
    assert not set(book.areas[sheets.entity[~late]]) & {"11", "1101"}


def test_who_fell_by_a_third_is_three_times_as_often_late(book: Book) -> None:
    sheets = sheets_of(book, JUNE)
    fallen = movement_of(book, sheets, JUNE) <= 2 / 3
    assert 0.02 < fallen.mean() < 0.5
    draws = np.array([drawn(book, cell("fallen-15"), seed=seed)[1] for seed in range(400)])
    form = sheets.form == np.bincount(sheets.form).argmax()
    often, seldom = draws[:, form & fallen].mean(), draws[:, form & ~fallen].mean()
    assert often / seldom == pytest.approx(3, abs=0.6)
    assert draws[:, form].mean() == pytest.approx(0.15, abs=0.02)


def test_cells_have_names_of_their_own() -> None:
    assert len({one.name for one in CELLS}) == len(CELLS)
    assert {one.kind for one in CELLS} == {"random", "largest", "fallen", "industry", "county"}
    assert replace(CELLS[0], times=3).name == CELLS[0].name
