"""Counts and sums of records, against worked examples."""

from __future__ import annotations

import json
from datetime import date

from helpers_indicators import (
    CITY,
    COURSES,
    NORTH,
    PARK,
    SOUTH,
    TITLES,
    data,
    entity,
    numbers,
    numbers_of,
    programme,
    record,
    text,
)
from sigai.base.issues import NOWHERE, Issues
from sigai.base.periods import Period
from sigai.evaluation import evaluate
from sigai.formulas import read_condition
from sigai.indicators import compute
from sigai.ledgers import Record
from sigai.ledgers.conditions import RecordRow
from sigai.programme.ledgers import Choice, LedgerField
from sigai.tables.contracts import ENTITIES


def count(more: str = "") -> tuple[str, str]:
    return f"count(titles, state: recognised{more})", "家"


def test_records_count_while_they_stand_in_the_state():
    facts = data(
        records=[
            record("r", "titles", [("recognised", "2021-05", "2022-03"), ("withdrawn", "2022-03", None)], area=NORTH)
        ]
    )
    assert numbers(count(), facts, "2021-04", "2021-05", "2022-02", "2022-03") == [0, 1, 1, 0]
    assert numbers(("count(titles, state: withdrawn)", "家"), facts, "2022-02", "2022-03") == [0, 1]


def test_windows_ask_when_a_record_entered():
    lives = {"early": "2020-05", "first": "2021-05", "late": "2022-02"}
    facts = data(
        records=[record(id_, "titles", [("recognised", since, None)], area=NORTH) for id_, since in lives.items()]
    )
    at = ("2021-12", "2022-01", "2022-12")
    expected = {
        "count(titles, state: recognised)": [2, 2, 3],
        "count(titles, state: recognised, within: programme)": [1, 1, 2],
        "count(titles, state: recognised, within: year)": [1, 0, 1],
    }
    assert numbers_of(expected, "家", facts, *at) == expected


def test_passing_between_counted_states_is_no_new_entry():
    lives = [("recognised", "2021-05", "2022-03"), ("renewed", "2022-03", None)]
    facts = data(records=[record("r", "titles", lives, area=NORTH)])
    both = "count(titles, state: [recognised, renewed]{})"
    assert numbers((both.format(""), "家"), facts, "2021-05", "2022-03") == [1, 1]
    assert numbers((both.format(", within: year"), "家"), facts, "2021-12", "2022-03") == [1, 0]


def test_coming_back_after_a_gap_is_a_new_entry():
    lives = [("recognised", "2021-05", "2021-08"), ("withdrawn", "2021-08", "2022-03"), ("recognised", "2022-03", None)]
    facts = data(records=[record("r", "titles", lives, area=NORTH)])
    assert numbers(count(", within: year"), facts, "2021-12", "2022-03") == [0, 1]


def test_a_record_that_left_in_the_month_it_entered_never_counts():
    facts = data(
        records=[
            record("r", "titles", [("recognised", "2021-05", "2021-05"), ("withdrawn", "2021-05", None)], area=NORTH)
        ]
    )
    assert numbers(count(), facts, "2021-05") == [0]


def test_a_ledger_that_was_not_supplied_is_no_data_and_an_empty_one_is_zero():
    assert numbers(count(), data(), "2022-01") == [None]
    assert numbers(count(), data(ledgers=["titles"]), "2022-01") == [0]


def test_conditions_on_fields_and_on_the_entity():
    def title(id_: str, fields: str, who: str) -> dict:
        return record(id_, "titles", [("recognised", "2021-05", None)], fields=fields, entity=who)

    facts = data(
        [entity("big", above_scale_since="2022-01", tags=["star"]), entity("small", SOUTH, industry="D4411")],
        records=[
            title("r1", '{"title": "green", "grant": 20000, "national": true}', "big"),
            title("r2", '{"title": "smart", "grant": "5"}', "big"),
            title("r3", '{"title": "green", "national": false}', "small"),
        ],
    )
    cases = {
        "title = green": 2,
        "title in [green, smart]": 3,
        "title != green": 1,
        "grant >= 2 亿元": 1,
        "grant >= 5": 2,
        "not grant >= 5": 0,
        "national": 1,
        "name = r2": 1,
        "entity.industry in metals": 2,
        "entity.tag = star": 2,
        "entity.above_scale": 2,
        "entity.above_scale and title = green": 1,
    }
    expected = {f"count(titles, state: recognised, where: {case})": [number] for case, number in cases.items()}
    assert numbers_of(expected, "家", facts, "2022-01") == expected
    assert numbers(count(", where: entity.above_scale"), facts, "2021-12") == [0]


def test_different_entities_and_values_of_fields():
    facts = data(
        [entity("a"), entity("b", SOUTH)],
        records=[
            record(id_, "titles", [("recognised", "2021-05", None)], entity=who, fields=f'{{"title": "{title}"}}')
            for id_, who, title in (("1", "a", "green"), ("2", "a", "smart"), ("3", "b", "green"))
        ],
    )
    expected = {f"distinct(titles.{field}, state: recognised)": [2] for field in ("entity", "title")}
    assert numbers_of(expected, "家", facts, "2022-01") == expected
    assert numbers(("distinct(titles.title, state: recognised)", "家"), facts, "2022-01", area=SOUTH) == [1]


def test_sums_of_a_number_field():
    def course(id_: str, since: str, fields: str, area: str = NORTH) -> dict:
        return record(id_, "courses", [("held", since, None)], fields=fields, area=area)

    facts = data(
        records=[
            course("1", "2021-05", '{"attendees": 30}'),
            course("2", "2022-02", '{"attendees": 12.5}'),
            course("3", "2022-02", "{}", SOUTH),
        ]
    )
    formula = ("total(courses.attendees, state: held)", "人")
    assert numbers(formula, facts, "2021-04", "2021-05", "2022-02") == [0, 30, 42.5]
    assert numbers(formula, facts, "2022-02", area=SOUTH) == [None]


def test_a_record_counts_at_its_own_area_or_where_its_entity_is():
    alive = [("recognised", "2021-05", None)]
    facts = data(
        [entity("a", NORTH, park=PARK)],
        records=[
            record("elsewhere", "titles", alive, entity="a", area=SOUTH),
            record("there", "titles", alive, entity="a"),
            record("same", "titles", alive, entity="a", area=NORTH),
            record("alone", "titles", alive, area=PARK),
            record("nowhere", "titles", alive),
        ],
    )
    found = {area: numbers(count(), facts, "2022-01", area=area)[0] for area in (CITY, NORTH, SOUTH, PARK)}
    assert found == {CITY: 4, NORTH: 3, SOUTH: 1, PARK: 3}


def test_fields_of_one_name_are_those_of_their_own_ledger():
    choices = (Choice(id="large", name=text("large")), Choice(id="small", name=text("small")))
    grant = LedgerField(id="grant", name=text("grant"), type="choice", choices=choices)
    courses = COURSES.model_copy(update={"fields": (*COURSES.fields, grant)})
    formulas = {
        "sum": ("total(titles.grant, state: recognised)", "万元"),
        "many": ("count(titles, state: recognised, where: grant > 5万元)", "家"),
        "large": ("count(courses, state: held, where: grant = large)", "次"),
    }
    told = {"r": ("titles", "recognised", 7), "s": ("titles", "recognised", 3), "c": ("courses", "held", "large")}
    records = [
        record(id_, ledger, [(state, "2021-05", None)], area=NORTH, fields=json.dumps({"grant": grant}))
        for id_, (ledger, state, grant) in told.items()
    ]
    month = Period.parse("2021-06")
    content = programme(formulas, ledgers=(TITLES, courses))
    results = compute(content, data(records=records), first=month, last=month).results.to_pylist()
    assert {row["indicator"]: row["value"] for row in results if row["area"] == CITY} == {
        "sum": 10.0,
        "many": 1.0,
        "large": 1.0,
    }


def test_a_field_of_several_choices_is_asked_for_each_alike_in_a_query_and_in_a_step():
    choices = tuple(Choice(id=name, name=text(name)) for name in "abc")
    field = LedgerField(id="sectors", name=text("sectors"), type="choices", choices=choices)
    ledger = TITLES.model_copy(update={"fields": (*TITLES.fields, field)})
    kept = {"r1": "a", "r2": "a;b", "r3": "c", "r4": ""}
    cases = {
        "sectors = a": {"r1", "r2"},
        "sectors in [b, c]": {"r2", "r3"},
        "sectors != a": {"r3"},
        "not sectors in [a, b]": {"r3"},
        "sectors = a and sectors = b": {"r2"},
    }
    fields = {name: json.dumps({"sectors": value} if value else {}) for name, value in kept.items()}
    lives = [("recognised", "2021-05", None)]
    facts = data(records=[record(name, "titles", lives, area=NORTH, fields=fields[name]) for name in kept])
    asked = {case: f"count(titles, state: recognised, where: {case})" for case in cases}
    content = programme(
        {f"f{n}": (formula, "家") for n, formula in enumerate(asked.values())}, ledgers=(ledger, COURSES)
    )
    month = Period.parse("2022-01")
    found = compute(content, facts, first=month, last=month, terms=False).results.to_pylist()
    counted = {row["indicator"]: row["value"] for row in found if row["area"] == CITY}
    for number, (case, wanted) in enumerate(cases.items()):
        assert counted[f"f{number}"] == len(wanted), case
        condition = read_condition(case, NOWHERE, Issues(), about_record=True)
        rows = {
            name: evaluate(
                condition,
                RecordRow(
                    Record("titles", name, fields=json.loads(fields[name])),
                    ledger,
                    content,
                    ENTITIES.empty_table(),
                    date(2022, 1, 1),
                ),
            )
            for name in kept
        }
        assert {name for name, verdict in rows.items() if verdict.holds[0] and verdict.known[0]} == wanted, case
