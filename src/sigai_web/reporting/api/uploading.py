"""Figures in bulk: which sheets they belong to, checked as a form is, kept as drafts of all sheets or of none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sigai.base import Issue, Issues, Period, Place, UserError
from sigai.values import WITHDRAW, written_period
from sigai_web.api.errors import ApiError, issue_words
from sigai_web.api.problems import DRAFT_OF_ANOTHER, NOT_OWED, SAME_CELL_TWICE, SEVERAL_FORMS, TOO_MANY_SHEETS
from sigai_web.api.rows import MOST_SHEETS, SentFigure, numbers_of
from sigai_web.clock import today
from sigai_web.journal.changes import LateError
from sigai_web.journal.writing import Actor
from sigai_web.permissions import allowed
from sigai_web.reporting import services
from sigai_web.reporting.checking import CheckedSheet, check_sheet
from sigai_web.reporting.comparison_figures import ComparisonFigures, gather
from sigai_web.reporting.drafts import Edit, save_cells, sheet_of, texts_of
from sigai_web.reporting.models import Sheet, SheetCell
from sigai_web.reporting.obligations import Assignment, Key, calendar, owed
from sigai_web.reporting.register import Register, register
from sigai_web.reporting.report_status import parts_for
from sigai_web.store.operations import FIGURE_REPORT


@dataclass(frozen=True, eq=False)
class _Part:
    """The rows of one sheet, with what stands there."""

    assignment: Assignment
    rows: Mapping[Key, SentFigure]
    sheet: Sheet | None
    cells: Mapping[Key, SheetCell]
    past: ComparisonFigures
    checked: CheckedSheet


@dataclass(frozen=True, slots=True)
class Uploads:
    """Rows on their way into drafts in two steps: looked up and checked while others write, then written."""

    actor: Actor
    user: Any
    rows: Sequence[SentFigure]
    submit: bool

    def prepare(self) -> Callable[[], tuple[int, Any]]:
        """Find the sheet of every row and check it there; ApiError 422 with every fault by its row, 409 where drafts of
        others stand in the way."""
        issues = Issues()
        found = _by_sheet(self.user, _with_plain_periods(self.rows, issues), issues)
        if len(found) > MOST_SHEETS:
            raise ApiError(413, TOO_MANY_SHEETS.at(Place(), count=len(found), most=MOST_SHEETS))
        parts = [_part(assignment, mine) for assignment, mine in found]
        for part in parts:
            issues.extend(_refused(part))
        if issues.errors:
            raise ApiError(422, issues=issues.sorted())
        clashes = [issue for part in parts for issue in _clashes(part, self.actor)]
        if clashes:
            raise ApiError(409, issues=clashes)
        return lambda: (200, self._write(parts))

    def _write(self, parts: Sequence[_Part]) -> dict[str, Any]:
        """Keep every row as the draft of its cell and hand the sheets in where asked. Its caller's change is undone by
        ApiError where anything is wrong.

        What changed since it was prepared, the reporting part refuses. What only asks for a reason comes back.
        """
        issues, late = Issues(), Issues()
        sheets = [_keep(self.actor, part, self.submit, issues, late) for part in parts]
        if issues.errors:
            raise ApiError(422, issues=Issues([*issues, *late]).sorted())
        if late.errors:
            raise ApiError(409, issues=late.sorted())
        asked = [issue for part in parts for issue in _asked(part)]
        return {"rows": len(self.rows), "sheets": sheets, "issues": [issue_words(issue) for issue in asked]}


def _with_plain_periods(rows: Sequence[SentFigure], issues: Issues) -> list[SentFigure]:
    """The rows with their periods as the store writes them; an issue for every row whose period cannot be read so."""
    content, plain = register().content, list[SentFigure]()
    for row in rows:
        period = written_period(content, row.measure, row.period)
        if isinstance(period, Issue):
            issues.add(Issue(period.problem, Place(row=row.number, column="period"), period.facts))
        else:
            plain.append(replace(row, period=str(period)))
    return plain


def _by_sheet(user: Any, rows: Sequence[SentFigure], issues: Issues) -> list[tuple[Assignment, dict[Key, SentFigure]]]:
    """The rows of each sheet that the person fills in; an issue for every row that belongs to none."""
    known = register()
    finder = _SheetFinder(user, known)
    found: dict[tuple[str, str, str], tuple[Assignment, dict[Key, SentFigure]]] = {}
    for numbers in numbers_of(rows).values():
        for number in numbers[1:]:
            issues.add(SAME_CELL_TWICE.at(Place(row=number), other=numbers[0]))
    for row in rows:
        assignment = finder.sheet_of(row, issues)
        if assignment is not None:
            found.setdefault(assignment.key, (assignment, {}))[1].setdefault(_key(row), row)
    return list(found.values())


class _SheetFinder:
    """Finds the sheet of a row among those that a person fills in."""

    def __init__(self, user: Any, known: Register) -> None:
        self._user, self._known = user, known
        self._parts = parts_for(user, FIGURE_REPORT, known)
        self._ended = {(form.id, str(period)) for form, period in calendar(known, today())}
        self._forms: dict[str, list[str]] = {}
        for form in known.content.forms:
            for measure in form.measures:
                self._forms.setdefault(measure, []).append(form.id)
        self._sheets: dict[tuple[str, str], dict[Key, list[Assignment]]] = {}

    def sheet_of(self, row: SentFigure, issues: Issues) -> Assignment | None:
        """The one sheet of a row; else an issue says why there is none."""
        forms = [form for form in self._forms.get(row.measure, ()) if row.form in ("", form)]
        mine = [one for form in forms for one in self._within_reach(form, row.period).get(_key(row), ())]
        place = Place(row=row.number)
        if len(mine) > 1:
            named = ", ".join(dict.fromkeys(one.form.id for one in mine))
            issues.add(SEVERAL_FORMS.at(place, measure=row.measure, forms=named))
        if not mine:
            issues.add(NOT_OWED.at(place, entity=row.entity, measure=row.measure, period=row.period))
        return mine[0] if len(mine) == 1 else None

    def _within_reach(self, form: str, period: str) -> Mapping[Key, Sequence[Assignment]]:
        """The sheets of a form and period that the person fills in, by their cells; a period must have ended."""
        if (form, period) not in self._ended:
            return {}
        if (form, period) not in self._sheets:
            each = owed(self._known, form, Period.parse(period))
            within = zip(each.reporters, each.within(self._parts).tolist(), strict=True)
            mine = [Assignment(each, reporter) for reporter, inside in within if inside]
            found: dict[Key, list[Assignment]] = {}
            for assignment in mine:
                if allowed(self._user, FIGURE_REPORT, assignment.subject):
                    for key in assignment.cells:
                        found.setdefault(key, []).append(assignment)
            self._sheets[form, period] = found
        return self._sheets[form, period]


def _key(row: SentFigure) -> Key:
    return row.entity, row.measure


def _part(assignment: Assignment, rows: Mapping[Key, SentFigure]) -> _Part:
    """A sheet with the new texts in it, checked as its form would be."""
    sheet, past = sheet_of(assignment), gather(assignment)
    cells = {cell.key: cell for cell in sheet.cells.all()} if sheet else {}
    rows = {key: _meant(row, past.figure(*key, assignment.period) is not None) for key, row in rows.items()}
    texts = texts_of(assignment, cells.values(), past) | {key: row.text for key, row in rows.items()}
    checked = check_sheet(assignment, texts, past, correction=bool(sheet and sheet.correction))
    return _Part(assignment, rows, sheet, cells, past, checked)


def _meant(row: SentFigure, stands: bool) -> SentFigure:
    """A row as its sheet takes it: null in the place of a figure that stands takes it back."""
    return replace(row, text=WITHDRAW) if row.null and stands else row


def _refused(part: _Part) -> Iterator[Issue]:
    """What refuses one of the rows; an empty text is no figure and cannot be wrong."""
    for key, row in part.rows.items():
        for remark in part.checked.of(key):
            if remark.refuses and row.text:
                yield _at(row, remark.issue)


def _asked(part: _Part) -> Iterator[Issue]:
    """What wants a reason and has none, and what only informs."""
    for key, row in part.rows.items():
        cell = part.cells.get(key)
        reason = row.reason if row.reason is not None else cell.reason if cell else ""
        for remark in part.checked.of(key):
            if not remark.refuses and not (remark.asks and reason and not remark.decides):
                yield _at(row, remark.issue)


def _at(row: SentFigure, issue: Issue) -> Issue:
    return Issue(issue.problem, Place(row=row.number, column="value"), issue.facts)


def _clashes(part: _Part, actor: Actor) -> Iterator[Issue]:
    """Drafts that somebody else wrote and that the sender has not seen."""
    for key, row in part.rows.items():
        cell = part.cells.get(key)
        differs = cell is not None and (cell.text != row.text or row.reason not in (None, cell.reason))
        if cell is not None and differs and _seen(row, cell, actor) != cell.version:
            place = Place(row=row.number, column="seen")
            yield DRAFT_OF_ANOTHER.at(place, by=cell.by, text=cell.text, version=cell.version)


def _seen(row: SentFigure, cell: SheetCell | None, actor: Actor) -> int:
    """The version that the sender had before them: as they say, else what they wrote themselves."""
    if row.seen is not None or cell is None:
        return row.seen or 0
    return cell.version if cell.by == actor.name else 0


def _keep(actor: Actor, part: _Part, submit: bool, issues: Issues, late: Issues) -> dict[str, Any]:
    """Write the drafts of one sheet; what the reporting part refuses becomes an issue at its first row, `late` what
    somebody else did meanwhile."""
    first = next(iter(part.rows.values()))
    edits = [Edit(*key, row.text, _seen(row, part.cells.get(key), actor), row.reason) for key, row in part.rows.items()]
    sheet = part.sheet
    try:
        sheet = save_cells(actor, part.assignment, edits, part.past).sheet
        if submit:
            sheet = services.submit(actor, part.assignment, seen=sheet.version)
    except UserError as error:
        found = late if isinstance(error, LateError) else issues
        for issue in error.issues:
            found.add(Issue(issue.problem, Place(row=first.number), issue.facts))
    form, period, reporter = part.assignment.key
    return {
        "form": form,
        "period": period,
        "reporter": reporter,
        "state": sheet.state if sheet else "open",
        "version": sheet.version if sheet else 0,
    }
