"""Entities, closed months, figures and records with all their revisions, and where imported data came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import models
from django.utils import timezone

from sigai.base import month_name
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.permissions.asking import RolePart
from sigai_web.permissions.table import Reach
from sigai_web.store.amounts import AmountField, AmountOrNoneField
from sigai_web.store.columns import LISTED, SortedColumns
from sigai_web.store.openings import opened_records, parties_within
from sigai_web.store.owners import areas_of_unit, measures_of_unit
from sigai_web.store.reached import records_of

APPEND_ONLY = ("figure_revision", "record_revision", "record_state", "entity_line", "entity_fact")
"""Tables in which a change is a new row; triggers refuse every other."""

WITHDRAWN: Final = "withdrawn"
"""The state of a revision that takes a figure back."""


class Entity(models.Model):
    """One line of the register as it stands: whom figures are about. Months are month indices (`sigai.base.Period`).

    Triggers of the database copy every line that is written into `entity_line`. `parent`: whom it belongs to now.
    """

    id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    area = models.CharField(max_length=20, db_index=True)
    park = models.CharField(max_length=20, null=True)
    industry = models.CharField(max_length=10, null=True)
    above_scale_since = models.IntegerField(null=True)
    active_from = models.IntegerField(null=True)
    active_until = models.IntegerField(null=True)
    tags = models.TextField(blank=True)
    parent = models.CharField(max_length=40, null=True, db_index=True)
    file = models.TextField(null=True)
    row = models.BigIntegerField(null=True)

    class Meta:
        db_table = "entity"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def within(cls, reach: Reach, scope: str) -> models.Q:
        """The entities of an organisation. No unit has entities of its own: it has figures and ledgers."""
        match reach:
            case Reach.AREA:
                return models.Q(area__in=programme.current().areas_under(scope))
            case Reach.ENTITY | Reach.PLACE:
                return models.Q(pk=scope) | models.Q(pk__in=cls.below(scope))
            case Reach.PART:
                part = RolePart.of(scope)
                return models.Q(pk__in=()) if part.reach is None else cls.within(part.reach, part.scope)
            case _:
                return models.Q(pk__in=())

    @classmethod
    def below(cls, scope: str) -> models.QuerySet[Entity, dict[str, str]]:
        """The ids of what belongs to an entity now, directly or through others, as deep as the programme's kinds go."""
        own = found = models.Q(parent=scope)
        for _ in range(1, programme.current().levels_below):
            found = own | models.Q(parent__in=cls.objects.filter(found).values("pk"))
        return cls.objects.filter(found).values("pk")


class EntityLine(models.Model):
    """A line of the register as it was written at a moment; of an entity the last one stands. Append-only.

    `at` is null where the line was carried over from a time without history.
    """

    revision = models.BigAutoField(primary_key=True)
    entity = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    area = models.CharField(max_length=20)
    park = models.CharField(max_length=20, null=True)
    industry = models.CharField(max_length=10, null=True)
    above_scale_since = models.IntegerField(null=True)
    active_from = models.IntegerField(null=True)
    active_until = models.IntegerField(null=True)
    tags = models.TextField(blank=True)
    file = models.TextField(null=True)
    row = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "entity_line"
        indexes = (models.Index(fields=["entity", "-revision"], name="entity_line_key"),)

    def __str__(self) -> str:
        return f"{self.entity} r{self.revision}"


class EntityFact(models.Model):
    """What was so of an entity from one month to another (contract FACTS of the engine). Append-only.

    Of one entity, fact and beginning (of tags and lists: and value) the last row counts; `withdrawn`: it never was so.
    """

    revision = models.BigAutoField(primary_key=True)
    entity = models.CharField(max_length=40)
    fact = models.CharField(max_length=20)
    value = models.TextField(null=True)
    since = models.IntegerField(null=True)
    until = models.IntegerField(null=True)
    withdrawn = models.BooleanField(default=False)
    reporter = models.CharField(max_length=60, null=True)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True, default="")
    file = models.TextField(null=True)
    row = models.BigIntegerField(null=True)

    class Meta:
        db_table = "entity_fact"
        indexes = (models.Index(fields=["entity", "fact", "-revision"], name="entity_fact_key"),)

    def __str__(self) -> str:
        return f"{self.entity} {self.fact} = {self.value} (r{self.revision})"


class ClosedMonth(models.Model):
    """A month that the office closed, with what was missing then; closed again after it was reopened, another one.

    `month` is a month index. `missing` says how many figures were owed and missing, by form. `kept` are the estimates
    that stand for them from then on: rows of the contract ESTIMATES, as lists in the order of its columns. `revision`
    is the last one of any figure at the closing (null for months closed before it was noted): later ones are late.
    """

    month = models.IntegerField()
    revision = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.CharField(max_length=60)
    missing = models.JSONField(default=dict)
    kept = models.JSONField(default=list)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "closed_month"
        ordering = ("month", "pk")
        constraints = (
            models.UniqueConstraint(fields=["month"], condition=models.Q(reopened_at=None), name="closed_month_once"),
        )

    def __str__(self) -> str:
        return month_name(self.month)

    def came_before(self, figure: Figure) -> bool:
        """Whether a figure of the month came (was accepted) after the closing, by the rule of `sigai.pipeline`."""
        if self.revision is not None:
            return figure.revision > self.revision
        return figure.reported_at is not None and figure.reported_at > self.closed_at


class RegisterMark(models.Model):
    """A word that changes whenever a line of the register does: what a process worked out from the register holds as
    long as it reads the same word. Triggers of the database write it, so that no writer can forget to."""

    mark = models.CharField(max_length=32)

    class Meta:
        db_table = "register_mark"

    def __str__(self) -> str:
        return self.mark


class Figure(models.Model):
    """What a revision and the current figure share. `revision` is one number, monotone over the whole store."""

    revision = models.BigAutoField(primary_key=True)
    entity = models.CharField(max_length=40)
    measure = models.CharField(max_length=60)
    period = models.CharField(max_length=7)
    month = models.IntegerField()
    value = AmountField()
    state = models.CharField(max_length=12)
    source = models.TextField(null=True)
    reporter = models.TextField(null=True)
    reported_at = models.DateTimeField(null=True)
    given_value = models.TextField(null=True)
    given_unit = models.TextField(null=True)
    reason = models.TextField(blank=True, default="")
    file = models.TextField(null=True)
    row = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.entity} {self.measure} {self.period} = {self.value} (r{self.revision})"

    @classmethod
    def within(cls, reach: Reach, scope: str) -> models.Q:
        """The figures of an organisation."""
        match reach:
            case Reach.UNIT | Reach.FORMS:
                content = programme.current()
                of_forms = models.Q(measure__in=measures_of_unit(content, scope, reach))
                confined = areas_of_unit(content, scope)
                return of_forms if confined is None else of_forms & _inside(confined)
            case Reach.AREA:
                return _inside(programme.current().areas_under(scope))
            case Reach.ENTITY | Reach.PLACE:
                return models.Q(entity=scope) | models.Q(entity__in=Entity.below(scope))
            case _:
                return models.Q(pk__in=())


def _inside(areas: tuple[str, ...]) -> models.Q:
    return models.Q(entity__in=areas) | models.Q(entity__in=Entity.objects.filter(area__in=areas).values("pk"))


class FigureRevision(Figure):
    """One figure as somebody gave it. Append-only: a change of its value or state is a new row.

    A row of the state WITHDRAWN has no value: it takes back what stood before it, and says why.
    """

    value = AmountOrNoneField(null=True)  # type: ignore[assignment]

    class Meta:
        db_table = "figure_revision"
        indexes = (
            models.Index(fields=["entity", "measure", "period", "-revision"], name="figure_key"),
            models.Index(fields=["measure", "month"], name="figure_measure_month"),
        )


class CurrentFigure(Figure):
    """The figures that count: for each entity, measure and period the latest revision, unless it withdraws the figure.
    A view of the database.

    A later migration of `figure_revision` drops the view first and creates it again: SQLite rebuilds the table.
    """

    class Meta:
        managed = False
        db_table = "figure_current"


class RecordEntry(models.Model):
    """One record of a ledger: what never changes about it. Its fields and states are in revisions."""

    ledger = models.CharField(max_length=60)
    number = models.CharField(max_length=80)

    class Meta:
        db_table = "record_entry"
        constraints = (models.UniqueConstraint(fields=["ledger", "number"], name="one_record_per_number"),)

    def __str__(self) -> str:
        return f"{self.ledger} {self.number}"

    @classmethod
    def within(cls, reach: Reach, scope: str) -> models.Q:
        """The records of an organisation."""
        return records_of(reach, scope)


class RecordRevision(models.Model):
    """A record's name, subject and fields from one moment on. Append-only. `fields` is a JSON object by field ids.

    `reason` is why something was changed on which an earlier step rests, or why the record was `withdrawn`: then it
    counts as if it had never been entered, and all that it was stays.
    """

    revision = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="revisions")
    name = models.CharField(max_length=300, null=True)
    entity = models.CharField(max_length=40, null=True, db_index=True)
    area = models.CharField(max_length=20, null=True, db_index=True)
    fields = models.TextField()
    reporter = models.TextField(null=True)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True, default="")
    withdrawn = models.BooleanField(default=False)
    file = models.TextField(null=True)
    row = models.BigIntegerField(null=True)

    class Meta:
        db_table = "record_revision"

    def __str__(self) -> str:
        return f"{self.record_id} r{self.revision}"


class RecordState(models.Model):
    """A record entered a state. Append-only: the next row ends it, or `until` where the history itself names the month.

    `since` and `until` are month indices; `day` is the date, where it is known.
    """

    revision = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=60)
    since = models.IntegerField()
    until = models.IntegerField(null=True)
    day = models.DateField(null=True)
    reporter = models.CharField(max_length=60, null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "record_state"

    def __str__(self) -> str:
        return f"{self.record_id} {self.state}"


class _Counting(models.Manager["CurrentRecord"]):
    """The records that count: those that were not withdrawn."""

    def get_queryset(self) -> models.QuerySet[CurrentRecord]:
        return super().get_queryset().filter(withdrawn=False)


class CurrentRecord(SortedColumns):
    """A record as it stands: its last revision and its last state, kept beside them so that lists are quick.

    `objects` are those that count, `every` has the withdrawn ones, too: for the page and the history of one record.
    `opened_only`: as a reader reads it whom it does not name.

    `sigai_web.store.records.keep_current` alone writes it, with the parties and the deadlines of the record. `search`
    holds number, name, entity and texts in one form, so that one LIKE finds a word on either database; `opened_search`
    what of it all readers of the ledger read. `due` is the earliest deadline of the present state; `revision` and
    `step` are the numbers of the revision and of the state.
    """

    record = models.OneToOneField(RecordEntry, on_delete=models.PROTECT, primary_key=True, related_name="current")
    ledger = models.CharField(max_length=60)
    number = models.CharField(max_length=80)
    name = models.CharField(max_length=300, null=True)
    entity = models.CharField(max_length=40, null=True, db_index=True)
    area = models.CharField(max_length=20, null=True)
    state = models.CharField(max_length=60)
    since = models.IntegerField()
    day = models.DateField(null=True)
    fields = models.JSONField()
    search = models.TextField()
    opened_search = models.TextField(default="")
    due = models.DateField(null=True, db_index=True)
    revision = models.BigIntegerField()
    step = models.BigIntegerField()
    at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    opened_only = False

    objects = _Counting()
    every = models.Manager["CurrentRecord"]()

    class Meta:
        db_table = "record_current"
        indexes = (
            models.Index(fields=["ledger", "number"], name="record_number"),
            models.Index(fields=["ledger", "state", "due", "withdrawn", "record"], name="record_ledger_counts"),
            models.Index(fields=["ledger", "due"], name="record_ledger_due"),
            models.Index(fields=LISTED, name="record_listed"),
        )

    def __str__(self) -> str:
        return f"{self.ledger} {self.number}: {self.state}"

    @classmethod
    def within(cls, reach: Reach, scope: str) -> models.Q:
        """The records of an organisation."""
        return records_of(reach, scope)

    @classmethod
    def opened(cls, role: str, scope: str, *, read: str = "", ledgers: Sequence[Ledger] | None = None) -> models.Q:
        """The records that their ledgers open to a role with a scope (`opened_records`)."""
        return opened_records(role, scope, read, programme.current().ledgers if ledgers is None else ledgers)


class RecordParty(models.Model):
    """A unit, or an entity or area (`place`), that a record names now: as its subject, or in one of its fields."""

    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="parties")
    ledger = models.CharField(max_length=60)
    unit = models.CharField(max_length=60, null=True)
    place = models.CharField(max_length=40, null=True)

    class Meta:
        db_table = "record_party"
        indexes = (
            models.Index(fields=["unit", "record"], name="record_party_unit"),
            models.Index(fields=["place", "record"], name="record_party_place"),
            models.Index(fields=["ledger", "unit", "record"], name="record_party_ledger_unit"),
            models.Index(fields=["ledger", "place", "record"], name="record_party_ledger_place"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.unit or self.place}"

    @classmethod
    def within(cls, reach: Reach, scope: str) -> models.Q:
        """The parties that are an organisation, or lie within it; of a role of the content those of its records."""
        if reach is Reach.PART:
            records = CurrentRecord.every.order_by().filter(records_of(reach, scope))
            return models.Q(record__in=records.values("pk"))
        return parties_within(reach, scope)


class RecordLink(models.Model):
    """A record links to another now, by one of its fields. Without a `target` the field holds a `text` that is the
    number of no record: it is still to be linked."""

    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="links")
    field = models.CharField(max_length=60)
    target = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="linked_from", null=True)
    text = models.TextField(blank=True, default="")

    class Meta:
        db_table = "record_link"
        indexes = (models.Index(fields=["target", "field"], name="record_link_target"),)

    def __str__(self) -> str:
        return f"{self.record_id}.{self.field} → {self.target_id or self.text}"


class HeldKey(models.Model):
    """A key that a record has now (`LedgerKey` of the programme): no other may have it in a time that overlaps.

    `digest` is the SM3 of what stands in its fields; days are null where the time has no beginning or end.
    """

    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="keys")
    pool = models.CharField(max_length=130)
    digest = models.CharField(max_length=64)
    since = models.CharField(max_length=10, null=True)
    until = models.CharField(max_length=10, null=True)

    class Meta:
        db_table = "held_key"
        indexes = (models.Index(fields=["pool", "digest"], name="held_key_digest"),)

    def __str__(self) -> str:
        return f"{self.record_id} {self.pool}"


class RecordDeadline(models.Model):
    """One deadline of a record's present state; `name` says it in both languages, as the ledger does. Of a recheck that
    is due, which one, and from when on it can be recorded."""

    record = models.ForeignKey(CurrentRecord, on_delete=models.DO_NOTHING, related_name="deadlines")
    due = models.DateField(db_index=True)
    name_zh = models.TextField()
    name_en = models.TextField()
    recheck = models.CharField(max_length=60, default="")
    opens = models.DateField(null=True)

    class Meta:
        db_table = "record_deadline"

    def __str__(self) -> str:
        return f"{self.record_id} {self.due}"


class RecordSequence(models.Model):
    """The last number that a ledger gave to a record of its own accord."""

    ledger = models.CharField(max_length=60, primary_key=True)
    last = models.BigIntegerField()

    class Meta:
        db_table = "record_sequence"

    def __str__(self) -> str:
        return f"{self.ledger} {self.last}"


class DataSource(models.Model):
    """What the store was filled from, once: title, whether it is invented, which ledgers were supplied at all."""

    title = models.TextField(blank=True)
    demonstration = models.BooleanField(default=False)
    ledgers = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "data_source"

    def __str__(self) -> str:
        return self.title
