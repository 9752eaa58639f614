"""Texts and ids of the programme's content in the database: texts however long, ids no longer than their columns."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers_records import actor, document, work
from helpers_runs_web import finished_run, published_bulletin
from helpers_web import person
from sigai.base import UserError
from sigai.programme import BulletinKind, Programme, Text
from sigai_web import programme
from sigai_web.journal.writing import SYSTEM
from sigai_web.ledgers import documents
from sigai_web.maintenance.content import record_content
from sigai_web.maintenance.ids import COLUMNS, against_ids
from sigai_web.permissions import Role
from sigai_web.store.lengths import longest
from sigai_web.store.models import RecordDeadline

LONG = "长" * 3000


@pytest.fixture
def wordy(programme_folder: Path, tmp_path: Path, settings: Any) -> None:
    """The programme with long texts in its content wherever the database keeps such a text."""
    folder = tmp_path / "wordy"
    shutil.copytree(programme_folder, folder)
    for file in folder.rglob("*.yaml"):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        _lengthen(content)
        file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    settings.SIGAI_PROGRAMME = folder


def _lengthen(content: Any) -> None:
    match content:
        case {"bulletin": {"title": title}}:
            title |= {"zh": LONG, "en": LONG}
        case dict():
            for text in [each["name"] for each in content.get("deadlines", ())] + list(content.get("evidence", ())):
                text |= {"zh": LONG, "en": LONG}
            for each in content.values():
                _lengthen(each)
        case list():
            for each in content:
                _lengthen(each)


@pytest.mark.django_db
def test_texts_of_the_content_are_kept_however_long(wordy: None, filled: None) -> None:
    office = person(Role.OFFICE)
    made = work(office)
    assert RecordDeadline.objects.get(record=made.pk).name_zh == LONG
    (attached,) = documents.attach(actor(office), office, made.pk, [document(LONG)])
    assert attached.evidence == LONG
    assert published_bulletin(run=finished_run()).title == LONG


def with_id(kind: str, word: str) -> Programme:
    """The programme with one more thing of a kind, under this id."""
    content = programme.current()
    if kind == "programme":
        return content.model_copy(update={"head": content.head.model_copy(update={"id": word})})
    if kind == "states":
        ledger = content.ledgers[0]
        longer = ledger.model_copy(update={"states": (ledger.states[0].model_copy(update={"id": word}),)})
        return content.model_copy(update={"ledgers": (longer,)})
    if kind == "fields":
        ledger = content.ledgers[0]
        longer = ledger.model_copy(update={"fields": (ledger.fields[0].model_copy(update={"id": word}),)})
        return content.model_copy(update={"ledgers": (longer,)})
    if kind == "keys":
        ledger = next(each for each in content.ledgers if each.keys)
        longer = ledger.model_copy(update={"keys": (ledger.keys[0].model_copy(update={"pool": word}),)})
        return content.model_copy(update={"ledgers": (longer,)})
    if kind == "rechecks":
        ledger = next(each for each in content.ledgers if each.rechecks)
        longer = ledger.model_copy(update={"rechecks": (ledger.rechecks[0].model_copy(update={"id": word}),)})
        return content.model_copy(update={"ledgers": (longer,)})
    first = next(iter(getattr(content, kind)), None) or BulletinKind(id="monthly", name=Text(zh="月", en="Month"))
    named = first.model_copy(update={"code" if kind == "areas" else "id": word})
    return content.model_copy(update={kind: (named,)})


@pytest.mark.parametrize("kind", ["programme", *COLUMNS])
def test_an_id_longer_than_its_columns_is_told_when_the_content_is_loaded(kind: str) -> None:
    most = min(longest(*column) for column in COLUMNS[kind][2]) if kind in COLUMNS else 190
    assert not against_ids(with_id(kind, "a" * most))
    (issue,) = against_ids(with_id(kind, "a" * (most + 1)))
    assert issue.code == "W038"
    assert str(most) in issue.what("zh")


@pytest.mark.django_db
def test_content_with_too_long_an_id_is_not_put_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    longer = with_id("units", "a" * 61)
    monkeypatch.setattr(programme, "current", lambda: longer)
    with pytest.raises(UserError):
        record_content(SYSTEM)
