"""What takes two persons, in the API: the answer's part that says how it was decided, and the decision."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field

from sigai_web.api.paging import Sent


class RequestOut(Schema):
    """Why something was asked for, by whom, and how it was decided; `granted` null: not yet."""

    reason: str
    asked_by: str
    asked_at: datetime
    granted: bool | None
    comment: str
    decided_by: str
    decided_at: datetime | None


class RequestDecisionIn(Sent):
    """Whether what was asked is granted; declining it needs a comment."""

    grant: bool
    comment: str = Field("", max_length=2000)
