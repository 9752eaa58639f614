"""What the operator's page is told of, as it last was."""

from __future__ import annotations

from django.utils import timezone

from sigai_web.journal.changes import note
from sigai_web.maintenance.models import KeepingNote


@note
def keep_note(name: str, **said: object) -> None:
    """Note it in the place of what was noted before."""
    KeepingNote.objects.update_or_create(name=name, defaults={"at": timezone.now(), "said": said})
