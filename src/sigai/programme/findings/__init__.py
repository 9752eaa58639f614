"""Where a programme contradicts itself: statements side by side, the arithmetic in words, and what settles them.

A rule takes a programme and yields findings; it knows nothing of decisions. Afterwards each finding is held against the
decisions on record: one of the same class that covers its statements settles it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sigai.programme.common import Text
from sigai.programme.findings.ambiguity import open_readings
from sigai.programme.findings.comparators import differing_comparators
from sigai.programme.findings.counts import yearly_against_total, years_against_total
from sigai.programme.findings.coverage import parts_of_plan, starting_figures, ways_to_measure
from sigai.programme.findings.dates import base_years, differing_dates, undated
from sigai.programme.findings.model import WEIGHTS, Finding, FindingClass, FindingKind, FindingSide, Sentences, Weight
from sigai.programme.findings.naming import target_names, unit_names
from sigai.programme.findings.owners import owners_differ, tasks_without_owner, without_owner
from sigai.programme.findings.parts import areas_against_whole, parts_against_totals
from sigai.programme.findings.rates import average_against_change, average_against_years, levels_against_rate
from sigai.programme.findings.scopes import differing_scopes
from sigai.programme.findings.settling import settle
from sigai.programme.findings.steps import steps_back
from sigai.programme.findings.unit_differences import differing_units
from sigai.programme.findings.values import differing_values
from sigai.programme.findings.words import listed
from sigai.programme.programme import Programme

Rule = Callable[[Programme], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    differing_values,
    differing_units,
    differing_comparators,
    differing_scopes,
    differing_dates,
    base_years,
    undated,
    yearly_against_total,
    years_against_total,
    average_against_change,
    average_against_years,
    levels_against_rate,
    steps_back,
    parts_against_totals,
    areas_against_whole,
    open_readings,
    parts_of_plan,
    starting_figures,
    ways_to_measure,
    owners_differ,
    without_owner,
    tasks_without_owner,
    unit_names,
    target_names,
)


def find(
    programme: Programme, sentences: Sentences | None = None, rules: Iterable[Rule] = RULES
) -> tuple[Finding, ...]:
    """Every contradiction of a programme: open before settled, heavy before light, then by code and target.

    With `sentences` the text of a side is the sentence of the document, else the statement in words. Ids are the same
    in every run over the same content.
    """
    settled = together(settle(programme, found) for rule in rules for found in rule(programme))
    return number(with_sentences(found, sentences) if sentences else found for found in asked_once(settled))


def asked_once(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without those whose every statement an open finding of more weight on the same target asks about.

    They come back when that one is settled and they still hold.
    """
    listed_ones = list(findings)
    heavier = [one for one in listed_ones if not one.settled and one.kind.together is None]
    return [
        found
        for found in listed_ones
        if found.settled or found.kind.together is not None or not any(_asks(other, found) for other in heavier)
    ]


def _asks(one: Finding, other: Finding) -> bool:
    """Whether the question of `other` is that of `one`, said with less weight."""
    lighter = WEIGHTS.index(one.weight) < WEIGHTS.index(other.weight)
    return lighter and one.targets == other.targets and len(other.statements) > 1 and other.statements <= one.statements


def together(findings: Iterable[Finding]) -> list[Finding]:
    """What is worded together becomes one finding for the open ones of a kind and one for the settled ones."""
    merged: dict[tuple[str, bool], list[Finding]] = {}
    single = []
    for found in findings:
        if found.kind.together is None:
            single.append(found)
        else:
            merged.setdefault((found.code, found.settled), []).append(found)
    return single + [_merged(group) for group in merged.values()]


def _merged(group: list[Finding]) -> Finding:
    words = group[0].kind.together or group[0].explanation
    names = {language: listed([found.subject[language] for found in group]) for language in ("zh", "en")}
    return replace(
        group[0],
        targets=tuple(target for found in group for target in found.targets),
        sides=tuple(side for found in group for side in found.sides),
        explanation=Text(
            zh=words.zh.format(count=len(group), names=names["zh"]),
            en=words.en.format(count=len(group), names=names["en"]),
        ),
    )


def number(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in order, each with an id made of its code and what it is about."""
    ordered = sorted(findings, key=_weight)
    seen: dict[str, int] = {}
    numbered = []
    for found in ordered:
        name = found.code if found.kind.together else f"{found.code}-{found.targets[0]}"
        seen[name] = seen.get(name, 0) + 1
        numbered.append(replace(found, id=name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return tuple(numbered)


def with_sentences(found: Finding, sentences: Sentences) -> Finding:
    """The finding with the sentences of the document in place of statements in words."""
    sides = (replace(side, text=(side.source and sentences(side.source)) or side.text) for side in found.sides)
    return replace(found, sides=tuple(sides))


def _weight(found: Finding) -> tuple[object, ...]:
    return found.settled, WEIGHTS.index(found.weight), found.code, found.targets, sorted(found.statements)


__all__ = [
    "RULES",
    "WEIGHTS",
    "Finding",
    "FindingClass",
    "FindingKind",
    "FindingSide",
    "Rule",
    "Sentences",
    "Weight",
    "find",
    "number",
    "with_sentences",
]
