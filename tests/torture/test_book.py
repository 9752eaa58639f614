"""That the torture's bookkeeping notices what it looks for: answers and stores are forged here, nothing runs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from torture.book import DEEDS, Book, Duty, Stored
from torture.rounds import Row

DUTY = Duty("E1", "2021-03")
ORDERS = (DUTY, "orders", Decimal("7.5"))
EXPORTS = (DUTY, "exports", Decimal(3))


def told() -> Book:
    """One sheet of two figures that was acknowledged to the end, one that was asked for and not acknowledged."""
    book = Book()
    unanswered = Duty("E2", "2021-03")
    book.reports(DUTY, {"orders": Decimal("7.5"), "exports": Decimal(3)})
    book.reports(unanswered, {"orders": Decimal(1)})
    for deed in DEEDS:
        book.asks(DUTY, deed)
        book.acknowledges(DUTY, deed)
    book.asks(unanswered, DEEDS[0])
    return book


def whole() -> Stored:
    """A store that holds all of it once; of the sheet that was not acknowledged it may hold what was asked for."""
    stored = Stored()
    stored.figures.update([ORDERS, EXPORTS])
    stored.steps.update((DUTY, deed) for deed in DEEDS)
    stored.journal.update((DUTY, deed) for deed in DEEDS)
    stored.steps[(Duty("E2", "2021-03"), "submit")] = 1
    return stored


def counts(stored: Stored) -> tuple[int, int, int]:
    found = told().compare(stored)
    return len(found.lost), len(found.double), len(found.strange)


def test_all_that_was_acknowledged_is_there_once() -> None:
    assert counts(whole()) == (0, 0, 0)
    assert told().acknowledged == 3


@pytest.mark.parametrize(
    ("forge", "expected"),
    [
        (lambda stored: stored.figures.pop(ORDERS), (1, 0, 0)),
        (lambda stored: stored.figures.update([EXPORTS]), (0, 1, 0)),
        (lambda stored: stored.figures.update([(DUTY, "orders", Decimal(8))]), (0, 0, 1)),
        (lambda stored: stored.figures.update([(Duty("E2", "2021-03"), "orders", Decimal(1))]), (0, 0, 1)),
        (lambda stored: stored.steps.pop((DUTY, "accept")), (1, 0, 0)),
        (lambda stored: stored.steps.update([(DUTY, "approve")]), (0, 1, 0)),
        (lambda stored: stored.journal.pop((DUTY, "submit")), (1, 0, 0)),
        (lambda stored: stored.journal.update([(DUTY, "accept")]), (0, 1, 0)),
        (lambda stored: stored.journal.update([(Duty("E3", "2021-03"), "submit")]), (0, 0, 1)),
    ],
)
def test_a_loss_a_double_and_what_nobody_asked_for_are_noticed(
    forge: Callable[[Stored], object], expected: tuple[int, int, int]
) -> None:
    stored = whole()
    forge(stored)
    assert counts(stored) == expected


@pytest.mark.parametrize("column", ["lost", "double", "server_errors", "faults"])
def test_a_row_with_a_fault_fails_the_whole(column: str) -> None:
    assert Row("load").sound
    assert not Row("load", **{column: 1}).sound  # type: ignore[arg-type]
