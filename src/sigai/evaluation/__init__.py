"""What conditions say of rows: one meaning, whether the rows are one record, arrays or the columns of a query."""

from sigai.evaluation.arrays import Amounts, Flags, RowsInMemory, Texts, Verdict, evaluate, worked_out
from sigai.evaluation.taking import parameters_taken

__all__ = ["Amounts", "Flags", "RowsInMemory", "Texts", "Verdict", "evaluate", "parameters_taken", "worked_out"]
