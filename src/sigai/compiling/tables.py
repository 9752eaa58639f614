"""Tables of indicators: a head row with years, then a row for each indicator with its values (专栏 主要指标)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sigai.compiling.kinds import RATE_FALLS, RISING, Sort
from sigai.compiling.model import Comparator, Direction, Kind
from sigai.compiling.numerals import number_value, unit_class
from sigai.compiling.statements import Draft
from sigai.compiling.text import plain
from sigai.compiling.times import Calendar, Time, begin_of, time_at

_NAME = re.compile(
    r"^(?:主要|具体|核心)?(?:项目|目标|目标任务|任务|任务名称)$|^[一-龥]{0,3}指标(?:名称|项|内容)?$|^指标（"
)
_UNIT = re.compile(r"^(?:计量)?单位$")
_GROWTH = re.compile(r"年均|累计|增速")
_SIGN = "≥|>=|≤|<=|>|<|≈|约|不低于|不少于|不高于|不超过|超过|达到"
_NUMBER = r"(?P<number>-?\d[\d,]*(?:\.\d+)?)"
_AFTER = "(?P<after>以上|左右|以内|以下|及以上)?"
_VALUE = re.compile(
    rf"^(?:建成|完成)?(?P<before>{_SIGN})?{_NUMBER}(?P<unit>[^\d，。以左<>\[\]〔〕【】]{{0,8}}?){_AFTER}$"
)
_TOTAL = re.compile(
    rf"^(?P<early>{_SIGN})?[\[〔【（](?:累计)?(?P<before>{_SIGN})?{_NUMBER}(?P<inner>[^\d，。以左<>\[\]〔〕【】（）]{{0,8}}?){_AFTER}"
    r"[\]〕】）](?P<unit>[^\d，。以左<>\[\]〔〕【】（）]{0,8}?)(?P<late>以上|左右|以内|以下|及以上)?$"
)
"""A figure in brackets, which tables of indicators put for a sum over all years."""
_SAID_TOTAL = re.compile(rf"^(?P<early>)累计(?P<before>{_SIGN})?{_NUMBER}(?P<unit>[^\d，。以左]{{0,8}}?){_AFTER}$")
_STEP = re.compile(
    rf"(?P<year>20\d\d)年?底?(?:达到|为|完成|提高到|降至)?[:：]?(?P<before>{_SIGN})?{_NUMBER}(?P<unit>[^\d，。；、以左]{{0,4}}?){_AFTER}"
    r"(?:[，；、。]|$)"
)
"""One of the years that a cell lists: 2022年25，2023年24."""
_YEAR = re.compile(
    r"(?:到|至)?(20\d\d)(?:（[^（）]{1,6}）)?[一-龥]{0,4}(?:（[^（）]{1,6}）)?|[一-龥]{2,5}（?(20\d\d)）?"
)
_ACTUAL = re.compile(r"实际|现状|现值|现有|基期|基年|基准|基础|基数|完成|起始|初始|上年|历史")
_WANTED = re.compile(r"目标|计划|规划|预期|任务")
_BESIDE = r"[^（）\[\]〔〕【】]"
_REMARK = re.compile(
    rf"(?<=[\d一-龥%％\]〕】）])(?:[（\[〔【](?:(?:其中|含|包[括含]|不[含包]|另|较|比|同比|注){_BESIDE}{{0,60}}"
    rf"|(?={_BESIDE}{{0,20}}[一-龥]{_BESIDE}{{0,20}}\d){_BESIDE}{{1,60}})[）\]〕】]|[，；、]?其中.*)$"
)
"""What a cell says beside its figure: 20（其中自治区级5）."""
_CIRCLED = re.compile("[①-⑳⁰¹²³⁴-⁹]+")
_SIGNS: dict[str, Comparator] = {
    "≥": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "以上": ">=", "及以上": ">=", ">": ">", "超过": ">",
    "≤": "<=", "<=": "<=", "不超过": "<=", "不高于": "<=", "以内": "<=", "以下": "<=", "<": "<",
    "≈": "~", "约": "~", "左右": "~",
}  # fmt: skip
_ADDED = re.compile(r"新增|新建|净增|新培育|新认定|新引进|引进|招引|引育|培训|改造|完成")
_LONGEST_PART = 20
_INNER_UNIT = re.compile(r"（(?P<unit>[^（）]{1,12})）$")


@dataclass(frozen=True, slots=True)
class TableHead:
    """The columns of a table of indicators: names, units, values of coming times, growth up to the last (年均)."""

    name: int
    unit: int | None
    times: tuple[tuple[int, Time], ...]
    base_year: int | None
    growth: tuple[tuple[int, Time], ...] = ()


@dataclass(slots=True)
class IndicatorTable:
    """The table of indicators that the rows being read belong to, if any; `above` is the row before."""

    head: TableHead | None = None
    above: tuple[str, ...] = ()

    def opens(self, cells: tuple[str, ...], calendar: Calendar) -> bool:
        """Whether a row is one of heads, alone or with the row above it; what follows is read under it."""
        merged = tuple(low or high for low, high in zip(cells, self.above, strict=False))
        stated = any(_time(_text(cell), calendar) for cell in cells)
        beside = stated and len(merged) == len(cells) == len(self.above)
        found = head_of(cells, calendar) or (head_of(merged, calendar) if beside else None)
        self.above = cells
        if found is None and any(_NAME.match(_text(cell)) for cell in cells):
            self.head = None
            return False
        self.head = found or self.head
        return found is not None

    def goes_on(self, text: str) -> None:
        """A line between two rows: a short one (创新能力) parts the rows of one table, another ends it."""
        self.above = ()
        if len(text) > _LONGEST_PART or re.search(r"[。；\d]", text):
            self.head = None


def head_of(cells: tuple[str, ...], calendar: Calendar) -> TableHead | None:
    """The head of a table of indicators, or None where a row is none."""
    texts = [_text(cell) for cell in cells]
    names = [number for number, text in enumerate(texts) if _NAME.match(text)]
    if not names:
        return None
    name = next((number for number in reversed(names) if "指标" in texts[number]), names[0])
    unit = next((number for number, text in enumerate(texts) if _UNIT.match(text)), None)
    times = [(number, time) for number, text in enumerate(texts) if number != name and (time := _time(text, calendar))]
    times = _with_bases(times, texts, calendar)
    coming = tuple((number, time) for number, time in times if not time.past)
    past = [time.last for _, time in times if time.past and time.last]
    if not coming:
        return None
    last = max((time for _, time in coming), key=lambda time: time.last or 0)
    growth = tuple((number, last) for number, text in enumerate(texts) if number != name and _GROWTH.search(text))
    return TableHead(name, unit, coming, max(past, default=None), growth)


def _with_bases(times: list[tuple[int, Time]], texts: list[str], calendar: Calendar) -> list[tuple[int, Time]]:
    """The columns with those past that state where the plan starts from. Where nobody says when it begins, it begins
    with the five years of its last column. Its first year is no target where the years right after it have no column
    and its head asks for nothing: 2021年 beside 2025年."""
    years = [time.last or 0 for _, time in times]
    if len(years) < 2:
        return times
    begins = calendar.year or begin_of(max(years))
    first = begins if min(years) == begins and begins + 1 not in years and max(years) > begins else None

    def is_base(number: int, year: int) -> bool:
        return year < begins or (year == first and not _WANTED.search(texts[number]))

    return [(number, replace(time, past=time.past or is_base(number, time.last or 0))) for number, time in times]


def _text(cell: str) -> str:
    return plain(cell).text


def _time(text: str, calendar: Calendar) -> Time | None:
    """The time at the head of a column: with 年 (2023年目标), or a year alone (2023, 目标值（2023）)."""
    if _GROWTH.search(text):
        return None
    time = next((found for place in range(min(len(text), 12)) if (found := time_at(text, place))), None)
    year = _YEAR.fullmatch(text) if time is None else None
    if year:
        stated = int(year[1] or year[2])
        time = Time("when", 0, len(text), stated, stated)
    if time is None or time.role != "when" or not time.last:
        return None
    settled = calendar.settle(time)
    return replace(settled, past=settled.past or bool(_ACTUAL.search(text)))


def read_row(cells: tuple[str, ...], head: TableHead) -> list[Draft]:
    """The targets of one row: one for each coming time with a figure."""
    texts = [_text(cell) for cell in cells]
    if head.name >= len(texts) or not texts[head.name]:
        return []
    name = re.sub(r"^(?:\d{1,2}[.．、]|（\d{1,2}）|[①-⑳])", "", texts[head.name])
    inner = _INNER_UNIT.search(name)
    unit = texts[head.unit] if head.unit is not None and head.unit < len(texts) else ""
    if inner and (not unit or unit_class(inner["unit"]) != "none"):
        unit, name = unit or inner["unit"], name[: inner.start()]
    found = []
    for column, time in head.times:
        match = _value(cells[column]) if column < len(cells) else None
        value = number_value(match["number"]) if match else None
        if match and value is not None and len(name) >= 2:
            draft = _draft(name, value, unit, match, time, base_year=head.base_year)
            found.append(_of_the_year(draft) if len(head.times) > 1 and _ADDED.match(name) else draft)
    return found + _growth(cells, head, name, unit) + _steps(cells, head, name, unit)


def _steps(cells: tuple[str, ...], head: TableHead, name: str, unit: str) -> list[Draft]:
    """The figures of a cell that is nothing but years with a figure each, in a column that has no year of its own."""
    dated = {column for column, _ in (*head.times, *head.growth)} | {head.name, head.unit}
    known = {time.last for _, time in head.times}
    found = []
    for text in (_text(cell) for column, cell in enumerate(cells) if column not in dated):
        steps = list(_STEP.finditer(text))
        if not steps or len(name) < 2 or "".join(step.group() for step in steps) != text:
            continue
        for step in steps:
            year, value = int(step["year"]), number_value(step["number"])
            if value is not None and year not in known:
                time = Time("when", 0, 0, year, year)
                found.append(_draft(name, value, unit, step, time, base_year=head.base_year))
    return found


def _of_the_year(draft: Draft) -> Draft:
    """新增床位 in a row of several years: what is added in each, not what then stands."""
    if unit_class(draft.unit) != "count" or draft.sort.kind != "level":
        return draft
    return replace(draft, sort=replace(draft.sort, kind="annual_count", start=draft.sort.end))


def _growth(cells: tuple[str, ...], head: TableHead, name: str, unit: str) -> list[Draft]:
    """The figures below 年均 or 累计: a rate a year, in brackets a sum over all years."""
    found = []
    for column, time in head.growth:
        match = _value(cells[column]) if column < len(cells) else None
        value = number_value(match["number"]) if match else None
        if match is None or value is None or len(name) < 2:
            continue
        draft = _draft(name, value, unit if unit_class(unit) == "percent" else "%", match, time, base_year=None)
        if "early" not in match.groupdict() and draft.sort.kind in ("level", "share"):
            draft = replace(draft, sort=replace(draft.sort, kind="annual_growth"))
        found.append(draft)
    return found


def _value(cell: str) -> re.Match[str] | None:
    """The figure of a cell: a sum in brackets, or one beside which brackets and raised figures are marks of notes."""
    whole = _REMARK.sub("", _CIRCLED.sub("", plain(cell, notes=False).text))
    return (
        _TOTAL.match(whole) or _SAID_TOTAL.match(whole) or _VALUE.match(_REMARK.sub("", _text(_CIRCLED.sub("", cell))))
    )


def _draft(name: str, value: float, unit: str, match: re.Match[str], time: Time, *, base_year: int | None) -> Draft:
    stated = match.groupdict()
    unit = (stated.get("inner") or stated["unit"] or unit).strip("-－—/")
    kind, direction = _kind(name, unit, "early" in stated)
    signs = (stated.get(place) for place in ("after", "late", "before", "early"))
    sign: Comparator = _SIGNS.get(next(filter(None, signs), ""), "==")
    down: Direction = "down" if sign in ("<=", "<") else direction
    base = base_year if kind == "cumulative_change" else None
    sort = Sort(kind, (), sign, down, None, time.last, base, dated=True)
    return Draft(re.sub(r"(?:下降率|降低率|下降|降低)$", "", name), abs(value), unit, sort, 0, 1, confidence=0.9)


def _kind(name: str, unit: str, total: bool) -> tuple[Kind, Direction]:
    falls = bool(
        re.search(r"下降|降低|减少", name) or (RATE_FALLS.search(name) and not name.endswith(RISING))
    ) or unit.startswith("-")
    direction: Direction = "down" if falls else "up"
    if total and unit_class(unit) == "count":
        return "cumulative_count", direction
    if total or re.search(r"累计|(?:下降|降低|减少)", name):
        return "cumulative_change", direction
    if re.search(r"增速|年均|增长", name):
        return "annual_growth", direction
    return ("share" if re.search(r"占|比重|比例", name) else "level"), direction
