"""One sheet as a workbook: entry cells open, all else locked, what stood before beside; a copy with mistakes marked.

Both are written by us from the start: nothing of an uploaded file is ever passed on.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from sigai.tables import NOTE_AUTHOR
from sigai_web.language import choose, language
from sigai_web.reporting.arranging import Arranged, SheetLine

MARK = "sigai-sheet-1"
"""Names the layout of the template."""
HIDDEN = "sigai"
"""The sheet that says what the template is for."""
FIRST_ROW = 5
"""The first row of cells, counted from 0."""
FIGURE, REASON = 3, 4
"""The columns to be filled in."""
_REMARKS, _CODE = 8, 9
"""The columns of remarks, and of what each row is about in codes, which is hidden and moves with its row."""
SUBJECT_HEADS, MEASURE_HEADS, UNIT_HEADS = ("主体", "Subject"), ("指标项", "Measure"), ("单位", "Unit")
CODE_HEADS = ("代码", "Code")
FIGURE_HEADS, REASON_HEADS = ("本期", "This period"), ("原因", "Reason")
"""How the heads of the columns that are read begin, in both languages: columns may be moved."""
LAST_HEADS, YEAR_AGO_HEADS = ("上期", "Last period"), ("上年同期", "A year ago")
SPAN_HEADS, REMARK_HEADS = ("口径", "Accumulation"), ("说明", "Remarks")
"""How those of the others begin."""
_DIGITS = 15


def workbook(page: Arranged, *, marked: bool = False) -> bytes:
    """The template of a sheet, filled with what is typed so far; `marked` paints the cells with remarks."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        _Writer(book, page, marked=marked).write()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    title: Any
    soft: Any
    head: Any
    text: Any
    number: Any
    entry: Any
    reason: Any
    wrong: Any
    asked: Any

    @classmethod
    def of(cls, book: Any) -> _Formats:
        line = {"border": 1, "border_color": "#d5dbe2", "valign": "vcenter"}
        figure = {**line, "align": "right", "num_format": "#,##0.####"}
        opened = {**figure, "locked": False}
        return cls(
            title=book.add_format({"bold": True, "font_size": 14}),
            soft=book.add_format({"font_color": "#5a6676"}),
            head=book.add_format({**line, "bold": True, "bg_color": "#e8edf3", "text_wrap": True}),
            text=book.add_format({**line, "text_wrap": True}),
            number=book.add_format({**figure, "font_color": "#5a6676"}),
            entry=book.add_format({**opened, "bg_color": "#fff9e0"}),
            reason=book.add_format({**line, "locked": False, "bg_color": "#fff9e0", "text_wrap": True}),
            wrong=book.add_format({**opened, "bg_color": "#f4b6b6"}),
            asked=book.add_format({**opened, "bg_color": "#ffd591"}),
        )


class _Writer:
    def __init__(self, book: Any, page: Arranged, *, marked: bool) -> None:
        self._book, self._page, self._marked = book, page, marked
        self._formats = _Formats.of(book)
        self._sheet = book.add_worksheet(choose("填报", "Figures"))
        self._sheet.set_comments_author(NOTE_AUTHOR)

    def write(self) -> None:
        self._head()
        for at, line in enumerate(self._page.lines):
            self._line(FIRST_ROW + at, line)
        self._sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
        self._hidden()

    def _head(self) -> None:
        sheet, formats, assignment = self._sheet, self._formats, self._page.assignment
        for column, width in enumerate((26, 30, 11, 18, 30, 16, 16, 26, 44)):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, assignment.name(language()), formats.title)
        due = f"{assignment.owed.due:%Y-%m-%d}"
        sheet.write_string(1, 0, choose(f"截止 {due}。{assignment.form.note}", f"Due {due}"), formats.soft)
        how = choose(
            "只填黄色格子；没有的数留空并写原因，不要填 0 代替。可写单位（如 1.2亿元），系统会换算。"
            "要撤回已有的数，在格子里写“撤回”并写原因。",
            "Fill in the yellow cells only. Leave a figure out and say why, rather than writing 0. To take back a "
            "figure that stands, write “withdraw” in its cell, and why.",
        )
        sheet.write_string(2, 0, how, formats.soft)
        last, before = self._page.last_period, self._page.period_a_year_ago
        heads = (
            *(choose(*each) for each in (SUBJECT_HEADS, MEASURE_HEADS, UNIT_HEADS)),
            f"{choose(*FIGURE_HEADS)} {assignment.period}",
            choose("原因（问到时填）", "Reason (where asked)"),
            *(f"{choose(*each)} {period}" for each, period in ((LAST_HEADS, last), (YEAR_AGO_HEADS, before))),
            choose(*SPAN_HEADS),
            choose(*REMARK_HEADS),
            choose(*CODE_HEADS),
        )
        for column, head in enumerate(heads):
            sheet.write_string(FIRST_ROW - 1, column, head, formats.head)
        sheet.set_column(_CODE, _CODE, None, None, {"hidden": True})
        sheet.freeze_panes(FIRST_ROW, 2)

    def _line(self, row: int, line: SheetLine) -> None:
        sheet, formats = self._sheet, self._formats
        sheet.set_row(row, 22)
        sheet.write_string(row, 0, self._page.assignment.owed.register.name(line.key[0], language()), formats.text)
        sheet.write_string(row, 1, line.measure.name[language()], formats.text)
        if line.measure.definition:
            sheet.write_comment(row, 1, line.measure.definition, {"x_scale": 2, "y_scale": 1.4})
        sheet.write_string(row, 2, line.measure.unit, formats.text)
        self._entry(row, line)
        sheet.write_string(row, REASON, line.reason, formats.reason)
        for column, text in ((5, line.last), (6, line.year_ago)):
            _write_number(sheet, row, column, text.replace(",", ""), formats.number)
        sheet.write_string(row, 7, accumulation(line), formats.text)
        said = "；".join(
            f"{remark.issue.what(language())} → {remark.issue.advice(language())}" for remark in line.remarks
        )
        sheet.write_string(row, _REMARKS, said if self._marked else "", formats.text)
        sheet.write_string(row, _CODE, code_of(line.key), formats.text)
        self._validate(row, line)

    def _entry(self, row: int, line: SheetLine) -> None:
        formats, sheet = self._formats, self._sheet
        style = formats.entry
        if self._marked and line.remarks:
            style = formats.wrong if line.refuses else formats.asked if line.asks else formats.entry
            text = "\n".join(remark.issue.what(language()) for remark in line.remarks)
            sheet.write_comment(row, FIGURE, text, {"x_scale": 2, "y_scale": 1.4})
        _write_number(sheet, row, FIGURE, line.text, style)

    def _validate(self, row: int, line: SheetLine) -> None:
        """A number within the measure's range, or a text with a unit, which the system converts: a hint, no wall."""
        low, high = line.measure.minimum, line.measure.maximum
        rule: dict[str, Any] = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -1e13 if low is None else low,
            "maximum": 1e13 if high is None else high,
            "error_type": "warning",
            "error_title": choose("请核对", "Please check"),
            "error_message": choose(
                "应为允许范围内的数；写了单位的可以继续。", "A number within its range is expected."
            ),
            "input_title": f"{line.measure.name[language()]}"[:32],
            "input_message": f"{line.measure.unit} · {accumulation(line)}"[:255],
        }
        self._sheet.data_validation(row, FIGURE, row, FIGURE, rule)
        reasons = {
            "validate": "list",
            "source": _REASONS_EN if language() == "en" else _REASONS_ZH,
            "error_type": "information",
            "error_title": choose("自己写的原因", "A reason of your own"),
            "error_message": choose("不在常用原因之中，可以直接保留。", "Not among the common ones; it may stay."),
        }
        self._sheet.data_validation(row, REASON, row, REASON, reasons)

    def _hidden(self) -> None:
        """What the template is for, and whose figure of what each row is."""
        hidden = self._book.add_worksheet(HIDDEN)
        hidden.very_hidden()
        form, period, reporter = self._page.assignment.key
        for column, text in enumerate((MARK, form, period, reporter, str(self._page.version))):
            hidden.write_string(0, column, text)
        for at, line in enumerate(self._page.lines, start=1):
            for column, text in enumerate((str(FIRST_ROW + at - 1), *line.key)):
                hidden.write_string(at, column, text)


_REASONS_ZH = [
    "生产波动",
    "新增产能",
    "停产检修",
    "价格变动",
    "季节性因素",
    "上期误报",
    "没有此项业务",
    "暂无数据，下期补报",
]
_REASONS_EN = [
    "output varies",
    "new capacity",
    "stopped for repair",
    "prices",
    "season",
    "last figure wrong",
    "none here",
]


def code_of(key: tuple[str, str]) -> str:
    """What a row is about, in codes: `64050200/output`."""
    return "/".join(key)


def accumulation(line: SheetLine) -> str:
    """How a figure runs, in words."""
    words = {
        "ytd": choose("1月至本期累计", "since January"),
        "flow": choose("本期数", "of the period"),
        "stock": choose("期末数", "at the end of the period"),
    }
    return words[line.measure.accumulation]


def _write_number(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """A plain number as a number; anything else as a text, never as a formula."""
    plain = text.strip()
    digits = plain.lstrip("-").replace(".", "", 1)
    if digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS:
        sheet.write_number(row, column, float(plain), style)
    elif plain:
        sheet.write_string(row, column, plain, style)
    else:
        sheet.write_blank(row, column, None, style)
