"""The scope of starting data."""

from __future__ import annotations

from sigai_web.manifests import Scope

START = Scope("write:starting", "提出、确认起步数据", "ask for and confirm starting data", order=56)
