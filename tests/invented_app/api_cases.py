"""The operation of the API of this app, as the modules of `api_cases` say it of the site."""

from __future__ import annotations

import os

from api_cases.case import ENTERPRISES, OFFICE, Case
from sigai_web.permissions import Role

CASES: dict[str, Case] = {"list_picnics": Case(OFFICE | ENTERPRISES | {Role.AREA_APPROVER}, "/picnics", apart=True)}

if "cases" in os.environ.get("INVENTED_APP_LACKS", ""):
    CASES = {}
