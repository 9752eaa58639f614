"""What people do with accounts and roles."""

from __future__ import annotations

from sigai_web.permissions import READERS, Group, Operation, Reach, Role

_SYSTEM: Group = {Role.SYSTEM_ADMINISTRATOR: Reach.ALL}
_SECURITY: Group = {Role.SECURITY_ADMINISTRATOR: Reach.ALL}

ACCOUNT_LIST = Operation("account.list", "查看账号", "see accounts", _SYSTEM, order=10)
ACCOUNT_CREATE = Operation(
    "account.create", "开立、批量导入账号，提出角色", "open and import accounts, propose roles", _SYSTEM, order=20
)
ACCOUNT_INVITE = Operation("account.invite", "发邀请链接", "issue invitation links", _SYSTEM, order=30)
ACCOUNT_CLOSE = Operation("account.close", "停用、恢复账号", "close and reopen accounts", _SYSTEM, order=40)
MEMBERSHIP_LIST = Operation("membership.list", "查看角色", "see roles", _SECURITY, order=50)
MEMBERSHIP_GRANT = Operation("membership.grant", "批准角色", "grant roles", _SECURITY, order=60)
MEMBERSHIP_REVOKE = Operation("membership.revoke", "收回角色", "revoke roles", _SECURITY, order=70)
INVITATION_CODE = Operation("invitation.code", "发开通码", "issue the codes of invitations", _SECURITY, order=75)
SESSION_END = Operation("session.end", "让某人全部退出", "sign somebody out everywhere", _SECURITY, order=80)
PASSWORD_CLEAR = Operation("password.clear", "作废密码", "void a password", _SECURITY, order=90)
SECOND_FACTOR_RESET = Operation("second_factor.reset", "重置动态口令", "reset a second factor", _SECURITY, order=100)
LOCKOUT_LIFT = Operation("lockout.lift", "解除登录锁定", "lift a lockout", _SECURITY, order=110)
TOKEN_HOLD = Operation(
    "token.hold",
    "申领自己的接口令牌",
    "hold API tokens of one's own",
    dict.fromkeys(READERS, Reach.ALL),
    order=310,
    parts=True,
)
