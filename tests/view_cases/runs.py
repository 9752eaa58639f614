"""The views of `sigai_web.runs`."""

from __future__ import annotations

from view_cases.case import Case

CASES: dict[str, Case] = {}
