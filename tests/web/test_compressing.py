"""Answers are sent compressed where that is safe."""

from __future__ import annotations

import gzip

import pytest

from helpers_web import browser, person
from sigai_web.permissions import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]


def test_pages_are_compressed_for_whoever_takes_it() -> None:
    client = browser(person(Role.OFFICE))
    plain = client.get("/today")
    packed = client.get("/today", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain
    assert "待办" in gzip.decompress(packed.content).decode()
    assert len(packed.content) < len(plain.content) / 2


@pytest.mark.parametrize("path", ["/account", "/account/tokens", "/accounts"])
def test_pages_that_may_show_secrets_are_not(path: str) -> None:
    client = browser(person(Role.SYSTEM_ADMINISTRATOR if path == "/accounts" else Role.OFFICE))
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer


def test_files_are_left_as_they_are() -> None:
    client = browser(person(Role.OFFICE))
    assert "Content-Encoding" not in client.get("/coverage.xlsx", headers={"Accept-Encoding": "gzip"})


def test_two_answers_to_the_same_question_are_not_equally_long() -> None:
    """What one could read from their length is blurred by chance."""
    client = browser(person(Role.OFFICE))
    lengths = {len(client.get("/today", headers={"Accept-Encoding": "gzip"}).content) for _ in range(12)}
    assert len(lengths) > 1
