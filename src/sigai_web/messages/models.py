"""Messages to people, what became of each by each way, and how people want to be reached."""

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


class Delivery(models.Model):
    """One message by one way outside of the site, and what became of it.

    `outcome` is why it was not handed over, in a word that names nobody. `goes_at` is when it goes, or goes again.
    """

    class State(models.TextChoices):
        """Handed over is what the server of the way took; read is what its person read on the site before it went."""

        WAITING = "waiting"
        TAKEN = "taken"
        HANDED_OVER = "handed_over"
        FAILED = "failed"
        READ = "read"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    way = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    outcome = models.CharField(max_length=60, blank=True)
    tries = models.SmallIntegerField(default=0)
    goes_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "message_delivery"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["message", "way"], name="one_delivery_per_message_and_way"),)
        indexes = (
            models.Index(fields=["goes_at"], name="delivery_open", condition=models.Q(state__in=("waiting", "taken"))),
        )

    def __str__(self) -> str:
        return f"{self.message_id} {self.way}: {self.state}"


class Contact(models.Model):
    """How a person wants to be reached, and when, by the site's clock. Who has none takes what stands here.

    Nothing goes out from the hour `quiet_from` until `quiet_until`; where both are one hour, nothing is quiet. What is
    not urgent goes out at `digest_at`, once a day.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contact")
    telephone = models.CharField(max_length=20, blank=True)
    by_mail = models.BooleanField(default=True)
    by_group = models.BooleanField(default=True)
    quiet_from = models.SmallIntegerField(default=21)
    quiet_until = models.SmallIntegerField(default=8)
    digest_at = models.SmallIntegerField(default=9)

    class Meta:
        db_table = "contact"

    def __str__(self) -> str:
        return f"{self.user_id}"
