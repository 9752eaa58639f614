"""Published bulletins: sealed by the journal, kept for good, made again word for word."""

from __future__ import annotations

import dataclasses
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from docx import Document

from helpers_api import Program
from helpers_runs_web import finished_run, published_bulletin
from helpers_web import OURS, browser, person
from sigai.base import Period, UserError
from sigai.reports import program_of, this_program
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.runs import bulletins
from sigai_web.runs.bulletins import Proved, proved, publish
from sigai_web.runs.models import Bulletin, Run
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import CurrentFigure

pytestmark = pytest.mark.django_db


def text_of(bulletin: Bulletin) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(bulletin.path)).paragraphs)


def test_the_seal_printed_in_it_is_in_the_journal(filled: None) -> None:
    bulletin = published_bulletin()
    assert bulletin.journal_digest in text_of(bulletin)
    assert verify(bulletin.journal_digest).unbroken
    assert JournalEntry.objects.get(number=bulletin.journal_number).digest == bulletin.journal_digest


def test_it_is_made_again_after_the_data_changed(filled: None) -> None:
    bulletin = published_bulletin()
    found = CurrentFigure.objects.get(entity=OURS, measure="output")
    figure = NewFigure(OURS, "output", Period.parse("2021-09"), Decimal(3), found.revision, state="revised", reason="x")
    write_figures(SYSTEM, [figure], action="figure.correct", about="x")
    finished_run()
    assert proved(bulletin) is Proved.AGAIN


def test_kept_results_that_somebody_changed_do_not_give_it_again(filled: None) -> None:
    bulletin = published_bulletin()
    other = finished_run()
    Run.objects.filter(pk=other.pk).update(marks={})
    bulletin.number += 1
    assert proved(bulletin) is Proved.DIFFERS


def test_a_later_program_says_that_another_one_wrote_the_words(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """File and results are as kept; that this program words things otherwise is no fault of theirs."""
    bulletin = published_bulletin()
    assert program_of(bulletin.path) == this_program()
    write = bulletins.write_bulletin

    def worded_otherwise(finished: Any, path: Any, issue: Any) -> None:
        write(finished, path, dataclasses.replace(issue, number=issue.number + 1))

    monkeypatch.setattr(bulletins, "write_bulletin", worded_otherwise)
    assert proved(bulletin) is Proved.DIFFERS
    monkeypatch.setattr(bulletins, "this_program", lambda: "a later one")
    assert proved(bulletin) is Proved.KEPT
    client = browser(person(Role.OFFICE))
    for language, words in (("zh-hans", "由另一版本的软件写成"), ("en", "another version of the program")):
        client.cookies["language"] = language
        assert words in client.post(f"/bulletins/{bulletin.pk}/prove").content.decode()
    assert Program(person(Role.LEADER)).ask("POST", f"/bulletins/{bulletin.pk}/prove").json() == {
        "same": False,
        "proof": "kept",
    }


def test_results_that_are_not_as_kept_are_proof_of_nothing_in_any_version(
    filled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletin = published_bulletin()
    monkeypatch.setattr(bulletins, "this_program", lambda: "a later one")
    table = next(bulletin.run.folder.glob("*.parquet"))
    table.write_bytes(table.read_bytes() + b"x")
    assert proved(bulletin) is Proved.DIFFERS


def test_a_number_is_given_once_and_the_file_stays(filled: None) -> None:
    bulletin = published_bulletin()
    before = bulletin.path.read_bytes()
    with pytest.raises(UserError) as refused:
        publish(SYSTEM, bulletin.run, bulletin.number)
    assert [issue.code for issue in refused.value.issues] == ["W222"]
    assert bulletin.path.read_bytes() == before


def test_of_two_runs_published_at_once_one_wins_and_its_file_stays(
    filled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = finished_run(), finished_run()
    write, won = bulletins.write_bulletin, list[tuple[Bulletin, int]]()

    def overtaken(*given: Any) -> None:
        monkeypatch.setattr(bulletins, "write_bulletin", write)
        # Both read the same head of the journal: none of the other's entries is there yet.
        bulletin = publish(SYSTEM, second, 1)
        won.append((bulletin, bulletin.path.stat().st_ino))
        write(*given)

    monkeypatch.setattr(bulletins, "write_bulletin", overtaken)
    with pytest.raises(UserError) as refused:
        publish(SYSTEM, first, 1)
    assert [issue.code for issue in refused.value.issues] == ["W222"]
    ((bulletin, file),) = won
    assert bulletin.path.stat().st_ino == file


def test_a_run_that_is_not_done_cannot_be_published(filled: None) -> None:
    run = Run.objects.create(as_of="2021-12", requested_by="x")
    with pytest.raises(UserError) as refused:
        publish(SYSTEM, run, 1)
    assert [issue.code for issue in refused.value.issues] == ["W221"]


def test_the_database_refuses_to_change_one(filled: None) -> None:
    bulletin = published_bulletin()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Bulletin.objects.filter(pk=bulletin.pk).update(number=99)


def test_the_office_publishes_and_everybody_reads(filled: None) -> None:
    finished_run()
    client = browser(person(Role.OFFICE))
    assert "已发布" in client.post("/bulletins/publish", {"number": "7"}, follow=True).content.decode()
    assert "W222" not in client.post("/bulletins/publish", {"number": "7"}, follow=True).content.decode()
    bulletin = Bulletin.objects.get()
    response: Any = browser(person(Role.LEADER)).get(f"/bulletins/{bulletin.pk}")
    assert response["Content-Disposition"].startswith("attachment; ")
    bulletin.path.with_suffix(".copy").write_bytes(response.content)
    assert zipfile.is_zipfile(bulletin.path.with_suffix(".copy"))


@pytest.mark.parametrize("number", ["0", "x", "-1", "1000", "①", ""])
def test_a_bad_number_is_refused_in_words(filled: None, number: str) -> None:
    finished_run()
    page = browser(person(Role.OFFICE)).post("/bulletins/publish", {"number": number}, follow=True).content.decode()
    assert "1 至 999" in page
    assert not Bulletin.objects.exists()


def test_a_file_that_somebody_changed_is_neither_handed_out_nor_proved(filled: None) -> None:
    """Not even where its text is the same: the file is compared as a whole."""
    bulletin = published_bulletin()
    with zipfile.ZipFile(bulletin.path, "a") as file:
        file.writestr("docProps/forged.xml", "<forged/>")
    assert bulletins.text_digest(bulletin.path) == bulletin.text_digest
    client = browser(person(Role.OFFICE))
    for language, words in (("zh-hans", "不是当初保存的那份"), ("en", "is not what was kept")):
        client.cookies["language"] = language
        answer = client.get(f"/bulletins/{bulletin.pk}")
        assert (answer.status_code, words in answer.content.decode()) == (500, True), answer.content.decode()
    client.cookies["language"] = "zh-hans"
    assert "不能原样重现" in client.post(f"/bulletins/{bulletin.pk}/prove").content.decode()
    assert proved(bulletin) is Proved.DIFFERS
    program = Program(person(Role.LEADER))
    answer = program.get(f"/bulletins/{bulletin.pk}/file")
    assert (answer.status_code, answer.json()["issues"][0]["code"]) == (500, "W291")
    bulletin.path.unlink()
    assert client.get(f"/bulletins/{bulletin.pk}").status_code == 404
    assert program.get(f"/bulletins/{bulletin.pk}/file").status_code == 404
    assert proved(bulletin) is Proved.DIFFERS
