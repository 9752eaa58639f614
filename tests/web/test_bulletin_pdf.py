"""The PDF of a published bulletin: made from the very file, or the words where this machine cannot make one."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from helpers_runs_web import published_bulletin
from helpers_web import browser, person
from sigai_web.bulletins import pdf
from sigai_web.bulletins.models import BulletinReceipt
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(not pdf.can_make_pdf(), reason="LibreOffice Writer is not on this machine: no PDF is made")
def test_the_pdf_says_what_was_published_and_counts_as_opened(filled: None) -> None:
    reader = person(Role.LEADER)
    bulletin = published_bulletin()
    client = browser(reader)
    answer: Any = client.get(f"/bulletins/{bulletin.pk}/pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert re.search(r"\.pdf\b", answer["Content-Disposition"])
    content = answer.getvalue()
    assert content.startswith(b"%PDF-")
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))
    assert bulletin.journal_digest in text
    assert "一、总体进展" in text
    assert BulletinReceipt.objects.get(bulletin=bulletin, username=reader.username).opened_at is not None
    assert client.get("/bulletins/999/pdf").status_code == 404


def test_a_file_that_somebody_changed_is_no_pdf_either(filled: None) -> None:
    bulletin = published_bulletin()
    with zipfile.ZipFile(bulletin.path, "a") as file:
        file.writestr("docProps/forged.xml", "<forged/>")
    client = browser(person(Role.LEADER))
    answer = client.get(f"/bulletins/{bulletin.pk}/pdf")
    assert (answer.status_code, "不是当初保存的那份" in answer.content.decode()) == (500, True)
    bulletin.path.unlink()
    assert client.get(f"/bulletins/{bulletin.pk}/pdf").status_code == 404


@pytest.mark.parametrize(
    ("language", "words", "offered"),
    [("zh-hans", "没有 LibreOffice，做不出 PDF", "不能出 PDF"), ("en", "no LibreOffice on this server", "no PDF")],
)
def test_without_libreoffice_it_is_said_in_words_and_nothing_is_opened(
    filled: None, monkeypatch: pytest.MonkeyPatch, language: str, words: str, offered: str
) -> None:
    reader = person(Role.LEADER)
    bulletin = published_bulletin()
    pdf.as_pdf.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    client = browser(reader)
    client.cookies["language"] = language
    answer = client.get(f"/bulletins/{bulletin.pk}/pdf")
    assert words in answer.content.decode()
    assert not re.search("与保存时不同|not what was kept", answer.content.decode())
    assert answer.status_code == 501
    assert BulletinReceipt.objects.get(bulletin=bulletin, username=reader.username).opened_at is None
    page = client.get(f"/bulletins/{bulletin.pk}/about").content.decode()
    assert offered in page
    assert f"/bulletins/{bulletin.pk}/pdf" not in page


def test_a_converter_that_fails_is_said_in_words(filled: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\nexit 1\n")
    office.chmod(0o755)
    (tmp_path / "libswlo.so").touch()
    bulletin = published_bulletin()
    pdf.as_pdf.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _: str(office))
    answer = browser(person(Role.LEADER)).get(f"/bulletins/{bulletin.pk}/pdf")
    assert (answer.status_code, "做不出 PDF" in answer.content.decode()) == (501, True)
