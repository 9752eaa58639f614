"""Messages to people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Message(models.Model):
    """One thing told to one person. `key` tells it from all others: nobody is told the same twice.

    `day` is the site's own day; `address` is the page where the person sees to it; `by` is whose deed it tells.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)
    key = models.TextField()
    subject_zh = models.TextField()
    subject_en = models.TextField()
    words_zh = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    address = models.TextField()
    by = models.CharField(max_length=60)
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message"
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="told_once"),)
        indexes = (
            models.Index(fields=["user"], name="message_unread", condition=models.Q(read_at__isnull=True)),
            models.Index(fields=["day"], name="message_day"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
