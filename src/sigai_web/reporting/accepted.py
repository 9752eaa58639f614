"""A sheet as it was accepted, kept while a correction is open, so that a correction given up leaves nothing behind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sigai_web.reporting.models import Sheet, SheetCell, SheetStep

_FACTS = ("correction", "correction_reason", "submitted_by", "approved_by", "late")
_MOMENTS = ("submitted_at", "approved_at")
KEPT = (*_FACTS, *_MOMENTS)
"""The fields of a sheet that are noted down."""
_CELL = ("entity", "measure", "text", "reason", "version", "standing", "by")


def keep_accepted(sheet: Sheet) -> None:
    """Note down how a sheet and its cells stand; the caller saves it."""
    sheet.as_accepted = {
        "sheet": {name: getattr(sheet, name) for name in _FACTS},
        "moments": {name: moment.isoformat() if (moment := getattr(sheet, name)) else None for name in _MOMENTS},
        "cells": [
            {**{name: getattr(cell, name) for name in _CELL}, "at": cell.at.isoformat()} for cell in sheet.cells.all()
        ],
    }


def restore_accepted(sheet: Sheet) -> None:
    """Make a sheet and its cells what was noted down; the caller saves it."""
    kept: dict[str, Any] = sheet.as_accepted or {"sheet": {}, "moments": {}, "cells": []}
    for name, fact in kept["sheet"].items():
        setattr(sheet, name, fact)
    for name, moment in kept["moments"].items():
        setattr(sheet, name, datetime.fromisoformat(moment) if moment else None)
    sheet.cells.all().delete()
    SheetCell.objects.bulk_create(
        SheetCell(sheet=sheet, **{**cell, "at": datetime.fromisoformat(cell["at"])}) for cell in kept["cells"]
    )
    sheet.state, sheet.as_accepted = Sheet.State.ACCEPTED, None


def opener(sheet: Sheet) -> str:
    """Who opened the correction of a sheet that is open now."""
    step = sheet.steps.filter(action=SheetStep.Action.CORRECT).last()
    return step.by if step else ""


def droppable(sheet: Sheet | None) -> bool:
    """Whether a correction is open and in its reporter's hands."""
    return sheet is not None and sheet.correction and sheet.editable
