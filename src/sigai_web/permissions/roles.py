"""The ten roles of every site. Ledgers name the first seven in their steps, and roles that the content adds
(`ProgrammeRole`): those stand in the content in force, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from sigai.programme import ProgrammeRole
from sigai_web import programme

ScopeKind = Literal["programme", "unit", "area", "entity", "named", "gone"]
"""What the scope of a role names; `named` the record that stands for its holder, `gone` nothing any more."""


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
    """A role in words, what its scope names, and whether it signs in with a second factor. Of a role whose holders are
    named by their own record, `pool` is the ledger of that."""

    zh: str
    en: str
    scope: ScopeKind
    second_factor: bool = False
    pool: str = ""


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


def role_info(role: str) -> RoleInfo:
    """A role in words: one of every site, or of the content in force; one that it no longer knows by its id alone."""
    if role in set(Role):
        return ROLES[Role(role)]
    own = programme.current().role_by_id.get(role)
    if own is None:
        return RoleInfo(f"{role}（方案内容已没有这个角色）", f"{role} (no role of the content any more)", "gone")
    return _own_info(own)


def every_role() -> dict[str, RoleInfo]:
    """All roles that somebody may be given now: those of every site, then those of the content."""
    known = {str(role): info for role, info in ROLES.items()}
    return known | {own.id: _own_info(own) for own in programme.current().roles}


def _own_info(own: ProgrammeRole) -> RoleInfo:
    kind: ScopeKind = "programme" if own.scope == "city" else own.scope
    return RoleInfo(own.name.zh, own.name.en, kind, own.second_factor, own.pool or "")
