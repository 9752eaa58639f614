"""What the system notes of its own keeping."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

BACKUP = "backup"
TIDIED = "tidied"


class KeepingNote(models.Model):
    """One thing that the operator is told of, as it last was: the last backup, the last tidying, a write that went."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField(default=timezone.now)
    said = models.JSONField(default=dict)

    class Meta:
        db_table = "keeping_note"

    def __str__(self) -> str:
        return f"{self.name}: {self.at:%Y-%m-%d %H:%M:%S}"
