"""The journal app, for Django's settings."""

from __future__ import annotations

from sigai_web.manifests import App, Manifest


class JournalConfig(App):
    """Keeps the journal append-only."""

    name = "sigai_web.journal"
    label = "journal"

    def ready(self) -> None:
        """Create the triggers after each migration, and say why the journal proves none of its own tables."""
        from sigai_web.journal.declaring import declare_left_out
        from sigai_web.journal.models import JournalEntry, JournalHead
        from sigai_web.journal.triggers import protect

        protect(self, "journal_entry")
        declare_left_out(JournalEntry, "the chain itself: every entry is sealed with the one before")
        declare_left_out(JournalHead, "compared with the end of the chain")

    def manifest(self) -> Manifest:
        """What this app brings; imported once Django is set up."""
        from sigai_web.journal.app import MANIFEST

        return MANIFEST
