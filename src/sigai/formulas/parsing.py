"""From the text of a formula or condition to a tree of its parts, or to what stands wrongly at which character.

Full-width signs that a Chinese keyboard gives (（ ， ： ≥ ×) mean the same as their plain forms. Faults that do not
hide one another (foreign characters, open quotation marks, brackets without a partner) are all reported at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from sigai.base.issues import Issue, Issues, Place, Severity, problem
from sigai.base.units import unit_names

EMPTY = problem(
    "E001",
    Severity.ERROR,
    zh="公式或条件是空的",
    en="the formula or condition is empty",
    advice_zh="请写出公式，例如 total(output)",
    advice_en="write one, such as total(output)",
)
FOREIGN_CHARACTER = problem(
    "E002",
    Severity.ERROR,
    zh="第 {column} 个字符“{found}”在公式中没有意义",
    en="character {column}, {found!r}, means nothing in a formula",
    advice_zh="请删去；文字要放在双引号里",
    advice_en="take it out; put texts in double quotes",
)
OPEN_TEXT = problem(
    "E003",
    Severity.ERROR,
    zh="第 {column} 个字符处开始的引号没有结束",
    en="the quotation mark at character {column} is never closed",
    advice_zh="在文字末尾补上引号",
    advice_en="close it after the text",
)
LONELY_BRACKET = problem(
    "E004",
    Severity.ERROR,
    zh="第 {column} 个字符处的括号“{found}”没有与之配对的括号",
    en="the bracket {found!r} at character {column} has no partner",
    advice_zh="补上缺少的括号，或删去多余的括号",
    advice_en="add the missing bracket or take this one out",
)
UNEXPECTED = problem(
    "E005",
    Severity.ERROR,
    zh="第 {column} 个字符处不能写“{found}”",
    en="{found!r} cannot stand at character {column}",
    advice_zh="此处可以写：{expected_zh}",
    advice_en="here could stand: {expected_en}",
)
ENDS_EARLY = problem(
    "E006",
    Severity.ERROR,
    zh="写到第 {column} 个字符就结束了，还没有写完",
    en="it ends after character {column} and is not complete",
    advice_zh="后面还要写：{expected_zh}",
    advice_en="what must follow: {expected_en}",
)
TOO_DEEP = problem(
    "E007",
    Severity.ERROR,
    zh="公式过长或嵌套过深（最多 {limit} 层运算）",
    en="the formula is too long or too deeply nested (at most {limit} operations inside one another)",
    advice_zh="请拆成几个指标或参数",
    advice_en="split it into several indicators or parameters",
)

DEEPEST = 60
_LONGEST = 20_000

_PLAIN = str.maketrans(
    "（）［］【】，：＋－−＊×／÷＝＜＞．＄％　\u00a0０１２３４５６７８９",
    "()[][],:+--**//=<>.$%  0123456789",
)
_TEXT = re.compile(r'"(?:[^"]|"")*"|“[^”]*”')
_MEANINGFUL = re.compile(r"[A-Za-z0-9_ \t\r\n.,:()\[\]+\-*/=<>!$%‰≤≥≠²³·㎡㎥\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9_]+|[\u4e00-\u9fff]+|\S")
_PARTNERS = {")": "(", "]": "["}

_OPERAND = frozenset({"NUMBER", "TEXT", "DATE", "NAME", "FUNCTION", "_DOLLAR", "_LPAR", "MINUS"})
_OPERATORS = frozenset({"PLUS", "STAR", "SLASH"})
_SIGNS = {
    "_NOT": "not",
    "_IN": "in",
    "_AND": "and",
    "_OR": "or",
    "_COMMA": ",",
    "_COLON": ":",
    "_DOT": ".",
    "_LPAR": "(",
    "_RPAR": ")",
    "_LBRACKET": "[",
    "_RBRACKET": "]",
}
_WORDS = {
    "NAME": ("名称", "a name"),
    "NUMBER": ("数", "a number"),
    "TEXT": ("带引号的文字", "a text in quotes"),
    "DATE": ("日期", "a date"),
    "UNIT": ("单位", "a unit"),
    "LABEL": ("带冒号的参数（如 where:）", "an argument with a colon (such as where:)"),
    "FUNCTION": ("函数", "a function"),
    "COMPARE": ("比较符号（= != < <= > >=）", "a comparison (= != < <= > >=)"),
    "$END": ("公式结束", "the end"),
}


def parse(text: str, place: Place, issues: Issues) -> Tree[Token] | None:
    """The tree of a formula or condition by `grammar.lark`; None after adding every fault of form to `issues`."""
    if not text.strip():
        issues.add(EMPTY.at(place))
        return None
    plain = _plain(text)
    faults = Issues((*_foreign_characters(plain, place), *_lonely_brackets(plain, place)))
    if len(faults):
        issues.extend(faults)
        return None
    try:
        tree = _parser().parse(plain)
    except UnexpectedInput as fault:
        _report(fault, plain, place, issues)
        return None
    if len(plain) > _LONGEST or _depth(tree) > DEEPEST:
        issues.add(TOO_DEEP.at(place, limit=DEEPEST))
        return None
    return tree


@cache
def _parser() -> Lark:
    known = "|".join(sorted((re.escape(name) for name in unit_names()), key=len, reverse=True))
    unit = rf"(?:[%‰㎡㎥]|[A-Za-z\u4e00-\u9fff][A-Za-z0-9²³\u4e00-\u9fff]*)(?:[\/·](?:{known})(?![A-Za-z0-9_(]))*"
    grammar = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(f"{grammar}\nUNIT: /{unit}/\n", parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _plain(text: str) -> str:
    """The text with full-width signs made plain, except within quotation marks; every character keeps its place."""
    pieces, end = [], 0
    for quoted in _TEXT.finditer(text):
        inside = quoted[0][1:-1] if quoted[0][0] == '"' else quoted[0][1:-1].replace('"', "”")
        pieces += [text[end : quoted.start()].translate(_PLAIN), f'"{inside}"']
        end = quoted.end()
    return "".join([*pieces, text[end:].translate(_PLAIN)])


def _outside_texts(text: str) -> str:
    """The text with every quoted text blanked out, so that signs within it are not taken for the formula's own."""
    return _TEXT.sub(lambda quoted: " " * len(quoted[0]), text)


def _foreign_characters(text: str, place: Place) -> Iterator[Issue]:
    for column, character in enumerate(_outside_texts(text), start=1):
        if character in '"“”':
            yield OPEN_TEXT.at(place, column=column)
            return
        if not _MEANINGFUL.match(character):
            yield FOREIGN_CHARACTER.at(place, column=column, found=character)


def _lonely_brackets(text: str, place: Place) -> Iterator[Issue]:
    """Brackets without a partner; nothing while a quotation mark is open, for it swallows brackets."""
    outside = _outside_texts(text)
    if '"' in outside:
        return
    opened: list[tuple[str, int]] = []
    for column, character in enumerate(outside, start=1):
        if character in "([":
            opened.append((character, column))
        elif character in ")]":
            if opened and opened[-1][0] == _PARTNERS[character]:
                opened.pop()
            else:
                yield LONELY_BRACKET.at(place, column=column, found=character)
    for character, column in opened:
        yield LONELY_BRACKET.at(place, column=column, found=character)


def _report(fault: UnexpectedInput, text: str, place: Place, issues: Issues) -> None:
    allowed: set[str] = set()
    position = fault.pos_in_stream if fault.pos_in_stream is not None else len(text)
    if isinstance(fault, UnexpectedToken):
        allowed = set(fault.accepts or fault.expected)
        if fault.token.type == "$END":
            position = len(text)
    elif isinstance(fault, UnexpectedCharacters):
        allowed = set(fault.allowed or ())
    facts = {"expected_zh": "、".join(_expected(allowed, 0)), "expected_en": ", ".join(_expected(allowed, 1))}
    found = _WORD.match(text, position)
    if found is None:
        issues.add(ENDS_EARLY.at(place, column=len(text.rstrip()), **facts))
    else:
        issues.add(UNEXPECTED.at(place, column=position + 1, found=found[0], **facts))


def _expected(allowed: set[str], language: int) -> list[str]:
    """What could have stood there, in words; an operand and an operator are named once, not in their eight forms."""
    names = []
    if allowed >= _OPERAND:
        names.append(("数、名称、函数或左括号", "a number, a name, a function or an opening bracket")[language])
        allowed = allowed - _OPERAND
    if allowed >= _OPERATORS:
        names.append(("运算符号（+ - * /）", "an operator (+ - * /)")[language])
        allowed = allowed - _OPERATORS - {"MINUS"}
    names += [_WORDS[terminal][language] for terminal in _WORDS if terminal in allowed]
    names += [f"“{sign}”" if language == 0 else repr(sign) for terminal, sign in _SIGNS.items() if terminal in allowed]
    return names


def _depth(tree: Tree[Token]) -> int:
    """How many parts stand within one another. Counted without recursion, which is what deep trees would break."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in node.children if isinstance(child, Tree))
    return deepest
