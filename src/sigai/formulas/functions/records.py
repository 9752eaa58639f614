"""What `count`, `distinct` and `total` say over the records of a ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast, get_args

from sigai.base.issues import Severity, problem
from sigai.base.units import MeasureUnit
from sigai.formulas.calls import Arguments
from sigai.formulas.function import (
    EntityTerm,
    FormulaTerm,
    Goal,
    Looking,
    Node,
    RecordTerm,
    Telling,
    Typing,
    Within,
    Writing,
)
from sigai.formulas.functions.rows import with_where, written_where
from sigai.formulas.series import SeriesKind, SeriesTraits
from sigai.formulas.suggesting import nearest
from sigai.formulas.syntax import RECORD_ATTRIBUTES, Condition, Expression, MeasureValue
from sigai.formulas.vocabulary import LedgerType, Subject

UNKNOWN_STATE = problem(
    "E065",
    Severity.ERROR,
    zh="台账 {ledger} 没有状态 {name}",
    en="the ledger {ledger} has no state {name}",
    advice_zh="改正状态名称{hint_zh}",
    advice_en="correct its name{hint_en}",
)
UNKNOWN_FIELD = problem(
    "E066",
    Severity.ERROR,
    zh="台账 {ledger} 没有字段 {name}",
    en="the ledger {ledger} has no field {name}",
    advice_zh="在该台账的 fields 中定义它，或改正名称{hint_zh}",
    advice_en="define it under the ledger's fields or correct its name{hint_en}",
)
NOT_A_NUMBER_FIELD = problem(
    "E067",
    Severity.ERROR,
    zh="台账 {ledger} 的字段 {name} 不是数值，不能求和",
    en="the field {name} of the ledger {ledger} is not a number and has no total",
    advice_zh="求不同取值的个数用 distinct({ledger}.{name}, …)",
    advice_en="distinct({ledger}.{name}, …) counts its different values",
)
NO_ENTITY = problem(
    "E072",
    Severity.ERROR,
    zh="台账 {ledger} 的记录不属于任何主体，没有 entity",
    en="the records of the ledger {ledger} are about no entity",
    advice_zh="用该台账的字段，或在台账中写明 subject",
    advice_en="use the ledger's fields, or give the ledger a subject",
)

OF_RECORDS = frozenset({"state", "where", "within"})
STATE = frozenset({"state"})
_HOUSE, _ITEM = MeasureUnit.parse("家"), MeasureUnit.parse("个")
_WORDS = {
    "count": (
        "“{ledger}”中{where}处于“{states}”的记录数",
        "number of records (ledger: {ledger}; in state: {states}{where})",
    ),
    "distinct": (
        "“{ledger}”中{where}处于“{states}”的记录的{of}个数（不重复）",
        "number of different values of {of} (ledger: {ledger}; in state: {states}{where})",
    ),
    "total": (
        "“{ledger}”中{where}处于“{states}”的记录的{of}合计",
        "total {of} (ledger: {ledger}; in state: {states}{where})",
    ),
}
_WITHIN_WORDS = {
    "year": ("（本年进入该状态）", " that entered it this year"),
    "programme": ("（方案实施以来进入该状态）", " that entered it since the programme began"),
    "always": ("", ""),
}


@dataclass(frozen=True, slots=True)
class Records(RecordTerm):
    """The only kind of term over records; `count`, `distinct` and `total` differ by how they aggregate."""

    ledger: str
    states: tuple[str, ...]
    aggregate: Literal["count", "distinct", "total"] = "count"
    field: str | None = None
    where: Condition | None = None
    within: Within = "always"

    @property
    def name(self) -> str:
        """`count`, `distinct` or `total`."""
        return self.aggregate

    @property
    def parts(self) -> tuple[Node, ...]:
        """The condition, if there is one."""
        return with_where(self.where)

    def arguments(self, write: Writing) -> Iterable[str]:
        """The ledger or its field, the states, the condition, the window."""
        subject = self.ledger if self.field is None else f"{self.ledger}.{self.field}"
        state = self.states[0] if len(self.states) == 1 else f"[{', '.join(self.states)}]"
        time = (f"within: {self.within}",) if self.within != "always" else ()
        return (subject, f"state: {state}", *written_where(self.where, write), *time)

    def words(self, tell: Telling) -> str:
        """What is counted or added up of the records, in words."""
        within = _WITHIN_WORDS[self.within]
        zh, en = (f"{words}{time}" for words, time in zip(_WORDS[self.aggregate], within, strict=True))
        return tell.say(
            zh,
            en,
            of=tell.field(self.ledger, self.field) if self.field else "",
            ledger=tell.name("ledger", self.ledger),
            states=tell.listed(tell.name("state", self.ledger, state) for state in self.states),
            where=tell.where(self.where, self.ledger),
        )

    def unit(self, check: Typing) -> MeasureUnit | None:
        """What the ledger is counted in, the unit of the field, or how many different; None after an issue."""
        ledger = check.ledger(self.ledger)
        if ledger is None:
            return None
        for state in self.states:
            if state not in ledger.states:
                check.add(UNKNOWN_STATE, ledger=self.ledger, name=state, **nearest(state, ledger.states))
        check.where(self.where, Subject(ledger.subject, self.ledger, ledger))
        return ledger.counted_in if self.aggregate == "count" else self._field_unit(ledger, check)

    def _field_unit(self, ledger: LedgerType, check: Typing) -> MeasureUnit | None:
        name = self.field or ""
        field = ledger.fields.get(name)
        if field is None and name not in RECORD_ATTRIBUTES:
            known = (*ledger.fields, *RECORD_ATTRIBUTES)
            check.add(UNKNOWN_FIELD, ledger=self.ledger, name=name, **nearest(name, known))
            return None
        if field is None and name == "entity" and ledger.subject == "none":
            check.add(NO_ENTITY, ledger=self.ledger)
        if self.aggregate == "distinct":
            return _HOUSE if name == "entity" else _ITEM
        if field is None or field.type != "number":
            check.add(NOT_A_NUMBER_FIELD, ledger=self.ledger, name=name)
            return None
        return field.unit

    def traits(self, look: Looking) -> SeriesTraits:
        """A tally, of the year or without end; one of what can expire may fall."""
        kind = SeriesKind.YEARLY_TALLY if self.within == "year" else SeriesKind.TALLY
        monotone = not look.expires(self.ledger, self.states)
        whole = self.aggregate != "total"
        return SeriesTraits(kind, whole=whole, monotone=monotone, zero_at_base=self.within == "programme")

    def steer(self, goal: Goal) -> None:
        """So many records are to be counted."""
        goal.records(self)

    def steer_share(self, whole: Expression, goal: Goal) -> None:
        """Records as a share of other records, of entities or of a measure."""
        counted = isinstance(whole, EntityTerm) and whole.method == "entities"
        added = isinstance(whole, EntityTerm) and whole.method == "total" and isinstance(whole.adds, MeasureValue)
        if isinstance(whole, FormulaTerm) and (isinstance(whole, RecordTerm) or counted or added):
            goal.records(self, whole)


def read_records(call: Arguments) -> Expression | None:
    """`count(ledger, …)`, `distinct(ledger.field, …)` or `total(ledger.field, …)`; `ledger.rows` in the place of a
    ledger are the rows inside its records."""
    counted = call.function.name == "count"
    subject = call.named("name" if counted and call.form != "dotted" else "dotted")
    states = call.states()
    where, good = call.where("record")
    within = call.choice("within", get_args(Within), "always")
    if subject is None or states is None or within is None or not good:
        return None
    ledger, _, field = (subject, "", "") if counted else subject.rpartition(".")
    aggregate = cast(Literal["count", "distinct", "total"], call.function.name)
    return Records(ledger, states, aggregate, field or None, where, cast(Within, within))
