"""Real Chromium on the site as it runs in this process. Skipped, and said so, where there is no Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect, sync_playwright

from helpers_browser import OPTIONS, Visit, Visitor
from helpers_repository import CHROMIUM, NO_CHROMIUM
from helpers_waiting import PATIENCE
from helpers_web_fixtures import committing, filled, invented_programme, programme_folder  # noqa: F401
from sigai_web.accounts.models import User
from sigai_web.dashboards.assets import make_assets

# playwright runs a loop of its own in this thread; nothing of ours is asynchronous
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
_HERE = Path(__file__).parent
expect.set_options(timeout=PATIENCE * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker("browser")
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield started
        started.close()


@pytest.fixture
def _assets(invented_programme: None) -> None:  # noqa: F811
    """What set-up makes from installed packages, once: without it pages lack their charts."""
    if not (Path(settings.SIGAI_ASSETS) / "sigai" / "vega.js").exists():
        make_assets()


@pytest.fixture
def visit(chromium: Browser, live_server: object, committing: None, filled: None, _assets: None) -> Iterator[Visit]:  # noqa: F811
    """Lets people visit the running site; fails the test for whatever their browsers complained of."""
    visitors: list[Visitor] = []

    def make(user: User | None = None, *, language: str = "zh-hans", phone: bool = False) -> Visitor:
        visitors.append(Visitor.at(str(live_server), chromium, user, language=language, phone=phone))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []
