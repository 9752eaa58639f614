"""The names that columns of tables in plans have, and how to see them in a line that extraction flattened."""

from __future__ import annotations

import re

from sigai.base.letters import plain_letters

_NAMES = (
    "序号|编号|分类|类别|类型|领域|名称|内容|目标|单位|备注|属性|性质|措施|数量|行业|地区|"
    "县区|企业|项目|任务|指标|重点任务|主要任务|工作任务|具体任务|任务名称|任务内容|任务清单|"
    "目标任务|重点工作|工作内容|工作举措|工作措施|主要措施|主要内容|重点内容|建设内容|建设规模|"
    "项目名称|项目类型|重点项目|建设地点|建设性质|建设年限|建设工期|起止年限|总投资|投资额|"
    "年度投资|计划投资|路线图|时间表|完成时限|完成时间|时间节点|时间安排|时限要求|进度安排|"
    "进度要求|年度目标|工作目标|责任单位|牵头单位|配合单位|责任部门|牵头部门|配合部门|参与单位|"
    "实施单位|建设单位|责任领导|责任人|牵头领导|指标名称|主要指标|一级指标|二级指标|指标类型|"
    "指标属性|指标类别|计量单位|目标值|基期值|现状值|基准值|年均增速|年均增长|累计|合计|行业类别|"
    "所属行业|所属领域|所在地|企业名称|产品名称|园区名称|责任主体|工作要求|成果形式|考核方式|权重|"
    "分值|具体举措|主要举措|重点举措|工作目标任务|主要目标|预期目标|目标要求|完成标准|目标成效|预期成效|工作成效|具体目标|举措|"
    "责任处室|牵头处室|配合处室|年均/累计|年均〔累计〕|年均（累计）|年均增幅|年均|累计值|基期|基数"
)
_YEAR = (
    r"(?:到|至)?(?:20|二[〇○零])[0-9０-９一二三四五六七八九〇○零]{2}年?"
    r"(?:目标值?|实际值?|预计值?|完成值?|完成情况|现状值?|基期值?|基数|计划)?"
)
_UNIT_NOTE = r"(?:[（(\[〔][^（()）〔〕]{1,12}[）)〕\]])?"
_NAME = re.compile(f"(?:{'|'.join(sorted(_NAMES.split('|'), key=len, reverse=True))}|{_YEAR}){_UNIT_NOTE}")
_FEWEST = 3

OWNERS = re.compile(r"(?:责任|牵头|配合|参与|实施)(?:单位|部门|主体)")
"""Heads of the columns that name who answers."""
COUNTERS = frozenset({"序号", "编号"})
"""Heads of the columns that count the rows."""


def heads_of(text: str) -> tuple[str, ...]:
    """The column heads that a line consists of; empty where it is anything else or has fewer than three.

    >>> heads_of("重点任务 路 线 图 时 间 表 责 任 单 位")
    ('重点任务', '路 线 图', '时 间 表', '责 任 单 位')
    """
    squeezed = plain_letters("".join(text.split()))
    if len(squeezed) > 80 or len(squeezed) == len(text):
        return ()
    names = _consumed(squeezed)
    if len(names) < _FEWEST:
        return ()
    heads: list[str] = []
    place = 0
    for name in names:
        start, left = place, len(name)
        while left:
            left -= not text[place].isspace()
            place += 1
        heads.append(text[start:place].strip())
    return tuple(heads)


def is_head(text: str) -> bool:
    """Whether a line is one column head."""
    return _NAME.fullmatch(plain_letters("".join(text.split()))) is not None


def _consumed(squeezed: str) -> list[str]:
    names: list[str] = []
    place = 0
    while place < len(squeezed):
        found = _NAME.match(squeezed, place)
        if found is None:
            return []
        names.append(found.group())
        place = found.end()
    return names
