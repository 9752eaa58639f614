"""The way of a sheet: submit, approve, give back, accept, take the last step back, correct, drop a correction.

Each is one change with its journal entry. Callers have asked the permission table. What a service finds changed
since its caller looked, it refuses (LateError). Figures are written at acceptance only, as those of whoever handed them
in and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sigai.base import Issues, Place, UserError
from sigai.values import WITHDRAW, withdraws
from sigai_web.clock import now, today
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.proofs import AllRows, ChangedFields, Telling
from sigai_web.journal.writing import Actor, append
from sigai_web.reporting.accepted import KEPT, droppable, keep_accepted, opener, restore_accepted
from sigai_web.reporting.checking import CheckedSheet, Remark, check_sheet, plain
from sigai_web.reporting.comparison_figures import ComparisonFigures, gather
from sigai_web.reporting.doubts import note_doubts
from sigai_web.reporting.drafts import locked_sheet, texts_of
from sigai_web.reporting.models import CellTalk, Sheet, SheetCell, SheetStep
from sigai_web.reporting.news import tell_accepted, tell_approved, tell_correcting, tell_returned, tell_submitted
from sigai_web.reporting.obligations import Assignment, Key
from sigai_web.reporting.problems import (
    COMMENT_WANTED,
    CORRECTION_OF_ANOTHER,
    FIGURE_REFUSED,
    LOOK_FIRST,
    NOT_NOW,
    OUTDATED,
    OVERTAKEN,
    OWN_SUBMISSION,
    REASON_WANTED,
    STEP_OF_ANOTHER,
)
from sigai_web.reporting.words import DEEDS, sheet_name, state_facts
from sigai_web.runs.calculating import request_run
from sigai_web.store.figures import NewFigure, OvertakenError, write_figures
from sigai_web.store.models import WITHDRAWN

_State = Sheet.State
_Action = SheetStep.Action
_WRITTEN: Mapping[str, tuple[str, ...]] = {
    _Action.SUBMIT: (
        "state",
        "late",
        "submitted_by",
        "submitted_at",
        "approved_by",
        "approved_at",
        "doubts",
        "reasons",
    ),
    _Action.APPROVE: ("state", "approved_by", "approved_at"),
    _Action.RETURN: ("state",),
    _Action.ACCEPT: ("state", "accepted_by", "accepted_at", "as_accepted"),
    _Action.CORRECT: ("state", "correction", "correction_reason", "as_accepted"),
    _Action.DROP: ("state", "as_accepted", *KEPT),
    _Action.RECALL: ("state", "approved_by", "approved_at"),
}
"""The fields of a sheet that each step writes."""


def submit(actor: Actor, assignment: Assignment, *, seen: int) -> Sheet:
    """Hand a sheet in; UserError with every figure refused and every reason lacking."""
    return _hand_in(actor, assignment, gather(assignment), seen=seen)


@change
def _hand_in(actor: Actor, assignment: Assignment, past: ComparisonFigures, *, seen: int) -> Sheet:
    sheet = locked_sheet(assignment)
    _expect(sheet, assignment, "submit", (_State.DRAFT, _State.RETURNED), seen)
    cells = {cell.key: cell for cell in sheet.cells.all()}
    checked = _checked(sheet, assignment, cells, past)
    _refuse(hindrances(assignment, checked, {key: cell.reason for key, cell in cells.items()}))
    handed_in = _fill_up(actor, sheet, assignment, cells, past)
    before = {"state": sheet.state, "values": _standing_words(assignment, past)}
    first = sheet.submitted_at is None and not sheet.correction
    if not sheet.correction and not sheet.steps.filter(action=_Action.RETURN).exists():
        sheet.late = today() > sheet.due
    sheet.state, sheet.submitted_by, sheet.submitted_at = _State.SUBMITTED, actor.name, now()
    sheet.approved_by, sheet.approved_at = "", None
    note_doubts(sheet, assignment, checked, {cell.key: cell for cell in handed_in}, past)
    values = {_cell_words(key): plain(value.value) for key, value in checked.values.items()}
    withdrawn = [_cell_words(cell.key) for cell in handed_in if withdraws(cell.text)]
    tells = [*_step(actor, sheet, _Action.SUBMIT, first=first), AllRows(SheetCell, sheet.pk, handed_in)]
    after = {"state": sheet.state, "late": sheet.late, "values": values}
    after |= {"withdrawn": withdrawn} if withdrawn else {}
    append(actor, "sheet.submit", sheet.about, before=before, after=after, tells=tells)
    tell_submitted(actor, assignment)
    return sheet


@change
def approve(actor: Actor, assignment: Assignment, *, seen: int, one_of_many: bool = False) -> Sheet:
    """The unit's or area's approval; nobody approves what they handed in.

    `one_of_many`: among several that are approved at once. What there is something to look at in is none of those.
    """
    sheet = locked_sheet(assignment)
    _expect(sheet, assignment, "approve", (_State.SUBMITTED,), seen)
    _refuse_own(actor, sheet, assignment, "approve")
    if one_of_many:
        _refuse_unseen(sheet, assignment, "approve")
    sheet.state, sheet.approved_by, sheet.approved_at = _State.APPROVED, actor.name, now()
    tells = _step(actor, sheet, _Action.APPROVE)
    before, after = {"state": _State.SUBMITTED}, {"state": sheet.state}
    append(actor, "sheet.approve", sheet.about, before=before, after=after, tells=tells)
    tell_approved(actor, assignment)
    return sheet


@change
def give_back(actor: Actor, assignment: Assignment, *, seen: int, comment: str, stage: str) -> Sheet:
    """Return a sheet to its reporter with a comment: the approver what was handed in, the office what was approved.

    `stage` is the state that the caller may return: `submitted`, or `approved`.
    """
    _need(comment, "退回的意见", "comment for the reporter")
    sheet = locked_sheet(assignment)
    _expect(sheet, assignment, "return", (stage,), seen)
    before = {"state": sheet.state}
    sheet.state = _State.RETURNED
    tells = [*_step(actor, sheet, _Action.RETURN, comment.strip()), AllRows(SheetCell, sheet.pk)]
    after = {"state": sheet.state, "comment": comment.strip()}
    append(actor, "sheet.return", sheet.about, before=before, after=after, tells=tells)
    tell_returned(actor, sheet, assignment, comment.strip())
    return sheet


@change
def accept(actor: Actor, assignment: Assignment, *, seen: int, one_of_many: bool = False, join: bool = False) -> Sheet:
    """The office takes a sheet in and locks it: its new and changed figures count from now on, and results follow.

    `one_of_many`: among several that are accepted at once. What there is something to look at in is none of those.
    With `join`, and among many, sheets accepted one after the other ask for one calculation together.
    """
    sheet = locked_sheet(assignment)
    _expect(sheet, assignment, "accept", (_State.APPROVED,), seen)
    _refuse_own(actor, sheet, assignment, "accept")
    if one_of_many:
        _refuse_unseen(sheet, assignment, "accept")
    past = gather(assignment, with_peers=False)
    cells = {cell.key: cell for cell in sheet.cells.all()}
    checked = _checked(sheet, assignment, cells, past)
    _refuse(_issues(assignment, checked.refused(), []))
    figures = _figures(sheet, assignment, checked, cells, past)
    sheet.state, sheet.accepted_by, sheet.accepted_at = _State.ACCEPTED, actor.name, now()
    sheet.as_accepted = None
    correction = sheet.correction
    tells = _step(actor, sheet, _Action.ACCEPT)
    if figures:
        _write(actor, sheet, assignment, figures, tells)
        because = f"{'correction' if correction else 'acceptance'} {sheet}"
        measures = frozenset(figure.measure for figure in figures)
        request_run(actor, because=because, measures=measures, join=one_of_many or join)
    else:
        before, after = {"state": _State.APPROVED}, {"state": sheet.state}
        append(actor, "sheet.accept", sheet.about, before=before, after=after, tells=tells)
    tell_accepted(actor, sheet, assignment)
    return sheet


@change
def recall(actor: Actor, assignment: Assignment, *, seen: int) -> Sheet:
    """Take the last step back before anybody went on from it: one's own handing in, or one's own approval."""
    sheet = locked_sheet(assignment)
    _expect(sheet, assignment, "recall", (_State.SUBMITTED, _State.APPROVED), seen)
    if actor.name != last_doer(sheet):
        raise UserError([STEP_OF_ANOTHER.at(Place(), **sheet_name(assignment))])
    before = {"state": sheet.state}
    approved = sheet.state == _State.APPROVED
    sheet.state = _State.SUBMITTED if approved else _State.DRAFT
    sheet.approved_by, sheet.approved_at = "", None
    tells = _step(actor, sheet, _Action.RECALL)
    if not approved:
        tells.append(AllRows(SheetCell, sheet.pk))
    append(actor, "sheet.recall", sheet.about, before=before, after={"state": sheet.state}, tells=tells)
    return sheet


def last_doer(sheet: Sheet) -> str:
    """Who brought a sheet where it waits now: who may take that back; nobody where it waits for nobody's decision."""
    if sheet.state == _State.SUBMITTED:
        return sheet.submitted_by
    return sheet.approved_by if sheet.state == _State.APPROVED else ""


def open_correction(actor: Actor, assignment: Assignment, *, seen: int, reason: str) -> Sheet:
    """Open a locked sheet again, for a stated reason: its figures stand until the correction is accepted."""
    _need(reason, "更正的原因", "reason of the correction")
    return _open_again(actor, assignment, gather(assignment, with_peers=False), seen=seen, reason=reason.strip())


@change
def _open_again(actor: Actor, assignment: Assignment, past: ComparisonFigures, *, seen: int, reason: str) -> Sheet:
    sheet = locked_sheet(assignment)
    if sheet.version == 0 and all(past.figure(*key, assignment.period) for key in assignment.cells):
        sheet.state = _State.ACCEPTED  # its figures came by import
    _expect(sheet, assignment, "correct", (_State.ACCEPTED,), seen)
    keep_accepted(sheet)
    # Figures are shown as they stand; an empty cell, and that of a figure withdrawn, keeps its reason.
    sheet.cells.filter(text=WITHDRAW).update(text="")
    sheet.cells.exclude(text="").delete()
    sheet.state, sheet.correction, sheet.correction_reason = _State.DRAFT, True, reason
    first = sheet.version == 0
    tells = [*_step(actor, sheet, _Action.CORRECT, reason, first=first), AllRows(SheetCell, sheet.pk)]
    after = {"state": sheet.state, "reason": reason}
    append(actor, "sheet.correct", sheet.about, before={"state": _State.ACCEPTED}, after=after, tells=tells)
    tell_correcting(actor, sheet, assignment)
    return sheet


@change
def drop_correction(actor: Actor, assignment: Assignment, *, seen: int, anybodys: bool) -> Sheet:
    """Give up an open correction: the sheet is locked again, as it was accepted. `anybodys`: not only one's own."""
    sheet = locked_sheet(assignment)
    states = (_State.DRAFT, _State.RETURNED) if droppable(sheet) else ()
    _expect(sheet, assignment, "drop", states, seen)
    if not anybodys and actor.name != opener(sheet):
        raise UserError([CORRECTION_OF_ANOTHER.at(Place(), **sheet_name(assignment))])
    before = {"state": sheet.state, "reason": sheet.correction_reason}
    restore_accepted(sheet)
    tells = [*_step(actor, sheet, _Action.DROP), AllRows(SheetCell, sheet.pk, tuple(sheet.cells.all()))]
    append(actor, "sheet.drop_correction", sheet.about, before=before, after={"state": sheet.state}, tells=tells)
    return sheet


def _expect(sheet: Sheet, assignment: Assignment, deed: str, states: tuple[str, ...], seen: int) -> None:
    """The sheet is in a state for the deed, and as the caller saw it."""
    name = sheet_name(assignment)
    if sheet.state not in states:
        raise LateError([NOT_NOW.at(Place(), **name, **state_facts(sheet), **DEEDS[deed])])
    if sheet.version != seen:
        raise LateError([OUTDATED.at(Place(), **name, **DEEDS[deed])])


def _need(text: str, zh: str, en: str) -> None:
    if not text.strip():
        raise UserError([COMMENT_WANTED.at(Place(), what_zh=zh, what_en=en)])


def _refuse_own(actor: Actor, sheet: Sheet, assignment: Assignment, deed: str) -> None:
    """Handing in, approving and accepting are three people's: whoever did one of them does not do the next."""
    if actor.name == sheet.submitted_by or (deed == "accept" and actor.name == sheet.approved_by):
        raise UserError([OWN_SUBMISSION.at(Place(), **sheet_name(assignment), **DEEDS[deed])])


def _refuse_unseen(sheet: Sheet, assignment: Assignment, deed: str) -> None:
    """Nothing that was asked, explained or is talked about goes through unseen among many."""
    talking = {"form": sheet.form, "reporter": sheet.reporter, "period": sheet.period, "resolved": False}
    if sheet.doubtful or CellTalk.objects.filter(**talking).exists():
        raise UserError([LOOK_FIRST.at(Place(), **sheet_name(assignment), **DEEDS[deed])])


def _checked(
    sheet: Sheet, assignment: Assignment, cells: Mapping[Key, SheetCell], past: ComparisonFigures
) -> CheckedSheet:
    texts = texts_of(assignment, cells.values(), past)
    return check_sheet(assignment, texts, past, correction=sheet.correction)


def hindrances(assignment: Assignment, checked: CheckedSheet, reasons: Mapping[Key, str]) -> Issues:
    """What keeps a sheet from being handed in as it stands: every figure refused, every reason lacking."""
    return _issues(assignment, checked.refused(), checked.unanswered(reasons))


def _issues(assignment: Assignment, refused: Iterable[Remark], unanswered: Iterable[Remark]) -> Issues:
    issues = Issues()
    for remark in refused:
        issues.add(FIGURE_REFUSED.at(Place(), **_facts(assignment, remark)))
    for remark in unanswered:
        wanted = FIGURE_REFUSED if remark.decides else REASON_WANTED
        issues.add(wanted.at(Place(), **_facts(assignment, remark)))
    return issues


def _refuse(issues: Issues) -> None:
    if issues.errors:
        raise UserError(issues)


def _facts(assignment: Assignment, remark: Remark) -> dict[str, str]:
    entity, measure = remark.key
    return {
        "measure": assignment.content.measure_by_id[measure].name.zh,
        "measure_en": assignment.content.measure_by_id[measure].name.en,
        "entity": assignment.owed.register.name(entity, "zh"),
        "what": remark.issue.what("zh"),
        "what_en": remark.issue.what("en"),
        "advice": remark.issue.advice("zh"),
        "advice_en": remark.issue.advice("en"),
    }


def _fill_up(
    actor: Actor, sheet: Sheet, assignment: Assignment, cells: dict[Key, SheetCell], past: ComparisonFigures
) -> tuple[SheetCell, ...]:
    """Every cell gets a row, and says which figure stood when it was handed in; one that stood is confirmed."""
    texts = texts_of(assignment, cells.values(), past)
    missing, moved = [], []
    for key in assignment.cells:
        stands = past.figure(*key, assignment.period)
        revision = stands.revision if stands else None
        cell = cells.get(key)
        if cell is None:
            missing.append(SheetCell(sheet=sheet, entity=key[0], measure=key[1], text=texts[key], by=actor.name))
            missing[-1].standing = revision
        elif cell.standing != revision:
            cell.standing = revision
            moved.append(cell)
    SheetCell.objects.bulk_create(missing)
    SheetCell.objects.bulk_update(moved, ["standing"])
    return (*cells.values(), *missing)


def _figures(
    sheet: Sheet, assignment: Assignment, checked: CheckedSheet, cells: Mapping[Key, SheetCell], past: ComparisonFigures
) -> list[NewFigure]:
    """What acceptance writes: new figures, those that differ from what stands, and those taken back."""
    figures = []
    for key, value in checked.values.items():
        cell, stands = cells[key], past.figure(*key, assignment.period)
        if stands is not None and stands.value == value.value:
            continue
        revised = stands is not None
        figures.append(
            NewFigure(
                *key,
                assignment.period,
                value.value,
                seen=cell.standing,
                state="revised" if revised else "accepted",
                given_value=value.given_value,
                given_unit=value.given_unit,
                reason=(cell.reason or sheet.correction_reason) if revised else "",
                reporter=sheet.submitted_by,
                reported_at=sheet.submitted_at,
            )
        )
    return [*figures, *_withdrawn(sheet, assignment, cells, past)]


def _withdrawn(
    sheet: Sheet, assignment: Assignment, cells: Mapping[Key, SheetCell], past: ComparisonFigures
) -> Iterable[NewFigure]:
    """The figures that a sheet takes back, each for the reason of its cell."""
    for key, cell in cells.items():
        if withdraws(cell.text) and past.figure(*key, assignment.period) is not None:
            yield NewFigure(
                *key,
                assignment.period,
                None,
                seen=cell.standing,
                state=WITHDRAWN,
                reason=cell.reason or sheet.correction_reason,
                reporter=sheet.submitted_by,
                reported_at=sheet.submitted_at,
            )


def _write(
    actor: Actor, sheet: Sheet, assignment: Assignment, figures: list[NewFigure], tells: Sequence[Telling]
) -> None:
    try:
        write_figures(actor, figures, action="sheet.accept", about=sheet.about, tells=tells)
    except OvertakenError as overtaken:
        name = sheet_name(assignment)
        raise LateError([OVERTAKEN.at(Place(), **name, count=len(overtaken.current))]) from overtaken


def _step(
    actor: Actor, sheet: Sheet, action: SheetStep.Action, comment: str = "", *, first: bool = False
) -> list[Telling]:
    """Save a sheet one version on, with the step in its history; what the journal is to tell of both. A sheet is told
    whole at its first step, for no entry told it before."""
    sheet.version += 1
    sheet.save()
    late = action == _Action.SUBMIT and sheet.late
    step = SheetStep.objects.create(sheet=sheet, action=action, by=actor.name, at=now(), comment=comment, late=late)
    return [sheet if first else ChangedFields(sheet, _WRITTEN[action]), step]


def _standing_words(assignment: Assignment, past: ComparisonFigures) -> dict[str, str]:
    found = ((key, past.figure(*key, assignment.period)) for key in assignment.cells)
    return {_cell_words(key): plain(stands.value) for key, stands in found if stands is not None}


def _cell_words(key: Key) -> str:
    return "/".join(key)
