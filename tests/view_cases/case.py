"""What is said of a view: who may open it, how, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sigai_web.accounts.models import Membership, User
from sigai_web.permissions import Role

EVERY = frozenset(Role)
SYSTEM = frozenset({Role.SYSTEM_ADMINISTRATOR})
SECURITY = frozenset({Role.SECURITY_ADMINISTRATOR})
AUDIT = frozenset({Role.AUDITOR})
OFFICE = frozenset({Role.OFFICE})
LEADER = frozenset({Role.LEADER})
UNITS = frozenset({Role.UNIT_REPORTER, Role.UNIT_APPROVER})
AREAS = frozenset({Role.AREA_REPORTER, Role.AREA_APPROVER})
ENTERPRISES = frozenset({Role.ENTERPRISE_REPORTER})
GOVERNMENT = OFFICE | LEADER | UNITS | AREAS
READERS = GOVERNMENT | ENTERPRISES

Who = frozenset[Role]

Programs = dict[str, tuple[str, ...] | str]
"""`PROGRAMS` of a module: what each of its pages can do, as the operations of the API that do it, by their names; or
why a program has no need of it."""
OF_THE_BROWSER = "signing in, the frame, one's own account: for people with a browser"
OF_ADMINISTRATORS = "administrators hold no tokens"
OF_EXCEL = "a workbook for people; programs send and get the same as JSON or CSV"

COLUMNS = tuple(Role)
"""`RIGHTS` of a module: a line for each operation of the permissions, a mark for each role: `*` everywhere, `o` own
organisation only, `.` nowhere. In this order: office; unit reporter, approver; area reporter, approver; enterprise
reporter; leader; system administrator, security administrator, auditor."""


@dataclass(frozen=True)
class Case:
    """A view: who may open it, how, and what comes back.

    `arguments` and `data` are asked when the test runs; `arguments` gets somebody else's account with a proposed role,
    and may make in the database what its address names. `methods` are all that the view answers; by default `method`
    alone. `missing` are arguments that name nothing: then 404 is expected. `foreign` is what somebody in the same role
    elsewhere gets (404, or 403), for a view of one organisation's thing. `queries` is the most that it may ask.
    `english`: a page to be read in English, too. `own`: the address is of a thing of whoever asks, whose account is
    opened before `arguments` is asked; of all others one thing serves every role.
    """

    who: Who
    method: str = "get"
    data: Callable[[], dict[str, Any]] = dict
    arguments: Callable[[User, Membership], list[Any]] = field(default=lambda _user, _membership: [])
    status: int = 200
    public: bool = False
    queries: int = 14
    methods: frozenset[str] = frozenset()
    missing: tuple[Any, ...] = ()
    own: bool = False
    foreign: int = 0
    english: bool = False

    @property
    def answers(self) -> frozenset[str]:
        return self.methods or frozenset({self.method})
