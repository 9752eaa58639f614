"""The views of `sigai_web.api`; its operations are in `api_cases`."""

from __future__ import annotations

from view_cases.case import EVERY, READERS, Case, Programs

BOTH = frozenset({"get", "post"})

CASES: dict[str, Case] = {
    "own-tokens": Case(READERS, methods=BOTH, english=True),
    "revoke-token": Case(READERS, "post", arguments=lambda _user, _membership: [1], status=404, missing=(999,)),
    "api-docs": Case(EVERY, english=True),
    "openapi": Case(EVERY),
}

PROGRAMS: Programs = {
    **dict.fromkeys(("own-tokens", "revoke-token"), "a token makes and ends no tokens"),
    "api-docs": ("read_openapi",),
    "openapi": ("read_openapi",),
}

RIGHTS = """
token.hold           *******...
"""
