"""Many people at once: each with a connection that stays open, as browsers keep it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from sigai_web.bench.city import Person

_TOKEN = "t" * 32


@dataclass(frozen=True, slots=True)
class Answers:
    """The seconds that each answer took, and the statuses; 0 where none came."""

    seconds: list[float]
    statuses: list[int]

    def percentile(self, share: float) -> float:
        """The time within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def get_all(port: int, path: Callable[[int], str], people: Sequence[Person], each: int) -> Answers:
    """Everybody asks for a page `each` times, one after the other, all at the same time."""

    def ask(number: int, connection: HTTPConnection) -> list[tuple[float, int]]:
        headers = {"Cookie": people[number].cookie}
        return [_timed(connection, "GET", path(number), None, headers) for _ in range(each)]

    return _together(port, len(people), ask)


def post_all(port: int, forms: Sequence[tuple[Person, str, Mapping[str, str]]]) -> Answers:
    """Everybody sends a form of their own at the same moment."""

    def send(number: int, connection: HTTPConnection) -> list[tuple[float, int]]:
        person, path, data = forms[number]
        headers = {
            "Cookie": f"{person.cookie}; csrftoken={_TOKEN}",
            "X-CSRFToken": _TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return [_timed(connection, "POST", path, urlencode(data), headers)]

    return _together(port, len(forms), send)


def _timed(
    connection: HTTPConnection, method: str, path: str, body: str | None, headers: Mapping[str, str]
) -> tuple[float, int]:
    begun = time.perf_counter()
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except (HTTPException, OSError):
        connection.close()
        status = 0
    return time.perf_counter() - begun, status


def _together(port: int, count: int, act: Callable[[int, HTTPConnection], list[tuple[float, int]]]) -> Answers:
    start = threading.Barrier(count)
    found: list[list[tuple[float, int]]] = [[] for _ in range(count)]

    def one(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        connection.connect()
        start.wait()
        found[number] = act(number, connection)
        connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answered = [answer for answers in found for answer in answers]
    return Answers([seconds for seconds, _ in answered], [status for _, status in answered])
