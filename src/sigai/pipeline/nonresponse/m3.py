"""Real series of firms as unrelated reporters: the monthly micro and industry series of the M3 competition.

Nobody knows what they are of, so an invented programme asks for their totals, growth and shares. Every series is one
reporter; its size, industry and county are drawn by the seed, its course and its calendar are its own. Goals lie around
what the complete series reach, so that verdicts of all kinds occur, many of them close.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import CalamineWorkbook

from sigai.base.periods import Period, month_name
from sigai.pipeline.nonresponse.book import Floats, Texts
from sigai.pipeline.nonresponse.worlds import World, world_of
from sigai.programme.common import Source, Text
from sigai.programme.indicators import Indicator
from sigai.programme.measures import Form, Measure
from sigai.programme.organisation import Area, IndustryGroup
from sigai.programme.programme import BulletinHeading, Programme, ProgrammeHead
from sigai.programme.targets import Statement, Step, Target, Track, Trajectory
from sigai.tables import AMOUNT, ENTITIES, VALUES, Data, Figures, empty_data, table_of

WORKBOOK = "M3C.xls"
_SHEET, _HEADER = "M3Month", 6
_MONTHS = 48
"""Of each series: the base year of the programme and three years after it."""
_REPORTERS = 120
"""Of each measure, drawn from all series of its category."""
_CITY, _COUNTIES = "99", ("9901", "9902", "9903")
_INDUSTRIES = ("C13", "C14", "C17", "C22", "C26", "C27", "C30", "C31", "C34", "C38", "C39", "C41")
_HEAVY = ("C26", "C30", "C31")
_CATEGORY = {"output": "INDUSTRY", "sales": "MICRO"}
_FORMULAS = {
    "output_total": "total(output)",
    "output_growth": "growth(total(output))",
    "output_heavy": "total(output, where: industry in heavy) / total(output)",
    "sales_total": "total(sales, over: rolling)",
    "sales_growth": "growth(total(sales))",
    "sales_heavy": "total(sales, where: industry in heavy) / total(sales, where: industry in manufacturing)",
}
_GROWTHS = (-8.0, -4.0, -2.0, 0.0, 2.0, 4.0, 8.0)
_RISES = (0.95, 1.0, 1.05, 1.1, 1.2, 1.3)
_UNIT = "万元"


def read_series(folder: Path) -> dict[str, list[Floats]]:
    """The last four whole years of each series, by measure; the workbook pads its categories with spaces."""
    rows = CalamineWorkbook.from_path(str(folder / WORKBOOK)).get_sheet_by_name(_SHEET).to_python()[1:]
    found: dict[str, list[Floats]] = {name: [] for name in _CATEGORY}
    for name, category in _CATEGORY.items():
        for row in rows:
            if str(row[3]).strip() == category:
                found[name].append(_whole_years(row))
    return found


def m3_world(series: dict[str, list[Floats]], like: Programme, *, seed: int) -> World:
    """A city of these reporters, with the calendar and the method of judging of the programme `like`."""
    random = np.random.default_rng([seed, 3])
    amounts: dict[str, Floats] = {}
    for name, every in series.items():
        chosen = np.array(every)[random.permutation(len(every))[:_REPORTERS]]
        size = 1000 * np.exp(random.standard_normal(len(chosen)))
        amounts[name] = np.round(chosen / chosen[:, :12].mean(axis=1, keepdims=True) * size[:, None], 2)
    count = sum(map(len, amounts.values()))
    industries = random.choice(np.array(_INDUSTRIES, dtype=object), count)
    counties = random.choice(np.array(_COUNTIES, dtype=object), count)
    programme = _programme(like, amounts, industries)
    return world_of(programme, _data(programme, amounts, industries, counties))


def _whole_years(row: Sequence[object]) -> Floats:
    """The last 48 months that begin with a January by the series' own calendar."""
    count, start = int(float(str(row[1]))), int(float(str(row[5])))
    series = np.array(row[_HEADER : _HEADER + count], dtype=np.float64)
    begin = (1 - start) % 12
    begin += (len(series) - begin - _MONTHS) // 12 * 12
    return series[begin : begin + _MONTHS]


def _data(programme: Programme, amounts: dict[str, Floats], industries: Texts, counties: Texts) -> Data:
    kinds = [name for name, rows in amounts.items() for _ in rows]
    ids = [f"{kind}-{number:03d}" for number, kind in enumerate(kinds)]
    entities = [
        (id_, id_, "enterprise", county, f"{industry}10", [kind])
        for id_, kind, industry, county in zip(ids, kinds, industries.tolist(), counties.tolist(), strict=True)
    ]
    kept = ("id", "name", "kind", "area", "industry", "tags")
    register = table_of(entities, **{name: ENTITIES.field(name).type for name in kept})
    parts, place, first = [], 0, programme.head.base_year * 12
    for name, rows in amounts.items():
        parts.append(_values(name, np.array(ids[place : place + len(rows)], dtype=object), rows, first))
        place += len(rows)
    return Data(_completed(register, ENTITIES), pa.concat_tables(parts), *_nothing())


def _nothing() -> tuple[Figures, pa.Table, pa.Table]:
    empty = empty_data()
    return empty.history, empty.records, empty.record_states


def _values(name: str, ids: Texts, rows: Floats, first: int) -> pa.Table:
    """Output since January, January's told with February's; sales of each month alone."""
    months = np.arange(_MONTHS)
    if name == "output":
        rows = np.cumsum(rows.reshape(len(rows), -1, 12), axis=2).reshape(len(rows), -1)
        months = months[months % 12 != 0]
    index = first + np.tile(months, len(ids))
    names = [month_name(int(month)) for month in first + months]
    table = pa.table(
        {
            "entity": pa.array(np.repeat(ids, len(months)), pa.string()),
            "measure": pa.array([name] * len(index), pa.string()),
            "month": pa.array(index, pa.int32()),
            "period": pa.array(names * len(ids), pa.string()),
            "value": pa.array(np.round(rows[:, months].ravel(), 2)).cast(AMOUNT, safe=False),
            "revision": pa.array(np.ones(len(index), dtype=np.int64)),
            "corrected": pa.array(np.zeros(len(index), dtype=np.bool_)),
            "state": pa.array(["accepted"] * len(index), pa.string()),
        }
    )
    return _completed(table, VALUES)


def _completed(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """A table of a contract; what is not there is null."""
    size, there = table.num_rows, set(table.column_names)
    columns = [table[field.name] if field.name in there else pa.nulls(size, field.type) for field in schema]
    return pa.table(columns, schema=schema)


def _programme(like: Programme, amounts: dict[str, Floats], industries: Texts) -> Programme:
    head = _head(like)
    return Programme(
        head=head,
        areas=(
            Area(code=_CITY, name=_text("city"), kind="city"),
            *(Area(code=code, name=_text("county"), kind="county", parent=_CITY) for code in _COUNTIES),
        ),
        industry_groups=(
            IndustryGroup(id="heavy", name=_text("heavy"), codes=_HEAVY),
            IndustryGroup(id="manufacturing", name=_text("manufacturing"), codes=("C",)),
        ),
        measures=tuple(map(_measure, _CATEGORY)),
        forms=tuple(map(_form, _CATEGORY)),
        indicators=tuple(
            Indicator(id=id_, name=_text(id_), formula=formula, unit=_unit(id_)) for id_, formula in _FORMULAS.items()
        ),
        targets=tuple(_targets(_goals(amounts, industries), Period.parse(str(head.end.year)))),
        progress=like.progress,
    )


def _goals(amounts: dict[str, Floats], industries: Texts) -> dict[str, list[tuple[float, Trajectory]]]:
    """Numbers to reach by the end, and the trajectory to them, by indicator."""
    goals: dict[str, list[tuple[float, Trajectory]]] = {}
    place = 0
    for name, rows in amounts.items():
        heavy = np.isin(industries[place : place + len(rows)].astype(str), _HEAVY)
        place += len(rows)
        year = rows[:, :12].sum(axis=1)
        goals[f"{name}_total"] = [(float(year.sum()) * rise, "linear") for rise in _RISES]
        goals[f"{name}_growth"] = [(growth, "constant") for growth in _GROWTHS]
        share = 100 * float(year[heavy].sum() / year.sum())
        goals[f"{name}_heavy"] = [(share + points, "constant") for points in (-2.0, -1.0, 0.0, 1.0, 2.0)]
    return goals


def _targets(goals: dict[str, list[tuple[float, Trajectory]]], end: Period) -> list[Target]:
    found = []
    for indicator, numbers in goals.items():
        unit = _unit(indicator)
        for place, (number, trajectory) in enumerate(numbers):
            id_ = f"{indicator}-{place}"
            step = Step(due=end, comparator=">=", value=number, statements=(id_,))
            track = Track(
                id="goal", indicator=indicator, unit=unit, direction="up", trajectory=trajectory, steps=(step,)
            )
            statement = Statement(
                id=id_,
                source=Source(document="invented"),
                indicator=indicator,
                comparator=">=",
                value=number,
                unit=unit,
                kind="level",
                period_end=end.year,
                direction="up",
            )
            target = Target(id=id_, name=_text(id_), pillar="invented", tracks=(track,), statements=(statement,))
            found.append(target)
    return found


def _head(like: Programme) -> ProgrammeHead:
    first = like.head.base_year * 12
    return ProgrammeHead(
        id="reporters",
        title=_text("reporters"),
        short_title=_text("reporters"),
        version="1",
        start=Period.of_index(first + 12),
        end=Period.of_index(first + _MONTHS - 1),
        base_year=like.head.base_year,
        area=_CITY,
        office="office",
        documents=(),
        bulletin=BulletinHeading(mark=_text(""), issuer=_text(""), addressed_to=_text(""), title=_text("")),
    )


def _measure(name: str) -> Measure:
    to_date = name == "output"
    return Measure(
        id=name,
        name=_text(name),
        unit=_UNIT,
        accumulation="ytd" if to_date else "flow",
        first_two_together=to_date,
        owed_by=f"tag = {name}",
        minimum=0,
    )


def _form(name: str) -> Form:
    return Form(id=name, name=_text(name), measures=(name,), reporter="enterprise", frequency="month", due_day=15)


def _unit(indicator: str) -> str:
    return _UNIT if indicator.endswith("_total") else "%"


def _text(words: str) -> Text:
    return Text(zh=words, en=words)
