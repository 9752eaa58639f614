"""What apps tell: of each thing that waits for somebody, or was decided, whoever it concerns and nobody else."""

from __future__ import annotations

import pytest

from helpers_decisions import asked_by, given
from helpers_records import actor, seen, work
from helpers_reporting import APPROVER, CLERK, OFFICER, accepted, assignment, submitted
from helpers_web import OURS, person, stranger
from sigai_web.dashboards.instructing import close, instruct, reply
from sigai_web.dashboards.models import Instruction
from sigai_web.decisions.deciding import decide_on
from sigai_web.ledgers.withdrawing import ask_withdrawal, decide_withdrawal
from sigai_web.manifests import message_kinds
from sigai_web.messages.models import Message
from sigai_web.permissions import Role
from sigai_web.register.changing import ask, decide
from sigai_web.register.planning import WantedChange
from sigai_web.reporting import services
from sigai_web.store.register import NewFact

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("user__username", "subject_zh"))


def test_kinds_are_told_apart_and_have_words_and_a_place() -> None:
    kinds = message_kinds()
    assert len({str(kind) for kind in kinds}) == len({kind.order for kind in kinds}) == len(kinds)
    assert all(kind.zh and kind.en for kind in kinds)


class TestSheets:
    @pytest.fixture(autouse=True)
    def _people(self, filled: None) -> None:
        person(Role.UNIT_APPROVER, name="approver2")
        person(Role.AREA_APPROVER, name="area")
        person(Role.OFFICE, name="office2")
        person(Role.ENTERPRISE_REPORTER, name=CLERK.name)
        stranger(Role.AREA_APPROVER)

    def test_who_approves_then_the_office_then_who_handed_in(self) -> None:
        sheet = submitted()
        names = {name for name, _ in told("sheet.to_approve")}
        assert names and names <= {"approver2", "area"}
        approved_sheet = services.approve(APPROVER, assignment(), seen=sheet.version)
        assert [name for name, _ in told("sheet.to_accept")] == ["office2"]
        services.accept(OFFICER, assignment(), seen=approved_sheet.version)
        ((name, subject),) = told("sheet.accepted")
        assert name == CLERK.name and subject.startswith("已核收：")

    def test_of_many_of_a_day_one_message(self) -> None:
        sheet = submitted()
        services.give_back(APPROVER, assignment(), seen=sheet.version, comment="?", stage="submitted")
        again = services.submit(CLERK, assignment(), seen=sheet.version + 1)
        assert again.state == "submitted"
        assert len({name for name, _ in told("sheet.to_approve")}) == len(told("sheet.to_approve"))

    def test_a_correction_that_others_open(self) -> None:
        sheet = accepted()
        services.open_correction(OFFICER, assignment(), seen=sheet.version, reason="单位错了")
        assert list(Message.objects.filter(kind="sheet.correcting").values_list("user__username", "words_zh")) == [
            (CLERK.name, "单位错了")
        ]


def test_an_instruction_its_reply_and_its_end(filled: None) -> None:
    leader, mine = person(Role.LEADER, name="leader"), person(Role.UNIT_REPORTER, name="unit")
    stranger(Role.UNIT_REPORTER)
    written = instruct(actor(leader), leader, Instruction.Kind.UNIT, "U1", unit="U1", text="抓紧")
    assert ("unit", f"有批示待答复（第 {written.pk} 号）") in told("instruction.written")
    assert "unit-reporter" not in str(told("instruction.written"))
    reply(actor(mine), mine, written, "已办")
    assert [name for name, _ in told("instruction.reply")] == ["leader"]
    close(actor(leader), leader, written)
    close(actor(leader), leader, written)
    assert "unit" in [name for name, _ in told("instruction.closed")]


@pytest.mark.parametrize(("grant", "said"), [(True, "已同意："), (False, "未同意：")])
def test_a_withdrawal_is_for_who_approves_and_its_answer_for_who_asked(filled: None, grant: bool, said: str) -> None:
    asker, decider = person(Role.UNIT_REPORTER, name="asker"), person(Role.UNIT_APPROVER, name="decider")
    stranger(Role.UNIT_APPROVER)
    record = work(asker)
    ask_withdrawal(actor(asker), asker, record.pk, seen=seen(record), reason="重复")
    assert [name for name, _ in told("withdrawal.asked")] == ["decider"]
    decide_withdrawal(actor(decider), decider, record.pk, seen=seen(record), grant=grant, comment="看过")
    ((name, subject),) = told("withdrawal.decided")
    assert name == "asker" and subject.startswith(said) and record.number in subject


def test_a_decision_on_the_programme(filled: None) -> None:
    asker, other = person(Role.OFFICE, name="asker"), person(Role.OFFICE, name="other")
    made = asked_by(asker, given())
    assert [name for name, _ in told("decision.asked")] == ["other"]
    decide_on(actor(other), other, made.pk, grant=False, comment="不妥")
    message = Message.objects.get(kind="decision.decided")
    assert (message.user_id, message.words_zh) == (asker.pk, "不妥")


def test_a_change_of_the_register_is_for_the_office(filled: None) -> None:
    asker, office = person(Role.AREA_APPROVER, name="asker"), person(Role.OFFICE, name="office2")
    person(Role.UNIT_APPROVER, name="confirms")
    wanted = WantedChange(facts=[NewFact(OURS, "name", "乙县新厂", 24263)], reason="更名")
    made = ask(actor(asker), asker, wanted).change
    assert made is not None
    assert [name for name, _ in told("register.asked")] == ["office2"]
    decide(actor(office), office, made.pk, grant=True)
    ((name, _),) = told("register.decided")
    assert name == "asker"
