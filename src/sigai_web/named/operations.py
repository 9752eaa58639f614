"""What people do with what the plan names. Everybody who sees progress reads it."""

from __future__ import annotations

from sigai_web.permissions import OFFICE, Operation

NAMED_LINK = Operation(
    "named.link",
    "把方案点名的对象关联到主体、记录、地区",
    "link what the plan names to entities, records and areas",
    OFFICE,
    order=255,
)
