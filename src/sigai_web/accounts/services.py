"""Everything that changes an account, each in one transaction with its journal entry."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta

from axes.utils import reset as lift_axes_lockout
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from sigai.base import Place, UserError, digest_bytes
from sigai_web.accounts.models import Invitation, Membership, User, new_nonce
from sigai_web.accounts.problems import (
    ADMINISTRATOR_STANDS,
    HAS_PASSWORD,
    LAST_ADMINISTRATOR,
    NO_ADMINISTRATOR,
    NO_INVITATION,
    ROLE_STANDS,
    SEPARATE_POWERS,
)
from sigai_web.journal.changes import change
from sigai_web.journal.proofs import ChangedFields, remove
from sigai_web.journal.writing import SYSTEM, Actor, append
from sigai_web.permissions.roles import ADMINISTRATORS, role_info

INVITATION_LASTS = timedelta(days=7)
MOST_WRONG_CODES = 5
_DIGITS = 8
_FAR_AHEAD = 10
"""Steps of half a minute by which the last code lies ahead of the clock where the clock was set back."""

Proposal = tuple[str, str]
"""A role and its scope."""


@change
def open_account(
    actor: Actor,
    *,
    username: str,
    name: str,
    email: str = "",
    proposals: Collection[Proposal] = (),
) -> User:
    """A new account without a password, with proposed roles. The caller has checked names and scopes.

    One that is opened in a demonstration is marked for good: production does not start with it.
    """
    proposals = sorted(set(proposals))
    user = User(username=username, name=name, email=email, demonstration=not settings.SIGAI_PRODUCTION)
    user.set_unusable_password()
    user.save()
    memberships = Membership.objects.bulk_create(
        Membership(user=user, role=role, scope=scope) for role, scope in proposals
    )
    after = {"name": name, "email": email, "proposed": [[str(role), scope] for role, scope in proposals]}
    append(actor, "account.open", _about(user), after=after, tells=[user, *memberships])
    return user


@change
def invite(actor: Actor, user: User) -> str:
    """A new one-time link's token; an earlier one stops working, with its code. Only digests are kept.

    It opens nothing without the code of `give_code`, unless the system itself invites (at the command line).
    UserError for an account that has a password: it must be voided first (`clear_password`).
    """
    if user.has_usable_password():
        raise UserError([HAS_PASSWORD.at(Place(), user=user.username)])
    token = secrets.token_urlsafe(32)
    expires = timezone.now() + INVITATION_LASTS
    nobodys = _code_digest(user, secrets.token_urlsafe(32))
    kept = {"token_digest": token_digest(token), "expires_at": expires, "code_digest": nobodys, "wrong_codes": 0}
    invitation, _ = Invitation.objects.update_or_create(user=user, defaults={**kept, "needs_code": actor != SYSTEM})
    after = {"expires": expires.isoformat(timespec="seconds")}
    append(actor, "account.invite", _about(user), after=after, tells=[invitation])
    return token


@change
def give_code(actor: Actor, user: User) -> str:
    """The code without which the account's open invitation opens nothing: for the security administrator to hand to
    the person; an earlier one stops working. UserError where no invitation is open, or the actor made it."""
    invitation = Invitation.objects.filter(user=user, needs_code=True, expires_at__gt=timezone.now()).first()
    if invitation is None:
        raise UserError([NO_INVITATION.at(Place(), user=user.username)])
    code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    invitation.code_digest, invitation.wrong_codes = _code_digest(user, code), 0
    invitation.save(update_fields=["code_digest", "wrong_codes"])
    append(actor, "account.give_code", _about(user), tells=[ChangedFields(invitation, ("code_digest",))])
    return code


@change
def try_code(token: str, code: str) -> Invitation | None:
    """The open invitation of a token where this is its code; None where it is not. Five wrong ones void the code."""
    invitation = take_invitation(token, lock=True)
    if invitation is None or not invitation.needs_code:
        return invitation
    given = _code_digest(invitation.user, code)
    if invitation.wrong_codes < MOST_WRONG_CODES and secrets.compare_digest(invitation.code_digest, given):
        return invitation
    invitation.wrong_codes += 1
    invitation.save(update_fields=["wrong_codes"])
    return None


def token_digest(token: str) -> str:
    """What is kept of an invitation's token."""
    return digest_bytes(token.encode(errors="replace"))


def _code_digest(user: User, code: str) -> str:
    """What is kept of a code: eight digits are soon tried, so the site's secret goes with them."""
    return salted_hmac("sigai.invitation", f"{user.username} {code}", algorithm="sha256").hexdigest()


def take_invitation(token: str, *, lock: bool = False) -> Invitation | None:
    """The open invitation of a token."""
    found = Invitation.objects.select_related("user")
    if lock:
        found = found.select_for_update(of=("self",))
    return found.filter(token_digest=token_digest(token), expires_at__gt=timezone.now(), user__is_active=True).first()


def accept_invitation(token: str, password: str, origin: str) -> User | None:
    """Set the first password and use the link up; None where it was used, replaced or is too old."""
    return _use_up(token, make_password(password), origin)


@change
def _use_up(token: str, password: str, origin: str) -> User | None:
    invitation = take_invitation(token, lock=True)
    if invitation is None:
        return None
    user = invitation.user
    used, changed = remove(Invitation.objects.filter(pk=invitation.pk)), _set_password(user, password)
    append(Actor(user.username, origin), "account.accept_invitation", _about(user), tells=[used, changed])
    return user


def change_password(actor: Actor, user: User, password: str) -> None:
    """A new password ends every session of the account."""
    _change_password(actor, user, make_password(password))


@change
def _change_password(actor: Actor, user: User, password: str) -> None:
    append(actor, "account.change_password", _about(user), tells=[_set_password(user, password)])


@change
def clear_password(actor: Actor, user: User) -> None:
    """Void a forgotten or leaked password, so that the account can be invited again. Ends every session.

    Two people give somebody back their account: the security administrator voids, the system administrator invites.
    Alone, neither can put a password of their own on another's account.
    """
    used = remove(Invitation.objects.filter(user=user))
    user.set_unusable_password()
    user.session_nonce = new_nonce()
    changed = _saved(user, "password", "session_nonce")
    append(actor, "account.clear_password", _about(user), tells=[used, changed])


@change
def end_sessions(actor: Actor, user: User) -> None:
    """Sign somebody out everywhere."""
    user.session_nonce = new_nonce()
    append(actor, "session.end", _about(user), tells=[_saved(user, "session_nonce")])


@change
def set_open(actor: Actor, user: User, *, is_open: bool) -> None:
    """Close an account, which ends its sessions and its invitation, or open it again.

    UserError where it holds one of the three administrators' roles: the security administrator takes that away first,
    and so nobody alone removes whoever watches them.
    """
    if not is_open and user.memberships.filter(role__in=ADMINISTRATORS, granted_at__isnull=False).exists():
        raise UserError([ADMINISTRATOR_STANDS.at(Place(), user=user.username)])
    user.refresh_from_db(fields=["is_active"])
    before = user.is_active
    user.is_active = is_open
    user.session_nonce = new_nonce()
    saved, gone = _saved(user, "is_active", "session_nonce"), remove(Invitation.objects.filter(user=user))
    action = "account.reopen" if is_open else "account.close"
    append(actor, action, _about(user), before={"open": before}, after={"open": is_open}, tells=[saved, gone])


@change
def propose(actor: Actor, user: User, proposal: Proposal) -> Membership:
    """A further role for an account that there is; it counts once the security administrator grants it. The caller has
    checked name and scope.

    UserError where the account has or awaits it, or where it would join powers that exclude each other.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    standing = set(user.memberships.values_list("role", "scope"))
    info = role_info(proposal[0])
    if proposal in standing:
        given = {"user": user.username, "role": info.zh, "name": info.en, "scope": proposal[1] or "—"}
        raise UserError([ROLE_STANDS.at(Place(column="role"), **given)])
    if conflicting({proposal[0], *(role for role, _ in standing)}):
        raise UserError([SEPARATE_POWERS.at(Place(column="role"), user=user.username)])
    membership = Membership.objects.create(user=user, role=proposal[0], scope=proposal[1])
    append(actor, "membership.propose", _about(user), after=_words(membership), tells=[membership])
    return membership


@change
def grant(actor: Actor, membership: Membership) -> None:
    """Let a proposed role count; UserError where it would join powers that exclude each other.

    A role that needs a second factor ends every session and token of the account: none of them was begun with one.
    """
    user = User.objects.select_for_update().get(pk=membership.user_id)
    held = set(user.memberships.filter(granted_at__isnull=False).values_list("role", flat=True))
    if conflicting({*held, membership.role}):
        raise UserError([SEPARATE_POWERS.at(Place(), user=user.username)])
    membership.granted_at = timezone.now()
    membership.save(update_fields=["granted_at"])
    tells = [ChangedFields(membership, ("granted_at",))]
    if role_info(membership.role).second_factor:
        user.session_nonce = new_nonce()
        tells.append(_saved(user, "session_nonce"))
    append(actor, "membership.grant", _about(user), after=_words(membership), tells=tells)


@change
def revoke(actor: Actor, membership: Membership) -> None:
    """Take a role, granted or proposed, away; one that is gone already stays so.

    UserError where it is the last of one of the three administrators' roles that somebody with an open account holds.
    """
    standing = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if standing is None:
        return
    if standing.granted_at and standing.role in ADMINISTRATORS and not _others_hold(standing):
        raise UserError([LAST_ADMINISTRATOR.at(Place(), role=role_info(standing.role).zh, name=standing.role)])
    action = "membership.revoke" if standing.granted_at else "membership.refuse"
    gone = remove(Membership.objects.filter(pk=standing.pk))
    append(actor, action, _about(standing.user), before=_words(standing), tells=[gone])


def _others_hold(membership: Membership) -> bool:
    others = Membership.objects.filter(role=membership.role, granted_at__isnull=False, user__is_active=True)
    return others.exclude(user=membership.user_id).exists()


def conflicting(roles: set[str]) -> bool:
    """Whether roles may not be one person's: an administrator's role stands alone."""
    return bool(roles & ADMINISTRATORS) and len(roles) > 1


@change
def enrol_second_factor(actor: Actor, user: User, key: str, *, used: int = -1, drift: int = 0) -> TOTPDevice:
    """Keep the key that the person's telephone now holds; `used` is the step of the code that proved it, used up."""
    gone = remove(TOTPDevice.objects.filter(user=user))
    device = TOTPDevice.objects.create(user=user, key=key, name="totp", confirmed=True, last_t=used, drift=drift)
    append(actor, "second_factor.enrol", _about(user), tells=[gone, device])
    return device


@change
def take_code(actor: Actor, user: User, code: str) -> TOTPDevice | None:
    """The telephone whose code this is, used up by it; None where it is wrong, was used, or comes too soon after wrong
    ones. One after the other: a code that many send at once opens one session.

    A last code that lies minutes ahead was given before the clock was set back: its person would be shut out till then.
    """
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return None
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    if device.last_t - clock.t() > _FAR_AHEAD:
        append(actor, "second_factor.clock_set_back", _about(user), before={"ahead": device.last_t - clock.t()})
        device.last_t = -1
    return device if device.verify_token(code) else None


@change
def reset_second_factor(actor: Actor, user: User) -> None:
    """Forget the telephone: the next sign-in enrols another. Ends every session."""
    gone = remove(TOTPDevice.objects.filter(user=user))
    user.session_nonce = new_nonce()
    append(actor, "second_factor.reset", _about(user), tells=[gone, _saved(user, "session_nonce")])


@change
def give_back(actor: Actor, user: User, reason: str) -> str:
    """A new invitation for somebody whom nobody else can let in again; the password and the telephone are forgotten.

    For one of the three administrators only, at the command line: UserError for anybody else, whom the administrators
    let in themselves.
    """
    if not user.memberships.filter(role__in=ADMINISTRATORS, granted_at__isnull=False).exists():
        raise UserError([NO_ADMINISTRATOR.at(Place(), user=user.username)])
    before = {"open": user.is_active}
    user.set_unusable_password()
    user.session_nonce, user.is_active = new_nonce(), True
    gone = [remove(kept.objects.filter(user=user)) for kept in (TOTPDevice, Invitation)]
    changed = _saved(user, "password", "session_nonce", "is_active")
    lift_axes_lockout(username=user.username)
    after = {"open": True, "reason": reason}
    append(actor, "account.give_back", _about(user), before=before, after=after, tells=[*gone, changed])
    return invite(actor, user)


@change
def lift_lockout(actor: Actor, user: User) -> None:
    """Let somebody who mistyped too often try again at once."""
    lift_axes_lockout(username=user.username)
    append(actor, "lockout.lift", _about(user))


def _set_password(user: User, password: str) -> ChangedFields:
    """The password as it is kept: making that of it takes long on purpose, and is done while others write."""
    user.password = password
    user.session_nonce = new_nonce()
    return _saved(user, "password", "session_nonce")


def _saved(user: User, *fields: str) -> ChangedFields:
    """Save some fields of an account, and say so."""
    user.save(update_fields=fields)
    return ChangedFields(user, fields)


def _about(user: User) -> str:
    return f"account:{user.username}"


def _words(membership: Membership) -> dict[str, str]:
    return {"role": membership.role, "scope": membership.scope}
