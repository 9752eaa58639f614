"""Instructions of leaders and the replies of units."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sigai_web import programme
from sigai_web.permissions import Reach, Resource
from sigai_web.store.owners import names_of_unit, units_named, units_of_areas


class Instruction(models.Model):
    """What a leader asks of a unit about a target, a task, a record or the unit itself; open until a leader closes it.

    `subject` is the id of what it is about: of a record its primary key.
    """

    class Kind(models.TextChoices):
        """What an instruction can be about."""

        TARGET = "target"
        TASK = "task"
        UNIT = "unit"
        RECORD = "record"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=60)
    unit = models.CharField(max_length=60)
    text = models.TextField()
    author = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    closed_by = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "instruction"
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["kind", "subject"], name="instruction_about"),
            models.Index(fields=["unit"], name="instruction_unit"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} → {self.unit}"

    @classmethod
    def within(cls, reach: Reach, scope: str) -> models.Q:
        """The instructions to an organisation: to the unit or a collective it belongs to; to the units of an area."""
        content = programme.current()
        match reach:
            case Reach.UNIT:
                return models.Q(unit__in=names_of_unit(content, scope))
            case Reach.AREA:
                return models.Q(unit__in=units_of_areas(content, content.areas_under(scope)))
            case _:
                return models.Q(pk__in=())

    def addressed(self) -> Resource:
        """Whose instruction it is, for the permission table."""
        content = programme.current()
        units = units_named(content, (self.unit,))
        areas = {content.unit_by_id[unit].area for unit in units}
        return Resource(units=units, around=frozenset(area for area in areas if area))


class InstructionReply(models.Model):
    """An answer to an instruction."""

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    author = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "instruction_reply"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.author}"
