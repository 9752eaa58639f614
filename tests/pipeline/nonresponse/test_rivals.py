"""Simpler ways of filling gaps, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from helpers_indicators import data, entity, programme, value
from sigai.base.periods import Period
from sigai.pipeline.nonresponse.book import Book, open_book
from sigai.pipeline.nonresponse.rivals import UNDISTURBED, filled
from sigai.pipeline.nonresponse.worlds import World


def world(values: list[dict[str, Any]]) -> Book:
    facts = data([entity("a"), entity("b"), entity("c")], values)
    return open_book(World(programme({}), facts, (), frozenset({"output", "employees", "sales_flow"})))


def to_date(firm: str, year: int, flows: dict[int, float]) -> list[dict[str, Any]]:
    """Output since January; the flow of February is that of two months."""
    found, total = [], 0.0
    for month, flow in flows.items():
        total += flow
        found.append(value(firm, "output", f"{year}-{month:02d}", total))
    return found


def fills(book: Book, firm: str, month: str) -> dict[str, float]:
    """What each rival puts in for one firm's output (or whatever else the book holds) of a month."""
    last = Period.parse(month).last
    late = (book.ids[book.entity] == firm) & (book.month == last)
    assert late.sum() == 1
    return {way: float(numbers[late][0]) for way, numbers in filled(book, last, late).items()}


def test_what_is_in_puts_in_nothing() -> None:
    book = world(to_date("a", 2022, {2: 20, 3: 10}) + to_date("b", 2022, {2: 40, 3: 30}))
    assert np.isnan(fills(book, "a", "2022-03")["today"])


def test_the_flow_of_the_two_first_months_counts_as_two() -> None:
    book = world(to_date("a", 2022, {2: 20, 3: 99}) + to_date("b", 2022, {2: 40, 3: 30}))
    found = fills(book, "a", "2022-03")
    assert found["carried"] == pytest.approx(20 + 10)  # 20 in two months
    assert found["link_relative"] == pytest.approx(20 + 10 * 30 / 20)  # b: from 20 to 30 a month


def test_the_first_two_months_carry_last_december_on() -> None:
    year = {2: 20, **dict.fromkeys(range(3, 12), 10), 12: 15}
    book = world(
        to_date("a", 2021, year) + to_date("b", 2021, year) + to_date("a", 2022, {2: 99}) + to_date("b", 2022, {2: 60})
    )
    found = fills(book, "a", "2022-02")
    assert found["carried"] == pytest.approx(2 * 15)
    assert found["link_relative"] == pytest.approx(2 * 15 * 30 / 15)


def test_a_stock_is_carried_as_it_stands_and_a_flow_is_not_added_up() -> None:
    stocks = [value(firm, "employees", f"2022-0{month}", 100 + month) for firm in "ab" for month in (4, 5, 6)]
    assert fills(world(stocks), "a", "2022-06")["carried"] == 105
    flows = [value(firm, "sales_flow", f"2022-0{month}", 10 * month) for firm in "ab" for month in (4, 5, 6)]
    found = fills(world(flows), "a", "2022-06")
    assert (found["carried"], found["link_relative"]) == (50, pytest.approx(60))


def test_who_never_gave_a_figure_gets_none() -> None:
    book = world(to_date("a", 2022, {2: 20}) + to_date("b", 2022, {2: 40}))
    assert all(np.isnan(number) for number in fills(book, "a", "2022-02").values())


def test_a_world_made_rough_knows_what_nobody_can() -> None:
    rough = to_date("a", 2022, {2: 20, 3: 30}) + to_date("b", 2022, {2: 40, 3: 30})
    calm = data([], to_date("a", 2022, {2: 24, 3: 12}) + to_date("b", 2022, {2: 40, 3: 30})).values
    book = open_book(replace(world(rough).world, undisturbed=calm))
    assert fills(book, "a", "2022-03")[UNDISTURBED] == pytest.approx(20 + 12), "its own past, and the calm month"
    assert UNDISTURBED not in fills(world(rough), "a", "2022-03")
