"""An upgrade changes a database in place: what stands in it stands there afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from helpers_reporting import draft
from helpers_web import OURS, web_data
from sigai_web.journal.triggers import protected_tables, strangers
from sigai_web.store.importing import import_data
from sigai_web.store.models import Entity, RegisterMark


@pytest.mark.django_db(transaction=True)
def test_the_columns_of_a_filled_database_are_widened_in_place(committing: None) -> None:
    """Back to the columns as they were, rows in them, and forward again: rows, view and triggers are all there."""
    import_data(web_data())
    draft()
    before = {name: _rows(name) for name in ("figure_revision", "record_revision", "entity", "figure_current")}
    for app, step in (("store", "0004"), ("runs", "0001"), ("ledgers", "0001")):
        call_command("migrate", app, step, verbosity=0)
    assert {name: _rows(name) for name in before} == {name: _without(rows, _LATER) for name, rows in before.items()}
    call_command("migrate", verbosity=0)
    assert {name: _rows(name) for name in before} == before
    assert [name for table in protected_tables() for name in strangers(connection, table)] == []
    mark = RegisterMark.objects.get().mark
    Entity.objects.filter(pk=OURS).update(name="改名", file="长" * 500)
    assert RegisterMark.objects.get().mark != mark


_LATER = {"withdrawn", "parent"}
"""Columns that the database did not have then."""


def _without(rows: list[Any], columns: set[str]) -> list[Any]:
    return [{name: value for name, value in row.items() if name not in columns} for row in rows]


def _rows(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
