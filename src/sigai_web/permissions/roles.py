"""The ten roles. The first seven are the content's own (`sigai.programme` ledgers name them in transitions)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

ScopeKind = Literal["programme", "unit", "area", "entity"]


class Role(StrEnum):
    """What somebody is in the programme."""

    OFFICE = "office"
    UNIT_REPORTER = "unit_reporter"
    UNIT_APPROVER = "unit_approver"
    AREA_REPORTER = "area_reporter"
    AREA_APPROVER = "area_approver"
    ENTERPRISE_REPORTER = "enterprise_reporter"
    LEADER = "leader"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class RoleInfo:
    """A role in words, what its scope names, and whether it signs in with a second factor."""

    zh: str
    en: str
    scope: ScopeKind
    second_factor: bool = False


ROLES: Mapping[Role, RoleInfo] = {
    Role.OFFICE: RoleInfo("工作专班", "Programme office", "programme", second_factor=True),
    Role.UNIT_REPORTER: RoleInfo("单位填报员", "Unit reporter", "unit"),
    Role.UNIT_APPROVER: RoleInfo("单位审核员", "Unit approver", "unit"),
    Role.AREA_REPORTER: RoleInfo("地区填报员", "Area reporter", "area"),
    Role.AREA_APPROVER: RoleInfo("地区审核员", "Area approver", "area"),
    Role.ENTERPRISE_REPORTER: RoleInfo("企业填报员", "Enterprise reporter", "entity"),
    Role.LEADER: RoleInfo("领导", "Leader", "programme"),
    Role.SYSTEM_ADMINISTRATOR: RoleInfo("系统管理员", "System administrator", "programme", second_factor=True),
    Role.SECURITY_ADMINISTRATOR: RoleInfo("安全管理员", "Security administrator", "programme", second_factor=True),
    Role.AUDITOR: RoleInfo("审计员", "Auditor", "programme", second_factor=True),
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})
"""三员分立: each excludes the other two and every role that touches figures."""
