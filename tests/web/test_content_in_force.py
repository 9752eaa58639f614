"""The journal says which content and which permissions the system ran on, from when on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sigai_web import programme
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import SYSTEM
from sigai_web.maintenance import content
from sigai_web.maintenance.content import record_content

pytestmark = pytest.mark.django_db


def entries() -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(action=content.ACTION).order_by("number"))


def test_what_is_loaded_is_recorded_once() -> None:
    assert record_content(SYSTEM)
    assert not record_content(SYSTEM)
    (entry,) = entries()
    after = json.loads(entry.after)
    assert after["digest"] == programme.current().digest
    assert "programme.yaml" in after["files"]
    assert not entry.before
    assert verify().unbroken


def test_a_change_of_one_file_names_it(programme_folder: Path, tmp_path: Path, settings: Any) -> None:
    record_content(SYSTEM)
    folder = tmp_path / "changed"
    shutil.copytree(programme_folder, folder)
    units = folder / "units.yaml"
    units.write_text(units.read_text(encoding="utf-8").replace("科技局", "科学技术局"), encoding="utf-8")
    settings.SIGAI_PROGRAMME = folder
    assert record_content(SYSTEM)
    entry = entries()[-1]
    before, after = json.loads(entry.before), json.loads(entry.after)
    assert before["digest"] != after["digest"]
    assert [name for name in after["files"] if after["files"][name] != before["files"][name]] == ["units.yaml"]


def test_a_change_of_the_permission_table_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    record_content(SYSTEM)
    monkeypatch.setattr(content, "permissions_page", lambda _: "another table")
    assert record_content(SYSTEM)
    before, after = (json.loads(text) for text in (entries()[-1].before, entries()[-1].after))
    assert before["digest"] == after["digest"]
    assert before["permissions"] != after["permissions"]
