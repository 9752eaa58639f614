"""The views of `sigai_web.scenarios`."""

from __future__ import annotations

from typing import Any

from sigai_web.accounts.models import Membership, User
from view_cases.case import GOVERNMENT, Case, Programs, Who

OF_THE_COMMAND = "content: `sigai mechanisms --json` tells a program"


def of_mechanism(_user: User, _membership: Membership) -> list[Any]:
    return ["M1"]


CASES: dict[str, Case] = {
    "mechanisms": Case(GOVERNMENT, english=True),
    "mechanism": Case(GOVERNMENT, arguments=of_mechanism, missing=("M999",), english=True),
}

MENU: dict[str, Who] = {"mechanisms": GOVERNMENT}

PROGRAMS: Programs = {"mechanisms": OF_THE_COMMAND, "mechanism": OF_THE_COMMAND}

RIGHTS = ""
