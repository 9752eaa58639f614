"""What the columns of a ledger's table may be called."""

from __future__ import annotations

from types import MappingProxyType

from sigai.base.issues import Issue, Place
from sigai.ledgers.problems import NUMBERS_ROWS
from sigai.programme.ledgers import Ledger
from sigai.tables.files import RawTable, header_key
from sigai.tables.files.columns import Aliases, ColumnPositions, aliases
from sigai.tables.files.texts import split_unit

RECORD_COLUMNS = {
    "id": "编号 记录编号 台账编号 number",
    "entity": "主体 主体编号 统一社会信用代码 信用代码 社会信用代码 企业代码 企业 企业名称 单位名称 申报单位",
    "area": "地区 所在地区 县区 县(区) 所属县区 所属地区 地区代码 区划代码",
    "state": "状态 当前状态",
    "state_since": "状态时间 状态日期 进入状态时间 进入状态日期 since in_state_since",
    "name": "名称 记录名称 title",
    "reporter": "填报人 填表人 报送人 填报单位",
}
HISTORY_COLUMNS = {
    "id": "编号 记录编号 台账编号",
    "state": "状态",
    "since": "开始时间 起始时间 进入时间 状态时间 state_since",
    "until": "结束时间 截止时间 离开时间",
}
RUNNING = frozenset(header_key(name) for name in ("序号", "行号", "顺序号"))
"""Headers of columns that number the rows of a sheet: they begin with 1 in every sheet and tell no record apart."""
HISTORY_ALIASES = aliases(HISTORY_COLUMNS)
_RECORD_ALIASES = aliases(RECORD_COLUMNS)

NAMES_ZH = MappingProxyType(
    {"id": "编号", "state": "状态", "state_since": "进入状态时间", "since": "开始时间", "entity": "主体"}
)


def record_aliases(ledger: Ledger) -> Aliases:
    """The headers of one ledger's table: its own fields first, by id and name, then what every record has."""
    found: dict[str, str] = {header_key(column): column for column in RECORD_COLUMNS}
    for field in ledger.fields:
        found.setdefault(header_key(field.id), field_column(field.id))
    for field in ledger.fields:
        for name in (field.name.zh, field.name.en):
            found.setdefault(header_key(name), field_column(field.id))
    for key, column in _RECORD_ALIASES.items():
        found.setdefault(key, column)
    return MappingProxyType(found)


def running_numbers(table: RawTable, found: ColumnPositions) -> tuple[tuple[int, ...], tuple[Issue, ...]]:
    """The columns that are not known, without those that only number the rows; and what is said where such numbers
    stand instead of ids."""
    running = [index for index in found.others if header_key(table.names[index]) in RUNNING]
    others = tuple(index for index in found.others if index not in running)
    missing = running if "id" not in found.columns else []
    place = (Place(table.file, column=table.names[index]) for index in missing[:1])
    return others, tuple(NUMBERS_ROWS.at(each, name=each.column) for each in place)


def field_column(field: str) -> str:
    """How a field is told from what every record has: a ledger may have a field of its own called `name`."""
    return field if field not in RECORD_COLUMNS else f"field:{field}"


def meaning_of(header: str, known: Aliases) -> tuple[str | None, str]:
    """The column that a header means and the unit in brackets behind it."""
    meaning = known.get(header_key(header))
    if meaning is not None:
        return meaning, ""
    name, unit = split_unit(header)
    return (known.get(header_key(name)), unit) if unit else (None, "")
