from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone


class Run(models.Model):
    """One calculation: what it was made from, how far it is, where its results are kept."""

    class State(models.TextChoices):
        """The life of a run."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    as_of = models.CharField(max_length=7)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    because = models.CharField(max_length=200, blank=True)
    requested_by = models.CharField(max_length=60)
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=30, blank=True)
    percent = models.IntegerField(default=0)
    changed = models.JSONField(null=True)
    data_digest = models.CharField(max_length=64, blank=True)
    programme_digest = models.CharField(max_length=64, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        db_table = "run"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"run {self.pk} as of {self.as_of}: {self.state}"

    @property
    def folder(self) -> Path:
        """Where its tables are kept."""
        return Path(settings.SIGAI_HOME) / "runs" / str(self.pk)
