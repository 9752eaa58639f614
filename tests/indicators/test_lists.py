"""Who stands on a named list of the register, by its dated facts: in totals, counts, arithmetic and of records."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from helpers_formulas import checked, condition_codes, condition_faults
from helpers_indicators import CITY, data, entity, month, programme, record, value
from sigai.base.periods import Period
from sigai.indicators import compute
from sigai.tables import FACTS, Data

KEY = "重点企业"


def listed(who: str, name: str, since: str | None = None, until: str | None = None) -> dict[str, Any]:
    months = {"since": since and month(since), "until": until and month(until)}
    return {"entity": who, "fact": "list", "value": name, **months}


def facts(*rows: dict[str, Any]) -> Data:
    whole = data(
        [entity("a"), entity("b"), entity("c")],
        [value(who, "sales", f"2022-0{n}", 10 * n) for who in "abc" for n in (1, 2, 3)],
        [record(f"r{who}", "titles", [("recognised", "2021-05", None)], entity=who) for who in "abc"],
    )
    return Data(**{**{name: getattr(whole, name) for name in whole.__dataclass_fields__}, "facts": table(rows)})


def table(rows: tuple[dict[str, Any], ...]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=FACTS)


LISTED = facts(listed("a", KEY), listed("b", KEY, "2022-02", "2022-02"), listed("b", "others"), listed("c", "others"))
NUMBERS: dict[str, tuple[str, list[float | None]]] = {
    f'entities(where: id in list("{KEY}"))': ("家", [1, 2, 1]),
    f'entities(where: id not in list("{KEY}"))': ("家", [2, 1, 2]),
    f'total(sales, where: id in list("{KEY}"))': ("万元", [10, 40, 30]),
    f'entities(where: sales > 15 万元 and id in list("{KEY}"))': ("家", [0, 2, 1]),
    'entities(where: id in list(others) or id in list("nobody"))': ("家", [2, 2, 2]),
    f'count(titles, state: recognised, where: entity in list("{KEY}"))': ("家", [1, 2, 1]),
    f'count(titles, state: recognised, where: entity.id not in list("{KEY}"))': ("家", [2, 1, 2]),
    # each month by its own list: a 10, 10, 10; b 0, 10, 0
    f'total(if(id in list("{KEY}"), sales, 0 万元), over: month)': ("万元", [10, 20, 10]),
}


def test_numbers() -> None:
    written = {f"f{number}": (one, unit) for number, (one, (unit, _)) in enumerate(NUMBERS.items())}
    months = [Period.parse(f"2022-0{number}") for number in (1, 2, 3)]
    rows = compute(programme(written), LISTED, first=months[0], last=months[-1], terms=False).results.to_pylist()
    found = {(row["indicator"], row["month"]): row["value"] for row in rows if row["area"] == CITY}
    for id_, (one, _) in written.items():
        assert [found[id_, month.last] for month in months] == NUMBERS[one][1], one


def test_without_dated_facts_nobody_is_known_to_stand_on_a_list_or_not() -> None:
    at = Period.parse("2022-01")
    content = programme(
        {"on": (f'entities(where: id in list("{KEY}"))', "家"), "off": ("entities(where: id not in list(x))", "家")}
    )
    rows = compute(content, facts(), first=at, last=at, terms=False).results.to_pylist()
    assert [row["value"] for row in rows if row["area"] == CITY] == [0, 0]


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("id in list(key)", []),
        ('id not in list("重点") and above_scale', []),
        ("area in list(key)", ["E104"]),
        ("industry in list(key)", ["E104"]),
        ("id in list(nobody)", ["E115"]),
    ],
)
def test_only_entities_stand_on_lists(condition: str, codes: list[str]) -> None:
    assert condition_codes(condition) == codes


def test_records_ask_for_their_entity_and_steps_cannot_ask() -> None:
    for condition, codes in (("entity", []), ("entity.id", []), ("remark", ["E104"]), ("id", ["E104"])):
        assert checked(f"count(titles, state: applied, where: {condition} in list(key))")[1] == codes
    assert checked("count(training, state: held, where: entity in list(key))")[1] == ["E082"]
    assert condition_codes("entity in list(key)", ledger="titles") == ["E105"]
    (fault,) = condition_faults("entity in lists(key)")
    assert fault.code == "E030"
