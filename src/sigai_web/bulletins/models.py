"""Drafts of bulletins with their texts, what was withdrawn, and who opened what was sent."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from sigai_web.runs.models import Bulletin, Run

APPEND_ONLY = ("bulletin_withdrawal",)
"""Tables in which nothing is ever changed; triggers refuse it."""
KIND_LENGTH = 60


class BulletinDraft(models.Model):
    """A bulletin on its way: drafted from a run, handed in, signed by somebody who wrote none of it, published.

    `texts` are the office's own texts by their places, frozen when it is handed in; `writers` who wrote them. `revises`
    is the published bulletin whose place it takes, for `reason`. `number` is what it was published as.
    """

    class State(models.TextChoices):
        """The life of a draft."""

        DRAFTING = "drafting"
        HANDED_IN = "handed_in"
        SIGNED = "signed"
        PUBLISHED = "published"
        DROPPED = "dropped"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=KIND_LENGTH)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTING)
    revises = models.ForeignKey(Bulletin, on_delete=models.PROTECT, null=True, related_name="revisions")
    reason = models.TextField(blank=True, default="")
    created_by = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now)
    texts = models.JSONField(default=dict)
    writers = models.JSONField(default=list)
    handed_in_by = models.CharField(max_length=60, blank=True, default="")
    handed_in_at = models.DateTimeField(null=True)
    returned_because = models.TextField(blank=True, default="")
    signed_by = models.CharField(max_length=60, blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    bulletin = models.OneToOneField(Bulletin, on_delete=models.PROTECT, null=True, related_name="draft")

    class Meta:
        db_table = "bulletin_draft"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of run {self.run_id}: {self.state}"

    @property
    def open(self) -> bool:
        """Whether its texts may still be changed."""
        return self.state == self.State.DRAFTING

    def hands(self) -> set[str]:
        """Who had a hand in it; none of them signs it."""
        return {self.created_by, self.handed_in_by, *self.writers} - {""}

    def may_sign(self, user: Any) -> bool:
        """Whether it waits for a signature, and somebody else's hand was at work."""
        return self.state == self.State.HANDED_IN and user.get_username() not in self.hands()


class DraftText(models.Model):
    """The office's own text at one place of a draft. `version` counts its changes: whoever saves says which one they
    saw."""

    draft = models.ForeignKey(BulletinDraft, on_delete=models.CASCADE, related_name="own_texts")
    place = models.TextField()
    text = models.TextField(blank=True, default="")
    version = models.IntegerField(default=0)
    written_by = models.CharField(max_length=60, blank=True, default="")
    written_at = models.DateTimeField(default=timezone.now)
    writers = models.JSONField(default=list)

    class Meta:
        db_table = "bulletin_draft_text"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["draft", "place"], name="one_text_per_place"),)

    def __str__(self) -> str:
        return f"{self.place} of draft {self.draft_id}, version {self.version}"


class BulletinWithdrawal(models.Model):
    """A published bulletin that does not stand any more: who took it back and why, and what took its place, if
    anything did. Append-only, as the bulletin is."""

    bulletin = models.OneToOneField(Bulletin, on_delete=models.PROTECT, related_name="withdrawal")
    replaced_by = models.ForeignKey(Bulletin, on_delete=models.PROTECT, null=True, related_name="replaces")
    reason = models.TextField()
    withdrawn_by = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "bulletin_withdrawal"

    def __str__(self) -> str:
        return f"{self.bulletin_id} withdrawn"


class BulletinReceipt(models.Model):
    """Whom a bulletin was sent to, and when they first opened it."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="receipts")
    username = models.CharField(max_length=60)
    sent_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "bulletin_receipt"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["bulletin", "username"], name="one_receipt_per_person"),)

    def __str__(self) -> str:
        return f"{self.bulletin_id} to {self.username}"
