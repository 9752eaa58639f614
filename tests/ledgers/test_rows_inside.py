"""Tables inside records: read from a folder, required by steps, judged by conditions, computed; checked as content."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from helpers_values import code, programme, text, unfilled, write_folder
from sigai.base.issues import Severity
from sigai.ledgers import LinkedRecords, LinkIndex, Record, computed_values, read_records, rows_in, transition
from sigai.programme import Programme
from sigai.programme.checks import check_programme
from sigai.tables.contracts import ENTITIES
from sigai.values import read_values

DAY = dt.date(2022, 3, 1)


def content(
    condition: str = "", *, requires: tuple[str, ...] = (), rows: Any = None, computed: Any = (), **step: Any
) -> Programme:
    measures = {
        "id": "measures",
        "name": text("措施"),
        "unit": "项",
        "minimum": 2,
        "maximum": 3,
        "once": ["what"],
        "columns": [
            {"id": "what", "name": text("内容"), "type": "text", "required": True},
            {"id": "cost", "name": text("花费"), "type": "money", "unit": "万元"},
            {"id": "sure", "name": text("核实"), "type": "yes_no"},
            {"id": "works", "name": text("工程"), "type": "record", "ledgers": ["works"]},
        ],
        **(rows or {}),
    }
    steps = [
        {"id": "ask", "name": text("提出"), "origins": ["start"], "to": "asked", "roles": ["area_reporter"]},
        {
            "id": "close",
            "name": text("办结"),
            "origins": ["asked"],
            "to": "closed",
            "roles": ["office"],
            "requires": list(requires),
            "condition": condition,
            **step,
        },
    ]
    states = [{"id": "asked", "name": text("提出")}, {"id": "closed", "name": text("办结"), "final": True}]
    audits = {
        "id": "audits",
        "name": text("诊断"),
        "counted_in": "家",
        "fields": [{"id": "limit", "name": text("上限"), "type": "number", "unit": "万元"}],
        "rows": [measures],
        "computed": list(computed),
        "states": states,
        "transitions": steps,
    }
    works = {"id": "works", "name": text("工程"), "counted_in": "个", "states": states, "transitions": steps[:1]}
    return programme(ledgers=[audits, works])


def row(number: int, struck: str = "", **values: Any) -> dict[str, Any]:
    return {"no": number, "values": values, **({"struck": struck} if struck else {})}


def audit(*rows: dict[str, Any], **fields: Any) -> Record:
    return Record("audits", "A1", "诊断", None, None, "asked", DAY, {**fields, "measures": list(rows)})


def closed(record: Record, programme: Programme, **around: Any) -> str:
    made = transition(record, "close", "office", {}, programme=programme, on=DAY, **around)
    if isinstance(made, Record):
        return "good"
    (issue,) = made
    assert unfilled(issue) == []
    return issue.code


def test_a_step_needs_as_many_standing_rows_as_the_table_says() -> None:
    needed = content(requires=("measures",))
    assert closed(audit(row(1, what="一")), needed) == "L070"
    assert closed(audit(row(1, what="一"), row(2, "重复", what="二")), needed) == "L070"
    assert closed(audit(row(1, what="一"), row(2, what="二")), needed) == "good"


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        ("rows(measures) = 2 项", "good"),
        ("rows(measures, where: sure) = 1 项", "L046"),
        ("rows(measures, given: sure, where: sure) = 1 项", "good"),
        ("rows_total(measures.cost) <= limit", "good"),
        ("rows_total(measures.cost, where: cost > 4 万元) > limit", "L045"),
        ("spent <= limit and rows(measures) > 0", "good"),
        ("linked(works, by: measures, state: closed) = 1 个", "good"),
    ],
)
def test_conditions_ask_for_rows_and_computed_fields(condition: str, outcome: str) -> None:
    asked = content(
        condition.replace("> 0", "> 0 项"),
        computed=[{"id": "spent", "name": text("x"), "unit": "元", "formula": "rows_total(measures.cost)"}],
    )
    record = audit(
        row(1, what="一", cost=5, sure=True, works="W1"), row(2, what="二", cost=3), row(3, "错", cost=9), limit=8
    )
    target = Record("works", "W1", "一", None, None, "closed", DAY)
    assert closed(record, asked, linked=LinkedRecords(LinkIndex.of([target]))) == outcome


def test_computed_fields_follow_from_rows_and_from_each_other_and_are_unknown_where_something_is() -> None:
    formulas = {
        "spent": ("万元", "rows_total(measures.cost)"),
        "left": ("元", "limit - spent"),
        "of": ("%", "spent / limit"),
    }
    given = content(
        computed=[{"id": name, "name": text("x"), "unit": unit, "formula": of} for name, (unit, of) in formulas.items()]
    )

    def found(record: Record) -> dict[str, Fraction | str | None]:
        return dict(computed_values(record, programme=given, on=DAY, entities=ENTITIES.empty_table()))

    assert found(audit(row(1, cost=2), row(2, cost=4), limit=8)) == {"spent": 6, "left": 20000, "of": 75}
    assert found(audit(row(1, cost=2), row(2), limit=8)) == {"spent": None, "left": None, "of": None}
    assert found(audit(limit=0)) == {"spent": 0, "left": 0, "of": None}


BANDS = 'case(rows_total(measures.cost) >= 8 万元, "large", rows_total(measures.cost) >= 4 万元, "middle", "small")'


def banded(formula: str = BANDS, **field: Any) -> dict[str, Any]:
    choices = [{"id": one, "name": text(one)} for one in ("small", "middle", "large")]
    return {"id": "size", "name": text("x"), "formula": formula, "choices": choices, **field}


@pytest.mark.parametrize(
    ("costs", "size"),
    [((8, 0), "large"), ((7.9999, 0), "middle"), ((4, 0), "middle"), ((3.9999, 0), "small"), ((9, None), None)],
)
def test_a_computed_field_gives_a_text_and_conditions_ask_for_it(costs: tuple[float, ...], size: str | None) -> None:
    asked = content('size = "middle"', computed=[banded(), {**banded(), "id": "same", "formula": BANDS}])
    assert errors_of(asked) == []
    record = audit(*(row(n, **({} if cost is None else {"cost": cost})) for n, cost in enumerate(costs, 1)))
    found = computed_values(record, programme=asked, on=DAY, entities=ENTITIES.empty_table())
    assert found == {"size": size, "same": size}
    assert closed(record, asked) == {"middle": "good", None: "L046"}.get(size, "L045")


def errors_of(given: Programme) -> list[str]:
    found = check_programme(given)
    assert all(unfilled(issue) == [] for issue in found)
    return [issue.code for issue in found if issue.severity is Severity.ERROR and issue.code != "P011"]


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        (banded(), []),
        (banded(choices=[]), ["P021"]),
        (banded(unit="万元"), ["P094"]),
        (banded("rows_total(measures.cost) / 1 万元"), ["P094"]),
        (banded('if(limit > 1 万元, "large", "huge")'), ["E089"]),
        (banded('if(limit > 1 万元, "large", 1)'), ["E101"]),
    ],
)
def test_what_a_computed_text_cannot_be_is_refused(field: dict[str, Any], codes: list[str]) -> None:
    assert errors_of(content(computed=[field])) == codes


def test_conditions_ask_for_what_a_computed_text_can_be_and_indicators_for_none() -> None:
    assert errors_of(content('size = "huge"', computed=[banded()])) == ["E089"]
    counted = 'count(audits, state: asked, where: size = "large")'
    indicator = {"id": "large", "name": text("x"), "unit": "家", "formula": counted}
    given = programme(ledgers=content(computed=[banded()]).ledgers, indicators=[indicator])
    assert errors_of(given) == ["P096"]


def test_a_folder_brings_rows_with_links_and_tells_what_it_cannot_take(tmp_path: Path) -> None:
    one = "id,entity,area,state,state_since,name"
    files = {
        "entities.csv": f"id,name,kind,area\n{code(1)},企业1,enterprise,990100\n",
        "records/audits.csv": f"{one}\nA1,{code(1)},,asked,2022-01-01,甲\nA2,{code(1)},,asked,2022-01-01,乙\n",
        "records/works.csv": f"{one}\nW1,{code(1)},,asked,2022-01-01,一号\n",
        "records/audits.measures.csv": "编号,内容,花费（元）,工程,row_struck,row_by\n"
        "A1,换热器,25000,一号,,张\nA1,换热器,1,,,张\nA1,电机,7000,,重复,张\nA9,水泵,1,,,张\nA2,,5,,,\nA2,风机,多,,,\n",
    }
    write_folder(tmp_path, files)
    given = content()
    intake = read_records(tmp_path, given, read_values(tmp_path, given).data)
    kept = {row["id"]: json.loads(row["fields"]) for row in intake.data.records.to_pylist()}
    rows = rows_in(kept["A1"], "measures")
    assert [(one.number, dict(one.values), one.by, one.struck) for one in rows] == [
        (1, {"what": "换热器", "cost": 2.5, "works": "W1"}, "张", ""),
        (2, {"what": "电机", "cost": 0.7}, "张", "重复"),
    ]
    assert rows_in(kept["A2"], "measures") == ()
    assert sorted(issue.code for issue in intake.issues) == ["L020", "L021", "L074", "L075"]


CLASHES = {"columns": [{"id": "limit", "name": text("x"), "type": "text"}], "once": []}
WITHOUT_DAY = {"dated": "what"}
FROM_WHEN = {"columns": [{"id": "what", "name": text("x"), "type": "text", "fill": {"from": "asked"}}]}
LOOP = [{"id": "loop", "name": text("x"), "unit": "万元", "formula": "limit + loop"}]
WRONG_UNIT = [{"id": "spent", "name": text("x"), "unit": "人", "formula": "rows_total(measures.cost)"}]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (content(), []),
        (content(rows=CLASHES), ["P090"]),
        (content(rows=FROM_WHEN), ["P091"]),
        (content(rows=WITHOUT_DAY), ["P092"]),
        (content(rows={"once": ["nothing"]}), ["P018"]),
        (content(rows={"sealed": "nowhere"}), ["P017"]),
        (content(rows={"fill": {"from": "nowhere"}}), ["P017"]),
        (content(computed=WRONG_UNIT), ["P094"]),
        (content(computed=LOOP), ["P095"]),
        (content("rows(nothing) > 0 项"), ["E066"]),
        (content("rows(measures, given: nothing) > 0 项"), ["E066"]),
        (content("rows_total(measures.what) > 0"), ["E067"]),
        (content("rows(measures, where: entity.above_scale) > 0 项"), ["E121"]),
        (content("rows(measures, where: rows(measures) > 0 项) > 0 项"), ["E121"]),
        (content(requires=("measures",), origins=["start"]), ["P093"]),
    ],
)
def test_content_that_does_not_hold_together_is_told(given: Programme, codes: list[str]) -> None:
    found = check_programme(given)
    errors = {issue.code for issue in found if issue.severity is Severity.ERROR} - {"P011"}
    assert errors >= set(codes) and (codes or not errors), errors
    assert all(unfilled(issue) == [] for issue in found)
