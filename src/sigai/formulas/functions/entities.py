"""`entities(where: above_scale)`: how many entities of a kind on the register meet a condition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sigai.base.issues import Severity, problem
from sigai.base.units import MeasureUnit
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import EntityTerm, Goal, Looking, Node, Telling, Typing, Writing
from sigai.formulas.functions.rows import with_where, written_where
from sigai.formulas.series import SeriesKind, SeriesTraits
from sigai.formulas.suggesting import nearest
from sigai.formulas.syntax import AllOf, Compare, Condition, Expression, MeasureValue
from sigai.formulas.vocabulary import Subject
from sigai.formulas.walking import measures_of

UNKNOWN_KIND = problem(
    "E069",
    Severity.ERROR,
    zh="没有 {name} 这种主体",
    en="there is no kind of entity called {name}",
    advice_zh="改正 kind: 的内容{hint_zh}",
    advice_en="correct kind:{hint_en}",
)
COUNTED = MeasureUnit.parse("个")


@dataclass(frozen=True, slots=True)
class Entities(EntityTerm):
    """How many entities of a kind on the register meet a condition in the month."""

    kind: str = "enterprise"
    where: Condition | None = None

    @property
    def name(self) -> str:
        """`entities`."""
        return "entities"

    @property
    def method(self) -> Literal["entities"]:
        """It counts who is on the register."""
        return "entities"

    @property
    def measured(self) -> bool:
        """Whether its condition asks for figures."""
        return bool(measures_of(self))

    @property
    def parts(self) -> tuple[Node, ...]:
        """The condition, if there is one."""
        return with_where(self.where)

    def arguments(self, write: Writing) -> Iterable[str]:
        """The kind, unless it is enterprises, and the condition."""
        return (*((f"kind: {self.kind}",) if self.kind != "enterprise" else ()), *written_where(self.where, write))

    def words(self, tell: Telling) -> str:
        """The number of entities of the kind, in words."""
        zh, en = "{where}{of}数", "number of entities (kind: {of}{where})"
        return tell.say(zh, en, of=tell.name("kind", self.kind), where=tell.where(self.where))

    def unit(self, check: Typing) -> MeasureUnit | None:
        """Counted in 个; an issue where there is no such kind."""
        if self.kind not in check.vocabulary.kinds:
            check.add(UNKNOWN_KIND, name=self.kind, **nearest(self.kind, check.vocabulary.kinds))
        check.where(self.where, Subject(self.kind))
        return COUNTED

    def traits(self, look: Looking) -> SeriesTraits:  # noqa: ARG002 - every count of entities is as it stands
        """A whole number, as it stands."""
        return SeriesTraits(SeriesKind.LEVEL, whole=True)

    def steer_share(self, whole: Expression, goal: Goal) -> None:
        """A share of entities with figures above zero, where the condition asks for that."""
        measure = _measure_above_zero(self.where)
        if measure and isinstance(whole, EntityTerm) and whole.method in ("entities", "reporting"):
            goal.share(measure)


def _measure_above_zero(where: Condition | None) -> str | None:
    """The measure that a condition on enterprises wants above zero: `above_scale and rd_expense > 0`."""
    parts = where.conditions if isinstance(where, AllOf) else (where,)
    wanted = [
        part.left.measure
        for part in parts
        if isinstance(part, Compare) and part.operator in (">", ">=") and isinstance(part.left, MeasureValue)
    ]
    return wanted[0] if len(wanted) == 1 else None


def _read(call: Arguments) -> Expression | None:
    (where, good), kind = call.where(), call.word("kind", "enterprise")
    return Entities(kind, where) if kind is not None and good else None


FUNCTION = Function(
    "entities",
    Signature("", "", "entities(where: above_scale)", frozenset({"where", "kind"}), least=0, most=0),
    _read,
)
