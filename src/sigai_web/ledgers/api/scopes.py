"""The scopes of ledgers."""

from __future__ import annotations

from sigai_web.manifests import Scope

READ_RECORDS = Scope("read:records", "读台账和附件", "read records and attachments", order=60)
WRITE_RECORDS = Scope("write:records", "登记、修改、流转台账", "create, edit and move records", order=70)
