"""Where a request comes from."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The client's address: the connection's, or that many steps back as there are proxies of our own.

    Anybody can write X-Forwarded-For; only what our own proxies appended is believed.
    """
    connected = _without_zone(str(request.META.get("REMOTE_ADDR", "")))
    proxies: int = settings.SIGAI_PROXIES
    steps = [step.strip() for step in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if step.strip()]
    if proxies == 0 or len(steps) < proxies:
        return connected
    try:
        return str(ip_address(_without_zone(steps[-proxies])))
    except ValueError:
        return connected


def _without_zone(address: str) -> str:
    """`fe80::1%eth0` names the network card of whoever says it: it means nothing elsewhere, and is of any length."""
    return address.partition("%")[0]
