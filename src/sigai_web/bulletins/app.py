"""What this app brings: bulletins, from the draft to whoever opened them."""

from __future__ import annotations

from sigai_web.bulletins.api import bulletins, drafts
from sigai_web.bulletins.api.feed import BulletinRef
from sigai_web.bulletins.api.feed import bulletins as bulletins_of
from sigai_web.bulletins.api.scopes import PUBLISH
from sigai_web.bulletins.operations import BULLETIN_DRAFT, BULLETIN_PUBLISH, BULLETIN_SIGN
from sigai_web.bulletins.sending import KINDS
from sigai_web.bulletins.urls import urlpatterns
from sigai_web.bulletins.waiting import WAITING
from sigai_web.manifests import ApiSection, FeedKind, Manifest, MenuPage
from sigai_web.runs.api.scopes import READ_PROGRESS
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.sections import BULLETINS

_MENU = (
    MenuPage(
        section=BULLETINS,
        operation=PROGRESS_READ,
        url="bulletins",
        zh="通报",
        en="Bulletins",
        why_zh="看通报；起草、签发、发布",
        why_en="read bulletins; draft, sign and publish them",
        order=10,
    ),
)

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=_MENU,
    waiting=WAITING,
    messages=KINDS,
    operations=(BULLETIN_DRAFT, BULLETIN_SIGN, BULLETIN_PUBLISH),
    scopes=(PUBLISH,),
    api=(ApiSection(tag="bulletins", zh="通报", en="Bulletins", routers=(bulletins.router, drafts.router), order=45),),
    feed=(FeedKind(name="bulletin", scope=READ_PROGRESS, look_up=bulletins_of, shape=BulletinRef, order=50),),
)
