"""What lists are ordered by, kept beside records: in the order of the values, whatever they are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_records import work
from helpers_web import browser, person
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.ledgers import listing
from sigai_web.ledgers.reading import RecordsReader
from sigai_web.permissions import Role
from sigai_web.store.columns import keyed_fields, number_key, shown_fields, sort_columns, sort_key
from sigai_web.store.models import CurrentRecord, RecordParty
from sigai_web.store.records import keep_current

NUMBERS = st.floats(allow_nan=False, min_value=-1e18, max_value=1e18)


@given(NUMBERS, NUMBERS)
def test_keys_of_numbers_come_in_the_order_of_the_numbers(one: float, other: float) -> None:
    assert (number_key(one) < number_key(other)) == (one < other)
    assert (number_key(one) == number_key(other)) == (one == other)


def works() -> Ledger:
    return programme.current().ledger_by_id["works"]


@pytest.mark.parametrize("value", [None, "", "约三百", [1]])
def test_what_is_no_number_has_no_key(value: Any, filled: None) -> None:
    cost = works().field("cost")
    assert cost is not None
    assert sort_key(cost, value) is None


def test_a_long_text_is_ordered_by_its_beginning(filled: None) -> None:
    note = works().field("note")
    assert note is not None
    assert sort_key(note, "长" * 500) == "长" * 60


def test_the_columns_are_those_of_the_list_first(filled: None) -> None:
    shown = [field.id for field in shown_fields(works())]
    assert [field.id for field in keyed_fields(works())][: len(shown)] == shown
    assert [*sort_columns(works())][: len(shown)] == shown


@pytest.mark.django_db
@pytest.mark.parametrize(("order", "wanted"), [("f_cost", ["0.5", "20", "300"]), ("-f_cost", ["300", "20", "0.5"])])
def test_a_list_comes_in_the_order_of_numbers_and_empty_ones_last(order: str, wanted: list[str], filled: None) -> None:
    office = person(Role.OFFICE)
    for cost in ("300", "", "0.5", "20"):
        work(office, name=f"费用{cost}", cost=cost)
    reader = RecordsReader(office, works())
    found = listing.in_order(reader, reader.rows, listing.asked(works(), {"sort": order}))
    assert [one.name for one in found] == [f"费用{cost}" for cost in (*wanted, "")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "wanted"),
    [("cost_from=20&cost_to=300", {"20", "300"}), ("cost_from=20.01", {"300"}), ("cost_to=0.5", {"0.5"})],
)
def test_a_list_is_narrowed_by_numbers_to_the_digit(query: str, wanted: set[str], filled: None) -> None:
    office = person(Role.OFFICE)
    for cost in ("300", "", "0.5", "20"):
        work(office, name=f"费用{cost}", cost=cost)
    page = browser(office).get(f"/ledgers/of/works?{query}").content.decode()
    assert {cost for cost in ("300", "0.5", "20") if f"费用{cost}<" in page} == wanted


@pytest.mark.django_db
def test_set_up_fills_in_what_an_earlier_release_did_not_keep(filled: None) -> None:
    record = work(person(Role.OFFICE), name="旧的", cost="7")
    column = sort_columns(works())["cost"]
    CurrentRecord.every.update(**{column: None})
    RecordParty.objects.update(ledger="")
    keep_current()
    assert CurrentRecord.every.values_list(column, flat=True).get(pk=record.pk) == number_key(7)
    assert not RecordParty.objects.filter(ledger="").exists()
