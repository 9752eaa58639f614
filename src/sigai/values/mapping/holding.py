"""What the cells of a column hold, where its head does not say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

import pyarrow as pa

from sigai.tables.files import SheetTexts, clean, read_numbers
from sigai.values.taking_back import taking_back

LOOKED_AT = 200
"""So many rows of a column tell what it holds."""

_LABEL = re.compile(
    "序号|编号|编码|代码|号码|行次|行号|电话|手机|传真|邮编|邮政|证件|身份证|证号|账号|帐号|名次|位次|排名|排序|"
    "日期|时间|年龄|网址|^(?:no[.]?|id|code|phone|tel|fax|rank|zip)$",
    re.IGNORECASE,
)
"""Heads of numbers that count or call something and are no figures."""
_ONLY_TOTAL = re.compile(
    r"(?:本年|今年|全年|年初|自年初|1\s*月?\s*[-~至到—–]\s*本月)*(?:至今|至本月|至本期|起|以来)?(?:累计)?(?:数|值|额|量|实际|完成)*"
)


def first_cells(sheet: SheetTexts, column: int, rows: Iterable[int]) -> list[str]:
    """The first cells of a column that hold something."""
    texts = (sheet.text(row, column) for row in islice(rows, LOOKED_AT))
    return [clean(text) for text in texts if text.strip()]


def mostly(found: Iterable[bool]) -> bool:
    """Whether something holds for more than half."""
    each = list(found)
    return sum(each) * 2 > len(each)


def are_numbers(cells: Sequence[str]) -> bool:
    """Whether most of some texts are numbers, or the word that takes one back."""
    column = pa.array(cells, pa.string())
    read = read_numbers(column)
    return bool(cells) and mostly((read.good | taking_back(read, column)).tolist())


def is_label(words: Iterable[str]) -> bool:
    """Whether the numbers under a head are no figures: they number, call or date something."""
    return any(_LABEL.search(clean(word)) for word in words)


def is_only_total(words: Iterable[str]) -> bool:
    """Whether heads say that their figures run since January, and not of what they are."""
    return all(_ONLY_TOTAL.fullmatch(clean(word)) for word in words)
