"""Data folders that somebody wants taken in, and how that was decided."""

from __future__ import annotations

from django.db import models

from sigai_web.journal.requests import TwoPersonRequest
from sigai_web.permissions.table import Reach


class StartingBundle(TwoPersonRequest):
    """A data folder as one archive. It is read again, from the same bytes (`digest`), when it is confirmed.

    `counts` says how much of it was new when it was asked for, and afterwards how much was taken in.
    """

    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    counts = models.JSONField()
    reason = models.TextField(blank=True, default="")

    class Meta:
        db_table = "starting_bundle"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["digest"], condition=models.Q(decided_at=None), name="one_starting_bundle_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"

    @classmethod
    def within(cls, _reach: Reach, _scope: str) -> models.Q:
        """Nobody's but the office's."""
        return models.Q(pk__in=())
