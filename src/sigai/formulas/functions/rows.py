"""What functions have in common that take a number of each entity."""

from __future__ import annotations

from sigai.base.issues import Severity, problem
from sigai.base.units import MeasureUnit
from sigai.formulas.function import EntityTerm, Node, Typing, Writing
from sigai.formulas.syntax import Condition, Expression
from sigai.formulas.vocabulary import Subject
from sigai.formulas.walking import measures_of

NO_MEASURE = problem(
    "E070",
    Severity.ERROR,
    zh="{text} 中没有指标项",
    en="{text} names no measure",
    advice_zh="至少写一个指标项，例如 waste_used / waste_made",
    advice_en="name at least one, such as waste_used / waste_made",
)


def row_unit(check: Typing, term: EntityTerm, of: Expression) -> MeasureUnit | None:
    """The unit of a term over a number of each entity."""
    text = check.text(term)
    subject = Subject(check.one_subject(of, text))
    if not measures_of(of):
        check.add(NO_MEASURE, text=text)
    check.where(term.where, subject)
    return check.row(of, subject)


def written_where(where: Condition | None, write: Writing) -> tuple[str, ...]:
    """The argument `where:`, if there is one."""
    return () if where is None else (f"where: {write.condition(where)}",)


def with_where(*parts: Node | None) -> tuple[Node, ...]:
    """The parts of a term that there are."""
    return tuple(part for part in parts if part is not None)
