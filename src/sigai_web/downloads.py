"""Files that are handed out; each is told in the journal (`sigai_web.journal.exports`)."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


class Download(HttpResponse):
    """A file that is kept, never shown in the page. `rows` counts its rows where it is a table."""

    def __init__(self, name: str, content: bytes, kind: str, *, rows: int | None = None) -> None:
        super().__init__(content, content_type=kind)
        self.name, self.rows = name, rows
        self["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        self["X-Content-Type-Options"] = "nosniff"
        self["Content-Security-Policy"] = "default-src 'none'; sandbox"
