"""The content model: schema, loading, checks. All definitions live here."""

from sigai.programme.common import Text
from sigai.programme.ledgers import Choice, Deadline, Ledger, LedgerField, State, Transition
from sigai.programme.programme import Programme
from sigai.programme.targets import Task

__all__ = ["Choice", "Deadline", "Ledger", "LedgerField", "Programme", "State", "Task", "Text", "Transition"]
