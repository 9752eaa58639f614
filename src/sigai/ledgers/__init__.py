"""Ledgers: records with a life cycle — reading and checking them, their lives, deadlines and transitions."""

from sigai.ledgers.deadlines import Overdue, overdue
from sigai.ledgers.reading import RecordCounts, RecordIntake, read_records
from sigai.ledgers.transitions import Record, transition

__all__ = ["Overdue", "Record", "RecordCounts", "RecordIntake", "overdue", "read_records", "transition"]
