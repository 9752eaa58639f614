"""The life of tokens: issued once shown, found by their digest, revoked; each change with its journal entry."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from sigai.base import Issues, Place, UserError, digest_bytes
from sigai_web.accounts.models import User
from sigai_web.api.models import ApiToken
from sigai_web.api.problems import BAD_LIFE, NO_SCOPES, NO_TOKEN_NAME, TOO_MANY_TOKENS
from sigai_web.journal.changes import change, note
from sigai_web.journal.proofs import ChangedFields
from sigai_web.journal.writing import Actor, append
from sigai_web.manifests import Scope
from sigai_web.outages import passing

LONGEST_DAYS = 365
MOST_TOKENS = 20
_LONGEST_NAME = 60
_MARK = "sigai_"
_SHOWN = len(_MARK) + 6
_LOG = logging.getLogger("sigai_web.api")


@change
def issue_token(
    actor: Actor, user: User, *, name: str, scopes: Collection[str], usable: Collection[Scope], days: int
) -> tuple[ApiToken, str]:
    """A new token and its text, which is never seen again. `usable` are the scopes that the person can use now.

    UserError with everything that is wrong (W258 to W261).
    """
    _check(name, scopes, usable, days)
    text = _MARK + secrets.token_urlsafe(32)
    now = timezone.now()
    held = ApiToken.objects.filter(
        user=user, revoked_at=None, expires_at__gt=now, nonce=user.session_nonce
    ).count()  # fmt: skip
    if held >= MOST_TOKENS:
        raise UserError([TOO_MANY_TOKENS.at(Place(), most=MOST_TOKENS)])
    token = ApiToken.objects.create(
        user=user,
        name=name,
        prefix=text[:_SHOWN],
        digest=_digest(text),
        nonce=user.session_nonce,
        scopes=" ".join(sorted(scopes)),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    append(actor, "token.issue", f"account:{user.username}", after=_words(token), tells=[token])
    return token, text


@change
def revoke_token(actor: Actor, token: ApiToken) -> None:
    """End a token at once; one that ended before stays as it is."""
    found = ApiToken.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    if found.revoked_at is not None:
        return
    found.revoked_at = timezone.now()
    found.save(update_fields=["revoked_at"])
    tells = [ChangedFields(found, ("revoked_at",))]
    append(actor, "token.revoke", f"account:{found.user.username}", before=_words(found), tells=tells)


def find_token(text: str) -> ApiToken | None:
    """The token of this text, where it still counts; its use is noted to the hour."""
    found = ApiToken.objects.select_related("user").filter(digest=_digest(text)).first()
    if found is None or not found.counts:
        return None
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    if found.last_used_at != hour:
        _note_use(found, hour)
    return found


def _note_use(token: ApiToken, at: datetime) -> None:
    """Note it where that can be done: nobody is refused what they only read because a note finds no room."""
    try:
        _used(token, at)
    except DatabaseError as error:
        if not passing(error):
            raise
        _LOG.warning("the use of a token was not noted", exc_info=error)


@note
def _used(token: ApiToken, at: datetime) -> None:
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _check(name: str, scopes: Collection[str], usable: Collection[Scope], days: int) -> None:
    issues = Issues()
    if not 0 < len(name) <= _LONGEST_NAME:
        issues.add(NO_TOKEN_NAME.at(Place(column="name")))
    if not scopes or not set(scopes) <= set(usable):
        issues.add(NO_SCOPES.at(Place(column="scopes")))
    if not 0 < days <= LONGEST_DAYS:
        issues.add(BAD_LIFE.at(Place(column="days"), most=LONGEST_DAYS))
    if issues.errors:
        raise UserError(issues)


def _digest(text: str) -> str:
    return digest_bytes(text.encode(errors="replace"))


def _words(token: ApiToken) -> dict[str, object]:
    expires = token.expires_at.isoformat(timespec="seconds")
    return {"name": token.name, "prefix": token.prefix, "scopes": token.scope_list, "expires": expires}
