"""What the journal proves of starting data."""

from __future__ import annotations

from sigai_web.journal.declaring import declare
from sigai_web.starting.models import StartingBundle


def say() -> None:
    """Say it; called when the app is ready."""
    declare(StartingBundle, unproven={"content": "its digest is proven, and asked for before it is read again"})
