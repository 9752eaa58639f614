"""While hostile files are being read, everybody else is answered: a real server with one process."""

from __future__ import annotations

import json
import queue
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from helpers_hostile import FAR_APART, ONE_ROW, WORKBOOKS, book, sheet
from helpers_processes import PATH, Installation, Server
from helpers_waiting import PATIENCE
from sigai_web.exchange.apart import AT_MOST

IMPORT = "/ledgers/of/works/import"
COOKIES = """
import json
from helpers_web import browser
from sigai_web.accounts.models import User
jar = browser(User.objects.get(username="enterprise-reporter")).cookies
print(json.dumps({each.key: each.value for each in jar.values()}))
"""


class Uploads:
    """Files on their way to the server, each on a thread of its own, and what it answered to those it answered."""

    def __init__(self, server: Server, cookies: Mapping[str, str]) -> None:
        self._server, self._cookies = server, cookies
        self._threads: list[threading.Thread] = []
        self.answers: queue.Queue[int | None] = queue.Queue()

    def send(self, content: bytes) -> None:
        def post() -> None:
            self.answers.put(self._server.post(IMPORT, self._cookies, {}, content))

        self._threads.append(threading.Thread(target=post))
        self._threads[-1].start()

    @property
    def under_way(self) -> int:
        return len(self._threads) - self.answers.qsize()

    def all(self) -> list[int | None]:
        for thread in self._threads:
            thread.join()
        return [self.answers.get() for _ in self._threads]


@pytest.fixture
def cookies(installation: Installation) -> Mapping[str, str]:
    found: dict[str, str] = json.loads(installation.python(COOKIES, PYTHONPATH=PATH))
    return found


@pytest.fixture
def server(installation: Installation) -> Iterator[Server]:
    made = Server(installation)
    yield made
    made.kill()


def answered(server: Server, path: str) -> int:
    with urllib.request.urlopen(f"{server.address}{path}", timeout=PATIENCE) as response:
        return int(response.status)


def test_pages_are_answered_while_files_that_never_end_are_read(
    server: Server, cookies: Mapping[str, str], tmp_path: Path
) -> None:
    go_on = tmp_path / "go on"
    server.more["SIGAI_TEST_GO_ON"] = str(go_on)
    server.start(application="helpers_busy:application")
    uploads = Uploads(server, cookies)
    for _ in range(AT_MOST + 1):
        uploads.send(book(sheet(ONE_ROW)))
    assert uploads.answers.get(timeout=PATIENCE) == 422  # one too many; all others are being read, or wait for it
    for _ in range(3):
        assert answered(server, "/sign-in") == 200
    assert uploads.answers.empty()
    go_on.touch()
    uploads.answers.put(422)
    assert uploads.all() == [422] * (AT_MOST + 1)


def test_hostile_files_are_refused_and_end_nothing(server: Server, cookies: Mapping[str, str]) -> None:
    server.start()
    uploads = Uploads(server, cookies)
    ways = (
        "tags that never end",
        "one merged range over the sheet",
        "billion laughs in the texts",
        "a long text in a thousand cells",
    )
    hostile = [*(WORKBOOKS[way][0] for way in ways), *FAR_APART.values()]
    for content in hostile[:8]:
        uploads.send(content)
    asked = 0
    while uploads.under_way:
        assert answered(server, "/sign-in") == 200
        asked += 1
    assert asked
    assert uploads.all() == [422] * 8
    assert server.process is not None
    assert server.process.poll() is None
    assert "Traceback" not in server.log
    assert "TIMEOUT" not in server.log
