"""Formulas and conditions can be read, mention only what exists, and give the unit that the indicator is shown in."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Issues, Severity, problem
from sigai.base.units import MeasureUnit
from sigai.formulas import (
    Vocabulary,
    check_condition,
    check_formula,
    check_identity,
    compares,
    convertible,
)
from sigai.formulas.nodes import Expression
from sigai.programme.indicators import Indicator
from sigai.programme.programme import Programme

RESULT_UNIT = problem(
    "P035",
    Severity.ERROR,
    zh="指标 {indicator} 的公式得出“{derived}”，与所写单位“{unit}”量纲不同",
    en="the formula of indicator {indicator} gives “{derived}”, which is not of the dimension of its unit “{unit}”",
    advice_zh="改正公式或单位：比率写 %，百分点变化用 point_change",
    advice_en="correct the formula or the unit: a ratio is shown in %, a change in points comes from point_change",
)

NOTHING_COMPARED = problem(
    "P038",
    Severity.ERROR,
    zh="指标 {indicator} 写了 like_for_like，但公式没有拿数值与数值相比，可比口径无从说起",
    en="indicator {indicator} says like_for_like, but its formula sets no figures against figures",
    advice_zh="去掉 like_for_like，或改为增长率、变化或比率的公式",
    advice_en="leave like_for_like out, or write a formula of growth, change or a ratio",
)


def formulas_make_sense(programme: Programme) -> Iterator[Issue]:
    """Formulas of indicators; conditions of measures, identities and transitions."""
    vocabulary = programme.vocabulary
    parsed, issues = programme.parsed, Issues(programme.parsed.faults)
    for indicator in programme.indicators:
        _formula(indicator, parsed.formula(indicator), vocabulary, issues)
    for measure in programme.measures:
        owed_by = parsed.owed_by(measure)
        if owed_by is not None:
            check_condition(owed_by, vocabulary, measure.place_of("owed_by"), issues)
    for identity in programme.identities:
        place = identity.place_of("condition")
        relation = parsed.relation(identity)
        if relation is not None:
            check_identity(relation, vocabulary, place, issues)
    for ledger in programme.ledgers:
        for transition in ledger.transitions:
            condition = parsed.condition(transition)
            if condition is not None:
                place = transition.place_of("condition")
                check_condition(condition, vocabulary, place, issues, ledger=ledger.id, step=True)
    yield from issues


def _formula(indicator: Indicator, expression: Expression | None, vocabulary: Vocabulary, issues: Issues) -> None:
    place = indicator.place_of("formula")
    if indicator.like_for_like and expression is not None and not compares(expression):
        issues.add(NOTHING_COMPARED.at(indicator.place_of("like_for_like"), indicator=indicator.id))
    result = check_formula(expression, vocabulary, place, issues) if expression is not None else None
    if result is None:
        return
    try:
        shown = MeasureUnit.parse(indicator.unit)
    except ValueError:
        return
    if convertible(result, shown) is None:
        issues.add(
            RESULT_UNIT.at(place, indicator=indicator.id, derived=result.unit.symbol or "1", unit=indicator.unit)
        )
