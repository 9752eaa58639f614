"""Tasks: headings, numbered items, paragraphs and table rows that units answer for, with owners and time nodes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sigai.compiling.model import ExtractedTask, OwnersBasis, TaskLevel
from sigai.compiling.owners import cell_list, owner_lists
from sigai.compiling.table_columns import TaskColumns, task_columns
from sigai.compiling.text import plain
from sigai.compiling.units import UnitRegister, prefix_of
from sigai.documents.model import Paragraph, ReadDocument

_LEVELS = (
    (1, re.compile(r"^(?:第[一二三四五六七八九十]+[章节部分]+、?|[一二三四五六七八九十]{1,3}、)")),
    (2, re.compile(r"^（[一二三四五六七八九十]{1,3}）")),
    (3, re.compile(r"^\d{1,2}[.．、﹒·](?!\d(?!0\d\d年))")),
    (4, re.compile(r"^（\d{1,2}）")),
)
_GOALS = re.compile(
    r"总体要求|指导思想|基本原则|总体目标|发展目标|主要目标|工作目标|总体思路|目标任务$|发展现状|现状|形势|回顾|背景|基础$|发展基础|现实基础|适用范围|附则|名词解释|年度目标|预期目标|总体考虑|发展环境"
)
_SAFEGUARD = re.compile(
    r"保障|组织实施|组织领导|实施机制|推进机制|工作要求|工作机制|组织推进|要素支撑|规划实施|政策支持$|有关要求"
)
_ORIENTATION = re.compile(r"重点领域|重点方向|重点行业|发展方向|空间布局|区域布局|总体布局|产业布局")
_DEADLINE = re.compile(r"^(?:时间节点|完成时限|时间安排|进度安排|时限要求|完成时间)[：:]")
_BOX = re.compile(r"^专栏\s*\d*")
_LONGEST_BETWEEN = 30
"""How long a line between two rows of one table may be."""
_PAGE_HEAD = re.compile(r"索引号|发文机关|发文字号|主题分类|成文日期|发布日期|公开方式|发布机构|标题|文号|信息来源")
"""What stands in the table at the head of a government's page."""
_TIMED = re.compile(r"20\d\d年|每年|年底|累计|长期|持续|\d+月|季度")
_IN_TEXT = (
    re.compile(
        r"(?:^|[。；])([市省][^，。；、]{2,14}?(?:局|委|厅|办|部))(?:负责(?:统筹|协调|牵头|组织)|牵头(?:组织|负责|统筹))"
    ),
    re.compile(r"(?:^|[。；])([^，。；]{4,40}?)是[^，。；]{2,24}的?责任主体"),
)


@dataclass(slots=True)
class _Open:
    """A task being read: later paragraphs may add owners and time nodes."""

    title: str
    level: int
    role: TaskLevel
    section: tuple[str, ...]
    paragraphs: list[Paragraph]
    parent: int | None
    owners: list[str] = field(default_factory=list)
    supporting: list[str] = field(default_factory=list)
    owners_text: str = ""
    basis: OwnersBasis = "none"
    deadline: str = ""


class _TaskReader:
    def __init__(self, document: ReadDocument, units: UnitRegister) -> None:
        self.document, self.units = document, units
        self.tasks: list[_Open] = []
        self.stack: list[tuple[int, str, int | None]] = []
        self.part = ""
        self.section: TaskLevel | None = None
        self.item: tuple[str, Paragraph] | None = None
        self.columns: TaskColumns | None = None
        self.above: tuple[str, ...] = ()

    def read(self, paragraph: Paragraph) -> None:
        text = plain(paragraph.text).text
        if paragraph.part != self.part:
            self.part, self.stack, self.section = paragraph.part, [], None
        if paragraph.cells:
            self._row(paragraph)
            return
        if len(text) > _LONGEST_BETWEEN:
            self.columns, self.above = None, ()
        level = next((number for number, mark in _LEVELS if mark.match(text)), 0)
        if level:
            self._numbered(paragraph, text, level)
        elif paragraph.kind not in ("title", "heading") and not _BOX.match(text):
            self._running(paragraph, text)

    def _numbered(self, paragraph: Paragraph, text: str, level: int) -> None:
        self.item = None
        self.stack = [item for item in self.stack if item[0] < level]
        title = _title(text)
        if level == 1:
            self.section = _section(title)
            self.stack.append((level, title, None))
            return
        if self.section is None or (self.section != "safeguard" and _GOALS.search(title)):
            self.stack.append((level, title, None))
            return
        parent = next((item[2] for item in reversed(self.stack) if item[2] is not None), None)
        below = level == 4 or (self.section == "safeguard" and level > 2)
        if below and parent is not None and not owner_lists(text):
            self._running(paragraph, text)
            self.item = (title, paragraph)
            return
        task = _Open(title, level, self.section, tuple(item[1] for item in self.stack), [paragraph], parent)
        self.tasks.append(task)
        self.stack.append((level, title, len(self.tasks) - 1))
        self._owners(task, paragraph, text)

    def _running(self, paragraph: Paragraph, text: str) -> None:
        current = next((item[2] for item in reversed(self.stack) if item[2] is not None), None)
        if current is not None and self.item and self.item[1] is not paragraph and owner_lists(text):
            self._item_with_owners(paragraph, text, current)
        elif current is not None:
            task = self.tasks[current]
            task.paragraphs.append(paragraph)
            if _DEADLINE.match(text):
                task.deadline = text
            self._owners(task, paragraph, text)
        elif self.section in ("task", "orientation") and owner_lists(text) and self.stack:
            task = _Open(_title(text), 5, "task", tuple(item[1] for item in self.stack), [paragraph], None)
            self.tasks.append(task)
            self._owners(task, paragraph, text)

    def _item_with_owners(self, paragraph: Paragraph, text: str, parent: int) -> None:
        """A measure below an item whose units stand in a paragraph of their own: a task below that of the item."""
        title, first = self.item or ("", paragraph)
        above = self.tasks[parent]
        above.paragraphs = [one for one in above.paragraphs if one is not first]
        task = _Open(title, 4, above.role, (*above.section, above.title), [first, paragraph], parent)
        self.tasks.append(task)
        self.stack.append((4, title, len(self.tasks) - 1))
        self.item = None
        self._owners(task, paragraph, text)

    def _owners(self, task: _Open, paragraph: Paragraph, text: str) -> None:
        for found in owner_lists(text):
            self._add(task, found.owners, found.supporting, paragraph)
            task.owners_text = task.owners_text or re.sub(r"^(?:责任单位|牵头单位)[：:]", "", found.text)
            task.basis = "stated"
        if task.role == "safeguard" and task.basis == "none":
            for pattern in _IN_TEXT:
                spoken = pattern.search(text)
                if spoken:
                    self._add(task, tuple(spoken[1].split("、")), (), paragraph)
                    task.basis = "text"

    def _add(self, task: _Open, owners: tuple[str, ...], supporting: tuple[str, ...], paragraph: Paragraph) -> None:
        name = paragraph.anchor.id
        known = self.units.resolve(owners, name)
        task.owners += [unit for unit in known if unit not in task.owners]
        first = owners[0] if owners else ""
        helpers = self.units.resolve(supporting, name, supporting=True, prefix=prefix_of(first))
        task.supporting += [unit for unit in helpers if unit not in task.supporting]

    def _row(self, paragraph: Paragraph) -> None:
        cells = [plain(cell).text for cell in paragraph.cells]
        head = task_columns(cells)
        if head is not None:
            self.columns, self.above = head, ()
        elif self.columns is not None and len(cells) > max(self.columns.lead + self.columns.support):
            self._row_by_heads(paragraph, cells, self.columns)
        else:
            self._row_by_units(paragraph, cells)

    def _row_by_heads(self, paragraph: Paragraph, cells: list[str], columns: TaskColumns) -> None:
        """A row below heads: each column holds what its head says; an empty cell of titles has the one above."""
        owners = _units_of(cells, columns.lead)
        supporting = _units_of(cells, columns.support)
        title = _title_of(cells, columns, self.above)
        self.above = tuple(cells)
        if not title or not (owners or supporting):
            return
        task = _Open(title, 5, "row", tuple(item[1] for item in self.stack), [paragraph], None, basis="stated")
        task.deadline = cells[columns.due] if columns.due is not None and columns.due < len(cells) else ""
        task.owners_text = "；".join(cells[number] for number in (*columns.lead, *columns.support) if cells[number])
        self._add(task, owners, supporting, paragraph)
        self.tasks.append(task)

    def _row_by_units(self, paragraph: Paragraph, cells: list[str]) -> None:
        """A row without heads: the last cell that holds nothing but units says who answers."""
        place = next((number for number in range(len(cells) - 1, -1, -1) if cell_list(cells[number])), None)
        if place is None or len(cells) < 2:
            return
        listed = cell_list(cells[place])
        rest = [(number, cell) for number, cell in enumerate(cells) if number != place and cell and not cell.isdigit()]
        timed = next((number for number, cell in reversed(rest) if number and _TIMED.search(cell)), None)
        if timed is None and len(rest) > 2:
            timed = rest[-1][0]
        titles = [cell for number, cell in rest if number != timed]
        if not titles or listed is None or not re.search(r"[一-龥]{4}", titles[-1]) or _PAGE_HEAD.match(cells[0]):
            return
        task = _Open(titles[-1], 5, "row", tuple(item[1] for item in self.stack), [paragraph], None, basis="stated")
        task.deadline = cells[timed] if timed is not None else ""
        task.owners_text = cells[place]
        self._add(task, *listed, paragraph)
        self.tasks.append(task)


def _units_of(cells: Sequence[str], columns: Sequence[int]) -> tuple[str, ...]:
    """The units that some cells name, in order."""
    found: list[str] = []
    for column in columns:
        listed = cell_list(cells[column], sure=True)
        found += [name for name in (*listed[0], *listed[1]) if name not in found] if listed else []
    return tuple(found)


def _title_of(cells: Sequence[str], columns: TaskColumns, above: Sequence[str]) -> str:
    """The last cell of a title column that is this row's own; else how its content begins."""
    for column in reversed(columns.titles):
        if cells[column] and cells[column] != (above[column] if column < len(above) else ""):
            return _title(cells[column])
    content = next((cells[column] for column in reversed(columns.contents) if cells[column]), "")
    return _title(re.split(r"[，]", content, maxsplit=1)[0])


def _title(text: str) -> str:
    for _, mark in _LEVELS:
        text = mark.sub("", text, count=1)
    text = re.split(r"[。：；]", text, maxsplit=1)[0]
    return re.sub(r"（(?:责任单位|牵头单位).*$", "", text).strip()[:60]


def _section(title: str) -> TaskLevel | None:
    if _SAFEGUARD.search(title):
        return "safeguard"
    if _GOALS.search(title) and not re.search(r"重点任务|主要任务|工作安排|重点工作", title):
        return None
    return "orientation" if _ORIENTATION.search(title) else "task"


def read_tasks(document: ReadDocument, units: UnitRegister) -> tuple[ExtractedTask, ...]:
    """All tasks of a document in reading order; every list of owners on the way is entered in `units`."""
    reader = _TaskReader(document, units)
    for paragraph in document.content():
        reader.read(paragraph)
    return _finished(document.id, reader.tasks)


def _finished(document: str, opened: list[_Open]) -> tuple[ExtractedTask, ...]:
    children: dict[int, list[int]] = {}
    for number, task in enumerate(opened):
        if task.parent is not None:
            children.setdefault(task.parent, []).append(number)
    found = []
    for number, task in enumerate(opened):
        below = [opened[child] for child in children.get(number, [])]
        found.append(_task(document, number, _with_children(task, below), opened, bool(below)))
    return tuple(found)


def _with_children(task: _Open, below: list[_Open]) -> _Open:
    """An action answers with all who answer for its items."""
    if task.basis != "none" or not below:
        return task
    owners = list(dict.fromkeys(unit for child in below for unit in child.owners))
    supporting = list(dict.fromkeys(unit for child in below for unit in child.supporting))
    return replace(task, owners=owners, supporting=supporting, basis="union_of_items" if owners else "none")


def _task(document: str, number: int, task: _Open, opened: list[_Open], has_items: bool) -> ExtractedTask:
    level: TaskLevel = "action" if has_items and task.role == "task" else task.role
    if level == "orientation" and task.basis != "none":
        level = "task"
    parent = opened[task.parent] if task.parent is not None else None
    first, last = task.paragraphs[0].anchor, task.paragraphs[-1].anchor
    return ExtractedTask(
        id=f"K{number + 1:03d}",
        document=document,
        paragraph=first.id,
        span=(first.span[0], last.span[1]),
        title=task.title,
        path=task.section,
        part=task.paragraphs[0].part,
        level=level,
        owners=tuple(task.owners),
        supporting=tuple(task.supporting),
        owners_basis=task.basis,
        owners_text=task.owners_text,
        deadline_text=task.deadline or (parent.deadline if parent else ""),
        paragraphs=tuple(paragraph.anchor.id for paragraph in task.paragraphs),
        parent=f"K{task.parent + 1:03d}" if task.parent is not None else "",
        confidence=0.9 if task.basis == "stated" else 0.75,
    )
