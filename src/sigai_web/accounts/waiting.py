"""Of accounts, what waits for a person: roles that somebody proposed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from sigai_web.accounts.models import Membership
from sigai_web.accounts.operations import MEMBERSHIP_GRANT
from sigai_web.language import choose
from sigai_web.manifests import Waiting, WaitingKind


def _proposed(_user: Any) -> Iterator[Waiting]:
    number = Membership.objects.filter(granted_at__isnull=True).count()
    yield Waiting(number, choose("个角色待批准", "roles to grant"), f"{reverse('roles')}?proposed=1")


WAITING = (WaitingKind(operation=MEMBERSHIP_GRANT, found=_proposed, order=80),)
