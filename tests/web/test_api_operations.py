"""Every operation of the API × every role, own and other organisation × every way in which a token may not count."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from django.utils import timezone
from ninja import Schema

from api_cases import CASES
from helpers_api import MEDIA_TYPE, Program, document, token_of
from helpers_repository import ROOT
from helpers_web import person, stranger
from sigai_web.api.declaring import DECLARED
from sigai_web.api.describing import api_page
from sigai_web.api.models import ApiToken
from sigai_web.manifests import scopes
from sigai_web.permissions import Reach, Role
from sigai_web.urls import urlpatterns
from view_cases import PROGRAMS

pytestmark = pytest.mark.django_db

MOST_QUERIES = 30


def operations() -> dict[str, tuple[str, str]]:
    """Method and path of every operation of the document, by name."""
    return {
        operation["operationId"]: (method, path)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }


def test_no_operation_is_untested_and_every_one_is_documented() -> None:
    assert set(operations()) == set(DECLARED) == set(CASES)


def test_the_page_of_the_api_is_made_from_its_tables() -> None:
    written = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert written == api_page(django_settings.SIGAI_API_RATE)


def test_no_two_shapes_have_the_same_name() -> None:
    """The document names shapes by their classes: two of one name would be one."""
    names = [shape.__name__ for shape in shapes(Schema) if shape.__module__.startswith("sigai_web.api")]
    plain = [name for name in names if "[" not in name]
    assert len(plain) == len(set(plain))


def shapes(kind: type) -> set[type]:
    return {kind} | {shape for below in kind.__subclasses__() for shape in shapes(below)}


def test_whatever_a_page_can_do_a_program_can() -> None:
    """A page that stands not in `PROGRAMS` of the view cases needs its operation, or the reason why there is none."""
    assert set(PROGRAMS) == {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    named = {name for found in PROGRAMS.values() if isinstance(found, tuple) for name in found}
    assert named <= set(DECLARED)


def test_every_operation_says_its_permission_and_scope() -> None:
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            declared = DECLARED[operation["operationId"]]
            assert operation["x-operation"] == declared.operation, path
            assert operation["security"] == [{"Token": []}], path
            assert operation["x-scope"] == declared.scope or declared.name == "read_own", path


def test_the_table_by_hand_says_what_the_permissions_say() -> None:
    """Who may do an operation is written twice, by different hands: in the cases and in the one table."""
    for name, case in CASES.items():
        declared = DECLARED[name]
        assert case.who == frozenset(declared.operation.roles), name


def send(program: Program, name: str, path: str = "") -> Any:
    case = CASES[name]
    return program.ask(DECLARED[name].method, path or case.address, case.sent, kind=case.kind, **case.headers)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is taken back: every role finds the same."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", list(CASES))
def test_every_role(name: str, filled: None) -> None:
    case = CASES[name]
    assert case.queries <= MOST_QUERIES
    case.before()
    for role in Role:
        program = Program(person(role))
        program.get("/own")  # the hour of the token's use is noted once
        with undone():
            if case.expected(role) == case.status:
                with CaptureQueriesContext(connection) as asked:
                    response = send(program, name)
                # In a test the request's own transaction is a savepoint: those are no questions.
                found = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
                assert len(found) <= case.queries, found
            else:
                response = send(program, name)
                assert response["Content-Type"] == MEDIA_TYPE
        assert (role, response.status_code) == (role, case.expected(role)), response.content


def confined(name: str) -> list[Role]:
    """The roles that do not reach everything."""
    reaches = DECLARED[name].operation.roles
    return [role for role in Role if role in reaches and reaches[role] is not Reach.ALL]


@pytest.mark.parametrize("name", [name for name in CASES if confined(name)])
def test_the_same_role_elsewhere(name: str, filled: None) -> None:
    """Lists have nothing in common; a thing of one organisation is not there for the other."""
    case = CASES[name]
    case.before()
    for role in confined(name):
        if case.apart:
            ours, theirs = (send(Program(user), name).json()["items"] for user in (person(role), stranger(role)))
            assert not [item for item in ours if item in theirs], role
        elif case.within is not None:
            with undone():
                status = send(Program(stranger(role)), name).status_code
                assert (role, status) == (role, case.elsewhere or case.outside)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.missing])
def test_missing_object(name: str, filled: None) -> None:
    CASES[name].before()
    role = next(role for role in Role if role in CASES[name].who)
    response = send(Program(person(role)), name, CASES[name].missing)
    assert (response.status_code, response.json()["type"]) == (404, "urn:sigai:problem:W244")


@pytest.mark.parametrize("name", list(CASES))
def test_tokens_that_do_not_count(name: str, filled: None) -> None:
    case, declared = CASES[name], DECLARED[name]
    case.before()
    role = next(role for role in Role if role in case.who)
    user = person(role)
    assert send(Program(None), name).status_code == 401
    invented = Program(None)
    invented.text = "sigai_invented"
    assert send(invented, name).status_code == 401
    if declared.scope is not None:
        without = Program(user, *(set(scopes()) - {declared.scope}))
        response = send(without, name)
        assert (response.status_code, response.json()["type"]) == (403, "urn:sigai:problem:W242")
    expired = Program(None)
    token, expired.text = token_of(user)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert send(expired, name).status_code == 401


@pytest.mark.parametrize("name", list(CASES))
def test_a_session_is_no_token(name: str, filled: None) -> None:
    case = CASES[name]
    case.before()
    program = Program(None)
    program.client.force_login(
        person(next(role for role in Role if role in case.who)), backend="sigai_web.accounts.backend.Backend"
    )
    response = send(program, name)
    assert response.status_code == 401
    assert not response.cookies
