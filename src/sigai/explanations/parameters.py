"""The numbers of parameters under a term, with where they come from."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.periods import Period
from sigai.formulas import walk
from sigai.formulas.nodes import Expression, Lookup, Parameter
from sigai.programme.common import Text
from sigai.programme.dated import last_day
from sigai.programme.in_force import number_or_none
from sigai.programme.names import number_words
from sigai.programme.programme import Programme


def numbers_taken(content: Programme, term: str, area: str, at: Period) -> tuple[Text, ...]:
    """What a term (its text) takes from parameters at a month: of those that depend on an entity, record or number,
    every number that may be taken. In words, with the dates and the source of each."""
    formula = content.parsed.text(term)
    found = []
    for asked in dict.fromkeys(_asked(content, formula) if formula is not None else ()):
        row = number_or_none(content, asked, last_day(at.last), area)
        if row is not None:
            found.append(number_words(content, asked, row))
    return tuple(found)


def _asked(content: Programme, formula: Expression) -> Iterator[Parameter]:
    for node in walk(formula):
        if isinstance(node, Parameter):
            yield node
        elif isinstance(node, Lookup):
            yield from (parameter for _, parameter in node.branches(content.vocabulary))
