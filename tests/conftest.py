"""Tests that need what is not here are skipped, and the summary says so: ../shared, Chromium. None is timed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from ibis.backends.duckdb import Backend
from pytest_django.plugin import DjangoDbBlocker

from helpers_databases import wait_until_alone
from helpers_queries import guarded
from helpers_repository import NO_CHROMIUM, NO_SHARED, SHARED

# A busy machine takes its time over an example and over drawing one: neither is a fault of what is tested.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def no_query_is_misread() -> Iterator[None]:
    """Every query of every test is looked at before it is asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Backend, "compile", guarded(Backend.compile))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of the tests; it is dropped when nobody works in it any more.

    A thread that answers a browser may outlive the last test by a moment, and PostgreSQL drops no database in use.
    """
    yield
    with django_db_blocker.unblock():
        wait_until_alone()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=NO_SHARED))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for reason in (NO_SHARED, NO_CHROMIUM):
        if count := sum(reason in str(report.longrepr) for report in skipped):
            terminalreporter.write_line(f"{count} tests skipped: {reason}", yellow=True)
