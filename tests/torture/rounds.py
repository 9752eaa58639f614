"""One round after the other: load, strikes, then everything held against what clients were told."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers_waiting import PATIENCE
from torture.book import Book
from torture.clients import Counts, Writer
from torture.site import Site
from torture.strikes import NET_CUT, STRIKES


@dataclass
class Row:
    """What came of one round."""

    name: str
    strikes: int = 0
    requests: int = 0
    acknowledged: int = 0
    retried: int = 0
    refused: int = 0
    unheard: int = 0
    lost: int = 0
    double: int = 0
    server_errors: int = 0
    faults: int = 0
    seconds: float = 0
    words: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was lost or double, and nothing else was wrong."""
        return not (self.lost or self.double or self.server_errors or self.faults)

    def cells(self) -> list[str]:
        """The row as it is printed."""
        counted = (self.strikes, self.requests, self.acknowledged, self.retried, self.refused, self.unheard)
        wrong = (self.lost, self.double, self.server_errors, self.faults)
        return [self.name, *(str(number) for number in (*counted, *wrong)), f"{self.seconds:.0f}"]


HEAD = (
    "round",
    "strikes",
    "requests",
    "acknowledged",
    "retried",
    "refused in words",
    "done unheard",
    "lost",
    "double",
    "5xx",
    "other faults",
    "seconds",
)


def one_round(
    site: Site, name: str, writers: Sequence[Writer], book: Book, chance: random.Random, seconds: float
) -> Row:
    """Let everybody work while the site is struck; then wait until it is at rest, and look."""
    begun, before = time.monotonic(), book.acknowledged
    counts, stop = Counts(cut=name == NET_CUT), threading.Event()
    threads = [threading.Thread(target=one.work, args=(site.server.port, counts, stop), daemon=True) for one in writers]
    for thread in threads:
        thread.start()
    strikes = STRIKES[name](site, chance, begun + seconds)
    stop.set()
    for thread in threads:
        thread.join()
    told, done = counts.numbers, book.acknowledged - before
    row = Row(name, strikes, told["requests"], done, told["retried"], told["refused"], told["unheard"])
    row.server_errors = told["server_errors"]
    _come_to_rest(site)
    _look(site, book, counts, row)
    now = time.monotonic()
    row.seconds = now - begun
    return row


def _come_to_rest(site: Site) -> None:
    """Wait until no calculation is left; that some are left after all is for `faults_of_runs` to say."""
    end = time.monotonic() + PATIENCE
    while site.unfinished_runs and time.monotonic() < end:
        time.sleep(0.2)


def _look(site: Site, book: Book, counts: Counts, row: Row) -> None:
    found = book.compare(site.stored())
    row.lost, row.double = len(found.lost), len(found.double)
    faults = [*counts.faults, *found.strange, *site.faults_of_processes(), *site.faults_of_runs()]
    faults += [*site.faults_of_proof(), *site.faults_in_logs()]
    row.faults = len(faults)
    row.words = [*found.lost, *found.double, *faults]
