"""From the texts of formulas, conditions and identities to their nodes."""

from __future__ import annotations

from typing import cast

from lark import Token, Tree

from sigai.base.issues import Issues, Place, Severity, problem
from sigai.formulas.calls import Grain
from sigai.formulas.parsing import parse
from sigai.formulas.reader import FormulaReader
from sigai.formulas.syntax import Compare, Condition, Expression

NOT_AN_IDENTITY = problem(
    "E024",
    Severity.ERROR,
    zh="勾稽关系应当是一个比较",
    en="an identity must be one comparison",
    advice_zh="例如 waste_used <= waste_made",
    advice_en="for instance waste_used <= waste_made",
)


_NONE: frozenset[str] = frozenset()


def read_formula(
    text: str, place: Place, issues: Issues, *, about: Grain = "area", attributes: frozenset[str] = _NONE
) -> Expression | None:
    """The expression that a formula means, about an area, an entity or a record of a ledger; None where it has faults
    of form, all added to `issues` at `place`. `attributes` are those of the programme's kinds of entities."""
    tree = parse(text, place, issues)
    if tree is None:
        return None
    reader = FormulaReader(place, issues, about, attributes)
    return reader.number(cast(Tree[Token], tree.children[0]))


def read_condition(
    text: str, place: Place, issues: Issues, *, about_record: bool = False, attributes: frozenset[str] = _NONE
) -> Condition | None:
    """The condition that a text means, about an entity or (`about_record`) about a record of a ledger."""
    tree = parse(text, place, issues)
    if tree is None:
        return None
    reader = FormulaReader(place, issues, "record" if about_record else "entity", attributes)
    return reader.condition(cast(Tree[Token], tree.children[0]))


def read_identity(text: str, place: Place, issues: Issues) -> Compare | None:
    """A relation between the figures of one entity, such as `waste_used <= waste_made`."""
    before = len(issues)
    condition = read_condition(text, place, issues)
    if isinstance(condition, Compare):
        return condition
    if len(issues) == before:
        issues.add(NOT_AN_IDENTITY.at(place))
    return None
