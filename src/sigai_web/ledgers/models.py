"""Documents shown with records, what is said about these, and marked copies of workbooks with mistakes."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sigai_web.journal.requests import TwoPersonRequest
from sigai_web.store.models import RecordEntry, RecordState

APPEND_ONLY = ("record_comment",)
"""Triggers refuse every change of it."""


class KeptDocument(models.Model):
    """A document of something. Its bytes lie in a file named by their digest (`sigai_web.ledgers.files`)."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Attachment(KeptDocument):
    """A document shown with a record.

    `evidence` is the Chinese name under which the ledger asks for it, empty for any other document. `step` is the state
    that was entered on the strength of it: such a document stays. One that was removed keeps its row and its file, for
    the office to see; one that was erased keeps its row only, without its name.
    """

    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="attachments")
    evidence = models.TextField(blank=True)
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


class Round(models.Model):
    """A round of a ledger: what is handed in from `first_day` to `last_day`, both included, is handed in under it.

    `choices` is what it is for: those of the fields that the ledger's rounds go by. `quota` is how many can be
    recognised under it (null: no limit). `ended` is how it ended, if it did not just pass its last day.
    """

    class Ended(models.TextChoices):
        """How a round ended."""

        NOT = ""
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"

    ledger = models.CharField(max_length=60, db_index=True)
    title = models.CharField(max_length=200)
    year = models.IntegerField()
    choices = models.JSONField(default=dict)
    quota = models.IntegerField(null=True)
    first_day = models.DateField()
    last_day = models.DateField()
    ended = models.CharField(max_length=12, blank=True, default=Ended.NOT, choices=Ended.choices)

    class Meta:
        db_table = "ledger_round"
        ordering = ("-last_day", "pk")

    def __str__(self) -> str:
        return f"{self.ledger} {self.title}"


class RoundEvent(models.Model):
    """What somebody did to a round, and why: opened, extended to a last day, its quota changed, closed, withdrawn."""

    class What(models.TextChoices):
        """What was done."""

        OPENED = "opened"
        EXTENDED = "extended"
        QUOTA = "quota"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=12, choices=What.choices)
    last_day = models.DateField()
    quota = models.IntegerField(null=True)
    reason = models.TextField(blank=True, default="")
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "ledger_round_event"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.round_id} {self.what}"


class RoundDocument(KeptDocument):
    """A document of a round: what was published."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="documents")

    class Meta:
        db_table = "ledger_round_document"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.round_id} {self.name}"


class RoundApplication(models.Model):
    """A record was handed in under a round by the step into `handed_in`; `place` is the state into which it was
    recognised: it takes a place of the quota, unless the record is withdrawn."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="applications")
    handed_in = models.OneToOneField(RecordState, on_delete=models.PROTECT, related_name="+")
    place = models.OneToOneField(RecordState, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "ledger_round_application"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.round_id} {self.record_id}"


class RecordRecheck(models.Model):
    """What came of a recheck of a record, due on the day `of`; `until`: by when something is to be put right."""

    class Result(models.TextChoices):
        """What came of it."""

        KEPT = "kept"
        PUT_RIGHT = "put_right"
        WITHDRAWN = "withdrawn"

    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="rechecks")
    recheck = models.CharField(max_length=60)
    of = models.DateField()
    result = models.CharField(max_length=12, choices=Result.choices)
    until = models.DateField(null=True)
    comment = models.TextField(blank=True, default="")
    day = models.DateField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "record_recheck"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.record_id} {self.recheck} {self.of}: {self.result}"


class RecheckDocument(models.Model):
    """A document on which the result of a recheck rests: it stays."""

    recheck = models.ForeignKey(RecordRecheck, on_delete=models.PROTECT, related_name="documents")
    document = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="recheck")

    class Meta:
        db_table = "record_recheck_document"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.recheck_id} {self.document_id}"


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
