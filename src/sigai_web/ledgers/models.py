"""Documents shown with records, what is said about these, and marked copies of workbooks with mistakes."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sigai_web.journal.requests import TwoPersonRequest
from sigai_web.store.models import RecordEntry, RecordState

APPEND_ONLY = ("record_comment",)
"""Triggers refuse every change of it."""


class Attachment(models.Model):
    """A document shown with a record. Its bytes lie in a file named by their digest (`sigai_web.ledgers.files`).

    `evidence` is the Chinese name under which the ledger asks for it, empty for any other document. `step` is the state
    that was entered on the strength of it: such a document stays. One that was removed keeps its row and its file, for
    the office to see; one that was erased keeps its row only, without its name.
    """

    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="attachments")
    evidence = models.TextField(blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    step = models.ForeignKey(RecordState, on_delete=models.PROTECT, null=True, related_name="attachments")
    removed_by = models.CharField(max_length=60, blank=True)
    removed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "attachment"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.record_id} {self.name}"


class UploadShare(models.Model):
    """How many bytes of documents somebody sent on a day, whether a record took them or not."""

    username = models.CharField(max_length=60)
    day = models.DateField()
    size = models.BigIntegerField(default=0)

    class Meta:
        db_table = "upload_share"
        constraints = (models.UniqueConstraint(fields=["username", "day"], name="one_upload_share_a_day"),)

    def __str__(self) -> str:
        return f"{self.username} {self.day} {self.size}"


class RecordComment(models.Model):
    """What somebody said about a record. Append-only: who was wrong says so."""

    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "record_comment"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.record_id} {self.by}"


class RecordWithdrawal(TwoPersonRequest):
    """A record that is to be withdrawn, and why. What was granted is a revision of the record that says so."""

    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.TextField()

    class Meta:
        db_table = "record_withdrawal"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(decided_at=None), name="one_withdrawal_at_a_time"
            ),
        )


class RecordCorrection(TwoPersonRequest):
    """Settled fields of a record that are to be corrected, and why.

    `changes` is a JSON object: what the fields (with name, entity and area) shall be. What was granted is a revision.
    """

    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="corrections")
    changes = models.TextField()
    reason = models.TextField()
    document = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="corrections")

    class Meta:
        db_table = "record_correction"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(decided_at=None), name="one_correction_at_a_time"
            ),
        )


class MarkedCopy(models.Model):
    """The last sheet of a ledger that somebody sent and that was refused, with its mistakes marked."""

    username = models.CharField(max_length=60)
    ledger = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "marked_copy"
        constraints = (models.UniqueConstraint(fields=["username", "ledger"], name="one_marked_copy"),)

    def __str__(self) -> str:
        return f"{self.username} {self.ledger} {self.name}"
