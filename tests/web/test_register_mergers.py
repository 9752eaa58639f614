"""Enterprises merge and split by two persons: what stands from which month on, what stays, what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from typer.testing import CliRunner

from helpers_api import Program
from helpers_records import work
from helpers_reporting import APPROVER, CLERK, FIGURES, KEY, OFFICER, accepted, assignment
from helpers_web import OURS, THEIRS, browser, person
from sigai.base import Period, UserError
from sigai.indicators import compute
from sigai.values import check_digit
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.permissions import Role
from sigai_web.register.changing import RegisterOutcome, ask, decide
from sigai_web.register.commands import app
from sigai_web.register.handing_in import from_rows, of_merger, of_split
from sigai_web.register.planning import WantedChange
from sigai_web.register.succession import successions
from sigai_web.reporting import services
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import Edit, save_cells
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import find
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import ClosedMonth, CurrentFigure, Entity, EntityFact, FigureRevision
from sigai_web.store.reading import as_data
from sigai_web.store.register import NewFact, all_facts

pytestmark = pytest.mark.django_db
_BODY = "91640500MB0000111"
NEW = _BODY + check_digit(_BODY)
WHY = {"reason": "吸收合并", "document": "登记通知书〔2021〕7号"}
LAST = Period.parse("2021-09").last


@pytest.fixture
def office(filled: None) -> User:
    return person(Role.OFFICE, name="maker")


@pytest.fixture
def other(filled: None) -> User:
    return person(Role.OFFICE, name="other")


def asked(user: User | None, wanted: WantedChange) -> RegisterOutcome:
    return ask(Actor(user.username, "") if user else SYSTEM, user, wanted)


def granted(user: User, taken: RegisterOutcome) -> None:
    assert taken.waits and taken.change is not None
    decide(Actor(user.username, ""), user, taken.change.pk, grant=True)


def refused(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(UserError) as error:
        act()
    return sorted(issue.code for issue in error.value.issues)


def stands(entity: str) -> set[tuple[str, str | None, int | None, int | None]]:
    return {(one.fact, one.value, one.since, one.until) for one in all_facts([Entity.objects.get(pk=entity)])}


def results(last: int) -> list[dict[str, Any]]:
    content = programme.current()
    at = Period.parse(f"{last // 12}-{last % 12 + 1:02d}")
    rows = compute(content, as_data(content), first=Period.parse("2021-07"), last=at, terms=False).results
    return sorted(rows.to_pylist(), key=repr)


def on_list(user: User, other: User, entity: str, name: str, since: str) -> None:
    fact = {"entity": entity, "fact": "list", "value": name, "since": since}
    granted(other, asked(user, from_rows([], [fact], reason="名单", document="1 号文")))


def test_a_merger_waits_then_closes_the_one_and_its_lists_go_to_the_other(office: User, other: User) -> None:
    on_list(office, other, OURS, "key", "2021-01")
    on_list(office, other, OURS, "audit", "2021-01")
    on_list(office, other, THEIRS, "audit", "2021-03")
    work(office)
    before, rows = stands(OURS), results(LAST)
    taken = asked(office, of_merger("乙县一厂", THEIRS, "2021-10", **WHY))
    assert stands(OURS) == before
    made = taken.change
    assert made is not None and not made.past
    page = browser(other).get(reverse("register-change", args=[made.pk])).content.decode()
    for told in ("2021年10月起“乙县一厂”并入“丙县一厂”", "1 个数不变", "2 条台账记录不变", "不再报表", "0 个账号"):
        assert told in page
    granted(other, taken)
    october = LAST + 1
    assert ("closed", "yes", october, None) in stands(OURS)
    assert {one for one in stands(OURS) if one[0] == "list"} == {
        ("list", name, LAST - 8, LAST) for name in ("key", "audit")
    }
    assert {one for one in stands(THEIRS) if one[0] == "list"} == {
        ("list", "audit", LAST - 6, None),
        ("list", "key", october, None),
    }
    assert results(LAST) == rows, "closed months stay as they were"
    assert CurrentFigure.objects.filter(entity=OURS).exists(), "nothing is lost"
    assert find(register(), "survey", "2021-10", OURS) is None and find(register(), "survey", "2021-09", OURS)
    entry = browser(office).get(reverse("register-entry", args=[THEIRS])).content.decode()
    assert "并入" in entry and f"/register/changes/{made.pk}" in entry
    assert prove().faults == []


@pytest.mark.parametrize(
    ("since", "until", "passed"),
    [("2021-08", "", False), ("2021-10", "", False), ("2021-12", "", True), ("2021-08", "2021-11", True)],
)
def test_a_list_passes_unless_its_taker_is_on_it_all_the_while(
    since: str, until: str, passed: bool, office: User, other: User
) -> None:
    on_list(office, other, OURS, "key", "2021-08")
    told = {"entity": THEIRS, "fact": "list", "value": "key", "since": since, "until": until}
    granted(other, asked(office, from_rows([], [told], **WHY)))
    facts = of_merger(OURS, THEIRS, "2021-10", **WHY).facts
    assert [(one.entity, one.since) for one in facts if one.fact == "list" and one.entity == THEIRS] == (
        [(THEIRS, LAST + 1)] if passed else []
    )


def test_nobody_decides_their_own_merger_and_areas_ask_within_their_reach(office: User, other: User) -> None:
    taken = asked(office, of_merger(OURS, THEIRS, "2021-10", **WHY))
    assert taken.change is not None
    number = taken.change.pk
    assert refused(lambda: decide(Actor(office.username, ""), office, number, grant=True)) == ["W409"]
    assert refused(lambda: asked(office, of_merger(OURS, THEIRS, "2021-10", **WHY))) == ["W407"]
    county = person(Role.AREA_APPROVER, scope="11")
    assert refused(lambda: asked(county, of_merger(OURS, THEIRS, "2021-11", **WHY))) == ["W404"]
    with pytest.raises(PermissionDenied):
        asked(person(Role.UNIT_APPROVER), of_merger(OURS, THEIRS, "2021-11", **WHY))


def test_figures_since_then_refuse_a_merger_and_stay(office: User, other: User) -> None:
    kept = list(CurrentFigure.objects.order_by("pk").values())
    assert refused(lambda: asked(office, of_merger(OURS, THEIRS, "2021-09", **WHY))) == ["W416"]
    with pytest.raises(UserError) as error:
        asked(office, of_merger(OURS, THEIRS, "2021-09", **WHY))
    said = error.value.issues[0].text("zh")
    assert "2021年9月" in said and "双方都有" in said and "更正撤回" in said
    assert list(CurrentFigure.objects.order_by("pk").values()) == kept
    assert not EntityFact.objects.filter(fact="closed").exists()


def test_what_a_refusal_advises_can_be_done_and_loses_nothing(office: User, other: User) -> None:
    """The figures are reported for the one it merges into and taken back, by clerk, approver and office."""
    month = KEY[1]
    merged = Period.parse(month).first
    of_source, of_target = accepted(), accepted(to=assignment(reporter=THEIRS))
    assert of_target.state == of_source.state
    assert refused(lambda: asked(office, of_merger(OURS, THEIRS, month, **WHY))) == ["W416"]
    services.open_correction(CLERK, assignment(), seen=of_source.version, reason="并入")
    mine = assignment()
    sheet = save_cells(CLERK, mine, [Edit(OURS, one, "撤回", 0, "并入") for one in FIGURES], gather(mine)).sheet
    sheet = services.submit(CLERK, assignment(), seen=sheet.version)
    assert refused(lambda: asked(office, of_merger(OURS, THEIRS, month, **WHY))) == ["W416"], (
        "they stand until accepted"
    )
    sheet = services.approve(APPROVER, assignment(), seen=sheet.version)
    services.accept(OFFICER, assignment(), seen=sheet.version)
    granted(other, asked(office, of_merger(OURS, THEIRS, month, **WHY)))
    assert ("closed", "yes", merged, None) in stands(OURS)
    told = FigureRevision.objects.filter(period=month, measure__in=FIGURES)
    assert [told.filter(entity=one).count() for one in (OURS, THEIRS)] == [2 * len(FIGURES), len(FIGURES)]
    standing = CurrentFigure.objects.filter(period=month, measure__in=FIGURES)
    assert {one.entity for one in standing} == {THEIRS}


def test_figures_that_came_in_while_it_waited_refuse_it_too(office: User, other: User) -> None:
    taken = asked(office, of_merger(OURS, THEIRS, "2021-10", **WHY))
    assert taken.change is not None
    number = taken.change.pk
    late = NewFigure(OURS, "orders", Period.parse("2021-10"), Decimal(4), None)
    write_figures(Actor("clerk", ""), [late], action="figure.report", about="form:survey")
    assert refused(lambda: decide(Actor("other", ""), other, number, grant=True)) == ["W416"]
    decide(Actor("other", ""), other, number, grant=False, comment="先把数报清楚")
    assert ("closed", "yes", LAST + 1, None) not in stands(OURS)


@pytest.mark.parametrize(
    ("source", "target", "since", "why", "codes"),
    [
        (OURS, OURS, "2021-10", WHY, ["W414"]),
        (OURS, "没有这家", "2021-10", WHY, ["W414"]),
        (OURS, "11", "2021-10", WHY, ["W414"]),
        (OURS, THEIRS, "", WHY, ["W415"]),
        (OURS, THEIRS, "2021Q4", WHY, ["W415"]),
        (OURS, THEIRS, "2021-10", {**WHY, "document": " "}, ["W417"]),
        (OURS, THEIRS, "2021-10", {**WHY, "reason": ""}, ["W405"]),
    ],
)
def test_what_is_missing_or_wrong_is_told(
    source: str, target: str, since: str, why: dict[str, str], codes: list[str], office: User
) -> None:
    assert refused(lambda: asked(office, of_merger(source, target, since, **why))) == codes


def test_a_split_enters_a_new_one_and_leaves_the_old_one_as_it_was(office: User, other: User) -> None:
    before, rows = stands(OURS), results(LAST)
    entry = {"id": NEW, "name": "乙县分厂", "area": "11"}
    taken = asked(office, of_split(OURS, entry, "2021-10", **WHY))
    assert taken.change is not None and not taken.change.past
    assert [one.how for one in successions(taken.change.what)] == ["split"]
    assert not Entity.objects.filter(pk=NEW).exists()
    page = browser(other).get(reverse("register-change", args=[taken.change.pk])).content.decode()
    assert "2021年10月起从“乙县一厂”分立“乙县分厂”" in page
    granted(other, taken)
    assert Entity.objects.get(pk=NEW).active_from == LAST + 1
    assert (stands(OURS), results(LAST)) == (before, rows)
    shown = browser(office).get(reverse("register-entry", args=[NEW])).content.decode()
    assert "分立" in shown


def test_the_order_in_which_a_merger_and_other_changes_are_told_does_not_matter(office: User, other: User) -> None:
    """The order is tried within one database: each is told, compared and undone."""
    changes: list[WantedChange | None] = [
        None,
        WantedChange(facts=[NewFact(OURS, "name", "老厂", LAST + 1)], reason="更名"),
        WantedChange(facts=[NewFact(THEIRS, "above_scale", "yes", LAST + 2)], reason="升规"),
        WantedChange(facts=[NewFact(THEIRS, "area", "11", LAST + 1)], reason="迁址"),
    ]
    ClosedMonth.objects.create(month=LAST, closed_by="office")
    closed, found = results(LAST), []
    for order in permutations(changes):
        with transaction.atomic():
            for change in order:
                taken = asked(office, change or of_merger(OURS, THEIRS, "2021-10", **WHY))
                if taken.waits:
                    granted(other, taken)
            found.append((stands(OURS), stands(THEIRS), results(LAST + 3)))
            assert [row for row in found[-1][2] if row["month"] <= LAST] == closed
            transaction.set_rollback(True)
    assert all(each == found[0] for each in found)


def test_a_merger_of_a_closed_month_says_that_it_corrects_the_past(office: User, other: User) -> None:
    ClosedMonth.objects.create(month=LAST + 2, closed_by="office")
    taken = asked(office, of_merger(OURS, THEIRS, "2021-10", **WHY))
    assert taken.change is not None and taken.change.past


def test_pages_ask_for_mergers_and_splits(office: User) -> None:
    client = browser(office)
    sent = {"target": THEIRS, "since": "2021-10", **WHY}
    answer = client.post(reverse("merge-entry", args=[OURS]), sent)
    assert answer.status_code == 302 and "/register/changes/" in answer["Location"]
    wrong = client.post(reverse("merge-entry", args=[OURS]), {**sent, "since": "2021-09"})
    shown = wrong.content.decode()
    assert wrong.status_code == 422 and "双方都有" in shown
    for name, value in (("since", "2021-09"), ("why", WHY["reason"]), ("document", WHY["document"])):
        (merged,) = re.findall(rf'id="merged-{name}"[^>]*value="([^"]*)"', shown)
        (split,) = re.findall(rf'id="split-{name}"[^>]*value="([^"]*)"', shown)
        assert (merged, split) == (value, ""), "what was written stays, in its own form"
    new = {"id": NEW, "name": "乙县分厂", "area": "11", "since": "2021-10", **WHY}
    assert client.post(reverse("split-entry", args=[OURS]), new).status_code == 302


def test_a_split_by_a_program_with_attributes_that_no_enterprise_has_is_no_fault_of_ours(office: User) -> None:
    entity = {"id": NEW, "name": "新分立厂", "area": "11", "attributes": {"product_class": "alloy"}}
    body = {"source": OURS, "entity": entity, "since": "2021-10", **WHY}
    answer = Program(office).ask("post", "/register/splits", body)
    assert (answer.status_code, "V147" in answer.content.decode()) == (422, True), answer.content.decode()


def test_the_command_asks_and_says_that_it_waits(filled: None) -> None:
    run = CliRunner()
    why = ["--since", "2021-10", "--reason", "吸收合并", "--document", "7号"]
    told = run.invoke(app, ["merge", OURS, THEIRS, *why])
    assert told.exit_code == 0 and "等工作专班在网上决定" in told.output
    told = run.invoke(app, ["split", OURS, NEW, "乙县分厂", "--area", "11", *why])
    assert told.exit_code == 0 and "等工作专班在网上决定" in told.output
