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
_FOLLOWERS = {**OFFICE, Role.AREA_APPROVER: Reach.AREA, Role.ENTERPRISE_REPORTER: Reach.ENTITY}
BELOW_KEEP = Operation(
    "below.keep",
    "登记、变更企业的产品、生产线等（企业提出，单位确认）",
    "enter and change what belongs to an enterprise (it asks, the unit confirms)",
    _FOLLOWERS,
    order=122,
)
BELOW_CONFIRM = Operation(
    "below.confirm",
    "确认企业的产品、生产线等（他人提出、不牵动已结月份的）",
    "confirm what belongs to enterprises (what somebody else asked and alters no closed month)",
    {**OFFICE, Role.UNIT_APPROVER: Reach.UNIT},
    order=124,
)
REGISTER_FOLLOW = Operation(
    "register.follow",
    "查看名录变更的办理",
    "see what was asked of the register and how it was decided",
    {**_FOLLOWERS, Role.UNIT_APPROVER: Reach.UNIT},
    order=126,
)
