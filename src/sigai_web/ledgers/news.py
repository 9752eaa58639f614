"""What people are told about records."""

from __future__ import annotations

from sigai_web.manifests import MessageKind

RECORD_DUE = MessageKind("record.due", "台账到期提醒", "deadlines of records", order=210, urgent=True)
RECHECK_DUE = MessageKind("recheck.due", "复核到期提醒", "rechecks that are due", order=220, urgent=True)
KINDS = (RECORD_DUE, RECHECK_DUE)
