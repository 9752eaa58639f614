"""What this app brings: picnics with enterprises.

`INVENTED_APP_LACKS` leaves one part out, so that a test can see that it is missed.
"""

from __future__ import annotations

import os

from invented_app.api import FEED, READ_PICNICS, SECTION
from invented_app.operations import PICNIC_READ
from invented_app.panels import PANELS
from invented_app.picnics import to_come
from invented_app.urls import urlpatterns
from sigai_web.manifests import Manifest, MenuPage, WaitingKind
from sigai_web.sections import PARTIES

_MENU = (
    MenuPage(
        section=PARTIES,
        operation=PICNIC_READ,
        url="picnics",
        zh="野餐",
        en="Picnics",
        why_zh="野餐企业",
        why_en="picnics with enterprises",
        order=35,
    ),
)
_LACKS = os.environ.get("INVENTED_APP_LACKS", "").split()

MANIFEST = Manifest(
    urls=() if "urls" in _LACKS else urlpatterns,
    menu=() if "urls" in _LACKS else _MENU,
    operations=() if "operations" in _LACKS else (PICNIC_READ,),
    panels=PANELS,
    waiting=() if "urls" in _LACKS else (WaitingKind(operation=PICNIC_READ, found=to_come, order=55),),
    scopes=() if "scopes" in _LACKS else (READ_PICNICS,),
    api=() if "api" in _LACKS else (SECTION,),
    feed=(FEED,),
)
