"""The functions of the formula language as they are written: which arguments each takes, and how a call is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, Self, cast

from lark import Token, Tree

from sigai.base.issues import Problem, Severity, problem
from sigai.base.periods import FIRST_YEAR, LAST_YEAR, Period
from sigai.formulas.suggesting import nearest
from sigai.formulas.syntax import AreaAtHand, Condition, Expression, Word

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


Grain = Literal["area", "entity", "record"]
"""What a number or condition is about."""


class ArgumentReader(Protocol):
    """Reads the parts of a text where they are about one thing."""

    @property
    def grain(self) -> Grain:
        """What the part at hand is about."""

    def about(self, grain: Grain) -> Self:
        """Reads what is about another thing."""

    def number(self, tree: Tree[Token]) -> Expression | None:
        """A number; None after an issue."""

    def condition(self, tree: Tree[Token]) -> Condition | None:
        """A condition; None after an issue."""

    def add(self, kind: Problem, tree: Tree[Token], /, **facts: Any) -> None:
        """An issue at the first character of a part of the text."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes: its first argument in words, how many without a label, the labels it knows (None: any),
    those it cannot do without."""

    subject_zh: str
    subject_en: str
    example: str
    labels: frozenset[str] | None = frozenset()
    required: frozenset[str] = frozenset()
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class Function:
    """A function by its name: what it takes, and what a call of it means.

    `of_field`: what it takes where its first argument is a field of a ledger. `everywhere`: it can stand in a number
    about one entity as well as in one about an area.
    """

    name: str
    signature: Signature
    read: Callable[[Arguments], Expression | None]
    of_field: Signature | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """A call with the arguments its function takes, each once, and how their values are read.

    Every reading gives None after an issue.
    """

    function: Function
    signature: Signature
    reader: ArgumentReader
    plain: tuple[Tree[Token], ...]
    labelled: Mapping[str, Tree[Token]] = field(default_factory=dict)

    @property
    def form(self) -> str:
        """How the first argument is written: `name`, `dotted`, `arithmetic` …"""
        return strip_groups(self.plain[0]).data

    def number(self, place: int = 0) -> Expression | None:
        """A number about the same as the call."""
        return self.reader.number(self.plain[place])

    def value(self, place: int = 0) -> Expression | None:
        """A number about the same as the call, or a text in quotes."""
        tree = strip_groups(self.plain[place])
        return Word(word_text(tree)) if tree.data == "quoted" else self.reader.number(tree)

    def condition(self, place: int = 0) -> Condition | None:
        """A condition about the same as the call."""
        return self.reader.condition(self.plain[place])

    def key(self, label: str) -> Expression | None:
        """What is given for a key of a parameter: a text in quotes or a date is a word, else it is a number, field or
        attribute about the same as the call; of an area, `area` is the area itself."""
        tree = strip_groups(self.labelled[label])
        if tree.data in ("quoted", "date"):
            return Word(word_text(tree))
        if tree.data == "name" and self.reader.grain == "area":
            if str(tree.children[0]) == "area":
                return AreaAtHand()
            zh, en = f"{_KEY_ZH}，或 area", f"{_KEY_EN}, or area"
            self._wrong(tree, label, zh, en)
            return None
        return self.reader.number(tree)

    def row(self) -> Expression | None:
        """A number about each entity."""
        return self.reader.about("entity").number(self.plain[0])

    def named(self, form: Literal["name", "dotted"]) -> str | None:
        """The first argument, where it must be a name, or the field of a ledger."""
        subject = strip_groups(self.plain[0])
        if subject.data == form:
            return ".".join(str(part) for part in subject.children)
        self.wrong_subject()
        return None

    def wrong_subject(self) -> None:
        """An issue: the first argument is not what the function takes."""
        signature = self.function.signature
        self.reader.add(
            WRONG_SUBJECT,
            strip_groups(self.plain[0]),
            function=self.function.name,
            wanted_zh=signature.subject_zh,
            wanted_en=signature.subject_en,
            example=signature.example,
        )

    def where(self, grain: Grain = "entity") -> tuple[Condition | None, bool]:
        """The condition of `where:`, and whether it could be read; there may be none."""
        tree = self.labelled.get("where")
        if tree is None:
            return None, True
        found = self.reader.about(grain).condition(tree)
        return found, found is not None

    def word(self, label: str, default: str) -> str | None:
        """A bare name."""
        tree = self.labelled.get(label)
        if tree is None:
            return default
        if tree.data == "name":
            return str(tree.children[0])
        self._wrong(tree, label, "一个名称", "one name")
        return None

    def choice(self, label: str, choices: tuple[str, ...], default: str) -> str | None:
        """One of some names."""
        word = self.word(label, default)
        if word is None or word == default or word in choices:
            return word
        hint = nearest(word, choices)
        listed_zh, listed_en = "、".join(choices), ", ".join(choices)
        zh, en = f" {listed_zh} 之一{hint['hint_zh']}", f"one of {listed_en}{hint['hint_en']}"
        self._wrong(self.labelled[label], label, zh, en)
        return None

    def period(self, label: str, relative: tuple[str, ...]) -> str | None:
        """A period: one of some names, or one that stands in quotes, as the content writes it (`"2021Q2"`)."""
        tree = strip_groups(self.labelled[label])
        if tree.data == "quoted":
            try:
                return str(Period.parse(word_text(tree)))
            except ValueError:
                pass
        elif tree.data == "name" and str(tree.children[0]) in relative:
            return str(tree.children[0])
        listed = ", ".join(relative)
        self._wrong(tree, label, f' {listed} 之一，或 "2021"、"2021Q2" 这样的时期', f'{listed}, or "2021", "2021Q2"')
        return None

    def states(self) -> tuple[str, ...] | None:
        """One state or several."""
        return self._names("state", "一个状态，或 [状态, 状态]", "one state, or [state, state]")

    def columns(self, label: str) -> tuple[str, ...] | None:
        """One column or several; none where the label is not given."""
        if label not in self.labelled:
            return ()
        return self._names(label, "一列，或 [列, 列]", "one column, or [column, column]")

    def _names(self, label: str, wanted_zh: str, wanted_en: str) -> tuple[str, ...] | None:
        tree = self.labelled[label]
        if tree.data == "name":
            return (str(tree.children[0]),)
        names = [cast(Tree[Token], word) for word in tree.children] if tree.data == "words" else []
        if not names or any(word.data != "name" for word in names):
            self._wrong(tree, label, wanted_zh, wanted_en)
            return None
        return tuple(dict.fromkeys(str(word.children[0]) for word in names))

    def whole(self, label: str, within: range, default: int) -> int | None:
        """A whole number."""
        tree = self.labelled.get(label)
        if tree is None:
            return default
        text = str(tree.children[0]) if tree.data == "number" and len(tree.children) == 1 else ""
        if text.isdigit() and int(text) in within:
            return int(text)
        span = f"{within.start} ~ {within.stop - 1}"
        self._wrong(tree, label, f" {span} 的整数", f"a whole number {span}")
        return None

    def year(self) -> int | None:
        """The year of `since:`."""
        tree = self.labelled["since"]
        text = str(tree.children[0]) if tree.data == "number" and len(tree.children) == 1 else ""
        if text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return int(text)
        self._wrong(tree, "since", "四位数的年份，例如 2020", "a year of four digits, such as 2020")
        return None

    def _wrong(self, tree: Tree[Token], label: str, zh: str, en: str) -> None:
        self.reader.add(WRONG_ARGUMENT, tree, label=label, wanted_zh=zh, wanted_en=en)


_KEY_ZH, _KEY_EN = '带引号的文字（如 "zinc"）、数', 'a text in quotes (such as "zinc"), a number'


def word_text(tree: Tree[Token]) -> str:
    """The text of a word: without its quotation marks where it has them."""
    text = str(tree.children[0])
    return text[1:-1].replace('""', '"') if tree.data == "quoted" else text


def strip_groups(tree: Tree[Token]) -> Tree[Token]:
    """What stands inside the brackets around it."""
    while tree.data == "group":
        tree = cast(Tree[Token], tree.children[0])
    return tree


def gather_arguments(node: Tree[Token], functions: Mapping[str, Function], reader: ArgumentReader) -> Arguments | None:
    """The arguments of a call; None where the function is unknown or its arguments are not those it takes."""
    name = str(node.children[0])
    if name not in functions:
        reader.add(UNKNOWN_FUNCTION, node, name=name, **nearest(name, functions))
        return None
    function = functions[name]
    arguments = [cast(Tree[Token], argument) for argument in node.children[1:]]
    plain = [argument for argument in arguments if argument.data != "labelled"]
    signature = _signature(function, plain)
    labelled, good = _labelled(name, signature, arguments, reader)
    if not signature.least <= len(plain) <= signature.most:
        least, most = signature.least, signature.most
        wanted = least if len(plain) < least else most
        facts = {"function": name, "wanted": wanted, "given": len(plain), "example": signature.example}
        reader.add(WRONG_COUNT, node, **facts)
        good = False
    for label in sorted(signature.required - labelled.keys()):
        reader.add(ARGUMENT_MISSING, node, function=name, label=label, example=signature.example)
        good = False
    return Arguments(function, signature, reader, tuple(plain), labelled) if good else None


def _signature(function: Function, plain: list[Tree[Token]]) -> Signature:
    """What the call takes: a total over records takes other arguments than a total over values."""
    if function.of_field is not None and plain and strip_groups(plain[0]).data == "dotted":
        return function.of_field
    return function.signature


def _labelled(
    name: str, signature: Signature, arguments: list[Tree[Token]], reader: ArgumentReader
) -> tuple[dict[str, Tree[Token]], bool]:
    labelled: dict[str, Tree[Token]] = {}
    good = True
    for argument in arguments:
        if argument.data != "labelled":
            continue
        label = str(argument.children[0])
        if signature.labels is not None and label not in signature.labels:
            reader.add(UNKNOWN_ARGUMENT, argument, function=name, label=label, **nearest(label, signature.labels))
            good = False
        elif label in labelled:
            reader.add(ARGUMENT_TWICE, argument, label=label)
            good = False
        else:
            labelled[label] = cast(Tree[Token], argument.children[1])
    return labelled, good
