"""Sigai (四改): runs a government's transformation plan as a programme, with every number explained.

The names below are what other programmes may use; everything else is Sigai's own business. They are imported when first
asked for, so that `import sigai` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "sigai.base.issues": ("Issue", "Issues", "Place", "Severity", "UserError"),
    "sigai.base.periods": ("Period",),
    "sigai.base.units": ("Unit",),
    "sigai.formulas": ("describe", "read_formula"),
    "sigai.programme.programme": ("Programme",),
    "sigai.programme.loading": ("load_programme", "programme_or_error"),
    "sigai.programme.checks": ("check_programme",),
    "sigai.programme.export": ("statement_rows",),
    "sigai.tables": ("Data", "Store"),
    "sigai.values": ("read_values",),
    "sigai.ledgers": ("overdue", "read_records", "transition"),
    "sigai.indicators": ("compute", "evidence"),
    "sigai.progress": ("judge",),
    "sigai.demonstration": ("make",),
    "sigai.reports": ("FinishedRun", "View", "explanation_text", "progress_table", "write_bulletin", "write_html"),
    "sigai.pipeline": ("explain", "open_run", "run_programme", "take_in"),
}
_HOME = {name: module for module, names in _PUBLIC.items() for name in names}

__all__ = sorted([*_HOME, "__version__"])  # noqa: PLE0605 — one list, made from where the names live


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sigai' has no public name {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
