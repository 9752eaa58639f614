"""Work on what strangers send, in a process of its own whose memory and time are bounded.

A parser of somebody else's may loop, swell or break off on a file that was made for it. In a process apart it holds
nobody up, takes what it was given and no more, and what becomes of it is one sentence to the sender. The process keeps
the rights of the one that starts it: it is a bound, no cage.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from sigai.base.issues import SigaiError

T = TypeVar("T")

_MEGABYTE = 1 << 20
_MANNERS = 5
"""Steps by which such a process stands back from the processor for those who wait for a page."""

_FIRST_TO_GO = "1000"
"""Where memory runs out, the system ends such a process before any other."""

# Forked from a process that does nothing else: a server with threads cannot be forked, and a new interpreter that
# imports the readers takes a second for each file.
_CONTEXT = multiprocessing.get_context("forkserver")
_STARTING = threading.Lock()
_PRELOADED: dict[str, None] = {}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one piece of work may take: seconds of the processor, seconds by the clock, megabytes of memory beyond what
    it begins with, megabytes that its answer may have."""

    processor: int
    clock: float
    memory: int
    answer: int = 32


class OutOfBoundsError(SigaiError):
    """The work asked for more time or memory than it may take, or its process broke off."""


def _forget_server() -> None:
    """A fork may not wait for its parent's processes: where work apart was done before it, it starts anew."""
    server: Any = forkserver._forkserver
    if server._forkserver_pid is not None:
        os.close(server._forkserver_alive_fd)
        server.__init__()
        _CONTEXT.set_forkserver_preload(list(_PRELOADED))


os.register_at_fork(after_in_child=_forget_server)


def preload(*modules: str) -> None:
    """Name modules whose functions work apart: they are imported once, before the first piece, not for each."""
    _PRELOADED.update(dict.fromkeys(modules))
    _CONTEXT.set_forkserver_preload(list(_PRELOADED))


def confined(function: Callable[..., T], *arguments: Any, bounds: Bounds) -> T:
    """What `function(*arguments)` returns or raises, called in a process of its own; OutOfBoundsError where it takes
    more than `bounds`. Function, arguments and answer must be such that they can be pickled. In a process apart it is
    called there, within the bounds of that one."""
    if multiprocessing.current_process().daemon:
        return function(*arguments)
    receiver, sender = _CONTEXT.Pipe(duplex=False)
    with receiver:
        with _STARTING:
            process = _CONTEXT.Process(target=_work, args=(sender, bounds, function, arguments), daemon=True)
            process.start()
            sender.close()
        try:
            good, answer = _answer(receiver, bounds)
        finally:
            with _STARTING:  # while one is started, multiprocessing looks after all others: not while one is closed
                process.kill()
                process.join()
                process.close()
    if not good:
        raise answer
    result: T = answer
    return result


def _answer(receiver: Connection, bounds: Bounds) -> tuple[bool, Any]:
    if not receiver.poll(bounds.clock):
        raise OutOfBoundsError("no answer in time")
    try:
        return pickle.loads(receiver.recv_bytes(bounds.answer * _MEGABYTE))  # type: ignore[no-any-return] # noqa: S301 - our own process
    except (EOFError, OSError) as error:
        raise OutOfBoundsError("no answer, or one that is too long") from error


def _work(sender: Connection, bounds: Bounds, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """In the process apart: the bounds first, then the work. Who runs out of memory gives no answer."""
    _confine(bounds)
    try:
        content = pickle.dumps((True, function(*arguments)))
    except MemoryError:
        return
    except Exception as error:
        error.add_note("".join(traceback.format_exception(error)))
        content = pickle.dumps((False, error))
    sender.send_bytes(content)


def _confine(bounds: Bounds) -> None:
    import resource  # noqa: PLC0415 - not on every system; who confines nothing needs it not

    def limit(kind: int, most: int, hardest: int) -> None:
        _, hard = resource.getrlimit(kind)
        within = [most, hardest] if hard == resource.RLIM_INFINITY else [min(most, hard), min(hardest, hard)]
        resource.setrlimit(kind, (within[0], within[1]))

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + bounds.memory * _MEGABYTE
    limit(resource.RLIMIT_AS, memory, memory)
    limit(resource.RLIMIT_CPU, bounds.processor, bounds.processor + 1)
    limit(resource.RLIMIT_CORE, 0, 0)
    os.nice(_MANNERS)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started it, and who ends it then
