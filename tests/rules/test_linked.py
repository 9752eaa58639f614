"""Rules over what belongs to an entity: records about it, products and lines below it, lists it stands on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_indicators import MEASURES, data, entity, estimates, fact, measure, month, programme, record, text, value
from helpers_indicators import with_facts as told
from sigai.base.issues import Issues
from sigai.programme.checks.policy_rules import policy_rules
from sigai.programme.common import Reference
from sigai.programme.kinds import EntityKind, KindAttribute
from sigai.programme.ledgers import Choice
from sigai.programme.organisation import EntityList
from sigai.programme.parameters import DatedNumber, Parameter
from sigai.programme.policy_rules import PolicyRule, RuleEdition, RuleStep
from sigai.programme.programme import Programme
from sigai.rules import RULES, explain_rule, outcomes, put_estimated
from sigai.tables import Data, DuckStore
from sigai.tables.stages import DataChange

PRODUCT = EntityKind(
    id="product",
    name=text("product"),
    parents=("enterprise",),
    attributes=(KindAttribute(id="made", name=text("made"), choices=(Choice(id="steel", name=text("steel")),)),),
)
MADE = measure("tons", unit="吨", subject="product")
"""A measure of products."""


def step(name: str, formula: str = "", condition: str = "", unit: str = "") -> RuleStep:
    return RuleStep(id=name, name=text(name), formula=formula, condition=condition, unit=unit)


def rule(*steps: RuleStep, scope: str = "", about: str = "enterprise", results: tuple[str, ...] = ()) -> PolicyRule:
    edition = RuleEdition(start="2020", source=Reference(title="invented"), scope=scope, steps=steps)
    named = tuple(Choice(id=one, name=text(one)) for one in results)
    return PolicyRule(id="r", name=text("r"), about=about, figures="to_date", results=named, editions=(edition,))


def content(one: PolicyRule) -> Programme:
    return programme(
        {},
        rules=(one,),
        parameters=(assumed("least"),),
        kinds=(PRODUCT,),
        measures=(*MEASURES, MADE),
        lists=(EntityList(id="key", name=text("key")),),
    )


def assumed(name: str) -> Parameter:
    """A number of tons that nobody is sure of."""
    source = Reference(title="invented", confidence="unsure")
    return Parameter(id=name, name=text(name), unit="吨", values=(DatedNumber(start="2020", value=10, source=source),))


def judged(one: PolicyRule, given_: Data) -> dict[str, dict[str, Any]]:
    made = content(one)
    with DuckStore.of(given_) as store:
        put_estimated(store, estimates(()).values)
        rows = outcomes(store, made, [one], month("2021-05")).to_pylist()
        for row in rows:
            _explained_alike(store, made, one, row)
    return {row["entity"]: row for row in rows}


def _explained_alike(store: DuckStore, made: Programme, one: PolicyRule, row: dict[str, Any]) -> None:
    """One entity step by step ends as all of them at once do."""
    explained = explain_rule(store, made, one, row["entity"], month("2021-05"))
    assert explained is not None
    last = explained.steps[-1].value if explained.about else None
    expected = row["number"] if row["text"] is None else row["text"]
    assert last == (pytest.approx(expected) if isinstance(expected, float) else expected)


TITLED = rule(
    step("held", "linking(titles, by: entity, state: [recognised, renewed], where: title = green)"),
    step("granted", "linking_total(titles.grant, by: entity, state: recognised)", unit="万元"),
    step("class", 'case(held >= 2, "many", granted > 10 万元, "paid", held >= 1, "one", "none")'),
    results=("many", "paid", "one", "none"),
)
"""Records about an enterprise, in conditions and bands."""


def titles(*rows: tuple[str, str, str, Any]) -> Data:
    """Four enterprises with records: id, entity, state, fields."""
    records = [
        record(id_, "titles", [(state, "2021-01", None)], entity=who, fields=json.dumps(fields))
        for id_, who, state, fields in rows
    ]
    return data([entity(name) for name in "abcd"], records=records, ledgers={"titles"})


def test_records_about_an_enterprise_stand_in_bands() -> None:
    found = judged(
        TITLED,
        titles(
            ("1", "a", "recognised", {"title": "green", "grant": 1}),
            ("2", "a", "renewed", {"title": "green", "grant": 99}),
            ("3", "b", "recognised", {"title": "smart", "grant": 10.0001}),
            ("4", "c", "recognised", {"title": "green", "grant": 10}),
            ("5", "c", "withdrawn", {"title": "green", "grant": 99}),
        ),
    )
    assert {name: row["text"] for name, row in found.items()} == {"a": "many", "b": "paid", "c": "one", "d": "none"}


def test_a_record_that_may_count_makes_it_undecided() -> None:
    found = judged(TITLED, titles(("1", "a", "recognised", {"grant": 1}), ("2", "b", "recognised", {"title": "smart"})))
    assert {name: found[name]["because"] for name in "ab"} == {"a": "linked:titles", "b": "linked:titles"}
    assert found["c"]["text"] == "none"


def test_a_ledger_that_was_not_supplied_is_not_empty() -> None:
    found = judged(TITLED, data([entity("a")]))
    assert (found["a"]["state"], found["a"]["because"]) == ("undecided", "linked:titles")


STEEL = rule(
    step("tons_of_steel", "linking_total(product.tons, by: parent, where: made = steel)", unit="吨"),
    step("lines", "linking(product, by: parent, where: tons > 10 吨)"),
    step("large", condition="tons_of_steel >= 100 吨 and lines >= 2 and id in list(key)"),
)
"""Products of an enterprise and a list it stands on, in a condition."""


def products(*tons: tuple[str, float | None], listed: bool = True) -> Data:
    """An enterprise `m` with products: what is made, and how many tons."""
    things = [entity(f"p{number}", kind="product") for number in range(len(tons))]
    facts = [fact(f"p{number}", "parent", "m") for number in range(len(tons))]
    facts += [fact(f"p{number}", "made", made) for number, (made, _) in enumerate(tons) if made]
    facts += [fact("m", "list", "key", "2020-01")] if listed else [fact("m", "list", "other", "2020-01")]
    values = [value(f"p{n}", "tons", "2021-05", of) for n, (_, of) in enumerate(tons) if of is not None]
    return told(data([entity("m"), *things], values), *facts)


@pytest.mark.parametrize(
    ("tons", "listed", "said"),
    [
        ([("steel", 60), ("steel", 40)], True, "yes"),
        ([("steel", 60), ("steel", 39.9999)], True, "no"),
        ([("steel", 100), ("steel", 10)], True, "no"),
        ([("steel", 60), ("steel", 40)], False, "no"),
        ([("steel", 60), ("steel", None)], True, None),
        ([("steel", 60), ("", 60)], True, None),
        ([], True, "no"),
    ],
)
def test_products_below_an_enterprise(tons: list[tuple[str, float | None]], listed: bool, said: str | None) -> None:
    found = judged(STEEL, products(*tons, listed=listed))["m"]
    assert (found["text"], found["because"]) == (said, "" if said else "linked:product")


def test_an_assumption_about_what_counts_makes_it_advice() -> None:
    one = rule(step("large_ones", "linking(product, by: parent, where: tons > $least)"))
    found = judged(one, products(("steel", 11), ("steel", 10)))["m"]
    assert (found["state"], found["number"], found["assumed"]) == ("advised", 1, "least")


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["steel", ""]), st.none() | st.integers(0, 120)), max_size=4))
def test_step_by_step_is_the_same_as_all_at_once(tons: list[tuple[str, float | None]]) -> None:
    judged(STEEL, products(*tons))


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("linking(titles, by: entity)", "P170"),
        ("linking(titles, by: grant, state: recognised)", "P171"),
        ("linking(product, by: parent, state: recognised)", "P171"),
        ("linking(factory, by: parent)", "P171"),
        ("linking(titles, by: entity, state: recognised, where: entity.industry = C31)", "P172"),
        ("linked(titles, by: entity, state: recognised)", "E110"),
        ("linking(titles, by: entity, state: gone)", "E065"),
        ("linking(nothing, by: entity, state: recognised)", "E064"),
        ("linking_total(product.output, by: parent)", "E084"),
    ],
)
def test_what_belongs_to_no_entity_is_refused(formula: str, code: str) -> None:
    issues = Issues()
    issues.extend(policy_rules(content(rule(step("s", formula)))))
    assert code in {issue.code for issue in issues}


def test_a_change_of_records_or_of_what_stands_below_touches_the_rule() -> None:
    for one, measures, ledgers in ((TITLED, set(), {"titles"}), (STEEL, {"tons"}, set())):
        change = DataChange(content(one), frozenset(measures), frozenset(ledgers), {}, {"estimates": ()})
        assert RULES.touched_by(change) == ("r",)
