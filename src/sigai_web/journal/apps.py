from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Keeps the journal append-only."""

    name = "sigai_web.journal"
    label = "journal"

    def ready(self) -> None:
        from sigai_web.journal.triggers import protect

        protect(self, "journal_entry")
