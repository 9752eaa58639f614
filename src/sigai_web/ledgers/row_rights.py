"""Who may write which rows of a record, and of the rest why not: the table as one field, its columns where they are
left to fewer, rows that are sealed, rows in which others have written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sigai.base import Issue, Place
from sigai.ledgers import KeptRow
from sigai.programme import Ledger, LedgerField, RecordRows
from sigai_web.ledgers.filling import RecordFiller, roles_words
from sigai_web.ledgers.problems import NOT_YOUR_COLUMN, NOT_YOUR_FIELD, ROW_OF_OTHERS, ROWS_SEALED


@dataclass(frozen=True, slots=True)
class RowFiller:
    """Somebody before a table of a record. `closed`: why they add no rows to it; None where they may."""

    ledger: Ledger
    rows: RecordRows
    filler: RecordFiller
    closed: Issue | None

    @classmethod
    def of(cls, rows: RecordRows, filler: RecordFiller) -> RowFiller:
        """Somebody before a table, as far as they fill in the record itself."""
        return cls(filler.ledger, rows, filler, filler.closed().get(rows.id))

    @property
    def sealed(self) -> bool:
        """Whether rows are only added now."""
        return self.rows.sealed is not None and self.rows.sealed in self.filler.states

    @property
    def writable(self) -> tuple[LedgerField, ...]:
        """The columns that they may write now."""
        if self.closed is not None and self.closed.problem is not NOT_YOUR_FIELD:
            return ()
        return tuple(column for column in self.rows.columns if self._writes(column))

    def _writes(self, column: LedgerField) -> bool:
        if column.fill.by:
            return bool({str(role) for role in column.fill.by} & set(self._roles))
        return self.closed is None

    @property
    def _roles(self) -> Collection[str]:
        return self.filler.roles

    def against_adding(self) -> list[Issue]:
        """What stands against adding a row."""
        return [self.closed] if self.closed is not None else []

    def against_correcting(self, row: KeptRow, changed: Iterable[str]) -> list[Issue]:
        """What stands against changing some cells of a row; what was empty, they fill in even where rows are sealed."""
        names = list(changed)
        written = {column.id for column in self.writable}
        issues = [self._not_yours(column) for column in self.rows.columns if column.id in {*names} - written]
        if not issues and self.closed is not None and not self.writable:
            issues.append(self.closed)
        filled = [name for name in names if row.values.get(name) not in (None, "")]
        return issues + ([self._is_sealed()] if self.sealed and filled else [])

    def against_striking(self, row: KeptRow) -> list[Issue]:
        """What stands against striking a row: that it is sealed, or that others have written into it."""
        issues = self.against_adding() + ([self._is_sealed()] if self.sealed else [])
        others = [column for column in self.rows.columns if column.fill.by and not self._writes(column)]
        theirs = [column for column in others if row.values.get(column.id) not in (None, "")]
        return issues + [ROW_OF_OTHERS.at(Place(), **self._names(column)) for column in theirs[:1]]

    def _not_yours(self, column: LedgerField) -> Issue:
        if not column.fill.by and self.closed is not None:
            return Issue(self.closed.problem, Place(column=column.id), self.closed.facts)
        return NOT_YOUR_COLUMN.at(Place(column=column.id), **self._names(column))

    def _names(self, column: LedgerField) -> dict[str, str]:
        roles = roles_words(column.fill.by)
        return {"field": column.name.zh, "field_en": column.name.en, "roles": roles.zh, "roles_en": roles.en}

    def _is_sealed(self) -> Issue:
        state = next(state.name for state in self.ledger.states if state.id == self.rows.sealed)
        names = {"field": self.rows.name.zh, "field_en": self.rows.name.en}
        return ROWS_SEALED.at(Place(), state=state.zh, state_en=state.en, **names)
