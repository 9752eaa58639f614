"""`sigai journal verify`: the auditor's command, brought to `sigai` by an entry point."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from helpers_processes import PATH, Installation
from helpers_repository import ROOT

Install = Callable[[str], Installation]
BREAK = """
from django.db import connection
from sigai_web.journal import triggers
from sigai_web.journal.models import JournalEntry
triggers.remove(connection, "journal_entry")
JournalEntry.objects.filter(number=3).update(actor="somebody else")
triggers.install(connection, "journal_entry")
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
    for words in ("第 3 条", "完好的条目 · sound entries: 2", "断开处以后的条目证明不了什么", "数据与留痕一致"):
        assert words in broken.stdout
    installation.python(FORGE, PYTHONPATH=PATH)
    both = installation.sigai("journal", "verify")
    for words in (
        "第 3 条",
        "数据与留痕不符 · the data are not what the journal says: 2",
        "figure_revision revision=5",
    ):
        assert words in both.stdout


FORGE = """
from helpers_forging import forge
from django.db import transaction
with transaction.atomic():
    forge("UPDATE figure_revision SET value = 9990000 WHERE measure = 'digital'")
    forge("INSERT INTO account_membership (role, scope, proposed_at, granted_at, user_id) "
          "SELECT 'office', '', created_at, created_at, id FROM account WHERE username = 'leader'")
"""


def test_names_what_is_not_as_the_journal_says(installation: Installation) -> None:
    """In both languages, with table, key, what the journal says and what stands there."""
    sound = installation.sigai("journal", "verify")
    assert "数据与留痕一致 · the data are what the journal says" in sound.stdout
    installation.python(FORGE, PYTHONPATH=PATH)
    found = installation.sigai("journal", "verify")
    assert (found.returncode, found.stderr) == (1, "")
    assert "数据与留痕不符 · the data are not what the journal says: 2" in found.stdout
    for words in (
        "figure_revision revision=5 的 value 与留痕不符",
        "写的是“5.0000”，现在是“999.0000”",
        "value of figure_revision revision=5 is not what the journal says",
        "wrote “5.0000”, now it is “999.0000”",
        "account_membership id=",
        "role=office",
    ):
        assert words in found.stdout, found.stdout


def test_a_database_that_was_not_migrated_is_told_in_words(install: Install) -> None:
    asked = install("empty").sigai("journal", "verify")
    assert (asked.returncode, "W295" in asked.stderr, "Traceback" in asked.stderr) == (2, True, False), asked.stderr


def test_settings_that_are_wrong_are_told_in_words(tmp_path: Path) -> None:
    refused = Installation(tmp_path, tmp_path, more={"SIGAI_MODE": "production"}).sigai("journal", "verify")
    assert refused.returncode == 2
    assert "W001" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_is_documented() -> None:
    assert "`sigai journal verify`" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert "`sigai journal verify`" in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
