"""What this app brings: visits to enterprises.

`INVENTED_APP_LACKS` leaves one part out, so that a test can see that it is missed.
"""

from __future__ import annotations

import os

from invented_app.api import FEED, READ_VISITS, SECTION
from invented_app.operations import VISIT_READ
from invented_app.panels import PANELS
from invented_app.urls import urlpatterns
from sigai_web.manifests import Manifest, MenuEntry

_MENU = (
    MenuEntry(
        operation=VISIT_READ,
        url="visits",
        zh="走访",
        en="Visits",
        why_zh="走访企业",
        why_en="visits to enterprises",
        order=65,
    ),
)
_LACKS = os.environ.get("INVENTED_APP_LACKS", "").split()

MANIFEST = Manifest(
    urls=() if "urls" in _LACKS else urlpatterns,
    menu=() if "urls" in _LACKS else _MENU,
    operations=() if "operations" in _LACKS else (VISIT_READ,),
    panels=PANELS,
    scopes=() if "scopes" in _LACKS else (READ_VISITS,),
    api=() if "api" in _LACKS else (SECTION,),
    feed=(FEED,),
)
