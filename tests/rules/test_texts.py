"""Outcomes of rules as the terminal tells them: units of the edition that gave them, sums only of what adds up."""

from __future__ import annotations

from typing import Any

import pytest

from helpers_indicators import programme, text
from sigai.programme.common import Reference
from sigai.programme.policy_rules import PolicyRule, RuleEdition, RuleStep
from sigai.reports import rules_text, what_if_text
from sigai.rules import ChangedOutcome, RuleWhatIf


def fee(*units: str) -> PolicyRule:
    """A rule with an edition for each unit, one a year from 2020 on."""
    editions = (
        RuleEdition(
            start=f"{year}",
            source=Reference(title="invented"),
            steps=(RuleStep(id="fee", name=text("fee"), formula="output", unit=unit),),
        )
        for year, unit in enumerate(units, start=2020)
    )
    return PolicyRule(id="r", name=text("r"), editions=tuple(editions))


def gave(rule: PolicyRule, place: int, number: float, entity: str = "a") -> dict[str, Any]:
    start = rule.editions[place].start
    return {"rule": "r", "entity": entity, "edition": start, "state": "decided", "number": number, "text": None}


@pytest.mark.parametrize(("place", "told"), [(0, "30.00 万元"), (1, "30.00 元")])
def test_a_sum_is_in_the_unit_of_the_edition_that_gave_it(place: int, told: str) -> None:
    one = fee("万元", "元")
    said = rules_text(programme({}, rules=(one,)), [gave(one, place, 10), gave(one, place, 20, "b")], "zh")
    assert f"合计 {told}（2 家）" in said


def test_rates_are_not_added_up() -> None:
    one = fee("元/kWh")
    assert "合计" not in rules_text(programme({}, rules=(one,)), [gave(one, 0, 0.01), gave(one, 0, 0.02, "b")], "zh")


def test_a_change_is_in_the_unit_of_its_edition() -> None:
    one = fee("万元", "元")
    for before in (gave(one, 0, 10), None):
        changed = (ChangedOutcome("a", before, gave(one, 0, 12)),)
        said = what_if_text([RuleWhatIf(one, changed, 1, 10, 12, (0, 0))], {"a": "甲厂"}, "zh")
        assert "合计: 10.00 万元 → 12.00 万元" in said
        assert "→ 12.00 万元" in said.splitlines()[-1]
