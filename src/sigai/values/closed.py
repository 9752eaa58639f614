"""`closed.csv`: which months the office has closed, and when."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import Issue, Place, Severity, problem
from sigai.base.periods import Period, month_name
from sigai.programme.programme import Programme
from sigai.tables.contracts import CLOSED_MONTHS
from sigai.tables.files import RawTable, clean, find_files, header_key, read_period, read_tables, read_time
from sigai.tables.files.columns import aliases, find_columns, missing_columns, unknown_columns
from sigai.tables.files.problems import HIDDEN_ROW

STEM = "closed"
EXAMPLE = "month, closed_at"
_CLOCK = re.compile("[:时点]")
ALIASES = aliases({"month": "月份 已结月份 结账月份", "closed_at": "结账时间 结账日期 结账日"})

NOT_A_MONTH = problem(
    "V091",
    Severity.ERROR,
    zh="已结月份中“{given}”不是月份，没有读取",
    en='among the closed months "{given}" is not a month and was not read',
    advice_zh="写成 2022-09 这样的月份",
    advice_en="write a month such as 2022-09",
)
NOT_A_TIME = problem(
    "V092",
    Severity.WARNING,
    zh="{month} 的结账时间“{given}”读不懂，按“已结账、时间不明”处理",
    en='the closing time "{given}" of {month} cannot be read; the month counts as closed at an unknown time',
    advice_zh="写成 2022-10-12 或 2022-10-12 18:00 这样的时间",
    advice_en="write a time such as 2022-10-12 or 2022-10-12 18:00",
)
CLOSED_TWICE = problem(
    "V093",
    Severity.WARNING,
    zh="{month} 写了两次已结账，按先写的一行",
    en="{month} is said to be closed twice; the first row counts",
    advice_zh="删去多余的一行",
    advice_en="delete the row that is too many",
)
OUTSIDE_PROGRAMME = problem(
    "V094",
    Severity.WARNING,
    zh="已结月份 {month} 不在基年至方案期末（{first} 至 {last}）之间，这一行没有读取",
    en="the closed month {month} lies outside base year and programme ({first} to {last}); this row was not read",
    advice_zh="核对年份",
    advice_en="check the year",
)

NOT_ENDED = problem(
    "V105",
    Severity.ERROR,
    zh="已结月份 {months} 晚于 {last}（截至月份，或最后有数的月份），没有采用",
    en="the closed months {months} lie after {last} (the month looked from, or the last with figures): not used",
    advice_zh="核对年份和月份；还没有过完的月份不能结账",
    advice_en="check year and month; what has not ended cannot be closed",
)


def read_closed(folder: Path, programme: Programme) -> tuple[pa.Table | None, list[Issue], list[Path]]:
    """The closed months of a data folder (contract CLOSED_MONTHS), what is wrong with them, the files read.

    None where the folder says nothing about it: then every month before the one looked from is closed.
    """
    files, issues = find_files(folder, STEM)
    if not files:
        return None, issues, []
    found: dict[int, dt.datetime | None] = {}
    for path in files:
        name = path.relative_to(folder).as_posix()
        for table in read_tables(path, name, lambda text: header_key(text) in ALIASES, EXAMPLE):
            if isinstance(table, Issue):
                issues.append(table)
            else:
                issues += _read_table(table, programme, found)
    months = sorted(found)
    moments = [found[month] for month in months]
    closed = pa.table({"month": months, "closed_at": moments, "revision": [None] * len(months)}, schema=CLOSED_MONTHS)
    return closed, issues, files


def _read_table(table: RawTable, programme: Programme, found: dict[int, dt.datetime | None]) -> list[Issue]:
    """Take the rows of one table into `found` (closing time by month); what is wrong with them."""
    columns = find_columns(table, ALIASES)
    issues = [*columns.issues, *unknown_columns(table, columns.others, ("month", "closed_at"))]
    lacking = missing_columns(table, {"month": "月份"}, columns, EXAMPLE)
    if lacking:
        return [*issues, *lacking]
    head = programme.head
    first, last = head.base_year * 12, head.end.last
    wrong: dict[str, Place] = {}
    hidden = table.hidden()
    for row, given in enumerate(_texts(table, columns.columns["month"])):
        place = Place(table.file, row=int(table.rows[row]))
        if hidden[row]:
            issues.append(HIDDEN_ROW.at(place))
            continue
        period = read_period(given)
        if period is None or period.period.first != period.period.last:
            wrong.setdefault(given, place)
            continue
        month = period.period.last
        if not first <= month <= last:
            facts = {"first": month_name(first), "last": month_name(last)}
            issues.append(OUTSIDE_PROGRAMME.at(place, month=month_name(month), **facts))
        elif month in found:
            issues.append(CLOSED_TWICE.at(place, month=month_name(month)))
        else:
            at = _texts(table, columns.columns["closed_at"])[row] if "closed_at" in columns.columns else ""
            found[month] = closing_time(at)
            if at and found[month] is None:
                issues.append(NOT_A_TIME.at(place, month=month_name(month), given=at))
    if wrong:
        issues.append(NOT_A_MONTH.at(next(iter(wrong.values())), given=", ".join(wrong)))
    return issues


def closing_time(text: str) -> dt.datetime | None:
    """When a month was closed; a day alone means its end, so that what came in that day is in time."""
    moment = read_time(text) if text else None
    if moment is not None and moment.time() == dt.time() and _CLOCK.search(clean(text)) is None:
        return dt.datetime.combine(moment.date(), dt.time.max)
    return moment


def without_later(closed: pa.Table | None, values: pa.Table, as_of: Period) -> tuple[pa.Table | None, list[Issue]]:
    """The closed months (contract CLOSED_MONTHS) that can be, looking from `as_of`, and a word on the others.

    values: the current figures (contract VALUES). A month later than `as_of`, or than the last month of any figure,
    is not used: mostly it has not ended. None where nothing is left: then nobody said which months are closed.
    """
    if closed is None:
        return None, []
    figures = pc.max(values["month"]).as_py()
    last = as_of.last if figures is None else min(as_of.last, figures)
    months = closed["month"].to_numpy()
    kept = closed.filter(pa.array(months <= last))
    later = [month_name(month) for month in months[months > last].tolist()]
    issues = [NOT_ENDED.at(Place(STEM), months=", ".join(later), last=month_name(last))] if later else []
    return (kept if kept.num_rows else None), issues


def _texts(table: RawTable, column: int) -> list[str]:
    words = table.days(column)
    return ["" if code < 0 else words.words[code] for code in words.codes]
