"""The scope of bulletins on their way."""

from __future__ import annotations

from sigai_web.manifests import Scope

PUBLISH = Scope("publish", "起草、签发、发布通报", "draft, sign and publish bulletins", order=130)
