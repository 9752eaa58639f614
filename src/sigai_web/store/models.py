from __future__ import annotations

from django.db import models
from django.utils import timezone

from sigai_web import programme
from sigai_web.permissions.table import Reach
from sigai_web.store.amounts import AmountField
from sigai_web.store.owners import areas_of_unit, ledgers_of_unit, measures_of_unit

APPEND_ONLY = ("figure_revision", "record_revision", "record_state")
"""Tables in which a change is a new row; triggers refuse every other."""


class Entity(models.Model):
    """One line of the register: whom figures are about. Months are month indices (`sigai.base.Period`)."""

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
    file = models.CharField(max_length=200, null=True)
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
                return models.Q(pk=scope)
            case _:
                return models.Q(pk__in=())


class Figure(models.Model):
    """What a revision and the current figure share. `revision` is one number, monotone over the whole store."""

    revision = models.BigAutoField(primary_key=True)
    entity = models.CharField(max_length=40)
    measure = models.CharField(max_length=60)
    period = models.CharField(max_length=7)
    month = models.IntegerField()
    value = AmountField()
    state = models.CharField(max_length=12)
    source = models.CharField(max_length=200, null=True)
    reporter = models.CharField(max_length=60, null=True)
    reported_at = models.DateTimeField(null=True)
    given_value = models.CharField(max_length=60, null=True)
    given_unit = models.CharField(max_length=30, null=True)
    reason = models.TextField(blank=True, default="")
    file = models.CharField(max_length=200, null=True)
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
                return models.Q(entity=scope)
            case _:
                return models.Q(pk__in=())


def _inside(areas: tuple[str, ...]) -> models.Q:
    return models.Q(entity__in=areas) | models.Q(entity__in=Entity.objects.filter(area__in=areas).values("pk"))


class FigureRevision(Figure):
    """One figure as somebody gave it. Append-only: a change of its value or state is a new row."""

    class Meta:
        db_table = "figure_revision"
        indexes = (
            models.Index(fields=["entity", "measure", "period", "-revision"], name="figure_key"),
            models.Index(fields=["measure", "month"], name="figure_measure_month"),
        )


class CurrentFigure(Figure):
    """The figures that count: for each entity, measure and period the latest revision. A view of the database.

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
        """The records of an organisation, by the ledgers that it keeps or by whom the record is about now."""
        if reach is Reach.UNIT:
            return models.Q(ledger__in=ledgers_of_unit(programme.current(), scope))
        if reach is Reach.AREA:
            areas = programme.current().areas_under(scope)
            inside = models.Q(area__in=areas) | models.Q(entity__in=areas)
        elif reach in (Reach.ENTITY, Reach.PLACE):
            inside = models.Q(entity=scope)
        else:
            return models.Q(pk__in=())
        outer = {"record": models.OuterRef("record"), "revision__gt": models.OuterRef("revision")}
        later = RecordRevision.objects.filter(**outer)
        current = RecordRevision.objects.filter(~models.Exists(later)).filter(inside)
        return models.Q(pk__in=current.values("record"))


class RecordRevision(models.Model):
    """A record's name, subject and fields from one moment on. Append-only. `fields` is a JSON object by field ids."""

    revision = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="revisions")
    name = models.CharField(max_length=300, null=True)
    entity = models.CharField(max_length=40, null=True, db_index=True)
    area = models.CharField(max_length=20, null=True, db_index=True)
    fields = models.TextField()
    reporter = models.CharField(max_length=60, null=True)
    at = models.DateTimeField(default=timezone.now)
    file = models.CharField(max_length=200, null=True)
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


class DataSource(models.Model):
    """What the store was filled from, once: title, whether it is invented, which ledgers were supplied at all."""

    title = models.CharField(max_length=300, blank=True)
    demonstration = models.BooleanField(default=False)
    ledgers = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "data_source"

    def __str__(self) -> str:
        return self.title
