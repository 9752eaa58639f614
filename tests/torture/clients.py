"""Careful clients: each sends, notes what was acknowledged, and sends again what nobody answered."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from http.client import HTTPConnection, HTTPException
from typing import Any
from uuid import uuid4

from helpers_waiting import PATIENCE
from torture.book import DEEDS, Book, Duty

FORM = "survey"
_ROOT = "/api/v1"
_PROBLEM = "application/problem+json"
_PASSING = frozenset({429, 503, 507})
"""Statuses after which the same request may be sent again, where words stand beside them."""
_REFUSED = frozenset({409, 422})
"""Statuses of a refusal that names problems."""
_CHANGED = frozenset({"W100", "W101"})
"""What a decision is refused for where the sheet is no longer as it was seen."""
_CUT = 0.4
"""The share of requests on which a bad net hangs up once they are sent."""
_DONE = {"submit": "submitted", "approve": "approved", "accept": "accepted"}


class GivenUpError(Exception):
    """A client got an answer that no careful client can go on from."""


@dataclass
class Counts:
    """What all clients of a round saw together: `requests`, `retried`, `refused` in words, `server_errors`, and
    `unheard`, what was found done though its answer never came. `cut`: the net between them and the server is bad."""

    cut: bool = False
    numbers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str) -> None:
        """Count one more."""
        with self._lock:
            self.numbers[name] += 1

    def fault(self, words: str) -> None:
        """Note what should never be."""
        with self._lock:
            self.faults.append(words)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    body: bytes
    replayed: bool = False
    """Whether an earlier try was carried out, whose answer this is."""

    @property
    def in_words(self) -> bool:
        """Whether a refusal says in words why."""
        return self.kind.startswith(_PROBLEM) and bool(json.loads(self.body).get("title"))

    @property
    def codes(self) -> set[str]:
        """The problems that a refusal names."""
        return (
            {issue["code"] for issue in json.loads(self.body).get("issues", [])} if self.status in _REFUSED else set()
        )

    def __str__(self) -> str:
        return f"{self.status} {self.body[:300].decode(errors='replace')}"


class Client:
    """A program with one connection that stays open, as long as the server lets it."""

    def __init__(self, port: int, counts: Counts, chance: random.Random) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.counts, self._chance = counts, chance

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def tries(self, method: str, path: str, token: str, body: Any = None, key: str = "") -> Iterator[Answer | None]:
        """The same request again and again, with pauses, until the caller has enough: answers, or None for none.

        GivenUpError where nothing comes of it for long, or where the server says that it failed.
        """
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        data = None if body is None else json.dumps(body).encode()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = self._once(method, path, data, headers)
            if answer is None:
                self.counts.add("retried")
            elif answer.status >= 500 and not (answer.status in _PASSING and answer.in_words):
                self.counts.add("server_errors")
                raise GivenUpError(f"{method} {path}: {answer}")
            elif answer.status in _PASSING:
                self.counts.add("refused")
                answer = None
            yield answer
            time.sleep(self._chance.uniform(0.1, 0.6))
        raise GivenUpError(f"{method} {path}: no answer within {PATIENCE} s")

    def _once(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> Answer | None:
        self.counts.add("requests")
        try:
            self._connection.request(method, _ROOT + path, data, dict(headers))
            if self.counts.cut and self._chance.random() < _CUT:
                self._connection.close()
                return None
            response = self._connection.getresponse()
            said = response.headers
            replayed = "Idempotency-Replayed" in said
            return Answer(response.status, said.get("Content-Type", ""), response.read(), replayed)
        except (HTTPException, OSError):
            self._connection.close()
            return None


class Writer:
    """Takes sheet after sheet from the report to the acceptance: three people's programs in one thread."""

    def __init__(self, tokens: Mapping[str, Any], duties: Iterator[Duty], book: Book, seed: str) -> None:
        self._tokens, self._duties, self._book = tokens, duties, book
        self._chance = random.Random(seed)

    def work(self, port: int, counts: Counts, stop: threading.Event) -> None:
        """Sheet after sheet until told to stop; the one at hand is brought to its end."""
        client = Client(port, counts, self._chance)
        try:
            while not stop.is_set() and (duty := next(self._duties, None)) is not None:
                self._bring(client, duty)
        except Exception as error:  # a thread's end must be seen by whoever counts
            counts.fault(f"a writer ended: {type(error).__name__}: {error}")
        finally:
            client.close()

    def _bring(self, client: Client, duty: Duty) -> None:
        version = self._submit(client, duty)
        for deed in DEEDS[1:]:
            version = self._decide(client, duty, deed, version)

    def _submit(self, client: Client, duty: Duty) -> int:
        """Send the figures under a key, the same at every try; the version that they made."""
        values = {name: Decimal(self._chance.randint(1, 10**7)).scaleb(-2) for name in ("orders", "exports")}
        self._book.reports(duty, values)
        self._book.asks(duty, "submit")
        rows = [
            {"entity": duty.reporter, "measure": name, "period": duty.period, "value": str(value), "reason": "?"}
            for name, value in values.items()
        ]
        token = self._tokens["reporters"][duty.reporter]
        for answer in client.tries("PUT", "/uploads/figures?submit=true", token, rows, str(uuid4())):
            if answer is not None:
                made = _json(answer, f"{duty} submit")
                self._book.acknowledges(duty, "submit")
                if answer.replayed:
                    client.counts.add("unheard")
                return int(made["sheets"][0]["version"])
        raise AssertionError("tries() ends with an answer or an error")

    def _decide(self, client: Client, duty: Duty, deed: str, version: int) -> int:
        """Decide about a sheet; where nobody answered look first whether it was done, as no key guards a decision."""
        path, token = f"/sheets/{FORM}/{duty.period}/{duty.reporter}", self._tokens[deed]
        self._book.asks(duty, deed)
        for answer in client.tries("POST", f"{path}/{deed}", token, {"version": version}):
            unknown = answer is None or answer.codes & _CHANGED  # perhaps by a try of ours that nobody answered
            stands = self._look(client, path, token) if unknown else _json(answer, f"{duty} {deed}")
            if stands["state"] == _DONE[deed]:
                self._book.acknowledges(duty, deed)
                if unknown:
                    client.counts.add("unheard")
                return int(stands["version"])
            if stands["version"] != version:
                raise GivenUpError(f"{duty} {deed}: seen {version}, it is {stands['state']} {stands['version']} now")
        raise AssertionError("tries() ends with an answer or an error")

    def _look(self, client: Client, path: str, token: str) -> dict[str, Any]:
        for answer in client.tries("GET", path, token):
            if answer is not None:
                return _json(answer, path)
        raise AssertionError("tries() ends with an answer or an error")


def _json(answer: Answer | None, what: str) -> dict[str, Any]:
    if answer is None or answer.status != 200:
        raise GivenUpError(f"{what}: {answer}")
    found: dict[str, Any] = json.loads(answer.body)
    return found
