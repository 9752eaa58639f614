from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class RunsConfig(AppConfig):
    """Puts the triggers that keep published bulletins as they are in place at every migration."""

    name = "sigai_web.runs"
    label = "runs"

    def ready(self) -> None:
        post_migrate.connect(_protect, sender=self)


def _protect(*, using: str, **_: Any) -> None:
    from sigai_web.journal.triggers import install
    from sigai_web.runs.models import APPEND_ONLY

    for table in APPEND_ONLY:
        install(connections[using], table)
