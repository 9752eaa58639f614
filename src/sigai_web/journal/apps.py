from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    """Puts the triggers that keep the journal append-only in place at every migration."""

    name = "sigai_web.journal"
    label = "journal"

    def ready(self) -> None:
        post_migrate.connect(_protect, sender=self)


def _protect(*, using: str, **_: Any) -> None:
    from sigai_web.journal.triggers import install

    install(connections[using], "journal_entry")
