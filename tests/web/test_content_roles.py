"""Roles that the content adds: what they may do and read, in which scope; how they are given, when they end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpers_api import Program
from helpers_programme import load, text, write_programme
from helpers_records import actor, seen
from helpers_roles import OWN_ROLES, SCOPED, holder, judge, master, paper, roles_content, two_papers
from helpers_web import OURS, THEIRS, as_read, browser, person
from sigai.base import Issues, Place, UserError
from sigai.ledgers import Head
from sigai_web import programme
from sigai_web.accounts.holders import who_may
from sigai_web.accounts.importing import check_line
from sigai_web.accounts.models import Membership, User
from sigai_web.accounts.scopes import colleagues
from sigai_web.api.scopes import READ_FIGURES
from sigai_web.demonstration import make_accounts
from sigai_web.journal.models import JournalEntry
from sigai_web.ledgers import services
from sigai_web.ledgers.api.scopes import READ_RECORDS
from sigai_web.ledgers.reaching import reached
from sigai_web.manifests import operations
from sigai_web.permissions import ReadLevel, Resource, Role, allowed, visible
from sigai_web.start_checks import worth_knowing
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_CONSULT, RECORD_KEEP, RECORD_READ, RECORD_STEP
from sigai_web.store.records import as_record, subject_of

AT_LARGE = ("city", "unit")
"""Who reaches every paper: the whole city, and the unit that keeps the ledger."""
NAV = re.compile(r'<nav class="(menu|section)".*?</nav>', re.DOTALL)
pytestmark = pytest.mark.django_db
DO = {"record.read", "record.consult", "record.keep", "record.step", "record.correct", "token.hold"}
"""What roles of the content may do at all, written a second time by hand."""


@pytest.fixture
def scopes(tmp_path: Path, settings: Any, filled: None) -> dict[str, tuple[str, str]]:
    """The programme with roles of its own, two papers with their judges; of each role the scope of either."""
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "roles", roles_content())
    return two_papers()


def papers() -> list[CurrentRecord]:
    return list(CurrentRecord.objects.filter(ledger="papers").order_by("pk"))


def links(client: Any, address: str) -> set[str]:
    """Where the menu, and the row of pages of its section, lead from a page."""
    rows = NAV.finditer(client.get(address).content.decode())
    return {found for row in rows for found in re.findall(r'<a href="([^"]*)"', row[0])}


def without(settings: Any, folder: Path, *roles: str) -> None:
    """The content in force without some of its roles, nor anything that names them."""
    content = roles_content()
    content["roles"] = [one for one in content["roles"] if one["id"] not in roles]
    for ledger in content["ledgers"]:
        for each in (*ledger.get("transitions", ()), *(one.get("fill", {}) for one in ledger.get("fields", ()))):
            for key in {"roles", "by"} & each.keys():
                each[key] = [role for role in each[key] if role not in roles]
    settings.SIGAI_PROGRAMME = write_programme(folder, content)
    programme.forget()


@pytest.mark.parametrize("role", OWN_ROLES)
def test_every_operation_on_own_and_other_records(scopes: dict[str, tuple[str, str]], role: str) -> None:
    """A role does what its ledgers give it, within its scope, to their records; nothing to any other record."""
    ours, theirs = (subject_of(as_record(one)) for one in papers())
    title = subject_of(as_record(CurrentRecord.objects.get(ledger="titles", number="R1")))
    user, has_part = holder(role, scopes[role][0]), role in SCOPED
    for operation in operations():
        found = [allowed(user, operation), *(allowed(user, operation, one) for one in (ours, theirs, title))]
        own, everywhere = operation in DO and has_part, SCOPED.get(role) in AT_LARGE
        assert (operation, found) == (operation, [operation in DO, own, own and everywhere, False])


@pytest.mark.parametrize("role", OWN_ROLES)
def test_rows_and_single_answers_agree(scopes: dict[str, tuple[str, str]], role: str) -> None:
    judge(person(Role.OFFICE, name="judges"), papers()[0], {"mark": "3"})
    for number, scope in enumerate(scopes[role]):
        if number and not scope:
            continue
        user = holder(role, scope)
        for operation in (RECORD_READ, RECORD_CONSULT, RECORD_KEEP, RECORD_STEP):
            rows = set(visible(user, operation, CurrentRecord.objects.all()).values_list("pk", flat=True))
            every = {one.pk: subject_of(as_record(one)) for one in CurrentRecord.objects.all()}
            assert rows == {pk for pk, subject in every.items() if allowed(user, operation, subject)}, (role, operation)


def test_a_role_on_its_own_reaches_no_figure_entity_or_account(scopes: dict[str, tuple[str, str]]) -> None:
    user = holder("assessor", "")
    others = [operation for operation in operations() if operation not in DO]
    assert not any(allowed(user, operation) for operation in others)
    assert not any(allowed(user, operation, Resource(entity=OURS, area="11", ledger="papers")) for operation in others)


@pytest.mark.parametrize("role", SCOPED)
def test_a_step_and_a_field_of_ones_own_and_nobody_elses(scopes: dict[str, tuple[str, str]], role: str) -> None:
    ours, theirs = papers()
    user = holder(role, scopes[role][0])
    if SCOPED[role] not in AT_LARGE:
        with pytest.raises(PermissionDenied):
            judge(user, theirs, {"mark": "9"})
        with pytest.raises(Http404):
            reached(user, theirs.pk)
    changed = services.edit(
        actor(user), user, ours.pk, seen=ours.revision, head=_head(ours), values={"mark": "7"}
    ).record
    with pytest.raises(UserError) as caught:
        services.edit(actor(user), user, ours.pk, seen=changed.revision, head=_head(ours), values={"topic": "x"})
    assert [issue.code for issue in caught.value.issues] == ["W181"]
    assert judge(user, changed, {"mark": "8"}).state == "judged"
    told = JournalEntry.objects.filter(action="record.step").latest("number")
    assert (told.actor, f'"role":"{role}"' in str(told.after).replace(" ", "")) == (user.username, True)


def _head(record: CurrentRecord) -> Head:
    return Head(record.name or "", record.entity or "", record.area or "")


def test_a_bank_reads_only_what_is_opened_to_it_by_name(scopes: dict[str, tuple[str, str]]) -> None:
    bank = holder("bank", "")
    assert not visible(bank, RECORD_CONSULT, CurrentRecord.objects.all()).exists()
    judged = judge(person(Role.OFFICE, name="judges"), papers()[0], {"mark": "3"})
    assert list(visible(bank, RECORD_CONSULT, CurrentRecord.objects.all())) == [judged]
    read = reached(bank, judged.pk)
    assert (read.level, read.record.fields) == (ReadLevel.READERS, {"topic": "题目"})
    with pytest.raises(Http404):
        reached(bank, papers()[1].pk)
    assert not visible(bank, RECORD_READ, CurrentRecord.objects.all()).exists()


@pytest.mark.parametrize("role", OWN_ROLES)
def test_every_page_that_the_menu_offers_opens(scopes: dict[str, tuple[str, str]], role: str) -> None:
    user = holder(role, scopes[role][0])
    client = browser(user)
    entries = links(client, reverse("about"))
    within = {one for entry in entries for one in links(client, entry)}
    assert entries
    for address in {"/", reverse("own-account"), *entries, *within}:
        assert (address, client.get(address, follow=True).status_code) == (address, 200)
    assert client.get(reverse("record", args=[papers()[0].pk])).status_code == (404 if role == "bank" else 200)


def test_by_program_the_same(scopes: dict[str, tuple[str, str]]) -> None:
    judge_ = holder("judge", scopes["judge"][0])
    program = Program(judge_, READ_RECORDS, READ_FIGURES)
    found = program.get("/ledgers/papers/records").json()
    assert [one["number"] for one in found["items"]] == [papers()[0].number]
    assert program.get("/figures").status_code == 403


def test_who_left_the_pool_or_has_a_role_that_the_content_forgot_may_nothing(
    scopes: dict[str, tuple[str, str]], settings: Any, tmp_path: Path
) -> None:
    ours = papers()[0]
    judge_, assessor = holder("judge", scopes["judge"][0]), holder("assessor", "")
    assert not [one for one in worth_knowing() if one.code == "W521"]
    pooled = CurrentRecord.objects.get(number=scopes["judge"][0])
    office = User.objects.get(username="pools")
    services.take_step(actor(office), office, pooled.pk, "leave", seen=seen(pooled), values={})
    judge_ = User.objects.get(pk=judge_.pk)
    assert judge_.granted() == ()
    with pytest.raises(PermissionDenied):
        judge(judge_, ours, {"mark": "9"})
    without(settings, tmp_path / "less", "assessor")
    assessor = User.objects.get(pk=assessor.pk)
    assert not any(allowed(assessor, operation) for operation in operations())
    (issue,) = [one for one in worth_knowing() if one.code == "W521"]
    assert issue.facts == {"count": 2, "roles": "assessor, judge"}
    page = as_read(browser(person(Role.SECURITY_ADMINISTRATOR)).get(reverse("roles")).content.decode())
    assert page.count("不起作用") == 2
    assert "assessor（方案内容已没有这个角色）" in page


def test_a_withdrawn_record_of_the_pool_stands_for_nobody(scopes: dict[str, tuple[str, str]]) -> None:
    judge_ = holder("judge", scopes["judge"][0])
    CurrentRecord.every.filter(number=scopes["judge"][0]).update(withdrawn=True)
    assert User.objects.get(pk=judge_.pk).granted() == ()


def test_they_are_proposed_by_one_administrator_and_granted_by_another(scopes: dict[str, tuple[str, str]]) -> None:
    pool = scopes["judge"][0]
    system, security = person(Role.SYSTEM_ADMINISTRATOR), person(Role.SECURITY_ADMINISTRATOR)
    form = {"username": "zhang", "name": "张", "email": "", "role": "judge", "scope": pool}
    assert browser(system).post(reverse("new-account"), form).status_code == 200
    membership = Membership.objects.get(user__username="zhang")
    assert not allowed(User.objects.get(username="zhang"), RECORD_STEP)
    browser(security).post(reverse("grant", args=[membership.pk]))
    user = User.objects.get(username="zhang")
    assert allowed(user, RECORD_STEP, subject_of(as_record(papers()[0])))
    assert "甲师傅" in as_read(browser(security).get(reverse("roles")).content.decode())


@pytest.mark.parametrize(
    ("role", "scope", "codes"),
    [
        ("judge", "masters-9999", ["W025"]),
        ("judge", "", ["W025"]),
        ("bank", "U1", ["W025"]),
        ("bank", "", []),
        ("surveyor", "99", ["W025"]),
        ("manager", THEIRS, []),
        ("clerk", "U2", []),
        ("king", "", ["W024"]),
    ],
)
def test_what_may_be_proposed(scopes: dict[str, tuple[str, str]], role: str, scope: str, codes: list[str]) -> None:
    issues = Issues()
    cells = {"username": "somebody", "name": "某", "email": "", "role": role, "scope": scope}
    proposed = check_line(cells, Place("a.csv", row=2), issues)
    assert [issue.code for issue in issues.sorted()] == codes
    assert (proposed is None) is bool(codes)


def test_whom_the_subject_names_itself_stands_on_its_side(tmp_path: Path) -> None:
    """A judge whom the enterprise may choose decides nothing about it."""
    content = roles_content()
    rights = _rights(tmp_path / "all", content)
    assert (rights.own, rights.settles["judge"]) == ({"enterprise_reporter", "manager"}, frozenset())
    judged = next(one for one in content["ledgers"] if one["id"] == "papers")
    judged["transitions"][1]["roles"] = ["judge"]
    assert "mark" in _rights(tmp_path / "named", content).settles["judge"]
    judged["fields"][1]["fill"] = {"by": ["unit_reporter", "enterprise_reporter"]}
    chosen = _rights(tmp_path / "chosen", content)
    assert "judge" in chosen.own
    assert chosen.settles["judge"] == frozenset()


def _rights(folder: Path, content: dict[str, Any]) -> Any:
    return load(folder, content).field_rights["papers"]


def test_a_master_named_later_reads_from_then_on(scopes: dict[str, tuple[str, str]]) -> None:
    third = master("丙师傅")
    user = holder("judge", third.number)
    assert list(visible(user, RECORD_READ, CurrentRecord.objects.all())) == [third]
    named = paper(OURS, chosen=third.number)
    assert set(visible(user, RECORD_READ, CurrentRecord.objects.all())) == {named, third}


@pytest.mark.parametrize("role", OWN_ROLES)
def test_who_holds_a_right_is_who_may(scopes: dict[str, tuple[str, str]], role: str) -> None:
    people = [holder(role, scope) for scope in dict.fromkeys(scopes[role])]
    for record in papers():
        subject = subject_of(as_record(record))
        for operation in (RECORD_READ, RECORD_STEP):
            allowed_ = {one.pk for one in people if allowed(one, operation, subject)}
            assert set(who_may(operation, subject, [role])) == allowed_


def test_colleagues_are_of_one_pool_one_role_and_still_hold_it(
    scopes: dict[str, tuple[str, str]], tmp_path: Path, settings: Any
) -> None:
    content = roles_content()
    content["roles"].append({"id": "author", "name": text("作者"), "scope": "named", "pool": "papers"})
    content["roles"].append({"id": "fund", "name": text("基金"), "scope": "city"})
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "pools", content)
    number = scopes["judge"][0]
    CurrentRecord.every.filter(pk=papers()[0].pk).update(number=number)  # two pools number their records alike
    judged, author = holder("judge", number), holder("author", number)
    bank, fund = holder("bank", ""), holder("fund", "")
    same = User.objects.create(username="second", name="某人")
    same.memberships.create(role="judge", scope=number, granted_at=timezone.now())
    everybody = [one.username for one in (judged, author, bank, fund, same)]
    assert colleagues(judged, everybody) == {judged.username, same.username}
    assert colleagues(bank, everybody) == {bank.username}
    without(settings, tmp_path / "gone", "judge")
    assert colleagues(User.objects.get(pk=judged.pk), everybody) == frozenset()


def test_the_list_of_who_only_reads_has_no_columns_or_filters_that_are_not_for_them(
    scopes: dict[str, tuple[str, str]],
) -> None:
    judge(person(Role.OFFICE, name="judges"), papers()[0], {"mark": "3"})
    banks, judges = (
        as_read(browser(holder(role, scopes[role][0])).get("/ledgers/of/papers").content.decode())
        for role in ("bank", "judge")
    )
    assert "题目" in banks and "题目" in judges
    assert "分数" not in banks and "分数" in judges


def test_the_demonstration_has_somebody_to_judge_and_somebody_to_read(scopes: dict[str, tuple[str, str]]) -> None:
    accounts = {account.role: account for account in make_accounts()}
    assert accounts["judge"].scope in scopes["judge"], "of the pool somebody whom a record names"
    assert accounts["bank"].scope == ""
    judging = User.objects.get(username="judge")
    assert any(allowed(judging, RECORD_STEP, subject_of(as_record(one))) for one in papers())
    response = Client().post("/sign-in", {"username": "judge", "password": accounts["judge"].password})
    assert response.status_code == 302
