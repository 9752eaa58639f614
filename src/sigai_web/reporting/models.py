"""Sheets with their cells and history, and marked copies of templates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from sigai.base import Period
from sigai_web import programme
from sigai_web.permissions.asking import Resource
from sigai_web.permissions.table import Reach
from sigai_web.reporting.parts import parts_of, sheet_subject

APPEND_ONLY = ("sheet_step", "cell_comment")
"""The history of sheets and what was said about cells; triggers refuse every change of it."""


class Sheet(models.Model):
    """One form of one reporter for one period, from its first draft on; until then a duty has no row.

    `version` counts every change, so that nobody decides about what they have not seen. `area` is where the reporter
    lies. After acceptance the sheet is locked; a correction opens it again; `as_accepted` is what it returns to when
    that is given up. `doubts` and `reasons` are how many cells were asked about when it was handed in, and how many
    gave a reason; None where nobody counted. `outline` is its main figures then (`reporting.doubts`).
    """

    class State(models.TextChoices):
        """How far a sheet is."""

        DRAFT = "draft"
        RETURNED = "returned"
        SUBMITTED = "submitted"
        APPROVED = "approved"
        ACCEPTED = "accepted"

    form = models.CharField(max_length=60)
    reporter = models.CharField(max_length=60)
    period = models.CharField(max_length=7)
    month = models.IntegerField()
    area = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    due = models.DateField()
    version = models.IntegerField(default=0)
    late = models.BooleanField(default=False)
    correction = models.BooleanField(default=False)
    correction_reason = models.TextField(blank=True, default="")
    as_accepted = models.JSONField(null=True)
    submitted_by = models.CharField(max_length=60, blank=True)
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=60, blank=True)
    approved_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=60, blank=True)
    accepted_at = models.DateTimeField(null=True)
    doubts = models.IntegerField(null=True)
    reasons = models.IntegerField(null=True)
    outline = models.JSONField(default=list)

    class Meta:
        db_table = "sheet"
        constraints = (models.UniqueConstraint(fields=["form", "reporter", "period"], name="one_sheet_per_duty"),)
        indexes = (
            models.Index(fields=["state", "month"], name="sheet_state_month"),
            models.Index(fields=["reporter", "month"], name="sheet_reporter_month"),
        )

    def __str__(self) -> str:
        return f"{self.form}/{self.period}/{self.reporter}"

    @property
    def about(self) -> str:
        """How the journal names it."""
        return f"sheet:{self}"

    @property
    def when(self) -> Period:
        """Its period as a value."""
        return Period.parse(self.period)

    @property
    def editable(self) -> bool:
        """Whether its reporter may still change figures."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    @property
    def doubtful(self) -> bool:
        """Whether somebody must look at it before deciding: nobody counted, or something was asked or explained."""
        return self.doubts != 0 or self.reasons != 0

    @classmethod
    def within(cls, reach: Reach, scope: str) -> models.Q:
        """The sheets of an organisation."""
        return _within(reach, scope)


def _within(reach: Reach, scope: str) -> models.Q:
    """What belongs to the sheets of an organisation, by form, area and reporter."""
    found = models.Q(pk__in=())
    for part in parts_of(programme.current(), reach, scope):
        wanted = models.Q(form__in=part.forms)
        if part.areas is not None:
            wanted &= models.Q(area__in=part.areas)
        if part.reporter is not None:
            wanted &= models.Q(reporter=part.reporter)
        found |= wanted
    return found


class SheetCell(models.Model):
    """What stands in one cell of a sheet: the text as typed, and the reason where one was asked for.

    `version` counts the changes of this cell alone. `standing` is the revision of the figure that its writer saw as the
    one that counts; None where there was none.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="cells")
    entity = models.CharField(max_length=40)
    measure = models.CharField(max_length=60)
    text = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    version = models.IntegerField(default=1)
    standing = models.BigIntegerField(null=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "sheet_cell"
        constraints = (models.UniqueConstraint(fields=["sheet", "entity", "measure"], name="one_text_per_cell"),)

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.entity} {self.measure} = {self.text}"

    @property
    def key(self) -> tuple[str, str]:
        """Whose figure of what."""
        return self.entity, self.measure


class SheetStep(models.Model):
    """One step in the life of a sheet. Append-only."""

    class Action(models.TextChoices):
        """What was done."""

        SUBMIT = "submit"
        APPROVE = "approve"
        RETURN = "return"
        ACCEPT = "accept"
        CORRECT = "correct"
        DROP = "drop"
        RECALL = "recall"

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=10, choices=Action.choices)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    comment = models.TextField(blank=True, default="")
    late = models.BooleanField(default=False)

    class Meta:
        db_table = "sheet_step"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.action} {self.by}"


class CellTalk(models.Model):
    """The conversation about one cell of a form: of one entity, measure and period. `resolved` until somebody writes
    again; `asks_reporter` says whose answer it waits for. It stays whatever becomes of the sheet."""

    form = models.CharField(max_length=60)
    reporter = models.CharField(max_length=60)
    period = models.CharField(max_length=7)
    area = models.CharField(max_length=20)
    entity = models.CharField(max_length=40)
    measure = models.CharField(max_length=60)
    resolved = models.BooleanField(default=False)
    asks_reporter = models.BooleanField(default=False)
    opened_by = models.CharField(max_length=60)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "cell_talk"
        constraints = (
            models.UniqueConstraint(
                fields=["form", "reporter", "period", "entity", "measure"], name="one_conversation_per_cell"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form}/{self.period}/{self.reporter} {self.entity} {self.measure}"

    @property
    def key(self) -> tuple[str, str]:
        """Whose figure of what."""
        return self.entity, self.measure

    @classmethod
    def within(cls, reach: Reach, scope: str) -> models.Q:
        """The conversations about the sheets of an organisation."""
        return _within(reach, scope)


class CellComment(models.Model):
    """What one person said in a conversation; empty where they only resolved it. Append-only."""

    talk = models.ForeignKey(CellTalk, on_delete=models.PROTECT, related_name="comments")
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)
    resolves = models.BooleanField(default=False)

    class Meta:
        db_table = "cell_comment"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.talk_id} {self.by}"


class ReturnedCopy(models.Model):
    """The last upload with mistakes of one person for one duty, marked in its cells, to be fetched and corrected."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    form = models.CharField(max_length=60)
    reporter = models.CharField(max_length=60)
    period = models.CharField(max_length=7)
    content = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "sheet_returned_copy"
        constraints = (
            models.UniqueConstraint(fields=["user", "form", "reporter", "period"], name="one_copy_per_person_and_duty"),
        )

    def __str__(self) -> str:
        return f"{self.form}/{self.period}/{self.reporter} {self.user_id}"


OF_AREAS = ("county", "city", "park")
"""Kinds of reporters that are areas."""


class HeldFile(models.Model):
    """The last file of one person for one duty that no mapping was for: it waits for one to be made, and goes then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    form = models.CharField(max_length=60)
    reporter = models.CharField(max_length=60)
    period = models.CharField(max_length=7)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "sheet_held_file"
        constraints = (
            models.UniqueConstraint(
                fields=["user", "form", "reporter", "period"], name="one_held_file_per_person_and_duty"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form}/{self.period}/{self.reporter} {self.user_id}"


class KeptMapping(models.Model):
    """How one layout of files is read for a form. `reporter` is whose it is, with the area it lies in; without one it
    is the office's, for everybody who hands the form in.

    `content` is the mapping as YAML. `entities` are those of the last file read by it,
    `used_at` when that was.
    """

    form = models.CharField(max_length=60)
    reporter = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=80)
    content = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    entities = models.JSONField(default=list)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kept_mapping"
        ordering = ("form", "name", "pk")
        constraints = (models.UniqueConstraint(fields=["form", "reporter", "name"], name="one_mapping_of_a_name"),)

    def __str__(self) -> str:
        return f"{self.form}/{self.reporter or '*'}/{self.name}"

    @property
    def about(self) -> str:
        """How the journal names it."""
        return f"mapping:{self.pk}"

    @property
    def subject(self) -> Resource:
        """Whose it is, for the permission table; nobody's but the office's where it has no reporter."""
        content = programme.current()
        form = next((form for form in content.forms if form.id == self.form), None)
        return (
            Resource() if form is None or not self.reporter else sheet_subject(content, form, self.reporter, self.area)
        )

    @classmethod
    def within(cls, reach: Reach, scope: str) -> models.Q:
        """The mappings of the forms that an organisation hands in or keeps: they are shared among all who do."""
        content = programme.current()
        kinds = {form.id: form.reporter for form in content.forms}
        forms = {form for part in parts_of(content, reach, scope) for form in part.forms}
        if reach is Reach.ENTITY:
            forms = {form for form in forms if kinds[form] not in OF_AREAS}
        elif reach is Reach.PLACE:
            forms = {form for form in forms if kinds[form] in (*OF_AREAS, "unit")}
        return models.Q(form__in=forms)
