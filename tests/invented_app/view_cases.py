"""The views of this app, what programs do instead, its rights: as the modules of `view_cases` say it of the site."""

from __future__ import annotations

import os

from helpers_web import OURS
from sigai_web.permissions import Role
from view_cases.case import ENTERPRISES, OFFICE, Case, Programs, Who

_WHO = OFFICE | ENTERPRISES | {Role.AREA_APPROVER}

CASES: dict[str, Case] = {
    "picnics": Case(_WHO, english=True),
    "picnic": Case(_WHO, arguments=lambda *_: [OURS], missing=("none",), foreign=404, english=True),
}
MENU: dict[str, Who] = {"picnics": _WHO}
PROGRAMS: Programs = {"picnics": ("list_picnics",), "picnic": ("list_picnics",)}
RIGHTS = """
picnic.read *...oo....
"""

if "cases" in os.environ.get("INVENTED_APP_LACKS", ""):
    CASES, MENU, PROGRAMS, RIGHTS = {}, {}, {}, ""
