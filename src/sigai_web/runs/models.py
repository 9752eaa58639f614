"""Runs, the sign of life of the process that computes them, and published bulletins."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from sigai.base import digest_bytes
from sigai_web.journal.declaring import NamedFile
from sigai_web.runs.words import because_words, step_words

APPEND_ONLY = ("bulletin",)
"""Tables in which nothing is ever changed; triggers refuse it."""
_TEXT = "word/document.xml"


def content_folder() -> Path:
    """Where the content of every run is kept, by its digest."""
    return Path(settings.SIGAI_HOME) / "content"


class Run(models.Model):
    """One calculation: who asked for it and why, how far it is, what it was made from, where its results are kept.

    `changed` tells which measures and ledgers made somebody ask. `marks` and `counts` tell what the store held: with
    them the data of the run can be read again, and a later run sees what changed since. `files` are the digests of the
    files in its folder; runs from before digests were kept have none. `programme_digest` is of the programme that it
    was made with: the content of `content_digest` with the decisions up to number `decisions` worked in.
    """

    class State(models.TextChoices):
        """The life of a run. `merged`: a later run that waited with it did its work."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        MERGED = "merged"

    as_of = models.CharField(max_length=7)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    because = models.CharField(max_length=200, blank=True)
    changed = models.JSONField(default=dict)
    requested_by = models.CharField(max_length=60)
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    stage = models.CharField(max_length=30, blank=True)
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    marks = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    data_digest = models.CharField(max_length=64, blank=True)
    programme_digest = models.CharField(max_length=64, blank=True)
    content_digest = models.CharField(max_length=64, blank=True, default="")
    decisions = models.IntegerField(default=0)
    engine = models.CharField(max_length=20, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        db_table = "run"
        ordering = ("-pk",)
        indexes = (models.Index(fields=["state", "-id"], name="run_state"),)

    def __str__(self) -> str:
        return f"run {self.pk} as of {self.as_of}: {self.state}"

    @property
    def folder(self) -> Path:
        """Where its tables are kept."""
        return Path(settings.SIGAI_HOME) / "runs" / str(self.pk)

    def named_files(self) -> Iterator[NamedFile]:
        """The files of its results, with their digests."""
        if not self.files:
            yield NamedFile(self.folder, Run._meta.db_table, f"id={self.pk}", None)
        for name, digest in self.files.items():
            yield NamedFile(self.folder / name, Run._meta.db_table, f"id={self.pk}", digest)

    @property
    def why(self) -> str:
        """Why it was asked for, in the reader's language."""
        return because_words(self.because)

    @property
    def step(self) -> str:
        """How far it is, in the reader's language."""
        return step_words(self.stage)

    @property
    def open(self) -> bool:
        """Whether it still waits or works."""
        return self.state in (Run.State.QUEUED, Run.State.RUNNING)


class WorkerBeat(models.Model):
    """When the worker last said that it is alive: one row."""

    at = models.DateTimeField()

    class Meta:
        db_table = "worker_beat"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class Bulletin(models.Model):
    """A published circular: the run that it tells of, its number, its file, and the journal's seal printed in it.

    Append-only: a bulletin that was published stays as it is. `text_digest` is of what it says and how it is laid out,
    which can be made again; `file_digest` of the file, empty for those from before it was kept.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="bulletins")
    year = models.IntegerField()
    number = models.IntegerField()
    day = models.DateField()
    title = models.TextField()
    published_by = models.CharField(max_length=60)
    published_at = models.DateTimeField(default=timezone.now)
    journal_number = models.BigIntegerField()
    journal_digest = models.CharField(max_length=64)
    text_digest = models.CharField(max_length=64)
    file_digest = models.CharField(max_length=64, blank=True, default="")
    file = models.CharField(max_length=120)

    class Meta:
        db_table = "bulletin"
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=["year", "number"], name="one_bulletin_per_number"),)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def path(self) -> Path:
        """Where its file is kept."""
        return Path(settings.SIGAI_HOME) / "bulletins" / self.file

    def named_file(self) -> NamedFile:
        """Its file with its digest; of an earlier one the digest of its text."""
        key = f"id={self.pk}"
        if not self.file_digest:
            return NamedFile(self.path, Bulletin._meta.db_table, key, self.text_digest, text_digest)
        return NamedFile(self.path, Bulletin._meta.db_table, key, self.file_digest)


def text_digest(path: Path) -> str:
    """The SM3 of a document's text and layout, without the dates that a file format adds; empty where it has none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return digest_bytes(archive.read(_TEXT))
    except (zipfile.BadZipFile, KeyError):
        return ""
