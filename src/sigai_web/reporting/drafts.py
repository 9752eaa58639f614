"""Drafts: what reporters type, cell by cell. Nothing here counts as a figure, and nobody overwrites anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sigai.base import Issue, Issues, Place, UserError
from sigai.values import WITHDRAW, withdraws
from sigai_web.clock import now
from sigai_web.journal.changes import ConflictError, LateError, note
from sigai_web.journal.writing import Actor
from sigai_web.reporting.checking import plain
from sigai_web.reporting.comparison_figures import ComparisonFigures
from sigai_web.reporting.models import Sheet, SheetCell
from sigai_web.reporting.obligations import Assignment, Key
from sigai_web.reporting.problems import NOT_NOW, TEXT_TOO_LONG, UNKNOWN_CELL
from sigai_web.reporting.words import DEEDS, sheet_name, state_facts

LONGEST_TEXT = 100
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell as somebody wants it. `seen` is the version of the cell they had before them, 0 where it was empty.

    `reason` None leaves the reason as it is.
    """

    entity: str
    measure: str
    text: str
    seen: int
    reason: str | None = None

    @property
    def key(self) -> Key:
        """The entity and the measure: which cell of the sheet."""
        return self.entity, self.measure


@dataclass(frozen=True, slots=True)
class Saved:
    """What was kept, and the version of the sheet before: who saw another one has not seen everything."""

    sheet: Sheet
    before: int
    cells: tuple[SheetCell, ...]


class ClashError(ConflictError):
    """Somebody else changed these cells meanwhile; none of them was overwritten. Show both, let the person choose."""

    def __init__(self, cells: Sequence[SheetCell]) -> None:
        self.cells = tuple(cells)
        super().__init__(f"{len(self.cells)} cells were changed by somebody else meanwhile")


def sheet_of(assignment: Assignment) -> Sheet | None:
    """The sheet of a duty, where one was begun."""
    return Sheet.objects.filter(**_names(assignment)).first()


def locked_sheet(assignment: Assignment) -> Sheet:
    """The sheet of a duty, begun where it was not, held until the transaction ends."""
    begun = {"month": assignment.period.last, "area": assignment.area, "due": assignment.owed.due}
    sheet, _ = Sheet.objects.select_for_update().get_or_create(**_names(assignment), defaults=begun)
    return sheet


def _names(assignment: Assignment) -> dict[str, str]:
    form, period, reporter = assignment.key
    return {"form": form, "period": period, "reporter": reporter}


def texts_of(assignment: Assignment, cells: Iterable[SheetCell], past: ComparisonFigures) -> dict[Key, str]:
    """What every cell of a sheet shows: its draft, or the figure that stands already."""
    drafts = {cell.key: cell.text for cell in cells}
    shown = {}
    for key in assignment.cells:
        stands = past.figure(*key, assignment.period)
        shown[key] = drafts.get(key, plain(stands.value) if stands else "")
    return shown


@note
def save_cells(actor: Actor, assignment: Assignment, edits: Sequence[Edit], past: ComparisonFigures) -> Saved:
    """Keep drafts of some cells, all of them or none.

    ClashError where somebody else changed one meanwhile; UserError where the sheet is not in its reporter's hands or a
    cell is not on it. The caller has asked the permission table.
    """
    _refuse_unfit(assignment, edits)
    sheet = locked_sheet(assignment)
    if not sheet.editable:
        raise LateError([NOT_NOW.at(Place(), **sheet_name(assignment), **state_facts(sheet), **DEEDS["save"])])
    standing = {cell.key: cell for cell in sheet.cells.all()}
    clashing = [standing[edit.key] for edit in edits if _clashes(edit, standing)]
    if clashing:
        raise ClashError(clashing)
    before, saved = sheet.version, [_drawn(actor, sheet, edit, standing) for edit in edits if _says(edit, standing)]
    for cell in saved:
        stands = past.figure(*cell.key, assignment.period)
        cell.standing = stands.revision if stands else None
    known = [cell for cell in saved if cell.pk is not None]
    SheetCell.objects.bulk_create(cell for cell in saved if cell.pk is None)
    SheetCell.objects.bulk_update(known, ["text", "reason", "version", "standing", "by", "at"])
    if saved:
        sheet.version += 1
        sheet.save(update_fields=["version"])
    return Saved(sheet, before, tuple(saved))


def _refuse_unfit(assignment: Assignment, edits: Sequence[Edit]) -> None:
    cells, issues = set(assignment.cells), Issues()
    measures = assignment.content.measure_by_id
    for edit in edits:
        if edit.key not in cells:
            issues.add(_unknown(assignment, edit))
        elif len(edit.text) > LONGEST_TEXT or len(edit.reason or "") > LONGEST_REASON:
            name = measures[edit.measure].name
            issues.add(
                TEXT_TOO_LONG.at(
                    Place(), measure=name.zh, measure_en=name.en, most=LONGEST_TEXT, most_reason=LONGEST_REASON
                )
            )
    if issues.errors:
        raise UserError(issues)


def _unknown(assignment: Assignment, edit: Edit) -> Issue:
    cell = {"entity": edit.entity, "measure": edit.measure, "measure_en": edit.measure}
    return UNKNOWN_CELL.at(Place(), **sheet_name(assignment), **cell)


def _clashes(edit: Edit, standing: Mapping[Key, SheetCell]) -> bool:
    """Another version than the one seen, unless both say the same."""
    cell = standing.get(edit.key)
    if cell is None or cell.version == edit.seen:
        return False
    return cell.text != edit.text or edit.reason not in (None, cell.reason)


def _says(edit: Edit, standing: Mapping[Key, SheetCell]) -> bool:
    """Whether an edit says anything new."""
    cell = standing.get(edit.key)
    return cell is None or cell.text != edit.text or edit.reason not in (None, cell.reason)


def _drawn(actor: Actor, sheet: Sheet, edit: Edit, standing: Mapping[Key, SheetCell]) -> SheetCell:
    """The cell as its writer wants it, one version on."""
    cell = standing.get(edit.key) or SheetCell(sheet=sheet, entity=edit.entity, measure=edit.measure, version=0)
    cell.text = WITHDRAW if withdraws(edit.text) else edit.text
    if edit.reason is not None:
        cell.reason = edit.reason
    cell.version += 1
    cell.by, cell.at = actor.name, now()
    return cell
