"""Times as plans state them (到2025年底, 2021—2023年, “十四五”末, 三年内, 较2020年, 每年), and those of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

TimeRole = Literal["when", "base", "every"]

_FIVE_YEARS = {
    "九": 1996,
    "十": 2001,
    "十一": 2006,
    "十二": 2011,
    "十三": 2016,
    "十四": 2021,
    "十五": 2026,
    "十六": 2031,
}
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HAN_COUNT = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "十": 10}

_YEAR = r"(?:(?:19|20)\d{2}|二[〇零○]?[〇零○一二三四五六七八九]{2,3})"
_PLAN = r"“?(?P<plan>十[一二三四五六]|十|九)五”?"
_LEAD = r"(?P<lead>力争到|争取到|确保到|努力到|预计到|截至|截止到|截止|至|到)?"
_TAIL = (
    r"(?P<tail>年底前|年年底前|年底之前|年末前|年前|年底|年末|年年底|年年末|年终|年上半年|年下半年"
    r"|年第?[一二三四]季度末?|年\d{1,2}月底前|年\d{1,2}月底|年\d{1,2}月前|年\d{1,2}月份?|年内|年度|年期间|年)"
)

_BASE = re.compile(
    rf"(?:较之?|比|与|和|同|相比于?|相对于?|以|在)(?P<year>{_YEAR})年?(?:底|末|年底|年末|水平|同期|的)?(?:相比|为基[数准期]|基础上|水平)?"
    rf"|(?:较|比|与)(?:“?(?P<plan>十[一二三四五六])五”?(?:末|期末|规划期末))(?:相比)?"
    r"|(?:较|比|同比|与)(?P<last>上年度?|去年|上一年|前一年|上年同期|上年末)(?:同期|相比)?|(?P<same>同比|环比)"
)
_SPAN = re.compile(rf"{_LEAD}(?P<from>{_YEAR})年?(?:—|-|－|–|~|～|至|到|——|--)(?P<to>{_YEAR})(?:年度?|年期间)")
_LISTED = r"(?:、20\d\d)*(?:[、和及与]20\d\d)年"
_POINT = re.compile(rf"{_LEAD}(?P<year>{_YEAR})(?:{_TAIL}|(?={_LISTED}))")
"""A year with its word, or one of a list of years that share it: 2025、2026和2027年."""
_PLAN_TIME = re.compile(
    rf"(?P<lead>力争到|到|至)?{_PLAN}(?:规划)?(?P<tail>期末|末期|末|期间|时期|规划期内|期内|以来|规划|收官之年|开局之年)?"
)
_RELATIVE = re.compile(
    r"(?P<now>今年|本年度?|年内|全年)|(?P<next>明年)|(?P<last>去年|上年)"
    r"|(?:(?:今后|未来|接下来的?|用|力争用|利用|力争|再用|通过)(?P<n>[一两二三四五十]{1,3}|\d{1,2})(?:年|到[一两二三四五]年)(?:左右)?(?:时间|内|中)?|(?P<m>[两二三四五\d])年(?:内|左右时间|时间)|(?P<c>三|五|3|5)年(?=累计|共|滚动))"
)
_EVERY = re.compile(r"每年度?|每一年|逐年|每个?年度|每季度|每月")
_MONTH = re.compile(r"(?:到|至)?\d{1,2}月(?:底|末)?(?:之?前)?|(?:上|下)半年")


@dataclass(frozen=True, slots=True)
class Time:
    """One time in a text. `until`: stated as an end (到…); `past`: before the plan; `five`: a five-year plan's name."""

    role: TimeRole
    start: int
    end: int
    first: int | None = None
    last: int | None = None
    until: bool = False
    past: bool = False
    relative: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """The times of a document: when it begins and ends, and whether it is the report or plan of one year."""

    year: int | None
    horizon: int | None
    one_year: bool = False

    def settle(self, time: Time) -> Time:
        """A time with its words filled in from the document's own: 今年, 未来三年, and what lies before the plan."""
        if time.relative and self.year:
            time = self._relative(time, self.year)
        if time.role == "when" and time.last is not None and self.year is not None:
            return replace(time, past=time.past or time.last < self.year)
        return time

    def _relative(self, time: Time, year: int) -> Time:
        if time.relative == "now":
            return replace(time, first=year, last=year)
        if time.relative == "next":
            return replace(time, first=year + 1, last=year + 1)
        if time.relative == "last":
            return replace(time, first=year - 1, last=year - 1, past=True)
        span = self.horizon - year + 1 if self.horizon else 0
        last = self.horizon if self.horizon and span == time.length else year + time.length - 1
        return replace(time, first=year, last=last)


def time_at(text: str, place: int) -> Time | None:
    """The time that starts at `place`, or None."""
    for read in (_base, _span, _point, _plan, _relative, _every):
        found = read(text, place)
        if found:
            return found
    return None


def year_number(text: str) -> int | None:
    """2025 or 二〇二五 as a number."""
    digits = text.translate(_HAN_DIGITS)
    if not digits.isdigit():
        return None
    number = int(digits)
    return number if 1900 <= number <= 2100 else None


def _base(text: str, place: int) -> Time | None:
    match = _BASE.match(text, place)
    if not match:
        return None
    year = year_number(match["year"]) if match["year"] else None
    if match["year"] and match.group().startswith(("与", "和", "同", "以", "在")):
        closing = match.group().endswith(("相比", "基数", "基准", "基期", "基础上", "水平"))
        if not closing:
            return None
    if match["plan"]:
        year = _FIVE_YEARS[match["plan"]] + 4
    relative = "base_last" if match["last"] or match["same"] else ""
    return Time("base", place, match.end(), year, year, relative=relative)


def _span(text: str, place: int) -> Time | None:
    match = _SPAN.match(text, place)
    if not match:
        return None
    return Time("when", place, match.end(), year_number(match["from"]), year_number(match["to"]))


def _point(text: str, place: int) -> Time | None:
    match = _POINT.match(text, place)
    if not match or (place and text[place - 1].isdigit()):
        return None
    year = year_number(match["year"])
    if year is None:
        return None
    tail, end = match["tail"] or "", match.end()
    until = bool(match["lead"]) or "前" in tail
    past = text[end : end + 2] in ("以来", "之前已")
    if (match["lead"] or "").startswith("截"):
        until = False
    day = re.compile(r"\d{1,2}日").match(text, end)
    return Time("when", place, day.end() if day else end, year, year, until, past)


def _plan(text: str, place: int) -> Time | None:
    match = _PLAN_TIME.match(text, place)
    if not match or not (match["tail"] or match["lead"] or match.group().startswith("“")):
        return None
    tail = match["tail"] or ""
    if tail in ("规划", "收官之年", "开局之年", ""):
        return None
    first = _FIVE_YEARS[match["plan"]]
    ends = tail in ("末", "期末", "末期")
    return Time("when", place, match.end(), first + 4 if ends else first, first + 4, ends, past=tail == "以来")


def _relative(text: str, place: int) -> Time | None:
    match = _RELATIVE.match(text, place)
    if not match:
        return None
    for key in ("now", "next", "last"):
        if match[key]:
            return Time("when", place, match.end(), relative=key, past=key == "last")
    count = match["n"] or match["m"] or match["c"] or ""
    length = int(count) if count.isdigit() else _HAN_COUNT.get(count, 0)
    return Time("when", place, match.end(), relative="length", length=length) if length else None


def _every(text: str, place: int) -> Time | None:
    match = _EVERY.match(text, place)
    return Time("every", place, match.end()) if match else None


# --- the times of a document -------------------------------------------------------------------------------------

_TITLE_SPAN = re.compile(rf"(?P<from>{_YEAR})年?(?:—|-|－|–|~|～|至|到|——|--)(?P<to>{_YEAR})年?")
_TITLE_YEAR = re.compile(rf"(?P<year>{_YEAR})年")
_NUMBERED = re.compile(r"[〔\[［（](?P<year>20\d{2})[〕\]］）]\d+号")
_DATE = re.compile(rf"(?P<year>{_YEAR})年\d{{1,2}}月(?:\d{{1,2}}日)?")
_GOAL = re.compile(rf"到(?P<year>{_YEAR})年")
_COMPARED = re.compile(r"(?:较|比)(20\d\d)年")
_TITLE_PLAN = re.compile(r"“?(十[一二三四五六])五”?(?!个)|第(十[一二三四五六]?)个五年")


_SO_MANY_YEARS = re.compile(r"([两二三四五])年(?:左右的?)?(?:行动|攻坚|努力|时间|滚动)")
_OPENING = 80


def calendar_of(title: str, texts: list[str]) -> Calendar:  # noqa: PLR0911 - one for each kind of title
    """When a document's plan begins and ends: from its title, else its number and date, else the goals it states."""
    span = _TITLE_SPAN.search(title)
    if span:
        return Calendar(year_number(span["from"]), year_number(span["to"]))
    report = "报告" in title or "年度" in title or "工作要点" in title or "年工作" in title
    stated = _TITLE_YEAR.search(title)
    if stated and report:
        year = year_number(stated["year"])
        return Calendar(year, year, one_year=True)
    plan = _TITLE_PLAN.search(title)
    issued = _issued(texts)
    if plan:
        first = _FIVE_YEARS[plan[1] or plan[2]]
        return Calendar(first, first + 4)
    goals = [
        int(year) for text in texts for year in (year_number(item["year"]) for item in _GOAL.finditer(text)) if year
    ]
    goals = [year for year in goals if issued is None or year >= issued]
    horizon = min(set(goals), key=lambda year: (-goals.count(year), year)) if goals else None
    inner = next((found for text in texts[:_OPENING] if (found := _TITLE_SPAN.search(text)) and len(text) < 60), None)
    if inner:
        return Calendar(year_number(inner["from"]), year_number(inner["to"]))
    if report and issued:
        return Calendar(issued, issued, one_year=True)
    if stated and not horizon:
        year = year_number(stated["year"])
        return Calendar(year, year, one_year=True)
    if horizon:
        return Calendar(issued or _begin(horizon, texts), min(goals) if goals.count(horizon) == 1 else horizon)
    return Calendar(issued, None)


def _begin(horizon: int, texts: list[str]) -> int:
    """A plan that names only its end begins with the years that end there (2024年至2026年, 三年行动), behind the year
    it compares with, or else with the five years of its end.
    """
    spans = [found for text in texts[:_OPENING] for found in _TITLE_SPAN.finditer(text)]
    begins = [year_number(span["from"]) for span in spans if year_number(span["to"]) == horizon]
    begin = next((year for year in begins if year is not None and year < horizon), None)
    length = next((found for text in texts[:_OPENING] if (found := _SO_MANY_YEARS.search(text))), None)
    if begin is None and length is not None:
        begin = horizon - _HAN_COUNT[length[1]] + 1
    if begin is not None:
        return begin
    bases = [int(year) for text in texts for year in _COMPARED.findall(text) if int(year) < horizon]
    return max(bases) + 1 if bases else begin_of(horizon)


def begin_of(horizon: int) -> int:
    """A plan that names only its end is taken to begin with the five years it falls into."""
    return (horizon - 1) // 5 * 5 + 1


def _issued(texts: list[str]) -> int | None:
    for text in texts[:40]:
        numbered = _NUMBERED.search(text)
        if numbered:
            return int(numbered["year"])
    for text in [*texts[:40], *texts[-10:]]:
        dated = _DATE.fullmatch(text.strip("（）() "))
        if dated:
            return year_number(dated["year"])
    return None
