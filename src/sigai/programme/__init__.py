"""The content model: schema, loading, checks. All definitions live here."""

from sigai.programme.amending import (
    CONTENT_REPLACED,
    Amendment,
    ContentFiles,
    ContentPlace,
    decided_at,
    item_name,
    place_words,
    plain,
    same_form,
    standing_amendments,
    work_in,
)
from sigai.programme.bulletins import BulletinKind
from sigai.programme.calendar import due_of, due_on, is_reported, period_before, periods_of_form
from sigai.programme.common import Text
from sigai.programme.deeds import Deed
from sigai.programme.field_types import FIELD_TYPES, MANY, several
from sigai.programme.indicators import Indicator
from sigai.programme.kinds import EntityKind, KindAttribute
from sigai.programme.ledgers import (
    Choice,
    ComputedField,
    Deadline,
    Ledger,
    LedgerField,
    LedgerReaders,
    ReadBy,
    Recheck,
    RecordRows,
    Rounds,
    State,
    Transition,
)
from sigai.programme.levels import WORKS, MechanismLevel, mechanism_levels
from sigai.programme.measures import Form, Measure
from sigai.programme.mentions import measures_under
from sigai.programme.organisation import Area, Unit
from sigai.programme.programme import Programme
from sigai.programme.readers import opened_to
from sigai.programme.rechecks import RecheckDue, expiry_of, lapse_of, months_on, rechecks_of
from sigai.programme.roles import ProgrammeRole
from sigai.programme.scenarios import (
    FORBIDDEN,
    Scenario,
    ScenarioOutcome,
    ScenarioPerson,
    ScenarioRecord,
    ScenarioResult,
    ScenarioStep,
    ScenarioWithout,
    scenarios_digest,
)
from sigai.programme.targets import Named, Target, Task

__all__ = [
    "CONTENT_REPLACED",
    "FIELD_TYPES",
    "FORBIDDEN",
    "MANY",
    "WORKS",
    "Amendment",
    "Area",
    "BulletinKind",
    "Choice",
    "ComputedField",
    "ContentFiles",
    "ContentPlace",
    "Deadline",
    "Deed",
    "EntityKind",
    "Form",
    "Indicator",
    "KindAttribute",
    "Ledger",
    "LedgerField",
    "LedgerReaders",
    "Measure",
    "MechanismLevel",
    "Named",
    "Programme",
    "ProgrammeRole",
    "ReadBy",
    "Recheck",
    "RecheckDue",
    "RecordRows",
    "Rounds",
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
    "decided_at",
    "due_of",
    "due_on",
    "expiry_of",
    "is_reported",
    "item_name",
    "lapse_of",
    "measures_under",
    "mechanism_levels",
    "months_on",
    "opened_to",
    "period_before",
    "periods_of_form",
    "place_words",
    "plain",
    "rechecks_of",
    "same_form",
    "scenarios_digest",
    "several",
    "standing_amendments",
    "work_in",
]
