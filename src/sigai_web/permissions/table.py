"""An operation with its row of the table of permissions: which role may do it, and how far its scope reaches.

Each app declares the operations of its own (`<app>/operations.py`) and brings them in its manifest. A role that does
not stand in an operation's row may not do it; roles of the content do what is marked for them (`parts`), where their
ledgers say so. docs/permissions.md is made from all rows together.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from sigai_web.permissions.roles import Role


class Reach(StrEnum):
    """How far a role's permission reaches from the scope of the membership."""

    ALL = "all"
    UNIT = "unit"
    FORMS = "forms"
    AREA = "area"
    PLACE = "place"
    ENTITY = "entity"
    PART = "part"


REACHES: Mapping[Reach, tuple[str, str]] = {
    Reach.ALL: ("全部", "everything"),
    Reach.UNIT: ("本单位负责的", "what the unit answers for"),
    Reach.FORMS: ("本单位填报的表中的", "the forms that the unit itself fills in"),
    Reach.AREA: ("本地区及其企业的", "the area, what lies in it and its enterprises"),
    Reach.PLACE: ("本地区自身的", "the area itself"),
    Reach.ENTITY: ("本企业的", "the enterprise itself"),
    Reach.PART: ("内容交给该角色的", "what the content gives the role a part in"),
}


class Operation(str):
    """Something that a person does: its name (`record.read`), its words, and the reach of each role that may do it.

    Pages, files, the API and background work name it when they ask. `order` is its place on the page of permissions.
    `opened`: beyond the reach of a role it is done to what the content opens to that role (readers of a ledger).
    `parts`: roles of the content do it as well, to records of the ledgers that give them a part (`Reach.PART`).
    """

    __slots__ = ("en", "opened", "order", "parts", "roles", "zh")

    zh: str
    en: str
    roles: Mapping[Role, Reach]
    order: int
    opened: bool
    parts: bool

    def __new__(
        cls,
        name: str,
        zh: str,
        en: str,
        roles: Mapping[Role, Reach],
        *,
        order: int,
        opened: bool = False,
        parts: bool = False,
    ) -> Self:
        self = super().__new__(cls, name)
        self.zh, self.en, self.roles, self.order, self.opened, self.parts = zh, en, roles, order, opened, parts
        return self
