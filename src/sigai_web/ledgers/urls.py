"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter

from sigai_web.ledgers import (
    calendar_views,
    correct_views,
    document_views,
    record_views,
    sheet_views,
    views,
    withdraw_views,
)


class _KeyConverter(IntConverter):
    """The key of a row: no longer than every database can hold."""

    regex = "[0-9]{1,18}"


register_converter(_KeyConverter, "key")

urlpatterns: list[URLPattern] = [
    path("ledgers", views.ledgers, name="ledgers"),
    path("ledgers/entities", views.entity_options, name="entity-options"),
    path("ledgers/calendar", calendar_views.calendar, name="ledger-calendar"),
    path("ledgers/of/<str:ledger>", views.ledger_list, name="ledger"),
    path("ledgers/of/<str:ledger>/links/<str:field>", views.record_options, name="record-options"),
    path("ledgers/of/<str:ledger>/new", record_views.new_record, name="new-record"),
    path("ledgers/of/<str:ledger>/export", sheet_views.export, name="ledger-export"),
    path("ledgers/of/<str:ledger>/template", sheet_views.template, name="ledger-template"),
    path("ledgers/of/<str:ledger>/import", sheet_views.take_in, name="ledger-import"),
    path("ledgers/of/<str:ledger>/marked", sheet_views.marked, name="ledger-marked"),
    path("ledgers/records/<key:pk>", record_views.record, name="record"),
    path("ledgers/records/<key:pk>/edit", record_views.edit_record, name="edit-record"),
    path("ledgers/records/<key:pk>/steps/<str:step>", record_views.make_step, name="record-step"),
    path("ledgers/records/<key:pk>/withdraw", withdraw_views.ask, name="withdraw-record"),
    path("ledgers/records/<key:pk>/withdrawal", withdraw_views.decide, name="decide-withdrawal"),
    path("ledgers/records/<key:pk>/correct", correct_views.ask, name="correct-record"),
    path("ledgers/records/<key:pk>/correction", correct_views.decide, name="decide-correction"),
    path("ledgers/records/<key:pk>/documents", document_views.attach, name="attach-document"),
    path("ledgers/documents/<key:pk>", document_views.document, name="document"),
    path("ledgers/documents/<key:pk>/remove", document_views.remove_document, name="remove-document"),
    path("ledgers/documents/<key:pk>/erase", document_views.erase_document, name="erase-document"),
]
