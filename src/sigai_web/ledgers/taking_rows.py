"""The further sheets of a workbook of records: rows of the tables inside them, joined by the numbers of the records.

A line without the number of its row is a new row; one with it corrects that row, or strikes it where it says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from sigai.base import Issue, Place
from sigai.ledgers import FilledTable, KeptRow, Record, RowLine, against_table, rows_in, with_rows
from sigai.programme import Ledger, RecordRows
from sigai_web import clock
from sigai_web.ledgers.filling import RecordFiller
from sigai_web.ledgers.links import settle_links
from sigai_web.ledgers.problems import NO_SUCH_ROW, ROW_IS_STRUCK, ROW_REASON_NEEDED, SHEET_STRANGER
from sigai_web.ledgers.row_rights import RowFiller
from sigai_web.store.models import CurrentRecord
from sigai_web.store.records import as_record


@dataclass(frozen=True, slots=True)
class RowSheets:
    """What the further sheets of a workbook would change. `say` is told what stands against it."""

    user: Any
    ledger: Ledger
    register: pa.Table
    writer: str
    reason: str
    say: Callable[[Issue], None]

    def taken(
        self, tables: Sequence[FilledTable], known: Mapping[str, CurrentRecord], changed: Mapping[str, Record]
    ) -> dict[str, Record]:
        """The records whose rows the sheets change, as they shall be, by their numbers; `changed` are those that the
        main sheet changes already."""
        found: dict[str, Record] = {}
        fillers: dict[str, RecordFiller] = {}
        for table in tables:
            rows, headers = table.rows, table.headers
            for line, cells in zip(table.lines, self._linked(rows, table.lines, known, changed), strict=True):
                current = known.get(line.record)
                if current is None:
                    place = Place(line.file, row=line.row, column=headers.get("id"))
                    self.say(SHEET_STRANGER.at(place, given=line.record))
                    continue
                stands = as_record(current)
                before = found.get(line.record) or changed.get(line.record) or stands
                if line.record not in fillers:
                    fillers[line.record] = RecordFiller.of(
                        self.user, self.ledger, stands, current.record, self.register
                    )
                filler = RowFiller.of(rows, fillers[line.record])
                after = self._with(before, filler, replace(line, values=cells), headers)
                if after is not None:
                    found[line.record] = after
        return found

    def _linked(
        self,
        rows: RecordRows,
        lines: Sequence[RowLine],
        known: Mapping[str, CurrentRecord],
        changed: Mapping[str, Record],
    ) -> list[Mapping[str, Any]]:
        """The cells of every line with its links as they are kept; one that was there stays as it stands."""
        form, pairs = self.ledger.form_of(rows), []
        for line in lines:
            kept = rows_in(known[line.record].fields, rows.id) if line.record in known else ()
            stands = next((row.values for row in kept if row.number == line.number), {})
            of = changed.get(line.record) or known.get(line.record)
            row = Record(form.id, "", entity=of.entity if of is not None else None, fields=stands)
            pairs.append((row, replace(row, fields=line.values)))
        settled, wrong = settle_links(self.user, form, pairs)
        for line, issues in zip(lines, wrong, strict=True):
            for issue in issues:
                self.say(Issue(issue.problem, Place(line.file, row=line.row, column=issue.place.column), issue.facts))
        return [record.fields for record in settled]

    def _with(self, record: Record, filler: RowFiller, line: RowLine, headers: Mapping[str, str]) -> Record | None:
        """The record with what a line says; None where that is nothing new, or may not be."""
        table, kept = filler.rows.id, rows_in(record.fields, filler.rows.id)
        stands = next((row for row in kept if row.number == line.number), None)
        if line.number is not None and stands is None:
            names = {"field": filler.rows.name.zh, "field_en": filler.rows.name.en}
            self._say(line, headers, [NO_SUCH_ROW.at(Place(column="row_no"), row=line.number, **names)])
            return None
        row, issues = (
            self._added(filler, kept, line) if stands is None else self._corrected(filler, stands, line, headers)
        )
        if row is None and not issues:
            return None
        if row is not None and not row.struck:
            issues = [*issues, *against_table(filler.rows, record.fields, row, Place())]
        self._say(line, headers, issues)
        if issues or row is None:
            return None
        row = replace(row, by=self.writer, at=clock.now().isoformat(timespec="seconds"))
        rows = [row if one is stands else one for one in kept] + ([row] if stands is None else [])
        return with_rows(record, table, rows)

    def _added(self, filler: RowFiller, kept: Sequence[KeptRow], line: RowLine) -> tuple[KeptRow, list[Issue]]:
        row = KeptRow(max((one.number for one in kept), default=0) + 1, line.values)
        return row, filler.against_adding() or filler.against_correcting(KeptRow(row.number), line.values)

    def _corrected(
        self, filler: RowFiller, stands: KeptRow, line: RowLine, headers: Mapping[str, str]
    ) -> tuple[KeptRow | None, list[Issue]]:
        """A row as a line corrects or strikes it; None where it says nothing new. What the sheet has not, stays."""
        given = [column.id for column in filler.rows.columns if column.id in headers]
        values = {name: one for name, one in stands.values.items() if name not in given} | dict(line.values)
        changed = [name for name in given if values.get(name) != stands.values.get(name)]
        names = {"field": filler.rows.name.zh, "field_en": filler.rows.name.en, "row": str(stands.number)}
        if stands.struck:
            return None, [ROW_IS_STRUCK.at(Place(column="row_no"), **names)] if changed else []
        edition = stands.edition + 1
        if line.struck:
            return replace(stands, edition=edition, struck=line.struck), filler.against_striking(stands)
        if not changed:
            return None, []
        overwritten = any(stands.values.get(name) not in (None, "") for name in changed)
        reason = (line.reason if line.reason != stands.reason else "") or self.reason
        issues = filler.against_correcting(stands, changed)
        if overwritten and not reason:
            issues.append(ROW_REASON_NEEDED.at(Place(column="row_reason")))
        return replace(stands, values=values, edition=edition, reason=reason), issues

    def _say(self, line: RowLine, headers: Mapping[str, str], issues: Sequence[Issue]) -> None:
        for issue in issues:
            column = headers.get(issue.place.column or "", issue.place.column)
            self.say(Issue(issue.problem, Place(line.file, row=line.row, column=column), issue.facts))
