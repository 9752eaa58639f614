"""A label in one cell and what it says in the next: `金额单位 | 千元`, `报告期 | 2022年6月`, `口径 | 上年同期`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sigai.base.units import SCALES, is_unit
from sigai.tables.files.dates import read_period
from sigai.tables.files.spans import plain_span
from sigai.tables.files.texts import closed_up, header_key
from sigai.tables.files.unknown_units import unread_unit

_UNIT = re.compile(r"(?:[^填报送制写管理任口属主办业个本各]{0,4})单位|units?(?:ofmeasure)?")
_PERIOD = re.compile("报告期|所属(?:时|日)?期|报表期|统计(?:时|周)?期|数据(?:时|日)?期|时期|期间|报表?月份|年月")
_SPAN = re.compile(".{0,4}口径|数据(?:说明|性质|类型|类别)")
_FORM = re.compile(
    "(?:填[报表]|报送|上报|编制|制表|报告|报表|填写|审核|复核|统计|单位)(?:单位|部门|机构|企业|人员?|日期|时间|负责人)|表号|文号|批准文号|制定机关|"
    "批准机关|有效期(?:至|限)?|联系(?:人|电话|方式)|电话|手机"
)
_TIMES = re.compile("(?:金额|货币|数据|数值|数量|产值|单位)?(?:换算)?(?:倍数|倍率|乘数)|单位换算(?:比例|系数)?|数量级")
_TENS = re.compile(r"(?:[×x*]|1:)?(?P<times>1[0,]*0)(?:\.0+)?")

_FIGURE = re.compile(r"[-+(¥￥]?\s*\d")
_WIDEST = 3
"""A sheet of labels and what they say has no more columns."""

_MOST_ROWS = 60


def joined_labels(cells: Sequence[str]) -> list[str]:
    """The texts of a row, each label with what it says in one: `单位:千元`. A row of units behind a label stays as it
    is: there each is for a column."""
    found = list(cells)
    given = [at for at, cell in enumerate(cells) if cell]
    for place, (label, value) in enumerate(pairwise(given)):
        after = cells[given[place + 2]] if place + 2 < len(given) else ""
        if cells[value] in SCALES and _says(cells[label], cells[value] + after):
            found[label], found[value] = f"{cells[label].rstrip(': ')}:{cells[value]}{after}", ""
            found[given[place + 2]] = ""
        elif _says(cells[label], cells[value]) and not is_unit(after):
            found[label], found[value] = f"{cells[label].rstrip(': ')}:{cells[value]}", ""
    return found


def joined_texts(rows: Sequence[Sequence[str]]) -> list[str]:
    """The texts of a sheet without a table, labels with what stands beside them or, in a row of them, below."""
    texts = [text for row in rows for text in joined_labels(row) if text]
    for upper, lower in pairwise(rows):
        pairs = [(label, value) for label, value in zip(upper, lower, strict=False) if label and value]
        texts += [f"{label.rstrip(': ')}:{value}" for label, value in pairs if _says(label, value)]
    return texts


def is_of_labels(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet holds labels and what they say, and no figures that a table would hold."""
    filled = [row for row in rows if any(row)]
    if len(filled) > _MOST_ROWS or any(len([cell for cell in row if cell]) > _WIDEST for row in filled):
        return False
    left = {text for row in filled for text in joined_labels(row) if text}
    return not any(_FIGURE.match(text) and read_period(text) is None for text in left)


def times_said(texts: Sequence[str]) -> list[str]:
    """What joined labels say of how often figures are to be taken, as `×1000`."""
    found = (text.partition(":") for text in texts)
    pairs = [(label, _TENS.fullmatch(value)) for label, _, value in found]
    return [f"×{match['times']}" for label, match in pairs if match and _TIMES.fullmatch(header_key(label))]


def times_of_column(head: str, words: Sequence[str]) -> list[str]:
    """What a column such as 倍率 or 数量级 says of how often figures are to be taken; once says nothing."""
    if not _TIMES.fullmatch(header_key(head)):
        return []
    tens = (match["times"] for word in words if (match := _TENS.fullmatch(word)))
    return [*(f"×{times}" for times in tens), *(word for word in words if word in SCALES)]


def _says(label: str, value: str) -> bool:
    key, value = header_key(closed_up(label)), closed_up(value)
    if _UNIT.fullmatch(key):
        return is_unit(value) or bool(unread_unit(value))
    if _FORM.fullmatch(key):
        return True
    if _PERIOD.fullmatch(key):
        return read_period(value) is not None
    if _SPAN.fullmatch(key):
        return bool(plain_span(value))
    return bool(_TIMES.fullmatch(key) and _TENS.fullmatch(value))
