"""Ledgers: records with a life cycle — reading and checking them, their lives, deadlines and transitions."""

from sigai.ledgers.amending import Head, amend
from sigai.ledgers.deadlines import Due, Overdue, deadlines_of, overdue
from sigai.ledgers.filling import ClosedField, closed_fields
from sigai.ledgers.lookups import Lookups
from sigai.ledgers.reading import RecordCounts, RecordIntake, read_records
from sigai.ledgers.record import START, Record
from sigai.ledgers.sheets import FilledRow, FilledSheet, read_sheet
from sigai.ledgers.transitions import against_condition, condition_words, transition

__all__ = [
    "START",
    "ClosedField",
    "Due",
    "FilledRow",
    "FilledSheet",
    "Head",
    "Lookups",
    "Overdue",
    "Record",
    "RecordCounts",
    "RecordIntake",
    "against_condition",
    "amend",
    "closed_fields",
    "condition_words",
    "deadlines_of",
    "overdue",
    "read_records",
    "read_sheet",
    "transition",
]
