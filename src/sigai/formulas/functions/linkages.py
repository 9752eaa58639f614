"""What `linked`, `linking` and `linking_total` say over the records that one record links to, or that link to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sigai.base.issues import InternalError, Severity, problem
from sigai.base.units import MeasureUnit
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Applied, Counting, Lowering, Node, Telling, Typing, Writing
from sigai.formulas.functions.records import NOT_A_NUMBER_FIELD, UNKNOWN_FIELD, UNKNOWN_STATE
from sigai.formulas.functions.rows import written_where
from sigai.formulas.shapes import Sized
from sigai.formulas.suggesting import nearest
from sigai.formulas.syntax import Attribute, Condition, Expression, MeasureValue
from sigai.formulas.vocabulary import LedgerType, Subject
from sigai.formulas.walking import parameters_of, walk

ONLY_IN_STEPS = problem(
    "E110",
    Severity.ERROR,
    zh="{name}(…) 只能用在台账环节的条件里，问这条记录的关联",
    en="{name}(…) asks for the links of one record and belongs in the condition of a step of a ledger",
    advice_zh="指标里数记录用 count 或 total",
    advice_en="count or total counts records in an indicator",
)
NO_SUCH_LINK = problem(
    "E111",
    Severity.ERROR,
    zh="台账 {ledger} 的字段 {field} 不关联到台账 {to}",
    en="the field {field} of the ledger {ledger} does not link to the ledger {to}",
    advice_zh="by: 写关联字段，它的 ledgers 里要有 {to}",
    advice_en="give a field after by: that links, with {to} among its ledgers",
)
LINK_OF_LINKS = problem(
    "E112",
    Severity.ERROR,
    zh="{text}：关联记录的条件里不能再问关联",
    en="{text}: the condition of linked records cannot ask for links again",
    advice_zh="在那个台账自己的环节里问",
    advice_en="ask in a step of that ledger",
)

STATES_WANTED = problem(
    "P170",
    Severity.ERROR,
    zh="{text}：没有写 state:，不知道哪些状态的记录算数",
    en="{text} has no state: nobody can tell which records count",
    advice_zh="写上 state: 状态，或 state: [状态, 状态]",
    advice_en="add state: and a state, or state: [state, state]",
)
NOT_OF_ENTITY = problem(
    "P171",
    Severity.ERROR,
    zh="{text}：by: {field} 不表示属于这个主体",
    en="{text}: by: {field} does not say that it belongs to the entity",
    advice_zh="台账记录写 by: entity 或一个主体类字段；下级对象（产品、生产线等）写 by: parent，不写 state",
    advice_en="of records, by: entity or a field that holds an entity; of what stands below, by: parent and no state",
)
OUTSIDE_RECORD = problem(
    "P172",
    Severity.ERROR,
    zh="{text}：关联记录的条件里只能问记录自己的字段",
    en="{text}: the condition of linked records may ask for their own fields only",
    advice_zh="主体的属性写在外面的条件里；明细行不能在这里问",
    advice_en="ask for the entity outside of it; rows inside records cannot be asked for here",
)

Direction = Literal["linked", "linking", "linking_total"]
_LABELS, _NEEDED = frozenset({"by", "state", "where"}), frozenset({"by"})
PARENT = "parent"
"""The link of what stands below an entity: a product, a line, a meter."""
_ITEM = MeasureUnit.parse("个")
_WORDS = {
    "linked": (
        "“{by}”所关联的“{ledger}”记录中{where}处于“{states}”的个数",
        "number of records that [{by}] links to (ledger: {ledger}; in state: {states}{where})",
    ),
    "linking": (
        "关联到本记录的“{ledger}”中{where}处于“{states}”的记录数",
        "number of records linked to this one (ledger: {ledger}; in state: {states}{where})",
    ),
    "linking_total": (
        "关联到本记录的“{ledger}”中{where}处于“{states}”的{of}合计",
        "total {of} of the records linked to this one (ledger: {ledger}; in state: {states}{where})",
    ),
}


_BELOW = {
    "linking": ("所属{kind}{where}的个数", "number of its {kind}{where}"),
    "linking_total": ("所属{kind}{where}的{of}合计", "total {of} of its {kind}{where}"),
}
_OF_ENTITY = {
    "linking": (
        "该主体在“{ledger}”中{where}处于“{states}”的记录数",
        "number of its records (ledger: {ledger}; in state: {states}{where})",
    ),
    "linking_total": (
        "该主体在“{ledger}”中{where}处于“{states}”的{of}合计",
        "total {of} of its records (ledger: {ledger}; in state: {states}{where})",
    ),
}


@dataclass(frozen=True, slots=True)
class Linkage(Applied):
    """How many records of a `ledger` the field `by` of this record links to, or have a field `by` that links to this
    record; or the total of a number field of these. Of those in some states that meet a condition.

    In a rule about entities the records are those `by: entity` is about, or what stands below it (`by: parent`): then
    `ledger` is a kind and has no states, and `of` is a measure.
    """

    direction: Direction
    ledger: str
    by: str
    states: tuple[str, ...]
    where: Condition | None = None
    of: str | None = None

    @property
    def name(self) -> str:
        """`linked`, `linking` or `linking_total`."""
        return self.direction

    @property
    def parts(self) -> tuple[Node, ...]:
        """None that is about the record itself: the condition is about others."""
        return ()

    def arguments(self, write: Writing) -> Iterable[str]:
        """The ledger or its field, the link, the states, the condition."""
        states = [] if self.below else [self.states[0] if len(self.states) == 1 else f"[{', '.join(self.states)}]"]
        subject = self.ledger if self.of is None else f"{self.ledger}.{self.of}"
        return (subject, f"by: {self.by}", *(f"state: {one}" for one in states), *written_where(self.where, write))

    def words(self, tell: Telling) -> str:
        """What is counted or added up of the linked records, in words."""
        if self.below:
            of = tell.name("measure", self.of) if self.of else ""
            kind, where = tell.name("kind", self.ledger), tell.where(self.where)
            return tell.say(*_BELOW[self.direction], kind=kind, of=of, where=where)
        zh, en = (_OF_ENTITY if self.by == "entity" else _WORDS)[self.direction]
        return tell.say(
            zh,
            en,
            by=tell.own_field(self.by),
            of=tell.field(self.ledger, self.of) if self.of else "",
            ledger=tell.name("ledger", self.ledger),
            states=tell.listed(tell.name("state", self.ledger, state) for state in self.states),
            where=tell.where(self.where, self.ledger),
        )

    def unit(self, check: Typing) -> MeasureUnit | None:
        """个, or that of the field; issues for what is no link, and anywhere but in the condition of a step."""
        own = check.subject
        if own is not None and own.in_rule and self.direction != "linked":
            return self._unit_in_rule(check)
        if own is None or own.ledger is None:
            check.add(ONLY_IN_STEPS, name=self.name)
            return None
        other = check.ledger(self.ledger)
        if other is None:
            return None
        self._check_link(own, other, check)
        self._check_states(other, check)
        if self.where is not None and any(isinstance(part, Linkage) for part in walk(self.where)):
            check.add(LINK_OF_LINKS, text=check.text(self))
        check.where(self.where, Subject(other.subject, self.ledger, other))
        return _ITEM if self.of is None else self._of_unit(self.of, other, check)

    def _unit_in_rule(self, check: Typing) -> MeasureUnit | None:
        """The unit of what hangs on an entity: records about it, or what stands below it."""
        if self.below:
            return self._unit_below(check)
        other = check.ledger(self.ledger)
        if other is None:
            return None
        field = other.fields.get(self.by)
        if self.by != "entity" and (field is None or field.type != "entity"):
            check.add(NOT_OF_ENTITY, text=check.text(self), field=self.by)
        self._check_states(other, check)
        parts = () if self.where is None else tuple(walk(self.where))
        outside = [part for part in parts if isinstance(part, Attribute) and part.of_entity]
        if outside or any(isinstance(part, Applied) and part.gathers for part in parts):
            check.add(OUTSIDE_RECORD, text=check.text(self))
        check.where(self.where, Subject(other.subject, self.ledger, other))
        return _ITEM if self.of is None else self._of_unit(self.of, other, check)

    def _unit_below(self, check: Typing) -> MeasureUnit | None:
        if self.ledger not in check.vocabulary.kinds or self.states:
            check.add(NOT_OF_ENTITY, text=check.text(self), field=self.by)
            return None
        check.where(self.where, Subject(self.ledger))
        if self.of is None:
            return _ITEM
        measure = check.measure(self.of)
        return None if measure is None else check.row(MeasureValue(self.of), Subject(self.ledger))

    @property
    def below(self) -> bool:
        """Whether it asks for what stands below an entity, and not for records."""
        return self.by == PARENT

    def _check_states(self, other: LedgerType, check: Typing) -> None:
        if not self.states:
            check.add(STATES_WANTED, text=check.text(self))
        for state in self.states:
            if state not in other.states:
                check.add(UNKNOWN_STATE, ledger=self.ledger, name=state, **nearest(state, other.states))

    def _check_link(self, own: Subject, other: LedgerType, check: Typing) -> None:
        holder, name, to = (own.ledger, own.ledger_name, self.ledger)
        if self.direction != "linked":
            holder, name, to = other, self.ledger, str(own.ledger_name)
        field = holder.fields.get(self.by) if holder else None
        ledgers = field.ledgers if field else (holder.links.get(self.by) if holder else None) or frozenset()
        if to not in ledgers:
            check.add(NO_SUCH_LINK, ledger=name, field=self.by, to=to)

    def _of_unit(self, name: str, other: LedgerType, check: Typing) -> MeasureUnit | None:
        field = other.fields.get(name)
        if field is None:
            check.add(UNKNOWN_FIELD, ledger=self.ledger, name=name, **nearest(name, other.fields))
        elif field.type != "number":
            check.add(NOT_A_NUMBER_FIELD, ledger=self.ledger, name=name)
        return field.unit if field is not None and field.type == "number" else None

    @property
    def gathers(self) -> bool:
        """Yes, linked records."""
        return True

    @property
    def parameters(self) -> frozenset[str]:
        """Those that the condition asks for."""
        return frozenset() if self.where is None else parameters_of(self.where)

    @property
    def attributes(self) -> frozenset[str]:
        """The link of this record; where others link to it, none."""
        return frozenset({self.by}) if self.direction == "linked" else frozenset()

    def lower(self, at: Lowering) -> Sized:
        """Never asked: an indicator has no record at hand."""
        raise InternalError(f"{self.name} stands in an indicator: {at}")

    @property
    def comparable(self) -> bool:
        """Yes: records are counted, numbers added up exactly."""
        return True

    def exact(self, counting: Counting) -> Any:
        """What the record at hand says of its links."""
        return counting.gathered(self)


def linkage(direction: Direction, form: Literal["name", "dotted"]) -> Callable[[Arguments], Expression | None]:
    """How a call is read: `linked(projects, by: project_id, state: building)`."""

    def read(call: Arguments) -> Expression | None:
        subject, by = call.named(form), call.word("by", "")
        states = call.states() if "state" in call.labelled else ()
        where, good = call.where("entity" if by == PARENT else "record")
        if subject is None or by is None or states is None or not good:
            return None
        ledger, _, of = subject.partition(".")
        return Linkage(direction, ledger, by, states, where, of or None)

    return read


def link_function(direction: Direction, example: str, *, of_field: bool = False) -> Function:
    """One of the functions over links."""
    zh, en = ("台账的数值字段", "a number field of a ledger") if of_field else ("台账", "a ledger")
    signature = Signature(zh, en, example, _LABELS, _NEEDED)
    return Function(direction, signature, linkage(direction, "dotted" if of_field else "name"), everywhere=True)
