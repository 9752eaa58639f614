"""What somebody wants decided about the programme's content, how it was tried, and how it was decided."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sigai_web.journal.requests import TwoPersonRequest
from sigai_web.permissions.table import Reach

KIND_LENGTH = 20


class ProgrammeDecision(TwoPersonRequest):
    """Changes of places of the content that belong together, as they were asked for.

    `changes` says for each place what stood there and what shall stand there. `made_on` is the digest of the programme
    in force at which they were asked for. Once granted it has a `number`, one after the other, and `chain` is the
    digest of all decisions up to it; `effects` are the results that it changes, as they were tried before.
    """

    kind = models.CharField(max_length=KIND_LENGTH)
    changes = models.JSONField()
    holds_from = models.DateField()
    reason = models.TextField()
    document = models.TextField()
    made_on = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    number = models.IntegerField(null=True, unique=True)
    chain = models.CharField(max_length=64, blank=True, default="")
    effects = models.JSONField(null=True)

    class Meta:
        db_table = "programme_decision"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["digest"], condition=models.Q(decided_at=None), name="one_programme_decision_at_a_time"
            ),
        )

    @classmethod
    def within(cls, _reach: Reach, _scope: str) -> models.Q:
        """Whoever reads the programme reads what was decided about it."""
        return models.Q()

    @property
    def places(self) -> list[tuple[str, ...]]:
        """The places of the content that it changes."""
        return [tuple(change["place"]) for change in self.changes]

    @property
    def targets(self) -> list[str]:
        """The targets whose results it changed, as it was tried."""
        return list(dict.fromkeys(row["target"] for row in self.effects["rows"])) if self.effects else []


class DecisionTrial(models.Model):
    """What a decision that was asked for would change in the results: calculated with it on the data of the results
    that count, beside the same without it. `made_on` is the programme that it was tried on."""

    decision = models.OneToOneField(ProgrammeDecision, on_delete=models.PROTECT, related_name="trial")
    made_on = models.CharField(max_length=64)
    effects = models.JSONField(null=True)
    fault = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "decision_trial"

    def __str__(self) -> str:
        return f"trial of {self.decision_id}"
