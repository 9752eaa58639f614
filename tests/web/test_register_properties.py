"""Whatever is told of the register in open months, results of closed months stay; in whatever order it is told."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_programme import text
from helpers_web import OURS, THEIRS, web_data
from sigai.base import Period
from sigai.indicators import compute
from sigai.programme import Programme
from sigai.tables import Data, in_memory
from sigai_web import programme
from sigai_web.journal.writing import SYSTEM
from sigai_web.register.changing import ask
from sigai_web.register.planning import RegisterPlan, WantedChange
from sigai_web.store.importing import import_data
from sigai_web.store.models import ClosedMonth, FigureRevision
from sigai_web.store.reading import as_data
from sigai_web.store.register import NewFact

pytestmark = pytest.mark.django_db
LAST = Period.parse("2021-09").last
"""The last closed month."""
FORMULAS = {
    "metal": "total(orders, where: above_scale or industry = C32)",
    "listed": "total(orders, where: id in list(key))",
    "green": "entities(where: tag = green and orders > 0 万元)",
}
_VALUES = {
    "area": ("11", "12"),
    "industry": ("C3240", "D4411", None),
    "above_scale": ("yes", "no"),
    "closed": ("yes", "no"),
    "grade": ("A", "B"),
    "name": ("甲", "乙"),
    "tag": ("green", "star"),
    "list": ("key", "audit"),
}


class _Undone(Exception):
    """Leaves a transaction without its changes."""


def content() -> Programme:
    """The invented programme with indicators that ask for every kind of fact; one object: it is planned once."""
    return _with_indicators(programme.current().digest)


@cache
def _with_indicators(_digest: str) -> Programme:
    indicators = [
        {"id": name, "name": text(name), "unit": "家" if "entities" in one else "万元", "formula": one}
        for name, one in FORMULAS.items()
    ]
    return programme.current().model_copy(update={"indicators": tuple(indicators)})


def results(data: Data, last: int) -> list[dict[str, Any]]:
    """Every result up to a month, by indicator, area and month."""
    at = Period.parse("2021-09")
    rows = compute(content(), data, first=Period.parse("2021-07"), last=max(at, _period(last)), terms=False).results
    kept = ("indicator", "area", "industry", "month", "value", "owing", "reported")
    found = [{name: row[name] for name in kept} for row in rows.to_pylist() if row["month"] <= last]
    return sorted(found, key=repr)


def _period(month: int) -> Period:
    return Period.parse(f"{month // 12}-{month % 12 + 1:02d}")


@st.composite
def facts(draw: st.DrawFn, first: int) -> NewFact:
    kind = draw(st.sampled_from(sorted(_VALUES)))
    since = draw(st.integers(first, first + 4))
    until = draw(st.none() | st.integers(since, since + 3))
    return NewFact(draw(st.sampled_from((OURS, THEIRS))), kind, draw(st.sampled_from(_VALUES[kind])), since, until)


def key(fact: NewFact) -> tuple[Any, ...]:
    return fact.entity, fact.fact, fact.since, fact.value if fact.fact in ("tag", "list") else ""


def filled() -> None:
    import_data(web_data())
    ClosedMonth.objects.create(month=LAST, closed_by="office")
    FigureRevision.objects.bulk_create(
        FigureRevision(
            entity=entity,
            measure="orders",
            period=str(_period(month)),
            month=month,
            value=Decimal(ten),
            state="accepted",
        )
        for entity, ten in ((OURS, 10), (THEIRS, 3))
        for month in range(LAST - 2, LAST + 6)
    )


def tell(told: list[NewFact], reason: str = "依据") -> bool:
    """Whether it was carried out at once."""
    outcome = ask(SYSTEM, None, WantedChange(facts=told, reason=reason, document="1 号文"))
    return not outcome.waits


PLAIN = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@PLAIN
@given(told=st.lists(facts(LAST + 1), min_size=1, max_size=6, unique_by=key))
def test_what_is_told_of_open_months_leaves_closed_ones_alone(db: None, told: list[NewFact]) -> None:
    try:
        with transaction.atomic():
            filled()
            before = results(as_data(programme.current()), LAST)
            assert not RegisterPlan(None, WantedChange(facts=told, reason="依据", document="1 号文")).past
            for fact in told:
                if fact.fact != "list":  # lists take a second person, whatever their month
                    assert tell([fact])
            assert results(as_data(programme.current()), LAST) == before
            raise _Undone
    except _Undone:
        pass


@PLAIN
@given(told=st.lists(facts(LAST - 2), min_size=2, max_size=6, unique_by=key), order=st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_told_does_not_matter(db: None, told: list[NewFact], order: Any) -> None:
    """Whoever grants them: the register and all results are the same, whatever was told first."""
    other = list(told)
    order.shuffle(other)
    found = []
    for each in (told, other):
        try:
            with transaction.atomic():
                filled()
                ClosedMonth.objects.all().delete()
                for fact in each:
                    tell([fact])
                data = as_data(programme.current())
                found.append((_lines(data), results(data, LAST + 5)))
                raise _Undone
        except _Undone:
            pass
    assert found[0] == found[1]


@PLAIN
@given(fact=facts(LAST - 3))
def test_a_change_that_says_it_leaves_the_past_alone_does(db: None, fact: NewFact) -> None:
    """Of any fact: where a closed month's result is another one, the plan says so."""
    try:
        with transaction.atomic():
            filled()
            before = results(as_data(programme.current()), LAST)
            past = RegisterPlan(None, WantedChange(facts=[fact], reason="依据", document="1 号文")).past
            ClosedMonth.objects.all().delete()
            if fact.fact != "list":
                assert tell([fact])
            assert past or results(as_data(programme.current()), LAST) == before
            raise _Undone
    except _Undone:
        pass


def _lines(data: Data) -> list[dict[str, Any]]:
    table: pa.Table = in_memory(data.entities)
    return [{**row, "tags": sorted(row["tags"] or ())} for row in table.drop_columns(["file", "row"]).to_pylist()]
