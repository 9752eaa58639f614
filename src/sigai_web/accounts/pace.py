"""How fast anybody may guess: a name at an address is locked, an address or a name alone is only slowed down.

Failures are django-axes' counts, which forget after its cooling-off time. Five for a name at one address lock it, says
axes. Beyond that, an address that fails with many names, or a name that fails at many addresses, waits from failure to
failure, twice as long each time, up to a minute: less than a hundred guesses an hour, and nobody is locked out.
Whoever signed in with the name from this address before is not made to wait for the failures of others.
"""

from __future__ import annotations

import math
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone

from sigai_web.client_ip import client_ip
from sigai_web.journal.models import JournalEntry

FREE_AT_ADDRESS = 20
"""Failures at one address, whatever the names, after which the next attempt waits: an office shares an address."""
FREE_FOR_NAME = 10
"""Failures of one name, whatever the addresses."""
LONGEST = 60
"""Seconds of the longest wait."""
_STEPS = 6
"""Doublings until the longest wait."""
_NETWORK = 64


def typed_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The user name as accounts spell it: capitals and spaces must not open a second count of failures."""
    given = (credentials or {}).get("username") or (request.POST.get("username") if request else "")
    return str(given or "").strip().lower()


def counted_address(request: HttpRequest) -> str:
    """The address under which failures are counted."""
    return network(client_ip(request))


def network(address: str) -> str:
    """An address as it is counted: of IPv6 the network, for whoever has one address of it has 2 to the 64th."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, _NETWORK), strict=False).network_address)


def seconds_to_wait(request: HttpRequest, name: str) -> int:
    """Whole seconds until an attempt with this name from this address is looked at; 0 where it is at once."""
    address = counted_address(request)
    wait = max(_wait(FREE_AT_ADDRESS, ip_address=address), _wait(FREE_FOR_NAME, username=name))
    return 0 if wait <= 0 or _was_here(name, client_ip(request)) else math.ceil(wait)


def _wait(free: int, **of: str) -> float:
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(attempt_time__gt=since, **of)
    found = attempts.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    over = (found["failures"] or 0) - free
    if over < 0:
        return 0.0
    passed: float = (timezone.now() - found["last"]).total_seconds()
    longest: float = min(2.0 ** min(over, _STEPS), LONGEST)
    return longest - max(passed, 0.0)


def _was_here(name: str, origin: str) -> bool:
    return JournalEntry.objects.filter(actor=name, action="session.start", origin=origin).exists()
