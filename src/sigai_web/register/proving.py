"""What the journal proves of changes of the register."""

from __future__ import annotations

from sigai_web.journal.declaring import declare
from sigai_web.register.models import RegisterChange, RegisterChangeSubject


def say() -> None:
    """Say it; called when the app is ready."""
    declare(RegisterChange)
    declare(RegisterChangeSubject)
