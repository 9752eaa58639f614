"""How sheets, states and deeds are called, as facts of messages in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment

STATES: Mapping[str, tuple[str, str]] = {
    "open": ("未填", "not begun"),
    "draft": ("填报中", "in draft"),
    "returned": ("已退回", "returned"),
    "submitted": ("待审核", "handed in"),
    "approved": ("待核收", "approved"),
    "accepted": ("已核收", "accepted"),
}
ACTIONS: Mapping[str, tuple[str, str]] = {
    "submit": ("提交", "handed in"),
    "approve": ("审核通过", "approved"),
    "return": ("退回", "returned"),
    "accept": ("核收", "accepted"),
    "correct": ("更正", "opened for correction"),
    "drop": ("放弃更正", "correction dropped"),
    "recall": ("撤回", "taken back"),
}
DEEDS: Mapping[str, Mapping[str, str]] = {
    "save": {"deed_zh": "填写", "deed_en": "filled in"},
    "submit": {"deed_zh": "提交", "deed_en": "handed in"},
    "approve": {"deed_zh": "审核", "deed_en": "approved"},
    "return": {"deed_zh": "退回", "deed_en": "returned"},
    "accept": {"deed_zh": "核收", "deed_en": "accepted"},
    "correct": {"deed_zh": "更正", "deed_en": "corrected"},
    "recall": {"deed_zh": "撤回", "deed_en": "taken back"},
    "drop": {"deed_zh": "放弃更正", "deed_en": "taken back from correction"},
}


def state_facts(sheet: Sheet) -> dict[str, str]:
    """The state of a sheet as facts of a message."""
    zh, en = STATES[sheet.state]
    return {"state_zh": zh, "state_en": en}


def sheet_name(assignment: Assignment) -> dict[str, str]:
    """A sheet as people call it: form, period, reporter."""
    return {"sheet": assignment.name("zh"), "sheet_en": assignment.name("en")}
