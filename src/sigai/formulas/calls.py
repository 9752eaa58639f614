"""The functions of the formula language: which arguments each takes, and gathering those that a call gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from lark import Token, Tree

from sigai.base.issues import Severity, problem
from sigai.formulas.reading_rows import Spot, strip_groups
from sigai.formulas.suggesting import nearest

UNKNOWN_FUNCTION = problem(
    "E030",
    Severity.ERROR,
    zh="第 {column} 个字符处：没有名为 {name} 的函数",
    en="character {column}: there is no function called {name}",
    advice_zh="函数见 docs/formulas.md{hint_zh}",
    advice_en="docs/formulas.md lists the functions{hint_en}",
)
UNKNOWN_ARGUMENT = problem(
    "E031",
    Severity.ERROR,
    zh="第 {column} 个字符处：{function}(…) 没有参数 {label}:",
    en="character {column}: {function}(…) has no argument {label}:",
    advice_zh="删去或改名{hint_zh}",
    advice_en="take it out or rename it{hint_en}",
)
ARGUMENT_TWICE = problem(
    "E032",
    Severity.ERROR,
    zh="第 {column} 个字符处：参数 {label}: 写了两次",
    en="character {column}: the argument {label}: stands twice",
    advice_zh="只保留一个；几个条件用 and 连接，几个状态写成 [a, b]",
    advice_en="keep one; join conditions with and, write states as [a, b]",
)
ARGUMENT_MISSING = problem(
    "E033",
    Severity.ERROR,
    zh="第 {column} 个字符处：{function}(…) 缺少参数 {label}:",
    en="character {column}: {function}(…) lacks the argument {label}:",
    advice_zh="例如 {example}",
    advice_en="for instance {example}",
)
WRONG_COUNT = problem(
    "E034",
    Severity.ERROR,
    zh="第 {column} 个字符处：{function}(…) 不带名称的参数应有 {wanted} 个，写了 {given} 个",
    en="character {column}: {function}(…) takes {wanted} argument(s) without a label, not {given}",
    advice_zh="例如 {example}",
    advice_en="for instance {example}",
)


@dataclass(frozen=True, slots=True)
class Function:
    """What one function takes: its first argument in words, the labels it knows, those it cannot do without."""

    subject_zh: str
    subject_en: str
    example: str
    labels: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Call:
    """A call with the arguments its function takes, each once."""

    function: str
    subject: Tree[Token] | None
    labelled: dict[str, Tree[Token]] = field(default_factory=dict)


_OF_RECORDS = frozenset({"state", "where", "within"})
_STATE = frozenset({"state"})
_SINCE = frozenset({"since"})
_FIELD_TOTAL = Function(
    "指标项或台账的数值字段",
    "a measure or a number field of a ledger",
    "total(training.attendees, state: held)",
    _OF_RECORDS,
    _STATE,
)

FUNCTIONS = {
    "total": Function(
        "指标项、每个主体的数（如 power * $price）或台账的数值字段",
        "a measure, a number of each entity (such as power * $price) or a number field of a ledger",
        "total(output, where: above_scale)",
        frozenset({"where", "over"}),
    ),
    "mean": Function(
        "每个主体的数，例如两个指标项之比",
        "a number of each entity, such as the ratio of two measures",
        "mean(cnc_processes / key_processes)",
        frozenset({"where"}),
    ),
    "entities": Function("", "", "entities(where: above_scale)", frozenset({"where", "kind"})),
    "reporting": Function("指标项", "a measure", "reporting(rd_expense, where: above_scale)", frozenset({"where"})),
    "count": Function("台账", "a ledger", "count(titles, state: recognised)", _OF_RECORDS, _STATE),
    "distinct": Function(
        "台账的字段", "a field of a ledger", "distinct(cloud.entity, state: adopted)", _OF_RECORDS, _STATE
    ),
    "growth": Function("公式", "a formula", "growth(total(output))"),
    "average_growth": Function("公式", "a formula", "average_growth(total(output), since: 2020)", _SINCE, _SINCE),
    "change": Function("公式", "a formula", "change(total(output), since: 2020)", _SINCE, _SINCE),
    "point_change": Function(
        "份额或比率", "a share or rate", "point_change(total(profit) / total(output), since: 2020)", _SINCE, _SINCE
    ),
}
"""Every function by its name."""


def gather_arguments(node: Tree[Token], spot: Spot) -> Call | None:
    """The arguments of a call; None where the function is unknown or its arguments are not those it takes."""
    name = str(node.children[0])
    if name not in FUNCTIONS:
        spot.add(UNKNOWN_FUNCTION, node, name=name, **nearest(name, FUNCTIONS))
        return None
    arguments = [cast(Tree[Token], argument) for argument in node.children[1:]]
    subjects = [argument for argument in arguments if argument.data != "labelled"]
    function = _form(name, subjects)
    labelled, good = _labelled(name, function, arguments, spot)
    wanted = 0 if name == "entities" else 1
    if len(subjects) != wanted:
        facts = {"function": name, "wanted": wanted, "given": len(subjects), "example": function.example}
        spot.add(WRONG_COUNT, node, **facts)
        good = False
    for label in sorted(function.required - labelled.keys()):
        spot.add(ARGUMENT_MISSING, node, function=name, label=label, example=function.example)
        good = False
    return Call(name, subjects[0] if subjects else None, labelled) if good else None


def _form(name: str, subjects: list[Tree[Token]]) -> Function:
    """The function's form: a total over records takes other arguments than a total over values."""
    if name == "total" and subjects and strip_groups(subjects[0]).data == "dotted":
        return _FIELD_TOTAL
    return FUNCTIONS[name]


def _labelled(
    name: str, function: Function, arguments: list[Tree[Token]], spot: Spot
) -> tuple[dict[str, Tree[Token]], bool]:
    labelled: dict[str, Tree[Token]] = {}
    good = True
    for argument in arguments:
        if argument.data != "labelled":
            continue
        label = str(argument.children[0])
        if label not in function.labels:
            spot.add(UNKNOWN_ARGUMENT, argument, function=name, label=label, **nearest(label, function.labels))
            good = False
        elif label in labelled:
            spot.add(ARGUMENT_TWICE, argument, label=label)
            good = False
        else:
            labelled[label] = cast(Tree[Token], argument.children[1])
    return labelled, good
