"""Formulas and their terms in plain words, for a programme."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sigai.base.issues import Language
from sigai.formulas import describe, ledgers_of
from sigai.programme.names import ProgrammeNames
from sigai.programme.programme import Programme

_LANGUAGES: tuple[Language, ...] = ("zh", "en")


def formula_words(programme: Programme) -> Mapping[str, Mapping[Language, str]]:
    """Every indicator's formula in words, by the indicator's id and language."""
    words = term_words(programme)
    return {indicator.id: words(indicator.formula) for indicator in programme.indicators}


def term_words(programme: Programme) -> Callable[[str], Mapping[Language, str]]:
    """A function from the text of a formula or term to its words; no words where the text cannot be read."""
    names = ProgrammeNames(programme)

    def words(text: str) -> Mapping[Language, str]:
        expression = programme.parsed.text(text)
        if expression is None:
            return {}
        return {language: describe(expression, names, language) for language in _LANGUAGES}

    return words


def state_words(programme: Programme, text: str) -> Mapping[str, Mapping[Language, str]]:
    """The names of the states of the ledgers that the text of a term counts, by the state's id."""
    expression = programme.parsed.text(text)
    ledgers = [programme.ledger_by_id[name] for name in ledgers_of(expression)] if expression is not None else []
    states = (state for ledger in ledgers for state in ledger.states)
    return {state.id: {language: state.name[language] for language in _LANGUAGES} for state in states}
