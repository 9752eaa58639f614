"""What production must never run on, beyond the settings: what the demonstration left in the database."""

from __future__ import annotations

from django.conf import settings

from sigai.base import Issues, Place, UserError
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.problems import DEMONSTRATION_ACCOUNTS, DEMONSTRATION_DATA
from sigai_web.store.models import DataSource


def refuse_unsafe() -> None:
    """UserError where the plan's document is another edition than the programme's, or production stands on a database
    of the demonstration. Needs a migrated database."""
    programme.sentence("")
    if not settings.SIGAI_PRODUCTION:
        return
    issues = Issues()
    place = Place("SIGAI_DATABASE")
    if count := User.objects.filter(demonstration=True).count():
        issues.add(DEMONSTRATION_ACCOUNTS.at(place, count=count))
    if DataSource.objects.filter(demonstration=True).exists():
        issues.add(DEMONSTRATION_DATA.at(place))
    if issues.errors:
        raise UserError(issues)
