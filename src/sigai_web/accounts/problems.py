"""What can be wrong with accounts, roles and lists of people. No Django here."""

from sigai.base import Severity, problem

BAD_USERNAME = problem(
    "W022",
    Severity.ERROR,
    zh="用户名“{given}”不可用：3 至 60 个小写字母、数字、点、横线或下划线",
    en="user name “{given}” is not usable: 3 to 60 lower-case letters, digits, dots, hyphens or underscores",
    advice_zh="换一个用户名",
    advice_en="choose another user name",
)
USERNAME_TAKEN = problem(
    "W023",
    Severity.ERROR,
    zh="用户名“{given}”已经有了",
    en="user name “{given}” is taken",
    advice_zh="换一个用户名；同一人的多个角色写成多行且各列一致",
    advice_en="choose another; several roles of one person are several lines that agree in every other column",
)
UNKNOWN_ROLE = problem(
    "W024",
    Severity.ERROR,
    zh="没有角色“{given}”",
    en="there is no role “{given}”",
    advice_zh="可用：{known}",
    advice_en="known: {known}",
)
UNKNOWN_SCOPE = problem(
    "W025",
    Severity.ERROR,
    zh="角色“{role}”的范围“{given}”不在方案或主体名录中",
    en="scope “{given}” of role “{role}” is neither in the programme nor on the register",
    advice_zh="单位角色写单位编号，地区角色写地区代码，企业角色写统一社会信用代码，由台账记录代表的写记录编号，其余留空",
    advice_en="a unit's id, an area's code, an enterprise's credit code, or the number of the record that stands for "
    "the holder, as the role asks; empty for all others",
)
SEPARATE_POWERS = problem(
    "W026",
    Severity.ERROR,
    zh="系统管理员、安全管理员、审计员互相独立，也不能兼任其他角色（{user}）",
    en="system administrator, security administrator and auditor exclude each other and every other role ({user})",
    advice_zh="给另一个人开账号",
    advice_en="open an account for another person",
)
BAD_EMAIL = problem(
    "W027",
    Severity.ERROR,
    zh="电子邮件“{given}”写法不对",
    en="e-mail address “{given}” is not well formed",
    advice_zh="改正，或留空",
    advice_en="correct it, or leave it empty",
)
HAS_PASSWORD = problem(
    "W029",
    Severity.ERROR,
    zh="{user} 已有密码，不能再发邀请",
    en="{user} has a password and cannot be invited again",
    advice_zh="忘记密码时，先请安全管理员作废密码",
    advice_en="for a forgotten password, first ask the security administrator to void it",
)
ADMINISTRATOR_STANDS = problem(
    "W303",
    Severity.ERROR,
    zh="{user} 是三员之一，系统管理员不能单独停用",
    en="{user} is one of the three administrators: the system administrator does not close that account alone",
    advice_zh="先请安全管理员收回其角色，再停用账号",
    advice_en="let the security administrator revoke the role first, then close the account",
)
ROLE_STANDS = problem(
    "W715",
    Severity.ERROR,
    zh="{user} 已有这个角色，或正待批准：{role}，范围 {scope}",
    en="{user} has this role, or it waits to be granted: {name}, scope {scope}",
    advice_zh="选另一个角色或范围；待批准的请安全管理员办",
    advice_en="choose another role or scope; what waits is the security administrator's to grant",
)
LAST_ADMINISTRATOR = problem(
    "W304",
    Severity.ERROR,
    zh="这是最后一个“{role}”，不能收回：此后再没有人能做其工作",
    en="this is the last {name}: it is not revoked, or nobody could do its work any more",
    advice_zh="先给另一个人批准这个角色；每个角色最好由两个人担任",
    advice_en="grant the role to another person first; best let two people hold each of the three",
)
NO_INVITATION = problem(
    "W305",
    Severity.ERROR,
    zh="{user} 没有待用的邀请链接",
    en="there is no open invitation of {user}",
    advice_zh="先请系统管理员发邀请链接，再发开通码",
    advice_en="let the system administrator issue an invitation link first, then issue its code",
)
NO_ADMINISTRATOR = problem(
    "W306",
    Severity.ERROR,
    zh="{user} 不是三员之一",
    en="{user} is none of the three administrators",
    advice_zh="其他账号：安全管理员作废密码或重置动态口令，系统管理员发邀请链接",
    advice_en="for other accounts the security administrator voids the password or resets the second factor, and the "
    "system administrator issues the link",
)
RESERVED_NAME = problem(
    "W301",
    Severity.ERROR,
    zh="用户名“{given}”留给系统自己：留痕里会分不清是谁做的",
    en="user name “{given}” is the system's own: the journal could not tell who did something",
    advice_zh="换一个用户名",
    advice_en="choose another",
)
