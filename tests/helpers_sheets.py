"""Workbooks as people make them, written from figures that are known first; what a person reads is never parsed.

A sheet is drawn by dice: its heads, units and titles, and for every figure the way in which its cell shows it. What
comes back are the figures that a person reads, and the rows in which something is to be asked.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from helpers_values import code

Figure = tuple[str, str, str]
"""Entity, measure, period."""

UNITS: dict[str, dict[str, Decimal]] = {
    "万元": {"万元": Decimal(1), "元": Decimal(10_000), "千元": Decimal(10), "亿元": Decimal("0.0001")},
    "吨": {"吨": Decimal(1), "千克": Decimal(1000), "万吨": Decimal("0.0001"), "t": Decimal(1)},
    "tce": {"tce": Decimal(1), "吨标准煤": Decimal(1), "千克标准煤": Decimal(1000)},
}
MEASURES = {
    "output": ("工业总产值", "万元", "ytd"),
    "profit": ("利润总额", "万元", "ytd"),
    "waste_made": ("固废产生量", "吨", "flow"),
    "energy": ("综合能耗", "tce", "flow"),
}
RIGHT_WORDS = {
    "ytd": ("累计", "1—本月累计", "本年累计", "本月止累计", "1-本月累计", "自年初累计"),
    "flow": ("本月", "当月", "本月数"),
}
WRONG_WORDS = {"ytd": ("本月", "当月"), "flow": ("累计", "本年累计", "1—本月累计")}
OTHER_WORDS = ("上年同期", "同比增长%", "增速（%）", "上年同月", "上月", "去年同期累计", "本月计划", "占比%")
MONTHS = ("2021-03", "2021-04", "2022-06", "2022-10", "2022-12")


@dataclass(slots=True)
class Drawn:
    """What a person reads in a workbook: `right` figures, and what stands in the cells (`asked`, by row and figure) of
    which nothing may be taken without a word."""

    right: dict[Figure, Decimal] = field(default_factory=dict)
    asked: dict[Figure, int] = field(default_factory=dict)
    nothing: set[Figure] = field(default_factory=set)
    rows: int = 0


@dataclass(slots=True)
class _Column:
    measure: str
    unit: str
    head: str
    beside: str = ""
    decoy: bool = False
    unit_row: str = ""


class SheetMaker:
    """Draws one workbook. `clean` leaves out what nobody can read."""

    def __init__(self, dice: random.Random, path: Path, *, clean: bool) -> None:
        self._dice, self._clean = dice, clean
        self.drawn = Drawn()
        self._later = not clean and dice.random() < 0.2
        options = {"strings_to_formulas": False, "date_1904": self._later}
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._sheet: Any = self._book.add_worksheet(dice.choice(["Sheet1", "报表", "2022年"]))
        self._formats: dict[str, Any] = {}

    def make(self) -> Drawn:
        """Write the workbook and say what a person reads in it."""
        dice = self._dice
        columns = self._columns()
        stated = self._stated(columns)
        row = self._titles(stated)
        row = self._heads(row, columns)
        figures = [(code(firm), month) for firm in range(1, dice.randint(2, 6)) for month in self._months()]
        dice.shuffle(figures)
        self.drawn.rows = len(figures)
        for entity, month in figures:
            stamp = not self._clean and dice.random() < 0.05
            self._line(row, entity, month, columns, stamp=stamp)
            row += 1 + (dice.random() < 0.1)
        if dice.random() < 0.3:
            self._sheet.write(
                row + 1, 0, dice.choice(["注：本表由统计科汇总", "填表人：张三", "审核人：", "单位负责人：李四"])
            )
        self._book.close()
        return self.drawn

    def _months(self) -> list[str]:
        return sorted(self._dice.sample(MONTHS, self._dice.randint(1, 3)))

    def _format(self, code: str, **more: Any) -> Any:
        key = f"{code}{sorted(more.items())}"
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"num_format": code, **more} if code else more)
        return self._formats[key]

    # --- heads ----------------------------------------------------------------------------------------------------

    def _columns(self) -> list[_Column]:
        dice = self._dice
        columns: list[_Column] = []
        for measure in dice.sample(list(MEASURES), dice.randint(1, len(MEASURES))):
            name, own, runs = MEASURES[measure]
            unit = dice.choice(list(UNITS[own]))
            where = dice.choice(["head", "row", "head", "title"])
            if where == "title" and own != "万元":
                where = "head"
            head = (
                f"{name}{dice.choice(['（{}）', '({})', '[{}]', ' （{}）'])}".format(unit) if where == "head" else name
            )
            if where == "head" and dice.random() < 0.2:
                head = head.replace(name, f"{name}{dice.choice(['①', '*', '²', '⑵'])}")
            mine = [_Column(measure, unit, head, unit_row=unit if where == "row" else "")]
            if dice.random() < 0.35:
                mine[0].beside = dice.choice(RIGHT_WORDS[runs])
                others = [*dice.sample(OTHER_WORDS, dice.randint(0, 2)), dice.choice(WRONG_WORDS[runs])]
                mine += [_Column(measure, unit, head, word, decoy=True, unit_row=mine[0].unit_row) for word in others]
                dice.shuffle(mine)
            columns += mine
        return columns

    def _stated(self, columns: list[_Column]) -> str:
        """The unit that the title states for the columns of money that say none themselves; they get the same."""
        bare = [
            column
            for column in columns
            if not column.unit_row and not column.head.strip("①*²⑵").endswith((")", "）", "]"))
        ]
        if not bare:
            return ""
        unit = bare[0].unit
        for column in bare:
            column.unit = unit
        if unit == "万元" and self._dice.random() < 0.5:
            return ""
        return unit

    def _titles(self, stated: str) -> int:
        dice, row = self._dice, 0
        if dice.random() < 0.6:
            title = dice.choice(
                ["规上工业企业生产情况", "2022年1-6月工业统计表", "月度报表（初步）", "工业经济运行情况①"]
            )
            self._sheet.write(row, 0, title)
            row += 1 + (dice.random() < 0.3)
        if stated:
            words = dice.choice(["单位：{}", "计量单位：{}", "（单位：{}）", "金额单位:{}", "单位： {}"]).format(stated)
            self._sheet.write(row, dice.randint(0, 3), words)
            row += 1
        elif dice.random() < 0.2:
            self._sheet.write(row, 1, dice.choice(["填报单位：某某局", "报送单位：甲公司", "制表日期：2022-07-05"]))
            row += 1
        return row

    def _heads(self, row: int, columns: list[_Column]) -> int:
        dice, sheet = self._dice, self._sheet
        split = any(column.beside for column in columns)
        above = split and dice.random() < 0.3
        if above:  # a word in a cell that is not merged reaches as far as nothing else begins
            columns.sort(key=lambda column: bool(column.beside))
        name_row = row + 1 if above else row
        sub_row = row if above else row + 1
        sheet.write(name_row, 0, dice.choice(["统一社会信用代码", "企业名称", "entity"]))
        sheet.write(name_row, 1, dice.choice(["时期", "报告期", "月份", "period"]))
        at = 2
        for position, column in enumerate(columns):
            first = position == 0 or columns[position - 1].measure != column.measure
            if above or first:
                sheet.write(name_row, at, column.head)
            if column.beside:
                sheet.write(sub_row, at, column.beside)
            at += 1
        if not above and split:
            self._merge(name_row, columns)
        last = max(name_row, sub_row if split else name_row)
        if any(column.unit_row for column in columns):
            last += 1
            for at, column in enumerate(columns, start=2):
                sheet.write(last, at, column.unit_row)
        if dice.random() < 0.1 and len(columns) > 1:
            last += 1
            for at, text in enumerate(["甲", "乙", *range(1, len(columns) + 1)]):
                sheet.write(last, at, text)
        return last + 1

    def _merge(self, row: int, columns: list[_Column]) -> None:
        """Sometimes the name of a measure is merged over its columns, sometimes it stands over the first only."""
        if self._dice.random() < 0.3:
            return
        start = 0
        for end in range(1, len(columns) + 1):
            if end == len(columns) or columns[end].measure != columns[start].measure:
                if end - start > 1:
                    self._sheet.merge_range(row, start + 2, row, end + 1, columns[start].head)
                start = end

    # --- lines ----------------------------------------------------------------------------------------------------

    def _line(self, row: int, entity: str, month: str, columns: list[_Column], *, stamp: bool) -> None:
        """One row; where its period is a `stamp` of a day or hour, nobody knows of what its figures are."""
        self._sheet.write_string(row, 0, entity)
        if stamp:
            self._sheet.write_string(
                row, 1, f"{month}{self._dice.choice(['-15', '-17 08:00', '-28T23:59:17', '-02T16:00Z'])}"
            )
        else:
            self._period(row, month)
        for at, column in enumerate(columns, start=2):
            key = (entity, column.measure, month)
            if column.decoy:
                self._sheet.write_number(row, at, round(self._dice.uniform(1, 9), 2))
                continue
            figure = Decimal(self._dice.choice([self._dice.randint(0, 10**9), self._dice.randint(0, 10**5)])) / 10**4
            self._cell(row, at, figure, column, key, stamp=stamp)

    def _period(self, row: int, month: str) -> None:
        year, number = int(month[:4]), int(month[5:])
        dice = self._dice
        way = dice.randint(0, 5)
        if way == 0:
            self._sheet.write_string(row, 1, f"{year}年{number}月")
        elif way == 1:
            self._sheet.write_number(row, 1, year * 100 + number)
        elif way == 2:
            self._sheet.write_number(row, 1, self._serial(year, number, 1), self._format('yyyy"年"m"月"'))
        elif way == 3:
            self._sheet.write_number(row, 1, self._serial(year, number, dice.randint(1, 28)), self._format("yyyy-mm"))
        elif way == 4:
            self._sheet.write_string(row, 1, f"{year}/{number}")
        else:
            self._sheet.write_string(row, 1, month)

    def _serial(self, year: int, month: int, day: int) -> int:
        return (dt.date(year, month, day) - dt.date(1899, 12, 30)).days - 1462 * self._later

    def _cell(self, row: int, at: int, figure: Decimal, column: _Column, key: Figure, *, stamp: bool) -> None:
        """One figure, in the unit of its column, in one of the ways in which people write it."""
        stored = figure * UNITS[MEASURES[column.measure][1]][column.unit]
        ways: list[Callable[[int, int, Decimal], bool | None]] = [
            self._plain,
            self._plain,
            self._hidden_decimals,
            self._grouped_text,
            self._accounting,
            self._saved_formula,
        ]
        ways += [self._thousands, self._ten_thousands, self._empty, self._said_missing]
        if not self._clean:
            ways += [self._marked, self._raised, self._unsaved_formula, self._error, self._not_shown, self._struck]
            ways += [self._no_sign, self._percent, self._full_width, self._other_unit(column), self._scaled(column)]
        taken = self._dice.choice(ways)(row, at, stored)
        if taken and stamp:
            self.drawn.asked[key] = row + 1
        elif taken:
            self.drawn.right[key] = figure
        elif taken is None:
            self.drawn.nothing.add(key)
        else:
            self.drawn.asked[key] = row + 1

    def _number(self, row: int, at: int, value: Decimal, code: str) -> None:
        self._sheet.write_number(row, at, float(value), self._format(code) if code else None)

    def _plain(self, row: int, at: int, value: Decimal) -> bool:
        self._number(row, at, value, "")
        return True

    def _hidden_decimals(self, row: int, at: int, value: Decimal) -> bool:
        self._number(row, at, value, self._dice.choice(["0", "#,##0", "#,##0.0", "0.00", "#,##0_ ", "0.00_);(0.00)"]))
        return True

    def _accounting(self, row: int, at: int, value: Decimal) -> bool:
        self._number(row, at, value, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ')
        return True

    def _thousands(self, row: int, at: int, value: Decimal) -> bool:
        """The sheet shows a thousandth of what is stored."""
        self._number(row, at, value * 1000, self._dice.choice(["#,##0.00,", "0.0,", "#,##0,"]))
        return True

    def _ten_thousands(self, row: int, at: int, value: Decimal) -> bool:
        """The sheet shows a ten-thousandth of what is stored, by a point that the format writes."""
        self._number(row, at, value * 10_000, self._dice.choice(["0!.0,", r"0\.0,", "0!.0000", '0"."0000']))
        return True

    def _grouped_text(self, row: int, at: int, value: Decimal) -> bool:
        text = self._dice.choice(["{:,f}", "{:f}", " {:f} ", "{:,f}　"]).format(value.normalize())
        self._sheet.write_string(row, at, text)
        return True

    def _full_width(self, row: int, at: int, value: Decimal) -> bool:
        self._sheet.write_string(
            row, at, f"{value.normalize():f}".translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)})
        )
        return True

    def _saved_formula(self, row: int, at: int, value: Decimal) -> bool:
        self._sheet.write_formula(row, at, "=A1*2", None, float(value))
        return True

    def _empty(self, row: int, at: int, _value: Decimal) -> None:
        if self._dice.random() < 0.5:
            self._sheet.write_blank(row, at, None, self._format("0.0%"))

    def _said_missing(self, row: int, at: int, _value: Decimal) -> None:
        self._sheet.write_string(row, at, self._dice.choice(["-", "—", "无", "不适用", "/", "……"[:1], "暂无", "N/A"]))

    def _marked(self, row: int, at: int, value: Decimal) -> bool:
        self._sheet.write_string(row, at, f"{value.normalize():f}{self._dice.choice('①②³¹⁴㉑⑴')}")
        return f"{value.normalize():f}" != "10"

    def _raised(self, row: int, at: int, value: Decimal) -> bool:
        raised = self._book.add_format({"font_script": 1})
        self._sheet.write_rich_string(row, at, f"{value.normalize():f}", raised, str(self._dice.randint(1, 9)))
        return f"{value.normalize():f}" != "10"

    def _unsaved_formula(self, row: int, at: int, _value: Decimal) -> bool:
        self._sheet.write_formula(row, at, "=A1*2", None, "")
        return False

    def _error(self, row: int, at: int, _value: Decimal) -> bool:
        self._sheet.write_formula(row, at, "=1/0", None, self._dice.choice(["#REF!", "#DIV/0!", "#N/A", "#VALUE!"]))
        return False

    def _not_shown(self, row: int, at: int, value: Decimal) -> bool:
        self._number(row, at, value + 1, self._dice.choice([";;;", '"";"";""', ";;;@"]))
        return False

    def _struck(self, row: int, at: int, value: Decimal) -> bool:
        self._sheet.write_number(row, at, float(value), self._format("", font_strikeout=True))
        return False

    def _no_sign(self, row: int, at: int, value: Decimal) -> bool:
        self._number(row, at, -value - 1, self._dice.choice(["0;0", "#,##0.00;#,##0.00"]))
        return False

    def _other_unit(self, column: _Column) -> Callable[[int, int, Decimal], bool]:
        """A unit behind the figure that contradicts the one of its column."""
        units = [unit for unit in UNITS[MEASURES[column.measure][1]] if unit not in (column.unit, "t", "吨标准煤")]

        def write(row: int, at: int, value: Decimal) -> bool:
            self._sheet.write_string(row, at, f"{value + 1:f}{self._dice.choice(units)}")
            return False

        stated = column.unit_row or column.head.strip("①*²⑵").endswith((")", "）", "]"))
        return write if stated and column.unit not in ("t", "吨标准煤", "tce", "吨") else self._plain

    def _scaled(self, column: _Column) -> Callable[[int, int, Decimal], bool]:
        """So many 万 of the column's unit, written by the format."""

        def write(row: int, at: int, value: Decimal) -> bool:
            self._number(row, at, value * 10_000, '0!.0,"万"')
            return False

        return write if column.unit in ("万元", "亿元", "万吨") else self._plain

    def _percent(self, row: int, at: int, value: Decimal) -> bool:
        """A share where an amount is asked for."""
        self._number(row, at, value, self._dice.choice(["0%", "0.0%", '0.00"%"']))
        return False
