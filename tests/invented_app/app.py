"""What this app brings: picnics with enterprises.

`INVENTED_APP_LACKS` leaves one part out, so that a test can see that it is missed.
"""

from __future__ import annotations

import os

from invented_app.api import FEED, READ_PICNICS, SECTION
from invented_app.operations import PICNIC_READ
from invented_app.panels import PANELS
from invented_app.urls import urlpatterns
from sigai_web.manifests import Manifest, MenuEntry

_MENU = (
    MenuEntry(
        operation=PICNIC_READ,
        url="picnics",
        zh="野餐",
        en="Picnics",
        why_zh="野餐企业",
        why_en="picnics with enterprises",
        order=65,
    ),
)
_LACKS = os.environ.get("INVENTED_APP_LACKS", "").split()

MANIFEST = Manifest(
    urls=() if "urls" in _LACKS else urlpatterns,
    menu=() if "urls" in _LACKS else _MENU,
    operations=() if "operations" in _LACKS else (PICNIC_READ,),
    panels=PANELS,
    scopes=() if "scopes" in _LACKS else (READ_PICNICS,),
    api=() if "api" in _LACKS else (SECTION,),
    feed=(FEED,),
)
