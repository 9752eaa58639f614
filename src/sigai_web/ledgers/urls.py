"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.addresses import KEY
from sigai_web.ledgers import (
    bulk_views,
    calendar_views,
    comment_views,
    correct_views,
    document_views,
    library_views,
    recheck_views,
    record_views,
    round_views,
    row_views,
    sheet_views,
    views,
    withdraw_views,
)

urlpatterns: list[URLPattern] = [
    path("ledgers", views.ledgers, name="ledgers"),
    path("ledgers/entities", views.entity_options, name="entity-options"),
    path("ledgers/calendar", calendar_views.calendar, name="ledger-calendar"),
    path("library", library_views.library, name="library"),
    path("ledgers/of/<str:ledger>", views.ledger_list, name="ledger"),
    path("ledgers/of/<str:ledger>/links/<str:field>", views.record_options, name="record-options"),
    path("ledgers/of/<str:ledger>/new", record_views.new_record, name="new-record"),
    path("ledgers/of/<str:ledger>/steps", bulk_views.many_steps, name="many-steps"),
    path("ledgers/of/<str:ledger>/export", sheet_views.export, name="ledger-export"),
    path("ledgers/of/<str:ledger>/template", sheet_views.template, name="ledger-template"),
    path("ledgers/of/<str:ledger>/import", sheet_views.take_in, name="ledger-import"),
    path("ledgers/of/<str:ledger>/marked", sheet_views.marked, name="ledger-marked"),
    path(f"ledgers/records/{KEY}", record_views.record, name="record"),
    path(f"ledgers/records/{KEY}/edit", record_views.edit_record, name="edit-record"),
    path(f"ledgers/records/{KEY}/steps/<str:step>", record_views.make_step, name="record-step"),
    path(f"ledgers/records/{KEY}/rows/<str:table>", row_views.add, name="record-rows"),
    path(f"ledgers/records/{KEY}/rows/<str:table>/<int:row>", row_views.change, name="record-row"),
    path(f"ledgers/records/{KEY}/comments", comment_views.say, name="comment-record"),
    path(f"ledgers/records/{KEY}/withdraw", withdraw_views.ask, name="withdraw-record"),
    path(f"ledgers/records/{KEY}/withdrawal", withdraw_views.decide, name="decide-withdrawal"),
    path(f"ledgers/records/{KEY}/correct", correct_views.ask, name="correct-record"),
    path(f"ledgers/records/{KEY}/correction", correct_views.decide, name="decide-correction"),
    path(f"ledgers/records/{KEY}/rechecks/<str:recheck>", recheck_views.record_recheck, name="record-recheck"),
    path("ledgers/rounds", round_views.rounds, name="rounds"),
    path("ledgers/rounds/of/<str:ledger>", round_views.new_round, name="new-round"),
    path(f"ledgers/rounds/{KEY}", round_views.one_round, name="round"),
    path(f"ledgers/rounds/{KEY}/extend", round_views.extend, name="extend-round"),
    path(f"ledgers/rounds/{KEY}/quota", round_views.quota, name="round-quota"),
    path(f"ledgers/rounds/{KEY}/end", round_views.end, name="end-round"),
    path(f"ledgers/rounds/documents/{KEY}", round_views.round_document, name="round-document"),
    path(f"ledgers/records/{KEY}/documents", document_views.attach, name="attach-document"),
    path(f"ledgers/documents/{KEY}", document_views.document, name="document"),
    path(f"ledgers/documents/{KEY}/remove", document_views.remove_document, name="remove-document"),
    path(f"ledgers/documents/{KEY}/erase", document_views.erase_document, name="erase-document"),
]
