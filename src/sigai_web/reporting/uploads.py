"""A filled-in template back into a sheet: what it is for is checked first, then every row, then every figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from xlsxwriter.utility import xl_col_to_name

from sigai.base import Place, UserError
from sigai.tables import read_workbook
from sigai_web.exchange import Upload, read_apart
from sigai_web.journal.changes import note
from sigai_web.reporting.form_data import whole
from sigai_web.reporting.models import ReturnedCopy
from sigai_web.reporting.obligations import Assignment, Key
from sigai_web.reporting.problems import (
    NOT_A_TEMPLATE,
    OLD_TEMPLATE,
    OTHER_TEMPLATE,
    TEMPLATE_HIDDEN,
    TEMPLATE_MERGED,
    TEMPLATE_UNREAD,
    UNIT_CHANGED,
)
from sigai_web.reporting.report_status import find
from sigai_web.reporting.template_rows import (
    TemplateColumns,
    TemplateRow,
    refuse_stated_units,
    template_columns,
    told_rows,
)
from sigai_web.reporting.words import sheet_name
from sigai_web.reporting.workbooks import FIGURE_HEADS, HIDDEN, MARK

Cell = tuple[int, int]
"""A row and a column, from 0."""
_HEAD = 5


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """What a template says: text and reason of every cell, and the version of the sheet that it was made from."""

    cells: dict[Key, tuple[str, str]]
    version: int


def read_template(upload: Upload, assignment: Assignment) -> FilledTemplate | None:
    """The cells of a template of this very sheet; UserError where it is another's, or its rows cannot be told. None for
    a workbook that is no template at all."""
    place = upload.place
    book = read_apart(place, read_workbook, upload.path, upload.name)
    pages = book.sheets
    if HIDDEN not in pages:
        return None
    head, *made = pages[HIDDEN] or [[]]
    if len(pages) != 2 or len(head) < _HEAD or head[0] != MARK or whole(head[4]) < 0:
        raise UserError([NOT_A_TEMPLATE.at(place, file=upload.name)])
    if tuple(head[1:4]) != assignment.key:
        raise UserError([OTHER_TEMPLATE.at(place, **_another(head[1:4], assignment))])
    name, figures = next((name, rows_of) for name, rows_of in pages.items() if name != HIDDEN)
    columns = template_columns(figures, place)
    _refuse_another_period(figures[columns.head][columns.figure], assignment, place)
    _refuse_unread(book.unread.get(name, {}), columns, place)
    _refuse_merged(book.merged[name], columns, place)
    rows = told_rows(figures, columns, made, assignment, place)
    _refuse_hidden(rows, columns, book.hidden[name], place)
    _refuse_units(rows, columns.unit, assignment, place)
    refuse_stated_units(figures, columns, {row.at for row in rows}, assignment, place)
    return FilledTemplate({row.key: row.entered for row in rows}, whole(head[4]))


def _another(key: Sequence[str], assignment: Assignment) -> dict[str, str]:
    """What another template is for, and what this one must be for, as people call them."""
    found, words = find(assignment.owed.register, *key), " ".join(key)
    return {
        "given": found.name("zh") if found else words,
        "given_en": found.name("en") if found else words,
        "wanted": assignment.name("zh"),
        "wanted_en": assignment.name("en"),
    }


def _refuse_another_period(head: str, assignment: Assignment, place: Place) -> None:
    """UserError where the head of the figures says more than this period: rows of another month were pasted in."""
    period, head = assignment.key[1], " ".join(head.split())
    if head not in {*FIGURE_HEADS, *(f"{each} {period}" for each in FIGURE_HEADS)}:
        zh, en = (f"{each} {period}" for each in FIGURE_HEADS)
        raise UserError([OTHER_TEMPLATE.at(place, given=head, given_en=head, wanted=zh, wanted_en=en)])


def _refuse_merged(merged: Sequence[tuple[Cell, Cell]], columns: TemplateColumns, place: Place) -> None:
    """UserError where a cell to be filled in was merged with others: its figure stands in one of them only."""
    issues = [
        TEMPLATE_MERGED.at(Place(place.file, row=top + 1, column=xl_col_to_name(left)))
        for (top, left), (_, right) in merged
        if top > columns.head and any(left <= column <= right for column in (columns.figure, columns.reason))
    ]
    if issues:
        raise UserError(issues)


def _refuse_hidden(
    rows: Sequence[TemplateRow],
    columns: TemplateColumns,
    hidden: tuple[frozenset[int], frozenset[int]],
    place: Place,
) -> None:
    """UserError where something was entered that the sheet does not show: in a hidden row or column."""
    issues = []
    for row in rows:
        for column, given in zip((columns.figure, columns.reason), row.entered, strict=True):
            if not given or not (row.at in hidden[0] or column in hidden[1]):
                continue
            what = ("这一行", "row") if row.at in hidden[0] else ("这一列", "column")
            at = Place(place.file, row=row.at + 1, column=xl_col_to_name(column))
            issues.append(TEMPLATE_HIDDEN.at(at, what_zh=what[0], what_en=what[1], given=given))
    if issues:
        raise UserError(issues)


def _refuse_units(rows: Sequence[TemplateRow], column: int, assignment: Assignment, place: Place) -> None:
    """UserError where somebody wrote another unit into a row than its measure has."""
    measures = assignment.content.measure_by_id
    issues = [
        UNIT_CHANGED.at(Place(place.file, row=row.at + 1, column=xl_col_to_name(column)), given=row.unit, unit=unit)
        for row in rows
        if row.unit and _bare(row.unit) != (unit := measures[row.key[1]].unit)
    ]
    if issues:
        raise UserError(issues)


def _bare(unit: str) -> str:
    """A unit without the brackets around it."""
    return re.sub(r"^\s*[(（]\s*([^()（）]*?)\s*[)）]\s*$", r"\1", unit)


def _refuse_unread(unread: Mapping[tuple[int, int], str], columns: TemplateColumns, place: Place) -> None:
    """UserError where a cell to be filled in holds a formula without a result or an error: it is not empty, and what
    was meant is not known, so that nothing of the template is taken."""
    issues = [
        TEMPLATE_UNREAD.at(Place(place.file, row=row + 1, column=xl_col_to_name(column)), given=given)
        for (row, column), given in sorted(unread.items())
        if row > columns.head and column in (columns.figure, columns.reason)
    ]
    if issues:
        raise UserError(issues)


def refuse_outdated(filled: FilledTemplate, version: int, assignment: Assignment, name: str) -> None:
    """UserError where the sheet has changed since its template was downloaded."""
    if filled.version != version:
        facts = {**sheet_name(assignment), "given": filled.version, "now": version}
        raise UserError([OLD_TEMPLATE.at(Place(name), **facts)])


@note
def keep_returned_copy(user: Any, assignment: Assignment, content: bytes) -> None:
    """Keep a template with its mistakes marked until the same person's next one for this sheet has some."""
    form, period, reporter = assignment.key
    ReturnedCopy.objects.update_or_create(
        user=user, form=form, period=period, reporter=reporter, defaults={"content": content, "at": timezone.now()}
    )
