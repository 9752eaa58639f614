"""Rows of the tables inside a record, from its page: added, corrected, struck, and back to the page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sigai.base import UserError
from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.ledgers import forms, rows
from sigai_web.ledgers.record_views import REFUSALS, refused_record
from sigai_web.ledgers.row_card import SentRow
from sigai_web.permissions.access import needs, offered_on
from sigai_web.store.operations import RECORD_KEEP


@needs(RECORD_KEEP)
@offered_on("record")
def add(request: HttpRequest, pk: int, table: str) -> HttpResponse:
    """Add a row to a table of the record."""

    def added() -> str:
        rows.add_row(Actor.of(request), request.user, pk, table, forms.sent_values(request.POST))
        return choose("已新增一行", "Row added")

    return _done(request, pk, table, None, added)


@needs(RECORD_KEEP)
@offered_on("record")
def change(request: HttpRequest, pk: int, table: str, row: int) -> HttpResponse:
    """Correct a row, or strike it, as the button says."""
    reason = request.POST.get("reason", "")
    seen = rows.SeenRow(row, forms.sent_number(request.POST, "edition"))

    def changed() -> str:
        actor, user = Actor.of(request), request.user
        if request.POST.get("do") == "strike":
            rows.strike_row(actor, user, pk, table, seen, reason=reason)
            return choose(f"第 {row} 行已划去", f"Row {row} struck")
        rows.correct_row(actor, user, pk, table, seen, cells=forms.sent_values(request.POST), reason=reason)
        return choose(f"第 {row} 行已保存", f"Row {row} saved")

    return _done(request, pk, table, row, changed)


def _done(request: HttpRequest, pk: int, table: str, row: int | None, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except REFUSALS as error:
        issues = error.issues if isinstance(error, UserError) else ()
        return refused_record(request, pk, error, issues=(), sent_row=SentRow(table, row, request.POST, issues))
    return redirect(f"{reverse('record', args=[pk])}#rows-{table}")
