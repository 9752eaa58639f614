"""`docs/permissions.md`, made from the table."""

from __future__ import annotations

from collections.abc import Iterable

from sigai_web.permissions.roles import ROLES
from sigai_web.permissions.table import REACHES, Operation


def permissions_page(operations: Iterable[Operation]) -> str:
    """Every operation with every role that may do it and how far; then the roles."""
    lines = [
        "# Permissions",
        "",
        "Made by `make docs` from `src/sigai_web/permissions/table.py`, the one table that pages, files and background",
        "work ask. A role that is not named may not. Anybody signed in may see and change their own account.",
        "",
        "| operation | | who, and to what |",
        "|---|---|---|",
    ]
    for operation in operations:
        who = "; ".join(
            f"{ROLES[role].zh} {ROLES[role].en}: {REACHES[reach][0]} ({REACHES[reach][1]})"
            for role, reach in operation.roles.items()
        )
        who += "; 内容中的角色: 台账交给它的 (roles of the content: what ledgers give them)" if operation.parts else ""
        who += "; 以及台账向该角色开放的 (and what a ledger opens to the role)" if operation.opened else ""
        lines.append(f"| `{operation}` | {operation.zh} · {operation.en} | {who} |")
    lines += ["", "| role | | scope | second factor |", "|---|---|---|---|"]
    for role, info in ROLES.items():
        lines.append(f"| `{role}` | {info.zh} · {info.en} | {info.scope} | {'yes' if info.second_factor else 'no'} |")
    lines += [
        "",
        "A programme adds roles of its own (`roles.yaml`, [content.md](content.md#roles-rolesyaml)): given by the same",
        "two administrators, in one scope: the whole city, an area, a unit, an entity, or the record that stands for",
        "its holder in a pool. They do only what is marked above, and only to records of ledgers that name them in a",
        "step, a recheck or a field; they read what a ledger opens to them by name. One that the content no longer",
        "knows gives nothing, nor one whose holder's record was withdrawn or has left the states that it must be in;",
        "both are marked on the page of roles and named when server and worker start (W521).",
        "",
        "三员分立: system administrator, security administrator and auditor exclude each other and every other role.",
        "The first opens accounts and proposes roles, the second grants them, the third reads and verifies the",
        "journal; none touches a figure.",
    ]
    return "\n".join(lines) + "\n"
