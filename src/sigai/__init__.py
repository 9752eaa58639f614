"""Sigai (四改): runs a government's transformation plan as a programme, with every number explained.

The names below, by the part that gives them, are what other programmes may use: those that the web uses, no more and no
less (a test compares). Everything else is Sigai's own business. `sigai.Period` is `sigai.base.Period`, imported when it
is first asked for, so that `import sigai` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

PUBLIC = {
    "sigai.base": (
        "Bounds",
        "Entry",
        "FIRST_PREVIOUS",
        "InternalError",
        "Issue",
        "Issues",
        "OutOfBoundsError",
        "Period",
        "Place",
        "Problem",
        "Sealed",
        "Severity",
        "SigaiError",
        "Unit",
        "UserError",
        "Verification",
        "canonical_json",
        "confined",
        "digest_bytes",
        "digest_file",
        "month_name",
        "preload",
        "problem",
        "seal",
        "verify",
    ),
    "sigai.formulas": (
        "ledgers_of",
        "measures_of",
    ),
    "sigai.programme": (
        "Area",
        "Form",
        "Ledger",
        "LedgerField",
        "Measure",
        "Programme",
        "State",
        "Target",
        "Task",
        "Text",
        "Transition",
        "Unit",
        "due_on",
        "period_before",
        "periods_of_form",
    ),
    "sigai.programme.loading": ("programme_or_error",),
    "sigai.tables": (
        "AMOUNT",
        "CLOSED_MONTHS",
        "Data",
        "ENTITIES",
        "ESTIMATES",
        "Estimates",
        "FACTS",
        "ONE_AT_A_TIME",
        "RECORDS",
        "RECORD_STATES",
        "RefusedError",
        "SEVERAL",
        "TooLargeError",
        "VALUES",
        "VALUE_HISTORY",
        "entities_at",
        "inspect_workbook",
        "no_estimates",
        "open_months",
        "read_workbook",
        "refuse_heavy_workbook",
    ),
    "sigai.values": (
        "Cell",
        "CheckedValue",
        "check_cells",
    ),
    "sigai.ledgers": (
        "FilledRow",
        "FilledSheet",
        "Head",
        "Lookups",
        "Record",
        "START",
        "amend",
        "condition_words",
        "deadlines_of",
        "read_sheet",
        "transition",
    ),
    "sigai.indicators": (
        "Listing",
        "Owers",
        "evidence_under",
        "who_owes",
    ),
    "sigai.progress": (
        "Chase",
        "Missing",
        "chase",
        "method_at",
    ),
    "sigai.demonstration": ("make",),
    "sigai.reports": (
        "BulletinIssue",
        "FinishedRun",
        "MOVES",
        "MOVES_RULE",
        "Move",
        "MoveKind",
        "NO_FIGURE",
        "PAGE_CONFIG",
        "ROW_COLUMNS",
        "SIGNS",
        "STATUS",
        "Standing",
        "StandingGroup",
        "UnitDuties",
        "View",
        "area_rows",
        "area_spec",
        "basis_words",
        "chance",
        "chart_library",
        "coverage_words",
        "deadline_word",
        "effect_words",
        "estimate_facts",
        "figure",
        "goal",
        "headline",
        "interval_words",
        "kind_word",
        "method_or_none",
        "number",
        "open_facts",
        "open_name",
        "period_word",
        "place_text",
        "reason_word",
        "share",
        "trajectory_rows",
        "trajectory_spec",
        "trajectory_word",
        "trouble",
        "units_of",
        "value_state_word",
        "verdict_month",
        "way_positions",
        "write_bulletin",
    ),
    "sigai.pipeline": (
        "Calculation",
        "Changed",
        "Taken",
        "calculate",
        "content_digest",
        "effects_on",
        "has_present_tables",
        "keep_content",
        "keep_results",
        "late_keys",
        "open_results",
        "plan_sentences",
        "recalculate",
        "remarks_on",
        "sound_programme",
        "state_words",
        "take_in",
        "term_words",
        "write_run",
    ),
}
"""The names by the module that gives them. Importing a part for them costs what the part needs."""
_HOME = {name: module for module, names in PUBLIC.items() for name in names}

__all__ = sorted([*_HOME, "__version__"])  # noqa: PLE0605 — one list, made from where the names live


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sigai' has no public name {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
