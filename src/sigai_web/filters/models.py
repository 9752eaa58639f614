"""A filter of a list that somebody keeps under a name."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sigai_web.accounts.models import User

NAME_LENGTH = 60
PATH_LENGTH = 200


class SavedFilter(models.Model):
    """What somebody asks of the list at an address, under a name. `shared`: for everybody of their organisation, too.
    It opens nothing: whoever follows it sees what the list shows them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="filters")
    path = models.CharField(max_length=PATH_LENGTH)
    query = models.TextField()
    name = models.CharField(max_length=NAME_LENGTH)
    shared = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "saved_filter"
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=["user", "path", "name"], name="one_filter_of_a_name"),)
        indexes = (models.Index(fields=["path"], name="saved_filter_path"),)

    def __str__(self) -> str:
        return f"{self.name}: {self.path}?{self.query}"
