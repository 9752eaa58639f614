"""Lifting a decision: the content says again what holds at its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sigai.base import Place, UserError
from sigai.programme import Amendment, ContentFiles, ContentPlace, Programme, plain, standing_amendments
from sigai_web import programme
from sigai_web.decisions.editions import KeptDecisions
from sigai_web.decisions.given import DecisionField, GivenDecision, PlaceChange
from sigai_web.decisions.kinds.kind import DecisionKind
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.decisions.problems import NOTHING_TO_LIFT


class LiftingKind(DecisionKind):
    """A decision is void from now on, at every place that it was the last to change."""

    id = "lifting"
    zh, en = "撤销决定", "Lifting a decision"
    why_zh, why_en = "一项决定不再起作用，以方案内容为准", "a decision is void, and the content says again what holds"

    def subjects(self, content: Programme, said: str) -> Sequence[tuple[str, str]]:  # noqa: ARG002 - as every kind is asked
        """The decisions that are in force at some place."""
        numbers = sorted({one.number for one in _in_force().values()})
        rows = ProgrammeDecision.objects.filter(number__in=numbers).order_by("number")
        return [(str(row.number), f"{row.number} · {row.reason[:60]}") for row in rows]

    def fields(self, content: Programme, subject: str) -> Sequence[DecisionField]:  # noqa: ARG002 - as every kind is asked
        """None: why, and the document, are asked of every kind."""
        return ()

    def changes(
        self,
        files: ContentFiles,  # noqa: ARG002 - as every kind is asked
        content: Programme,  # noqa: ARG002 - as every kind is asked
        given: GivenDecision,
    ) -> list[PlaceChange]:
        """Every place of it goes back to the content."""
        number = given.subject.strip()
        mine = {place: one for place, one in _in_force().items() if str(one.number) == number}
        if not mine:
            raise UserError([NOTHING_TO_LIFT.at(Place(column="subject"), number=number or "—")])
        source = ContentFiles(programme.edition().content)
        return [
            PlaceChange(place, one.after, plain(source.value(place)[1]), lifted=True) for place, one in mine.items()
        ]


def _in_force() -> Mapping[ContentPlace, Amendment]:
    """What was decided last about each place, of those decisions that the edition at hand knows."""
    return standing_amendments(KeptDecisions().amendments(programme.edition().upto.number))
