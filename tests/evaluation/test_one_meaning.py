"""One meaning of a condition: a record that moves, and the records that an indicator counts, are asked the same."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from helpers_indicators import NORTH, data, entity, programme, record, value
from helpers_one_meaning import AT, CONTENT, ENTITIES, PARTS, PLACES, SUBJECTS, WORKS
from sigai.base.issues import NOWHERE, Issues
from sigai.base.periods import Period
from sigai.base.units import MeasureUnit
from sigai.evaluation import Amounts, Flags, Texts, evaluate
from sigai.formulas import Vocabulary, check_condition, condition_text, formula_text, measures_of, read_condition
from sigai.formulas import nodes as n
from sigai.formulas.function import Applied
from sigai.indicators import compute
from sigai.ledgers import Record
from sigai.ledgers.conditions import RecordRow

# --- records and conditions ------------------------------------------------------------------------------------------

_AMOUNTS = st.sampled_from([0, 0.1, 0.3, 1, 3, 0.0001, 2.9999, 10000, -0.1, 9999999999999.9999])
_TEXTS = st.sampled_from(["green", "plain", "", "是"])
_DAYS = st.sampled_from(["2022-06-30", "2022-07-01", "2022-06-01", "2021-12-31", "2024-02-29"])
_PERIODS = st.sampled_from(["2021", "2021H1", "2021H2", "2021Q2", "2021-06", "2021-12", "2022-01", "2022Q1"])
_CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cost": _AMOUNTS,
        "trade": st.sampled_from(["heat", "power"]),
        "ready": st.booleans(),
        "on": _DAYS,
        "of": _PERIODS,
    },
)
_STRUCK = st.sampled_from([{}, {}, {"struck": "twice"}])
_PARTS = st.lists(st.builds(lambda cells, struck: {"no": 1, "values": cells, **struck}, _CELLS, _STRUCK), max_size=4)
_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "grant": _AMOUNTS,
        "spent": _AMOUNTS,
        "land": _AMOUNTS,
        "site": _AMOUNTS,
        "title": st.sampled_from(["green", "smart"]),
        "remark": _TEXTS,
        "name": _TEXTS,
        "national": st.booleans(),
        "due": _DAYS,
        "done": _DAYS,
        "season": _PERIODS,
        "phase": _PERIODS,
        "parts": _PARTS,
        "visits": st.lists(st.just({"no": 1, "values": {"who": "甲"}}), max_size=2),
    },
)
RECORDS = st.lists(st.tuples(_FIELDS, st.sampled_from(SUBJECTS)), min_size=6, max_size=len(PLACES))

_MONEY_UNITS = st.sampled_from(["元", "万元", "亿元"]).map(MeasureUnit.parse)
_NUMBERS = st.sampled_from([0.0, 0.1, 0.3, 3.0, 0.00003, 1.0, 7.0, 10000.0])
_MONEY = st.recursive(
    st.sampled_from([n.Attribute("grant"), n.Attribute("spent"), n.Parameter("least"), n.Parameter("late")])
    | st.builds(n.Number, _NUMBERS, _MONEY_UNITS),
    lambda money: (
        st.builds(n.Arithmetic, money, st.sampled_from(["+", "-"]), money)
        | st.builds(n.Arithmetic, money, st.sampled_from(["*", "/"]), st.builds(n.Number, _NUMBERS))
    ),
    max_leaves=4,
)
_OF_ROWS = st.one_of(
    st.builds(n.Compare, st.just(n.Attribute("cost")), st.sampled_from(["<", ">=", "="]), _MONEY),
    st.builds(n.Compare, st.just(n.Attribute("trade")), st.sampled_from(["=", "!="]), st.just(n.Word("heat"))),
    st.builds(n.Compare, st.just(n.Attribute("on")), st.sampled_from(["<", ">="]), st.builds(n.Word, _DAYS)),
    st.builds(n.Compare, st.just(n.Attribute("of")), st.sampled_from(["<=", "="]), st.builds(n.Word, _PERIODS)),
    st.just(n.Flag(n.Attribute("ready"))),
    st.just(n.Flag(n.Attribute("national"))),
)
_ITEM = MeasureUnit.parse("项")
_WHERE = st.none() | _OF_ROWS | st.builds(n.Not, _OF_ROWS) | st.builds(n.AnyOf, st.tuples(_OF_ROWS, _OF_ROWS))
_GIVEN_CELLS = st.sampled_from([(), (), ("ready",), ("cost", "on"), ("national",)])
_COUNTED = st.builds(lambda where, given: n.OwnRows("rows", "parts", None, where, given), _WHERE, _GIVEN_CELLS)
_ADDED = st.builds(lambda where, given: n.OwnRows("rows_total", "parts", "cost", where, given), _WHERE, _GIVEN_CELLS)
_COMPUTED = st.sampled_from([n.Attribute("spent_on"), n.Attribute("twice")])
_SIMPLE = st.sampled_from([n.Attribute("grant"), n.Attribute("spent"), n.Parameter("least")])
_GROUPED = n.Conditional(
    ((n.Compare(n.Attribute("land"), ">", n.Number(2.0, MeasureUnit.parse("亩"))), n.Word("green")),), n.Word("smart")
)
_TITLES = st.sampled_from([n.Attribute("title"), n.Word("smart"), _GROUPED])
_LOOKUPS = st.builds(
    lambda title, size, on: n.Lookup("limit", (("title", title), ("size", size)), on),
    _TITLES,
    st.sampled_from([n.Attribute("land"), n.Attribute("site")]),
    st.sampled_from([None, n.Attribute("due"), n.Attribute("done")]),
)
_CONSTANT = st.builds(
    lambda title, day: n.Parameter("limit", (("title", n.Word(title)), ("size", n.Number(2.0))), day),
    st.sampled_from(["green", "smart"]),
    st.sampled_from(["", "2022-06-30", "2021-01-01", "2019-12-31"]),
)
_BOTH = st.tuples(_SIMPLE, _SIMPLE | st.builds(n.Arithmetic, _SIMPLE, st.just("/"), st.builds(n.Number, _NUMBERS)))
_EXTREMES = st.builds(n.Least, _BOTH) | st.builds(n.Greatest, _BOTH)
_SIMPLE_TESTS = st.builds(n.Compare, _SIMPLE, st.sampled_from(["<", ">=", "="]), _SIMPLE) | st.just(
    n.Flag(n.Attribute("national"))
)
_TESTS = _SIMPLE_TESTS | st.builds(n.Not, _SIMPLE_TESTS)
_CHOICES_OF_MONEY = st.builds(
    n.Conditional, st.lists(st.tuples(_TESTS, _MONEY), min_size=1, max_size=3).map(tuple), _MONEY
)
_ROUNDED = st.builds(n.Rounded, _MONEY | _CHOICES_OF_MONEY, st.integers(0, 5))
_WORKED_OUT = (
    _LOOKUPS
    | _CONSTANT
    | _EXTREMES
    | _CHOICES_OF_MONEY
    | _ROUNDED
    | st.builds(n.Arithmetic, _ROUNDED, st.just("+"), _MONEY)
)
_RATIOS = st.builds(n.Arithmetic, _MONEY, st.just("/"), _MONEY)
_SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
_SAME = st.sampled_from(["=", "!="])
_AREAS = st.sampled_from(
    [
        n.Attribute("land"),
        n.Attribute("site"),
        n.Number(1.0, MeasureUnit.parse("亩")),
        n.Number(2000.0, MeasureUnit.parse("m2")),
    ]
)
_CODES = st.sampled_from(["C", "C31", "31", "D4411", "E"])
_CHOICES = st.sampled_from(["green", "smart"])
_WORDS = st.sampled_from(["green", "plain", "star", "是", NORTH, *PLACES[:3]])
_TEXT_NAMES = [
    n.Attribute("remark"),
    n.Attribute("name"),
    n.Attribute("entity"),
    n.Attribute("id"),
    n.Attribute("area"),
    *(n.Attribute(name, of_entity=True) for name in ("id", "area", "park", "tag")),
]
_NAMES = st.sampled_from(_TEXT_NAMES)
_DATES = st.sampled_from([n.Attribute("due"), n.Attribute("done")])
_SPANS = st.sampled_from([n.Attribute("season"), n.Attribute("phase")])
_KINDS = st.sampled_from(["enterprise", "county"])
_ATOMS = st.one_of(
    st.builds(n.Compare, _MONEY, _SIGNS, _MONEY),
    st.builds(n.Compare, _RATIOS, _SIGNS, st.builds(n.Number, _NUMBERS) | _RATIOS),
    st.builds(n.Compare, _WORKED_OUT, _SIGNS, _SIMPLE | _WORKED_OUT),
    st.builds(n.Compare, st.builds(n.Rounded, _RATIOS, st.integers(0, 2)), _SIGNS, st.builds(n.Number, _NUMBERS)),
    st.builds(n.Compare, _LOOKUPS, _SIGNS, _MONEY),
    st.builds(n.Compare, st.just(_GROUPED), _SAME, st.builds(n.Word, st.sampled_from(["green", "smart"]))),
    st.builds(n.Compare, _AREAS, _SIGNS, _AREAS),
    st.builds(n.Compare, _COUNTED, _SIGNS, st.builds(n.Number, st.sampled_from([0.0, 1.0, 2.0]), st.just(_ITEM))),
    st.builds(n.Compare, _ADDED | _COMPUTED, _SIGNS, _MONEY | _ADDED),
    st.builds(n.Compare, st.just(n.Attribute("share")), _SIGNS, st.builds(n.Number, st.sampled_from([0.0, 0.5, 1.0]))),
    st.builds(n.Compare, st.just(n.Attribute("title")), _SAME, st.builds(n.Word, _CHOICES)),
    st.builds(n.OneOf, st.just(n.Attribute("title")), st.lists(_CHOICES, min_size=1, unique=True).map(tuple)),
    st.builds(n.Compare, _NAMES, _SAME, st.builds(n.Word, _WORDS)),
    st.builds(n.Compare, st.builds(n.Word, _WORDS), _SAME, _NAMES),
    st.builds(n.Compare, _NAMES, _SAME, _NAMES),
    st.builds(n.OneOf, _NAMES, st.lists(_WORDS, min_size=1, max_size=3, unique=True).map(tuple)),
    st.builds(n.Compare, st.just(n.Attribute("kind", True)), _SAME, st.builds(n.Word, _KINDS)),
    st.builds(n.Compare, st.just(n.Attribute("industry", True)), _SAME, st.builds(n.Word, _CODES)),
    st.builds(
        n.OneOf,
        st.just(n.Attribute("industry", True)),
        st.lists(_CODES, min_size=1, max_size=2, unique=True).map(tuple),
    ),
    st.builds(n.Compare, _DATES, _SIGNS, _DATES | st.builds(n.Word, _DAYS | _PERIODS)),
    st.builds(n.Compare, st.builds(n.Word, _DAYS | _PERIODS), _SIGNS, _DATES),
    st.builds(n.OneOf, _DATES, st.lists(_DAYS | _PERIODS, min_size=1, max_size=3, unique=True).map(tuple)),
    st.builds(n.Compare, _SPANS, _SIGNS, _SPANS | st.builds(n.Word, _PERIODS)),
    st.builds(n.OneOf, _SPANS, st.lists(_PERIODS, min_size=1, max_size=3, unique=True).map(tuple)),
    st.just(n.InGroup(n.Attribute("industry", True), "metals")),
    st.just(n.Flag(n.Attribute("national"))),
    st.just(n.Flag(n.Attribute("above_scale", True))),
)
CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: (
        st.builds(n.Not, inner)
        | st.builds(n.AllOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(n.AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=4,
)


def answers_of_steps(condition: n.Condition, records: Iterable[tuple[dict[str, Any], str | None]]) -> list[bool | None]:
    """What the step of each record says: yes, no, or None where it is not known."""
    facts, found = data(ENTITIES), []
    for number, (fields, who) in enumerate(records):
        one = Record("works", f"r{number}", name="called", entity=who, area=PLACES[number], fields=fields)
        verdict = evaluate(condition, RecordRow(one, WORKS, CONTENT, facts.entities, dt.date(2022, 3, 31)))
        found.append(bool(verdict.holds[0]) if verdict.known[0] else None)
    return found


def counted(
    conditions: list[n.Condition], records: Iterable[tuple[dict[str, Any], str | None]]
) -> list[list[float | None]]:
    """What an indicator counts of each condition in each record's own area."""
    terms = {f"i{number}": n.Records("works", ("held",), where=one) for number, one in enumerate(conditions)}
    content = programme({id_: (formula_text(term), "项") for id_, term in terms.items()}, **PARTS)
    lives = [("held", "2021-05", None)]
    rows = [
        record(f"r{number}", "works", lives, name="called", entity=who, area=PLACES[number], fields=json.dumps(fields))
        for number, (fields, who) in enumerate(records)
    ]
    at = Period.parse(AT)
    results = compute(content, data(ENTITIES, records=rows), first=at, last=at, terms=False).results.to_pylist()
    found = {(row["indicator"], row["area"]): row["value"] for row in results}
    return [[found[id_, PLACES[number]] for number in range(len(rows))] for id_ in terms]


def assert_alike(conditions: list[n.Condition], records: list[tuple[dict[str, Any], str | None]]) -> None:
    for condition, numbers in zip(conditions, counted(conditions, records), strict=True):
        steps = [float(answer is True) for answer in answers_of_steps(condition, records)]
        assert numbers == steps, condition_text(condition)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(CONDITIONS, min_size=8, max_size=14), RECORDS)
def test_a_step_and_an_indicator_answer_any_condition_alike(
    conditions: list[n.Condition], records: list[tuple[dict[str, Any], str | None]]
) -> None:
    for condition in conditions:
        issues = Issues()
        check_condition(condition, CONTENT.vocabulary, NOWHERE, issues, ledger="works")
        assert not [issue.text("en") for issue in issues]
    assert_alike([*conditions, *map(n.Not, conditions)], records)


def condition(words: str) -> n.Condition:
    issues = Issues()
    found = read_condition(words, NOWHERE, issues, about_record=True)
    assert found is not None, [issue.text("en") for issue in issues]
    return found


EMPTY: dict[str, Any] = {}
WORKED = {
    "not (grant >= 2 亿元)": [None, True],
    "title != green": [None, True],
    "title not in [green]": [None, True],
    "not national": [None, True],
    "not (title = green) or national": [None, True],
    "title = green and national": [None, False],
    "entity.industry not in metals": [None, False],
    "not (entity.tag = star)": [None, True],
    "not entity.above_scale": [None, True],
    "grant * 3 = 0.3 万元": [None, True],
    "grant / 3 < 0.1 万元": [None, True],
    "spent / grant = 30000": [None, True],
    "grant - grant = 0": [None, True],
    "grant / (grant - grant) > 1": [None, None],
    "grant / 0 = grant": [None, None],
    "land = (site)": [None, True],
    "1 万元 < 2 万元": [True, True],
    "param(limit, title: title, size: site) = 3000 元": [None, True],
    "param(limit, title: title, size: site, on: due) = 3000 元": [None, None],
    'param(limit, title: "green", size: site) = 0.3 元': [None, True],
    'param(limit, title: "green", size: 1999.99 m2) = 1000 元': [True, True],
    'param(limit, title: "green", size: 1999.99 m2, on: 2022-03-30) = 3000 元': [True, True],
    'param(limit, title: "smart", size: 2000 m2) = 0.3 万元': [True, True],
    'param(limit, title: "smart", size: 0 m2) = 0.3 万元': [None, None],
    'param(limit, title: "smart", size: 1 m2, on: 2022-06-30) > 0': [None, None],
    'case(land > 100 亩, "甲", land > 2 亩, "乙", "丙") = "乙"': [None, True],
    'not (if(land > 100 亩, "甲", "乙") = "甲")': [None, True],
    'if(land > 100 亩, "甲", "乙") != "甲"': [None, True],
    '"甲" = if(national, "甲", "乙")': [None, False],
    "round(grant) = 0 万元": [None, True],
    "round(grant * 5) = 1 万元": [None, True],
    "round(grant * -5) = -1 万元": [None, True],
    "round(spent / grant) = 30000": [None, True],
    "round(spent / (grant - grant)) = 1": [None, None],
    "round(grant / 3, places: 2) = 0.03 万元": [None, True],
    "if(national, 1, 2) = 2": [None, True],
    "if(grant > 1 万元, grant / 0, grant) = grant": [None, True],
    "case(land > 100 亩, 3, land > 2 亩, 2, 1) = 2": [None, True],
    "if(national, grant, spent) + 1 亿元 > 1 亿元": [None, True],
    "if(title = green, 1, if(land > 2 亩, 2, 3)) = 2": [None, True],
}


TIMES = {
    "due <= 2022-06": True,
    "due <= 2022-06-30": True,
    "due <= 2022-06-29": False,
    "due < 2022-07": True,
    "due < 2022-06": False,
    "due >= 2022-06": True,
    "due > 2022-06": False,
    "due > 2022-05": True,
    "due = 2022-06": True,
    "due != 2022-06": False,
    "due = 2022-07": False,
    'due = "2022Q2"': True,
    'due <= "2022"': True,
    'due > "2021H2"': True,
    "2022-06 >= due": True,
    "2022-07 > due": True,
    "due in [2022-05, 2022-06]": True,
    "due not in [2022-05, 2022-07]": True,
    "due < done": True,
    "due >= done": False,
    "due = (done)": False,
    "missing >= 2022-06": None,
    "not (missing >= 2022-06)": None,
    "missing != 2022-06": None,
    "missing < done": None,
    'season > "2021-12"': False,
    'season < "2021-12"': True,
    'season <= "2021-06"': True,
    'season >= "2021-04"': True,
    'season < "2021-06"': False,
    'season >= "2021-05"': False,
    'season = "2021"': True,
    'season = "2021-06"': False,
    'season = "2021Q2"': True,
    'season > "2021Q1"': True,
    'season in ["2021H1"]': True,
    "season < phase": True,
    "season = (phase)": False,
}


def test_dates_and_periods_go_by_time_not_by_their_texts() -> None:
    fields = {"due": "2022-06-30", "done": "2022-07-01", "season": "2021Q2", "phase": "2021-12"}
    records: list[tuple[dict[str, Any], str | None]] = [(fields, None)]
    conditions = [condition(words.replace("missing", "paid")) for words in TIMES]
    for words, one in zip(TIMES, conditions, strict=True):
        assert answers_of_steps(one, records) == [TIMES[words]], words
    assert_alike(conditions, records)


def test_worked_examples() -> None:
    given_fields = {"grant": 0.1, "spent": 0.3, "title": "smart", "national": False, "land": 3, "site": 2000}
    records: list[tuple[dict[str, Any], str | None]] = [(EMPTY, None), (given_fields, "plain")]
    conditions = [condition(words) for words in WORKED]
    for words, one in zip(WORKED, conditions, strict=True):
        assert answers_of_steps(one, records) == WORKED[words], words
    assert_alike(conditions, records)


@pytest.mark.parametrize("grant", [3, 9999999999999.9999])
def test_products_of_any_size_are_compared(grant: float) -> None:
    """Beyond 38 digits a query compares in floating point; nothing breaks."""
    records: list[tuple[dict[str, Any], str | None]] = [({"grant": grant, "spent": 3}, None), (EMPTY, None)]
    words = ("grant * grant * grant > spent * spent * spent", "grant * grant * grant / grant >= grant * grant")
    assert_alike([condition(each) for each in words], records)


# --- figures of entities ---------------------------------------------------------------------------------------------


class FiguresOfOne:
    """The figures of one enterprise, as conditions in memory ask for them."""

    size = 1

    def __init__(self, figures: dict[str, Decimal]) -> None:
        self._figures = figures

    def amounts(self, name: str, *, of_entity: bool) -> Amounts | None:
        unit = MeasureUnit.parse(CONTENT.measure_by_id[name].unit)
        value = self._figures.get(name)
        return Amounts.of([None if value is None else Fraction(value)], unit)

    def gathered(self, call: Applied) -> None:
        """Enterprises hold no rows."""

    def texts(self, name: str, *, of_entity: bool) -> Texts | None:
        return Texts(np.array([0]), ["C3110"]) if name == "industry" else None

    def time(self, name: str, *, of_entity: bool) -> None:
        """No attribute of an enterprise is a date."""

    def flags(self, name: str, *, of_entity: bool) -> Flags | None:
        return None

    @property
    def vocabulary(self) -> Vocabulary:
        return CONTENT.vocabulary

    def parameter(self, asked: n.Parameter) -> Amounts:
        found = CONTENT.numbers_of(asked).at(Period.parse(AT).last)
        return Amounts.of([None if found is None else Fraction(found.value)], CONTENT.vocabulary.parameters[asked.name])

    def group(self, name: str) -> tuple[str, ...]:
        return CONTENT.industry_group_by_id[name].codes


_FIGURES = st.sampled_from([n.MeasureValue("sales"), n.MeasureValue("sales_flow"), n.Parameter("least")])
_BY_BANDS = st.builds(
    lambda of: n.Lookup("bands", (("size", of),)),
    st.sampled_from([n.MeasureValue("sales"), n.Least((n.MeasureValue("sales"), n.MeasureValue("sales_flow")))]),
)
_CHOSEN_FIGURES = st.builds(
    n.Conditional,
    st.tuples(st.tuples(st.builds(n.Compare, _FIGURES, st.just(">"), _FIGURES), _FIGURES)),
    _FIGURES,
)
_SUMS = st.recursive(
    _FIGURES
    | st.builds(n.Number, _NUMBERS, _MONEY_UNITS)
    | _CHOSEN_FIGURES
    | _BY_BANDS
    | st.builds(n.Rounded, _FIGURES | _CHOSEN_FIGURES, st.integers(0, 3)),
    lambda money: (
        st.builds(n.Arithmetic, money, st.sampled_from(["+", "-"]), money)
        | st.builds(n.Arithmetic, money, st.sampled_from(["*", "/"]), st.builds(n.Number, _NUMBERS))
    ),
    max_leaves=4,
)
_ABOUT_FIGURES = st.builds(n.Compare, _SUMS, _SIGNS, _SUMS) | st.builds(
    n.Compare, st.builds(n.Arithmetic, _SUMS, st.just("/"), _SUMS), _SIGNS, st.builds(n.Number, _NUMBERS)
)
_GIVEN = st.fixed_dictionaries(
    {"sales": st.sampled_from([Decimal(0), Decimal("0.1"), Decimal("0.3"), Decimal(49), Decimal(700), Decimal("-3")])},
    optional={"sales_flow": st.sampled_from([Decimal(0), Decimal("0.1"), Decimal(700), Decimal("12345678.9")])},
)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    st.lists(
        st.builds(n.AnyOf, st.tuples(_ABOUT_FIGURES, _ABOUT_FIGURES))
        | st.builds(
            n.Not, st.builds(n.AllOf, st.tuples(_ABOUT_FIGURES, st.just(n.InGroup(n.Attribute("industry"), "metals"))))
        )
        | _ABOUT_FIGURES,
        min_size=5,
        max_size=15,
    ),
    st.lists(_GIVEN, min_size=5, max_size=len(PLACES)),
)
def test_conditions_on_figures_mean_the_same_in_memory_and_in_queries(
    conditions: list[n.Condition], figures: list[dict[str, Decimal]]
) -> None:
    conditions = [one for one in conditions if measures_of(one)]
    terms = {f"i{number}": n.Entities(where=one) for number, one in enumerate(conditions)}
    content = programme({id_: (formula_text(term), "家") for id_, term in terms.items()}, **PARTS)
    entities = [entity(f"e{number}", PLACES[number]) for number in range(len(figures))]
    values = [
        value(f"e{number}", name, AT, amount) for number, given in enumerate(figures) for name, amount in given.items()
    ]
    at = Period.parse(AT)
    results = compute(content, data(entities, values), first=at, last=at, terms=False).results.to_pylist()
    found = {(row["indicator"], row["area"]): row["value"] for row in results}
    for number, one in enumerate(conditions):
        for place, given_figures in enumerate(figures):
            verdict = evaluate(one, FiguresOfOne(given_figures))
            expected = verdict.holds[0] and verdict.known[0] and measures_of(one) <= given_figures.keys()
            assert bool(found[f"i{number}", PLACES[place]]) == bool(expected), condition_text(one)
