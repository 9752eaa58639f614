"""A small invented vocabulary, and random expressions over it."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import strategies as st

from sigai.base.issues import Issue, Issues, Place
from sigai.base.units import MeasureUnit
from sigai.formulas import (
    LedgerFieldType,
    LedgerType,
    MeasureType,
    ResultType,
    Vocabulary,
    check_condition,
    check_formula,
    measures_of,
    read_condition,
    read_formula,
)
from sigai.formulas import nodes as n
from sigai.formulas.keyed import BandEnd, KeyedPlace, KeyedType, KeyType, Stretch

PLACE = Place("indicators.yaml", line=7)


def _unit(text: str) -> MeasureUnit:
    return MeasureUnit.parse(text)


_ALWAYS = ((dt.date(2020, 1, 1), None),)


def _below(number: int) -> Stretch:
    return Stretch(None, BandEnd(Fraction(number), after=False), _unit("%"))


def _from(number: int) -> Stretch:
    return Stretch(BandEnd(Fraction(number), after=False), None, _unit("%"))


VOCABULARY = Vocabulary(
    lists=frozenset({"key", "重点"}),
    measures={
        "output": MeasureType(_unit("万元"), "ytd"),
        "profit": MeasureType(_unit("亿元"), "flow"),
        "rd_expense": MeasureType(_unit("万元"), "ytd"),
        "employees": MeasureType(_unit("人"), "stock"),
        "coal": MeasureType(_unit("吨"), "ytd"),
        "electricity": MeasureType(_unit("万千瓦时"), "ytd"),
        "waste_made": MeasureType(_unit("吨"), "ytd"),
        "waste_used": MeasureType(_unit("万吨"), "ytd"),
        "key_processes": MeasureType(_unit("个"), "stock"),
        "cnc_processes": MeasureType(_unit("个"), "stock"),
        "score": MeasureType(_unit("%"), "stock"),
        "gdp": MeasureType(_unit("亿元"), "ytd", subject="county"),
    },
    ledgers={
        "titles": LedgerType(
            _unit("家"),
            frozenset({"applied", "recognised", "renewed"}),
            {
                "title": LedgerFieldType("choice", choices=frozenset({"green_factory", "gazelle"})),
                "investment": LedgerFieldType("number", _unit("万元")),
                "spent": LedgerFieldType("number", _unit("亿元")),
                "listed": LedgerFieldType("yes_no"),
                "decided": LedgerFieldType("date"),
                "finished": LedgerFieldType("date"),
                "season": LedgerFieldType("period"),
                "remark": LedgerFieldType("text"),
            },
        ),
        "training": LedgerType(
            _unit("场"), frozenset({"held"}), {"attendees": LedgerFieldType("number", _unit("人次"))}, subject="none"
        ),
    },
    parameters={
        "coal_tce": _unit("tce/吨"),
        "elec_tce": _unit("kgce/kWh"),
        "power_limit": _unit("kWh/吨"),
        "levy": _unit("%"),
        "budget": _unit("万元/项"),
    },
    keyed={
        "power_limit": KeyedType(
            (
                KeyType("product", "choice", choices=frozenset({"zinc", "lead"})),
                KeyType("grade", "number", _unit("%")),
            ),
            (
                KeyedPlace((("product", "zinc"), ("grade", _below(45))), _ALWAYS),
                KeyedPlace((("product", "zinc"), ("grade", _from(45))), _ALWAYS),
                KeyedPlace((("product", "lead"), ("grade", _below(45))), _ALWAYS),
            ),
        ),
        "levy": KeyedType(
            (KeyType("area", "area", choices=frozenset({"110101"})),), (KeyedPlace((("area", "110101"),), _ALWAYS),)
        ),
        "budget": KeyedType(
            (KeyType("title", "choice", choices=frozenset({"green_factory", "gazelle"})),),
            (
                KeyedPlace(
                    (("title", "gazelle"),),
                    ((dt.date(2021, 1, 1), dt.date(2021, 12, 31)), (dt.date(2022, 1, 1), None)),
                ),
            ),
        ),
    },
    industry_groups=frozenset({"manufacturing"}),
)


def formula(text: str) -> n.Expression:
    """The expression of a formula that must have no faults of form."""
    issues = Issues()
    expression = read_formula(text, PLACE, issues)
    assert not list(issues), [issue.text("en") for issue in issues]
    assert expression is not None
    return expression


def condition(text: str, *, about_record: bool = False) -> n.Condition:
    """The condition of a text that must have no faults of form."""
    issues = Issues()
    found = read_condition(text, PLACE, issues, about_record=about_record)
    assert not list(issues), [issue.text("en") for issue in issues]
    assert found is not None
    return found


def formula_faults(text: str) -> list[Issue]:
    """What reading a formula complains about."""
    issues = Issues()
    assert read_formula(text, PLACE, issues) is None
    return list(issues)


def condition_faults(text: str) -> list[Issue]:
    """What reading a condition about a record complains about."""
    issues = Issues()
    assert read_condition(text, PLACE, issues, about_record=True) is None
    return list(issues)


def checked(text: str) -> tuple[ResultType | None, list[str]]:
    """The type of a well-formed formula, and the codes of what is wrong with it."""
    issues = Issues()
    result = check_formula(formula(text), VOCABULARY, PLACE, issues)
    return result, [issue.code for issue in issues]


def condition_codes(text: str, *, ledger: str | None = None, subject: str | None = None) -> list[str]:
    """The codes of what is wrong with a well-formed condition."""
    issues = Issues()
    found = condition(text, about_record=ledger is not None)
    check_condition(found, VOCABULARY, PLACE, issues, ledger=ledger, subject=subject)
    return [issue.code for issue in issues]


# --- random expressions: every tree that a text can mean ---------------------------------------------------

_OWN_NAMES = st.sampled_from(["output", "rd_expense", "total", "state", "over", "month", "count_2", "_x", "m", "year"])
_UNITS = st.sampled_from(["", "亿元", "%", "个百分点", "kgce/kWh", "m²", "t/h", "立方米/万元"]).map(MeasureUnit.parse)
_VALUES = st.floats(min_value=0, max_value=1e12, allow_nan=False, allow_infinity=False) | st.integers(0, 10**9).map(
    float
)
_PLAIN_NUMBERS = st.builds(n.Number, _VALUES, _UNITS)
_NUMBERS = st.builds(
    lambda number, sign: n.Number(number.value * sign, number.unit), _PLAIN_NUMBERS, st.sampled_from([1, -1])
)
_PARAMETERS = st.builds(n.Parameter, _OWN_NAMES)
_KEYS = st.lists(_OWN_NAMES, min_size=1, max_size=2, unique=True)
_DAYS = st.sampled_from(["2022-03-15", "2021-01-01"])
_SIGNS = st.sampled_from(["+", "-", "*", "/"])
_WORDS = (
    _OWN_NAMES
    | st.sampled_from(["and", "in", "110101", "2021-06", "C26"])
    | st.text(max_size=8).filter(lambda text: "”" not in text)
)
_YEARS = st.integers(1990, 2099)


def _placed(values: st.SearchStrategy[n.PlaceValue]) -> st.SearchStrategy[n.Parameter]:
    """Parameters with keys as written, maybe of a day."""
    place = _KEYS.flatmap(lambda keys: st.tuples(*(st.tuples(st.just(key), values) for key in keys)))
    return st.builds(n.Parameter, _OWN_NAMES, place, st.just("") | _DAYS)


_WRITTEN: st.SearchStrategy[n.PlaceValue] = _NUMBERS | st.builds(n.Word, _WORDS)


def _attributes(about_record: bool) -> st.SearchStrategy[n.Attribute]:
    entity = st.sampled_from(n.ENTITY_ATTRIBUTES)
    if not about_record:
        return st.builds(n.Attribute, entity)
    return st.builds(n.Attribute, _OWN_NAMES | st.sampled_from(n.RECORD_ATTRIBUTES)) | st.builds(
        n.Attribute, entity, st.just(True)
    )


def rows(about_record: bool) -> st.SearchStrategy[n.Expression]:
    """Numbers about one entity or record."""
    named = _attributes(about_record)
    leaves = (
        _NUMBERS
        | _PARAMETERS
        | _placed(_WRITTEN)
        | (named if about_record else named | st.builds(n.MeasureValue, _OWN_NAMES))
    )
    return st.recursive(
        leaves,
        lambda row: (
            st.builds(n.Arithmetic, row, _SIGNS, row)
            | st.builds(n.Least, st.lists(row, min_size=2, max_size=3).map(tuple))
            | st.builds(n.Rounded, row, st.integers(0, 6))
            | st.builds(
                lambda name, key, value, more, on: n.Lookup(name, ((key, n.Arithmetic(value, "+", value)), *more), on),
                _OWN_NAMES,
                st.just("first"),
                row,
                st.just(()) | st.tuples(st.tuples(st.just("second"), _WRITTEN | row)),
                st.none() | named,
            )
        ),
        max_leaves=4,
    )


def _choices_of_texts(test: st.SearchStrategy[n.Condition]) -> st.SearchStrategy[n.Conditional]:
    texts = st.builds(n.Word, _WORDS)
    return st.builds(n.Conditional, st.lists(st.tuples(test, texts), min_size=1, max_size=3).map(tuple), texts)


def conditions(about_record: bool) -> st.SearchStrategy[n.Condition]:
    """Conditions about one entity or record."""
    named, row, word = _attributes(about_record), rows(about_record), st.builds(n.Word, _WORDS)
    signs = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    simple = (
        st.builds(n.Compare, row | word, signs, row | word)
        | st.builds(n.Compare, _choices_of_texts(st.builds(n.Flag, named)), signs, row | word)
        | st.builds(n.OneOf, named, st.lists(_WORDS, min_size=1, max_size=3, unique=True).map(tuple))
        | st.builds(n.InGroup, named, _OWN_NAMES)
        | st.builds(n.InList, named, _WORDS)
        | st.builds(n.Flag, named if about_record else named | st.builds(n.Attribute, _OWN_NAMES))
    )
    return st.recursive(
        simple,
        lambda inner: (
            st.builds(n.Not, inner)
            | st.builds(n.AllOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
            | st.builds(n.AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
        ),
        max_leaves=5,
    )


def _arithmetic(row: n.Expression) -> bool:
    """Whether a total over this is a total of arithmetic with a measure in it."""
    return isinstance(row, n.Arithmetic | n.Applied) and bool(measures_of(row))


def expressions() -> st.SearchStrategy[n.Expression]:
    """Formulas of every kind."""
    of_entity, of_record = st.none() | conditions(about_record=False), st.none() | conditions(about_record=True)
    states = st.lists(_OWN_NAMES, min_size=1, max_size=3, unique=True).map(tuple)
    within = st.sampled_from(["year", "programme", "always"])
    windows = st.sampled_from(["default", "month", "rolling", "programme"])
    field_of = st.sampled_from(["distinct", "total"])
    leaves = (
        _NUMBERS
        | _PARAMETERS
        | _placed(_WRITTEN | st.just(n.AreaAtHand()))
        | st.builds(n.Total, _OWN_NAMES, of_entity, windows)
        | st.builds(n.RowTotal, rows(about_record=False).filter(_arithmetic), of_entity, windows)
        | st.builds(n.Mean, rows(about_record=False), of_entity)
        | st.builds(n.Entities, _OWN_NAMES | st.just("enterprise"), of_entity)
        | st.builds(n.Reporting, _OWN_NAMES, of_entity)
        | st.builds(n.Records, _OWN_NAMES, states, st.just("count"), st.none(), of_record, within)
        | st.builds(n.Records, _OWN_NAMES, states, field_of, _OWN_NAMES, of_record, within)
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(n.Arithmetic, inner, _SIGNS, inner)
            | st.builds(n.Negative, inner)
            | st.builds(n.Greatest, st.lists(inner, min_size=2, max_size=3).map(tuple))
            | st.builds(n.Rounded, inner, st.integers(0, 6))
            | st.builds(n.Growth, inner)
            | st.builds(n.AverageGrowth, inner, _YEARS)
            | st.builds(n.Change, inner, _YEARS)
            | st.builds(n.PointChange, inner, _YEARS)
        ),
        max_leaves=6,
    )
