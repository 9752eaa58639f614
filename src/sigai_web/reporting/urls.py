"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.reporting import comment_views, file_views, list_views, mapping_views, month_views, queue_views, views

_SHEET = "reporting/<str:form>/<str:period>/<str:reporter>"

urlpatterns: list[URLPattern] = [
    path("reporting", list_views.mine, name="reporting"),
    path("approving", queue_views.approving, name="approving"),
    path("accepting", queue_views.accepting, name="accepting"),
    path("month", month_views.month, name="month"),
    path("month/debts", month_views.month_debts, name="month-debts"),
    path("coverage", list_views.coverage, name="coverage"),
    path("coverage.xlsx", list_views.coverage_workbook, name="coverage-workbook"),
    path("coverage/remind", list_views.remind, name="remind"),
    path("month/close", month_views.close, name="month-close"),
    path("month/reopen", month_views.reopen, name="month-reopen"),
    path("comments", comment_views.comments, name="comments"),
    path("mappings", mapping_views.mappings, name="mappings"),
    path("mappings/import", mapping_views.mapping_import, name="mapping-import"),
    path("mappings/<int:number>.yaml", mapping_views.mapping_file, name="mapping-file"),
    path("mappings/<int:number>/drop", mapping_views.mapping_drop, name="mapping-drop"),
    path(_SHEET, views.sheet, name="sheet"),
    path(f"{_SHEET}/cell", views.save_cell, name="sheet-cell"),
    path(f"{_SHEET}/save", views.save, name="sheet-save"),
    path(f"{_SHEET}/approve", views.approve, name="sheet-approve"),
    path(f"{_SHEET}/return", views.give_back, name="sheet-return"),
    path(f"{_SHEET}/accept", views.accept, name="sheet-accept"),
    path(f"{_SHEET}/send-back", views.send_back, name="sheet-send-back"),
    path(f"{_SHEET}/comment", comment_views.comment, name="sheet-comment"),
    path(f"{_SHEET}/recall", views.recall, name="sheet-recall"),
    path(f"{_SHEET}/correct", views.correct, name="sheet-correct"),
    path(f"{_SHEET}/drop-correction", views.drop_correction, name="sheet-drop-correction"),
    path(f"{_SHEET}/history", views.history, name="sheet-history"),
    path(f"{_SHEET}/template", file_views.template, name="sheet-template"),
    path(f"{_SHEET}/upload", file_views.upload, name="sheet-upload"),
    path(f"{_SHEET}/mapping", mapping_views.mapping, name="sheet-mapping"),
    path(f"{_SHEET}/mapping/adopt", mapping_views.mapping_adopt, name="sheet-mapping-adopt"),
    path(f"{_SHEET}/returned", file_views.returned_copy, name="sheet-returned-copy"),
]
