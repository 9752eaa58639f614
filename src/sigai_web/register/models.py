"""What somebody wants changed on the register, and how it was decided."""

from __future__ import annotations

from django.db import models

from sigai_web import programme
from sigai_web.journal.requests import TwoPersonRequest
from sigai_web.permissions.table import Reach


class RegisterChange(TwoPersonRequest):
    """New entries and dated facts that belong together, as they were asked for.

    `what` holds them as rows of the contracts ENTITIES and FACTS; `digest` tells one request from another. `past`: they
    alter months that are closed. Once granted they stand on the register: the facts were told at `decided_at`.
    """

    what = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.TextField(blank=True, default="")
    document = models.TextField(blank=True, default="")
    past = models.BooleanField(default=False)

    class Meta:
        db_table = "register_change"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["digest"], condition=models.Q(decided_at=None), name="one_register_change_at_a_time"
            ),
        )

    @classmethod
    def within(cls, reach: Reach, scope: str) -> models.Q:
        """The changes of what an organisation has: of an area what lies in it, of an enterprise itself."""
        subjects = RegisterChangeSubject.objects.order_by()
        match reach:
            case Reach.AREA:
                inside = subjects.filter(area__in=programme.current().areas_under(scope))
                return models.Q(pk__in=inside.values("change"))
            case Reach.UNIT:
                return models.Q(pk__in=subjects.filter(unit=scope).values("change"))
            case Reach.ENTITY | Reach.PLACE:
                return models.Q(pk__in=subjects.filter(entity=scope).values("change"))
            case _:
                return models.Q(pk__in=())


class RegisterChangeSubject(models.Model):
    """An entity that a change is about, and the area where it lay when that was asked. `unit` may decide it, too: that
    which confirms things of its kind. Of such a thing its enterprise is a subject as well."""

    change = models.ForeignKey(RegisterChange, on_delete=models.PROTECT, related_name="subjects")
    entity = models.CharField(max_length=40, db_index=True)
    area = models.CharField(max_length=20)
    unit = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        db_table = "register_change_subject"
        constraints = (models.UniqueConstraint(fields=["change", "entity"], name="one_subject_of_a_change"),)

    def __str__(self) -> str:
        return f"{self.change_id} {self.entity}"
