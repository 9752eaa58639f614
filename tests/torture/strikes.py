"""What is done to the site while clients are at work: each strike once or again and again, until the time is over."""

from __future__ import annotations

import itertools
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from torture.disk import fill, make_room
from torture.site import Site

Strike = Callable[[Site, random.Random, float], int]
"""Strikes until a moment of the monotonic clock; how often. Leaves server and worker running."""
_STARTS = 2
"""How often a server is at least ended and started: on a busy machine a start alone may take as long as the round."""
_ATTEMPTS = 3
"""A calculation that dies so often is given up, as it should be: none is killed in its last attempt."""


def calm(_: Site, chance: random.Random, end: float) -> int:
    """Load alone."""
    for _moment in _moments(chance, end):
        pass
    return 0


def kill_processes(site: Site, chance: random.Random, end: float) -> int:
    """`kill -9` of one of the server's processes, or of all; the one that leads them starts others."""
    count = 0
    for _ in _moments(chance, end):
        there = site.server_processes()
        for process in there if chance.random() < 0.5 else there[:1]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
                count += 1
    return count


def kill_server(site: Site, chance: random.Random, end: float) -> int:
    """`kill -9` of the whole server, which is then started again."""
    count = 0
    for _ in _moments(chance, end, least=_STARTS):
        site.server.kill()
        site.start_server()
        count += 1
    return count


def kill_worker(site: Site, chance: random.Random, end: float) -> int:
    """`kill -9` of the background worker in the middle of a calculation."""
    count = 0
    for _ in _moments(chance, end):
        running = site.installation.rows("SELECT attempts FROM run WHERE state = 'running'")
        if running and all(attempts < _ATTEMPTS for (attempts,) in running):
            site.end_worker(signal.SIGKILL)
            site.start_worker()
            count += 1
    return count


def restart(site: Site, chance: random.Random, end: float) -> int:
    """Server and worker are told to end and started again, as for an upgrade."""
    count = 0
    for _ in _moments(chance, end, least=_STARTS):
        site.end_server()
        site.end_worker(signal.SIGTERM)
        site.start_worker()
        site.start_server()
        count += 1
    return count


def fill_disk(site: Site, chance: random.Random, end: float) -> int:
    """The disk is full for most of the time, then has room again."""
    home, count = site.installation.home, 0
    try:
        for _ in _moments(chance, end):
            fill(home)
            count += 1
    finally:
        make_room(home)
    return count


NET_CUT = "net cut"
"""Here clients hang up on many of their requests, before an answer can come (`clients`)."""
STRIKES: dict[str, Strike] = {
    "load alone": calm,
    NET_CUT: calm,
    "processes killed": kill_processes,
    "server killed": kill_server,
    "worker killed": kill_worker,
    "restarts": restart,
    "disk full": fill_disk,
}


def _moments(chance: random.Random, end: float, *, least: int = 0) -> Iterator[None]:
    """Random moments until the end, a second or two apart; on beyond it where there were not yet so many."""
    for number in itertools.count():
        until = time.monotonic() + chance.uniform(0.5, 2.5)
        until = until if number < least else min(end, until)
        while time.monotonic() < until:
            time.sleep(0.05)
        if number >= least and time.monotonic() >= end:
            return
        yield
