"""The views of `sigai_web.pages`."""

from __future__ import annotations

from sigai_web.permissions import Role
from view_cases.case import EVERY, OF_THE_BROWSER, Case, Programs, Who

CASES: dict[str, Case] = {
    "home": Case(EVERY, status=302),
    "today": Case(EVERY, queries=30, english=True),
    "waiting-counts": Case(EVERY, queries=30),
    "search": Case(EVERY, english=True),
    "about": Case(EVERY, english=True),
    "session": Case(EVERY, public=True),
    "signed-in": Case(EVERY, english=True),
    "language": Case(EVERY, "post", lambda: {"language": "en", "next": "/account"}, status=302, public=True),
}

MENU: dict[str, Who] = {"today": frozenset(Role)}

PROGRAMS: Programs = {
    **dict.fromkeys(("home", "about", "session", "signed-in", "language"), OF_THE_BROWSER),
    "search": ("list_targets", "list_tasks", "list_units", "list_entities", "list_records", "list_duties"),
    "today": ("list_duties", "list_instructions", "list_deadlines"),
    "waiting-counts": ("list_duties", "list_instructions", "list_deadlines"),
}
