"""A ledger as an Excel sheet: out with everything that a sheet can change, so that it can come back in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

from sigai.ledgers import ABOUT_ROWS, rows_in
from sigai.programme import FIELD_TYPES, ComputedField, Ledger, LedgerField, RecordRows, Text
from sigai_web import programme
from sigai_web.exchange import Column, Worksheet, workbook_response
from sigai_web.language import choose, language
from sigai_web.ledgers.computing import computed_cells, computed_of
from sigai_web.ledgers.field_looks import look_of
from sigai_web.ledgers.forms import options_of
from sigai_web.ledgers.words import Wording
from sigai_web.store.models import CurrentRecord

BLANK_ROWS = 500
_ENTITY_NAME = ("主体名称", "Entity name")
"""Headers of the column that people read beside the id of an entity; it is not read back."""
_WIDE, _NARROW = 30, 16


def sheet_response(
    ledger: Ledger, records: Sequence[CurrentRecord], states: Sequence[Text], readable: Collection[str]
) -> HttpResponse:
    """Records as a workbook, with what its reader reads: a column that it does not have stays as it is when the sheet
    comes back."""
    fields = [field for field in ledger.fields if field.id in readable]
    inside = [_table_sheet(ledger, rows, records, 0) for rows in ledger.rows if rows.id in readable]
    whole = _sheet(ledger, _rows(ledger, records, fields), states, 0, fields)
    return workbook_response(ledger.name[language()], [whole, *inside])


def template_response(ledger: Ledger, states: Sequence[Text]) -> HttpResponse:
    """The empty sheet to fill in; `states` are those in which its reader may enter new records."""
    name = f"{ledger.name[language()]}{choose('模板', ' template')}"
    inside = [_table_sheet(ledger, rows, [], BLANK_ROWS) for rows in ledger.rows]
    return workbook_response(name, [_sheet(ledger, [], states, BLANK_ROWS, ledger.fields), *inside])


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
        columns += [Column(choose("主体", "Entity"), 22, number="@", note=note), Column(choose(*_ENTITY_NAME), _WIDE)]
    columns.append(Column(choose("地区", "Area"), choices=areas))
    note = choose("新记录可不填；已有记录的状态在记录页面上办理", "may stay empty; steps are made on a record's page")
    columns.append(Column(choose("状态", "State"), choices=[state[language()] for state in states], note=note))
    columns.append(Column(choose("进入状态时间", "In state since"), note=_form_of("date")))
    columns += [_column(field) for field in fields]
    columns += [_computed_column(field) for field in ledger.computed]
    return Worksheet(ledger.name[language()], columns, rows, blank=blank)


def _table_sheet(ledger: Ledger, rows: RecordRows, records: Sequence[CurrentRecord], blank: int) -> Worksheet:
    """The rows of a table inside records, a line each, with the number of the record that they belong to."""
    numbers = Column(
        choose("编号", "Number"), number="@", note=choose("所属记录的编号", "the record that it belongs to")
    )
    no = choose("新行不填；已有的行请勿改动", "empty for new rows; leave those of existing ones")
    about = [
        _about(ABOUT_ROWS[0], no),
        *map(_column, rows.columns),
        _about(ABOUT_ROWS[1], choose("改动已有内容时填", "where what stood there is changed")),
        _about(ABOUT_ROWS[2], choose("填了就划去这一行", "with a reason here the row is struck")),
        _about(ABOUT_ROWS[3], ""),
    ]
    return Worksheet(rows.name[language()], [numbers, *about], _table_rows(ledger, rows, records), blank=blank)


def _about(field: LedgerField, note: str) -> Column:
    return Column(field.name[language()], _NARROW, "#,##0.####" if field.kind == "number" else "@", note=note)


def _table_rows(ledger: Ledger, rows: RecordRows, records: Sequence[CurrentRecord]) -> Iterable[Sequence[Any]]:
    wording = Wording.of(records, ledger)
    for record in records:
        for row in rows_in(record.fields, rows.id):
            cells = [_cell(column, row.values.get(column.id), wording) for column in rows.columns]
            yield [record.number, row.number, *cells, row.reason, row.struck, row.by]


def read_only(ledger: Ledger) -> tuple[str, ...]:
    """Headers of the columns that only people read: they are not read back."""
    return (*_ENTITY_NAME, *(header for one in ledger.computed for header in _computed_headers(one)))


def _computed_headers(field: ComputedField) -> tuple[str, str]:
    zh, en = (f"（{field.unit}）", f" ({field.unit})") if field.unit else ("", "")
    return f"{field.name.zh}{zh}", f"{field.name.en}{en}"


def _computed_column(field: ComputedField) -> Column:
    note = choose("系统算出，不读回", "computed, not read back")
    return Column(choose(*_computed_headers(field)), _NARROW, note=note)


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
    computed = computed_of(ledger, records)
    for record in records:
        subject = [record.entity, wording.entity(record.entity)] if ledger.subject != "none" else []
        head = [record.number, record.name, *subject, wording.area(record.area)]
        state = [states.get(record.state, record.state), record.day]
        cells = [_cell(field, record.fields.get(field.id), wording) for field in fields]
        worked = computed_cells(ledger, computed[record.pk])
        yield [*head, *state, *cells, *(None if record.opened_only else one for one in worked)]


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
