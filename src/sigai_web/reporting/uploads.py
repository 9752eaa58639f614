"""A filled-in template back into a sheet: what it is for is checked first, then every row, then every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from sigai.base import Place, UserError
from sigai.tables import read_workbook
from sigai_web.exchange import Upload, read_apart
from sigai_web.journal.changes import note
from sigai_web.reporting.models import ReturnedCopy
from sigai_web.reporting.owed import Assignment, Key
from sigai_web.reporting.posted import whole
from sigai_web.reporting.problems import NOT_A_TEMPLATE, OLD_TEMPLATE, OTHER_TEMPLATE, TEMPLATE_DAMAGED
from sigai_web.reporting.words import sheet_name
from sigai_web.reporting.workbooks import FIGURE, HIDDEN, MARK, REASON

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
    pages = read_apart(place, read_workbook, upload.path, upload.name)
    head, *rows = pages.get(HIDDEN) or [[]]
    if len(pages) != 2 or len(head) < _HEAD or head[0] != MARK or whole(head[4]) < 0:
        raise UserError([NOT_A_TEMPLATE.at(place, file=upload.name)])
    if tuple(head[1:4]) != assignment.key:
        facts = {"given": " ".join(head[1:4]), "wanted": assignment.name("zh"), "wanted_en": assignment.name("en")}
        raise UserError([OTHER_TEMPLATE.at(place, **facts)])
    figures = next(rows_of for name, rows_of in pages.items() if name != HIDDEN)
    return FilledTemplate(_cells(figures, rows, assignment, place), whole(head[4]))


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
    expected, found, damaged = set(assignment.cells), dict[Key, tuple[str, str]](), []
    if len(rows) > len(expected):
        damaged.append(str(len(expected) + 1))
    for row in rows[: len(expected)]:
        number, entity, measure = (*row, "", "", "")[:3]
        key = entity, measure
        at = whole(number)
        line = figures[at] if 0 <= at < len(figures) else []
        if key not in expected or _cell(line, 1) not in _names(assignment, measure):
            damaged.append(str(at + 1) if at >= 0 else "?")
            continue
        found[key] = _cell(line, FIGURE), _cell(line, REASON)
    if damaged or set(found) != expected:
        where = ", ".join(damaged[:_NAMED]) or str(len(expected - set(found)))
        raise UserError([TEMPLATE_DAMAGED.at(place, where=where)])
    return found


def _names(assignment: Assignment, measure: str) -> tuple[str, str]:
    """What a measure is called: the template may have been made in either language."""
    name = assignment.content.measure_by_id[measure].name
    return name.zh.strip(), name.en.strip()


def _cell(line: Sequence[str], column: int) -> str:
    return line[column].strip() if column < len(line) else ""
