"""What an earlier door takes, the database keeps: every column of limited length, on SQLite as on PostgreSQL.

A column either copies another, holds ids of the content, what the system writes itself, or what comes in by a door. A
door refuses a text that is longer than its column, in words. SQLite would keep it all the same, so the tests look at
lengths.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, Field, Model, TextField
from django.db.models.functions import Length

from helpers_columns import (
    Copy,
    Door,
    Ids,
    Own,
    ascii_word,
    by_account,
    by_attached,
    by_cell,
    by_entered,
    by_filter,
    by_held,
    by_key,
    by_mapping,
    by_marked,
    by_record,
    by_round,
    by_started,
    by_token,
    chinese,
    email,
    imported,
)
from helpers_reporting import accepted
from helpers_web import OURS, browser, person, web_data
from sigai.base import UserError
from sigai.tables import ONE_AT_A_TIME, SEVERAL
from sigai_web.accounts.models import User
from sigai_web.bulletins.models import BulletinDraft
from sigai_web.maintenance.ids import COLUMNS as ID_COLUMNS
from sigai_web.permissions import Role
from sigai_web.reporting.drafts import LONGEST_TEXT
from sigai_web.runs.models import Run
from sigai_web.store.columns import LONGEST_KEY, SORT_COLUMNS
from sigai_web.store.importing import import_data
from sigai_web.store.lengths import longest
from sigai_web.store.models import CurrentFigure, Entity

USERNAME, ENTITY = Copy("account.username"), Copy("entity.id")
DIGEST, PERIOD = Own(64), Own(7)
COLUMNS: Mapping[str, Copy | Ids | Own | Door] = {
    "account.username": Door(by_account("username"), text=ascii_word),
    "account.name": Door(by_account("name")),
    "account.email": Door(by_account("email"), text=email),
    "account.password": Own(128),
    "account.session_nonce": Own(32),
    "account_membership.role": Own(max(len(role) for role in Role)),
    "account_membership.scope": ENTITY,
    "account_invitation.token_digest": DIGEST,
    "account_invitation.code_digest": DIGEST,
    "upload_share.username": USERNAME,
    "journal_entry.actor": USERNAME,
    "journal_entry.origin": Own(len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255 sigai_123456")),
    "journal_entry.action": Own(40),
    "journal_entry.about": Own(len("export:") + 190),
    "journal_entry.previous": DIGEST,
    "journal_entry.digest": DIGEST,
    "journal_head.digest": DIGEST,
    "entity.id": imported("entities", "id"),
    "entity.name": imported("entities", "name"),
    "entity.kind": imported("entities", "kind"),
    "entity.area": imported("entities", "area"),
    "entity.park": imported("entities", "park"),
    "entity.industry": imported("entities", "industry"),
    "entity.parent": Copy("entity.id"),
    "register_mark.mark": Own(32),
    "entity_line.entity": Copy("entity.id"),
    **{f"entity_line.{name}": Copy(f"entity.{name}") for name in ("name", "kind", "area", "park", "industry")},
    "entity_fact.entity": Copy("entity.id"),
    "entity_fact.fact": Own(max(len(fact) for fact in (*ONE_AT_A_TIME, *SEVERAL))),
    "entity_fact.reporter": USERNAME,
    "figure_revision.entity": imported("history", "entity"),
    "figure_revision.measure": imported("history", "measure"),
    "figure_revision.period": imported("history", "period"),
    "figure_revision.state": imported("history", "state"),
    **{f"figure_current.{name}": Copy(f"figure_revision.{name}") for name in ("entity", "measure", "period", "state")},
    "record_entry.ledger": replace(imported("records", "ledger"), kept=False),
    "record_entry.number": imported("records", "id"),
    "record_revision.name": imported("records", "name"),
    "record_revision.entity": imported("records", "entity"),
    "record_revision.area": imported("records", "area"),
    "record_state.state": Ids("states"),
    "record_state.reporter": USERNAME,
    **{f"record_current.{name}": Copy(f"record_revision.{name}") for name in ("name", "entity", "area")},
    "record_current.ledger": Copy("record_entry.ledger"),
    "record_current.number": Copy("record_entry.number"),
    "record_current.state": Copy("record_state.state"),
    **{f"record_current.{name}": Own(LONGEST_KEY) for name in SORT_COLUMNS},
    "record_party.ledger": Copy("record_entry.ledger"),
    "record_party.unit": Ids("units"),
    "record_party.place": ENTITY,
    "record_sequence.ledger": Copy("record_entry.ledger"),
    "data_source.digest": DIGEST,
    "bulletin.file_digest": DIGEST,
    "bulletin_draft.kind": Ids("bulletins"),
    "bulletin_draft.state": Own(max(len(state) for state in BulletinDraft.State)),
    "bulletin_draft.created_by": USERNAME,
    "bulletin_draft.handed_in_by": USERNAME,
    "bulletin_draft.signed_by": USERNAME,
    "bulletin_draft_text.written_by": USERNAME,
    "bulletin_withdrawal.withdrawn_by": USERNAME,
    "bulletin_receipt.username": USERNAME,
    "closed_month.closed_by": USERNAME,
    "closed_month.reopened_by": USERNAME,
    "run.as_of": PERIOD,
    "run.state": Own(max(len(state) for state in Run.State)),
    "run.because": Own(200),
    "run.requested_by": USERNAME,
    "run.stage": Own(len("indicators")),
    "run.data_digest": DIGEST,
    "run.programme_digest": DIGEST,
    "run.content_digest": DIGEST,
    "run.engine": Own(20),
    "bulletin.published_by": USERNAME,
    "bulletin.journal_digest": DIGEST,
    "bulletin.text_digest": DIGEST,
    "bulletin.file": Own(4 + 1 + 3 + 1 + 20 + 1 + 12 + len(".docx")),
    "sheet.form": Ids("forms"),
    "sheet.reporter": ENTITY,
    "sheet.period": PERIOD,
    "sheet.area": Copy("entity.area"),
    "sheet.state": Own(len("submitted")),
    "sheet.submitted_by": USERNAME,
    "sheet.approved_by": USERNAME,
    "sheet.accepted_by": USERNAME,
    "cell_talk.form": Ids("forms"),
    "cell_talk.reporter": ENTITY,
    "cell_talk.period": PERIOD,
    "cell_talk.area": Copy("entity.area"),
    "cell_talk.entity": ENTITY,
    "cell_talk.measure": Ids("measures"),
    "cell_talk.opened_by": USERNAME,
    "cell_comment.by": USERNAME,
    "sheet_cell.entity": ENTITY,
    "sheet_cell.measure": Ids("measures"),
    "sheet_cell.text": Door(lambda text: by_cell(text=text)),
    "sheet_cell.reason": Door(lambda text: by_cell(reason=text)),
    "sheet_cell.by": USERNAME,
    "sheet_step.action": Own(len("approve")),
    "sheet_step.by": USERNAME,
    "sheet_returned_copy.form": Ids("forms"),
    "sheet_returned_copy.reporter": Copy("sheet.reporter"),
    "sheet_returned_copy.period": PERIOD,
    "message.kind": Own(40),
    "message.by": USERNAME,
    "message_delivery.way": Own(len("dingtalk")),
    "message_delivery.state": Own(len("handed_over")),
    "message_delivery.outcome": Own(60),
    "contact.telephone": Own(20),
    "attachment.name": Door(by_attached, cut=True),
    "attachment.kind": Own(len(".jpeg")),
    "attachment.digest": DIGEST,
    "attachment.by": USERNAME,
    "attachment.removed_by": USERNAME,
    "marked_copy.username": USERNAME,
    "marked_copy.ledger": Ids("ledgers"),
    "marked_copy.name": Door(by_marked, cut=True),
    "instruction.kind": Own(len("record")),
    "instruction.subject": Ids("targets"),
    "instruction.unit": Ids("units"),
    "instruction.author": USERNAME,
    "instruction.closed_by": USERNAME,
    "instruction_reply.author": USERNAME,
    "named_link.name": Ids("named"),
    "named_link.kind": Own(len("entity")),
    "named_link.subject": Ids("areas"),
    "named_link.by": USERNAME,
    "named_link.removed_by": USERNAME,
    "sent_form.fingerprint": DIGEST,
    "sheet_held_file.form": Ids("forms"),
    "sheet_held_file.reporter": Copy("sheet.reporter"),
    "sheet_held_file.period": PERIOD,
    "sheet_held_file.name": Door(by_held, cut=True),
    "kept_mapping.form": Ids("forms"),
    "kept_mapping.reporter": Copy("sheet.reporter"),
    "kept_mapping.area": Copy("entity.area"),
    "kept_mapping.name": Door(by_mapping, cut=True),
    "kept_mapping.by": USERNAME,
    "record_link.field": Ids("fields"),
    "held_key.pool": Ids("keys"),
    "held_key.digest": DIGEST,
    "held_key.since": Own(len("2022-01-01")),
    "held_key.until": Own(len("2022-01-01")),
    "record_comment.by": USERNAME,
    "record_deadline.recheck": Ids("rechecks"),
    "record_recheck.recheck": Ids("rechecks"),
    "record_recheck.result": Own(len("put_right")),
    "record_recheck.by": USERNAME,
    "ledger_round.ledger": Ids("ledgers"),
    "ledger_round.title": Door(by_round),
    "ledger_round.ended": Own(len("withdrawn")),
    "ledger_round_event.what": Own(len("withdrawn")),
    "ledger_round_event.by": USERNAME,
    "ledger_round_document.name": Copy("attachment.name"),
    "ledger_round_document.kind": Copy("attachment.kind"),
    "ledger_round_document.digest": DIGEST,
    "ledger_round_document.by": USERNAME,
    "record_correction.asked_by": USERNAME,
    "record_correction.decided_by": USERNAME,
    "record_withdrawal.asked_by": USERNAME,
    "record_withdrawal.decided_by": USERNAME,
    "programme_decision.kind": Own(20),
    "programme_decision.made_on": DIGEST,
    "programme_decision.digest": DIGEST,
    "programme_decision.chain": DIGEST,
    "programme_decision.asked_by": USERNAME,
    "programme_decision.decided_by": USERNAME,
    "decision_trial.made_on": DIGEST,
    "register_change.digest": DIGEST,
    "register_change.asked_by": USERNAME,
    "register_change.decided_by": USERNAME,
    "register_change_subject.entity": ENTITY,
    "register_change_subject.area": Copy("entity.area"),
    "register_change_subject.unit": Ids("units"),
    "starting_bundle.name": Door(by_started, cut=True),
    "starting_bundle.digest": DIGEST,
    "starting_bundle.asked_by": USERNAME,
    "starting_bundle.decided_by": USERNAME,
    "keeping_note.name": Own(20),
    "saved_filter.path": Own(200),
    "saved_filter.name": Door(by_filter),
    "api_token.name": Door(by_token),
    "api_token.prefix": Own(len("sigai_") + 6),
    "api_token.digest": DIGEST,
    "api_token.nonce": Copy("account.session_nonce"),
    "api_answer.key": Door(by_key, text=ascii_word),
    "api_answer.fingerprint": DIGEST,
}
FURTHER_DOORS: tuple[tuple[str, Door], ...] = (
    ("record_revision.name", Door(lambda text: by_record(name=text))),
    ("record_revision.entity", Door(lambda text: by_record(entity=text), kept=False)),
    ("record_revision.area", Door(lambda text: by_record(area=text), kept=False)),
    ("entity.id", Door(lambda text: by_entered(id=text, kind="park"), text=ascii_word)),
    ("entity.name", Door(lambda text: by_entered(name=text))),
)
DOORS = [*((name, rule) for name, rule in COLUMNS.items() if isinstance(rule, Door)), *FURTHER_DOORS]


def fields(kind: type[Field[Any, Any]]) -> dict[str, tuple[type[Model], Any]]:
    """Every column of a kind in the tables of our own apps."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("sigai_web.")]
    return {
        f"{model._meta.db_table}.{field.column}": (model, field)
        for model in ours
        for field in model._meta.concrete_fields
        if isinstance(field, kind)
    }


LIMITED = fields(CharField)


def limit(name: str) -> int:
    most: int = LIMITED[name][1].max_length
    return most


def stored(name: str) -> int:
    """The longest text that a column holds now."""
    model, field = LIMITED[name]
    lengths = model._default_manager.annotate(long=Length(field.attname)).values_list("long", flat=True)
    return max((length for length in lengths if length is not None), default=0)


def test_every_column_of_limited_length_says_what_it_holds() -> None:
    assert set(COLUMNS) == set(LIMITED)


@pytest.mark.parametrize(("name", "rule"), [pair for pair in COLUMNS.items() if not isinstance(pair[1], Door)])
def test_no_column_is_shorter_than_what_it_holds(name: str, rule: Copy | Ids | Own) -> None:
    match rule:
        case Copy(of):
            assert limit(name) >= limit(of)
        case Own(most):
            assert limit(name) >= most
        case Ids(kind):
            assert limit(name) >= min(longest(*column) for column in ID_COLUMNS[kind][2])


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "door"), DOORS)
def test_a_text_longer_than_its_column_is_refused_in_words(name: str, door: Door) -> None:
    text = door.text(limit(name) + 1)
    if door.cut:
        door.send(text)
    else:
        with pytest.raises(UserError):
            door.send(text)
    assert stored(name) <= limit(name)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "door"), [pair for pair in DOORS if pair[1].kept and not pair[1].cut])
def test_a_text_as_long_as_its_column_is_kept_whole(name: str, door: Door) -> None:
    door.send(door.text(limit(name)))
    assert stored(name) == limit(name)


UNLIMITED = {
    "history": ("source", "reporter", "given_value", "given_unit", "file"),
    "entities": ("file",),
    "records": ("reporter", "file"),
}
TABLES = {"history": "figure_revision", "entities": "entity", "records": "record_revision"}


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "column"), [(table, column) for table in UNLIMITED for column in UNLIMITED[table]])
def test_what_a_file_says_about_its_rows_is_kept_however_long(table: str, column: str) -> None:
    text = chinese(3000)
    imported(table, column).send(text)
    model, _ = fields(TextField)[f"{TABLES[table]}.{column}"]
    assert model._default_manager.filter(**{column: text}).exists()


@pytest.mark.django_db
def test_the_title_of_a_folder_of_data_is_kept_however_long() -> None:
    import_data(replace(web_data(), title=chinese(3000)))
    assert [one.title for one in apps.get_model("store", "DataSource").objects.all()] == [chinese(3000)]


@pytest.mark.django_db
def test_too_long_a_text_of_a_file_is_told_by_its_column_and_row() -> None:
    with pytest.raises(UserError) as refused:
        imported("entities", "name").send(chinese(201))
    (issue,) = refused.value.issues
    assert (issue.code, issue.place.row, issue.place.column) == ("W037", 2, "name")
    assert "201" in issue.what("zh") and "200" in issue.what("en")
    assert not Entity.objects.exists()


@pytest.mark.django_db
def test_a_figure_with_as_many_digits_as_a_cell_takes_is_accepted(filled: None) -> None:
    digits = "12." + "3" * (LONGEST_TEXT - 3)
    accepted({"orders": digits, "exports": "3"})
    assert CurrentFigure.objects.get(entity=OURS, measure="orders").given_value == digits


@pytest.mark.django_db
def test_a_template_with_too_long_a_figure_is_refused_and_not_cut(filled: None) -> None:
    """What is cut is another figure."""
    clerk = browser(person(Role.ENTERPRISE_REPORTER))
    page = f"/reporting/survey/2021-10/{OURS}"
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(f"{page}/template").content))
    sheet = book.worksheets[0]
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == "orders")
    column = next(cell.column for cell in sheet[row] if not cell.protection.locked)
    sheet.cell(row, column).value = "0" * LONGEST_TEXT + "5"
    stream = io.BytesIO()
    book.save(stream)
    response = clerk.post(f"{page}/upload", {"file": SimpleUploadedFile("表.xlsx", stream.getvalue())})
    assert response.status_code == 422
    assert "太长" in response.content.decode()
    assert not apps.get_model("reporting", "SheetCell").objects.exists()


@pytest.mark.django_db
def test_a_sign_in_with_too_long_a_name_is_refused() -> None:
    response = browser(None).post("/sign-in", {"username": "a" * 300, "password": "b" * 300})
    assert response.status_code == 200
    assert '<span class="error">' in response.content.decode()
    assert not User.objects.exists()
