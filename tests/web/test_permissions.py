"""The table against a table written by hand; every role × operation × own and other organisation."""

from __future__ import annotations

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser

from helpers_repository import ROOT
from helpers_web import OURS, THEIRS, person, stranger
from sigai.programme import Programme
from sigai_web import programme
from sigai_web.permissions import ADMINISTRATORS, OPERATIONS, ROLES, Operation, Resource, Role, allowed, visible
from sigai_web.permissions.document import permissions_page
from sigai_web.store.models import CurrentFigure, Entity, RecordEntry
from sigai_web.store.owners import Parties, figure_subject, record_subject

pytestmark = pytest.mark.django_db

# `*` everywhere, `o` own organisation only, `.` nowhere. Columns in the order of the roles:
# office; unit reporter, approver; area reporter, approver; enterprise reporter; leader; system, security, auditor
EXPECTED = """
account.list         .......*..
account.create       .......*..
account.invite       .......*..
account.close        .......*..
membership.list      ........*.
membership.grant     ........*.
membership.revoke    ........*.
session.end          ........*.
password.clear       ........*.
second_factor.reset  ........*.
lockout.lift         ........*.
journal.read         .........*
journal.verify       .........*
figure.read          *ooooo*...
figure.report        .o.o.o....
figure.approve       ..o.o.....
figure.accept        *.........
figure.correct       *o.o.o....
record.read          *ooooo*...
record.keep          *ooooo....
record.step          *ooooo*...
reporting.watch      *.o.o.*...
reminder.send        *.........
month.close          *.........
progress.read        *****.*...
instruction.read     *oooo.*...
instruction.write    ......*...
instruction.reply    *oooo.....
run.start            *.........
bulletin.publish     *.........
token.hold           *******...
"""
GRID = dict(line.split() for line in EXPECTED.strip().splitlines())
CASES = [(role, operation) for operation, role in itertools.product(Operation, Role)]


def test_the_grid_by_hand_is_complete() -> None:
    assert set(GRID) == set(Operation) == set(OPERATIONS)
    assert all(len(row) == len(Role) for row in GRID.values())


def subjects(content: Programme, role: Role, operation: Operation) -> tuple[Resource, Resource]:
    """One that belongs to the owner of the role, one that belongs to the stranger."""
    if operation.startswith("record"):
        own, other = (Parties(places=frozenset(places)) for places in ((OURS, "11"), (THEIRS, "12")))
        return record_subject(content, "titles", own), record_subject(content, "none", other)
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
    mark = GRID[operation][list(Role).index(role)]
    owner = person(role)
    assert allowed(owner, operation) is (mark != ".")
    assert allowed(owner, operation, own) is (mark != ".")
    assert allowed(owner, operation, other) is (mark == "*")
    if ROLES[role].scope != "programme":
        assert allowed(stranger(role), operation, own) is (mark == "*")


@pytest.mark.parametrize("operation", list(Operation))
def test_nobody_without_a_granted_role_may_anything(operation: Operation) -> None:
    closed = person(Role.OFFICE, name="closed")
    closed.is_active = False
    proposed = person(Role.OFFICE, name="proposed", granted=False)
    for user in (AnonymousUser(), None, closed, proposed):
        assert not allowed(user, operation)
        assert visible(user, operation, Entity.objects.all()).query.is_empty()


def test_powers_are_separate() -> None:
    """No operation of one administrator is another's, and none touches figures or records."""
    held = {admin: {op for op, row in OPERATIONS.items() if admin in row.roles} for admin in ADMINISTRATORS}
    for one, two in itertools.combinations(ADMINISTRATORS, 2):
        assert not held[one] & held[two]
    others = {op for op, row in OPERATIONS.items() if set(row.roles) - ADMINISTRATORS}
    assert not others & set().union(*held.values())


def test_an_area_reporter_does_not_report_for_enterprises_nor_a_collector_for_those_who_owe() -> None:
    content = programme.current()
    enterprise = figure_subject(content, OURS, "11", "output")
    area = person(Role.AREA_REPORTER)
    assert allowed(area, Operation.FIGURE_READ, enterprise)
    assert not allowed(area, Operation.FIGURE_REPORT, enterprise)
    county = person(Role.UNIT_REPORTER, scope="U3", name="county")
    assert allowed(county, Operation.FIGURE_REPORT, figure_subject(content, "11", "11", "invested"))
    assert not allowed(county, Operation.FIGURE_REPORT, figure_subject(content, "12", "12", "invested"))


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
        visible(owner, Operation.FIGURE_READ, Entity.objects.all()).count(),
        visible(owner, Operation.FIGURE_READ, CurrentFigure.objects.all()).count(),
        visible(owner, Operation.RECORD_READ, RecordEntry.objects.all()).count(),
    )
    assert found == VISIBLE[role]


@pytest.mark.parametrize("role", list(Role))
def test_rows_and_single_answers_agree(role: Role, filled: None) -> None:
    """`visible` and `allowed` are two ways to ask one table."""
    content = programme.current()
    areas = dict(Entity.objects.values_list("pk", "area"))
    for user in (person(role), stranger(role)) if ROLES[role].scope != "programme" else (person(role),):
        seen = set(visible(user, Operation.FIGURE_READ, CurrentFigure.objects.all()).values_list("pk", flat=True))
        for figure in CurrentFigure.objects.all():
            subject = figure_subject(content, figure.entity, areas.get(figure.entity, figure.entity), figure.measure)
            assert allowed(user, Operation.FIGURE_READ, subject) is (figure.pk in seen)


def test_the_page_of_permissions_is_made_from_the_table() -> None:
    assert (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8") == permissions_page()
