"""The scopes of content and of instructions."""

from __future__ import annotations

from sigai_web.manifests import Scope

READ_CONTENT = Scope(
    "read:content",
    "读方案内容：目标、任务、指标、报表、台账定义",
    "read the programme's content",
    order=10,
)
READ_INSTRUCTIONS = Scope("read:instructions", "读批示", "read instructions", order=80)
WRITE_INSTRUCTIONS = Scope("write:instructions", "作批示、答复批示", "write and answer instructions", order=90)
