"""The one way to change what the database holds: a service in one transaction, with the locks in one order.

Whoever writes into the journal queues for its head. Were one service to lock a sheet first and then the head, and
another the head first and then the sheet, each would wait for the other. So every service that writes into the journal
takes its turn before it reads or locks anything, and what queues for nobody (`note`) cannot write into the journal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, transaction

from sigai.base import SigaiError, UserError
from sigai_web.journal.writing import NOTING, TURN, take_turn
from sigai_web.outages import broken_off

P = ParamSpec("P")
R = TypeVar("R")


class ConflictError(SigaiError):
    """Somebody else changed the same thing meanwhile, and it was not overwritten. The API answers 409."""


class LateError(ConflictError, UserError):
    """Somebody else dealt with the thing or changed it meanwhile, and the issues say so: pages show them like all that
    is wrong."""


SERVICES: dict[str, Callable[..., Any]] = {}
"""Every service that changes something, by its module and name."""
_LOG = logging.getLogger("sigai_web.journal")


def change(service: Callable[P, R]) -> Callable[P, R]:
    """Make a function one transaction that takes its turn among all writers before anything else.

    Called by another change it is a part of that one, and undone with it only. Otherwise it is carried out once more
    where the database broke it off: it must not use up what it is given. What takes long without writing is done
    before, while others write.
    """
    return _service(service, _in_turn)


def note(service: Callable[P, R]) -> Callable[P, R]:
    """Make a function one transaction that queues for nobody: for what does not count and the journal does not tell.

    Drafts of one sheet, copies with mistakes marked, how far the worker is: rows that no other note locks together.
    """
    return _service(service, _for_nobody)


def _service(service: Callable[P, R], transact: Callable[[], AbstractContextManager[None]]) -> Callable[P, R]:
    name = f"{service.__module__}.{service.__qualname__}"

    @wraps(service)
    def carried_out(*given: P.args, **named: P.kwargs) -> R:
        if TURN.get() is not None:
            return service(*given, **named)
        inside = transaction.get_connection().in_atomic_block
        try:
            with transact():
                return service(*given, **named)
        except OperationalError as error:
            if inside or not broken_off(error):
                raise
            _LOG.warning("%s was broken off by the database and is tried again", name)
        with transact():
            return service(*given, **named)

    SERVICES[name] = carried_out
    return carried_out


@contextmanager
def _in_turn() -> Iterator[None]:
    with transaction.atomic():
        token = TURN.set(take_turn())
        try:
            yield
        finally:
            TURN.reset(token)


@contextmanager
def _for_nobody() -> Iterator[None]:
    outermost = not transaction.get_connection().in_atomic_block
    token = NOTING.set(outermost or NOTING.get())
    try:
        with transaction.atomic():
            yield
    finally:
        NOTING.reset(token)
