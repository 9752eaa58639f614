"""What people are told about changes of the register."""

from __future__ import annotations

from django.urls import reverse

from sigai.programme import Text
from sigai_web.accounts.holders import who_may
from sigai_web.journal.writing import Actor
from sigai_web.messages.two_persons import AskedThing, request_kinds, tell_asked, tell_decided
from sigai_web.permissions import Resource
from sigai_web.register.models import RegisterChange
from sigai_web.register.operations import BELOW_CONFIRM, REGISTER_DECIDE

_CHANGE = request_kinds("register", "名录变更", "changes of the register", order=310)
KINDS = (_CHANGE.asked, _CHANGE.decided)


def tell_change_asked(actor: Actor, made: RegisterChange, units: set[str]) -> None:
    """Whoever may decide a change is told: the office, and where it alters no closed month who confirms for all of its
    units (an empty one: an entity that no unit confirms)."""
    deciders = set(who_may(REGISTER_DECIDE, Resource()))
    if units and "" not in units and not made.past:
        confirm = [set(who_may(BELOW_CONFIRM, Resource(units=frozenset({unit})))) for unit in sorted(units)]
        deciders |= set.intersection(*confirm)
    tell_asked(actor, _CHANGE, made, sorted(deciders), _what(made))


def tell_change_decided(actor: Actor, made: RegisterChange) -> None:
    """Whoever asked is told how it was decided."""
    tell_decided(actor, _CHANGE, made, _what(made))


def _what(made: RegisterChange) -> AskedThing:
    what = Text(zh=f"名录变更第 {made.pk} 号", en=f"change {made.pk} of the register")
    return AskedThing(what, reverse("register-change", args=[made.pk]))
