"""The signs of the statuses as SVG symbols, `#sign-behind` and so on: shapes that differ without colour."""

from __future__ import annotations

from importlib.resources import files

SIGNS = (files("sigai.reports") / "templates" / "signs.svg").read_text(encoding="utf-8")
"""The element that a page holds once."""
