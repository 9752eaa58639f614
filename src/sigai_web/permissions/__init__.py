"""Who may see and do what: one table, enforced for pages, files, background work and the API alike."""

from sigai_web.permissions.asking import Part, Resource, allowed, reaches, roles_held, roles_with, visible, within_reach
from sigai_web.permissions.groups import APPROVERS, GOVERNMENT, OFFICE, READERS, Group
from sigai_web.permissions.reading import ReadLevel, keeps, read_level
from sigai_web.permissions.roles import ADMINISTRATORS, ROLES, Role, RoleInfo, every_role, role_info
from sigai_web.permissions.table import Operation, Reach

__all__ = [
    "ADMINISTRATORS",
    "APPROVERS",
    "GOVERNMENT",
    "OFFICE",
    "READERS",
    "ROLES",
    "Group",
    "Operation",
    "Part",
    "Reach",
    "ReadLevel",
    "Resource",
    "Role",
    "RoleInfo",
    "allowed",
    "every_role",
    "keeps",
    "reaches",
    "read_level",
    "role_info",
    "roles_held",
    "roles_with",
    "visible",
    "within_reach",
]
