"""What people do with figures and records."""

from __future__ import annotations

from sigai_web.permissions import APPROVERS, OFFICE, READERS, Group, Operation, Reach, Role

_REPORTERS: Group = {
    Role.UNIT_REPORTER: Reach.FORMS,
    Role.AREA_REPORTER: Reach.PLACE,
    Role.ENTERPRISE_REPORTER: Reach.ENTITY,
}
_KEEPERS: Group = {role: reach for role, reach in READERS.items() if role is not Role.LEADER}

FIGURE_READ = Operation("figure.read", "查看数值", "read figures", READERS, order=140)
FIGURE_REPORT = Operation("figure.report", "填报数值", "report figures", _REPORTERS, order=150)
FIGURE_APPROVE = Operation("figure.approve", "审核数值", "approve figures", APPROVERS, order=160)
FIGURE_ACCEPT = Operation("figure.accept", "接收、锁定数值", "accept and lock figures", OFFICE, order=170)
FIGURE_CORRECT = Operation(
    "figure.correct",
    "锁定后更正数值（须说明理由，仍经审核、接收）",
    "correct figures after the lock (with a reason, approved and accepted again)",
    {**OFFICE, **_REPORTERS},
    order=180,
)
RECORD_READ = Operation("record.read", "查看台账", "read records", READERS, order=190, parts=True)
RECORD_CONSULT = Operation(
    "record.consult",
    "查阅台账和向其开放的资料库（字段由台账限定）",
    "look up records, and libraries that are open to them (each ledger says which fields)",
    READERS,
    order=195,
    opened=True,
    parts=True,
)
RECORD_KEEP = Operation(
    "record.keep",
    "登记、修改台账，增删材料",
    "enter and change records and their documents",
    _KEEPERS,
    order=200,
    parts=True,
)
RECORD_WITHDRAW = Operation(
    "record.withdraw",
    "同意撤回台账记录（他人申请的）",
    "grant that a record is withdrawn (what somebody else asked)",
    {**OFFICE, **APPROVERS},
    order=205,
)
RECORD_STEP = Operation(
    "record.step",
    "办理台账流转（各步另由台账限定角色）",
    "make the steps of records (each ledger names their roles)",
    READERS,
    order=210,
    parts=True,
)
