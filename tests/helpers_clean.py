"""Workbooks as careful people hand them in: several layouts, ordinary units, dates and number formats, no notes.

Like `helpers_sheets` the figures are known first and the sheet is written from them. Nothing here needs a question:
whatever is asked about such a workbook is asked in vain.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from helpers_sheets import Figure
from helpers_values import code

Row = list[tuple[Any, str]]
"""Cells of a row: what is stored, and its number format ("" for none)."""


@dataclass(frozen=True, slots=True)
class CleanMeasure:
    """A measure as its heads name it, how often its figures stand in it, and the units it is ordinarily given in."""

    id: str
    name: str
    runs: bool
    units: tuple[tuple[str, Decimal], ...]


_MONEY = (("万元", Decimal(1)), ("元", Decimal(10_000)), ("亿元", Decimal("0.0001")), ("千元", Decimal(10)))
_MASS = (("吨", Decimal(1)), ("万吨", Decimal("0.0001")), ("千克", Decimal(1000)))
MEASURES = (
    CleanMeasure("output", "工业总产值", True, _MONEY),
    CleanMeasure("profit", "利润总额", True, _MONEY),
    CleanMeasure("waste_made", "固废产生量", False, _MASS),
    CleanMeasure("energy", "综合能耗", False, (("tce", Decimal(1)), ("吨标准煤", Decimal(1)))),
)
FORMATS = ("", "0.00", "#,##0.00", "#,##0.0000", "0.0000_ ", "#,##0.00_);(#,##0.00)", "General")


@dataclass(slots=True)
class CleanBook:
    """A workbook and the figures that stand in it. `mapped`: only a mapping says how its layout is read."""

    right: dict[Figure, Decimal]
    rows: int
    mapped: bool


class CleanMaker:
    """Draws one clean workbook of one of the layouts."""

    def __init__(self, dice: random.Random, path: Path) -> None:
        self._dice, self._path = dice, path
        self._firms = sorted(dice.sample(range(1, 6), dice.randint(2, 5)))
        self._year = dice.choice((2021, 2022))
        first = dice.randint(2, 9)
        self._months = range(first, min(12, first + dice.randint(1, 5)) + 1)
        self._measures = dice.sample(MEASURES, dice.randint(1, len(MEASURES)))
        self._by_name = dice.random() < 0.5
        self._date = dice.choice((self._as_date, self._as_serial_month, self._as_words, self._as_text))

    def make(self) -> CleanBook:
        """Write the workbook and say what stands in it."""
        layouts: tuple[Callable[[], tuple[list[Row], int, bool]], ...] = (
            self._wide,
            self._long,
            self._long_with_units,
            self._months_as_columns,
        )
        self._figures = {
            (firm, measure.id): self._series(measure) for firm in self._firms for measure in self._measures
        }
        rows, lines, mapped = self._dice.choice(layouts)()
        self._write(rows)
        right = {
            (code(firm), measure, f"{self._year}-{month:02}"): value
            for (firm, measure), series in self._figures.items()
            for month, value in series.items()
            if not mapped or measure == self._measures[0].id
        }
        return CleanBook(right, lines, mapped)

    def _series(self, measure: CleanMeasure) -> dict[int, Decimal]:
        """A figure a month; a total from January grows."""
        value, found = Decimal(self._dice.randint(10_000, 10**8)) / 10_000, {}
        for month in self._months:
            step = Decimal(self._dice.randint(0, 10**6)) / 10_000
            value = value + step if measure.runs else abs(value + step * self._dice.choice((1, -1)))
            found[month] = value
        return found

    # --- layouts: rows of cells, how many rows hold figures, whether it takes a mapping ----------------------------

    def _wide(self) -> tuple[list[Row], int, bool]:
        """A column for each measure, its unit in the head, in a row of units, or above the table."""
        units = {measure.id: self._dice.choice(measure.units) for measure in self._measures}
        where = self._dice.choice(("head", "row", "own"))
        if where == "own":
            units = {measure.id: measure.units[0] for measure in self._measures}
        heads = [f"{each.name}（{units[each.id][0]}）" if where == "head" else each.name for each in self._measures]
        rows = [
            *self._titles(),
            [*_texts(self._whom(), self._dice.choice(("报告期", "时期", "月份"))), *_texts(*heads)],
        ]
        if where == "row":
            rows.append(_texts("", "", *(units[each.id][0] for each in self._measures)))
        lines = [
            [self._firm(firm), self._date(month), *(self._cell(firm, each, month, units) for each in self._measures)]
            for firm in self._firms
            for month in self._months
        ]
        return [*rows, *lines], len(lines), False

    def _long(self) -> tuple[list[Row], int, bool]:
        """A row for each figure, in the measure's own unit."""
        units = {measure.id: measure.units[0] for measure in self._measures}
        lines = [[*self._about(firm, each, month), self._cell(firm, each, month, units)] for firm, each, month in self]
        return [*self._titles(), _texts(self._whom(), "指标名称", "报告期", "数值"), *lines], len(lines), False

    def _long_with_units(self) -> tuple[list[Row], int, bool]:
        """A row for each figure with its unit in a column of its own."""
        lines: list[Row] = []
        for firm, each, month in self:
            unit = self._dice.choice(each.units)
            figure = self._cell(firm, each, month, {each.id: unit})
            lines.append([*self._about(firm, each, month), (unit[0], ""), figure])
        return (
            [*self._titles(), _texts(self._whom(), "指标名称", "报告期", "计量单位", "数值"), *lines],
            len(lines),
            False,
        )

    def _months_as_columns(self) -> tuple[list[Row], int, bool]:
        """One measure, a column for each month."""
        measure = self._measures[0]
        unit = self._dice.choice(measure.units)
        to = "1-" if measure.runs else ""
        heads: Row = [(f"{self._year}年{to}{month}月", "") for month in self._months]
        if self._dice.random() < 0.3:
            heads = [self._as_date(month) for month in self._months]
        named = _texts(self._whom(), *[measure.name] * len(heads))
        rows = [_texts("", f"单位：{unit[0]}"), named, [("", ""), *heads]]
        lines = [
            [self._firm(firm), *(self._cell(firm, measure, month, {measure.id: unit}) for month in self._months)]
            for firm in self._firms
        ]
        return [*rows, *lines], len(lines), True

    def __iter__(self) -> Any:
        return ((firm, each, month) for firm in self._firms for each in self._measures for month in self._months)

    # --- cells ----------------------------------------------------------------------------------------------------

    def _titles(self) -> list[Row]:
        return [_texts("规上工业企业生产情况表")] if self._dice.random() < 0.4 else []

    def _whom(self) -> str:
        return "企业名称" if self._by_name else "统一社会信用代码"

    def _firm(self, firm: int) -> tuple[Any, str]:
        return (f"企业{firm}" if self._by_name else code(firm)), ""

    def _about(self, firm: int, measure: CleanMeasure, month: int) -> Row:
        return [self._firm(firm), (measure.name, ""), self._date(month)]

    def _cell(
        self, firm: int, measure: CleanMeasure, month: int, units: dict[str, tuple[str, Decimal]]
    ) -> tuple[Any, str]:
        value = self._figures[firm, measure.id][month] * units[measure.id][1]
        return float(value), self._dice.choice(FORMATS)

    def _as_date(self, month: int) -> tuple[Any, str]:
        return dt.date(self._year, month, 1), "yyyy-mm"

    def _as_serial_month(self, month: int) -> tuple[Any, str]:
        return dt.date(self._year, month, 28), 'yyyy"年"m"月"'

    def _as_words(self, month: int) -> tuple[Any, str]:
        return f"{self._year}年{month}月", ""

    def _as_text(self, month: int) -> tuple[Any, str]:
        return f"{self._year}-{month:02}", ""

    def _write(self, rows: list[Row]) -> None:
        book: Any = xlsxwriter.Workbook(str(self._path))
        sheet = book.add_worksheet("报表")
        formats = {each: book.add_format({"num_format": each}) for row in rows for _, each in row if each}
        for at, row in enumerate(rows):
            for column, (value, look) in enumerate(row):
                if value != "":
                    write = sheet.write_datetime if isinstance(value, dt.date) else sheet.write
                    write(at, column, value, formats.get(look))
        book.close()


def _texts(*words: str) -> Row:
    return [(word, "") for word in words]
