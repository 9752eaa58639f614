"""The scopes of the register."""

from __future__ import annotations

from sigai_web.manifests import Scope

READ_REGISTER = Scope("read:register", "读名录和变更", "read the register and its changes", order=52)
WRITE_REGISTER = Scope(
    "write:register", "登记、变更名录，决定变更", "enter, change and decide on the register", order=54
)
