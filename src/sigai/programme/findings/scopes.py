"""Scope: one target, but another area, another level or another population from place to place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sigai.programme.findings.model import Finding, FindingKind, about_target, both, kind
from sigai.programme.findings.reading import (
    amount,
    area_words,
    by_key,
    family,
    leading_words,
    level_words,
    period_key,
    population,
    same,
    share_sides,
)
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target

DIFFERENT_AREAS = kind("F401", "scope", "high", "地区范围不同", "different areas")
DIFFERENT_LEVELS = kind("F402", "scope", "medium", "级别不同", "different levels")
DIFFERENT_POPULATIONS = kind("F403", "scope", "medium", "统计范围不同", "different populations")
DIFFERENT_DENOMINATORS = kind("F404", "scope", "medium", "占比的分子分母范围不同", "different sides of a share")

Words = Callable[[Statement], frozenset[str]]


def differing_scopes(programme: Programme) -> Iterator[Finding]:
    """Areas, levels, populations and the two sides of shares that differ within a target."""
    for target in programme.targets:
        yield from _words(target, DIFFERENT_AREAS, area_words, _AREA_TEXTS)
        yield from _words(target, DIFFERENT_LEVELS, level_words, _LEVEL_TEXTS)
        yield from _words(target, DIFFERENT_LEVELS, leading_words, _LEAD_TEXTS)
        yield from _populations(target)
        yield from _shares(target)


_AREA_TEXTS = ("“{name}”一处说{one}，一处说{other}", "{name}: {one} here, {other} there")
_LEVEL_TEXTS = ("“{name}”计入的级别不同：一处为{one}级，一处为{other}级", "{name}: level {one} here, {other} there")
_LEAD_TEXTS = (
    "“{name}”的水平要求不同：一处为{one}领先，一处为{other}领先",
    "{name}: leading in {one} here, in {other} there",
)


def _words(target: Target, found: FindingKind, words: Words, texts: tuple[str, str]) -> Iterator[Finding]:
    """Statements of the same kind that name different areas or levels."""
    for statements in by_key(target.statements, family).values():
        saying = [statement for statement in statements if words(statement)]
        groups = by_key(saying, words)
        if len(groups) < 2:
            continue
        one, other = ("和".join(sorted(key)) for key in list(groups)[:2])
        chinese, english = texts
        yield about_target(
            found,
            target,
            saying,
            both(
                chinese.format(name=target.name.zh, one=one, other=other),
                english.format(name=target.name.en, one=one, other=other),
            ),
            weight="high" if _numbers_differ(saying) else found.weight,
        )


def _numbers_differ(statements: list[Statement]) -> bool:
    """Whether the numbers for one period differ as well: then the scope decides what is to be achieved."""
    return any(
        not same(amount(one), amount(other))
        for group in by_key(statements, period_key).values()
        for one in group
        for other in group
    )


def _populations(target: Target) -> Iterator[Finding]:
    """规上制造业企业 in one place, 规上企业 or nothing in another, for the same number."""
    for statements in by_key(target.statements, lambda one: (family(one), period_key(one))).values():
        groups = by_key(statements, population)
        if "规上制造业" not in groups or len(groups) < 2:
            continue
        others = "、".join(key or "未写明" for key in groups if key != "规上制造业")
        yield about_target(
            DIFFERENT_POPULATIONS,
            target,
            statements,
            both(
                f"“{target.name.zh}”的统计范围不同：一处为规上制造业企业，一处{others}",
                f"{target.name.en} is about above-scale manufacturers here, and about {others} there",
            ),
            weight="medium" if "规上" in groups else "low",
        )


def _shares(target: Target) -> Iterator[Finding]:
    shares = [statement for statement in target.statements if share_sides(statement)]
    if len({share_sides(statement) for statement in shares}) < 2:
        return
    yield about_target(
        DIFFERENT_DENOMINATORS,
        target,
        shares,
        both(
            f"“{target.name.zh}”的“规模以上”一处限定分子，一处限定分母，算出的占比不同",
            f"{target.name.en}: “above scale” limits the numerator in one place, the denominator in another",
        ),
    )
