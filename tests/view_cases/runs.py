"""The views of `sigai_web.runs`."""

from __future__ import annotations

from typing import Any

from helpers_runs_web import published_bulletin
from sigai_web.accounts.models import Membership, User
from view_cases.case import GOVERNMENT, OFFICE, Case, Programs, Who


def of_bulletin(_user: User, _membership: Membership) -> list[Any]:
    return [published_bulletin().pk]


CASES: dict[str, Case] = {
    "runs": Case(GOVERNMENT, english=True),
    "run-progress": Case(GOVERNMENT),
    "start-run": Case(OFFICE, "post", lambda: {"as_of": "2022-01"}, status=302, queries=16),
    "bulletins": Case(GOVERNMENT, english=True),
    "publish-bulletin": Case(OFFICE, "post", lambda: {"number": "1"}, status=302),
    "bulletin": Case(GOVERNMENT, arguments=of_bulletin, queries=24, missing=(999,)),
    "prove-bulletin": Case(GOVERNMENT, "post", arguments=of_bulletin, missing=(999,)),
}

MENU: dict[str, Who] = {"bulletins": GOVERNMENT, "runs": GOVERNMENT}

PROGRAMS: Programs = {
    "runs": ("list_runs",),
    "run-progress": ("read_run",),
    "start-run": ("start_run",),
    "bulletins": ("list_bulletins",),
    "publish-bulletin": ("publish_bulletin",),
    "bulletin": ("read_bulletin_file",),
    "prove-bulletin": ("prove_bulletin",),
}

RIGHTS = """
progress.read        *****.*...
run.start            *.........
bulletin.publish     *.........
"""
