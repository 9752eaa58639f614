"""What a formula about a record gives, number or text: the same of one record and of the columns of a query."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import ibis
import pyarrow as pa
import pytest

from helpers_indicators import data, programme, text
from sigai.base.issues import NOWHERE, Issues
from sigai.base.units import MeasureUnit
from sigai.evaluation import decimals, parameters_taken, worked_out
from sigai.evaluation.decimals import Wholes
from sigai.evaluation.queries import Subject
from sigai.evaluation.queries import worked_out as worked_out_in_query
from sigai.formulas import check_value, formula_text, read_formula
from sigai.formulas import nodes as n
from sigai.formulas.quantities import Named, Quantity
from sigai.ledgers import Record
from sigai.ledgers.conditions import RecordRow
from sigai.programme.common import Reference
from sigai.programme.ledgers import Choice, Ledger, LedgerField, State
from sigai.programme.parameters import DatedNumber, Parameter, ParameterKey
from sigai.tables import DuckStore, table_of

ON = dt.date(2022, 3, 31)
PRODUCTS = tuple(Choice(id=name, name=text(name)) for name in ("zinc", "lead"))
ORES = Ledger(
    id="ores",
    name=text("ores"),
    counted_in="批",
    fields=(
        LedgerField(id="product", name=text("product"), type="choice", choices=PRODUCTS),
        LedgerField(id="grade", name=text("grade"), type="number", unit="%"),
        LedgerField(id="mass", name=text("mass"), type="number", unit="吨"),
        LedgerField(id="made", name=text("made"), type="date"),
    ),
    states=(State(id="held", name=text("held")),),
)


def number(value: object, start: str, end: str | None, **where: Any) -> DatedNumber:
    return DatedNumber(start=start, end=end, where=where, value=value, source=Reference(title=f"notice {value}"))


PRICE = Parameter(
    id="price",
    name=text("price"),
    unit="元/吨",
    keys=(
        ParameterKey(id="product", name=text("product"), type="choice", choices=PRODUCTS),
        ParameterKey(id="grade", name=text("grade"), type="number", unit="%"),
    ),
    values=(
        number("100.5", "2020", "2022-03-14", product="zinc", grade={"below": 45}),
        number(120, "2022-03-15", None, product="zinc", grade={"below": 45}),
        number(200, "2020", None, product="zinc", grade={"at_least": 45}),
        number(70, "2020", None, product="lead", grade={"above": 0}),
    ),
)
CONTENT = programme({}, ledgers=(ORES,), parameters=(PRICE,))
ROWS: list[dict[str, Any]] = [
    {"product": "zinc", "grade": 44.9999, "mass": 10, "made": "2022-03-14"},
    {"product": "zinc", "grade": 45, "mass": 3, "made": "2022-03-15"},
    {"product": "zinc", "grade": 20, "mass": 3, "made": "2022-03-15"},
    {"product": "lead", "grade": 0, "mass": 3, "made": "2022-03-15"},
    {"product": "lead", "grade": 60, "mass": 0.1},
    {"grade": 60, "mass": 1},
    {},
]
CLASS = 'case(grade >= 60 %, "甲", grade >= 45 %, "乙", "丙")'
FORMULAS: dict[str, list[Fraction | str | None]] = {
    CLASS: ["丙", "乙", "丙", "丙", "甲", "甲", None],
    f'if(product = zinc, "锌", {CLASS})': ["锌", "锌", "锌", "丙", "甲", None, None],
    "param(price, product: product, grade: grade)": [120, 200, 120, None, 70, None, None],
    "param(price, product: product, grade: grade, on: made)": [Fraction(201, 2), 200, 120, None, None, None, None],
    "mass * param(price, product: product, grade: grade)": [1200, 600, 360, None, 7, None, None],
    f'mass * param(price, product: if({CLASS} = "乙", "lead", "zinc"), grade: grade)': [
        *(1200, 210, 360, 360, 20, 200),
        None,
    ],
    'param(price, product: "zinc", grade: 30 %, on: 2022-03-14) * 1': [Fraction(201, 2)] * 7,
    "round(mass / 3, places: 1)": [*(Fraction(33, 10), 1, 1, 1, 0), Fraction(3, 10), None],
    "1 / (mass - mass)": [None] * 7,
    "1 / 0": [None] * 7,
}


def read(written: str) -> n.Expression:
    issues = Issues()
    found = read_formula(written, NOWHERE, issues, about="record")
    assert found is not None, [issue.text("en") for issue in issues]
    assert read_formula(formula_text(found), NOWHERE, issues, about="record") == found
    return found


def row(fields: dict[str, Any]) -> RecordRow:
    return RecordRow(Record("ores", "r", fields=fields), ORES, CONTENT, data().entities, ON)


@pytest.mark.parametrize("written", FORMULAS)
def test_of_one_record(written: str) -> None:
    assert [worked_out(read(written), row(fields)) for fields in ROWS] == [[each] for each in FORMULAS[written]]


def test_of_the_columns_of_a_query() -> None:
    names = ("product", "grade", "mass", "made")
    kinds = {"product": pa.string(), "grade": pa.decimal128(18, 4), "mass": pa.decimal128(18, 4), "made": pa.string()}
    lines = [
        (place, *(Decimal(str(one)) if isinstance(one, int | float) else one for one in map(fields.get, names)))
        for place, fields in enumerate(ROWS)
    ]
    with DuckStore(threads=1) as store:
        table = store.put("ores", table_of(lines, place=pa.int32(), **kinds))

        def named(asked: Named) -> Quantity[Wholes]:
            if isinstance(asked, n.Parameter):
                return decimals.parameter(CONTENT, asked, ibis.literal(2022 * 12 + 2))
            assert isinstance(asked, n.Attribute)
            field = ORES.field(asked.name)
            assert field is not None
            return decimals.figure(table[asked.name], MeasureUnit.parse(field.unit))

        columns = {name: table[name] for name in ("product", "made")}
        subject = Subject(CONTENT, columns, {}, {}, frozenset({"grade", "mass"}), {"made": "date"}, named)
        answers = {f"f{place}": worked_out_in_query(read(one), subject) for place, one in enumerate(FORMULAS)}
        rows = store.run(table.select("place", **answers).order_by("place")).to_pylist()
    for place, (written, expected) in enumerate(FORMULAS.items()):
        found = [one[f"f{place}"] for one in rows]
        wanted = [pytest.approx(float(one)) if isinstance(one, Fraction | int) else one for one in expected]
        assert found == wanted, written


def test_its_type_and_what_it_took() -> None:
    issues = Issues()
    types = [check_value(read(written), CONTENT.vocabulary, NOWHERE, issues, ledger="ores") for written in FORMULAS]
    assert [issue.text("en") for issue in issues] == []
    told = [(found.unit.symbol, found.texts) for found in types if found is not None]
    assert told[:2] == [("", ("甲", "乙", "丙")), ("", ("锌", "甲", "乙", "丙"))]
    assert [unit for unit, _ in told[2:5]] == ["元/吨", "元/吨", "元"]
    asked = parameters_taken(read("mass * param(price, product: product, grade: grade, on: made)"), row(ROWS[0]))
    numbers = [row(ROWS[0]).number(each) for each in asked]
    assert [(one.value, one.source.title) for one in numbers if one] == [(Decimal("100.5"), "notice 100.5")]
    assert parameters_taken(read("param(price, product: product, grade: grade)"), row(ROWS[-1])) == ()
    wrong = check_value(read('if(grade > 3 吨, "甲", "乙")'), CONTENT.vocabulary, NOWHERE, issues, ledger="ores")
    assert (wrong, [issue.code for issue in issues]) == (None, ["E051"])
    assert check_value(read("mass"), CONTENT.vocabulary, NOWHERE, issues, ledger="oars") is None
