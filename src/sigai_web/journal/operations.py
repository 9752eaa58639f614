"""What people do with the journal."""

from __future__ import annotations

from sigai_web.permissions import Group, Operation, Reach, Role

_AUDIT: Group = {Role.AUDITOR: Reach.ALL}

JOURNAL_READ = Operation("journal.read", "查看留痕", "read the journal", _AUDIT, order=120)
JOURNAL_VERIFY = Operation("journal.verify", "验证留痕", "verify the journal", _AUDIT, order=130)
