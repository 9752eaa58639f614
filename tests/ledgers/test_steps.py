"""Steps of one record and their conditions; deadlines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpers_ledgers import PROGRAMME, PROJECTS, UNITS, read_projects
from helpers_values import PARAMETERS, code, programme, text, unfilled
from sigai.base.issues import InternalError
from sigai.ledgers import Record, overdue, transition
from sigai.programme.checks.formulas import formulas_make_sense
from sigai.programme.programme import Programme
from sigai.tables.contracts import ENTITIES

DAY = dt.date(2021, 3, 1)
REGISTER = ENTITIES.empty_table().from_pylist([{"id": code(1), "name": "企业1", "industry": "C3240"}], schema=ENTITIES)
PLANNED = Record(
    "projects", "P1", "一号", code(1), "990100", "planned", dt.date(2021, 1, 1), {"investment": 1.2, "green": True}
)


def step(record: Record, name: str, role: Any = "area_reporter", **more: Any) -> Record | list[str]:
    values = more.pop("values", {"due": "2022-01-01"})
    evidence = more.pop("evidence", ["施工许可证"])
    options = {"programme": PROGRAMME, "on": DAY, "entities": REGISTER, **more}
    found = transition(record, name, role, values, evidence=evidence, **options)
    if isinstance(found, Record):
        return found
    for issue in found:
        assert unfilled(issue) == []
    return [issue.code for issue in found]


def test_a_record_is_created_and_goes_on() -> None:
    new = step(Record("projects", "P2", entity=code(1)), "submit", values={"investment": "12000万元", "green": "是"})
    assert isinstance(new, Record)
    assert (new.state, new.state_since) == ("planned", DAY)
    assert new.fields == {"investment": 1.2, "green": True}
    begun = step(new, "begin")
    assert isinstance(begun, Record)
    assert (begun.state, begun.fields["due"]) == ("building", "2022-01-01")
    assert new.state == "planned"


@pytest.mark.parametrize(
    ("name", "more", "wanted"),
    [
        ("finsh", {}, ["L040"]),
        ("begin", {"role": "leader"}, ["L041"]),
        ("finish", {"role": "area_approver"}, ["L042"]),
        ("begin", {"values": {}}, ["L043"]),
        ("begin", {"evidence": []}, ["L044"]),
        ("begin", {"values": {"due": "2022-01-01", "green": "否"}}, ["L045"]),
        ("begin", {"values": {"due": "2022-01-01", "investment": "0.1"}}, ["L045"]),
        ("begin", {"values": {"due": "2022-01-01", "green": None}}, ["L046"]),
        ("begin", {"entities": None}, ["L046"]),
        ("begin", {"values": {"due": "2022-01-01", "colour": "red"}}, ["L047"]),
        ("begin", {"values": {"due": "某日"}}, ["L025", "L043"]),
        ("begin", {"on": dt.date(2020, 1, 1)}, ["L048"]),
    ],
)
def test_what_stands_against_a_step(name: str, more: dict[str, Any], wanted: list[str]) -> None:
    assert step(PLANNED, name, **more) == wanted


UNSOUND = {
    "investment >== 1 亿元": InternalError,
    "investment": ["L046"],
    "colour = red": ["L046"],
    "investment > $nothing": ["L046"],
    "investment > param(nothing, kind: kind)": ["L046"],
    "if(green, 1, 2) > $nothing": ["L046"],
    "entity.employees > 3": ["L046"],
}


def with_condition(content: Programme, condition: str) -> Programme:
    """The programme with another condition for beginning a project."""
    ledger = content.ledger_by_id["projects"]
    begin = next(one for one in ledger.transitions if one.id == "begin")
    other = begin.model_copy(update={"condition": condition})
    steps = tuple(other if one is begin else one for one in ledger.transitions)
    changed = ledger.model_copy(update={"transitions": steps})
    return content.model_copy(update={"ledgers": tuple(changed if one is ledger else one for one in content.ledgers)})


LEAST = {
    "id": "least",
    "name": text("起点投资"),
    "unit": "亿元",
    "keys": [{"id": "kind", "name": text("类别"), "type": "choice", "choices": PROJECTS["fields"][1]["choices"]}],
    "values": [
        {
            "start": start,
            "end": end,
            "where": {"kind": kind},
            "value": value,
            "source": {"title": "办法", "locator": "第三条"},
        }
        for start, end, kind, value in (
            ("2020", "2021-02-28", "new", 1),
            ("2021-03-01", None, "new", 2),
            ("2020", "2021-06-30", "renovation", 0.5),
        )
    ],
}
BY_KIND = programme(ledgers=[PROJECTS], units=UNITS, parameters=[*PARAMETERS, LEAST])
BY_STEP, BY_DATE = "investment >= param(least, kind: kind)", "investment >= param(least, kind: kind, on: due)"


@pytest.mark.parametrize(
    ("condition", "on", "kind", "told"),
    [
        (BY_STEP, dt.date(2021, 2, 28), "new", None),
        (BY_STEP, dt.date(2021, 3, 1), "new", "；起点投资（新建） 2 亿元（2021-03-01 起；办法 第三条）"),
        (BY_STEP, dt.date(2021, 6, 30), "renovation", None),
        (BY_STEP, dt.date(2021, 7, 1), "renovation", ""),
        (BY_STEP, dt.date(2021, 3, 1), None, ""),
        (BY_DATE, dt.date(2021, 3, 1), "new", "；起点投资（新建） 2 亿元（2021-03-01 起；办法 第三条）"),
        (
            'investment >= 2 * param(least, kind: "new", on: 2021-02-28)',
            dt.date(2021, 3, 1),
            "new",
            "；起点投资（新建） 1 亿元（2020-01-01 起至 2021-02-28；办法 第三条）",
        ),
    ],
)
def test_a_step_is_held_to_the_number_of_its_day_and_told_where_it_stands(
    condition: str, on: dt.date, kind: str | None, told: str | None
) -> None:
    content = with_condition(BY_KIND, condition)
    assert [issue.code for issue in formulas_make_sense(content)] == []
    fields = {"due": "2022-01-01", **({"kind": kind} if kind else {})}
    found = transition(
        PLANNED, "begin", "area_reporter", fields, programme=content, on=on, evidence=["施工许可证"], entities=REGISTER
    )
    if told is None:
        assert isinstance(found, Record)
        return
    assert not isinstance(found, Record)
    (issue,) = found
    assert told in issue.text("zh")
    assert ("；" in issue.text("zh")) == bool(told)
    assert ("第三条" in issue.text("en")) == bool(told)


@pytest.mark.parametrize("condition", UNSOUND)
def test_no_condition_lets_a_step_pass_that_is_not_known_to_hold(condition: str) -> None:
    """Content with such conditions is refused before; were it not, nothing passes all the same."""
    content = with_condition(PROGRAMME, condition)
    if UNSOUND[condition] is InternalError:
        with pytest.raises(InternalError, match="begin"):
            step(PLANNED, "begin", programme=content)
    else:
        assert step(PLANNED, "begin", programme=content) == UNSOUND[condition]


def test_everything_against_a_step_is_told_at_once() -> None:
    assert step(replace(PLANNED, state="done"), "begin", "leader", values={}, evidence=[]) == [
        "L041",
        "L042",
        "L043",
        "L044",
    ]


def test_a_record_of_no_ledger() -> None:
    assert step(Record("nothing", "1"), "submit") == ["L001"]


def test_records_beyond_their_deadlines(tmp_path: Path) -> None:
    rows = (
        "P1,E1,990100,planned,2021-01-01,x,1,",
        "P2,E1,990100,building,2021-01-01,x,1,2021-05-01",
        "P3,E1,990100,building,2021-01-01,x,1,",
        "P4,E1,990100,done,2021-01-01,x,1,2021-01-02",
    )
    records = read_projects(tmp_path, *rows, header="id,entity,area,state,state_since,name,investment,due").data.records
    assert overdue(records, PROGRAMME, dt.date(2021, 4, 11)) == ()
    late = overdue(records, PROGRAMME, dt.date(2021, 5, 3))
    assert [(each.id, each.days, each.deadline.zh) for each in late] == [("P1", 22, "百日开工"), ("P2", 2, "按期完工")]
