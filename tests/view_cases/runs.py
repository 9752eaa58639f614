"""The views of `sigai_web.runs`."""

from __future__ import annotations

from view_cases.case import GOVERNMENT, OFFICE, Case, Programs, Who

CASES: dict[str, Case] = {
    "runs": Case(GOVERNMENT, english=True),
    "run-progress": Case(GOVERNMENT),
    "start-run": Case(OFFICE, "post", lambda: {"as_of": "2022-01"}, status=302, queries=16),
}

MENU: dict[str, Who] = {"runs": GOVERNMENT}

PROGRAMS: Programs = {
    "runs": ("list_runs",),
    "run-progress": ("read_run",),
    "start-run": ("start_run",),
}

RIGHTS = """
progress.read        *****.*...
run.start            *.........
"""
