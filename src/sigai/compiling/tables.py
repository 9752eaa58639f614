"""Tables of indicators: a head row with years, then a row for each indicator with its values (专栏 主要指标)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sigai.compiling.kinds import Sort
from sigai.compiling.model import Comparator, Direction, Kind
from sigai.compiling.numerals import number_value, unit_class
from sigai.compiling.statements import Draft
from sigai.compiling.text import plain
from sigai.compiling.times import Calendar, Time, time_at

_NAME = re.compile(r"^(?:主要|具体|核心)?(?:指标(?:名称)?|项目|目标)$|^指标")
_UNIT = re.compile(r"^(?:计量)?单位$")
_GROWTH = re.compile(r"年均(?:增速|增长)?|累计|增速")
_VALUE = re.compile(
    r"^(?P<before>≥|≤|>|<|＞|＜|约|不低于|不少于|不高于|超过|达到)?(?P<sum>[\[〔【])?(?P<number>-?\d[\d,]*(?:\.\d+)?)[\]〕】]?"
    r"(?P<unit>[^\d，。以左<>]{0,8}?)(?P<after>以上|左右|以内|以下|及以上)?$"
)
_SIGNS: dict[str, Comparator] = {
    "≥": ">=", "不低于": ">=", "不少于": ">=", "以上": ">=", "及以上": ">=", ">": ">", "＞": ">", "超过": ">",
    "≤": "<=", "不高于": "<=", "以内": "<=", "以下": "<=", "<": "<", "＜": "<", "约": "~", "左右": "~",
}  # fmt: skip
_INNER_UNIT = re.compile(r"（(?P<unit>[^（）]{1,12})）$")


@dataclass(frozen=True, slots=True)
class TableHead:
    """The columns of a table of indicators: which holds names, which units, which the values of a coming time."""

    name: int
    unit: int | None
    times: tuple[tuple[int, Time], ...]
    base_year: int | None


def head_of(cells: tuple[str, ...], calendar: Calendar) -> TableHead | None:
    """The head of a table of indicators, or None where a row is none."""
    texts = [plain(cell).text for cell in cells]
    name = next((number for number, text in enumerate(texts) if _NAME.match(text)), None)
    if name is None:
        return None
    unit = next((number for number, text in enumerate(texts) if _UNIT.match(text)), None)
    times = [(number, time) for number, text in enumerate(texts) if number != name and (time := _time(text, calendar))]
    coming = tuple((number, time) for number, time in times if not time.past)
    past = [time.last for _, time in times if time.past and time.last]
    return TableHead(name, unit, coming, max(past, default=None)) if coming else None


def _time(text: str, calendar: Calendar) -> Time | None:
    if _GROWTH.search(text):
        return None
    time = next((found for place in range(min(len(text), 6)) if (found := time_at(text, place))), None)
    return calendar.settle(time) if time and time.role == "when" and time.last else None


def read_row(cells: tuple[str, ...], head: TableHead) -> list[Draft]:
    """The targets of one row: one for each coming time with a figure."""
    texts = [plain(cell).text for cell in cells]
    if head.name >= len(texts) or not texts[head.name]:
        return []
    name = re.sub(r"^(?:\d{1,2}[.．、]|（\d{1,2}）|[①-⑳])", "", texts[head.name])
    inner = _INNER_UNIT.search(name)
    unit = texts[head.unit] if head.unit is not None and head.unit < len(texts) else ""
    if inner and (not unit or unit_class(inner["unit"]) != "none"):
        unit, name = unit or inner["unit"], name[: inner.start()]
    found = []
    for column, time in head.times:
        match = _VALUE.match(texts[column]) if column < len(texts) else None
        value = number_value(match["number"]) if match else None
        if match and value is not None and len(name) >= 2:
            found.append(_draft(name, value, match["unit"] or unit, match, time, base_year=head.base_year))
    return found


def _draft(name: str, value: float, unit: str, match: re.Match[str], time: Time, *, base_year: int | None) -> Draft:
    kind, direction = _kind(name, unit, bool(match["sum"]))
    sign: Comparator = _SIGNS.get(match["after"] or match["before"] or "", "==")
    down: Direction = "down" if sign in ("<=", "<") else direction
    base = base_year if kind == "cumulative_change" else None
    sort = Sort(kind, (), sign, down, None, time.last, base, dated=True)
    return Draft(re.sub(r"(?:下降率|降低率|下降|降低)$", "", name), abs(value), unit, sort, 0, 1, confidence=0.9)


def _kind(name: str, unit: str, total: bool) -> tuple[Kind, Direction]:
    falls = bool(re.search(r"下降|降低|减少|失业率|浓度|排放|能耗", name)) or unit.startswith("-")
    direction: Direction = "down" if falls else "up"
    if total or re.search(r"累计|(?:下降|降低|减少)", name):
        return "cumulative_change", direction
    if re.search(r"增速|年均|增长", name):
        return "annual_growth", direction
    return ("share" if re.search(r"占|比重|比例", name) else "level"), direction
