"""What `rows` and `rows_total` say over the rows inside one record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sigai.base.issues import InternalError, Severity, problem
from sigai.base.units import MeasureUnit
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Applied, Counting, Lowering, Node, Telling, Typing, Writing
from sigai.formulas.functions.records import NOT_A_NUMBER_FIELD, UNKNOWN_FIELD
from sigai.formulas.functions.rows import written_where
from sigai.formulas.shapes import Sized
from sigai.formulas.suggesting import nearest
from sigai.formulas.syntax import Attribute, Condition, Expression
from sigai.formulas.vocabulary import LedgerType, Subject
from sigai.formulas.walking import attributes_of, parameters_of, walk

ONLY_OF_RECORDS = problem(
    "E120",
    Severity.ERROR,
    zh="{name}(…) 问一条记录里的表，只能用在关于记录的条件和计算字段里",
    en="{name}(…) asks for the rows inside one record and belongs in conditions and computed fields of records",
    advice_zh="指标里数各记录的行，写 count(台账.表, …) 或 total(台账.表.列, …)",
    advice_en="an indicator counts the rows of all records by count(ledger.rows, …) or total(ledger.rows.column, …)",
)
ONLY_OWN_CELLS = problem(
    "E121",
    Severity.ERROR,
    zh="{text}：行的条件只能问本表的列和本记录的字段，不能再问行、关联、计算字段或主体",
    en="{text}: the condition of rows asks for their columns and the fields of their record, not for rows, links, "
    "computed fields or the entity",
    advice_zh="把这一条件写在括号外面",
    advice_en="write that condition outside the brackets",
)

Gathering = Literal["rows", "rows_total"]
_WORDS = {
    "rows": ("“{table}”中{given}{where}行数", "number of rows of [{table}]{given}{where}"),
    "rows_total": ("“{table}”中{given}{where}各行{of}合计", "total {of} of the rows of [{table}]{given}{where}"),
}


@dataclass(frozen=True, slots=True)
class OwnRows(Applied):
    """How many rows of a `table` inside this record meet a condition, or the total of a number in a column of these; of
    the rows in which some columns are filled in (`given`)."""

    gathering: Gathering
    table: str
    of: str | None = None
    where: Condition | None = None
    given: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """`rows` or `rows_total`."""
        return self.gathering

    @property
    def parts(self) -> tuple[Node, ...]:
        """None that is about the record itself: the condition is about its rows."""
        return ()

    def arguments(self, write: Writing) -> Iterable[str]:
        """The table or its column, the columns that are filled in, the condition."""
        subject = self.table if self.of is None else f"{self.table}.{self.of}"
        given = self.given[0] if len(self.given) == 1 else f"[{', '.join(self.given)}]"
        return (subject, *((f"given: {given}",) if self.given else ()), *written_where(self.where, write))

    def words(self, tell: Telling) -> str:
        """What is counted or added up of the rows, in words."""
        (zh, en), book = _WORDS[self.gathering], tell.own_book(self.table)
        return tell.say(
            zh,
            en,
            table=tell.own_field(self.table),
            of=tell.field(book, self.of) if self.of else "",
            where=tell.where(self.where, book),
            given=self._given_words(tell, book),
        )

    def _given_words(self, tell: Telling, book: str) -> str:
        names = tell.listed(tell.field(book, name) for name in self.given)
        return tell.say("填了{names}的", " with {names}", names=names) if self.given else ""

    def unit(self, check: Typing) -> MeasureUnit | None:
        """What rows are counted in, or the unit of the column; issues for what asks more than rows know."""
        own = check.subject
        if own is None or own.ledger is None:
            check.add(ONLY_OF_RECORDS, name=self.name)
            return None
        if self.table not in own.ledger.links:
            known = (*own.ledger.links, *own.ledger.fields)
            check.add(UNKNOWN_FIELD, ledger=own.ledger_name, name=self.table, **nearest(self.table, known))
            return None
        book = f"{own.ledger_name}.{self.table}"
        rows = check.vocabulary.ledgers[book]
        for name in self.given:
            if name not in rows.fields:
                check.add(UNKNOWN_FIELD, ledger=book, name=name, **nearest(name, rows.fields))
        if self.where is not None and self._asks_more(self.where, rows, own.ledger):
            check.add(ONLY_OWN_CELLS, text=check.text(self))
        else:
            check.where(self.where, Subject(rows.subject, book, rows))
        return rows.counted_in if self.of is None else self._of_unit(self.of, book, rows, check)

    def _asks_more(self, where: Condition, rows: LedgerType, own: LedgerType) -> bool:
        """Whether a condition asks for what rows do not know of themselves."""
        computed = own.fields.keys() - rows.fields.keys()
        parts = list(walk(where))
        about = any(isinstance(part, Attribute) and part.of_entity for part in parts)
        gathers = any(isinstance(part, Applied) and part.gathers for part in parts)
        return about or gathers or bool(attributes_of(where) & computed)

    def _of_unit(self, name: str, book: str, rows: LedgerType, check: Typing) -> MeasureUnit | None:
        field = rows.fields.get(name)
        if field is None:
            check.add(UNKNOWN_FIELD, ledger=book, name=name, **nearest(name, rows.fields))
        elif field.type != "number":
            check.add(NOT_A_NUMBER_FIELD, ledger=book, name=name)
        return field.unit if field is not None and field.type == "number" else None

    @property
    def gathers(self) -> bool:
        """Yes, rows."""
        return True

    @property
    def parameters(self) -> frozenset[str]:
        """Those that the condition asks for."""
        return frozenset() if self.where is None else parameters_of(self.where)

    @property
    def attributes(self) -> frozenset[str]:
        """The table."""
        return frozenset({self.table})

    def lower(self, at: Lowering) -> Sized:
        """Never asked: an area has no record at hand."""
        raise InternalError(f"{self.name} stands in a number about an area: {at}")

    @property
    def comparable(self) -> bool:
        """Yes: rows are counted, numbers added up exactly."""
        return True

    def exact(self, counting: Counting) -> Any:
        """What the record at hand says of its rows."""
        return counting.gathered(self)


def gathering(name: Gathering) -> Callable[[Arguments], Expression | None]:
    """How a call is read: `rows(measures, where: done)`, `rows_total(measures.saving)`."""

    def read(call: Arguments) -> Expression | None:
        subject = call.named("name" if name == "rows" else "dotted")
        (where, good), given = call.where("record"), call.columns("given")
        if subject is None or given is None or not good:
            return None
        table, _, of = subject.partition(".")
        return OwnRows(name, table, of or None, where, given)

    return read


def rows_function(name: Gathering, example: str) -> Function:
    """One of the functions over the rows inside a record."""
    zh, en = ("记录里的表", "a table of the record") if name == "rows" else ("表的数值列", "a number column of a table")
    return Function(name, Signature(zh, en, example, frozenset({"where", "given"})), gathering(name), everywhere=True)
