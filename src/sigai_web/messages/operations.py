"""What people do with the messages of others."""

from __future__ import annotations

from sigai_web.permissions import OFFICE, Operation

MESSAGE_WATCH = Operation("message.watch", "查看消息送达情况", "see who was reached", OFFICE, order=232)
