"""What is said of an operation of the API: who may do it, how it is asked, what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sigai_web.permissions import Role
from view_cases.case import AREAS, ENTERPRISES, GOVERNMENT, LEADER, OFFICE, READERS, UNITS

__all__ = ["AREAS", "ENTERPRISES", "GOVERNMENT", "LEADER", "OFFICE", "READERS", "UNITS", "Case"]


def nothing() -> None:
    """Nothing needs to stand before the request."""


@dataclass(frozen=True)
class Case:
    """An operation: who may do it, how it is asked, what comes back.

    `path` and `body` may be made when the test runs, after `before`. `missing` is a path that names nothing: 404.
    `within` are the roles that reach the thing at hand, where that is not everybody who may do the operation to
    something; the others get `outside`, and the same role elsewhere, too, or `elsewhere`. `apart`: a list in which
    people of different organisations see nothing in common. `queries` is the most that it may ask, the token included.
    """

    who: frozenset[Role]
    path: str | Callable[[], str]
    body: Any = None
    status: int = 200
    before: Callable[[], Any] = nothing
    missing: str = ""
    within: frozenset[Role] | None = None
    outside: int = 404
    elsewhere: int = 0
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    apart: bool = False
    queries: int = 12

    @property
    def address(self) -> str:
        return self.path if isinstance(self.path, str) else self.path()

    @property
    def sent(self) -> Any:
        return self.body() if callable(self.body) else self.body

    def expected(self, role: Role) -> int:
        """What the owner in this role gets."""
        if role not in self.who:
            return 403
        return self.status if self.within is None or role in self.within else self.outside
