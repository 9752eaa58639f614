"""What people do with starting data."""

from __future__ import annotations

from sigai_web.permissions import OFFICE, Operation

START_KEEP = Operation(
    "start.keep",
    "装入起步数据（一人提出，另一人确认）",
    "take in starting data (one person asks, another confirms)",
    OFFICE,
    order=130,
)
