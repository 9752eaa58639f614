# ruff: noqa: I001 - the application sets Django up, before models can be imported
"""The site's WSGI application, which kills its whole server (`kill -9`) at a chosen moment of a chosen change.

SIGAI_TEST_KILL says when: `sheet.approve@written` dies when the entry of the journal is written and nothing is
committed, `sheet.approve@committed` when all is committed and nobody has been told; `draft@…` does so with the cells of
a draft, `upload` while an uploaded file lies in its temporary folder.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from sigai_web.wsgi import application
from django.db.backends.base.base import BaseDatabaseWrapper
from sigai_web.exchange import uploads
from sigai_web.journal.models import JournalEntry, JournalHead
from sigai_web.reporting.models import Sheet

__all__ = ["application"]
ACTION, _, MOMENT = os.environ["SIGAI_TEST_KILL"].partition("@")


def die(*_: Any) -> None:
    os.killpg(os.getpgid(0), signal.SIGKILL)


class Written:
    """Remembers that the change at hand was written, and dies then or when it was committed."""

    def __init__(self) -> None:
        self.last_action = ""
        self.change = False

    def after(self, model: type[Any], told: Any) -> None:
        """Let `told` look at every row of a model once it is saved."""
        save = model.save

        def saved(row: Any, *given: Any, **named: Any) -> None:
            save(row, *given, **named)
            told(row)

        model.save = saved

    def entry(self, row: Any) -> None:
        self.last_action = row.action

    def head(self, _: Any) -> None:
        if self.last_action == ACTION:
            self.now()

    def draft(self, row: Any) -> None:
        """A sheet counts a version on when its cells are written."""
        if row.version:
            self.now()

    def now(self) -> None:
        if MOMENT == "written":
            die()
        self.change = True

    def watch_commits(self) -> None:
        commit = BaseDatabaseWrapper._commit

        def committed(connection: Any) -> None:
            commit(connection)
            if self.change:
                die()

        BaseDatabaseWrapper._commit = committed  # type: ignore[method-assign]


if ACTION == "upload":
    uploads._look_into = die  # type: ignore[assignment]
else:
    written = Written()
    written.after(JournalEntry, written.entry)
    written.after(JournalHead, written.head)
    if ACTION == "draft":
        written.after(Sheet, written.draft)
    written.watch_commits()
