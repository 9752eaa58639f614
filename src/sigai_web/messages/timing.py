"""When a message goes out: at once, after the quiet hours, or with the digest of the day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from sigai_web.messages.models import Contact

_DAY = timedelta(days=1)


def goes_at(contact: Contact, now: datetime, *, urgent: bool) -> datetime:
    """When something told now goes out: what is urgent at once, all else with the next digest; neither while quiet.

    The hours are those of the site's clock. What is told in the very moment of a digest goes with the next one.
    """
    local = timezone.localtime(now)
    if not urgent:
        digest = _at_hour(local, contact.digest_at)
        local = digest if digest > local else digest + _DAY
    if not _quiet(contact, local.hour):
        return local
    end = _at_hour(local, contact.quiet_until)
    return end if end > local else end + _DAY


def _at_hour(local: datetime, hour: int) -> datetime:
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)


def _quiet(contact: Contact, hour: int) -> bool:
    begins, ends = contact.quiet_from, contact.quiet_until
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends
