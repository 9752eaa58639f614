"""Units without a scale in the words of a title, a note or a name: `元产值表`, `产值（元）月报`, `产量_吨_6月`.

They state nothing for certain, as 元 and 吨 are parts of other words, too (元月, 单元, 吨钢). What counts is what
stands before and behind them.
"""

from __future__ import annotations

import re

from sigai.base.units import is_unit
from sigai.tables.files.texts import CALENDAR

_BETWEEN_WORDS = re.compile(r"[\s_\-–—·,，、;；:：()（）\[\]【】〔〕{}《》“”\"'|.。+＋]+")
_SIGN = r"[\s_\-–—·,，、;；:：()（）\[\]【】《》“”|]"
_UNIT = "元|吨标准煤|吨标煤|吨|千瓦时|立方米|平方米|千克"
_BEFORE = (
    rf"^|{_SIGN}|[产总加价]值|[额量数款本]|收入|利润|销售|投资|[煤电资]|固废|人民币|企业|规上|规模以上|全[市县区]|情况"
    r"|[按以用为是到均]|月|表\d{0,2}|单位|年度"
)
_AFTER = (
    rf"$|{_SIGN}|\d|总?产值|增加值|销售|营业|收入|利润|税|金额|资金|投资|成本|费用|[产销用]量|消费|用[电能]|能耗|煤|固废"
    "|工业|数据|数额|数值|表|版|计|口径|单位|统计|汇总|明细|报表|[月季年快]报|台账|[为作做]单位"
)
_JOINED = re.compile(rf"(?:{_BEFORE})(?P<unit>{_UNIT})(?=(?:{_AFTER}))")
_OF_TIME = re.compile(r"[年\d]元月|^元月")
"""元月 is January, behind a year or at the beginning."""


def bare_units(text: str) -> list[str]:
    """The units without a scale that a text may be meant to give: alone between signs, or joined to other words."""
    words = [word for word in _BETWEEN_WORDS.split(text) if word]
    alone = [word for word in words if len(words) > 1 and is_unit(word) and word not in CALENDAR]
    joined = [match["unit"] for match in _JOINED.finditer(_OF_TIME.sub("", text))]
    return list(dict.fromkeys([*alone, *joined]))
