"""Which entity, record or area is meant by a name of the plan, as somebody said."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class NamedLink(models.Model):
    """A name of the plan (by its id in the content) is this entity, record or area; until somebody takes it back.

    `subject` is the code of an entity or area, of a record its primary key.
    """

    class Kind(models.TextChoices):
        """What a name can be linked to."""

        ENTITY = "entity"
        RECORD = "record"
        AREA = "area"

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=60)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    removed_by = models.CharField(max_length=60, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "named_link"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["name", "kind", "subject"],
                condition=models.Q(removed_at=None),
                name="one_link_of_a_name",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} → {self.kind} {self.subject}"
