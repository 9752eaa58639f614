"""What every part needs: issues and errors, periods, units, the hash chain of the journal, bounded work."""

from sigai.base.confinement import Bounds, OutOfBoundsError, confined, preload
from sigai.base.digests import digest_bytes, digest_file
from sigai.base.industries import industry_name
from sigai.base.issues import (
    NOWHERE,
    InternalError,
    Issue,
    Issues,
    Language,
    Place,
    Problem,
    Severity,
    SigaiError,
    UserError,
    problem,
)
from sigai.base.journal import FIRST_PREVIOUS, Entry, Fault, Sealed, Verification, canonical_json, seal, verify
from sigai.base.periods import Period, month_name
from sigai.base.unit_words import unit_word
from sigai.base.units import MeasureUnit

__all__ = [
    "FIRST_PREVIOUS",
    "NOWHERE",
    "Bounds",
    "Entry",
    "Fault",
    "InternalError",
    "Issue",
    "Issues",
    "Language",
    "MeasureUnit",
    "OutOfBoundsError",
    "Period",
    "Place",
    "Problem",
    "Sealed",
    "Severity",
    "SigaiError",
    "UserError",
    "Verification",
    "canonical_json",
    "confined",
    "digest_bytes",
    "digest_file",
    "industry_name",
    "month_name",
    "preload",
    "problem",
    "seal",
    "unit_word",
    "verify",
]
