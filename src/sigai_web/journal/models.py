"""The entries of the journal and the head of their chain."""

from __future__ import annotations

from django.db import models


class JournalEntry(models.Model):
    """One sealed entry. Appended by `sigai_web.journal.writing.append` only; triggers refuse every other change.

    `before` and `after` are canonical JSON texts: a JSON column would rewrite them and break the seal. `proof` tells
    the rows that the change wrote (`sigai_web.journal.proofs`), empty in entries from before the journal did so.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    origin = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    about = models.CharField(max_length=200)
    before = models.TextField()
    after = models.TextField()
    proof = models.TextField(blank=True, default="")
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "journal_entry"
        ordering = ("-number",)
        indexes = (
            models.Index(fields=["actor", "-number"], name="journal_actor"),
            models.Index(fields=["action", "-number"], name="journal_action"),
            models.Index(fields=["about", "-number"], name="journal_about"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.about}"


class JournalHead(models.Model):
    """The last number and seal: the one row that writers queue for, and the witness of a tail that was cut off."""

    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_head"

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"
