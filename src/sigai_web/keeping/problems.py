"""What can be wrong when the system is kept: backup, restore, upgrade. No Django here."""

from sigai.base import Severity, problem

NOT_FOR_PRODUCTION = problem(
    "W270",
    Severity.ERROR,
    zh="只有演示系统才能这样做",
    en="only a demonstration can do this",
    advice_zh="正式系统里每人用自己的账号、邀请和身份验证器",
    advice_en="in production everybody has an account, an invitation and an authenticator of their own",
)
