"""What people do with the reporting of others; reporting itself is something done with figures (`store.operations`)."""

from __future__ import annotations

from sigai_web.permissions import APPROVERS, OFFICE, Operation, Reach, Role
from sigai_web.store.operations import FIGURE_CORRECT, FIGURE_REPORT

REPORTING_WATCH = Operation(
    "reporting.watch",
    "查看填报情况",
    "see who has reported",
    {**OFFICE, Role.LEADER: Reach.ALL, **APPROVERS},
    order=220,
)
CELL_COMMENT = Operation(
    "cell.comment",
    "在格子上留言",
    "comment on a cell of a form",
    {**OFFICE, **APPROVERS, **FIGURE_REPORT.roles},
    order=225,
)
REMINDER_SEND = Operation("reminder.send", "催报", "send reminders", OFFICE, order=230)
MONTH_CLOSE = Operation("month.close", "结账、重新打开月份", "close a month and open it again", OFFICE, order=240)
MAPPING_READ = Operation(
    "mapping.read",
    "查看、使用同一报表的文件映射",
    "see and use the file mappings of the same form",
    FIGURE_CORRECT.roles,
    order=242,
)
MAPPING_KEEP = Operation(
    "mapping.keep",
    "保存、删除本单位的文件映射",
    "keep and remove the organisation's own file mappings",
    FIGURE_CORRECT.roles,
    order=244,
)
