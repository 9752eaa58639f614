"""What people do with bulletins."""

from __future__ import annotations

from sigai_web.permissions import OFFICE, Operation

BULLETIN_DRAFT = Operation("bulletin.draft", "起草通报", "draft a bulletin", OFFICE, order=295)
BULLETIN_SIGN = Operation(
    "bulletin.sign", "签发别人起草的通报", "sign a bulletin that others drafted", OFFICE, order=297
)
BULLETIN_PUBLISH = Operation("bulletin.publish", "发布、撤回通报", "publish and withdraw a bulletin", OFFICE, order=300)
