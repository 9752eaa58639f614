"""What a clause says of its figure beyond name and number: whose it is, and from when on it is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sigai.compiling.model import ExtractedTarget

_BUILDING = "建成|建设|新建|新增|打造|培育|创建|改造|整治|治理|修复|开工|安装|种植|新改建"
_ACTING = f"{_BUILDING}|完成|实施|引进|淘汰|达到|布局|形成|净增|推进|推广|设立"
_YEAR = r"(?:到|至)?20\d\d年(?:底|末|年底|年末)?(?:之?前)?"
_PLACE = re.compile(
    rf"^(?:——|--|[一二三四五六七八九十\d]+[、.．]|（[一二三四五六七八九十\d]+）|{_YEAR})*"
    r"(?P<place>(?!全|各|本|我|该|城镇|城乡|乡镇|城市|社区|城区)[一-龥]{1,8}?(?:区|县|市|镇|乡|街道|旗|板块|片区|组团|公司))"
    rf"(?:要|须|应|计划|力争|确保|每年|共|再|累计|全年)*(?:{_ACTING})"
)
_AREA = re.compile(r"(?<![占居位])全(?:省|市|区|县|州|盟)(?!影响|领先|域|面)")
_IN_ALL = r"(?:累计|总共|共计|共|合计|[两三四五]年(?:内|间|共|累计|合计)?)"
_ADDED = r"(?:新[建增改认培引创设]|净增|引进|培训|淘汰|建成|建设|打造|培育)"
_FROM_NOW_ON = re.compile(rf"{_IN_ALL}[^，。；]{{0,3}}{_ADDED}")
_SO_FAR = re.compile(r"累计(?:建成|建设|打造|培育|创建)")
_PART_OF_YEAR = re.compile(
    r"(?:——|--|[（(]?[\d一二三四五六七八九十]+[）)、.．])*(?:到|至|在)?(?:20\d\d年|今年|全年)?"
    r"(第?[一二三四1-4]季度|[上下]半年|(?:1[01]|[1-9])月(?:底|末|份)?)"
)
_ZONE = re.compile(
    r"(?:第[一二三四五六七八九十]+[章节]|[（(]?[\d一二三四五六七八九十]+[）)、.．]|[\d.．]+)?\s*"
    r"((?!.*(?:建设|发展|推进|打造|示范区|园区$))[一-龥]{2,8}(?:区|县|市|镇|板块|片区|组团|流域))"
)
_MADE = re.compile("培育|建成|建设|打造|创建|引进|认定|新建|新增|培养|树立|遴选|形成|组建")
_STANDING = re.compile("达到?|突破|超过|保持|总数|总量|拥有|不低于|不少于")


def place_of(row: ExtractedTarget) -> str:
    """东湖区 of 东湖区建成体育公园 5 个: the place that alone is spoken of; empty where there is none."""
    found = _PLACE.match(row.quote)
    return found["place"] if found else ""


def zone_of(path: Sequence[str]) -> str:
    """平原河网区, under a heading that is nothing but the name of a part of the area."""
    found = _ZONE.fullmatch(path[-1]) if path else None
    return found[1] if found else ""


def part_of_year(sentence: str) -> str:
    """第一季度, 上半年, 6月底前: a step within the year, which is not held against what the year asks for."""
    found = _PART_OF_YEAR.match(sentence)
    return found[1] if found else ""


def area_before(row: ExtractedTarget, sentence: str) -> str:
    """全市, 全省 … said earlier in the sentence, and so of the figure as well."""
    said = _AREA.findall(sentence.partition(row.quote)[0])
    return str(said[-1]) if said else ""


def counted_from_start(row: ExtractedTarget) -> bool:
    """Whether a total is of what the plan adds (累计新建, 三年建成), so that nothing from before is in it."""
    return row.kind == "cumulative_count" and bool(_FROM_NOW_ON.search(row.quote)) and not _SO_FAR.search(row.quote)


def told_apart(rows: Sequence[ExtractedTarget]) -> list[ExtractedTarget]:
    """Rows of a target: what stands (达到 180 家) is a level where others say what is made (培育 100 家)."""
    made = [row for row in rows if row.kind in ("cumulative_count", "annual_count") and _MADE.search(row.quote)]
    return [
        replace(row, kind="level", other_kinds=("cumulative_count",))
        if _stands(row) and any(one.value < row.value and one.period_end == row.period_end for one in made)
        else row
        for row in rows
    ]


def _stands(row: ExtractedTarget) -> bool:
    either = row.kind == "cumulative_count" and "level" in row.other_kinds
    return either and bool(_STANDING.search(row.quote)) and not _MADE.search(row.quote)
