"""A ledger as an Excel sheet: out with everything that a sheet can change, so that it can come back in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

from sigai.programme import FIELD_TYPES, Ledger, LedgerField, Text
from sigai_web import programme
from sigai_web.exchange import Column, Worksheet, workbook_response
from sigai_web.language import choose, language
from sigai_web.ledgers.field_looks import look_of
from sigai_web.ledgers.forms import options_of
from sigai_web.ledgers.words import Wording
from sigai_web.store.models import CurrentRecord

BLANK_ROWS = 500
READ_ONLY = ("主体名称", "Entity name")
"""Headers of the column that people read beside the id of an entity; it is not read back."""
_WIDE, _NARROW = 30, 16


def sheet_response(
    ledger: Ledger, records: Sequence[CurrentRecord], states: Sequence[Text], readable: Collection[str]
) -> HttpResponse:
    """Records as a workbook, with the fields that its reader reads: a column that it does not have stays as it is when
    the sheet comes back."""
    fields = [field for field in ledger.fields if field.id in readable]
    return workbook_response(
        ledger.name[language()], [_sheet(ledger, _rows(ledger, records, fields), states, 0, fields)]
    )


def template_response(ledger: Ledger, states: Sequence[Text]) -> HttpResponse:
    """The empty sheet to fill in; `states` are those in which its reader may enter new records."""
    name = f"{ledger.name[language()]}{choose('模板', ' template')}"
    return workbook_response(name, [_sheet(ledger, [], states, BLANK_ROWS, ledger.fields)])


def _sheet(
    ledger: Ledger, rows: Iterable[Sequence[Any]], states: Sequence[Text], blank: int, fields: Sequence[LedgerField]
) -> Worksheet:
    content = programme.current()
    areas = [area.name[language()] for area in content.areas]
    columns = [
        Column(
            choose("编号", "Number"),
            number="@",
            note=choose("新记录不填；已有记录请勿改动", "empty for new records; leave those of existing ones"),
        ),
        Column(choose("名称", "Name"), _WIDE),
    ]
    if ledger.subject != "none":
        note = _form_of("entity")
        columns += [Column(choose("主体", "Entity"), 22, number="@", note=note), Column(choose(*READ_ONLY), _WIDE)]
    columns.append(Column(choose("地区", "Area"), choices=areas))
    note = choose("新记录可不填；已有记录的状态在记录页面上办理", "may stay empty; steps are made on a record's page")
    columns.append(Column(choose("状态", "State"), choices=[state[language()] for state in states], note=note))
    columns.append(Column(choose("进入状态时间", "In state since"), note=_form_of("date")))
    columns += [_column(field) for field in fields]
    return Worksheet(ledger.name[language()], columns, rows, blank=blank)


def _column(field: LedgerField) -> Column:
    header = field.name[language()] + (choose(f"（{field.unit}）", f" ({field.unit})") if field.unit else "")
    options = [] if field.kind == "choices" else options_of(field, programme.current())
    choices = [words.strip() for _, words in options]
    notes = [choose("必填", "required")] if field.required else []
    notes += [form] if (form := _form_of(field.type)) and not choices else []
    notes += [field.note] if field.note and language() == "zh" else []
    look = look_of(field.type)
    number = "@" if look.as_text else "#,##0.####"
    return Column(header, _WIDE if look.long else _NARROW, number, choices, choose("；", "; ").join(notes))


def _form_of(type_: str) -> str:
    """How a type is written, in the reader's language; nothing where that is free."""
    form = FIELD_TYPES[type_].form
    return form[language()] if form else ""


def _rows(ledger: Ledger, records: Sequence[CurrentRecord], fields: Sequence[LedgerField]) -> Iterable[Sequence[Any]]:
    wording = Wording.of(records, ledger)
    states = {state.id: state.name[language()] for state in ledger.states}
    for record in records:
        subject = [record.entity, wording.entity(record.entity)] if ledger.subject != "none" else []
        head = [record.number, record.name, *subject, wording.area(record.area)]
        state = [states.get(record.state, record.state), record.day]
        yield [*head, *state, *(_cell(field, record.fields.get(field.id), wording) for field in fields)]


def _cell(field: LedgerField, value: Any, wording: Wording) -> Any:
    """A value as it is read back: dates and numbers as such, entities and records by their ids, all else in words."""
    if value in (None, ""):
        return None
    match field.kind:
        case "number":
            return value
        case "date":
            return date.fromisoformat(str(value))
        case "entity" | "record":
            return str(value)
        case _:
            return wording.value(field, value).text
