"""What people do with picnics."""

from __future__ import annotations

from sigai_web.permissions import OFFICE, Operation, Reach, Role

PICNIC_READ = Operation(
    "picnic.read",
    "查看野餐",
    "read picnics",
    {**OFFICE, Role.AREA_APPROVER: Reach.AREA, Role.ENTERPRISE_REPORTER: Reach.ENTITY},
    order=205,
)
