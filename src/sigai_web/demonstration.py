"""What the demonstration starts with: one account per role, a second one of the office, and invented data. Never in
production."""

from __future__ import annotations

import secrets
from binascii import unhexlify
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from sigai.base import Place, UserError, digest_bytes
from sigai.pipeline import Taken, take_in
from sigai.programme import Programme
from sigai.tables import Data, in_memory
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.accounts.scopes import scope_names
from sigai_web.accounts.services import change_password, enrol_second_factor, grant, open_account, reset_second_factor
from sigai_web.clock import month_now
from sigai_web.clock import now as now_here
from sigai_web.demonstration_bulletins import first_bulletin, wait_for_signature
from sigai_web.demonstration_people import people_of_the_content
from sigai_web.demonstration_rounds import open_rounds_of_today
from sigai_web.demonstration_sheets import bring_under_way
from sigai_web.journal.changes import change
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.language import choose
from sigai_web.maintenance.problems import NOT_FOR_PRODUCTION
from sigai_web.permissions import ROLES, Reach, Role, role_info
from sigai_web.runs.calculating import request_run
from sigai_web.runs.computing import carry_out
from sigai_web.runs.models import Run
from sigai_web.start_checks import refuse_other_mode
from sigai_web.store.importing import import_data
from sigai_web.store.models import Entity, FigureRevision
from sigai_web.store.owners import areas_of_unit, measures_of_unit

_NAMES: Mapping[Role, str] = {
    Role.OFFICE: "赵甲 Zhao Jia",
    Role.UNIT_REPORTER: "钱乙 Qian Yi",
    Role.UNIT_APPROVER: "孙丙 Sun Bing",
    Role.AREA_REPORTER: "李丁 Li Ding",
    Role.AREA_APPROVER: "周戊 Zhou Wu",
    Role.ENTERPRISE_REPORTER: "吴己 Wu Ji",
    Role.LEADER: "郑庚 Zheng Geng",
    Role.SYSTEM_ADMINISTRATOR: "王辛 Wang Xin",
    Role.SECURITY_ADMINISTRATOR: "冯壬 Feng Ren",
    Role.AUDITOR: "陈癸 Chen Gui",
}
"""Invented people, numbered as one counts in examples (甲, 乙, 丙 …), so that nobody takes them for real."""
_SECOND = ("office-2", Role.OFFICE, "韩辰 Han Chen")
"""Who signs what the first of the office drafts: user name, role, name."""

_ONE_IN = 5
"""Of so many enterprises one has not reported the last month yet."""


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """An account with the password that it was given this time."""

    role: str
    username: str
    password: str
    scope: str
    scope_name: str

    @property
    def second_factor(self) -> bool:
        """Whether its role asks for a second factor."""
        return role_info(self.role).second_factor


def fill_store(folder: Path) -> Taken | None:
    """Take a folder of data into an empty store: what it gave; None where the store holds figures already.

    What the demonstration's own accounts and some enterprises owe for the last month stays out, so that reporting is
    seen under way: some of it overdue, some due.
    """
    refuse_production()
    if FigureRevision.objects.exists():
        return None
    content = programme.current()
    taken = take_in(content, folder)
    data = taken.data
    kept, left_out = _parted(in_memory(data.history), _owing_last_month(content, data))
    kept = _reported_by_now(kept)
    import_data(replace(data, history=kept, values=kept.filter(kept["current"]).drop_columns(["current"])))
    bring_under_way(left_out, _late_ones(content, data))
    open_rounds_of_today()
    return taken


def first_run() -> bool:
    """Compute once and publish a bulletin, so that the first page shows results, and leave another to be signed; False
    where that was done before."""
    refuse_production()
    if Run.objects.filter(state=Run.State.DONE).exists():
        return False
    because = choose("装入演示数据", "demonstration data taken in")
    run = carry_out(request_run(SYSTEM, because=because))
    first_bulletin(run)
    wait_for_signature(run, Actor(_username(Role.OFFICE), ""))
    return True


def make_accounts() -> list[DemonstrationAccount]:
    """One account per role that has a scope here, of the site or of its content, and a second one of the office, each
    with a new random password and, where needed, a new key."""
    refuse_production()
    content = programme.current()
    register = Entity.objects.values("id", "kind", "area", "above_scale_since", "active_until")
    made = []
    for username, role, person in [*((_username(role), role, name) for role, name in _NAMES.items()), _SECOND]:
        scope = _scope(content, ROLES[role].scope, register)
        if scope is None:
            continue
        made.append(_made(username, role, scope, person))
    made += [_made(_username(each.role), each.role, each.scope, each.name) for each in people_of_the_content(content)]
    return made


def _username(role: str) -> str:
    return role.replace("_", "-")


def _made(username: str, role: str, scope: str, person: str) -> DemonstrationAccount:
    password = secrets.token_urlsafe(12)
    _open(username, role, scope, person, password)
    return DemonstrationAccount(role, username, password, scope, scope_names([(role, scope)], "zh")[role, scope])


@change
def _open(username: str, role: str, scope: str, person: str, password: str) -> None:
    user = User.objects.filter(username=username).first() or open_account(
        SYSTEM, username=username, name=person, proposals=[(role, scope)]
    )
    change_password(SYSTEM, user, password)
    reset_second_factor(SYSTEM, user)
    if role_info(role).second_factor:
        enrol_second_factor(SYSTEM, user, secrets.token_hex(20))
    # Nobody is there yet to grant anything: the demonstration grants its own.
    for membership in user.memberships.filter(granted_at__isnull=True):
        grant(SYSTEM, membership)


def code_now(username: str) -> str | None:
    """The six digits that a demonstration account's telephone would show now; None where it has none."""
    refuse_production()
    device = TOTPDevice.objects.filter(user__username=username, user__demonstration=True, confirmed=True).first()
    return f"{TOTP(unhexlify(device.key)).token():06}" if device else None


def _parted(history: pa.Table, owed: Any) -> tuple[pa.Table, pa.Table]:
    """The figures that are taken in, and those that are not reported yet."""
    return history.filter(pc.invert(owed)), history.filter(owed)


def _reported_by_now(history: pa.Table) -> pa.Table:
    """The same figures; none was reported later than the day on which the demonstration plays."""
    place, column = history.column_names.index("reported_at"), history["reported_at"]
    now = pa.scalar(now_here().astimezone(UTC).replace(tzinfo=None), column.type)
    return history.set_column(place, "reported_at", pc.if_else(pc.greater(column, now), now, column))


def _owing_last_month(content: Programme, data: Data) -> Any:
    """For each figure whether it is of the last month, and of somebody who has not reported it."""
    register = data.entities.to_pylist()
    late = {row["id"] for row in register if row["kind"] == "enterprise" and _is_late(row["id"])}
    own = {kind: _scope(content, kind, register) for kind in ("unit", "area", "entity")}
    entity, measure, month = (in_memory(data.history)[name] for name in ("entity", "measure", "month"))
    of_subjects = [each for form in content.forms if form.reporter != "unit" for each in form.measures]
    owing = pc.and_(_in(entity, {*late, own["entity"], own["area"]} - {None}), _in(measure, of_subjects))
    if unit := own["unit"]:
        of_unit = _in(measure, measures_of_unit(content, unit, Reach.FORMS))
        confined = areas_of_unit(content, unit)
        owing = pc.or_(owing, of_unit if confined is None else pc.and_(of_unit, _in(entity, confined)))
    return pc.and_(pc.equal(month, pa.scalar(month_now(content).last, pa.int32())), owing)


def _late_ones(content: Programme, data: Data) -> list[str]:
    """Enterprises that have not reported, those first whom the demonstration's own approvers see."""
    register = data.entities.to_pylist()
    county, own = _scope(content, "area", register), _scope(content, "entity", register)
    inside = content.areas_under(county) if county else ()
    late = [row for row in register if row["kind"] == "enterprise" and _is_late(row["id"]) and row["id"] != own]
    return [row["id"] for row in sorted(late, key=lambda row: (row["area"] not in inside, row["id"]))]


def _in(column: Any, wanted: Iterable[Any]) -> Any:
    return pc.is_in(column, value_set=pa.array(sorted(wanted), pa.string()))


def _is_late(enterprise: str) -> bool:
    return int(digest_bytes(enterprise.encode())[:8], 16) % _ONE_IN == 0


def _scope(content: Programme, kind: str, register: Iterable[Mapping[str, Any]]) -> str | None:
    """A scope that shows something: a unit that fills in a form soon due, a county, an enterprise of that county."""
    county = next((area.code for area in content.areas if area.kind == "county"), None)
    match kind:
        case "programme":
            return ""
        case "unit":
            often = sorted(content.forms, key=lambda form: form.frequency not in ("month", "quarter"))
            reporting = [unit for form in often if form.reporter == "unit" for unit in form.units]
            return next(iter([*reporting, *(unit.id for unit in content.units)]), None)
        case "area":
            return county
        case _:
            inside = content.areas_under(county) if county else ()
            standing = sorted(
                (
                    row["area"] not in inside,
                    row["above_scale_since"] is None,
                    row["active_until"] is not None,
                    row["id"],
                )
                for row in register
                if row["kind"] == "enterprise"
            )
            return standing[0][-1] if standing else None


def refuse_production() -> None:
    """UserError in production, and where the database is production's."""
    if settings.SIGAI_PRODUCTION:
        raise UserError([NOT_FOR_PRODUCTION.at(Place("SIGAI_MODE"))])
    refuse_other_mode()
