"""What the journal proves of people: accounts, roles, invitations, second factors; what other packages keep."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django_otp.plugins.otp_totp.models import TOTPDevice

from sigai_web.accounts.models import Invitation, Membership, SentForm, User
from sigai_web.journal.declaring import declare, declare_left_out

_USE = "changes whenever a code is given; which codes were used up gives nobody a right"


def say() -> None:
    """Say it; called when the app is ready."""
    declare(
        User,
        secret=("password", "session_nonce"),
        unproven={"last_login": "the entries session.start say when somebody signed in"},
    )
    declare(Membership)
    declare(
        Invitation,
        secret=("token_digest", "code_digest"),
        unproven={"wrong_codes": "counts wrong codes; opens nothing"},
    )
    used = ("throttling_failure_timestamp", "throttling_failure_count", "last_used_at", "drift", "last_t")
    declare(TOTPDevice, secret=("key",), unproven=dict.fromkeys(used, _USE))
    declare_left_out(
        Session, "signed with SIGAI_SECRET and bound to the account's password and nonce, which are proven"
    )
    declare_left_out(SentForm, "fingerprints of forms, kept for a day, so that none is taken twice; opens nothing")
    for name in ("AccessAttempt", "AccessAttemptExpiration", "AccessFailureLog", "AccessLog"):
        declare_left_out(apps.get_model("axes", name), "counts failures of signing in; opens nothing")
    for model in (Permission, Group, Group.permissions.through, ContentType):
        declare_left_out(model, "Django's own, unused: what somebody may do stands in memberships alone")
