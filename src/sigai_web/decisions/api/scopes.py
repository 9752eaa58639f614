"""The scopes of decisions on the programme."""

from __future__ import annotations

from sigai_web.manifests import Scope

READ_DECISIONS = Scope("read:decisions", "读方案决定", "read decisions on the programme", order=56)
WRITE_DECISIONS = Scope(
    "write:decisions", "提出、作出方案决定", "ask for and make decisions on the programme", order=58
)
