"""What a rule makes of entities: who it is about, which figures it takes, what it does not decide, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_indicators import data, entity, estimate, estimates, fact, month, programme, text, value, with_facts
from sigai.base.issues import InternalError
from sigai.base.periods import Period
from sigai.programme.common import Reference
from sigai.programme.ledgers import Choice
from sigai.programme.parameters import DatedNumber, Parameter
from sigai.programme.policy_rules import PolicyRule, RuleEdition, RuleStep
from sigai.programme.programme import Programme
from sigai.rules import RULES, explain_rule, outcomes, put_estimated, what_if
from sigai.tables import ESTIMATES, Data, DuckStore
from sigai.tables.stages import DataChange, Work

SOURCE = Reference(title="invented")
MONTHS_END = Period.parse("2021-12")
MONTHS = [f"2021-{number:02d}" for number in range(1, 13)]


def step(name: str, formula: str = "", condition: str = "", unit: str = "") -> RuleStep:
    return RuleStep(id=name, name=text(name), formula=formula, condition=condition, unit=unit)


def edition(*steps: RuleStep, start: str = "2020", **more: Any) -> RuleEdition:
    return RuleEdition(**{"start": start, "source": SOURCE, "steps": steps, **more})


def rule(*editions: RuleEdition, **more: Any) -> PolicyRule:
    return PolicyRule(**{"id": "r", "name": text("r"), "editions": editions, **more})


def number_of(name: str, unit: str, amount: float, confidence: str = "known") -> Parameter:
    source = Reference(title="invented", confidence=confidence)
    return Parameter(
        id=name, name=text(name), unit=unit, values=(DatedNumber(start="2020", value=amount, source=source),)
    )


def judged(
    one: PolicyRule, given: Data, as_of: str = "2021-12", estimated: Iterable[dict[str, Any]] = (), **content: Any
) -> dict[str, dict[str, Any]]:
    made = programme({}, rules=(one,), **content)
    with DuckStore.of(given) as store:
        put_estimated(store, estimates(estimated).values)
        found = outcomes(store, made, [one], month(as_of)).to_pylist()
    return {row["entity"]: row for row in found}


LARGE = rule(edition(step("large", condition="output >= 100 万元")), figures="to_date")


@pytest.mark.parametrize(("amount", "said"), [(99.9999, "no"), (100, "yes"), (100.0001, "yes")])
def test_both_sides_of_a_threshold(amount: float, said: str) -> None:
    found = judged(LARGE, data([entity("a")], [value("a", "output", "2021-05", amount)]), "2021-05")
    assert (found["a"]["state"], found["a"]["text"], found["a"]["number"]) == ("decided", said, None)


def test_what_is_missing_is_never_no() -> None:
    found = judged(LARGE, data([entity("a")], [value("a", "output", "2021-04", 500)]), "2021-05")
    assert (found["a"]["state"], found["a"]["text"], found["a"]["because"]) == ("undecided", None, "missing:output")


def test_what_is_estimated_decides_nothing() -> None:
    guess = [estimate("a", "output", "2021-05", 500)]
    found = judged(LARGE, data([entity("a")]), "2021-05", guess)
    assert (found["a"]["state"], found["a"]["because"]) == ("undecided", "estimated:output")


def test_what_does_not_matter_may_be_missing() -> None:
    either = rule(edition(step("large", condition="output >= 100 万元 or sales >= 100 万元")), figures="to_date")
    found = judged(either, data([entity("a")], [value("a", "output", "2021-05", 100)]), "2021-05")
    assert (found["a"]["state"], found["a"]["text"], found["a"]["because"]) == ("decided", "yes", "")


def test_an_assumption_advises() -> None:
    one = rule(edition(step("large", condition="output >= $least")), figures="to_date")
    given = data([entity("a")], [value("a", "output", "2021-05", 100)])
    sure, unsure = (
        judged(one, given, "2021-05", parameters=(number_of("least", "万元", 100, confidence),))["a"]
        for confidence in ("known", "unsure")
    )
    assert (sure["state"], sure["assumed"]) == ("decided", "")
    assert (unsure["state"], unsure["text"], unsure["assumed"]) == ("advised", "yes", "least")


def test_the_source_of_the_number_that_was_taken_counts_not_that_of_another_day() -> None:
    numbers = tuple(
        DatedNumber(start=start, value=100, source=Reference(title="invented", confidence=confidence))
        for start, confidence in (("2020", "unsure"), ("2021", "known"))
    )
    least = Parameter(id="least", name=text("least"), unit="万元", values=numbers)
    given = data([entity("a")], [value("a", "output", "2021-05", 100)])
    for day, state in (("2020-12-31", "advised"), ("2021-01-01", "decided")):
        one = rule(edition(step("large", condition=f"output >= param(least, on: {day})")), figures="to_date")
        assert judged(one, given, "2021-05", parameters=(least,))["a"]["state"] == state


def test_a_step_that_gives_nothing_is_named() -> None:
    one = rule(edition(step("rate", formula="output / sales"), step("large", condition="rate > 1")), figures="to_date")
    rows = [value("a", "output", "2021-05", 1), value("a", "sales", "2021-05", 0), value("b", "sales", "2021-05", 0)]
    found = judged(one, data([entity("a"), entity("b")], rows), "2021-05")
    assert (found["a"]["state"], found["a"]["text"], found["a"]["because"]) == ("undecided", None, "step:rate")
    assert found["b"]["because"] == "missing:output"


def test_a_parameter_without_a_number_is_named_once() -> None:
    late = Parameter(
        id="late", name=text("late"), unit="万元", values=(DatedNumber(start="2030", value=1, source=SOURCE),)
    )
    one = rule(edition(step("large", condition="output > $late or sales > param(late, on: 2021-01-01)")))
    rows = [value("a", name, "2021-12", 1) for name in ("output", "sales")]
    assert judged(one, data([entity("a")], rows), parameters=(late,))["a"]["because"] == "parameter:late"


def test_an_edition_that_nobody_is_sure_of_advises() -> None:
    unsure = Reference(title="invented", confidence="unsure")
    one = rule(edition(step("large", condition="output >= 100 万元"), source=unsure), figures="to_date")
    assert judged(one, data([entity("a")], [value("a", "output", "2021-05", 1)]), "2021-05")["a"]["state"] == "advised"


def test_whom_it_is_not_about_and_whom_it_may_be_about() -> None:
    one = rule(edition(step("large", condition="output >= 100 万元"), scope="industry in metals"), figures="to_date")
    many = [entity("in"), entity("out", industry="C2600"), entity("open", industry=None), entity("p", kind="park")]
    found = judged(one, data(many, [value(each["id"], "output", "2021-05", 100) for each in many]), "2021-05")
    assert {name: row["state"] for name, row in found.items()} == {"in": "decided", "open": "undecided"}
    assert found["open"]["because"] == "attribute:industry"


def test_who_was_not_there_is_not_judged() -> None:
    many = [entity("gone", active_until="2021-04"), entity("new", active_from="2021-06"), entity("here")]
    assert set(judged(LARGE, data(many), "2021-05")) == {"here"}


def test_it_goes_by_the_facts_of_the_month_it_looks_at() -> None:
    one = rule(edition(step("large", condition="output >= 100 万元"), scope="industry in metals"))
    given = with_facts(data([entity("a")]), fact("a", "industry", "C2600", "2021-07"))
    assert judged(one, given, "2021-11") == judged(one, given, "2020-12")
    assert set(judged(one, given, "2021-11")) == {"a"}
    assert judged(one, given, "2022-05") == {}


def flows(*left_out: str, **more: Any) -> Data:
    rows = [value("a", "sales_flow", name, 10) for name in MONTHS if name not in left_out]
    return data([entity("a", **more)], rows)


YEARLY = rule(edition(step("sold", formula="sales_flow", unit="万元")))


def test_a_flow_that_lacks_a_month_is_no_year() -> None:
    assert judged(YEARLY, flows())["a"]["number"] == 120
    assert judged(YEARLY, flows("2021-03"))["a"]["because"] == "missing:sales_flow"
    assert judged(YEARLY, flows("2021-12"))["a"]["because"] == "missing:sales_flow"


def test_who_came_in_mid_year_owes_what_came_after() -> None:
    given = flows(*MONTHS[:6], active_from="2021-07")
    assert judged(YEARLY, given)["a"]["number"] == 60


def test_january_within_february_is_not_missed() -> None:
    one = rule(edition(step("sold", formula="together", unit="万元")))
    rows = [value("a", "together", name, 10) for name in MONTHS[1:]]
    assert judged(one, data([entity("a")], rows))["a"]["number"] == 110


def test_a_figure_of_a_month_before_it_came_makes_up_for_none() -> None:
    early = flows("2021-06", "2021-09", active_from="2021-07")
    assert judged(YEARLY, early)["a"]["because"] == "missing:sales_flow"
    assert judged(YEARLY, flows(active_from="2021-07"))["a"]["number"] == 60


def test_before_anything_of_a_year_is_due_the_year_before_stands_whole() -> None:
    one = rule(edition(step("sold", formula="together", unit="万元")), figures="to_date")
    rows = [value("a", "together", name, 10) for name in (*MONTHS[1:], "2022-02")]
    assert judged(one, data([entity("a")], rows), "2022-01")["a"]["number"] == 110
    assert judged(one, data([entity("a")], rows[1:]), "2022-01")["a"]["because"] == "missing:together"
    assert judged(one, data([entity("a")], rows), "2022-02")["a"]["number"] == 10


@pytest.mark.parametrize(("as_of", "seen"), [("2021-12", "2021-12"), ("2022-11", "2021-12"), ("2022-12", "2022-12")])
def test_a_year_is_the_last_full_one(as_of: str, seen: str) -> None:
    given = data([entity("a")], [value("a", "output", name, 1) for name in ("2021-12", "2022-12")])
    one = rule(edition(step("made", formula="output", unit="万元")))
    assert judged(one, given, as_of)["a"]["month"] == month(seen)


def test_the_edition_in_force_on_the_last_day_counts() -> None:
    low = edition(step("large", condition="output >= 100 万元"), end="2021-06-29")
    high = edition(step("large", condition="output >= 200 万元"), start="2021-06-30")
    one = rule(low, high, figures="to_date")
    given = data([entity("a")], [value("a", "output", name, 150) for name in ("2021-05", "2021-06")])
    assert judged(one, given, "2021-05")["a"]["text"] == "yes"
    assert judged(one, given, "2021-06")["a"]["text"] == "no"
    assert judged(rule(low, figures="to_date"), given, "2021-06") == {}


GRADED = rule(
    edition(
        step("taken", formula="energy / output", unit="kgce/万元"),
        step("much", condition="taken > 500 kgce/万元"),
        step("grade", formula='case(much, "bad", taken > 250 kgce/万元, "fair", "good")'),
        step("fee", formula='case(grade = "bad", output * 0.02, grade = "fair", output * 0.01, 0 万元)', unit="元"),
    ),
    figures="to_date",
    results=(),
)


@pytest.mark.parametrize(("energy", "fee"), [(50, 10_000.0), (50.1, 20_000.0), (25, 0.0), (25.1, 10_000.0)])
def test_steps_ask_those_before_them(energy: float, fee: float) -> None:
    rows = [
        value("a", "output", "2021-02", 100),
        value("a", "energy", "2021-01", 0),
        value("a", "energy", "2021-02", energy),
    ]
    assert judged(GRADED, data([entity("a", above_scale_since="2019-01")], rows), "2021-02")["a"]["number"] == fee


def test_a_step_is_not_rounded_on_its_way() -> None:
    one = rule(
        edition(step("third", formula="output / sales"), step("whole", condition="third * 3 = 1")), figures="to_date"
    )
    rows = [value("a", "output", "2021-05", 1), value("a", "sales", "2021-05", 3)]
    assert judged(one, data([entity("a")], rows), "2021-05")["a"]["text"] == "yes"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.decimals(min_value=0, max_value=1000, places=4), min_size=1, max_size=30))
def test_bands_leave_no_gap_and_do_not_overlap(amounts: list[Any]) -> None:
    bands = [(10, "a"), (100, "b"), (500, "c")]
    told = ", ".join(f'output < {above} 万元, "{name}"' for above, name in bands)
    one = rule(edition(step("band", formula=f'case({told}, "d")')), figures="to_date")
    given_ = data(
        [entity(f"e{n}") for n in range(len(amounts))],
        [value(f"e{n}", "output", "2021-05", amount) for n, amount in enumerate(amounts)],
    )
    found = judged(one, given_, "2021-05")
    expected = [next((name for above, name in bands if amount < above), "d") for amount in amounts]
    assert [found[f"e{n}"]["text"] for n in range(len(amounts))] == expected


def _explained(entity_id: str, as_of: str = "2021-02") -> Any:
    rows = [
        value("a", "output", "2021-02", 100),
        value("a", "energy", "2021-01", 10),
        value("a", "energy", "2021-02", 20),
    ]
    given_ = data([entity("a", above_scale_since="2019-01"), entity("b")], rows)
    named = rule(*GRADED.editions, figures="to_date", results=(Choice(id="fair", name=text("so so")),))
    with DuckStore.of(given_) as store:
        put_estimated(store, ESTIMATES.empty_table())
        return explain_rule(store, programme({}, rules=(named,)), named, entity_id, month(as_of))


def test_one_entity_step_by_step_is_the_same_as_all_at_once() -> None:
    told = _explained("a")
    assert told.about is True
    assert [(one.measure, one.amount) for one in told.figures] == [("energy", 30), ("output", 100)]
    assert [(one.step.id, one.value) for one in told.steps] == [
        ("taken", pytest.approx(300)),
        ("much", "no"),
        ("grade", "fair"),
        ("fee", 10_000),
    ]
    assert "so so" in told.steps[2].words["en"]
    assert "taken" in told.steps[1].words["zh"]


def test_what_is_not_known_is_explained_as_such() -> None:
    told = _explained("b")
    assert [one.amount for one in told.figures] == [None, None]
    assert {one.value for one in told.steps} == {None}
    assert _explained("nobody") is None


def _content(one: PolicyRule, **more: Any) -> Programme:
    return programme({}, rules=(one,), parameters=(number_of("rate", "%", 1),), **more)


def test_under_other_numbers_it_is_told_who_pays_and_how_much() -> None:
    one = rule(edition(step("fee", formula="output * $rate", unit="万元")), figures="to_date")
    rows = [value("a", "output", "2021-05", 100), value("b", "output", "2021-05", 0)]
    with DuckStore.of(data([entity("a"), entity("b"), entity("c")], rows)) as store:
        put_estimated(store, ESTIMATES.empty_table())
        (found,) = what_if(store, _content(one), [number_of("rate", "%", 3)], [one], month("2021-05"))
        assert what_if(store, _content(one), [number_of("rate", "%", 1)], [one], month("2021-05")) == ()
        with pytest.raises(InternalError):
            what_if(store, _content(one), [number_of("rate", "万元", 3)], [one], month("2021-05"))
    assert [(each.entity, each.difference) for each in found.changed] == [("a", 2.0)]
    assert (found.entities, found.before, found.after, found.unknown) == (3, 1.0, 3.0, (1, 1))


def test_who_comes_under_a_rule_by_other_numbers_is_one_of_its_entities() -> None:
    one = rule(
        edition(step("fee", formula="output * $rate", unit="万元"), scope="output * $rate >= 2 万元"), figures="to_date"
    )
    rows = [value("a", "output", "2021-05", 100), value("b", "output", "2021-05", 200)]
    with DuckStore.of(data([entity("a"), entity("b")], rows)) as store:
        put_estimated(store, ESTIMATES.empty_table())
        (found,) = what_if(store, _content(one), [number_of("rate", "%", 2)], [one], month("2021-05"))
    assert [(each.entity, each.difference) for each in found.changed] == [("a", None), ("b", 2.0)]
    assert (found.entities, found.before, found.after) == (2, 2.0, 6.0)


def test_the_stage_works_out_what_a_change_touches() -> None:
    other = PolicyRule(id="other", name=text("o"), editions=(edition(step("sold", formula="sales", unit="万元")),))
    content = programme({}, rules=(LARGE, other))
    change = DataChange(content, frozenset({"output"}), frozenset(), {}, {"estimates": ()})
    assert RULES.touched_by(change) == ("r",)
    given_ = data([entity("a")], [value("a", "output", "2021-12", 100), value("a", "sales", "2021-12", 5)])
    work = Work(content, given_, MONTHS_END, {"estimates": ESTIMATES.empty_table()})
    assert set(RULES.run(work)["rule_outcomes"]["rule"].to_pylist()) == {"r", "other"}
    part = Work(content, given_, MONTHS_END, {"estimates": ESTIMATES.empty_table()}, parts=("other",))
    assert RULES.run(part)["rule_outcomes"]["rule"].to_pylist() == ["other"]
    assert isinstance(RULES.run(part)["rule_outcomes"], pa.Table)
