"""The readings of the plan: which wait for confirmation, with the plan's own sentences and what else could be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sigai import reports
from sigai.programme import Programme, Target
from sigai_web import programme
from sigai_web.language import choose, language

ABOUT: Mapping[str, tuple[str, str]] = {
    "value": ("数值不同", "numbers differ"),
    "unit": ("单位不同", "units differ"),
    "comparator": ("高低要求不同", "strictness differs"),
    "scope": ("范围不同", "scopes differ"),
    "date": ("时间不明", "dates"),
    "arithmetic": ("算术矛盾", "arithmetic"),
    "ambiguity": ("两种读法", "ambiguity"),
    "coverage": ("怎样计算", "how it is counted"),
    "owner": ("责任单位不明", "owners"),
    "naming": ("名称不一", "names differ"),
    "count": ("个数不符", "counts differ"),
}
"""What can be open about a reading."""


@dataclass(frozen=True, slots=True)
class OneReading:
    """A reading of a target with the places of the plan that it is about."""

    target: Target
    decision: Any
    statements: tuple[Mapping[str, Any], ...]

    @property
    def key(self) -> str:
        """How a request names it."""
        return f"{self.target.id}/{self.decision.id}"

    @property
    def about(self) -> str:
        """What is open, in the reader's language."""
        return choose(*ABOUT[self.decision.about])


def asked(given: Mapping[str, str], content: Programme) -> dict[str, str]:
    """The filters of the list, each known or empty; without any, what waits."""
    unit, about = given.get("unit", ""), given.get("about", "")
    return {
        "unit": unit if unit in content.unit_by_id else "",
        "about": about if about in ABOUT else "",
        "state": given.get("state", "open") if given.get("state", "open") in ("open", "confirmed", "all") else "open",
        "q": given.get("q", "").strip(),
    }


def readings_of(content: Programme, wanted: Mapping[str, str]) -> Iterator[OneReading]:
    """The readings that fit, in the order of the targets."""
    for target in content.targets:
        for decision in target.decisions:
            if _fits(content, target, decision, wanted):
                named = {one.id: one for one in target.statements}
                found = (named[name] for name in decision.statements if name in named)
                yield OneReading(target, decision, tuple(_statement(one, decision) for one in found))


def waiting_readings(content: Programme) -> int:
    """How many readings nobody has confirmed."""
    return sum(not decision.confirmed for target in content.targets for decision in target.decisions)


def _fits(content: Programme, target: Target, decision: Any, wanted: Mapping[str, str]) -> bool:
    if wanted["state"] != "all" and decision.confirmed != (wanted["state"] == "confirmed"):
        return False
    if wanted["about"] and decision.about != wanted["about"]:
        return False
    if wanted["q"] and wanted["q"].lower() not in _words(target, decision):
        return False
    answering = {target.lead, *target.responsible} - {None}
    return not wanted["unit"] or any(wanted["unit"] in {unit, *content.members(unit)} for unit in answering if unit)


def _words(target: Target, decision: Any) -> str:
    texts = (target.name, decision.question, decision.reading)
    return " ".join([target.id, *(text.zh for text in texts), *(text.en for text in texts)]).lower()


def _statement(one: Any, decision: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "section": one.source.section,
        "paragraph": one.source.paragraph,
        "sentence": programme.sentence(one.id),
        "indicator": one.indicator,
        "facts": reports.goal(one.comparator, one.value, one.unit, language()),
        "period_end": one.period_end,
        "adopted": one.id in decision.adopted,
    }
