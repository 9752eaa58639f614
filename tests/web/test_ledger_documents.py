"""Documents of records: hostile ones refused, good ones on the disk before a row names them, never shown inline."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from helpers_api import Program
from helpers_records import PDF, actor, document, work
from helpers_web import browser, person, stranger
from sigai.base import UserError
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.exchange.uploads import LARGEST
from sigai_web.journal.models import JournalEntry
from sigai_web.ledgers import documents
from sigai_web.ledgers.files import keep_file, path_of, sweep
from sigai_web.ledgers.models import Attachment
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def plain_workbook() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def upload(record: CurrentRecord, name: str, content: bytes, evidence: str = "许可证") -> HttpResponse:
    client = browser(person(Role.OFFICE, name=f"office-{Attachment.objects.count()}-{len(content)}-{len(name)}"))
    file = SimpleUploadedFile(name, content)
    where = f"/ledgers/records/{record.pk}/documents"
    response: Any = client.post(where, {"file": file, "evidence": evidence}, follow=True)
    return response  # type: ignore[no-any-return]


def test_a_document_is_kept_by_its_digest_and_given_back_as_a_download(filled: None) -> None:
    record = work(person(Role.OFFICE))
    page = upload(record, "许可 证.pdf", PDF).content.decode()
    assert "许可 证.pdf" in page
    kept = Attachment.objects.get()
    assert path_of(kept.digest).read_bytes() == PDF
    assert path_of(kept.digest).parent.name == kept.digest[:2]
    response = browser(person(Role.ENTERPRISE_REPORTER)).get(f"/ledgers/documents/{kept.pk}")
    assert response.content == PDF
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "sandbox" in response["Content-Security-Policy"]
    entry = JournalEntry.objects.filter(action="document.attach").get()
    assert kept.digest in entry.after


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<script>", "可上传"),
        ("page.pdf", b"<html><script>alert(1)</script>", "内容与扩展名不符"),
        ("tool.exe", b"MZ", "可上传"),
        ("macro.xlsm", packed({"xl/workbook.xml": b"x"}), "可上传"),
        ("macro.xlsx", packed({"xl/workbook.xml": b"x", "xl/vbaProject.bin": b"x"}), "宏"),
        ("bomb.xlsx", packed({"xl/workbook.xml": b"0" * 600_000_000}), "太大"),
        ("empty.pdf", b"", "空"),
        ("large.pdf", PDF + b"0" * LARGEST, "太大"),
    ],
    ids=["html", "disguised", "program", "macro kind", "macro inside", "bomb", "empty", "large"],
)
def test_what_is_hostile_is_refused_in_words(filled: None, name: str, content: bytes, code: str) -> None:
    record = work(person(Role.OFFICE))
    response = upload(record, name, content)
    assert code in response.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\..\\x.pdf", "/etc/cron.d/x.pdf", "a\x00b.pdf", ".pdf"])
def test_names_lead_nowhere(filled: None, name: str) -> None:
    record = work(person(Role.OFFICE))
    with checked_upload(SimpleUploadedFile("x.pdf", PDF), DOCUMENTS) as checked:
        kept = keep_file(checked, "maker")
    assert path_of(kept.digest).name == kept.digest
    upload(record, name, PDF)
    for attachment in Attachment.objects.all():
        assert "/" not in attachment.name
        assert "\\" not in attachment.name
        assert not attachment.name.startswith(".")


def test_a_good_workbook_is_taken(filled: None) -> None:
    upload(work(person(Role.OFFICE)), "a.xlsx", plain_workbook())
    assert Attachment.objects.get().kind == ".xlsx"


def test_only_names_that_the_ledger_asks_for(filled: None) -> None:
    response = upload(work(person(Role.OFFICE)), "a.pdf", PDF, evidence="别的证")
    assert "没有规定材料" in response.content.decode()
    assert not Attachment.objects.exists()


def test_a_removed_document_is_gone_from_the_page_but_not_from_the_disk(filled: None) -> None:
    office = person(Role.OFFICE)
    record = work(office)
    kept = documents.attach(actor(office), office, record.pk, [document("")])[0]
    page = browser(office).post(f"/ledgers/documents/{kept.pk}/remove", follow=True).content.decode()
    assert "已移除" in page
    assert Attachment.objects.get().removed_by == office.username
    sweep(timedelta(0))
    assert path_of(kept.digest).is_file()
    assert browser(office).get(f"/ledgers/documents/{kept.pk}").status_code == 200
    assert browser(person(Role.ENTERPRISE_REPORTER)).get(f"/ledgers/documents/{kept.pk}").status_code == 404
    with pytest.raises(Attachment.DoesNotExist):
        documents.remove(actor(office), office, kept.pk)


@pytest.mark.parametrize("role", [Role.UNIT_REPORTER, Role.AREA_REPORTER, Role.ENTERPRISE_REPORTER])
def test_strangers_get_no_document(filled: None, role: Role) -> None:
    office = person(Role.OFFICE)
    kept = documents.attach(actor(office), office, work(office).pk, [document()])[0]
    assert browser(stranger(role)).get(f"/ledgers/documents/{kept.pk}").status_code == 404
    assert browser(person(role)).get(f"/ledgers/documents/{kept.pk}").status_code == 200


def test_a_file_that_somebody_changed_is_not_handed_out(filled: None) -> None:
    office, content = person(Role.OFFICE), PDF + b" of this test"
    (attached,) = documents.attach(actor(office), office, work(office).pk, [document(content=content)])
    path, client, program = path_of(attached.digest), browser(office), Program(office)
    page, file = f"/ledgers/documents/{attached.pk}", f"/documents/{attached.pk}/file"
    path.write_bytes(PDF + b" forged")
    for language, words in (("zh-hans", "不是当初保存的那份"), ("en", "is not what was kept")):
        client.cookies["language"] = language
        answer = client.get(page)
        said = answer.content.decode()
        assert (answer.status_code, words in said, "permit.pdf" in said) == (500, True, True)
    answer = program.get(file)
    assert (answer.status_code, answer.json()["issues"][0]["code"]) == (500, "W291")
    path.write_bytes(content)
    answer = program.get(file)
    assert (answer.content, answer["Content-Disposition"]) == (content, 'attachment; filename="permit.pdf"')
    assert client.get(page).content == content
    path.unlink()
    assert (client.get(page).status_code, program.get(file).status_code) == (404, 404)


def test_files_without_rows_are_swept_once_they_are_old(filled: None) -> None:
    office = person(Role.OFFICE)
    kept = documents.attach(actor(office), office, work(office).pk, [document(content=b"%PDF-1.4 kept")])[0]
    orphan = path_of(document(content=b"%PDF-1.4 orphan").file.digest)
    unfinished = orphan.parent / "x.part"
    unfinished.write_bytes(b"half")
    assert sweep() == 0
    assert sweep(timedelta(0)) >= 2
    assert not orphan.exists()
    assert not unfinished.exists()
    assert path_of(kept.digest).is_file()


def test_a_refused_document_leaves_no_row_and_the_good_ones_of_the_form_are_told(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    record = work(office)
    form = {"revision": record.revision, "step": record.step, "f_cost": "100", "f_begun_on": "2021-10-01"}
    bad = {"evidence_0": SimpleUploadedFile("x.pdf", b"no")}
    response = browser(approver).post(f"/ledgers/records/{record.pk}/steps/begin", {**form, **bad})
    assert response.status_code == 422
    assert "内容与扩展名不符" in response.content.decode()
    assert not Attachment.objects.exists()
    good = {"evidence_0": SimpleUploadedFile("x.pdf", PDF)}
    response = browser(approver).post(f"/ledgers/records/{record.pk}/steps/begin", {**form, **good})
    assert response.status_code == 302
    assert CurrentRecord.objects.get(pk=record.pk).state == "building"


KILLED = """
import os, signal, sys
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "sigai_web.settings.site"
import django
django.setup()
from sigai_web.exchange import Upload
from sigai_web.ledgers.files import write_file
source = Path(sys.argv[1])
def stop(handle):
    print("writing", flush=True)
    signal.pause()
os.fsync = stop
write_file(Upload(source, "a.pdf", ".pdf", source.stat().st_size))
"""


def test_a_kill_while_a_file_is_written_leaves_no_file_under_a_digest(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(PDF * 1000)
    environment = {
        **os.environ,
        "SIGAI_MODE": "demonstration",
        "SIGAI_HOME": str(tmp_path / "home"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(source)], stdout=subprocess.PIPE, env=environment
    ) as work_:
        assert work_.stdout is not None
        assert work_.stdout.readline() == b"writing\n"
        work_.send_signal(signal.SIGKILL)
        work_.wait()
    left = [path.name for path in (tmp_path / "home" / "attachments").rglob("*") if path.is_file()]
    assert len(left) == 1
    assert left[0].endswith(".part")


def test_a_change_that_fails_leaves_the_file_but_no_row(filled: None) -> None:
    office = person(Role.OFFICE)
    record = work(office)
    with pytest.raises(UserError):
        documents.attach(actor(office), office, record.pk, [document(), document("没有的")])
    assert not Attachment.objects.exists()
