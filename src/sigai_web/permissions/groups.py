"""Groups of roles that operations of several apps share, each role with its reach."""

from __future__ import annotations

from collections.abc import Mapping

from sigai_web.permissions.roles import Role
from sigai_web.permissions.table import Reach

Group = Mapping[Role, Reach]

OFFICE: Group = {Role.OFFICE: Reach.ALL}
READERS: Group = {
    Role.OFFICE: Reach.ALL,
    Role.LEADER: Reach.ALL,
    Role.UNIT_REPORTER: Reach.UNIT,
    Role.UNIT_APPROVER: Reach.UNIT,
    Role.AREA_REPORTER: Reach.AREA,
    Role.AREA_APPROVER: Reach.AREA,
    Role.ENTERPRISE_REPORTER: Reach.ENTITY,
}
APPROVERS: Group = {Role.UNIT_APPROVER: Reach.UNIT, Role.AREA_APPROVER: Reach.AREA}
GOVERNMENT: Group = {role: reach for role, reach in READERS.items() if reach is not Reach.ENTITY}
