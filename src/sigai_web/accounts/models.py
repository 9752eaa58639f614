"""Accounts, what they may do (memberships), and the invitations by which they are opened."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sigai.programme import ProgrammeRole
from sigai_web import programme
from sigai_web.journal.changes import change
from sigai_web.journal.proofs import ChangedFields
from sigai_web.journal.writing import SYSTEM, append
from sigai_web.permissions.roles import Role, role_info
from sigai_web.store.models import CurrentRecord


def new_nonce() -> str:
    """What sessions are tied to beside the password."""
    return secrets.token_hex(16)


class UserManager(BaseUserManager["User"]):
    """Accounts by user name, always in lower case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The account of a user name in any case, spaces around it ignored; User.DoesNotExist."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person's account. What they may do stands in their memberships, nowhere else."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)
    session_nonce = models.CharField(max_length=32, default=new_nonce)
    created_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        db_table = "account"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.username

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the account's. What was kept of it in an older way is then kept anew, and the journal told."""
        return check_password(raw_password, self.password, self._keep_anew)

    def _keep_anew(self, raw_password: str) -> None:
        _renew_hash(self, make_password(raw_password))

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with the nonce: a new nonce ends every session at once."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Any:
        """No other keys: a session signed with an earlier secret ends."""
        return iter(())

    def _session_hash(self) -> str:
        return salted_hmac("sigai.session", self.password + self.session_nonce, algorithm="sha256").hexdigest()

    @cached_property
    def _granted(self) -> tuple[Membership, ...]:
        return counting(self.memberships.filter(granted_at__isnull=False).order_by("role", "scope"))

    def granted(self) -> tuple[Membership, ...]:
        """The memberships that count (`counting`), read once per request."""
        return self._granted

    def roles(self) -> frozenset[str]:
        """The roles of all memberships that are in force now."""
        return frozenset(str(member.role) for member in self.granted())

    def needs_second_factor(self) -> bool:
        """Whether any role of the account asks for a second factor."""
        return any(role_info(role).second_factor for role in self.roles())

    def is_verified(self) -> bool:
        """Whether this session gave its second factor; django-otp's middleware puts its own answer in this place."""
        return False

    def wholly_signed_in(self) -> bool:
        """Whether this session gave all that the account's roles ask for."""
        return self.is_verified() or not self.needs_second_factor()


class Membership(models.Model):
    """One role in one scope. Proposed by the system administrator; counts once the security administrator grants it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30)
    scope = models.CharField(max_length=60, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    granted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_membership"
        ordering = ("role", "scope")
        constraints = (
            models.UniqueConstraint(fields=["user", "role", "scope"], name="one_membership_per_role_and_scope"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.scope}"


class SentForm(models.Model):
    """A form that a person sent from a page, so that a second click, or the same page sent once more, is not taken as
    another one. `location` is where its answer led; empty while it is being dealt with."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    fingerprint = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)
    location = models.TextField(blank=True, default="")

    class Meta:
        db_table = "sent_form"

    def __str__(self) -> str:
        return f"{self.user_id} {self.at} {self.location}"


class Invitation(models.Model):
    """A link that lets its holder choose a password, once, within its time. Only digests are kept.

    Whoever opens an account holds its link; so it opens nothing without the code that the security administrator hands
    to the person. `needs_code` is off where the machine's owner made it at the command line.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="invitation")
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    needs_code = models.BooleanField(default=True)
    code_digest = models.CharField(max_length=64, blank=True, default="")
    wrong_codes = models.IntegerField(default=0)

    class Meta:
        db_table = "account_invitation"

    def __str__(self) -> str:
        return f"{self.user_id} {self.expires_at}"


def counting(members: Iterable[Membership]) -> tuple[Membership, ...]:
    """Those among some granted memberships that give anything: not one whose role the content no longer knows, nor one
    whose holder's own record no longer stands where it must."""
    known = programme.current().role_by_id
    granted = [one for one in members if one.role in set(Role) or one.role in known]
    named = {one.role: known[one.role] for one in granted if one.role in known and known[one.role].scope == "named"}
    stands: set[tuple[str, str, str]] = set()
    if named:
        own = CurrentRecord.objects.filter(
            ledger__in=[role.pool for role in named.values()], number__in=[one.scope for one in granted]
        )
        stands = set(own.values_list("ledger", "number", "state"))
    return tuple(one for one in granted if one.role not in named or _stands(named[one.role], one.scope, stands))


def _stands(role: ProgrammeRole, number: str, stands: Collection[tuple[str, str, str]]) -> bool:
    own = [state for ledger, known, state in stands if (ledger, known) == (role.pool, number)]
    return bool(own) and (not role.states or own[0] in role.states)


@change
def _renew_hash(user: User, password: str) -> None:
    """Keep the same password in the present way, and tell the journal."""
    user.password = password
    user.save(update_fields=["password"])
    append(SYSTEM, "account.renew_hash", f"account:{user.username}", tells=[ChangedFields(user, ("password",))])
