"""The table against a table written by hand; every role × operation × own and other organisation."""

from __future__ import annotations

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser

from helpers_repository import ROOT
from helpers_web import OURS, THEIRS, person, stranger
from sigai.programme import Programme
from sigai_web import programme
from sigai_web.manifests import operations
from sigai_web.permissions import ADMINISTRATORS, ROLES, Operation, Resource, Role, allowed, visible
from sigai_web.permissions.document import permissions_page
from sigai_web.store.models import CurrentFigure, Entity, RecordEntry
from sigai_web.store.operations import FIGURE_READ, FIGURE_REPORT, RECORD_READ
from sigai_web.store.owners import Parties, figure_subject, record_subject
from view_cases import RIGHTS
from view_cases.case import COLUMNS

pytestmark = pytest.mark.django_db

CASES = [(role, operation) for operation, role in itertools.product(operations(), Role)]


def test_the_grid_by_hand_is_complete() -> None:
    assert sorted(RIGHTS) == sorted(operations())
    assert all(len(row) == len(COLUMNS) for row in RIGHTS.values())


def subjects(content: Programme, role: Role, operation: Operation) -> tuple[Resource, Resource]:
    """One that belongs to the owner of the role, one that belongs to the stranger."""
    if operation.startswith("record"):
        own, other = (Parties(places=frozenset(places)) for places in ((OURS, "11"), (THEIRS, "12")))
        return record_subject(content, "titles", own), record_subject(content, "none", other)
    if operation.startswith("round"):
        return tuple(Resource(units=frozenset({unit})) for unit in ("U1", "U2"))  # type: ignore[return-value]
    match ROLES[role].scope:
        case "unit":
            return figure_subject(content, "1", "1", "digital"), figure_subject(content, "1", "1", "research")
        case "area":
            return figure_subject(content, "11", "11", "invested"), figure_subject(content, "12", "12", "invested")
        case _:
            return figure_subject(content, OURS, "11", "output"), figure_subject(content, THEIRS, "12", "output")


@pytest.mark.parametrize(("role", "operation"), CASES)
def test_own_and_other(role: Role, operation: Operation) -> None:
    own, other = subjects(programme.current(), role, operation)
    mark = RIGHTS[operation][COLUMNS.index(role)]
    owner = person(role)
    assert allowed(owner, operation) is (mark != ".")
    assert allowed(owner, operation, own) is (mark != ".")
    assert allowed(owner, operation, other) is (mark == "*")
    if ROLES[role].scope != "programme":
        assert allowed(stranger(role), operation, own) is (mark == "*")


@pytest.mark.parametrize("operation", operations())
def test_nobody_without_a_granted_role_may_anything(operation: Operation) -> None:
    closed = person(Role.OFFICE, name="closed")
    closed.is_active = False
    proposed = person(Role.OFFICE, name="proposed", granted=False)
    for user in (AnonymousUser(), None, closed, proposed):
        assert not allowed(user, operation)
        assert visible(user, operation, Entity.objects.all()).query.is_empty()


def test_powers_are_separate() -> None:
    """No operation of one administrator is another's, and none touches figures or records."""
    held = {admin: {op for op in operations() if admin in op.roles} for admin in ADMINISTRATORS}
    for one, two in itertools.combinations(ADMINISTRATORS, 2):
        assert not held[one] & held[two]
    others = {op for op in operations() if set(op.roles) - ADMINISTRATORS}
    assert not others & set().union(*held.values())


def test_an_area_reporter_does_not_report_for_enterprises_nor_a_collector_for_those_who_owe() -> None:
    content = programme.current()
    enterprise = figure_subject(content, OURS, "11", "output")
    area = person(Role.AREA_REPORTER)
    assert allowed(area, FIGURE_READ, enterprise)
    assert not allowed(area, FIGURE_REPORT, enterprise)
    county = person(Role.UNIT_REPORTER, scope="U3", name="county")
    assert allowed(county, FIGURE_REPORT, figure_subject(content, "11", "11", "invested"))
    assert not allowed(county, FIGURE_REPORT, figure_subject(content, "12", "12", "invested"))


VISIBLE = {
    Role.OFFICE: (2, 6, 2),
    Role.UNIT_REPORTER: (0, 1, 2),
    Role.UNIT_APPROVER: (0, 1, 2),
    Role.AREA_REPORTER: (1, 2, 1),
    Role.AREA_APPROVER: (1, 2, 1),
    Role.ENTERPRISE_REPORTER: (1, 1, 1),
    Role.LEADER: (2, 6, 2),
    Role.SYSTEM_ADMINISTRATOR: (0, 0, 0),
    Role.SECURITY_ADMINISTRATOR: (0, 0, 0),
    Role.AUDITOR: (0, 0, 0),
}


@pytest.mark.parametrize("role", list(Role))
def test_rows_within_reach(role: Role, filled: None) -> None:
    owner = person(role)
    found = (
        visible(owner, FIGURE_READ, Entity.objects.all()).count(),
        visible(owner, FIGURE_READ, CurrentFigure.objects.all()).count(),
        visible(owner, RECORD_READ, RecordEntry.objects.all()).count(),
    )
    assert found == VISIBLE[role]


@pytest.mark.parametrize("role", list(Role))
def test_rows_and_single_answers_agree(role: Role, filled: None) -> None:
    """`visible` and `allowed` are two ways to ask one table."""
    content = programme.current()
    areas = dict(Entity.objects.values_list("pk", "area"))
    for user in (person(role), stranger(role)) if ROLES[role].scope != "programme" else (person(role),):
        seen = set(visible(user, FIGURE_READ, CurrentFigure.objects.all()).values_list("pk", flat=True))
        for figure in CurrentFigure.objects.all():
            subject = figure_subject(content, figure.entity, areas.get(figure.entity, figure.entity), figure.measure)
            assert allowed(user, FIGURE_READ, subject) is (figure.pk in seen)


def test_the_page_of_permissions_is_made_from_the_table() -> None:
    assert (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8") == permissions_page(operations())
