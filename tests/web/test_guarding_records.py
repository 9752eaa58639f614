"""What was tried against records and documents and is refused: reading the register, removed files, a full disk."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from helpers_api import Program
from helpers_records import PDF, actor, document, told, work, works
from helpers_web import OURS, THEIRS, browser, person
from sigai.base import UserError
from sigai.ledgers import Head
from sigai_web import programme
from sigai_web.accounts.models import Membership
from sigai_web.dashboards import evidence
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.ledgers import documents, services
from sigai_web.ledgers.files import path_of, sweep
from sigai_web.ledgers.models import Attachment, UploadShare
from sigai_web.permissions import Reach, Role
from sigai_web.runs.models import WorkerBeat
from sigai_web.runs.working import worker_alive
from sigai_web.store.models import CurrentRecord, Entity
from sigai_web.store.operations import RECORD_KEEP
from sigai_web.store.owners import ledgers_of_unit
from sigai_web.store.within import readable

pytestmark = pytest.mark.django_db

OUR_NAME, THEIR_NAME = "乙县一厂", "丙县一厂"
UNKNOWN = "91000000MA0000099X"


def offered_to(role: Role, word: str) -> str:
    return browser(person(role)).get("/ledgers/entities", {"entity": word}).content.decode()


class TestRegister:
    @pytest.mark.parametrize("role", [Role.AREA_REPORTER, Role.AREA_APPROVER, Role.ENTERPRISE_REPORTER])
    def test_a_clerk_is_offered_what_they_may_see(self, role: Role, filled: None) -> None:
        client = browser(person(role))
        for word in ("一厂", "9", "91", THEIRS, "县", "丙"):
            page = client.get("/ledgers/entities", {"entity": word}).content.decode()
            assert THEIRS not in page, word
        assert OURS in client.get("/ledgers/entities", {"entity": "一厂"}).content.decode()

    @pytest.mark.parametrize("role", [Role.UNIT_REPORTER, Role.UNIT_APPROVER])
    def test_a_unit_is_offered_whom_its_ledgers_are_about(self, role: Role, filled: None) -> None:
        """Besides whom it sees on the page of enterprises; not whom a record merely names."""
        user = person(role)
        Membership.objects.filter(user=user).update(scope="U2")
        client = browser(user)
        work(person(Role.OFFICE), entity=OURS, partner=THEIRS)
        kept = ledgers_of_unit(programme.current(), "U2")
        assert kept != ledgers_of_unit(programme.current(), "U1")
        seen = {one.pk for one in readable(user)}
        about = set(CurrentRecord.objects.filter(ledger__in=kept).values_list("entity", flat=True))
        page = client.get("/ledgers/entities", {"entity": "9"}).content.decode()
        assert {code for code in (OURS, THEIRS) if code in page} == {OURS, THEIRS} & (seen | about)

    def test_a_county_is_offered_nobody_whom_its_records_merely_name(self, filled: None) -> None:
        work(person(Role.OFFICE), entity=OURS, partner=THEIRS)
        page = offered_to(Role.AREA_REPORTER, "9")
        assert (OURS in page, THEIRS in page) == (True, False)

    @pytest.mark.parametrize("role", [role for role in Role if RECORD_KEEP.roles.get(role) not in (None, Reach.ALL)])
    def test_nobody_is_offered_an_enterprise_that_their_page_does_not_list(self, role: Role, filled: None) -> None:
        """Without a record in any ledger both are the same."""
        client = browser(person(role))
        listed = client.get("/enterprises").content.decode()
        page = client.get("/ledgers/entities", {"entity": "9"}).content.decode()
        codes = Entity.objects.filter(kind="enterprise").values_list("pk", flat=True)
        assert {code for code in codes if code in page} <= {code for code in codes if code in listed}

    def test_the_office_is_offered_all(self, filled: None) -> None:
        page = offered_to(Role.OFFICE, "一厂")
        assert OURS in page
        assert THEIRS in page

    @pytest.mark.parametrize("role", [Role.ENTERPRISE_REPORTER])
    @pytest.mark.parametrize("where", ["entity", "partner"])
    def test_unknown_and_hidden_codes_and_names_get_the_same_answer(self, role: Role, where: str, filled: None) -> None:
        user = person(role)

        def answer(word: str) -> Any:
            given = {"note": "x", "kind": "new", **({"partner": word} if where == "partner" else {})}
            head = Head("n", word if where == "entity" else OURS, "")
            with pytest.raises(UserError) as refused:
                services.create(actor(user), user, works(), "plan", head=head, values=given)
            return told(refused.value)

        assert answer(THEIRS) == answer(UNKNOWN) == answer(THEIR_NAME) == answer("没有这个厂")
        assert [code for code, _ in answer(THEIRS)] == ["L013" if where == "entity" else "L025"]

    def test_editing_finds_nothing_out_either(self, filled: None) -> None:
        user = person(Role.ENTERPRISE_REPORTER)
        record = work(user)
        answers = []
        for word in (THEIRS, UNKNOWN):
            with pytest.raises(UserError) as refused:
                head, values = Head("n", word, ""), {"note": "x", "kind": "new"}
                services.edit(actor(user), user, record.pk, seen=record.revision, head=head, values=values)
            answers.append(told(refused.value))
        assert answers[0] == answers[1]

    def test_what_a_record_names_already_stays(self, filled: None) -> None:
        office, clerk = person(Role.OFFICE), person(Role.ENTERPRISE_REPORTER)
        record = work(office, partner=THEIRS)
        head, values = Head("n", OURS, ""), {"note": "anew", "kind": "new", "partner": THEIRS}
        done = services.edit(actor(clerk), clerk, record.pk, seen=record.revision, head=head, values=values)
        assert done.record.fields["partner"] == THEIRS


class TestDays:
    @pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "1949-09-30", "9999-12-31"])
    def test_a_step_of_no_sensible_day_is_refused(self, day: str, filled: None) -> None:
        client = browser(person(Role.OFFICE))
        given = {"name": "n", "entity": OURS, "f_note": "n", "f_kind": "new", "on": day}
        page = client.post("/ledgers/of/works/new?by=plan", given)
        assert page.status_code == 422
        assert "W153" in page.content.decode() or "办理日期" in page.content.decode()
        body = {"step": "plan", "name": "n", "entity": OURS, "fields": {"note": "n", "kind": "new"}, "on": day}
        assert (
            Program(person(Role.OFFICE, name="office-2")).ask("post", "/ledgers/works/records", body).status_code == 422
        )

    def test_a_day_of_long_ago_is_taken(self, filled: None) -> None:
        given = {"name": "n", "entity": OURS, "f_note": "n", "f_kind": "new", "on": "1958-05-04"}
        assert browser(person(Role.OFFICE)).post("/ledgers/of/works/new?by=plan", given).status_code == 302


def removed(office: Any) -> Attachment:
    kept = documents.attach(actor(office), office, work(office).pk, [document("", name="身份证.pdf")])[0]
    return documents.remove(actor(office), office, kept.pk)


class TestRemoved:
    @pytest.mark.parametrize("role", [Role.LEADER, Role.UNIT_REPORTER, Role.AREA_REPORTER, Role.ENTERPRISE_REPORTER])
    def test_a_removed_document_is_served_to_the_office_only(self, role: Role, filled: None) -> None:
        office, reader = person(Role.OFFICE), person(role)
        kept = removed(office)
        assert browser(reader).get(f"/ledgers/records/{kept.record_id}").status_code == 200
        assert browser(reader).get(f"/ledgers/documents/{kept.pk}").status_code == 404
        assert Program(reader).get(f"/documents/{kept.pk}/file").status_code == 404
        assert browser(office).get(f"/ledgers/documents/{kept.pk}").status_code == 200
        assert Program(office).get(f"/documents/{kept.pk}/file").status_code == 200

    def test_one_sent_by_mistake_is_erased(self, filled: None) -> None:
        office = person(Role.OFFICE)
        kept = removed(office)
        client = browser(office)
        page = client.post(f"/ledgers/documents/{kept.pk}/erase", {"reason": ""}, follow=True).content.decode()
        assert "没有写明为什么抹掉" in page
        page = client.post(f"/ledgers/documents/{kept.pk}/erase", {"reason": "误传"}, follow=True).content.decode()
        assert "已抹掉" in page
        assert "身份证" not in page
        assert not path_of(kept.digest).exists()
        assert client.get(f"/ledgers/documents/{kept.pk}").status_code == 404
        assert client.post(f"/ledgers/documents/{kept.pk}/erase", {"reason": "x"}).status_code == 404
        entry = JournalEntry.objects.get(action="document.erase")
        assert json.loads(entry.after) == {"reason": "误传"}
        assert [fault.text("en") for fault in prove().faults] == []

    def test_what_stands_is_not_erased_and_the_same_bytes_elsewhere_stay(self, filled: None) -> None:
        office = person(Role.OFFICE)
        kept = removed(office)
        other = documents.attach(actor(office), office, kept.record_id, [document("")])[0]
        with pytest.raises(UserError, match="W309"):
            documents.erase(actor(office), office, other.pk, "误传")
        browser(office).post(f"/ledgers/documents/{kept.pk}/erase", {"reason": "误传"})
        assert path_of(other.digest).is_file()
        sweep(timedelta(0))
        assert browser(office).get(f"/ledgers/documents/{other.pk}").status_code == 200


class TestShares:
    def send(self, client: Any, pk: int, size: int, evidence: str = "-") -> str:
        file = SimpleUploadedFile("a.pdf", PDF + b"x" * (size - len(PDF)))
        given = {"file": file, "evidence": evidence}
        return str(client.post(f"/ledgers/records/{pk}/documents", given, follow=True).content.decode())

    def test_nobody_fills_the_disk(self, settings: Any, filled: None) -> None:
        settings.SIGAI_DOCUMENT_BYTES = 3 * 1024 * 1024
        office = person(Role.OFFICE)
        record, client = work(office), browser(office)
        for _ in range(2):
            assert "已上传" in self.send(client, record.pk, 1024 * 1024)
        assert "没有规定材料" in self.send(client, record.pk, 1024 * 1024, "不存在的"), "what is refused counts, too"
        assert "一人一天最多上传 3 MB" in self.send(client, record.pk, 100)
        assert Attachment.objects.count() == 2
        UploadShare.objects.update(day=timezone.localdate() - timedelta(days=1))
        assert "已上传" in self.send(client, record.pk, 100)

    def test_a_program_shares_it_with_its_person(self, settings: Any, filled: None) -> None:
        settings.SIGAI_DOCUMENT_BYTES = 10
        office = person(Role.OFFICE)
        record = work(office)
        program = Program(office)
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + PDF + b"\r\n--x--\r\n"
        answer = program.ask("post", f"/records/{record.pk}/documents", body, kind="multipart/form-data; boundary=x")
        assert answer.status_code == 422
        assert [issue["code"] for issue in answer.json()["issues"]] == ["W308"]


def test_evidence_of_a_calculation_is_capped(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_BYTES", 1000)
    for number in range(30):
        evidence._keep(tmp_path / "evidence" / f"{number}.json", "x" * 300)
    left = list((tmp_path / "evidence").iterdir())
    assert sum(file.stat().st_size for file in left) <= 1000
    assert 0 < len(left) <= 3


def test_evidence_of_old_calculations_is_forgotten(settings: Any, tmp_path: Any) -> None:
    settings.SIGAI_HOME = tmp_path
    for number in range(6):
        folder = tmp_path / "runs" / str(number) / "evidence"
        folder.mkdir(parents=True)
        (folder / "a.json").write_text("{}")
    evidence.forget_old()
    assert len(list((tmp_path / "runs").glob("*/evidence"))) == 3
    assert len(list((tmp_path / "runs").iterdir())) == 6


def test_a_sign_of_life_from_before_the_clock_was_set_back_is_none() -> None:
    WorkerBeat.objects.create(at=timezone.now() + timedelta(days=2))
    assert not worker_alive()
    WorkerBeat.objects.update(at=timezone.now())
    assert worker_alive()
