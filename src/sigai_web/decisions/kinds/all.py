"""All kinds of decisions, and what a filled in form asks for."""

from __future__ import annotations

from collections.abc import Mapping

from sigai.base import Issues, Place, UserError
from sigai.programme import ContentFiles
from sigai_web import programme
from sigai_web.decisions.given import GivenDecision, WantedDecision
from sigai_web.decisions.kinds.allocations import AllocationKind
from sigai_web.decisions.kinds.calendars import CalendarKind
from sigai_web.decisions.kinds.kind import DecisionKind
from sigai_web.decisions.kinds.lifting import LiftingKind
from sigai_web.decisions.kinds.parameters import ParameterKind
from sigai_web.decisions.kinds.readings import ReadingKind
from sigai_web.decisions.kinds.thresholds import ThresholdKind
from sigai_web.decisions.problems import DECISION_DOCUMENT, DECISION_WHY, NO_SUBJECT, NOTHING_CHANGES

KINDS: Mapping[str, DecisionKind] = {
    kind.id: kind
    for kind in (ReadingKind(), AllocationKind(), ParameterKind(), ThresholdKind(), CalendarKind(), LiftingKind())
}
"""Every kind by its id, in the order in which pages offer them."""


def wanted_of(given: GivenDecision) -> WantedDecision:
    """What a form asks for, held against the programme in force; UserError with what is wrong with it."""
    kind = KINDS.get(given.kind)
    if kind is None:
        raise UserError([NO_SUBJECT.at(Place(column="kind"), given=given.kind or "—")])
    issues = Issues()
    if not given.reason.strip():
        issues.add(DECISION_WHY.at(Place(column="reason")))
    if not given.document.strip():
        issues.add(DECISION_DOCUMENT.at(Place(column="document")))
    edition = programme.edition()
    try:
        changes = kind.changes(ContentFiles(edition.folder), edition.programme, given)
        day = kind.holds_from(given)
    except UserError as error:
        raise UserError([*issues, *error.issues]) from None
    if issues.errors:
        raise UserError(issues)
    if not changes:
        raise UserError([NOTHING_CHANGES.at(Place())])
    return WantedDecision(kind.id, changes, day, given.reason.strip(), given.document.strip())
