"""Faults of form: what stands where it should not, what could stand there, and never a traceback."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers_formulas import PLACE, formula_faults
from sigai.base.issues import Issues, declared_problems
from sigai.formulas import read_condition, read_formula


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["E001"]),
        ("  \n", ["E001"]),
        ("total(a) # total(b) & 3", ["E002", "E002"]),
        ('total(a, where: id = "x)', ["E003"]),
        ("total(a, where: id = x”)", ["E003"]),
        ("total(a", ["E004"]),
        ("total(a))", ["E004"]),
        ("total(a, where: tag in [b)", ["E004", "E004", "E004"]),
        ("total(a b)", ["E005"]),
        ("total(a) + 制造业", ["E005"]),
        ("total(a) +", ["E006"]),
        ("-" * 200 + "total(a)", ["E007"]),
        ("output / employees", ["E020", "E020"]),
        ('total(a) + "text"', ["E021"]),
        ("total(3)", ["E022"]),
        ("total(1 + 2)", ["E022"]),
        ("count(a + b, state: c)", ["E022"]),
        ("distinct(a, state: c)", ["E022"]),
        ("total(a, over: moth)", ["E023"]),
        ("count(a, state: 3)", ["E023"]),
        ("count(a, state: [3])", ["E023"]),
        ("change(total(a), since: twenty)", ["E023"]),
        ("change(total(a), since: 2020 年)", ["E023"]),
        ("count(a, state: b, within: month)", ["E023"]),
        ("entities(kind: [a])", ["E023"]),
        ("totl(a)", ["E030"]),
        ("total(a, wher: above_scale)", ["E031"]),
        ("growth(total(a), since: 2020)", ["E031"]),
        ("total(a.b, state: c, over: month)", ["E031"]),
        ("total(a, over: month, over: month)", ["E032"]),
        ("count(a)", ["E033"]),
        ("change(total(a))", ["E033"]),
        ("total(a.b)", ["E033"]),
        ("total(a, b)", ["E034"]),
        ("entities(a)", ["E034"]),
        ("total()", ["E034"]),
        ("total(a) > 3", ["E040"]),
        ("mean(a > 3)", ["E040"]),
        ("total(a, where: 3)", ["E041"]),
        ("total(a, where: total(b))", ["E042"]),
        ("total(a, where: growth(b) > 3)", ["E042"]),
        ('mean("a" + b)', ["E043"]),
        ("count(a, state: b, where: other.field = c)", ["E044"]),
        ("total(a, where: 3 in [b])", ["E045"]),
        ("total(a, where: b in [c])", ["E045"]),
        ("total(a) * 2 亿圆", ["E046"]),
        ("total(a) * " + "9" * 400, ["E047"]),
        ("total(a, b) + sum(c) + total(d, over: x)", ["E034", "E030", "E023"]),
    ],
)
def test_every_fault_has_its_code(text: str, codes: list[str]) -> None:
    assert [issue.code for issue in formula_faults(text)] == codes


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "total(a b)",
            "第 9 个字符处不能写“b” → 此处可以写：运算符号（+ - * /）、比较符号",
            "'b' cannot stand at character 9 → here could stand: an operator (+ - * /), a comparison",
        ),
        ("totl(a)", "没有名为 totl 的函数 → 函数见 docs/formulas.md；是否想写 total？", "did you mean total?"),
        ("total(a, wher: b)", "第 10 个字符处：total(…) 没有参数 wher:", "did you mean where?"),
        ("total(a) +", "后面还要写：数、名称、函数或左括号", "what must follow: a number, a name"),
        ("total(a, over: moth)", "应当写 month、rolling、programme 之一", "one of month, rolling, programme"),
        ("2 万圆 * total(a)", "不认识单位“万圆”", "the unit '万圆' is not known"),
    ],
)
def test_messages_say_where_and_what_could_stand_there(text: str, zh: str, en: str) -> None:
    (issue,) = formula_faults(text)
    assert zh in issue.text("zh")
    assert en in issue.text("en")
    assert issue.place == PLACE


def test_every_problem_speaks_both_languages() -> None:
    ours = [problem for code, problem in declared_problems().items() if code.startswith("E")]
    assert len(ours) > 50
    for problem in ours:
        assert all(problem.what.values()), problem.code
        assert all(problem.advice.values()), problem.code


_SIGNS = list('()[],.:+-*/=<>$%"“”（，：\x00')
_CHUNKS = ["total(", "count(", "output", "where:", "state:", " and ", " not ", " in ", "2 亿元", "2021-06", "entity."]
_PIECES = st.sampled_from([*_SIGNS, *_CHUNKS])


@settings(max_examples=500)
@given(st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=30))
@example("total(" * 300 + "a" + ")" * 300)
@example("1 + " * 6000 + "1")
@example("not " * 4000 + "a")
def test_no_text_whatever_raises(text: str) -> None:
    for read in (read_formula, read_condition):
        issues = Issues()
        result = read(text, PLACE, issues)  # type: ignore[operator]
        assert (result is None) == bool(len(issues))
        for issue in issues:
            for language in ("zh", "en"):  # no fact is missing from a message
                issue.problem.what[language].format_map(issue.facts)
                issue.problem.advice[language].format_map(issue.facts)
