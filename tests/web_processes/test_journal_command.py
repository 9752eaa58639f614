"""`sigai journal verify`: the auditor's command, brought to `sigai` by an entry point."""

from __future__ import annotations

from pathlib import Path

from helpers_processes import Installation
from helpers_repository import ROOT

BREAK = """
from django.db import connection
from sigai_web.journal import triggers
from sigai_web.journal.models import JournalEntry
triggers.remove(connection, "journal_entry")
JournalEntry.objects.filter(number=3).update(actor="somebody else")
"""
HEAD = "from sigai_web.journal.models import JournalHead; print(JournalHead.objects.get().digest)"


def test_proves_or_names_the_first_broken_entry(installation: Installation) -> None:
    good = installation.sigai("journal", "verify", "--digest", installation.python(HEAD))
    assert (good.returncode, good.stderr) == (0, "")
    assert "完整" in good.stdout
    unknown = installation.sigai("journal", "verify", "--digest", "0" * 64)
    assert unknown.returncode == 1
    installation.python(BREAK)
    broken = installation.sigai("journal", "verify")
    assert broken.returncode == 1
    assert "第 3 条" in broken.stdout


def test_settings_that_are_wrong_are_told_in_words(tmp_path: Path) -> None:
    refused = Installation(tmp_path, tmp_path, more={"SIGAI_MODE": "production"}).sigai("journal", "verify")
    assert refused.returncode == 2
    assert "W001" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_is_documented() -> None:
    assert "`sigai journal verify`" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert "`sigai journal verify`" in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
