"""What conditions want of the fields of records."""

from datetime import date

import pytest

from sigai.base.issues import NOWHERE, Issues
from sigai.demonstration.draws import stream
from sigai.demonstration.record_fields import Inventor, Wanted, counted_words, wanted_of
from sigai.formulas import read_condition
from sigai.programme.ledgers import Ledger

NAME = {"zh": "名", "en": "name"}
LEDGER = Ledger.model_validate(
    {
        "id": "projects",
        "name": NAME,
        "counted_in": "个",
        "states": [{"id": "open", "name": NAME}],
        "fields": [
            {"id": "kind", "name": NAME, "type": "choice", "choices": [{"id": c, "name": NAME} for c in "abc"]},
            {"id": "key", "name": NAME, "type": "yes_no"},
            {"id": "money", "name": NAME, "type": "number", "unit": "万元", "minimum": 0},
            {"id": "due", "name": NAME, "type": "date", "required": True},
            {"id": "remark", "name": NAME, "type": "text", "required": True},
        ],
    }
)


def wanted(text):
    return wanted_of(LEDGER, read_condition(text, NOWHERE, Issues(), about_record=True))


@pytest.mark.parametrize(
    ("condition", "field", "found"),
    [
        ("kind = a", "kind", Wanted(words=("a",))),
        ("kind in [a, b] and key", "kind", Wanted(words=("a", "b"))),
        ("kind != c", "kind", Wanted(refused=("c",))),
        ("key", "key", Wanted(words=("是",))),
        ("not key", "key", Wanted(words=("否",))),
        ("money >= 2 亿元", "money", Wanted(low=20_000)),
        ("kind = a or kind = b", "kind", Wanted(words=("a",))),
    ],
)
def test_conditions_say_what_they_want(condition, field, found):
    assert wanted(condition)[field] == found


def test_nothing_is_wanted_of_the_entity():
    assert wanted("entity.above_scale") == {}


@pytest.mark.parametrize("number", range(20))
def test_invented_fields_meet_what_is_wanted_and_avoid_what_is_counted(number):
    counted = counted_words(LEDGER, [read_condition("kind = a and key", NOWHERE, Issues(), about_record=True)])
    inventor = Inventor(LEDGER, {}, counted, entities=(), areas=(), units=())
    cells = inventor.invent(wanted("money > 2 亿元"), date(2021, 5, 1), stream(number, "x"))
    assert cells["money"] > 20_000
    assert cells["kind"] in ("b", "c", None)
    assert cells["key"] in ("否", None)
    assert cells["due"] > date(2021, 5, 1)
    assert cells["remark"].startswith("演示")


def test_a_field_that_came_later_leaves_all_others_as_they_were():
    more = LEDGER.model_dump(by_alias=True)
    more["fields"] = [{"id": "later", "name": NAME, "type": "number"}, *more["fields"]]
    longer = Ledger.model_validate(more)
    found = []
    for ledger, later in ((LEDGER, {}), (longer, {"later": stream(1, "later")}), (longer, {})):
        inventor = Inventor(ledger, {}, {}, entities=(), areas=(), units=(), later=later)
        random = stream(1, "x")
        found.append([inventor.invent({}, date(2021, 5, 1), random) for _ in range(9)])
    before, beside, among = ([{key: one[key] for key in found[0][0]} for one in each] for each in found)
    assert beside == before != among
