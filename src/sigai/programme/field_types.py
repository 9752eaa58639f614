"""The types of a ledger's fields: what content may say a field holds, each an object in one list.

Whoever reads, checks, shows, invents or asks fields asks the type, and knows none by name. What a field is *for* is its
kind: formulas, lists, forms and sheets work by kind, of which there are few. A new type is of one of these kinds, and
says itself how its words are read and written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic_core import PydanticCustomError

from sigai.programme.common import Text

FieldKind = Literal[
    "text", "number", "date", "period", "choice", "yes_no", "entity", "area", "unit", "record", "named", "choices"
]
"""What a field is for: what formulas compare it with, how a list is narrowed by it, whom it makes a party."""


NamedKind = Literal["entity", "area", "unit", "target", "task"]
"""What words of fields name."""


class CellWords(Protocol):
    """What the words of one field can be looked up in; None where a word is not found."""

    def day(self, word: str) -> str | None:
        """A day, as `2021-06-30`."""

    def period(self, word: str) -> str | None:
        """A period, as `2021Q2`."""

    def choice(self, word: str) -> str | None:
        """The id of a choice of the field."""

    def named(self, kind: NamedKind, word: str) -> str | None:
        """The id of an entity, area, unit, or of what else the programme names."""


def _as_it_stands(word: str, _at: CellWords) -> str:
    return word


def _no_example(_number: int) -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """What a field may hold.

    `read` gives the value that a word means, None where it cannot be read; numbers are read by the column, with their
    units. `form` says how it is written (“a date such as 2022-06-30”), where that is not free. `example` makes up a
    word from a number, for demonstrations; None: any text will do, or what the kind says. `exact`: a number is refused
    where it would be rounded. `names`: what of the programme a field of the kind `named` names.
    """

    name: str
    kind: FieldKind
    read: Callable[[str, CellWords], str | bool | None] = _as_it_stands
    form: Text | None = None
    example: Callable[[int], str | None] = _no_example
    exact: bool = False
    names: NamedKind | None = None


MANY = ";"
"""Stands between the choices of a field that holds several, as it is kept."""


def several(value: object) -> tuple[str, ...]:
    """The choices in a value of a field that holds several."""
    return tuple(str(value).split(MANY)) if value not in (None, "") else ()


def _several(word: str, at: CellWords) -> str | None:
    """The ids of choices, each once; None where a part is none. A name may hold a comma: semicolons come first."""
    for marks in ("[;；\\n]+", "[;；\\n、,，]+"):
        parts = [at.choice(part.strip()) for part in re.split(marks, word) if part.strip()]
        found = dict.fromkeys(part for part in parts if part is not None)
        if parts and None not in parts:
            return MANY.join(found)
    return None


_YES_NO = dict.fromkeys(("是", "有", "yes", "y", "true", "1", "√", "对"), True) | dict.fromkeys(
    ("否", "无", "没有", "no", "n", "false", "0", "×", "不是"), False
)

FIELD_TYPES: dict[str, FieldType] = {
    each.name: each
    for each in (
        FieldType(name="text", kind="text"),
        FieldType(name="number", kind="number"),
        FieldType(name="money", kind="number", exact=True),
        FieldType(
            name="date",
            kind="date",
            read=lambda word, at: at.day(word),
            form=Text(zh="日期，如 2022-06-30", en="a date such as 2022-06-30"),
        ),
        FieldType(
            name="period",
            kind="period",
            read=lambda word, at: at.period(word),
            form=Text(zh="时期，如 2022-06、2022Q2 或 2022", en="a period such as 2022-06, 2022Q2 or 2022"),
        ),
        FieldType(name="choice", kind="choice", read=lambda word, at: at.choice(word)),
        FieldType(
            name="choices",
            kind="choices",
            read=_several,
            form=Text(zh="一项或几项，用分号隔开", en="one or more, with semicolons between"),
        ),
        FieldType(
            name="yes_no",
            kind="yes_no",
            read=lambda word, _at: _YES_NO.get(word.lower()),
            form=Text(zh="“是”或“否”", en="yes or no"),
        ),
        FieldType(
            name="entity",
            kind="entity",
            read=lambda word, at: at.named("entity", word),
            form=Text(zh="统一社会信用代码或名录中的编号、名称", en="a credit code, or the id or name on the register"),
        ),
        FieldType(
            name="area",
            kind="area",
            read=lambda word, at: at.named("area", word),
            form=Text(zh="方案中的地区代码或名称", en="the code or name of an area"),
        ),
        FieldType(
            name="unit",
            kind="unit",
            read=lambda word, at: at.named("unit", word),
            form=Text(zh="方案中的责任单位编号或名称", en="the id or name of a responsible unit"),
        ),
        FieldType(
            name="target",
            kind="named",
            names="target",
            read=lambda word, at: at.named("target", word),
            form=Text(zh="方案中的目标编号或名称", en="the id or name of a target"),
        ),
        FieldType(
            name="task",
            kind="named",
            names="task",
            read=lambda word, at: at.named("task", word),
            form=Text(zh="方案中的任务编号或标题", en="the id or title of a task"),
        ),
        FieldType(
            name="record",
            kind="record",
            form=Text(zh="记录的编号或名称", en="the number or name of a record"),
        ),
    )
}
"""Every type by its name."""


def known_type(name: str) -> str:
    """The name of a type; a fault of the content where there is none of that name."""
    if name not in FIELD_TYPES:
        *others, last = map(repr, FIELD_TYPES)
        expected = f"{', '.join(others)} or {last}"
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})
    return name
