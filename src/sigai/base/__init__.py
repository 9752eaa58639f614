"""What every part needs: issues and errors, periods, units, the hash chain of the journal."""

from sigai.base.digests import digest_bytes, digest_file
from sigai.base.issues import InternalError, Issue, Issues, Place, Problem, Severity, SigaiError, UserError, problem
from sigai.base.journal import FIRST_PREVIOUS, Entry, Fault, Sealed, Verification, canonical_json, seal, verify
from sigai.base.periods import Period

__all__ = [
    "FIRST_PREVIOUS",
    "Entry",
    "Fault",
    "InternalError",
    "Issue",
    "Issues",
    "Period",
    "Place",
    "Problem",
    "Sealed",
    "Severity",
    "SigaiError",
    "UserError",
    "Verification",
    "canonical_json",
    "digest_bytes",
    "digest_file",
    "problem",
    "seal",
    "verify",
]
