"""The scopes of what the API itself brings; other apps declare theirs beside their operations."""

from __future__ import annotations

from sigai_web.manifests import Scope

READ_FIGURES = Scope(
    "read:figures", "读数值、主体和填报情况", "read figures, entities and the state of reporting", order=30
)
READ_CHANGES = Scope("read:changes", "读变动流", "read the change feed", order=100)
