"""What this app brings: the messages to oneself, and the bell in the head of every page."""

from __future__ import annotations

from sigai_web.manifests import ApiSection, HeadMark, Manifest
from sigai_web.messages.api import messages
from sigai_web.messages.api.scopes import MESSAGES
from sigai_web.messages.operations import MESSAGE_WATCH
from sigai_web.messages.telling import unread
from sigai_web.messages.urls import urlpatterns

MANIFEST = Manifest(
    urls=urlpatterns,
    operations=(MESSAGE_WATCH,),
    scopes=(MESSAGES,),
    api=(ApiSection(tag="messages", zh="消息", en="Messages", routers=(messages.router,), order=69),),
    head=(HeadMark(url="messages", zh="消息", en="Messages", number=unread, order=10),),
)
