"""What this app brings: what people do with figures and records; it has no pages of its own."""

from __future__ import annotations

from sigai_web.manifests import Manifest
from sigai_web.store.operations import (
    FIGURE_ACCEPT,
    FIGURE_APPROVE,
    FIGURE_CORRECT,
    FIGURE_READ,
    FIGURE_REPORT,
    RECORD_CONSULT,
    RECORD_KEEP,
    RECORD_READ,
    RECORD_STEP,
    RECORD_WITHDRAW,
)

MANIFEST = Manifest(
    operations=(
        FIGURE_READ,
        FIGURE_REPORT,
        FIGURE_APPROVE,
        FIGURE_ACCEPT,
        FIGURE_CORRECT,
        RECORD_READ,
        RECORD_CONSULT,
        RECORD_KEEP,
        RECORD_STEP,
        RECORD_WITHDRAW,
    ),
)
