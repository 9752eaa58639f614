"""Reads formulas, conditions and identities into the nodes of `sigai.formulas.nodes`.

The tree of the grammar is walked from its top, because what a bare name means depends on where it stands: within
`count(…, where: …)` it is a field of a record, elsewhere an attribute or a figure of an entity.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast, get_args

from lark import Token, Tree

from sigai.base.issues import Issues, Place, Severity, problem
from sigai.base.periods import FIRST_YEAR, LAST_YEAR
from sigai.formulas.calls import FUNCTIONS, Call, gather_arguments
from sigai.formulas.nodes import (
    Arithmetic,
    ArithmeticOperator,
    AverageGrowth,
    Change,
    Compare,
    Condition,
    Entities,
    Expression,
    Growth,
    Mean,
    Negative,
    Number,
    Parameter,
    PointChange,
    Records,
    Reporting,
    RowExpression,
    RowTotal,
    Total,
    Window,
    Within,
)
from sigai.formulas.parsing import parse
from sigai.formulas.reading_rows import CONDITION_NOT_NUMBER, RowReader, Spot, strip_groups
from sigai.formulas.suggesting import nearest
from sigai.formulas.walking import measures_of

BARE_NAME = problem(
    "E020",
    Severity.ERROR,
    zh="第 {column} 个字符处的名称 {name} 不能单独作为公式的一项",
    en="the name {name} at character {column} cannot stand by itself in a formula",
    advice_zh="说明怎样汇总，例如 total({name})，或 count({name}, state: …)",
    advice_en="say how it is summed up, such as total({name}) or count({name}, state: …)",
)
TEXT_NOT_NUMBER = problem(
    "E021",
    Severity.ERROR,
    zh="第 {column} 个字符处是文字，此处应当是数",
    en="there is a text at character {column} where a number is meant",
    advice_zh="文字只能用在条件的比较中；减法请在减号两边留空格",
    advice_en="texts belong in comparisons within a condition; put spaces around a minus",
)
WRONG_SUBJECT = problem(
    "E022",
    Severity.ERROR,
    zh="第 {column} 个字符处：{function}(…) 的第一项应当是{wanted_zh}",
    en="character {column}: the first argument of {function}(…) must be {wanted_en}",
    advice_zh="例如 {example}",
    advice_en="for instance {example}",
)
WRONG_ARGUMENT = problem(
    "E023",
    Severity.ERROR,
    zh="第 {column} 个字符处：{label}: 的内容不对",
    en="character {column}: {label}: does not have a value it can take",
    advice_zh="应当写{wanted_zh}",
    advice_en="write {wanted_en}",
)
NOT_AN_IDENTITY = problem(
    "E024",
    Severity.ERROR,
    zh="勾稽关系应当是一个比较",
    en="an identity must be one comparison",
    advice_zh="例如 waste_used <= waste_made",
    advice_en="for instance waste_used <= waste_made",
)

_WINDOWS = tuple(window for window in get_args(Window) if window != "default")
_WITHIN = get_args(Within)


def read_formula(text: str, place: Place, issues: Issues) -> Expression | None:
    """The expression that a formula means; None where it has faults of form, all added to `issues` at `place`."""
    tree = parse(text, place, issues)
    if tree is None:
        return None
    return _FormulaReader(place, issues).number(cast(Tree[Token], tree.children[0]))


def read_condition(text: str, place: Place, issues: Issues, *, about_record: bool = False) -> Condition | None:
    """The condition that a text means, about an entity or (`about_record`) about a record of a ledger."""
    tree = parse(text, place, issues)
    if tree is None:
        return None
    spot = Spot(place, issues, about_record=about_record)
    return RowReader(spot).condition(cast(Tree[Token], tree.children[0]))


def read_identity(text: str, place: Place, issues: Issues) -> Compare | None:
    """A relation between the figures of one entity, such as `waste_used <= waste_made`."""
    before = len(issues)
    condition = read_condition(text, place, issues)
    if isinstance(condition, Compare):
        return condition
    if len(issues) == before:
        issues.add(NOT_AN_IDENTITY.at(place))
    return None


class _FormulaReader:
    """Reads the parts of a formula that stand for a number at an area and a month."""

    def __init__(self, place: Place, issues: Issues) -> None:
        self._spot = Spot(place, issues)
        self._functions: dict[str, Callable[[Call], Expression | None]] = {
            "total": self._total,
            "mean": self._mean,
            "entities": self._entities,
            "reporting": self._reporting,
            "count": self._records,
            "distinct": self._records,
            "growth": self._growth,
            "average_growth": self._since,
            "change": self._since,
            "point_change": self._since,
        }

    def number(self, tree: Tree[Token]) -> Expression | None:
        """The expression that a part of the tree means; None after an issue."""
        node = strip_groups(tree)
        match node.data:
            case "number":
                return self._spot.number(node)
            case "parameter":
                return Parameter(str(node.children[0]))
            case "negative":
                return self._negative(cast(Tree[Token], node.children[1]))
            case "arithmetic":
                return self._arithmetic(node)
            case "call":
                return self._call(node)
            case "name" | "dotted":
                self._spot.add(BARE_NAME, node, name=".".join(str(part) for part in node.children))
            case "quoted" | "date":
                self._spot.add(TEXT_NOT_NUMBER, node)
            case _:
                self._spot.add(CONDITION_NOT_NUMBER, node)
        return None

    def _negative(self, operand: Tree[Token]) -> Expression | None:
        of = self.number(operand)
        if isinstance(of, Number) and operand.data == "number":
            return Number(-of.value, of.unit)
        return None if of is None else Negative(of)

    def _arithmetic(self, node: Tree[Token]) -> Expression | None:
        left_tree, operator, right_tree = node.children
        left, right = self.number(cast(Tree[Token], left_tree)), self.number(cast(Tree[Token], right_tree))
        if left is None or right is None:
            return None
        return Arithmetic(left, cast(ArithmeticOperator, str(operator)), right)

    def _call(self, node: Tree[Token]) -> Expression | None:
        call = gather_arguments(node, self._spot)
        return None if call is None else self._functions[call.function](call)

    # --- one method for each kind of function; `call` has the arguments it needs and no others ---

    def _total(self, call: Call) -> Expression | None:
        """`total(measure, …)`, `total(power * $price, …)` or `total(ledger.field, …)`."""
        form = strip_groups(cast(Tree[Token], call.subject)).data
        if form == "dotted":
            return self._records(call)
        of = self._measured(call) if form in ("arithmetic", "negative") else self._name(call)
        where, over = self._where(call), self._choice(call, "over", _WINDOWS, "default")
        if of is None or over is None or (where is None and "where" in call.labelled):
            return None
        window = cast(Window, over)
        return Total(of, where, window) if isinstance(of, str) else RowTotal(of, where, window)

    def _mean(self, call: Call) -> Expression | None:
        of, where = self._row(call), self._where(call)
        if of is None or (where is None and "where" in call.labelled):
            return None
        return Mean(of, where)

    def _entities(self, call: Call) -> Expression | None:
        where = self._where(call)
        kind = self._word(call, "kind", "enterprise")
        if kind is None or (where is None and "where" in call.labelled):
            return None
        return Entities(kind, where)

    def _reporting(self, call: Call) -> Expression | None:
        measure, where = self._name(call), self._where(call)
        if measure is None or (where is None and "where" in call.labelled):
            return None
        return Reporting(measure, where)

    def _records(self, call: Call) -> Expression | None:
        """`count(ledger, …)`, `distinct(ledger.field, …)` or `total(ledger.field, …)`."""
        subject = self._name(call) if call.function == "count" else self._dotted(call)
        states = self._states(call)
        where = self._where(call, about_record=True)
        within = self._choice(call, "within", _WITHIN, "always")
        if subject is None or states is None or within is None or (where is None and "where" in call.labelled):
            return None
        ledger, _, field = subject.partition(".")
        aggregate = cast(Literal["count", "distinct", "total"], call.function)
        return Records(ledger, states, aggregate, field or None, where, cast(Within, within))

    def _growth(self, call: Call) -> Expression | None:
        of = self.number(cast(Tree[Token], call.subject))
        return None if of is None else Growth(of)

    def _since(self, call: Call) -> Expression | None:
        of, since = self.number(cast(Tree[Token], call.subject)), self._year(call)
        if of is None or since is None:
            return None
        match call.function:
            case "average_growth":
                return AverageGrowth(of, since)
            case "change":
                return Change(of, since)
            case _:
                return PointChange(of, since)

    # --- the values that arguments take ---

    def _row(self, call: Call) -> RowExpression | None:
        return RowReader(self._spot).number(cast(Tree[Token], call.subject))

    def _measured(self, call: Call) -> RowExpression | None:
        """A number about each entity that names a measure; an issue where it names none."""
        of = self._row(call)
        if of is not None and not measures_of(of):
            self._wrong_subject(call)
            return None
        return of

    def _name(self, call: Call) -> str | None:
        return self._first(call, "name")

    def _dotted(self, call: Call) -> str | None:
        return self._first(call, "dotted")

    def _first(self, call: Call, form: str) -> str | None:
        subject = strip_groups(cast(Tree[Token], call.subject))
        if subject.data == form:
            return ".".join(str(part) for part in subject.children)
        self._wrong_subject(call)
        return None

    def _wrong_subject(self, call: Call) -> None:
        function = FUNCTIONS[call.function]
        self._spot.add(
            WRONG_SUBJECT,
            strip_groups(cast(Tree[Token], call.subject)),
            function=call.function,
            wanted_zh=function.subject_zh,
            wanted_en=function.subject_en,
            example=function.example,
        )

    def _where(self, call: Call, *, about_record: bool = False) -> Condition | None:
        tree = call.labelled.get("where")
        return None if tree is None else RowReader(self._spot.about(record=about_record)).condition(tree)

    def _word(self, call: Call, label: str, default: str) -> str | None:
        tree = call.labelled.get(label)
        if tree is None:
            return default
        if tree.data == "name":
            return str(tree.children[0])
        self._wrong(tree, label, "一个名称", "one name")
        return None

    def _choice(self, call: Call, label: str, choices: tuple[str, ...], default: str) -> str | None:
        word = self._word(call, label, default)
        if word is None or word == default or word in choices:
            return word
        hint = nearest(word, choices)
        listed_zh, listed_en = "、".join(choices), ", ".join(choices)
        zh, en = f" {listed_zh} 之一{hint['hint_zh']}", f"one of {listed_en}{hint['hint_en']}"
        self._wrong(call.labelled[label], label, zh, en)
        return None

    def _states(self, call: Call) -> tuple[str, ...] | None:
        tree = call.labelled["state"]
        if tree.data == "name":
            return (str(tree.children[0]),)
        names = [cast(Tree[Token], word) for word in tree.children] if tree.data == "words" else []
        if not names or any(word.data != "name" for word in names):
            self._wrong(tree, "state", "一个状态，或 [状态, 状态]", "one state, or [state, state]")
            return None
        return tuple(dict.fromkeys(str(word.children[0]) for word in names))

    def _year(self, call: Call) -> int | None:
        tree = call.labelled["since"]
        text = str(tree.children[0]) if tree.data == "number" and len(tree.children) == 1 else ""
        if text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return int(text)
        self._wrong(tree, "since", "四位数的年份，例如 2020", "a year of four digits, such as 2020")
        return None

    def _wrong(self, tree: Tree[Token], label: str, zh: str, en: str) -> None:
        self._spot.add(WRONG_ARGUMENT, tree, label=label, wanted_zh=zh, wanted_en=en)
