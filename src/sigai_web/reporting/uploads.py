"""A filled-in template back into a sheet: what it is for is checked first, then every row, then every figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.utils import timezone

from sigai.base import Place, UserError
from sigai.tables import read_workbook
from sigai_web.exchange import Upload, read_apart
from sigai_web.journal.changes import note
from sigai_web.reporting.models import ReturnedCopy
from sigai_web.reporting.owed import Assignment, Key
from sigai_web.reporting.posted import whole
from sigai_web.reporting.problems import (
    NOT_A_TEMPLATE,
    OLD_TEMPLATE,
    OTHER_TEMPLATE,
    TEMPLATE_DAMAGED,
    TEMPLATE_UNREAD,
)
from sigai_web.reporting.words import sheet_name
from sigai_web.reporting.workbooks import FIGURE, FIRST_ROW, HIDDEN, MARK, REASON

_HEAD = 5
_NAMED = 5


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """What a template says: text and reason of every cell, and the version of the sheet that it was made from."""

    cells: dict[Key, tuple[str, str]]
    version: int


def read_template(upload: Upload, assignment: Assignment) -> FilledTemplate:
    """The cells of a template of this very sheet; UserError where it is another's, or its rows cannot be told."""
    place = upload.place
    book = read_apart(place, read_workbook, upload.path, upload.name)
    pages = book.sheets
    head, *rows = pages.get(HIDDEN) or [[]]
    if len(pages) != 2 or len(head) < _HEAD or head[0] != MARK or whole(head[4]) < 0:
        raise UserError([NOT_A_TEMPLATE.at(place, file=upload.name)])
    if tuple(head[1:4]) != assignment.key:
        facts = {"given": " ".join(head[1:4]), "wanted": assignment.name("zh"), "wanted_en": assignment.name("en")}
        raise UserError([OTHER_TEMPLATE.at(place, **facts)])
    name, figures = next((name, rows_of) for name, rows_of in pages.items() if name != HIDDEN)
    _refuse_unread(book.unread.get(name, {}), place)
    return FilledTemplate(_cells(figures, rows, assignment, place), whole(head[4]))


def _refuse_unread(unread: Mapping[tuple[int, int], str], place: Place) -> None:
    """UserError where a cell to be filled in holds a formula without a result or an error: it is not empty, and what
    was meant is not known, so that nothing of the template is taken."""
    issues = [
        TEMPLATE_UNREAD.at(Place(place.file, row=row + 1, column="ABCDEFGHI"[column]), given=given)
        for (row, column), given in sorted(unread.items())
        if row >= FIRST_ROW and column in (FIGURE, REASON)
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


def _cells(
    figures: Sequence[Sequence[str]], rows: Sequence[Sequence[str]], assignment: Assignment, place: Place
) -> dict[Key, tuple[str, str]]:
    """Text and reason of every cell, by what its row is about: rows may have been sorted.

    Where two cells of the sheet bear the same names, only the place of a row tells them apart: it must be as it was.
    """
    named = _cells_by_names(assignment)
    placed = {whole(row[0]): (row[1], row[2]) for row in rows if len(row) > 2}
    found: dict[Key, tuple[str, str]] = {}
    damaged: list[str] = []
    for at, line in enumerate(figures[FIRST_ROW:], start=FIRST_ROW):
        keys = named.get((_cell(line, 0), _cell(line, 1)), frozenset())
        key = next(iter(keys)) if len(keys) == 1 else placed.get(at, ("", ""))
        if key in keys and key not in found:
            found[key] = _cell(line, FIGURE), _cell(line, REASON)
        elif any(_cell(line, column) for column in (0, 1, FIGURE, REASON)):
            damaged.append(str(at + 1))
    expected = set(assignment.cells)
    as_made = {*placed.values()} == expected and {*placed} == set(range(FIRST_ROW, FIRST_ROW + len(expected)))
    if damaged or set(found) != expected or not as_made:
        where = ", ".join(damaged[:_NAMED]) or str(len(expected - set(found)) or HIDDEN)
        raise UserError([TEMPLATE_DAMAGED.at(place, where=where)])
    return found


def _cells_by_names(assignment: Assignment) -> dict[tuple[str, str], frozenset[Key]]:
    """The cells by what their rows are called: the template may have been made in either language."""
    found: dict[tuple[str, str], frozenset[Key]] = {}
    for entity, measure in assignment.cells:
        name = assignment.content.measure_by_id[measure].name
        subjects = {assignment.owed.register.name(entity, language).strip() for language in ("zh", "en")}
        for subject, called in product(subjects, {name.zh.strip(), name.en.strip()}):
            found[subject, called] = found.get((subject, called), frozenset()) | {(entity, measure)}
    return found


def _cell(line: Sequence[str], column: int) -> str:
    return line[column].strip() if column < len(line) else ""
