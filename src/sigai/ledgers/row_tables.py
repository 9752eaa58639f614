"""Rows of the tables inside records as files and sheets have them: a line each, joined to its record by the number."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from sigai.base.issues import Issue, Place
from sigai.ledgers.headers import record_aliases
from sigai.ledgers.kept_rows import KeptRow, standing_rows
from sigai.ledgers.lookups import Lookups
from sigai.ledgers.problems import ROW_OF_NOBODY, SAME_ROW, TOO_MANY_ROWS
from sigai.ledgers.rows import LedgerReader
from sigai.programme.common import Text
from sigai.programme.ledgers import Ledger, LedgerField, RecordRows
from sigai.tables.contracts import RECORDS
from sigai.tables.files import Guesses, RowIssues, header_key
from sigai.tables.files.columns import hints
from sigai.tables.files.raw import RawTable

ABOUT_ROWS = (
    LedgerField(id="row_no", name=Text(zh="第几行", en="Row"), type="number", minimum=1),
    LedgerField(id="row_reason", name=Text(zh="更正理由", en="Why corrected"), type="text"),
    LedgerField(id="row_struck", name=Text(zh="划去理由", en="Why struck"), type="text"),
    LedgerField(id="row_by", name=Text(zh="填写人", en="Written by"), type="text"),
    LedgerField(id="row_at", name=Text(zh="填写时间", en="Written at"), type="text"),
)
"""What a file or sheet says of a row beside its cells; their ids begin with `row_`, which those of columns do not."""
EXAMPLE = "编号, 第几行"
_SHEET_NAME = 31
"""So many characters a name of a sheet has at most."""


@dataclass(frozen=True, slots=True)
class RowLine:
    """One line: where it stands, which record and row it is about (None: a new row), what its cells say."""

    file: str
    row: int
    record: str
    number: int | None
    values: Mapping[str, Any]
    reason: str
    struck: str
    by: str
    at: str

    def as_row(self, number: int) -> KeptRow:
        """The line as a row of its own."""
        return KeptRow(number, self.values, self.by, self.at, reason=self.reason, struck=self.struck)


class RowTableReader:
    """Reads tables whose lines are the rows of one table inside the records of a ledger."""

    def __init__(self, ledger: Ledger, rows: RecordRows, lookups: Lookups, issues: RowIssues) -> None:
        form = ledger.form_of(rows)
        form = form.model_copy(update={"fields": (*form.fields, *ABOUT_ROWS)})
        self._about = rows
        self._reader = LedgerReader(form, lookups, issues, record_aliases(form), whole=False, once=False)
        self.headers: dict[str, str] = {}

    @property
    def knows_header(self) -> Callable[[str], bool]:
        """Whether a header means a column of the table."""
        return self._reader.knows_header

    def lines(self, table: RawTable) -> list[RowLine]:
        """The good lines of a table; of a column that it does not have, nothing."""
        records, columns = self._reader.read_with_columns(table)
        self.headers |= {name.removeprefix("field:"): table.names[index] for name, index in columns.items()}
        return [_line(one) for one in records.select(["file", "row", "id", "fields"]).to_pylist()]


def _line(read: Mapping[str, Any]) -> RowLine:
    fields = json.loads(read["fields"] or "{}")
    said = {one.id.removeprefix("row_"): fields.pop(one.id, None) for one in ABOUT_ROWS}
    number = said.pop("no")
    texts = [str(said[name] or "") for name in ("reason", "struck", "by", "at")]
    number = int(number) if number is not None else None
    return RowLine(read["file"], read["row"], read["id"] or "", number, fields, *texts)


def against_table(rows: RecordRows, fields: Mapping[str, Any], row: KeptRow, place: Place) -> list[Issue]:
    """What stands against a row beside the others of its table: that there are too many, or one of the same kind."""
    names = {"field": rows.name.zh, "field_en": rows.name.en}
    others = [one for one in standing_rows(fields, rows.id) if one.number != row.number]
    issues = [TOO_MANY_ROWS.at(place, most=rows.maximum, **names)] if len(others) >= rows.maximum else []
    key = [row.values.get(name) for name in rows.once]
    same = next((one for one in others if [one.values.get(name) for name in rows.once] == key), None)
    if rows.once and same is not None and None not in key:
        columns = [column.name for name in rows.once if (column := rows.column(name)) is not None]
        facts = {"table": rows.name.zh, "table_en": rows.name.en, "row": same.number}
        facts |= {"columns": "、".join(one.zh for one in columns), "columns_en": ", ".join(one.en for one in columns)}
        issues.append(SAME_ROW.at(place, **facts))
    return issues


def put_rows(records: pa.Table, rows: RecordRows, lines: Sequence[RowLine], issues: RowIssues) -> pa.Table:
    """The records of one ledger with the rows that lines of a folder give them; a line of no record is told."""
    if not lines:
        return records
    numbers = {str(number): at for at, number in enumerate(records["id"].to_pylist())}
    guesses, by_record = Guesses(list(numbers)), dict[int, list[RowLine]]()
    for line in lines:
        at = numbers.get(line.record)
        if at is None:
            names = {"table": rows.name.zh, "table_en": rows.name.en}
            place = Place(line.file, row=line.row, column="id")
            issues.add(ROW_OF_NOBODY.at(place, given=line.record, **names, **hints(guesses(line.record), "")))
        else:
            by_record.setdefault(at, []).append(line)
    written = records["fields"].to_pylist()
    for at, of_record in by_record.items():
        fields = json.loads(written[at] or "{}")
        fields[rows.id] = [row.as_kept() for row in _numbered(rows, of_record, issues)]
        written[at] = json.dumps(fields, ensure_ascii=False)
    place_of = RECORDS.get_field_index("fields")
    return records.set_column(place_of, RECORDS.field(place_of), pa.array(written, pa.string()))


def _numbered(rows: RecordRows, lines: Iterable[RowLine], issues: RowIssues) -> list[KeptRow]:
    """The lines of one record as rows, numbered where they are not; what its table does not take is told and left."""
    kept: list[KeptRow] = []
    for line in lines:
        used = {row.number for row in kept}
        number = line.number if line.number is not None and line.number not in used else max(used, default=0) + 1
        row = line.as_row(number)
        fields = {rows.id: [one.as_kept() for one in kept]}
        found = [] if row.struck else against_table(rows, fields, row, Place(line.file, row=line.row))
        for issue in found:
            issues.add(issue)
        kept += [] if found else [row]
    return kept


def table_named(ledger: Ledger, sheet: str) -> RecordRows | None:
    """The table that a sheet of a workbook is about, by its name."""
    wanted = header_key(sheet)
    names = ((rows, (rows.id, rows.name.zh, rows.name.en)) for rows in ledger.rows)
    return next((rows for rows, words in names if wanted in [header_key(word[:_SHEET_NAME]) for word in words]), None)
