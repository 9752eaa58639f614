"""The scopes of reporting."""

from __future__ import annotations

from sigai_web.manifests import Scope

WRITE_FIGURES = Scope("write:figures", "填报、提交、更正数值", "report, submit and correct figures", order=40)
REVIEW_FIGURES = Scope("review:figures", "审核、接收、退回报表", "approve, accept and return forms", order=50)
REMIND = Scope("remind", "催报", "send reminders", order=110)
