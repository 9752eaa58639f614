"""What was withdrawn is as if it had never come in: the store as the engine reads it, and all results.

Figures and records are drawn; some are withdrawn, some of these after a correction. Beside them stands the same store
into which the withdrawn ones never came.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_records import actor, seen, work
from helpers_web import OURS, THEIRS, person
from sigai.base import Period
from sigai.pipeline import calculate
from sigai.tables import Data, in_memory
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.writing import SYSTEM
from sigai_web.ledgers.withdrawing import ask_withdrawal, decide_withdrawal
from sigai_web.permissions import Role
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import WITHDRAWN, FigureRevision
from sigai_web.store.reading import as_data

pytestmark = pytest.mark.django_db
AS_OF = Period.parse("2021-12")
Key = tuple[str, str, str]
_NUMBERS = ("id", "revision", "reported_at", "current")
"""Columns that number what came in."""


@dataclass(frozen=True)
class Given:
    """A figure or a record; `corrected` before it is withdrawn."""

    value: int
    withdrawn: bool
    corrected: bool


EACH = st.builds(Given, st.integers(1, 10**6), st.booleans(), st.booleans())
KEYS = st.tuples(
    st.sampled_from([OURS, THEIRS]),
    st.sampled_from(["output", "power"]),
    st.sampled_from(["2021-10", "2021-11", "2021-12"]),
)
FIGURES = st.dictionaries(KEYS, EACH, max_size=6).filter(lambda found: any(each.withdrawn for each in found.values()))
RECORDS = st.lists(EACH, min_size=1, max_size=3).filter(lambda found: any(each.withdrawn for each in found))


def writes(key: Key, value: int | None) -> None:
    entity, measure, period = key
    last = FigureRevision.objects.filter(entity=entity, measure=measure, period=period).order_by("revision").last()
    state = WITHDRAWN if value is None else "revised" if last else "accepted"
    amount = Decimal(value) if value is not None else None
    figure = NewFigure(entity, measure, Period.parse(period), amount, last and last.revision, state=state, reason="?")
    write_figures(SYSTEM, [figure], action="figure.report", about="x")


def comes_in(figures: dict[Key, Given], records: list[Given], people: tuple[User, User], *, all_of_it: bool) -> None:
    """Everything, of which what is to be withdrawn is taken back; or only the rest."""
    asks, decides = people
    for key, each in figures.items():
        if all_of_it or not each.withdrawn:
            writes(key, each.value)
        if all_of_it and each.withdrawn:
            for value in (each.value + 1, None) if each.corrected else (None,):
                writes(key, value)
    for at, each in enumerate(records):
        if all_of_it or not each.withdrawn:
            made = work(asks, area="11", name=f"工程{at}", note=str(each.value))
            if all_of_it and each.withdrawn:
                ask_withdrawal(actor(asks), asks, made.pk, seen=seen(made), reason="?")
                decide_withdrawal(actor(decides), decides, made.pk, seen=seen(made), grant=True)


@contextmanager
def undone() -> Iterator[None]:
    """What comes in is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def told(table: pa.Table) -> list[Any]:
    """The rows of a table without their numbers, in an order of their own."""
    rows = table.drop_columns([name for name in _NUMBERS if name in table.column_names]).to_pylist()
    return sorted(rows, key=repr)


@pytest.fixture
def people(filled: None) -> tuple[User, User]:
    return person(Role.OFFICE, name="asks"), person(Role.OFFICE, name="decides")


def both(figures: dict[Key, Given], records: list[Given], people: tuple[User, User]) -> Iterator[Data]:
    """The store from which some was withdrawn, and the one into which that never came."""
    for all_of_it in (True, False):
        with undone():
            comes_in(figures, records, people, all_of_it=all_of_it)
            yield as_data(programme.current())


QUICK = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(QUICK, max_examples=12)
@given(figures=FIGURES, records=RECORDS)
def test_the_store_is_as_if_it_had_never_come_in(
    people: tuple[User, User], figures: dict[Key, Given], records: list[Given]
) -> None:
    after, never = (
        [told(table) for table in (in_memory(data.values), data.records, data.record_states)]
        for data in both(figures, records, people)
    )
    assert after == never


@settings(QUICK, max_examples=2)
@given(figures=FIGURES, records=RECORDS)
def test_so_are_all_results(people: tuple[User, User], figures: dict[Key, Given], records: list[Given]) -> None:
    """Twice only: a calculation takes seconds. It sees nothing but the store."""
    after, never = (
        {
            name: told(in_memory(table))
            for name, table in calculate(programme.current(), data, as_of=AS_OF).tables.items()
        }
        for data in both(figures, records, people)
    )
    assert after == never
