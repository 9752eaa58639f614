"""What belongs to an enterprise: entered by it, confirmed by another person, on its forms from then on, a row each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from helpers_indicators import text
from helpers_reporting import accepted, assignment
from helpers_web import OURS, THEIRS, browser, person, stranger
from sigai.base import Period, UserError
from sigai.programme import EntityKind
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import Actor
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions import Role, visible
from sigai_web.register.changing import RegisterOutcome, ask, decide
from sigai_web.register.handing_in import from_rows, from_sheet
from sigai_web.register.models import RegisterChange
from sigai_web.register.operations import REGISTER_READ
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import find
from sigai_web.store.models import ClosedMonth, CurrentFigure, Entity
from sigai_web.store.operations import FIGURE_READ
from sigai_web.store.reading import as_data
from sigai_web.store.register import NewFact, record_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(filled: None) -> User:
    return person(Role.ENTERPRISE_REPORTER, name="clerk")


@pytest.fixture
def unit(filled: None) -> User:
    return person(Role.UNIT_APPROVER, name="unit")


@pytest.fixture
def office(filled: None) -> User:
    return person(Role.OFFICE, name="officer")


def actor(user: User) -> Actor:
    return Actor(user.username, "10.0.0.1")


def product(name: str = "硅铁", **more: str) -> dict[str, str]:
    row = {"kind": "product", "name": name, "parent": OURS, "product_class": "alloy", "active_from": "2021-10"}
    return {**row, **more}


def asked(user: User, *rows: dict[str, str], facts: tuple[dict[str, str], ...] = (), **more: Any) -> RegisterOutcome:
    return ask(actor(user), user, from_rows(list(rows), list(facts), **more))


def entered(office: User, *rows: dict[str, str]) -> list[str]:
    """The ids of things that the office enters: at once."""
    before = set(Entity.objects.values_list("pk", flat=True))
    asked(office, *rows)
    return sorted(set(Entity.objects.values_list("pk", flat=True)) - before)


def test_an_enterprise_enters_a_product_and_it_counts_once_the_unit_confirmed_it(clerk: User, unit: User) -> None:
    taken = asked(clerk, product())
    assert taken.waits
    assert not Entity.objects.filter(kind="product").exists()
    assert find(register(), "product_form", "2021-10", OURS) is None
    assert [one.number for one in waits_for(unit) if "register" in one.address] == [1]
    decide(actor(unit), unit, taken.change.pk, grant=True)
    made = Entity.objects.get(kind="product")
    assert (made.name, made.parent, made.area, made.active_from) == ("硅铁", OURS, "11", Period.parse("2021-10").last)
    assert assignment("product_form", "2021-10").cells == ((made.pk, "made"), (made.pk, "burnt"))
    assert find(register(), "product_form", "2021-09", OURS) is None
    facts = {(one["fact"], one["value"]) for one in as_data(programme.current()).facts.to_pylist()}
    assert facts == {("parent", OURS), ("product_class", "alloy")}
    assert prove().faults == []


def test_a_second_time_nothing_is_doubled(clerk: User, unit: User) -> None:
    decide(actor(unit), unit, asked(clerk, product()).change.pk, grant=True)
    again = asked(clerk, product())
    assert (again.change, again.entered) == (None, 0)


def test_nobody_confirms_their_own_and_no_other_unit_does(clerk: User, unit: User) -> None:
    change = asked(clerk, product()).change
    with pytest.raises(PermissionDenied):
        decide(actor(clerk), clerk, change.pk, grant=True)
    other = stranger(Role.UNIT_APPROVER)
    with pytest.raises(PermissionDenied):
        decide(actor(other), other, change.pk, grant=True)
    assert not [one for one in waits_for(other) if "register" in one.address]


def test_what_alters_closed_months_the_office_decides(clerk: User, unit: User, office: User) -> None:
    ClosedMonth.objects.create(month=Period.parse("2021-11").last, closed_by="office")
    change = asked(clerk, product(), reason="补登").change
    assert change.past
    with pytest.raises(PermissionDenied):
        decide(actor(unit), unit, change.pk, grant=True)
    decide(actor(office), office, change.pk, grant=True)
    assert Entity.objects.filter(kind="product").count() == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (product(parent=THEIRS), "W404"),
        (product(product_class=""), "V148"),
        (product(product_class="gold"), "V096"),
        (product(kind="gadget"), "V075"),
        (product(parent=""), "V070"),
    ],
)
def test_an_enterprise_enters_only_what_is_its_own(clerk: User, row: dict[str, str], code: str) -> None:
    with pytest.raises(UserError) as error:
        asked(clerk, row)
    assert code in {issue.code for issue in error.value.issues}
    assert not RegisterChange.objects.exists()


def test_an_enterprise_enters_no_enterprise(clerk: User) -> None:
    with pytest.raises(PermissionDenied):
        asked(clerk, {"kind": "enterprise", "id": "91640500DEMA00013W", "name": "新厂", "area": "11"})


def test_an_enterprise_tells_nothing_of_itself_nor_takes_what_belongs_to_others(clerk: User, office: User) -> None:
    (theirs,) = entered(office, product(parent=THEIRS))
    for fact in (
        {"entity": OURS, "fact": "name", "value": "改名", "since": "2021-10"},
        {"entity": theirs, "fact": "parent", "value": OURS, "since": "2021-10"},
        {"entity": theirs, "fact": "closed", "value": "yes", "since": "2021-10"},
    ):
        with pytest.raises((UserError, PermissionDenied)):
            asked(clerk, facts=(fact,), reason="x")


def test_it_follows_its_enterprise_when_that_moves_and_is_sold_by_a_fact(office: User) -> None:
    (made,) = entered(office, product())
    record_facts(actor(office), [NewFact(OURS, "area", "12", Period.parse("2021-11").last)])
    assert Entity.objects.get(pk=made).area == "12"
    record_facts(actor(office), [NewFact(made, "parent", THEIRS, Period.parse("2021-12").last)])
    line = Entity.objects.get(pk=made)
    assert (line.parent, line.area) == (THEIRS, "12")
    assert find(register(), "product_form", "2021-11", OURS) is not None
    assert find(register(), "product_form", "2021-12", OURS) is None
    assert find(register(), "product_form", "2021-12", THEIRS) is not None
    assert prove().faults == []


def test_closed_with_a_month_it_is_owed_no_longer(office: User) -> None:
    (made,) = entered(office, product())
    closing = {"entity": made, "fact": "closed", "value": "yes", "since": "2021-12"}
    asked(office, facts=(closing,), reason="停产")
    assert find(register(), "product_form", "2021-11", OURS) is not None
    assert find(register(), "product_form", "2021-12", OURS) is None


def test_figures_of_products_go_the_way_of_all_sheets_and_only_their_own_enterprise_reads_them(office: User) -> None:
    one, two = entered(office, product("甲"), product("乙", product_class="carbide"))
    accepted({"made": "12", "burnt": "3"}, to=assignment("product_form", "2021-10"))
    figures = CurrentFigure.objects.filter(entity__in=[one, two])
    assert figures.count() == 4
    clerk, foreign = person(Role.ENTERPRISE_REPORTER, name="own"), stranger(Role.ENTERPRISE_REPORTER)
    assert visible(clerk, FIGURE_READ, figures).count() == 4
    assert visible(foreign, FIGURE_READ, figures).count() == 0


def test_a_sheet_of_things_is_read_a_row_each_and_a_second_time_changes_nothing(clerk: User, tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text(
        "类型,名称,产品类别,出口,开始时间\n产品,硅铁,alloy,是,2021-10\n产品,电石,carbide,,2021-10\n", "utf-8"
    )
    taken = ask(actor(clerk), clerk, from_sheet(path, "things.csv", {"parent": OURS}))
    assert (taken.entered, taken.waits) == (2, True)
    with pytest.raises(UserError):
        ask(actor(clerk), clerk, from_sheet(path, "things.csv", {"parent": OURS}))  # asked for already


def test_the_page_shows_what_stands_and_what_is_not_confirmed(clerk: User, unit: User, office: User) -> None:
    entered(office, product("硅锰"))
    page = browser(clerk)
    fields = {"kind": "product", "name": "硅铁", "attribute:product:product_class": "alloy", "active_from": "2021-10"}
    assert page.post(reverse("below-new", args=[OURS]), fields).status_code == 302
    shown = page.get(reverse("below", args=[OURS])).content.decode()
    assert "硅锰" in shown and "硅铁" in shown and "待确认，不计入" in shown
    change = RegisterChange.waiting().get()
    assert browser(unit).get(reverse("register-change", args=[change.pk])).status_code == 200
    answered = browser(unit).post(reverse("decide-register-change", args=[change.pk]), {"decision": "grant"})
    assert answered.status_code == 302
    assert "待确认，不计入" not in page.get(reverse("below", args=[OURS])).content.decode()
    assert "产品" in browser(office).get(reverse("enterprise", args=[OURS])).content.decode()


def test_the_template_goes_out_and_comes_back(clerk: User) -> None:
    page = browser(clerk)
    assert page.get(reverse("below-template", args=[OURS])).status_code == 200
    file = SimpleUploadedFile("a.csv", "类型,名称,产品类别\n产品,硅铁,金\n".encode())
    answer = page.post(reverse("below-import", args=[OURS]), {"file": file})
    assert answer.status_code == 422
    assert "V096" in answer.content.decode()
    file = SimpleUploadedFile("a.csv", "类型,名称,产品类别,开始时间\n产品,硅铁,alloy,2021-10\n".encode())
    assert page.post(reverse("below-import", args=[OURS]), {"file": file}).status_code == 302


def test_others_do_not_see_the_page(filled: None) -> None:
    assert browser(stranger(Role.ENTERPRISE_REPORTER)).get(reverse("below", args=[OURS])).status_code == 404


def test_what_belongs_through_any_number_of_others_belongs_to_the_enterprise(
    clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"line": ("enterprise",), "outlet": ("enterprise", "line"), "meter": ("line", "outlet"), "part": ("meter",)}
    kinds = tuple(EntityKind(id=name, name=text(name), parents=parents) for name, parents in names.items())
    deeper = programme.current().model_copy(update={"kinds": kinds})
    monkeypatch.setattr(programme, "current", lambda: deeper)
    above = OURS
    for kind in names:
        above = Entity.objects.create(pk=f"{OURS}-{kind}", name=kind, kind=kind, area="11", parent=above).pk
    every = {f"{OURS}-{kind}" for kind in names}
    assert {row["pk"] for row in Entity.below(OURS)} == every
    assert set(visible(clerk, REGISTER_READ, Entity.objects.values_list("pk", flat=True))) == {OURS, *every}
    assert not visible(stranger(Role.ENTERPRISE_REPORTER), REGISTER_READ, Entity.objects.filter(pk__in=every)).exists()


def test_the_page_of_a_change_asks_for_all_names_at_once(clerk: User, django_assert_max_num_queries: Any) -> None:
    change = asked(clerk, *(product(f"硅铁{number}") for number in range(40))).change
    page = browser(clerk)
    with django_assert_max_num_queries(20):
        shown = page.get(reverse("register-change", args=[change.pk])).content.decode()
    assert shown.count("所属主体") == 40
    assert Entity.objects.get(pk=OURS).name in shown


def test_what_is_told_of_something_that_the_programme_knows_no_longer_is_shown_as_written(
    clerk: User, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made,) = entered(office, product())
    content = programme.current()
    kinds = tuple(kind.model_copy(update={"attributes": ()}) for kind in content.kinds)
    fewer = content.model_copy(update={"kinds": kinds})
    monkeypatch.setattr(programme, "current", lambda: fewer)
    shown = browser(office).get(reverse("register-entry", args=[made])).content.decode()
    assert "product_class" in shown and "alloy" in shown
