"""What formulas mean: conditions of rows, populations and who must report, series of figures; one meaning, whether the
rows are one record, arrays or the columns of a query."""

from sigai.evaluation.arrays import (
    Amounts,
    ConditionAnswer,
    Flags,
    RowsInMemory,
    Texts,
    amounts_of,
    evaluate,
    worked_out,
)
from sigai.evaluation.respondents import Respondents, required_of
from sigai.evaluation.taking import parameters_taken

__all__ = [
    "Amounts",
    "ConditionAnswer",
    "Flags",
    "Respondents",
    "RowsInMemory",
    "Texts",
    "amounts_of",
    "evaluate",
    "parameters_taken",
    "required_of",
    "worked_out",
]
