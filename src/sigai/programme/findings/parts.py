"""Arithmetic of parts: a part that is larger than its whole; areas that do not add up to the city."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import replace

from sigai.programme.findings.model import Finding, FindingSide, about_target, both, kind, side_of
from sigai.programme.findings.reading import amount, counted, dimension, family, named, period_key
from sigai.programme.findings.words import figure
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target, Track

PART_EXCEEDS = kind("F609", "arithmetic", "high", "部分大于总数", "a part larger than the whole")
AREAS_AGAINST_WHOLE = kind(
    "F610", "arithmetic", "medium", "分解到各地的数与总数不符", "areas do not add up to the whole"
)

_LEVEL = re.compile(r"^(?:其中)?(?:国家|世界|省|自治区|市|区|县)级?(?!和|、)级")


def parts_against_totals(programme: Programme) -> Iterator[Finding]:
    """A count of 国家级 X (or a part named 其中 X) beyond the count of all X for the same year."""
    rows = [(target, one) for target in programme.targets for one in target.statements if _countable(one)]
    totals: dict[tuple[str, Hashable], list[tuple[Target, Statement]]] = {}
    for target, one in rows:
        totals.setdefault((named(one), _key(one)), []).append((target, one))
    for target, part in rows:
        whole_name = _LEVEL.sub("", named(part))
        if whole_name == named(part):
            continue
        for owner, whole in totals.get((whole_name, _key(part)), []):
            if amount(part) > amount(whole):
                yield _exceeds(target, part, owner, whole)


def areas_against_whole(programme: Programme) -> Iterator[Finding]:
    """Numbers allocated to areas that add up to less than the whole's step; counts and amounts only."""
    for target in programme.targets:
        for track in target.tracks:
            if track.areas.policy == "allocated" and track.unit not in ("%", "％", "个百分点"):
                yield from _allocation(programme, target, track)


def _countable(statement: Statement) -> bool:
    return family(statement) == "standing" and not statement.qualitative and statement.unit not in ("%", "％")


def _key(statement: Statement) -> tuple[Hashable, ...]:
    return dimension(statement), period_key(statement), counted(statement)


def _exceeds(target: Target, part: Statement, owner: Target, whole: Statement) -> Finding:
    line = f"{figure(part.value)}{part.unit} > {figure(whole.value)}{whole.unit}（{part.period_end}）"
    return Finding(
        PART_EXCEEDS,
        PART_EXCEEDS.weight,
        tuple(dict.fromkeys((target.id, owner.id))),
        (side_of(part), side_of(whole)),
        both(
            f"“{part.indicator}”是“{whole.indicator}”的一部分，数值却更大",
            f"{part.indicator} is a part of {whole.indicator}, yet larger",
        ),
        both(line, line),
        target.name,
    )


def _allocation(programme: Programme, target: Target, track: Track) -> Iterator[Finding]:
    for step in track.steps:
        shares = {
            code: numbers[str(step.due)] for code, numbers in track.areas.numbers.items() if str(step.due) in numbers
        }
        shares = {code: value for code, value in shares.items() if code in programme.area_by_code}
        if not shares or sum(shares.values()) >= step.value - 1e-9 or programme.head.area in shares:
            continue
        terms = " + ".join(figure(value) for value in shares.values())
        line = f"{terms} = {figure(sum(shares.values()))} < {figure(step.value)}{track.unit}（{step.due}）"
        statements = [one for one in target.statements if one.id in step.statements]
        found = about_target(
            AREAS_AGAINST_WHOLE,
            target,
            statements,
            both(
                f"“{target.name.zh}”分解到各地的数相加，达不到总数",
                f"the numbers given to areas do not add up to that of {target.name.en}",
            ),
            arithmetic=both(line, line),
        )
        yield found if found.sides else _without_statement(programme, found, track)


def _without_statement(programme: Programme, found: Finding, track: Track) -> Finding:
    side = FindingSide(programme.head.documents[0].id if programme.head.documents else "", "", track.id)
    return replace(found, sides=(side,))
