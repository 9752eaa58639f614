"""What people do with visits."""

from __future__ import annotations

from sigai_web.permissions import OFFICE, Operation, Reach, Role

VISIT_READ = Operation(
    "visit.read",
    "查看走访",
    "read visits",
    {**OFFICE, Role.AREA_APPROVER: Reach.AREA, Role.ENTERPRISE_REPORTER: Reach.ENTITY},
    order=205,
)
