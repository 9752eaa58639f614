"""What takes two persons: one asks, another one decides. The one mechanism for all that is decided this way."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from sigai.base import Issue, Place, Problem, UserError
from sigai_web.journal.changes import LateError
from sigai_web.journal.proofs import ChangedFields
from sigai_web.journal.writing import Actor


class TwoPersonRequest(models.Model):
    """Something that somebody asked for, and how another person decided it, once they did. Models add what is asked.

    Who may ask and who may decide says the service, by the table of permissions; that nobody decides what they asked
    for themselves, and that declining takes a comment, is said here.
    """

    DECISION: ClassVar = ("granted", "comment", "decided_by", "decided_at")
    """The fields that a decision writes."""

    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField(default=timezone.now)
    granted = models.BooleanField(null=True)
    comment = models.TextField(blank=True, default="")
    decided_by = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Fields for other models; no table of its own."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.pk} {self.asked_by}"

    @classmethod
    def waiting(cls) -> QuerySet[Self]:
        """The requests that nobody has decided yet."""
        found: QuerySet[Self] = cls._default_manager.filter(decided_at=None)
        return found

    @classmethod
    def waiting_for(cls, user: Any) -> QuerySet[Self]:
        """Those that somebody else asked for."""
        return cls.waiting().exclude(asked_by=user.get_username())

    @property
    def people(self) -> tuple[str, ...]:
        """The user names of who asked and of who decided."""
        return (self.asked_by, self.decided_by)

    def waits_for(self, user: Any) -> bool:
        """Whether it waits, and for somebody else's decision: this person's, if they may decide such requests."""
        return self.decided_at is None and self.asked_by != user.get_username()

    def check_decider(self, actor: Actor, *, decided: Issue, own: Issue) -> None:
        """LateError with `decided` where it is decided already, UserError with `own` where this person asked for it."""
        if self.decided_at is not None:
            raise LateError([decided])
        if self.asked_by == actor.name:
            raise UserError([own])

    def settle(
        self, actor: Actor, *, grant: bool, comment: str, why: Problem, also: tuple[str, ...] = ()
    ) -> ChangedFields:
        """Write the decision, with other fields that changed (`also`); UserError with `why` where it declines without a
        comment. Gives back what changed, for the journal."""
        comment = comment.strip()
        if not grant and not comment:
            raise UserError([why.at(Place(column="comment"))])
        self.granted, self.comment = grant, comment
        self.decided_by, self.decided_at = actor.name, timezone.now()
        fields = (*self.DECISION, *also)
        self.save(update_fields=fields)
        return ChangedFields(self, fields)
