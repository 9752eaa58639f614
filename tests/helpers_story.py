"""A life of a small installation: every kind of change, made by the services that make it, nothing beside them."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_decisions import asked_by, given, granted
from helpers_records import actor, awarded, document, seen, work, works
from helpers_reporting import APPROVER, CLERK, FIGURES, OFFICER, accepted, approved, assignment, draft, submitted
from helpers_runs_web import finished_run, published_bulletin
from helpers_starting import FILES, sent
from helpers_web import OURS, THEIRS, web_data
from sigai.base import Period
from sigai.ledgers import Head
from sigai.programme import rechecks_of
from sigai.values import Mapping
from sigai_web import programme
from sigai_web.accounts import services as accounts
from sigai_web.accounts.models import User
from sigai_web.api.tokens import issue_token, revoke_token
from sigai_web.bulletins.signing import withdraw
from sigai_web.clock import today
from sigai_web.dashboards.instructing import close, instruct, reply
from sigai_web.dashboards.models import Instruction
from sigai_web.decisions.deciding import decide_on
from sigai_web.exchange import TABLES, checked_upload
from sigai_web.filters.keeping import keep_filter, remove_filter
from sigai_web.journal.inventory import take_inventory
from sigai_web.journal.writing import SYSTEM
from sigai_web.ledgers import documents
from sigai_web.ledgers import services as ledgers
from sigai_web.ledgers.calling import RoundDraft, change_quota, end_round, extend_round, open_round
from sigai_web.ledgers.comments import comment
from sigai_web.ledgers.correcting import ask_correction, decide_correction
from sigai_web.ledgers.rechecking import RecheckResult, record_recheck
from sigai_web.ledgers.taking import take_sheet
from sigai_web.ledgers.withdrawing import ask_withdrawal, decide_withdrawal
from sigai_web.manifests import scopes
from sigai_web.named.linking import link, unlink
from sigai_web.permissions import Role
from sigai_web.register.changing import ask as ask_change
from sigai_web.register.changing import decide as decide_change
from sigai_web.register.handing_in import from_rows
from sigai_web.reporting import services as reporting
from sigai_web.reporting import talking
from sigai_web.reporting.closing import close_month, reopen_month
from sigai_web.reporting.mappings import Owner, drop_mapping, keep_mapping
from sigai_web.starting.changing import confirm
from sigai_web.store.importing import import_data
from sigai_web.store.register import NewFact, record_facts

PASSWORD = "a long enough phrase 7"


def tell_story() -> None:
    """A new installation, filled and worked with."""
    take_inventory(SYSTEM)
    import_data(web_data())
    _people()
    _sheets()
    _records()
    _rounds()
    record_facts(SYSTEM, [NewFact(THEIRS, "grade", "A", Period.parse("2021-09").first)], reason="评级")
    _register()
    _decisions()
    _rest()


def member(role: Role, scope: str = "", username: str = "") -> User:
    """Somebody in a role, as the administrators make them."""
    called = username or f"{role}-{scope}".lower()
    user = accounts.open_account(SYSTEM, username=called, name="某人", proposals=[(role, scope)])
    accounts.accept_invitation(accounts.invite(SYSTEM, user), PASSWORD, "10.0.0.1")
    user.refresh_from_db()
    accounts.grant(SYSTEM, user.memberships.get())
    return User.objects.get(pk=user.pk)


def _people() -> None:
    office = member(Role.OFFICE)
    accounts.enrol_second_factor(SYSTEM, office, "ab" * 20)
    accounts.reset_second_factor(SYSTEM, office)
    accounts.enrol_second_factor(SYSTEM, office, "cd" * 20)
    leaving = member(Role.LEADER)
    accounts.change_password(SYSTEM, leaving, f"{PASSWORD} again")
    accounts.end_sessions(SYSTEM, leaving)
    accounts.clear_password(SYSTEM, leaving)
    accounts.invite(SYSTEM, leaving)
    accounts.set_open(SYSTEM, leaving, is_open=False)
    accounts.set_open(SYSTEM, leaving, is_open=True)
    accounts.revoke(SYSTEM, leaving.memberships.get())
    refused = accounts.open_account(
        SYSTEM, username="new", name="新人", proposals=[(Role.LEADER, ""), (Role.OFFICE, "")]
    )
    accounts.revoke(SYSTEM, refused.memberships.get(role=Role.OFFICE))
    accounts.invite(SYSTEM, refused)
    accounts.invite(SYSTEM, refused)


def _sheets() -> None:
    """A sheet in every state, and corrections open, given up, and accepted."""
    draft(to=assignment(period="2021-11"))
    submitted(to=assignment(period="2021-12"))
    returned = assignment(period="2022-01")
    reporting.give_back(APPROVER, returned, seen=submitted(to=returned).version, comment="单位", stage="submitted")
    again = assignment(period="2022-02")
    given = reporting.give_back(APPROVER, again, seen=submitted(to=again).version, comment="单位", stage="submitted")
    given = draft({"orders": "14"}, to=again, seen=1, reason="核对")
    reporting.submit(CLERK, again, seen=given.version)
    approved(to=assignment(period="2022-03"))
    accepted(to=assignment(period="2022-04"))
    for period, way in (("2022-05", "open"), ("2022-06", "dropped"), ("2022-07", "accepted")):
        mine = assignment(period=period)
        opened = reporting.open_correction(OFFICER, mine, seen=accepted(to=mine).version, reason="误报")
        if way == "dropped":
            reporting.drop_correction(OFFICER, mine, seen=opened.version, anybodys=True)
        if way == "accepted":
            reporting.accept(OFFICER, mine, seen=_handed_in_again(mine))
    back = assignment(period="2022-08")
    reporting.recall(CLERK, back, seen=submitted(to=back).version)
    back = assignment(period="2021-09")
    reporting.recall(APPROVER, back, seen=approved(to=back).version)
    _talks()
    imported = assignment("research_form", "2021-09", "U2")
    reporting.open_correction(OFFICER, imported, seen=0, reason="误报")


def _talks() -> None:
    """Conversations about cells: open, ended, begun again."""
    for key in assignment().cells:
        talking.say(APPROVER, assignment(), key, "单位？", decider=True)
    key = assignment().cells[0]
    talking.say(CLERK, assignment(), key, "万元", decider=False)
    talking.resolve(APPROVER, assignment(), key, decider=True)
    talking.say(CLERK, assignment(), key, "改了", decider=False)


def _handed_in_again(mine: Any) -> int:
    sheet = draft({**FIGURES, "orders": "13"}, to=mine, reason="更正")
    sheet = reporting.submit(CLERK, mine, seen=sheet.version)
    return reporting.approve(APPROVER, mine, seen=sheet.version).version


def _records() -> None:
    office, approver = User.objects.get(username="office-"), member(Role.UNIT_APPROVER, "U1")
    made = work(office, cost="1200", begun_on="2022-09-01", partner=THEIRS, site="12", helper="U2", key="yes")
    ledgers.edit(
        actor(office), office, made.pk, seen=made.revision, head=Head("二号工程", OURS, ""), values={"note": "扩建"}
    )
    _, removed = documents.attach(actor(office), office, made.pk, [document(), document("", b"%PDF-1.4 other")])
    documents.remove(actor(office), office, removed.pk)
    made.refresh_from_db()
    ledgers.take_step(actor(approver), approver, made.pk, "begin", seen=seen(made), values={})
    taken = {"note": "接续", "kind": "old", "due": "2023-01-01"}
    ledgers.create(
        actor(office), office, works(), "take_over", head=Head("三号", "", "12"), values=taken, documents=[document()]
    )
    book = openpyxl.Workbook()
    book.active.append(["编号", "名称", "主体", "地区", "状态", "说明", "类别"])
    book.active.append(["", "四号", OURS, "", "谋划", "新", "新建"])
    book.active.append([made.number, "二号工程", OURS, "", "", "再扩建", "新建"])
    stream = io.BytesIO()
    book.save(stream)
    with checked_upload(SimpleUploadedFile("works.xlsx", stream.getvalue()), TABLES) as upload:
        take_sheet(actor(office), office, works(), upload, "核对")
    for decision in ({"grant": False, "comment": "公告没有改"}, {"grant": True}):
        made.refresh_from_db()
        notice, changes = document("", b"%PDF-1.4 notice"), {"cost": "1500"}
        ask_correction(
            actor(approver), approver, made.pk, seen=seen(made), values=changes, reason="公告更正", document=notice
        )
        decide_correction(actor(office), office, made.pk, seen=seen(made), **decision)
    comment(actor(approver), approver, made.pk, "请核对总投资")
    for decision in ({"grant": False, "comment": "材料齐全"}, {"grant": True}):
        made.refresh_from_db()
        ask_withdrawal(actor(office), office, made.pk, seen=seen(made), reason="重复登记")
        decide_withdrawal(actor(approver), approver, made.pk, seen=seen(made), **decision)


def _rounds() -> None:
    """A round with its document, extended, its quota changed, closed; titles under it, rechecked, one withdrawn."""
    clerk, keeper = member(Role.ENTERPRISE_REPORTER, OURS), User.objects.get(username="unit_approver-u1")
    ledger, day = programme.current().ledger_by_id["awards"], today()
    draft = RoundDraft("2022 年度", 2022, day, day, choices={"award": "green"})
    call = open_round(actor(keeper), keeper, ledger, draft, [document().file])
    extend_round(actor(keeper), keeper, call.pk, last_day=day + timedelta(days=9), reason="疫情")
    change_quota(actor(keeper), keeper, call.pk, quota=2, reason="增加")
    year_ago = day - timedelta(days=360)
    first, second = awarded(year_ago, clerk, keeper), awarded(year_ago, clerk, keeper)
    for title, result in ((first, "kept"), (second, "put_right"), (second, "withdrawn")):
        name = "复核报告" if result == "kept" else "依据"
        documents.attach(actor(keeper), keeper, title.pk, [document(name, b"%PDF-1.4 " + name.encode())])
        title.refresh_from_db()
        (due,) = rechecks_of(ledger, title.state, title.day, title.fields)
        given = RecheckResult(result, day + timedelta(days=99) if result == "put_right" else None, "补监测")
        record_recheck(actor(keeper), keeper, title.pk, due.recheck.id, seen=seen(title), of=due.of, given=given)
    end_round(actor(keeper), keeper, call.pk, withdraw=False, reason="评完")


def _register() -> None:
    """Members of a list, asked for by one and granted by another; starting data that waits."""
    office, other = User.objects.get(username="office-"), member(Role.OFFICE, username="second-office")
    facts = [{"entity": OURS, "fact": "list", "value": "key", "since": "2021-09"}]
    asked = ask_change(actor(office), office, from_rows([], facts, reason="名单", document="市工信〔2021〕9号"))
    assert asked.change is not None
    decide_change(actor(other), other, asked.change.pk, grant=True)
    sent({"values.csv": FILES["values.csv"]}, by=office.username)
    bundle = sent(by=office.username)
    assert bundle is not None
    confirm(actor(other), other, bundle.pk, grant=False, comment="先核对")


def _decisions() -> None:
    """A decision on the programme that another one of the office grants, and one that is declined."""
    office, other = User.objects.get(username="office-"), User.objects.get(username="second-office")
    granted(office, other)
    asked = asked_by(office, given(since="2022-01-01"))
    decide_on(actor(other), other, asked.pk, grant=False, comment="先核对")


def _rest() -> None:
    withdraw(OFFICER, published_bulletin(run=finished_run()), "数据有误")
    office = User.objects.get(username="office-")
    first, second = programme.current().named
    link(actor(office), office, first, OURS)
    unlink(actor(office), office, link(actor(office), office, second, "12").pk)
    for answered in (False, True):
        written = instruct(SYSTEM, None, Instruction.Kind.UNIT, "U1", unit="U1", text="请办理")
        if answered:
            reply(SYSTEM, None, written, "已办")
            close(SYSTEM, None, written)
    for number in range(2):
        token, _ = issue_token(
            SYSTEM, office, name=f"token {number}", scopes=scopes()[:1], usable=tuple(scopes()), days=30
        )
        if number:
            revoke_token(SYSTEM, token)
    kept = [
        keep_filter(actor(office), office, path="/targets", query=f"q={number}", name=f"筛选{number}", shared=True)
        for number in range(2)
    ]
    keep_filter(actor(office), office, path="/targets", query="q=9", name=kept[0].name, shared=False)
    remove_filter(actor(office), office, kept[1].pk)
    month = Period.parse("2021-09")
    close_month(OFFICER, None, month)
    for name in ("联网导出", "旧格式"):
        kept = keep_mapping(SYSTEM, Owner(OURS, "12"), _mapping(name))
    drop_mapping(SYSTEM, kept)
    reopen_month(OFFICER, None, month, "误结")
    close_month(OFFICER, None, month)


def _mapping(name: str) -> Mapping:
    columns = [{"head": ["代码"], "means": "entity"}, {"head": ["数"], "means": "figure", "measure": "orders"}]
    form = assignment().form.id
    return Mapping.model_validate({"name": name, "form": form, "period": "given", "columns": columns})
