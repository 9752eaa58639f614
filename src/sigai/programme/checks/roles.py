"""Roles of the content hold together: their names are free, what names their holders is there, ledgers know them."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.checks.ledgers import UNKNOWN_STATE
from sigai.programme.checks.references import missing
from sigai.programme.filling import naming_fields
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme
from sigai.programme.readers import CITY, ENTERPRISES
from sigai.programme.roles import ADMINISTRATIVE_ROLES, SYSTEM_ROLES, ProgrammeRole

ROLE_TAKEN = problem(
    "P140",
    Severity.ERROR,
    zh="角色不能叫“{role}”，这个编号已有别的意思",
    en="no role can be called “{role}”: it means something else already",
    advice_zh="换一个编号；系统自带的角色、city、enterprises 和责任单位的编号不能用",
    advice_en="choose another id; those of the system's own roles, of units, city and enterprises are taken",
)
NO_POOL = problem(
    "P141",
    Severity.ERROR,
    zh="角色“{role}”的范围是 named，却没有写明由哪个台账的记录代表担任者",
    en="the scope of role “{role}” is named, but it does not say which ledger's records stand for its holders",
    advice_zh="写 pool: 台账编号，例如 pool: experts",
    advice_en="write pool: with a ledger's id, such as pool: experts",
)
NO_USE_OF_POOL = problem(
    "P142",
    Severity.ERROR,
    zh="角色“{role}”的范围不是 named，“{key}”没有作用",
    en="the scope of role “{role}” is not named, so “{key}” says nothing",
    advice_zh="删去它，或写 scope: named",
    advice_en="leave it out, or write scope: named",
)
NEVER_NAMED = problem(
    "P143",
    Severity.ERROR,
    zh="台账“{ledger}”有角色“{role}”要办的事，却没有字段关联到“{pool}”，谁也不会被点到",
    en="role “{role}” has a part in ledger “{ledger}”, but no field of it links to “{pool}”: nobody is ever named",
    advice_zh="加一个 type: record、ledgers: [{pool}] 的字段，或去掉这个角色",
    advice_en="add a field of type: record with ledgers: [{pool}], or take the role out",
)


def roles_of_content(programme: Programme) -> Iterator[Issue]:
    """Roles have free ids and a scope that is there; every role that a ledger names is known, and can be reached."""
    taken = {*SYSTEM_ROLES, *ADMINISTRATIVE_ROLES, CITY, ENTERPRISES, *programme.unit_by_id}
    for role in programme.roles:
        if role.id in taken:
            yield ROLE_TAKEN.at(role.place_of("id"), role=role.id)
        yield from _pool(programme, role)
    for ledger in programme.ledgers:
        yield from _named(programme, ledger)
        for name in sorted(ledger.parts & programme.role_by_id.keys()):
            yield from _reached(ledger, programme.role_by_id[name])


def _pool(programme: Programme, role: ProgrammeRole) -> Iterator[Issue]:
    if role.scope != "named":
        for key in ("pool", "states"):
            if getattr(role, key):
                yield NO_USE_OF_POOL.at(role.place_of(key), role=role.id, key=key)
        return
    if role.pool is None:
        yield NO_POOL.at(role.place, role=role.id)
        return
    yield from missing("ledger", [role.pool], programme.ledger_by_id, role.place_of("pool"))
    pool = programme.ledger_by_id.get(role.pool)
    states = [state.id for state in pool.states] if pool is not None else list(role.states)
    for state in role.states:
        if state not in states:
            place = role.place_of("states")
            yield UNKNOWN_STATE.at(place, ledger=role.pool, state=state, known=", ".join(states))


def _named(programme: Programme, ledger: Ledger) -> Iterator[Issue]:
    """Every role that a ledger names is one of the system or of the content."""
    known = (*SYSTEM_ROLES, *programme.role_by_id)
    for step in ledger.transitions:
        yield from missing("role", step.roles, known, step.place_of("roles"))
    for recheck in ledger.rechecks:
        yield from missing("role", recheck.roles, known, recheck.place_of("roles"))
    for each in ledger.written:
        yield from missing("role", each.fill.by, known, each.place_of("fill"))


def _reached(ledger: Ledger, role: ProgrammeRole) -> Iterator[Issue]:
    if role.scope != "named" or role.pool in (None, ledger.id):
        return
    if not any(True for _ in naming_fields(ledger, role)):
        yield NEVER_NAMED.at(ledger.place, ledger=ledger.id, role=role.id, pool=role.pool)
