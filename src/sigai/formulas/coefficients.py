"""Checks that a coefficient which changes is applied to the figures of its own months, not to a whole year's at once.

`total(power) * $price` is the power since January at the price of the last month. Where the price changes within the
months added up, that is the wrong number; `total(power * $price)` multiplies month by month and adds up then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from sigai.base.issues import Problem, Severity, problem
from sigai.base.periods import month_name
from sigai.formulas.function import Applied, EntityTerm, Node, Window
from sigai.formulas.sums import Check
from sigai.formulas.syntax import (
    Arithmetic,
    ArithmeticOperator,
    Compare,
    Condition,
    Expression,
    Negative,
    Number,
    Parameter,
)
from sigai.formulas.texts import formula_text
from sigai.formulas.walking import measures_of, parameters_of, terms_of, walk

COEFFICIENT_CHANGES = problem(
    "E074",
    Severity.ERROR,
    zh="{text}：参数 {name} 自 {month} 起改变，而合计跨越它改变前后的月份，全部按最后一个月的数折算",
    en="{text}: the parameter {name} changes from {month}, and the total covers months before and after the change; "
    "all of them would be multiplied with the last month's number",
    advice_zh="写成 {better}：逐月相乘，再累计",
    advice_en="write {better}: each month with its own number, then added up",
)
DIVISOR_CHANGES = problem(
    "E075",
    Severity.WARNING,
    zh="{text}：参数 {name} 自 {month} 起改变，而合计跨越它改变前后的月份，全部除以最后一个月的数",
    en="{text}: the parameter {name} changes from {month}, and the total covers months before and after the change; "
    "all of them are divided by the last month's number",
    advice_zh="按月变动的（如价格指数）写成 {better}；本来就管全年的（如全年指标额度）不必改",
    advice_en="write {better} for what varies by the month (a price index); leave what holds for the year (a quota)",
)
FIGURES_TO_DATE = problem(
    "E076",
    Severity.ERROR,
    zh="{text}：参数 {name} 自 {month} 起改变，而这里的 {measure} 是本年累计数，会全部按当月的参数折算",
    en="{text}: the parameter {name} changes from {month}, but {measure} stands here year to date and would all be "
    "taken at the number of the month",
    advice_zh="逐月折算只能用 total，例如 total({text})；平均数可写 total({text}) / reporting({measure})。"
    "规则和条件中没有 total：改用填报时已经折算的指标项",
    advice_en="only total works month by month, such as total({text}); a mean is total({text}) / reporting({measure}). "
    "Rules and conditions have no total: ask for a measure that is reported converted",
)
IDENTITY_TO_DATE = problem(
    "E077",
    Severity.WARNING,
    zh="勾稽关系中的 {text}：参数 {name} 自 {month} 起改变，而 {measure} 是本年累计数，当年会按当月的参数折算",
    en="{text} in an identity: the parameter {name} changes from {month}, but {measure} is reported year to date and "
    "is taken at the number of the month that year",
    advice_zh="给足容差 tolerance，或用 severity: warning，不要因此拒收数据",
    advice_en="allow for it by the tolerance, or use severity: warning, so that no figure is refused for it",
)

_YEAR = 12


def check_coefficients(expression: Expression, check: Check) -> None:
    """Add what is wrong with the parameters by which a formula multiplies and divides."""
    for node in walk(expression):
        if isinstance(node, Arithmetic) and node.operator in ("*", "/"):
            _check_arithmetic(node, check)
        elif isinstance(node, EntityTerm):
            if node.method == "mean" and node.adds is not None:
                _check_rows(node.adds, check, FIGURES_TO_DATE)
            if node.where is not None:
                _check_rows(node.where, check, FIGURES_TO_DATE)


def check_entity_coefficients(node: Expression | Condition, check: Check) -> None:
    """The same for a condition or number about the figures of an entity, all of them year to date."""
    _check_rows(node, check, FIGURES_TO_DATE)


def check_identity_coefficients(identity: Compare, check: Check) -> None:
    """The same for an identity, which is asked of figures as they are reported."""
    _check_rows(identity, check, IDENTITY_TO_DATE)


def _check_rows(node: Expression | Condition, check: Check, kind: Problem) -> None:
    for part in walk(node):
        if isinstance(part, Arithmetic) and part.operator in ("*", "/"):
            sides = [(part.left, part.right)] + ([(part.right, part.left)] if part.operator == "*" else [])
            for figures, numbers in sides:
                _check_row(part, figures, numbers, check, kind)


def _check_arithmetic(node: Arithmetic, check: Check) -> None:
    sides = [(node.left, node.right)] + ([(node.right, node.left)] if node.operator == "*" else [])
    for totals, numbers in sides:
        if terms_of(numbers):
            continue
        for total, name in product(_added_up(totals), sorted(parameters_of(numbers))):
            month = _change_within(_measures(total, check), total.over, name, check)
            if month is not None:
                kind = COEFFICIENT_CHANGES if node.operator == "*" else DIVISOR_CHANGES
                facts = {"better": formula_text(_month_by_month(total, node.operator, numbers)), "name": f"${name}"}
                check.add(kind, text=formula_text(node), month=month_name(month), **facts)


def _check_row(part: Arithmetic, figures: Expression, numbers: Expression, check: Check, kind: Problem) -> None:
    if measures_of(numbers):
        return
    to_date = ("ytd",) if kind is IDENTITY_TO_DATE else ("flow", "ytd")
    accumulated = [name for name in sorted(measures_of(figures)) if _accumulates(name, check, to_date)]
    for name in sorted(parameters_of(numbers)):
        month = _change_within(accumulated, "default", name, check)
        if month is not None:
            told = DIVISOR_CHANGES if kind is FIGURES_TO_DATE and part.operator == "/" else kind
            facts = {"measure": accumulated[0], "name": f"${name}", "better": f"total({formula_text(part)})"}
            check.add(told, text=formula_text(part), month=month_name(month), **facts)


def _added_up(node: Node) -> Iterator[EntityTerm]:
    """The totals that a factor beside this expression would multiply: not those below a line, nor within growth."""
    match node:
        case EntityTerm() if node.method == "total":
            yield node
        case Applied() if node.takes_over:
            for part in node.numbers:
                yield from _added_up(part)
        case Negative(of):
            yield from _added_up(of)
        case Arithmetic(left, operator, right):
            yield from _added_up(left)
            if operator != "/":
                yield from _added_up(right)


def _measures(total: EntityTerm, check: Check) -> list[str]:
    names = sorted(measures_of(total.adds)) if total.adds is not None else []
    return [name for name in names if _accumulates(name, check, ("flow", "ytd"))]


def _accumulates(name: str, check: Check, kinds: tuple[str, ...]) -> bool:
    measure = check.vocabulary.measures.get(name)
    return measure is not None and measure.accumulation in kinds


def _change_within(measures: Iterable[str], over: Window, name: str, check: Check) -> int | None:
    """The first month in which a parameter changes between two figures that a window adds up."""
    if over == "month":
        return None
    changes = sorted(check.vocabulary.changes.get(name, ()))
    for every in (check.vocabulary.measures[measure].every for measure in measures):
        for month in changes:
            if over == "programme" or (over == "rolling" and every < _YEAR) or month % _YEAR >= every:
                return month
    return None


def _month_by_month(total: EntityTerm, operator: ArithmeticOperator, numbers: Expression) -> EntityTerm:
    """The same total with the arithmetic brought into it."""
    if total.adds is None:
        raise TypeError(f"{total} adds nothing up")
    return total.adding(Arithmetic(total.adds, operator, _as_row(numbers)))


def _as_row(numbers: Expression) -> Expression:
    """Arithmetic over numbers and parameters alone, as it is written about one entity."""
    match numbers:
        case Arithmetic(left, operator, right):
            return Arithmetic(_as_row(left), operator, _as_row(right))
        case Negative(of):
            return Arithmetic(Number(-1.0), "*", _as_row(of))
        case Number() | Parameter() | Applied():
            return numbers
    raise TypeError(f"{numbers} looks at data")
