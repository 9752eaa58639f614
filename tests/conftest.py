"""Tests that need what is not here are skipped, and the summary says so: ../shared, Chromium. None is timed."""

import pytest
from hypothesis import HealthCheck, settings

from helpers_repository import NO_CHROMIUM, NO_SHARED, SHARED

# A busy machine takes its time over an example and over drawing one: neither is a fault of what is tested.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


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
