"""What the frame around every page needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from sigai_web import programme
from sigai_web.language import choose, language
from sigai_web.permissions import Operation, allowed
from sigai_web.store.models import DataSource


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page of the menu: whoever may do the operation at all sees it."""

    operation: Operation
    url: str
    zh: str
    en: str
    why_zh: str
    why_en: str


MENU = (
    MenuEntry(
        Operation.PROGRESS_READ,
        "cockpit",
        "总览",
        "Overview",
        "目标总体进展，将完不成的，本月变化",
        "how the targets stand, what will be missed, what moved",
    ),
    MenuEntry(
        Operation.PROGRESS_READ,
        "targets",
        "目标",
        "Targets",
        "逐项查看目标，数从哪里来",
        "every target, and where its number comes from",
    ),
    MenuEntry(
        Operation.PROGRESS_READ,
        "tasks",
        "任务",
        "Tasks",
        "任务路线图",
        "the road map of tasks",
    ),
    MenuEntry(
        Operation.PROGRESS_READ,
        "units",
        "单位",
        "Units",
        "各单位负责的目标和任务",
        "what each unit owes",
    ),
    MenuEntry(
        Operation.PROGRESS_READ,
        "areas",
        "地区",
        "Areas",
        "县区、园区的目标和数据",
        "counties and parks",
    ),
    MenuEntry(
        Operation.FIGURE_READ,
        "enterprises",
        "企业",
        "Enterprises",
        "企业名录、数值和台账",
        "the register, figures and records",
    ),
    MenuEntry(
        Operation.INSTRUCTION_READ,
        "instructions",
        "批示",
        "Instructions",
        "领导的批示和各单位的答复",
        "what leaders ask and units answer",
    ),
    MenuEntry(
        Operation.FIGURE_REPORT,
        "reporting",
        "填报",
        "Reporting",
        "到期、逾期、退回的报表",
        "forms due, overdue and returned",
    ),
    MenuEntry(
        Operation.FIGURE_APPROVE,
        "approving",
        "审核",
        "Approval",
        "审核提交的报表",
        "approve what was handed in",
    ),
    MenuEntry(
        Operation.FIGURE_ACCEPT,
        "accepting",
        "核收",
        "Acceptance",
        "核收审核过的报表",
        "accept what was approved",
    ),
    MenuEntry(
        Operation.REPORTING_WATCH,
        "coverage",
        "填报情况",
        "Who has reported",
        "谁报了、谁没报，催报",
        "who has reported and who has not",
    ),
    MenuEntry(
        Operation.RECORD_READ,
        "ledgers",
        "台账",
        "Ledgers",
        "项目、称号、督办等各类台账",
        "projects, titles, notices and every other ledger",
    ),
    MenuEntry(
        Operation.PROGRESS_READ,
        "bulletins",
        "通报",
        "Bulletins",
        "查看、发布通报",
        "read and publish bulletins",
    ),
    MenuEntry(
        Operation.PROGRESS_READ,
        "runs",
        "计算",
        "Calculations",
        "结果由哪次计算得出、正在算什么",
        "which calculation gave the results, what is under way",
    ),
    MenuEntry(
        Operation.ACCOUNT_CREATE,
        "accounts",
        "账号",
        "Accounts",
        "开立、停用账号，发邀请",
        "open, close and invite accounts",
    ),
    MenuEntry(
        Operation.MEMBERSHIP_LIST,
        "roles",
        "角色与安全",
        "Roles and safety",
        "批准角色，处理登录",
        "grant roles, look after sign-in",
    ),
    MenuEntry(
        Operation.JOURNAL_READ, "journal", "留痕", "Journal", "查看并验证全部变动", "read and verify every change"
    ),
)


def menu(request: HttpRequest) -> list[Mapping[str, Any]]:
    """The entries of the menu for whoever asks; none before the second factor."""
    user: Any = request.user
    if not user.is_authenticated or (user.needs_second_factor() and not user.is_verified()):
        return []
    return [
        {
            "address": reverse(entry.url),
            "name": choose(entry.zh, entry.en),
            "why": choose(entry.why_zh, entry.why_en),
            "here": request.path.startswith(reverse(entry.url)),
        }
        for entry in MENU
        if allowed(user, entry.operation)
    ]


def demonstration() -> bool:
    """Whether the store holds invented data; asked of the database once a minute."""
    known = cache.get("demonstration")
    if known is None:
        known = DataSource.objects.filter(demonstration=True).exists()
        cache.set("demonstration", known, 60)
    return bool(known)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Title, banner, language and menu."""
    return {
        "programme_title": programme.current().head.short_title[language()],
        "language": language(),
        "demonstration": demonstration(),
        "menu": menu(request),
    }
