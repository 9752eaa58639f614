"""A step that has been judged and not yet been written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from sigai.base import Issue
from sigai.ledgers import Record
from sigai.programme import Transition
from sigai_web.ledgers.models import Attachment
from sigai_web.ledgers.rounds import UnderRound
from sigai_web.ledgers.step_news import MovedRecord
from sigai_web.store.models import CurrentRecord


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step that may be made: the record before and after it, in which role, with which documents."""

    step: Transition
    role: str
    before: Record
    after: Record
    evidence: Sequence[Attachment]
    register: pa.Table
    remarks: tuple[Issue, ...]
    under: UnderRound

    def moved(self, current: CurrentRecord) -> MovedRecord:
        """The record once the step is written."""
        return MovedRecord(current, self.after, self.step, self.role, self.register)

    def with_evidence(self, attached: Sequence[Attachment]) -> PlannedStep:
        """The step with documents that have come to lie with the record."""
        return replace(self, evidence=[*self.evidence, *attached])
