"""Who writes which field of a record: what was seen done on the running site is refused; corrections take two."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_records import PDF, actor, document, seen
from helpers_rights import ZHONGWEI, lived, somebody, two_enterprises
from helpers_web import browser
from sigai.base import UserError
from sigai.ledgers import Head
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.changes import LateError
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.ledgers import documents, services
from sigai_web.ledgers.correcting import ask_correction, corrections_for, decide_correction
from sigai_web.ledgers.models import Attachment, RecordCorrection
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions import Role
from sigai_web.runs.models import Run
from sigai_web.store.models import CurrentRecord, RecordRevision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real(db: None, settings: Any) -> None:
    settings.SIGAI_PROGRAMME = ZHONGWEI
    two_enterprises()


def someone(role: Role, ledger: str, name: str = "", *, own: bool = True) -> User:
    return somebody(role, programme.current().ledger_by_id[ledger], own=own, name=name)


def record_of(ledger: str, *states: str, **values: Any) -> CurrentRecord:
    return lived(programme.current().ledger_by_id[ledger], states, **values)


def edit(user: User, record: CurrentRecord, reason: str = "更正", **values: Any) -> CurrentRecord:
    head = Head(record.name or "", record.entity or "", record.area or "")
    changed = services.edit(actor(user), user, record.pk, seen=record.revision, head=head, values=values, reason=reason)
    return changed.record


def refused(act: Callable[[], Any]) -> list[tuple[str, str | None]]:
    with pytest.raises(UserError) as error:
        act()
    return sorted((issue.code, issue.place.column) for issue in error.value.issues)


def stands(record: CurrentRecord) -> CurrentRecord:
    return CurrentRecord.objects.get(pk=record.pk)


class TestWhatWasDoneOnTheRunningSite:
    """Each was taken with any reason before there were rights of fields; what goes on in order still does."""

    def test_an_expired_green_factory_made_a_national_high_tech_enterprise(self) -> None:
        clerk = someone(Role.ENTERPRISE_REPORTER, "titles")
        title = record_of("titles", "cultivating", "applied", "recognised", title="green_factory", level="region")
        wanted = {"title": "high_tech", "level": "national"}
        assert refused(lambda: edit(clerk, title, **wanted)) == [("W180", "level"), ("W180", "title")]
        assert stands(title).fields["title"] == "green_factory"

    def test_an_enterprise_wrote_its_own_amount(self) -> None:
        clerk = someone(Role.ENTERPRISE_REPORTER, "incentives")
        before = record_of("incentives", "applied", granted=None, asked=10)
        assert refused(lambda: edit(clerk, before, granted="5000")) == [("W181", "granted")]
        after = record_of("incentives", "applied", "reviewed", "approved", granted=10, asked=10)
        wanted = {"granted": "5000", "asked": "5000"}
        assert refused(lambda: edit(clerk, after, **wanted)) == [("W180", "asked"), ("W180", "granted")]

    def test_an_enterprise_entered_its_own_amount(self) -> None:
        clerk = someone(Role.ENTERPRISE_REPORTER, "incentives")
        ledger, head = programme.current().ledger_by_id["incentives"], Head("奖补", "91000000MA0000001R", "")
        values = {"scheme": ledger.fields[0].choices[0].id, "asked": "10", "granted": "10"}

        def enter() -> None:
            services.create(
                actor(clerk), clerk, ledger, "apply", head=head, values=values, documents=[document("申请书")]
            )

        assert ("W181", "granted") in refused(enter)

    def test_the_inspected_rewrote_findings_and_deadline(self) -> None:
        clerk = someone(Role.ENTERPRISE_REPORTER, "inspections")
        found = record_of("inspections", "planned", "held", "correcting", findings="三处隐患", due="2022-06-30")
        wanted = {"findings": "未发现问题", "due": "2030-01-01", "next_on": "2031-01-01"}
        assert refused(lambda: edit(clerk, found, **wanted)) == [
            ("W180", "due"),
            ("W180", "findings"),
            ("W181", "next_on"),
        ]

    def test_the_inspected_removed_the_inspectors_photo(self) -> None:
        clerk, inspector = someone(Role.ENTERPRISE_REPORTER, "inspections"), someone(Role.UNIT_REPORTER, "inspections")
        colleague = someone(Role.UNIT_APPROVER, "inspections")
        found = record_of("inspections", "planned", "held", "correcting")
        (photo,) = documents.attach(actor(inspector), inspector, found.pk, [document("")])
        (reply,) = documents.attach(actor(clerk), clerk, found.pk, [document("")])
        assert refused(lambda: documents.remove(actor(clerk), clerk, photo.pk)) == [("W192", None)]
        assert refused(lambda: documents.remove(actor(inspector), inspector, reply.pk)) == [("W192", None)]
        documents.remove(actor(clerk), clerk, reply.pk)
        documents.remove(actor(colleague), colleague, photo.pk)
        assert set(Attachment.objects.values_list("removed_by", flat=True)) == {clerk.username, colleague.username}

    def test_who_was_noticed_rewrote_matter_and_deadline(self) -> None:
        addressee = someone(Role.UNIT_REPORTER, "notices")
        notice = record_of("notices", "drafted", "issued", "accepted", due="2022-06-30")
        wanted = {"subject_matter": "无事", "due": "2030-01-01", "target": programme.current().targets[0].id}
        assert {code for code, _ in refused(lambda: edit(addressee, notice, **wanted))} == {"W180"}
        draft = record_of("notices", "drafted")
        assert refused(lambda: edit(addressee, draft, subject_matter="无事")) == [("W181", "subject_matter")]

    def test_a_renewal_asks_anew_for_what_the_recognition_settled(self) -> None:
        approver = someone(Role.UNIT_APPROVER, "titles")
        title = record_of("titles", "cultivating", "applied", "recognised", valid_until="2022-01-01")
        documents.attach(actor(approver), approver, title.pk, [document("复核文件")])
        values = {"valid_until": "2025-01-01"}
        renewed = services.take_step(
            actor(approver), approver, title.pk, "renew", seen=seen(title), values=values
        ).record
        assert renewed.fields["valid_until"] == "2025-01-01"


class TestCorrections:
    """One who makes the step asks, with reason and document; another one or the office decides."""

    @pytest.fixture
    def title(self) -> CurrentRecord:
        return record_of("titles", "cultivating", "applied", "recognised", title="tech_sme", level="region")

    def ask(self, user: User, record: CurrentRecord, reason: str = "公告更正", **values: Any) -> RecordCorrection:
        return ask_correction(
            actor(user), user, record.pk, seen=seen(record), values=values, reason=reason, document=document("")
        )

    def decide(self, user: User, record: CurrentRecord, *, grant: bool = True, comment: str = "") -> RecordCorrection:
        return decide_correction(actor(user), user, record.pk, seen=seen(record), grant=grant, comment=comment)

    def test_it_counts_once_another_one_granted_it(self, title: CurrentRecord) -> None:
        asks, decides = someone(Role.UNIT_APPROVER, "titles"), someone(Role.UNIT_APPROVER, "titles", "second")
        asked = self.ask(asks, title, title="high_tech")
        assert stands(title).fields["title"] == "tech_sme", "until it is decided it stays"
        assert refused(lambda: self.decide(asks, title)) == [("W188", None)]
        assert [one.pk for one in corrections_for(decides)] == [asked.pk]
        self.decide(decides, title)
        assert stands(title).fields["title"] == "high_tech"
        last = RecordRevision.objects.latest("revision")
        assert (last.reason, last.reporter) == ("公告更正", asks.username)
        assert Run.objects.latest("pk").because
        entry = JournalEntry.objects.get(action="record.correct")
        assert json.loads(entry.after)["fields"] == {"title": "high_tech"}
        assert prove().faults == []
        with pytest.raises(LateError):
            self.decide(decides, stands(title))

    def test_the_office_decides_any(self, title: CurrentRecord) -> None:
        office = someone(Role.OFFICE, "titles")
        self.ask(someone(Role.UNIT_APPROVER, "titles"), title, name="新名")
        self.decide(office, title)
        assert stands(title).name == "新名"

    def test_one_that_is_declined_leaves_all_as_it_was(self, title: CurrentRecord) -> None:
        office = someone(Role.OFFICE, "titles")
        self.ask(someone(Role.UNIT_APPROVER, "titles"), title, level="national")
        assert refused(lambda: self.decide(office, title, grant=False)) == [("W184", "comment")]
        self.decide(office, title, grant=False, comment="公告没有改")
        assert stands(title).revision == title.revision
        self.ask(someone(Role.UNIT_APPROVER, "titles"), title, level="national")

    @pytest.mark.parametrize(
        ("role", "own"),
        [
            (Role.ENTERPRISE_REPORTER, True),
            (Role.AREA_APPROVER, True),
            (Role.UNIT_REPORTER, True),
            (Role.UNIT_APPROVER, False),
        ],
    )
    def test_others_neither_ask_nor_decide(self, title: CurrentRecord, role: Role, own: bool) -> None:
        other = someone(role, "titles", own=own)
        with pytest.raises(PermissionDenied):
            self.ask(other, title, title="high_tech")
        self.ask(someone(Role.UNIT_APPROVER, "titles", "asks"), title, title="high_tech")
        with pytest.raises(PermissionDenied):
            self.decide(other, title)
        assert list(corrections_for(other)) == []

    def test_what_is_wrong_with_it_comes_at_once(self, title: CurrentRecord) -> None:
        approver = someone(Role.UNIT_APPROVER, "titles")

        def ask(reason: str = "", **values: Any) -> list[tuple[str, str | None]]:
            return refused(
                lambda: ask_correction(
                    actor(approver),
                    approver,
                    title.pk,
                    seen=seen(title),
                    values=values,
                    reason=reason,
                    document=None,
                )
            )

        assert ask(recognised_on="nie") == [
            ("L025", "recognised_on"),
            ("W184", "reason"),
            ("W185", "file"),
            ("W189", None),
        ]
        assert ask("r", batch="") == [("W152", "batch"), ("W185", "file")]
        applied = record_of("titles", "cultivating", "applied")
        with pytest.raises(PermissionDenied):
            self.ask(approver, applied, title="high_tech")
        project = record_of("projects", "proposed", "reserved", "building")
        projects = someone(Role.UNIT_APPROVER, "projects")
        assert refused(lambda: self.ask(projects, project, producing_on="2022-01-01")) == [("W190", "producing_on")]
        assert refused(lambda: self.ask(projects, project, leader="某人")) == [("W190", "leader")]
        assert Attachment.objects.count() == 0

    def test_one_waits_at_a_time(self, title: CurrentRecord) -> None:
        approver = someone(Role.UNIT_APPROVER, "titles")
        self.ask(approver, title, title="high_tech")
        assert refused(lambda: self.ask(approver, title, level="national")) == [("W186", None)]

    def test_what_a_step_judged_is_judged_again(self) -> None:
        approver = someone(Role.UNIT_APPROVER, "incentives")
        paid = record_of("incentives", "applied", "reviewed", "approved", granted=8, asked=10)
        assert refused(lambda: self.ask(approver, paid, granted="5000"))[0][0] == "L045"
        self.ask(approver, paid, granted="9")

    def test_its_document_stays(self, title: CurrentRecord) -> None:
        approver = someone(Role.UNIT_APPROVER, "titles")
        asked = self.ask(approver, title, title="high_tech")
        assert refused(lambda: documents.remove(actor(approver), approver, asked.document_id)) == [("W156", None)]

    def test_on_the_pages(self, title: CurrentRecord) -> None:
        asks, office = someone(Role.UNIT_APPROVER, "titles"), someone(Role.OFFICE, "titles")
        client, address = browser(asks), f"/ledgers/records/{title.pk}"
        page = client.get(address).content.decode()
        assert "更正已定下的内容" in page
        shown = {"revision": title.revision, "step": title.step}
        wrong = client.post(f"{address}/correct", {**shown, "f_title": "high_tech", "reason": "公告更正"})
        assert (wrong.status_code, "没有附依据" in wrong.content.decode()) == (422, True)
        sent = {**shown, "f_title": "high_tech", "reason": "公告更正", "file": SimpleUploadedFile("a.pdf", PDF)}
        assert client.post(f"{address}/correct", sent).status_code == 302
        page = browser(office).get(address).content.decode()
        assert "申请更正已定下的内容" in page
        assert "同意更正" in page
        assert "同意更正" not in browser(asks).get(address).content.decode()
        assert any("更正" in one.words for one in waits_for(office))
        assert title.number in browser(office).get("/ledgers").content.decode()
        decided = browser(office).post(f"{address}/correction", {**shown, "decision": "grant"})
        assert decided.status_code == 302
        history = browser(office).get(address).content.decode()
        assert "申请更正" in history
        assert "更正（同意他人申请）" in history
        assert "高新技术企业" in history
