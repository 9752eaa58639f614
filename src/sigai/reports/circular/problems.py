"""What can be wrong with a bulletin: with its template, with its figures."""

from __future__ import annotations

from sigai.base.issues import Issue, Language, Place, Severity, problem
from sigai.reports.circular.checking import CheckedNumber

TEMPLATE_FAULT = problem(
    "G010",
    Severity.ERROR,
    zh="通报模板 {name} 不能用：{detail}",
    en="the template {name} of a bulletin cannot be used: {detail}",
    advice_zh="在 Word 里改正标签，可用的标签见 docs/bulletin.md",
    advice_en="correct its tags in Word; docs/bulletin.md lists those there are",
)
NO_TEMPLATE = problem(
    "G011",
    Severity.ERROR,
    zh="没有通报模板 {name}",
    en="there is no template {name} of a bulletin",
    advice_zh="把 Word 模板放进内容文件夹的 bulletins/ 里",
    advice_en="put the Word template into the folder bulletins/ of the content",
)
UNTRACED = problem(
    "G012",
    Severity.ERROR,
    zh="“{number}”不是本次计算的数：{sentence}",
    en="“{number}” is no number of this calculation: {sentence}",
    advice_zh="改成计算的数（最接近的：{nearest}）；专班自己掌握的，在数后写〔来源：…〕",
    advice_en="write the calculation's number (nearest: {nearest_en}); behind one of your own put 〔来源：where from〕",
)
UNNAMED = problem(
    "G013",
    Severity.ERROR,
    zh="“{number}”没有写明是谁的数：{sentence}",
    en="“{number}” does not say whose number it is: {sentence}",
    advice_zh="写明目标、地区或领域的全称（可能是：{nearest}）；专班自己掌握的，在数后写〔来源：…〕",
    advice_en="name the target, area or pillar (perhaps: {nearest_en}); behind your own put 〔来源：where from〕",
)
UNREADABLE = problem(
    "G014",
    Severity.ERROR,
    zh="“{number}”读不懂：{sentence}",
    en="“{number}” cannot be read: {sentence}",
    advice_zh="用阿拉伯数字加单位写，如 46.0%、1.2 万亿元",
    advice_en="write digits with a unit, such as 46.0% or 1.2万亿元",
)
_KINDS = {"unnamed": UNNAMED, "none": UNTRACED, "unreadable": UNREADABLE}
_LONGEST = 120


def number_issue(number: CheckedNumber, place: str) -> Issue:
    """What is wrong with a figure that nobody can follow, with its sentence and what it might have meant."""
    return _KINDS[number.tie].at(
        Place(column=place),
        number=number.said.text,
        sentence=number.sentence[:_LONGEST],
        nearest=_named(number, "zh") or "没有同类的数",
        nearest_en=_named(number, "en") or "none of its kind",
    )


def _named(number: CheckedNumber, language: Language) -> str:
    joint = "；" if language == "zh" else "; "
    return joint.join(f"{fact.what[language]} {fact.shown}" for fact in number.nearest)
