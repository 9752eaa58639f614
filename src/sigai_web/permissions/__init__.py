"""Who may see and do what: one table, enforced for pages, files, background work and (later) the API alike."""

from sigai_web.permissions.asking import Subject, allowed, reaches, roles_with, visible
from sigai_web.permissions.roles import ADMINISTRATORS, ROLES, Role, RoleInfo
from sigai_web.permissions.table import OPERATIONS, Operation, Reach

__all__ = [
    "ADMINISTRATORS",
    "OPERATIONS",
    "ROLES",
    "Operation",
    "Reach",
    "Role",
    "RoleInfo",
    "Subject",
    "allowed",
    "reaches",
    "roles_with",
    "visible",
]
