"""Lists of responsible units as lines of a table cell: where one begins and where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SEPARATORS = "、，,；;"
_NOTE = r"(?:[（(][^（()）]{1,20}[）)])?"
_OFFICES = "局|委|办|厅|部|处|署|会|组|政府|中心|集团|公司|银行|人行|专班|研究院|法院|检察院|学校|大学|学院|部门|单位"
_OTHERS = "院|所|站|社|行|企业|园区|区|市|县|乡|镇|街道|联盟|负责"
_OFFICE = re.compile(f".{{0,26}}?(?:{_OFFICES}){_NOTE}")
_UNIT = re.compile(f".{{0,26}}?(?:{_OFFICES}|{_OTHERS}){_NOTE}")
_VERB = re.compile(
    "推动|推进|加快|加强|加大|建设|建立|培育|实施|支持|鼓励|大力|开展|落实|完善|组织|提升|提高|强化|打造|引导|引进|创建|健全|开发|发展|"
    "优化|促进|制定|攻克|扩大|深化|构建|探索|推广|改造|淘汰|壮大|做强|做大|聚焦|围绕"
)
_NOT_IN_UNITS = re.compile(r"[\d。：:“”《》？！%％]")
_LONGEST_UNIT = 30
_MOST_LINES = 16


def split_units(text: str) -> list[str]:
    """The names of a list, cut at separators outside brackets."""
    names: list[str] = []
    depth, start = 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "（(") - (letter in "）)")
        if letter in _SEPARATORS and depth <= 0:
            names.append(text[start:place])
            start = place + 1
    names.append(text[start:])
    return names


def is_unit_list(text: str) -> bool:
    """Whether a text without white space is a list of units and nothing else."""
    names = split_units(text)
    if len(names) > 1 and not names[-1]:
        return False
    if _VERB.match(names[0]) or not all(len(name) >= 2 and _UNIT.fullmatch(name) for name in names):
        return False
    return 2 * sum(_OFFICE.fullmatch(name) is not None for name in names) >= len(names)


def _may_become_list(text: str) -> bool:
    if _NOT_IN_UNITS.search(text):
        return False
    *whole, last = split_units(text)
    return len(last) <= _LONGEST_UNIT and all(len(name) >= 2 and _UNIT.fullmatch(name) for name in whole)


def unit_runs(lines: Sequence[str], widths: Sequence[int]) -> list[tuple[int, int]]:
    """Where lists of units stand among lines: (first, last) of each.

    A list ends at the first line that ends a name short of the column's width; what the width is, is measured on the
    lists as they look when each is taken as long as it goes.
    """
    greedy = _runs(lines, widths, None)
    inner = sorted(widths[line] for first, last in greedy for line in range(first, last))
    if not inner:
        return greedy
    return _runs(lines, widths, inner[int(0.9 * (len(inner) - 1))])


def _runs(lines: Sequence[str], widths: Sequence[int], width: int | None) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    first = 0
    while first < len(lines):
        last = _run_from(lines, widths, first, width)
        if last is None:
            first += 1
            continue
        runs.append((first, last))
        first = last + 1
    return runs


def _run_from(lines: Sequence[str], widths: Sequence[int], first: int, width: int | None) -> int | None:
    text, last = "", None
    for number in range(first, min(first + _MOST_LINES, len(lines))):
        text += lines[number]
        if not _may_become_list(text):
            break
        if is_unit_list(text):
            last = number
            if width is not None and widths[number] < width - 4:
                break
    return last
