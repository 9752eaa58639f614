"""The table: which role may do which operation, and how far its membership's scope reaches.

A role that does not stand in an operation's row may not do it. docs/permissions.md is made from this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sigai_web.permissions.roles import Role


class Reach(StrEnum):
    """How far a role's permission reaches from the scope of the membership."""

    ALL = "all"
    UNIT = "unit"
    FORMS = "forms"
    AREA = "area"
    PLACE = "place"
    ENTITY = "entity"


REACHES: Mapping[Reach, tuple[str, str]] = {
    Reach.ALL: ("全部", "everything"),
    Reach.UNIT: ("本单位负责的", "what the unit answers for"),
    Reach.FORMS: ("本单位填报的表中的", "the forms that the unit itself fills in"),
    Reach.AREA: ("本地区及其企业的", "the area, what lies in it and its enterprises"),
    Reach.PLACE: ("本地区自身的", "the area itself"),
    Reach.ENTITY: ("本企业的", "the enterprise itself"),
}


class Operation(StrEnum):
    """Something that a person does. Pages, files and background work name it when they ask."""

    ACCOUNT_LIST = "account.list"
    ACCOUNT_CREATE = "account.create"
    ACCOUNT_INVITE = "account.invite"
    ACCOUNT_CLOSE = "account.close"
    MEMBERSHIP_LIST = "membership.list"
    MEMBERSHIP_GRANT = "membership.grant"
    MEMBERSHIP_REVOKE = "membership.revoke"
    SESSION_END = "session.end"
    PASSWORD_CLEAR = "password.clear"  # noqa: S105
    SECOND_FACTOR_RESET = "second_factor.reset"
    LOCKOUT_LIFT = "lockout.lift"
    JOURNAL_READ = "journal.read"
    JOURNAL_VERIFY = "journal.verify"
    FIGURE_READ = "figure.read"
    FIGURE_REPORT = "figure.report"
    FIGURE_APPROVE = "figure.approve"
    FIGURE_ACCEPT = "figure.accept"
    FIGURE_CORRECT = "figure.correct"
    RECORD_READ = "record.read"
    RECORD_KEEP = "record.keep"
    RECORD_STEP = "record.step"
    REPORTING_WATCH = "reporting.watch"
    REMINDER_SEND = "reminder.send"
    MONTH_CLOSE = "month.close"
    PROGRESS_READ = "progress.read"
    INSTRUCTION_READ = "instruction.read"
    INSTRUCTION_WRITE = "instruction.write"
    INSTRUCTION_REPLY = "instruction.reply"
    RUN_START = "run.start"
    BULLETIN_PUBLISH = "bulletin.publish"
    TOKEN_HOLD = "token.hold"  # noqa: S105


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """One operation in words, and the reach of each role that may do it."""

    zh: str
    en: str
    roles: Mapping[Role, Reach]


_SYSTEM: Mapping[Role, Reach] = {Role.SYSTEM_ADMINISTRATOR: Reach.ALL}
_SECURITY: Mapping[Role, Reach] = {Role.SECURITY_ADMINISTRATOR: Reach.ALL}
_AUDIT: Mapping[Role, Reach] = {Role.AUDITOR: Reach.ALL}
_OFFICE: Mapping[Role, Reach] = {Role.OFFICE: Reach.ALL}
_READERS: Mapping[Role, Reach] = {
    Role.OFFICE: Reach.ALL,
    Role.LEADER: Reach.ALL,
    Role.UNIT_REPORTER: Reach.UNIT,
    Role.UNIT_APPROVER: Reach.UNIT,
    Role.AREA_REPORTER: Reach.AREA,
    Role.AREA_APPROVER: Reach.AREA,
    Role.ENTERPRISE_REPORTER: Reach.ENTITY,
}
_REPORTERS: Mapping[Role, Reach] = {
    Role.UNIT_REPORTER: Reach.FORMS,
    Role.AREA_REPORTER: Reach.PLACE,
    Role.ENTERPRISE_REPORTER: Reach.ENTITY,
}
_APPROVERS: Mapping[Role, Reach] = {Role.UNIT_APPROVER: Reach.UNIT, Role.AREA_APPROVER: Reach.AREA}
_KEEPERS: Mapping[Role, Reach] = {role: reach for role, reach in _READERS.items() if role is not Role.LEADER}
_CORRECTORS: Mapping[Role, Reach] = {Role.OFFICE: Reach.ALL, **_REPORTERS}
_LEADERS: Mapping[Role, Reach] = {Role.LEADER: Reach.ALL}
_WATCHERS: Mapping[Role, Reach] = {Role.OFFICE: Reach.ALL, Role.LEADER: Reach.ALL, **_APPROVERS}
_GOVERNMENT: Mapping[Role, Reach] = {role: reach for role, reach in _READERS.items() if reach is not Reach.ENTITY}
_ANSWERERS: Mapping[Role, Reach] = {role: reach for role, reach in _GOVERNMENT.items() if role is not Role.LEADER}

OPERATIONS: Mapping[Operation, PermissionRow] = {
    Operation.ACCOUNT_LIST: PermissionRow("查看账号", "see accounts", _SYSTEM),
    Operation.ACCOUNT_CREATE: PermissionRow(
        "开立、批量导入账号，提出角色", "open and import accounts, propose roles", _SYSTEM
    ),
    Operation.ACCOUNT_INVITE: PermissionRow("发邀请链接", "issue invitation links", _SYSTEM),
    Operation.ACCOUNT_CLOSE: PermissionRow("停用、恢复账号", "close and reopen accounts", _SYSTEM),
    Operation.MEMBERSHIP_LIST: PermissionRow("查看角色", "see roles", _SECURITY),
    Operation.MEMBERSHIP_GRANT: PermissionRow("批准角色", "grant roles", _SECURITY),
    Operation.MEMBERSHIP_REVOKE: PermissionRow("收回角色", "revoke roles", _SECURITY),
    Operation.SESSION_END: PermissionRow("让某人全部退出", "sign somebody out everywhere", _SECURITY),
    Operation.PASSWORD_CLEAR: PermissionRow("作废密码", "void a password", _SECURITY),
    Operation.SECOND_FACTOR_RESET: PermissionRow("重置动态口令", "reset a second factor", _SECURITY),
    Operation.LOCKOUT_LIFT: PermissionRow("解除登录锁定", "lift a lockout", _SECURITY),
    Operation.JOURNAL_READ: PermissionRow("查看留痕", "read the journal", _AUDIT),
    Operation.JOURNAL_VERIFY: PermissionRow("验证留痕", "verify the journal", _AUDIT),
    Operation.FIGURE_READ: PermissionRow("查看数值", "read figures", _READERS),
    Operation.FIGURE_REPORT: PermissionRow("填报数值", "report figures", _REPORTERS),
    Operation.FIGURE_APPROVE: PermissionRow("审核数值", "approve figures", _APPROVERS),
    Operation.FIGURE_ACCEPT: PermissionRow("接收、锁定数值", "accept and lock figures", _OFFICE),
    Operation.FIGURE_CORRECT: PermissionRow(
        "锁定后更正数值（须说明理由，仍经审核、接收）",
        "correct figures after the lock (with a reason, approved and accepted again)",
        _CORRECTORS,
    ),
    Operation.RECORD_READ: PermissionRow("查看台账", "read records", _READERS),
    Operation.RECORD_KEEP: PermissionRow(
        "登记、修改台账，增删材料", "enter and change records and their documents", _KEEPERS
    ),
    Operation.RECORD_STEP: PermissionRow(
        "办理台账流转（各步另由台账限定角色）", "make the steps of records (each ledger names their roles)", _READERS
    ),
    Operation.REPORTING_WATCH: PermissionRow("查看填报情况", "see who has reported", _WATCHERS),
    Operation.REMINDER_SEND: PermissionRow("催报", "send reminders", _OFFICE),
    Operation.MONTH_CLOSE: PermissionRow("结账、重新打开月份", "close a month and open it again", _OFFICE),
    Operation.PROGRESS_READ: PermissionRow(
        "查看进展：目标、任务、单位、地区、通报",
        "see progress: targets, tasks, units, areas, bulletins",
        dict.fromkeys(_GOVERNMENT, Reach.ALL),
    ),
    Operation.INSTRUCTION_READ: PermissionRow("查看批示", "read instructions", _GOVERNMENT),
    Operation.INSTRUCTION_WRITE: PermissionRow("作批示、办结批示", "write and close instructions", _LEADERS),
    Operation.INSTRUCTION_REPLY: PermissionRow("答复批示", "answer instructions", _ANSWERERS),
    Operation.RUN_START: PermissionRow("启动计算", "start a calculation", _OFFICE),
    Operation.BULLETIN_PUBLISH: PermissionRow("发布通报", "publish a bulletin", _OFFICE),
    Operation.TOKEN_HOLD: PermissionRow(
        "申领自己的接口令牌", "hold API tokens of one's own", dict.fromkeys(_READERS, Reach.ALL)
    ),
}
