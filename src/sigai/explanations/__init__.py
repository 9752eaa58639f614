"""From a number of a run to its terms, the figures and records under them, and what could still change it."""

from sigai.explanations.fractions import FormulaLine, formula_lines
from sigai.explanations.numbers import Row, effects_on, result_of, target_status_of, terms_of
from sigai.explanations.parameters import numbers_taken
from sigai.explanations.under import (
    EvidenceRows,
    ListedRows,
    ReadData,
    asked_by,
    measure_and_ledger,
    under_term,
)
from sigai.explanations.words import formula_words, state_words, term_words

__all__ = [
    "EvidenceRows",
    "FormulaLine",
    "ListedRows",
    "ReadData",
    "Row",
    "asked_by",
    "effects_on",
    "formula_lines",
    "formula_words",
    "measure_and_ledger",
    "numbers_taken",
    "result_of",
    "state_words",
    "target_status_of",
    "term_words",
    "terms_of",
    "under_term",
]
