"""What words beside a header, in a cell or over a table say that figures are: of the period, since January, others."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from sigai.base.units import is_unit
from sigai.tables.files.texts import clean, header_key, split_unit

Meaning = Literal["period", "total", "end", "this", "other", "unclear", ""]
"""What words beside a header say of its figures: of the period alone, a total since January, at the period's end, of
this year, something else than the figures of the period, or nothing that is known."""

_VERSION = re.compile(
    "修订|修正|更正|核定|审核|审定|核实|核准|复核|终审|调整|上报|初报|原报|重报|补报|定案|最终|revised|corrected|audited"
)
_PRICES = re.compile("不变价|可比价|现价|现行价|当年价|含税|税前|税后|未税")

_LONGEST_WORDS = 15
_OTHER = re.compile(
    "上一?年|去年|前一?年|往年|历年|同期|同比|增长|增速|增减|增幅|环比|上月|上期|上季|预计|预测|计划|目标|年初(?!至|到|累|起|以)|"
    "期初|基期|对比期|比较期|占比|比重|排名|完成率|进度|差额|比上|定额|变动率|变化率|涨跌|调整前|last|previous|growth|change|yoy|"
    "^py$|prioryear"
)
_TOTAL = re.compile(
    r"累计|年初(?:至|到|起|以来)|(?:[今本开]年|1月|一月|元月)以来|年内|[一元截][月至止到]*[至止到]本月|^至本月|月累|ytd|cumulat|sincejanuary|"
    "yeartodate"
)
_DENIED = re.compile("[非不未无]含?(?:累计|本月|当月)")
_SINCE_JANUARY = re.compile(r"^1\s*月?\s*[-—–－~～至到]\s*(?:本月|\d{1,2}\s*月)")
"""Asked of the words as they are: without its dash, 1-0月 would be 10月."""
_PERIOD = re.compile(
    r"^(?:(?:\d{4}年)?\d{1,2}月)?(?:本月|当月|本季|本季度|当季|单月|单季|单季度|月度|月(?=发生|完成|产)|mtd|thismonth|month)"
    "(?:数|值|额|量|实际|完成|发生|止|产)*$"
)
_END = re.compile(r"^(?:本?期末|本?月末|本?季末|本?年末)(?:数|值|余额|人数|实有)*$")
_THIS = re.compile(
    r"^按?(?:现行?价格?|当年价格?)(?:计算)?$|^(?:本期|当期|本年|今年|本年度|当年|thisyear|实际|完成|数值|数量|金额)(?:数|值|额|量)?$"
)


_ONLY = re.compile(
    r"(?:[本当上去前今同单月季年期末初数值额量表往历一元的%()-]|累计|年初[至到起]今?|以来|年内|[截至止到]+本月|1-本月|计划|预计|预测|目标|"
    r"同比|环比|比|增速|增长|增减|增幅|基期|对比期|比较期|变动率|变化率|涨跌|排名|比重|占比|实际|完成|发生|数据|情况|"
    r"\d{1,2}月?-\d{1,2}月|[ym]td|yoy)+",
    re.IGNORECASE,
)
"""Nothing but words for what figures are: `上年同期数` is, `目标企业` and a remark are not."""

_LONGEST_PLAIN = 12
_SCOPE = re.compile(
    "(?:法人|在地|属地|[全大小新老]口径|规[上下]|规模以[上下]|限额?以?[上下]|全社会|全部|全行业|工业|企业|单位|产业活动单位|统计|部门|行业|财务|会计|税务|"
    "现价|现行价格?|当年价格?|不变价格?|可比价格?|快报|年报|月报|季报|定报|普查|[甲乙丙]类|标准|常规|无|-)+(?:口径|数据?)?"
)
"""Words that say whose figures are counted, or how, and not over which time."""

_BRACKETS = "【】〔〕〖〗「」『』《》〈〉<>[]()"
_OF_TABLE = re.compile(
    r"^(?:[备附]?注|说明)?\d*[:.、]?\s*(?P<whose>(?:(?:以下|下列|以上|上述|本表|此表|该表|[各全报]表|本套|全套|本报表|"
    r"本(?:文件|工作簿|册|次)|上报|填报|所[列有报]|表[中内]|各项|全部|的|数据?|数[值字]|指标|口径|统计|计算|累计|取数|均|都)\s*)+)(?P<link>[为是系:])\s*(?P<word>[^,;。]+)"
)
"""A line that says of all figures of a table, or below it, what they are: `口径：当月`, `注：本表数据为上年同期数`."""


_OF_YEAR = re.compile(r"^(?:19|20)\d{2}(?:年度?(?=\D)|(?=同期))")
_SAME_PERIOD = re.compile(r"(?:上一?年|去年|前一?年|往年|(?:19|20)\d{2}年?度?)\s*同期(?:数据?|值|额|量)?")
_BESIDE_OTHERS = re.compile(r"[及与和跟较比、]|增[长速减幅]")
_PERIOD_BEFORE = re.compile(r"^(?:(?:19|20)\d{2}年?度?)?(?:\d{1,2}(?:-\d{1,2})?月份?)?")
_PARTS_OF_NAME = re.compile(r"[-_\s()\[\]【】.+·,]+")


@lru_cache(maxsize=4096)
def meaning(words: str) -> Meaning:
    """What the words beside a header say of the figures under it."""
    words = words.strip(_BRACKETS)
    key = header_key(split_unit(words)[0] if is_unit(split_unit(words)[1]) else words)
    if not key:
        return ""
    if len(key) > _LONGEST_WORDS:
        return "unclear"
    if _OTHER.search(key):
        return "other"
    if _DENIED.search(key):
        return "unclear"
    if _SINCE_JANUARY.search(clean(words)):
        return "total"
    found: tuple[tuple[re.Pattern[str], Meaning], ...] = (
        (_TOTAL, "total"),
        (_PERIOD, "period"),
        (_END, "end"),
        (_THIS, "this"),
    )
    return next((each for pattern, each in found if pattern.search(key)), "unclear")


def is_version(words: str) -> bool:
    """Whether words say that figures are one version of several, as `修订` and `核定` do."""
    return bool(_VERSION.search(header_key(words)))


def is_no_unit(words: str) -> bool:
    """Whether words in brackets say something else of figures than their unit."""
    return is_version(words) or bool(_PRICES.search(words)) or meaning(words) not in ("", "unclear")


def plain_span(text: str) -> Meaning:
    """What a text says of figures, where it says nothing else."""
    text = _OF_YEAR.sub("", text)
    if not text or len(text) > _LONGEST_PLAIN or not _ONLY.fullmatch(text.replace(" ", "")):
        return ""
    said = meaning(text)
    return "" if said == "unclear" else said


def word_of_span(text: str) -> str:
    """The words in a cleaned text over, between or under rows that say what all figures of them are; also words of 口径
    that nobody understands. Nothing where it says something else."""
    plain = text.strip(_BRACKETS)
    match = _OF_TABLE.match(plain)
    word = (_OF_YEAR.sub("", match["word"]) if match else plain.removesuffix("口径")).strip(_BRACKETS + " ")
    if plain_span(word):
        return word
    of_scope = match is not None and "口径" in match["whose"]
    return word if of_scope and span_of_word(word) == "unclear" else ""


def word_of_name(name: str) -> str:
    """The words in the cleaned name of a file or sheet that say what its figures are; of several parts those of one
    that says they are others than the period's; a base year has rows of its own. A name that sets these beside others
    says nothing of all of them."""
    if word := word_of_span(name):
        return word
    parts = (_PERIOD_BEFORE.sub("", part) for part in _PARTS_OF_NAME.split(name))
    part = next((part for part in parts if plain_span(part) == "other" and "基期" not in part), "")
    match = None if _BESIDE_OTHERS.search(name) else _SAME_PERIOD.search(name)
    return match[0] if match else part


def year_of_same_period(word: str) -> int | None:
    """The year of `2021年同期数`: figures of that year are what they are said to be."""
    match = _OF_YEAR.match(word) if "同期" in word else None
    return int(match[0][:4]) if match else None


def span_of_word(word: str) -> Meaning:
    """What a word says of the figures of its row where it is known to say something of them: unclear where nobody
    understands it, nothing where it only says whose figures are counted."""
    return plain_span(word) or (
        "" if not word or is_unit(word) or _SCOPE.fullmatch(word.strip(_BRACKETS)) else "unclear"
    )


def words_of_table(text: str) -> str:
    """The words of a text that stands apart from all tables which say what their figures are; nothing where it says so
    of no table in so many words."""
    plain = clean(text).strip(_BRACKETS)
    return word_of_span(plain) if _OF_TABLE.match(plain) else ""
