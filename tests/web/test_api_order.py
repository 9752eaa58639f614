"""Lists of the API in the order of their columns: the same as on the page, each record once, whatever is written."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

import pytest

from helpers_api import Program
from helpers_records import work
from helpers_web import person
from sigai_web import programme
from sigai_web.ledgers import listing
from sigai_web.ledgers.reading import RecordsReader
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db
ADDRESS = "/ledgers/works/records"
COSTS = ("300", "", "100", "300", "20.5", "")


@pytest.fixture
def works(filled: None) -> Any:
    """Six works of which some cost the same and some nothing; whoever asks for them."""
    office = person(Role.OFFICE)
    for number, cost in enumerate(COSTS):
        work(office, name=f"第{number}个", cost=cost)
    return office


def walked(program: Program, order: str, limit: int = 1) -> list[str]:
    numbers: list[str] = []
    after = ""
    while True:
        page = program.get(f"{ADDRESS}?limit={limit}&sort={order}{after}").json()
        numbers += [one["number"] for one in page["items"]]
        if page["next"] is None:
            return numbers
        after = f"&after={page['next']}"


@pytest.mark.parametrize(
    "column", ["number", "name", "state", "area", "day", "due", "at", "f_cost", "f_kind", "f_note"]
)
@pytest.mark.parametrize("down", ["", "-"])
def test_page_by_page_it_is_the_order_of_the_list(column: str, down: str, works: Any) -> None:
    of = programme.current().ledger_by_id["works"]
    reader = RecordsReader(works, of)
    wanted = listing.asked(of, {"sort": f"{down}{column}"})
    listed = listing.in_order(reader, reader.rows, wanted).values_list("number", flat=True)
    program = Program(works)
    assert walked(program, f"{down}{column}") == list(listed) == walked(program, f"{down}{column}", 4)


def test_nothing_comes_twice_or_is_left_out_while_others_write(works: Any) -> None:
    program = Program(works)
    first = program.get(f"{ADDRESS}?limit=3&sort=f_cost").json()
    before = {one["number"] for one in first["items"]}
    work(works, name="便宜的", cost="1")
    last = CurrentRecord.objects.get(number=first["items"][-1]["number"])
    CurrentRecord.every.filter(pk=last.pk).update(withdrawn=True)
    rest = program.get(f"{ADDRESS}?sort=f_cost&after={first['next']}").json()["items"]
    after = {one["number"] for one in rest}
    assert not before & after
    assert len(before | after) == len(COSTS), "the new one stands before the cursor, the one gone was seen"


@pytest.mark.parametrize("query", ["sort=f_nothing", "sort=colour", "sort=f_cost&after=x", "sort=f_cost&after=e30="])
def test_what_orders_no_list_is_refused(query: str, works: Any) -> None:
    assert Program(works).get(f"{ADDRESS}?{query}").status_code == 422


@pytest.mark.parametrize("column", ["number", "name", "state", "area", "day", "due", "at", "f_cost", "f_note"])
@pytest.mark.parametrize(
    "value",
    ["null", '"x"', "5", "1e300", "NaN", "Infinity", "true", '"\\u0000"', '"\\ud800"', "1" + "0" * 30, '"2022-01-01"'],
)
def test_a_cursor_of_another_order_or_of_nobody_is_refused_or_followed(column: str, value: str, works: Any) -> None:
    cursor = urlsafe_b64encode(f'["{column}", {value}, 1]'.encode()).decode()
    answer = Program(works).get(f"{ADDRESS}?sort={column}&after={cursor}")
    assert answer.status_code in (200, 422)


def test_the_cursor_of_one_order_is_none_of_another(works: Any) -> None:
    program = Program(works)
    for first, then in (("f_cost", "name"), ("name", "-name"), ("name", "f_cost"), ("at", "state"), ("state", "at")):
        cursor = program.get(f"{ADDRESS}?limit=1&sort={first}").json()["next"]
        assert program.get(f"{ADDRESS}?sort={then}&after={cursor}").status_code == 422
