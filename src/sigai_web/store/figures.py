"""Writing figures: new revisions, in one transaction with one journal entry, and never over somebody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from django.db.models import Q

from sigai.base import InternalError, Period
from sigai_web import clock
from sigai_web.journal.changes import ConflictError, change
from sigai_web.journal.proofs import Telling
from sigai_web.journal.writing import Actor, append
from sigai_web.store.models import WITHDRAWN, FigureRevision

State = Literal["reported", "provisional", "accepted", "revised", "withdrawn"]


@dataclass(frozen=True, slots=True)
class NewFigure:
    """One figure as it shall stand from now on, in the measure's own unit; without a `value` (state `withdrawn`, and a
    reason) none shall stand any more.

    `seen` is the revision that its writer had before them, None where there was none. `reason` is why an accepted
    figure is corrected. `reporter` and `reported_at` are whose figure it is and since when, where somebody else writes
    it (acceptance); the writer and the moment of writing otherwise.
    """

    entity: str
    measure: str
    period: Period
    value: Decimal | None
    seen: int | None
    state: State = "reported"
    source: str | None = None
    given_value: str | None = None
    given_unit: str | None = None
    reason: str = ""
    reporter: str | None = None
    reported_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Entity, measure and period: what there is one current figure of."""
        return self.entity, self.measure, str(self.period)


class OvertakenError(ConflictError):
    """Somebody else changed these figures meanwhile; nothing was written. Show both, let the person choose."""

    def __init__(self, current: Sequence[FigureRevision]) -> None:
        self.current = tuple(current)
        super().__init__(f"{len(self.current)} figures were changed by somebody else meanwhile")


@change
def write_figures(
    actor: Actor, figures: Sequence[NewFigure], *, action: str, about: str, tells: Sequence[Telling] = ()
) -> list[FigureRevision]:
    """Write all of them or none; OvertakenError where any is not as its writer saw it.

    The caller has asked the permission table and checked the values. `action` and `about` name the change in the
    journal: `figure.report`, `form:production_monthly/2022-08/<entity>`. `tells` are other rows of the same change.
    """
    standing = _standing(figures)
    overtaken = [found for figure in figures if (found := _changed_since(figure, standing)) is not None]
    if overtaken:
        raise OvertakenError(overtaken)
    now = clock.now()
    written = [_revision(figure, actor, now) for figure in figures]
    if any(
        (one.value is None) != (one.state == WITHDRAWN) or (one.value is None and not one.reason) for one in written
    ):
        raise InternalError("a figure is withdrawn by a revision without a value, of that state, for a reason")
    FigureRevision.objects.bulk_create(written)
    before = [_words(stood) for figure in figures if (stood := standing.get(figure.key)) and stood.value is not None]
    after = [_words(revision) for revision in written]
    append(actor, action, about, before=before or None, after=after, tells=[*tells, *written])
    return written


def _standing(figures: Sequence[NewFigure]) -> dict[tuple[str, str, str], FigureRevision]:
    """The last revisions for the entities and periods that are written, withdrawals among them, in one query."""
    wanted = Q(
        entity__in={figure.entity for figure in figures},
        period__in={str(figure.period) for figure in figures},
        measure__in={figure.measure for figure in figures},
    )
    rows = FigureRevision.objects.filter(wanted).order_by("revision")
    return {(one.entity, one.measure, one.period): one for one in rows}


def _changed_since(figure: NewFigure, standing: dict[tuple[str, str, str], FigureRevision]) -> FigureRevision | None:
    """What stands otherwise than its writer saw it; whoever saw none may write where the last one was withdrawn."""
    found = standing.get(figure.key)
    if found is None or found.revision == figure.seen:
        return None
    return None if found.value is None and figure.seen is None else found


def _revision(figure: NewFigure, actor: Actor, now: datetime) -> FigureRevision:
    return FigureRevision(
        entity=figure.entity,
        measure=figure.measure,
        period=str(figure.period),
        month=figure.period.last,
        value=figure.value,
        state=figure.state,
        source=figure.source,
        reporter=figure.reporter or actor.name,
        reported_at=figure.reported_at or now,
        given_value=figure.given_value,
        given_unit=figure.given_unit,
        reason=figure.reason,
    )


def _words(figure: FigureRevision) -> dict[str, str | int | None]:
    kept: dict[str, str | int | None] = {
        "entity": figure.entity,
        "measure": figure.measure,
        "period": figure.period,
        "value": None if figure.value is None else f"{figure.value:.4f}",
        "state": figure.state,
        "revision": figure.revision,
    }
    if figure.reason:
        kept["reason"] = figure.reason
    return kept
