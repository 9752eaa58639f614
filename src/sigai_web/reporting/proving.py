"""What the journal proves of sheets. A draft is its reporter's until it is handed in: nothing of it counts yet, and no
entry tells of it."""

from __future__ import annotations

from django.db import models

from sigai_web.journal.declaring import declare, declare_left_out
from sigai_web.reporting.models import (
    CellComment,
    CellTalk,
    HeldFile,
    KeptMapping,
    ReturnedCopy,
    Sheet,
    SheetCell,
    SheetStep,
)

_OPEN = (Sheet.State.DRAFT, Sheet.State.RETURNED)


def say() -> None:
    """Say it; called when the app is ready."""
    declare(
        Sheet,
        unproven={"version": "counts the changes of drafts, too", "outline": "some of the cells, once more"},
        rows=_begun,
    )
    declare(SheetCell, parent="sheet_id", rows=_handed_in)
    declare(SheetStep)
    declare(CellTalk)
    declare(CellComment)
    declare(KeptMapping, unproven={"entities": "of the last file read by it", "used_at": "when that was"})
    declare_left_out(HeldFile, "a file that waits for its mapping: nothing of it counts")
    declare_left_out(ReturnedCopy, "a refused upload, marked, for whoever sent it: nothing of it counts")


def _begun() -> models.QuerySet[models.Model]:
    """Sheets that are more than a first draft."""
    return Sheet.objects.exclude(
        state=Sheet.State.DRAFT,
        late=False,
        correction=False,
        correction_reason="",
        as_accepted__isnull=True,
        submitted_by="",
        submitted_at__isnull=True,
        approved_by="",
        approved_at__isnull=True,
        accepted_by="",
        accepted_at__isnull=True,
    )


def _handed_in() -> models.QuerySet[models.Model]:
    """The cells of sheets that are out of their reporters' hands."""
    return SheetCell.objects.exclude(sheet__state__in=_OPEN)
