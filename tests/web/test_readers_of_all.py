"""Every ledger of the real programme before every role, own and other, in every state of a long life: who reads which
record, and which of its fields. What is expected is worked out here once more, from the content alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404

from helpers_rights import ZHONGWEI, lived, longest_life, somebody, two_enterprises
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.ledgers.reaching import reached
from sigai_web.ledgers.reading import RecordsReader
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db

READING = [
    Role.OFFICE,
    Role.LEADER,
    Role.UNIT_REPORTER,
    Role.UNIT_APPROVER,
    Role.AREA_REPORTER,
    Role.AREA_APPROVER,
    Role.ENTERPRISE_REPORTER,
]
LEDGERS = sorted(path.stem for path in (ZHONGWEI / "ledgers").glob("*.yaml"))
LEVELS = {"readers": 1, "named": 2, "keepers": 3}


@pytest.fixture(autouse=True)
def real(db: None, settings: Any) -> None:
    settings.SIGAI_PROGRAMME = ZHONGWEI
    two_enterprises()


def expected(ledger: Ledger, role: Role, scope: str, state: str, *, own: bool) -> int:
    """How close somebody is to a record of ours: 0 where it is closed to them."""
    if role in (Role.OFFICE, Role.LEADER) or (role.startswith("unit") and own):
        return 3
    names_enterprise = ledger.subject == "enterprise" or any(field.type == "entity" for field in ledger.fields)
    if own and (role is not Role.ENTERPRISE_REPORTER or names_enterprise):
        return 2
    level = 0
    for readers in ledger.readers:
        among = {"city", str(role), scope} | ({"enterprises"} if role is Role.ENTERPRISE_REPORTER else set())
        if among & set(readers.to) and state in (readers.states or [state]):
            level = max(level, LEVELS[readers.read])
    return level


@pytest.mark.parametrize("name", LEDGERS)
def test_who_reads_what_in_which_state(name: str) -> None:
    ledger = programme.current().ledger_by_id[name]
    life = longest_life(ledger)
    people = [(role, own, somebody(role, ledger, own=own)) for role in READING for own in (True, False)]
    for at in range(1, len(life) + 1):
        record = lived(ledger, [step.to for step in life[:at]])
        for role, own, user in people:
            level = expected(ledger, role, user.granted()[0].scope, record.state, own=own)
            wanted = {field.id for field in ledger.fields if LEVELS[field.read] <= level}
            case = (role, own, record.state)
            reader = RecordsReader(user, ledger)
            (listed,) = reader.read(reader.rows.filter(pk=record.pk)) if level else (None,)
            assert reader.rows.filter(pk=record.pk).exists() is bool(level), case
            assert (set(listed.fields) if listed else set()) == (wanted if level else set()), case
            try:
                page = reached(user, record.pk)
            except Http404:
                assert not level, case
            else:
                assert level, case
                assert set(page.record.fields) == wanted == {field.id for field in page.fields}, case
            by_words = CurrentRecord.objects.filter(reader.found(record.number), pk=record.pk)
            assert by_words.exists() or level < 2, case


def test_libraries_of_the_city_are_open_to_every_enterprise() -> None:
    content = programme.current()
    open_to_all = {ledger.id for ledger in content.ledgers for one in ledger.readers if "city" in one.to}
    assert {"policies", "service_providers", "industrial_apps", "experts", "good_cases", "alliances"} <= open_to_all
    for name in ("titles", "inspections", "incentives", "obsolete_capacity", "problems", "notices"):
        assert not any("city" in one.to or "enterprises" in one.to for one in content.ledger_by_id[name].readers)
