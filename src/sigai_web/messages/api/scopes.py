"""The scope of messages."""

from __future__ import annotations

from sigai_web.manifests import Scope

MESSAGES = Scope(
    "messages", "读自己的消息、标为已读、看送达情况", "read one's messages, see who was reached", order=115
)
