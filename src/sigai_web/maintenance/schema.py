"""Whether the database has the tables of this version: not of an earlier one, and not of a later one."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from sigai.base import Place, UserError
from sigai_web.problems import NEWER_SCHEMA, NOT_SET_UP

_PLACE = Place("SIGAI_DATABASE")


def refuse_other_schema() -> None:
    """UserError where the database was not set up, was not migrated to this version, or was by a newer one."""
    connection.ensure_connection()  # of one that refuses, Django would say that nothing was migrated
    loader = MigrationExecutor(connection).loader
    ours = {app for app, _ in loader.disk_migrations}
    known = set(loader.graph.nodes) | set(loader.disk_migrations)
    applied = set(loader.applied_migrations)
    if newer := sorted(key for key in applied - known if key[0] in ours and not _replaced(loader, key)):
        raise UserError([NEWER_SCHEMA.at(_PLACE, step=".".join(newer[0]))])
    if missing := sorted(set(loader.graph.nodes) - applied):
        raise UserError([NOT_SET_UP.at(_PLACE, step=".".join(missing[0]))])


def _replaced(loader: MigrationLoader, key: tuple[str, str]) -> bool:
    """Whether a step is one that a squashed one stands for."""
    return any(key in migration.replaces for migration in loader.disk_migrations.values())
