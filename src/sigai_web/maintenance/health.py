"""Whether the system works, in words that a stranger may read."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai.base import UserError
from sigai_web import programme
from sigai_web.journal.triggers import droppable, protected_tables, strangers
from sigai_web.maintenance.noting import keep_note
from sigai_web.maintenance.schema import refuse_other_schema
from sigai_web.permissions.access import public
from sigai_web.runs.working import worker_alive

LEAST_SPACE = 50 * 1024 * 1024
"""Bytes that must be free where the system writes: with less it cannot take an upload or a run."""
LITTLE_SPACE = 1024 * 1024 * 1024
"""Bytes below which the operator is told while all still works."""
_WROTE = "health.wrote"
_WRITES_EVERY = 10
"""Seconds for which a write that went counts: anybody may ask, and nobody shall make the database write by asking."""
_MIGRATED = "health.migrated"
_FOR = 60
"""Seconds for which the answer about migrations is kept: it costs a look at every file of them."""


@public
@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """200, or 503 with what does not work. Names nothing that a stranger should not know."""
    found = checks()
    healthy = all(found.values())
    return JsonResponse({"healthy": healthy, **found, "notes": notes()}, status=200 if healthy else 503)


def checks(without: Collection[str] = ()) -> dict[str, bool]:
    """Every check with whether it is passed, but for those left out."""
    return {name: _asked(check) for name, check in CHECKS.items() if name not in without}


def notes() -> dict[str, bool]:
    """What is worth knowing although all works."""
    return {name: _asked(check) for name, check in NOTES.items()}


def _asked(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (Error, OSError, UserError):
        return False


def _database() -> bool:
    """Whether it answers and takes a write: one that cannot write is of no use to anybody who hands something in."""
    connection.ensure_connection()
    if not connection.is_usable():
        return False
    if not cache.get(_WROTE):
        keep_note("probe")
        cache.set(_WROTE, True, _WRITES_EVERY)
    return True


def _append_only() -> bool:
    return not strangers(connection, *protected_tables())


def _programme() -> bool:
    return bool(programme.current().id)


def _disk() -> bool:
    """Whether files can be written where they are kept, with some room left."""
    with tempfile.NamedTemporaryFile(dir=settings.SIGAI_HOME, prefix=".probe-") as probe:
        probe.write(b"x")
        probe.flush()
        return shutil.disk_usage(settings.SIGAI_HOME).free >= LEAST_SPACE


def _little_room() -> bool:
    return shutil.disk_usage(settings.SIGAI_HOME).free < LITTLE_SPACE


def _migrated() -> bool:
    """Whether every step of migration was taken and none of a later version: an upgrade was not left half done."""
    known: bool | None = cache.get(_MIGRATED)
    if known is None:
        try:
            refuse_other_schema()
            known = True
        except UserError:
            known = False
        cache.set(_MIGRATED, known, _FOR)
    return known


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "append_only": _append_only,
    "programme": _programme,
    "worker": worker_alive,
    "disk": _disk,
    "migrated": _migrated,
}
"""What is asked, by the name that the answer gives it; docs/operations.md says what each means."""
NOTES: dict[str, Callable[[], bool]] = {
    "triggers_droppable": lambda: droppable(connection),
    "little_room": _little_room,
}
"""What is worth knowing although all works."""
