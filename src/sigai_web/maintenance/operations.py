"""What people do with the running of the system."""

from __future__ import annotations

from sigai_web.permissions import Operation, Reach, Role

SYSTEM_WATCH = Operation(
    "system.watch",
    "查看系统运行状况",
    "see whether the system runs well",
    {Role.SYSTEM_ADMINISTRATOR: Reach.ALL},
    order=45,
)
