"""Columns of a table of tasks by their heads: what is to be done, who leads, who supports, by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sigai.documents.columns import COUNTERS, is_head

_LEAD = re.compile(r"牵头|主办|主责|第一责任|负责|主要责任")
_ANSWERS = re.compile(r"责任(?:单位|部门|主体|分工)|实施(?:单位|主体)|承办|落实单位|完成单位|建设单位")
_HELP = re.compile(r"配合|协办|参与|参加|协同|协助|支持单位|会同")
_DUE = re.compile(r"时限|时间|期限|进度|节点|工期|年限")
_TITLE = re.compile(
    r"^(?:重点|主要|具体|工作|建设)?(?:任务|工作|项目|事项|举措|行动|工程)(?:名称|清单|事项)?$|^(?:任务|项目|工作)名称$|路线图"
)
_ASIDE = re.compile(r"备注|领导|联系人|性质|地点|投资|类型|分类|类别|领域|责任人")


@dataclass(frozen=True, slots=True)
class TaskColumns:
    """Which columns hold titles, contents, units that lead and that support, time nodes; `aside` holds no goals."""

    titles: tuple[int, ...]
    contents: tuple[int, ...]
    lead: tuple[int, ...]
    support: tuple[int, ...]
    due: int | None
    aside: frozenset[int]

    @property
    def spoken(self) -> frozenset[int]:
        """The columns whose text may state goals."""
        return frozenset((*self.titles, *self.contents))


def task_columns(cells: Sequence[str]) -> TaskColumns | None:
    """The columns of a head row that names who answers; None where a row is none."""
    heads = ["".join(cell.split()) for cell in cells]
    known = sum(is_head(head) or head in COUNTERS for head in heads)
    if len(heads) < 3 or known < max(2, len(heads) * 0.5) or any(len(head) > 14 for head in heads):
        return None
    leading = [number for number, head in enumerate(heads) if _LEAD.search(head) and not _ASIDE.search(head)]
    answering = [number for number, head in enumerate(heads) if _ANSWERS.search(head) and number not in leading]
    helping = [number for number, head in enumerate(heads) if _HELP.search(head)]
    lead = [number for number in leading or answering if number not in helping]
    support = [*helping, *(answering if leading else [])]
    if not lead and not support:
        return None
    due = next((number for number, head in enumerate(heads) if _DUE.search(head) and "路线图" not in head), None)
    used = {*lead, *support, due}
    rest = [
        number for number, head in enumerate(heads)
        if number not in used and head and head not in COUNTERS and not _ASIDE.search(head)
    ]  # fmt: skip
    titles = tuple(number for number in rest if _TITLE.search(heads[number]))
    contents = tuple(number for number in rest if number not in titles)
    aside = frozenset(range(len(heads))) - frozenset(rest)
    return TaskColumns(titles, contents, tuple(sorted(lead)), tuple(sorted(support)), due, aside)
