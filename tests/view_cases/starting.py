"""The views of `sigai_web.starting`."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_starting import FILES, archive, sent
from sigai_web.accounts.models import Membership, User
from sigai_web.starting.models import StartingBundle
from view_cases.case import OFFICE, Case, Programs, Who

BOTH = frozenset({"get", "post"})


def of_bundle(_user: User, _membership: Membership) -> list[Any]:
    """An archive that somebody else sent."""
    found = StartingBundle.objects.filter(decided_at=None).first() or sent()
    assert found is not None
    return [found.pk]


def upload() -> dict[str, Any]:
    return {"file": SimpleUploadedFile("a.zip", archive(FILES)), "reason": "历史数"}


CASES: dict[str, Case] = {
    "starting": Case(OFFICE, "post", upload, status=302, queries=24, methods=BOTH, english=True),
    "starting-bundle": Case(OFFICE, arguments=of_bundle, missing=(999,)),
    "confirm-bundle": Case(
        OFFICE,
        "post",
        lambda: {"decision": "decline", "comment": "?"},
        of_bundle,
        status=302,
        queries=24,
        missing=(999,),
    ),
}

MENU: dict[str, Who] = {"starting": OFFICE}

PROGRAMS: Programs = {
    "starting": ("ask_starting_data", "list_starting_bundles"),
    "starting-bundle": ("list_starting_bundles",),
    "confirm-bundle": ("confirm_starting_data",),
}

RIGHTS = """
start.keep           *.........
"""
