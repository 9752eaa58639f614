"""The formula language: grammar, types, units."""

from sigai.formulas.checking import check_condition, check_formula, check_identity, check_value, convertible, term_unit
from sigai.formulas.lowering import lower_formula, lower_row
from sigai.formulas.reading import read_condition, read_formula, read_identity
from sigai.formulas.texts import condition_text, formula_text
from sigai.formulas.vocabulary import LedgerFieldType, LedgerType, MeasureType, ResultType, Vocabulary
from sigai.formulas.walking import (
    attributes_of,
    compares,
    groups_of,
    ledgers_of,
    measures_of,
    ordered_measures,
    parameters_of,
    terms_of,
    walk,
)
from sigai.formulas.wording import Names, describe, describe_condition

__all__ = [
    "LedgerFieldType",
    "LedgerType",
    "MeasureType",
    "Names",
    "ResultType",
    "Vocabulary",
    "attributes_of",
    "check_condition",
    "check_formula",
    "check_identity",
    "check_value",
    "compares",
    "condition_text",
    "convertible",
    "describe",
    "describe_condition",
    "formula_text",
    "groups_of",
    "ledgers_of",
    "lower_formula",
    "lower_row",
    "measures_of",
    "ordered_measures",
    "parameters_of",
    "read_condition",
    "read_formula",
    "read_identity",
    "term_unit",
    "terms_of",
    "walk",
]
