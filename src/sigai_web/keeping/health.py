"""Whether the system works, in words that a stranger may read."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai import __version__
from sigai.base import UserError
from sigai_web import programme
from sigai_web.journal.triggers import droppable, protected_tables, strangers
from sigai_web.permissions.access import public
from sigai_web.runs.working import worker_alive

LEAST_SPACE = 500 * 1024 * 1024
"""Bytes that must be free where the system writes."""
_MIGRATED = "health.migrated"
_FOR = 60
"""Seconds for which the answer about migrations is kept: it costs a look at every file of them."""


@public
@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """200, or 503 with what does not work. Names nothing that a stranger should not know."""
    checks = {name: _asked(check) for name, check in CHECKS.items()}
    healthy = all(checks.values())
    notes = {name: _asked(check) for name, check in NOTES.items()}
    answer = {"healthy": healthy, "version": __version__, **checks, "notes": notes}
    return JsonResponse(answer, status=200 if healthy else 503)


def _asked(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError, UserError):
        return False


def _database() -> bool:
    connection.ensure_connection()
    return connection.is_usable()


def _append_only() -> bool:
    return not any(strangers(connection, table) for table in protected_tables())


def _programme() -> bool:
    return bool(programme.current().id)


def _disk() -> bool:
    return shutil.disk_usage(settings.SIGAI_HOME).free >= LEAST_SPACE


def _migrated() -> bool:
    """Whether every step of migration was taken: an upgrade was not left half done."""
    known: bool | None = cache.get(_MIGRATED)
    if known is None:
        executor = MigrationExecutor(connection)
        known = not executor.migration_plan(executor.loader.graph.leaf_nodes())
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
NOTES: dict[str, Callable[[], bool]] = {"triggers_droppable": lambda: droppable(connection)}
"""What is worth knowing although all works."""
