"""What a token may be used for: the scopes, in one table. docs/api.md is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Scope(StrEnum):
    """A share of what its person may do that a token is given."""

    READ_CONTENT = "read:content"
    READ_PROGRESS = "read:progress"
    READ_FIGURES = "read:figures"
    WRITE_FIGURES = "write:figures"
    REVIEW_FIGURES = "review:figures"
    READ_RECORDS = "read:records"
    WRITE_RECORDS = "write:records"
    READ_INSTRUCTIONS = "read:instructions"
    WRITE_INSTRUCTIONS = "write:instructions"
    READ_CHANGES = "read:changes"
    REMIND = "remind"
    RUN = "run"
    PUBLISH = "publish"


SCOPES: Mapping[Scope, tuple[str, str]] = {
    Scope.READ_CONTENT: ("读方案内容：目标、任务、指标、报表、台账定义", "read the programme's content"),
    Scope.READ_PROGRESS: ("读计算结果：进展、指标值、解释、通报", "read results: progress, indicators, explanations"),
    Scope.READ_FIGURES: ("读数值、主体和填报情况", "read figures, entities and the state of reporting"),
    Scope.WRITE_FIGURES: ("填报、提交、更正数值", "report, submit and correct figures"),
    Scope.REVIEW_FIGURES: ("审核、接收、退回报表", "approve, accept and return forms"),
    Scope.READ_RECORDS: ("读台账和附件", "read records and attachments"),
    Scope.WRITE_RECORDS: ("登记、修改、流转台账", "create, edit and move records"),
    Scope.READ_INSTRUCTIONS: ("读批示", "read instructions"),
    Scope.WRITE_INSTRUCTIONS: ("作批示、答复批示", "write and answer instructions"),
    Scope.READ_CHANGES: ("读变动流", "read the change feed"),
    Scope.REMIND: ("催报", "send reminders"),
    Scope.RUN: ("启动计算", "start calculations"),
    Scope.PUBLISH: ("发布通报", "publish bulletins"),
}
