"""What people do with the reporting of others; reporting itself is something done with figures (`store.operations`)."""

from __future__ import annotations

from sigai_web.permissions import APPROVERS, OFFICE, Operation, Reach, Role

REPORTING_WATCH = Operation(
    "reporting.watch",
    "查看填报情况",
    "see who has reported",
    {**OFFICE, Role.LEADER: Reach.ALL, **APPROVERS},
    order=220,
)
REMINDER_SEND = Operation("reminder.send", "催报", "send reminders", OFFICE, order=230)
MONTH_CLOSE = Operation("month.close", "结账、重新打开月份", "close a month and open it again", OFFICE, order=240)
