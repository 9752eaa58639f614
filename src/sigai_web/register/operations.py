"""What people do with the register. Areas propose for what lies in them; the office decides."""

from __future__ import annotations

from sigai_web.permissions import OFFICE, READERS, Operation, Reach, Role

REGISTER_READ = Operation("register.read", "查看名录", "read the register", READERS, order=100)
REGISTER_KEEP = Operation(
    "register.keep",
    "登记、变更主体和名单（地区提出，专班决定）",
    "enter and change entities and lists (areas propose, the office decides)",
    {**OFFICE, Role.AREA_APPROVER: Reach.AREA},
    order=110,
)
REGISTER_DECIDE = Operation(
    "register.decide",
    "决定名录变更（他人提出的）",
    "decide changes of the register (what somebody else asked)",
    OFFICE,
    order=120,
)
