"""Published bulletins: sealed by the journal, kept for good, made again word for word."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from docx import Document

from helpers_api import Program
from helpers_runs_web import SIGNER, WRITER, finished_run, published_bulletin, ready_run, signed_draft
from helpers_web import OURS, browser, person
from sigai.base import Period, Place, UserError
from sigai.reports import program_of, this_program
from sigai.reports.bulletin import TEMPLATE_FAULT
from sigai_web.accounts.models import User
from sigai_web.bulletins import drafting, published_views, publishing
from sigai_web.bulletins.drafting import begin_draft, hand_in, renew, write_text
from sigai_web.bulletins.models import BulletinDraft, BulletinReceipt, BulletinWithdrawal
from sigai_web.bulletins.operations import BULLETIN_DRAFT, BULLETIN_PUBLISH
from sigai_web.bulletins.publishing import Proved, proved, publish
from sigai_web.bulletins.signing import give_back, sign, withdraw
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.permissions import Operation, Role, allowed
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
    write = publishing.write_bulletin

    def worded_otherwise(view: Any, path: Any, issue: Any, **how: Any) -> None:
        write(view, path, dataclasses.replace(issue, number=issue.number + 1), **how)

    monkeypatch.setattr(publishing, "write_bulletin", worded_otherwise)
    assert proved(bulletin) is Proved.DIFFERS
    monkeypatch.setattr(publishing, "this_program", lambda: "a later one")
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
    bulletin = published_bulletin(run=finished_run())
    monkeypatch.setattr(publishing, "this_program", lambda: "a later one")
    table = next(bulletin.run.folder.glob("*.parquet"))
    table.write_bytes(table.read_bytes() + b"x")
    assert proved(bulletin) is Proved.DIFFERS


def test_a_number_is_given_once_and_the_file_stays(filled: None) -> None:
    bulletin = published_bulletin()
    before = bulletin.path.read_bytes()
    with pytest.raises(UserError) as refused:
        published_bulletin(bulletin.number)
    assert [issue.code for issue in refused.value.issues] == ["W222"]
    assert bulletin.path.read_bytes() == before


def test_of_two_published_at_once_one_wins_and_its_file_stays(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run = ready_run()
    first, second = signed_draft(run), publishing_of_another_kind(run)
    write, won = publishing.write_bulletin, list[tuple[Bulletin, int]]()

    def overtaken(*given: Any, **how: Any) -> None:
        monkeypatch.setattr(publishing, "write_bulletin", write)
        # Both read the same head of the journal: none of the other's entries is there yet.
        bulletin = publish(WRITER, second.pk, 1)
        won.append((bulletin, bulletin.path.stat().st_ino))
        write(*given, **how)

    monkeypatch.setattr(publishing, "write_bulletin", overtaken)
    with pytest.raises(UserError) as refused:
        publish(WRITER, first.pk, 1)
    assert [issue.code for issue in refused.value.issues] == ["W222"]
    ((bulletin, file),) = won
    assert bulletin.path.stat().st_ino == file
    assert proved(bulletin) is Proved.AGAIN


def test_what_was_signed_anew_while_its_file_was_written_is_not_published(
    filled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file would say what was signed before."""
    draft = signed_draft(ready_run())
    write = publishing.write_bulletin

    def overtaken(*given: Any, **how: Any) -> None:
        write(*given, **how)
        give_back(SIGNER, draft.pk, "缺措施")
        write_text(WRITER, draft.pk, "overall", "请抓紧。", 0)
        hand_in(WRITER, draft.pk)
        sign(SIGNER, draft.pk)

    monkeypatch.setattr(publishing, "write_bulletin", overtaken)
    with pytest.raises(UserError) as refused:
        publish(WRITER, draft.pk, 1)
    assert codes(refused) == ["W662"]
    assert not Bulletin.objects.exists()
    monkeypatch.setattr(publishing, "write_bulletin", write)
    assert "请抓紧。" in text_of(publish(WRITER, draft.pk, 1))


def publishing_of_another_kind(run: Run) -> BulletinDraft:
    draft = begin_draft(WRITER, run, "brief")
    hand_in(WRITER, draft.pk)
    return sign(SIGNER, draft.pk)


def codes(refused: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [issue.code for issue in refused.value.issues]


def test_a_run_that_is_not_done_cannot_be_drafted_from(filled: None) -> None:
    run = Run.objects.create(as_of="2021-12", requested_by="x")
    with pytest.raises(UserError) as refused:
        begin_draft(WRITER, run, "monthly")
    assert codes(refused) == ["W221"]


def test_what_no_template_is_for_is_not_begun(filled: None) -> None:
    ready_run()
    page = browser(person(Role.OFFICE)).post("/bulletins/drafts", {"kind": "weekly"}, follow=True)
    assert "没有通报模板 weekly" in page.content.decode()
    assert not BulletinDraft.objects.exists()


def test_a_template_broken_since_says_so_on_the_pages_of_its_drafts(
    filled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = begin_draft(WRITER, ready_run(), "monthly")
    monkeypatch.setattr(drafting, "draft_bulletin", refusing)
    monkeypatch.setattr(publishing, "write_bulletin", refusing)
    client = browser(person(Role.OFFICE))
    page = f"/bulletins/drafts/{draft.pk}"
    for answer in (client.get(page), client.get(f"{page}/file"), client.post(f"{page}/step", {"step": "hand-in"})):
        assert (answer.status_code, "通报模板 monthly 不能用" in answer.content.decode()) == (501, True)
    assert client.post(f"{page}/step", {"step": "drop"}).status_code == 302


def refusing(*_: Any, **__: Any) -> None:
    raise UserError([TEMPLATE_FAULT.at(Place(), name="monthly", detail="x")])


def test_a_figure_that_nobody_can_follow_is_refused_with_its_sentence(filled: None) -> None:
    """Refused when it is handed in; said where it comes from, it is taken and printed with its source."""
    draft = begin_draft(WRITER, ready_run(), "monthly")
    row = write_text(WRITER, draft.pk, "overall", "请抓紧。全市新开工项目977个。", 0)
    with pytest.raises(UserError) as refused:
        hand_in(WRITER, draft.pk)
    assert codes(refused) == ["G012"]
    assert "977个" in refused.value.issues[0].what("zh")
    assert "新开工项目" in refused.value.issues[0].what("en")
    write_text(WRITER, draft.pk, "overall", "全市新开工项目977个〔来源：市发展改革委〕。", row.version)
    hand_in(WRITER, draft.pk)
    sign(SIGNER, draft.pk)
    bulletin = publish(WRITER, draft.pk, 3)
    document = Document(str(bulletin.path))
    assert "977个〔来源：市发展改革委〕" in text_of(bulletin)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "来源：市发展改革委" in cells
    assert "专班提供" in cells
    assert proved(bulletin) is Proved.AGAIN


def test_nobody_signs_what_they_had_a_hand_in(filled: None) -> None:
    other = Actor("third", "")
    draft = begin_draft(WRITER, ready_run(), "monthly")
    write_text(SIGNER, draft.pk, "overall", "请抓紧。", 0)
    hand_in(other, draft.pk)
    for actor in (WRITER, SIGNER, other):
        with pytest.raises(UserError) as refused:
            sign(actor, draft.pk)
        assert codes(refused) == ["W661"]
    assert sign(Actor("fourth", ""), draft.pk).state == "signed"


def test_two_writers_never_overwrite_each_other(filled: None) -> None:
    draft = begin_draft(WRITER, ready_run(), "monthly")
    write_text(WRITER, draft.pk, "overall", "甲写的。", 0)
    with pytest.raises(UserError) as refused:
        write_text(SIGNER, draft.pk, "overall", "乙写的。", 0)
    assert codes(refused) == ["W660"]
    assert drafting.texts_of(draft) == {"overall": "甲写的。"}
    assert write_text(SIGNER, draft.pk, "overall", "乙写的。", 1).version == 2


def test_a_text_that_a_revision_brought_was_written_by_nobody_of_its_draft(filled: None) -> None:
    bulletin = published_bulletin(texts={"overall": "原有一句。"})
    draft = begin_draft(WRITER, bulletin.run, "monthly", revises=bulletin, reason="补充措施")
    with pytest.raises(UserError) as refused:
        write_text(WRITER, draft.pk, "overall", "另写。", 0)
    assert codes(refused) == ["W660"]
    assert refused.value.issues[0].what("zh").startswith("别人")


@pytest.mark.parametrize(("text", "status"), [("乙写的。", 409), ("长" * 4001, 422)])
def test_a_browser_without_scripts_gets_back_what_could_not_be_kept(filled: None, text: str, status: int) -> None:
    draft = begin_draft(WRITER, ready_run(), "monthly")
    write_text(WRITER, draft.pk, "overall", "甲写的。", 0)
    seen = "0" if status == 409 else "1"
    client = browser(person(Role.OFFICE))
    page = client.post(f"/bulletins/drafts/{draft.pk}/text", {"place": "overall", "text": text, "seen": seen})
    assert page.status_code == status
    assert f">{text}</textarea>" in page.content.decode()
    assert "甲写的。" in page.content.decode()
    assert drafting.texts_of(draft) == {"overall": "甲写的。"}


@pytest.mark.parametrize(("place", "text", "code"), [("nowhere", "x", "W663"), ("overall", "长" * 4001, "W669")])
def test_a_text_that_cannot_be_kept_is_refused(filled: None, place: str, text: str, code: str) -> None:
    draft = begin_draft(WRITER, ready_run(), "monthly")
    with pytest.raises(UserError) as refused:
        write_text(WRITER, draft.pk, place, text, 0)
    assert codes(refused) == [code]
    assert write_text(WRITER, draft.pk, "overall", "长" * 4000, 0).version == 1


def test_what_is_frozen_stays_and_what_is_returned_is_open_again(filled: None) -> None:
    draft = begin_draft(WRITER, ready_run(), "monthly")
    with pytest.raises(UserError) as refused:
        begin_draft(SIGNER, ready_run(), "monthly")
    assert codes(refused) == ["W664"]
    hand_in(WRITER, draft.pk)
    for late in (lambda: write_text(WRITER, draft.pk, "overall", "x", 0), lambda: publish(WRITER, draft.pk, 1)):
        with pytest.raises(UserError) as refused:
            late()
        assert codes(refused) == ["W662"]
    with pytest.raises(UserError) as refused:
        give_back(SIGNER, draft.pk, " ")
    assert codes(refused) == ["W666"]
    give_back(SIGNER, draft.pk, "缺措施")
    newer = ready_run()
    assert renew(WRITER, draft.pk, newer).run_id == newer.pk


def test_a_review_of_the_year_is_drafted_as_of_december_only(filled: None) -> None:
    assert begin_draft(WRITER, ready_run(), "year").kind == "year"
    earlier = finished_run(as_of=Period.parse("2021-10"))
    with pytest.raises(UserError) as refused:
        begin_draft(WRITER, earlier, "year")
    assert codes(refused) == ["W668"]


def test_a_revision_takes_the_place_and_says_what_changed(filled: None) -> None:
    bulletin = published_bulletin()
    for reason, code in (("", "W666"),):
        with pytest.raises(UserError) as refused:
            begin_draft(WRITER, bulletin.run, "monthly", revises=bulletin, reason=reason)
        assert codes(refused) == [code]
    revised = published_bulletin(run=bulletin.run, revises=bulletin, reason="补充措施", texts={"overall": "另加一句。"})
    assert "原通报不再有效。修订原因：补充措施。" in text_of(revised)
    found = BulletinWithdrawal.objects.get(bulletin=bulletin)
    assert (found.replaced_by, found.reason) == (revised, "补充措施")
    assert [proved(each) for each in (bulletin, revised)] == [Proved.AGAIN, Proved.AGAIN]
    page = browser(person(Role.OFFICE)).get(f"/bulletins/{revised.pk}/about").content.decode()
    assert "+ 另加一句。" in page
    with pytest.raises(UserError) as refused:
        withdraw(WRITER, bulletin, "有误")
    assert codes(refused) == ["W665"]


def test_a_number_in_the_reason_of_a_revision_is_checked_too(filled: None) -> None:
    bulletin = published_bulletin()
    draft = begin_draft(WRITER, bulletin.run, "monthly", revises=bulletin, reason="漏报977家")
    with pytest.raises(UserError) as refused:
        hand_in(WRITER, draft.pk)
    assert codes(refused) == ["G012"]


def test_withdrawn_it_stays_provable_and_needs_no_reading(filled: None) -> None:
    reader = person(Role.LEADER)
    bulletin = published_bulletin()
    with pytest.raises(UserError) as refused:
        withdraw(WRITER, bulletin, "")
    assert codes(refused) == ["W666"]
    withdraw(WRITER, bulletin, "数据有误")
    assert proved(bulletin) is Proved.AGAIN
    page = browser(reader).get("/bulletins").content.decode()
    assert "已撤回" in page
    assert "待阅" not in page
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        BulletinWithdrawal.objects.update(reason="x")


@pytest.mark.parametrize(
    ("lacking", "offered"), [(BULLETIN_DRAFT, ["撤回"]), (BULLETIN_PUBLISH, ["起草修订"]), (None, ["起草修订", "撤回"])]
)
def test_a_page_offers_only_what_its_reader_may_do(
    filled: None, monkeypatch: pytest.MonkeyPatch, lacking: Operation | None, offered: list[str]
) -> None:
    bulletin = published_bulletin()
    monkeypatch.setattr(published_views, "allowed", lambda user, asked: asked is not lacking and allowed(user, asked))
    page = browser(person(Role.OFFICE)).get(f"/bulletins/{bulletin.pk}/about").content.decode()
    assert [word for word in ("起草修订", "撤回") if f">{word}</button>" in page] == offered


def test_receipts_say_who_opened_it(filled: None) -> None:
    reader, other, clerk = person(Role.LEADER), person(Role.OFFICE), person(Role.ENTERPRISE_REPORTER)
    bulletin = published_bulletin()
    rows = dict(BulletinReceipt.objects.values_list("username", "opened_at"))
    assert set(rows) == {reader.username, other.username}
    assert clerk.username not in rows
    client = browser(reader)
    assert "期通报待阅" in client.get("/today").content.decode()
    client.get(f"/bulletins/{bulletin.pk}")
    assert BulletinReceipt.objects.get(username=reader.username).opened_at is not None
    assert BulletinReceipt.objects.get(username=other.username).opened_at is None
    assert "2 / 2" in browser(other).get(f"/bulletins/{bulletin.pk}/about").content.decode()


def test_one_from_before_there_were_drafts_stays_provable(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    bulletin = published_bulletin()
    BulletinDraft.objects.filter(bulletin=bulletin).update(bulletin=None)
    monkeypatch.setattr(publishing, "this_program", lambda: "a later one")
    assert proved(Bulletin.objects.get()) is Proved.KEPT


def test_the_database_refuses_to_change_one(filled: None) -> None:
    bulletin = published_bulletin()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Bulletin.objects.filter(pk=bulletin.pk).update(number=99)


def test_the_office_publishes_and_everybody_reads(filled: None) -> None:
    ready_run()
    writer = browser(person(Role.OFFICE))
    writer.post("/bulletins/drafts", {"kind": "monthly"})
    draft = BulletinDraft.objects.get()
    page = f"/bulletins/drafts/{draft.pk}"
    writer.post(f"{page}/text", {"place": "overall", "text": "请抓紧。", "seen": "0"})
    writer.post(f"{page}/step", {"step": "hand-in"})
    assert writer.post(f"{page}/sign", {"decision": "sign"}).status_code == 422
    signer = browser(person(Role.OFFICE, name="second"))
    assert "份通报待签发" in signer.get("/today").content.decode()
    signer.post(f"{page}/sign", {"decision": "sign"})
    assert "已发布" in writer.post(f"{page}/publish", {"number": "7"}, follow=True).content.decode()
    bulletin = Bulletin.objects.get()
    response: Any = browser(person(Role.LEADER)).get(f"/bulletins/{bulletin.pk}")
    assert response["Content-Disposition"].startswith("attachment; ")
    bulletin.path.with_suffix(".copy").write_bytes(response.content)
    assert zipfile.is_zipfile(bulletin.path.with_suffix(".copy"))


@pytest.mark.parametrize("number", ["0", "x", "-1", "1000", "①", "", "9" * 5000])
def test_a_bad_number_is_refused_in_words(filled: None, number: str) -> None:
    draft = signed_draft(ready_run())
    answer = browser(person(Role.OFFICE)).post(f"/bulletins/drafts/{draft.pk}/publish", {"number": number})
    assert answer.status_code == 422
    assert "1 至 999" in answer.content.decode()
    assert not Bulletin.objects.exists()


def test_a_file_that_somebody_changed_is_neither_handed_out_nor_proved(filled: None) -> None:
    """Not even where its text is the same: the file is compared as a whole."""
    bulletin = published_bulletin()
    with zipfile.ZipFile(bulletin.path, "a") as file:
        file.writestr("docProps/forged.xml", "<forged/>")
    assert publishing.text_digest(bulletin.path) == bulletin.text_digest
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


def test_its_pages_name_people_not_accounts(filled: None) -> None:
    """Whoever drafted, wrote, handed in, signed, published and withdrew goes by name."""
    run = ready_run()
    office = [person(Role.OFFICE, name=f"account-{name}") for name in "abc"]
    for user, name in zip(office, ("甲某", "乙某", "丙某"), strict=True):
        User.objects.filter(pk=user.pk).update(name=name)
        user.refresh_from_db()
    first, second, third = (Actor(each.username, "") for each in office)
    client = browser(office[0])
    draft = begin_draft(first, run, "monthly")
    page = f"/bulletins/drafts/{draft.pk}"
    write_text(second, draft.pk, "overall", "请抓紧。", 0)
    late = client.post(
        f"{page}/text", {"place": "overall", "text": "另写。", "seen": "0"}, headers={"HX-Request": "true"}
    )
    shown = [late, client.get(page), client.get("/bulletins")]
    hand_in(first, draft.pk)
    sign(third, draft.pk)
    shown.append(client.get(page))
    bulletin = publish(first, draft.pk, 1)
    withdraw(third, bulletin, "有误")
    shown += [client.get("/bulletins"), client.get(f"/bulletins/{bulletin.pk}/about")]
    said = [re.sub(r'<header.*?</header>|data-user=".*?"', "", one.content.decode(), flags=re.S) for one in shown]
    for text, expected in zip(said, ([1], [0, 1], [0], [0, 1, 2], [0], [0, 1, 2]), strict=True):
        assert [number for number, each in enumerate(office) if each.name in text] == expected
        assert not any(each.username in text for each in office)
