"""What waits for a person, gathered from all apps."""

from __future__ import annotations

from typing import Any

from sigai_web.manifests import Waiting, waiting_kinds
from sigai_web.permissions import allowed


def waits_for(user: Any) -> list[Waiting]:
    """What waits for a person, with the way there; nothing that counts zero."""
    kinds = (kind for kind in waiting_kinds() if allowed(user, kind.operation))
    return [one for kind in kinds for one in kind.found(user) if one.number]
