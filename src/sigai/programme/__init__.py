"""The content model: schema, loading, checks. All definitions live here."""

from sigai.programme.calendar import due_on, is_reported, period_before, periods_of_form
from sigai.programme.common import Text
from sigai.programme.field_types import FIELD_TYPES, MANY, several
from sigai.programme.ledgers import (
    Choice,
    ComputedField,
    Deadline,
    Ledger,
    LedgerField,
    LedgerReaders,
    ReadBy,
    RecordRows,
    State,
    Transition,
)
from sigai.programme.levels import WORKS, MechanismLevel, mechanism_levels
from sigai.programme.measures import Form, Measure
from sigai.programme.mentions import measures_under
from sigai.programme.organisation import Area, Unit
from sigai.programme.programme import Programme
from sigai.programme.readers import opened_to
from sigai.programme.scenarios import (
    FORBIDDEN,
    Deed,
    Scenario,
    ScenarioOutcome,
    ScenarioPerson,
    ScenarioRecord,
    ScenarioResult,
    ScenarioStep,
    ScenarioWithout,
    scenarios_digest,
)
from sigai.programme.targets import Target, Task

__all__ = [
    "FIELD_TYPES",
    "FORBIDDEN",
    "MANY",
    "WORKS",
    "Area",
    "Choice",
    "ComputedField",
    "Deadline",
    "Deed",
    "Form",
    "Ledger",
    "LedgerField",
    "LedgerReaders",
    "Measure",
    "MechanismLevel",
    "Programme",
    "ReadBy",
    "RecordRows",
    "Scenario",
    "ScenarioOutcome",
    "ScenarioPerson",
    "ScenarioRecord",
    "ScenarioResult",
    "ScenarioStep",
    "ScenarioWithout",
    "State",
    "Target",
    "Task",
    "Text",
    "Transition",
    "Unit",
    "due_on",
    "is_reported",
    "measures_under",
    "mechanism_levels",
    "opened_to",
    "period_before",
    "periods_of_form",
    "scenarios_digest",
    "several",
]
