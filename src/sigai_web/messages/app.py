"""What this app brings: the messages to oneself, and the bell in the head of every page."""

from __future__ import annotations

from sigai_web.manifests import HeadMark, Manifest
from sigai_web.messages.telling import unread
from sigai_web.messages.urls import urlpatterns

MANIFEST = Manifest(
    urls=urlpatterns,
    head=(HeadMark(url="messages", zh="消息", en="Messages", number=unread, order=10),),
)
