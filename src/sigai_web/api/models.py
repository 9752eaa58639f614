"""Tokens of programs, and the answers kept so that a request sent twice is carried out once."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sigai_web.accounts.models import User


class ApiToken(models.Model):
    """What a program shows to act for a person. Only the digest of its text is kept.

    `nonce` is the account's session nonce at the time of issue: whatever ends all of a person's sessions (a new
    password, signing out everywhere, a closed account) voids their tokens, too.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=32)
    scopes = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_token"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"

    @property
    def scope_list(self) -> list[str]:
        """The scopes that the token was issued with; its person's rights limit them further."""
        return self.scopes.split()

    @property
    def counts(self) -> bool:
        """Whether it still opens anything."""
        in_time = self.revoked_at is None and self.expires_at > timezone.now()
        return in_time and self.user.is_active and self.nonce == self.user.session_nonce


class Answer(models.Model):
    """What was answered to a request with an Idempotency-Key: written in the transaction of what the request wrote."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.IntegerField()
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        db_table = "api_answer"
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}: {self.status}"
