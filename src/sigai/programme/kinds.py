"""Kinds of things below an enterprise: products, production lines, outlets, meters; what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from sigai.programme.common import Content, Identifier, Name, ShortName, Text
from sigai.programme.ledgers import Choice

ENTERPRISE = "enterprise"
STANDING_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "enterprise": Text(zh="企业", en="enterprise"),
        "park": Text(zh="园区", en="park"),
        "county": Text(zh="县（区）", en="county"),
        "city": Text(zh="市", en="city"),
        "project": Text(zh="项目", en="project"),
        "device": Text(zh="设备", en="device"),
        "area": Text(zh="地区", en="area"),
        "province": Text(zh="省（自治区）", en="province"),
        "country": Text(zh="国家", en="country"),
    }
)
"""The kinds of entity that every programme has."""


class KindAttribute(Content):
    """What is said of every thing of a kind, as a dated fact: one of some choices, yes or no, or any text.

    Formulas ask it by its id, as they ask the industry of an enterprise.
    """

    id: ShortName
    name: Text
    type: Literal["choice", "yes_no", "text"] = "choice"
    choices: tuple[Choice, ...] = ()
    required: bool = False


class EntityKind(Content):
    """A kind of entity that belongs to another: each has a parent of one of the kinds `parents`.

    It lies where its parent lies and is of its industry and scale, in every month. `confirmed_by` is the unit
    that confirms what an enterprise enters; the office may always. `aliases` are other words for it in people's files.
    """

    id: ShortName
    name: Text
    parents: tuple[Name, ...]
    confirmed_by: Identifier | None = None
    attributes: tuple[KindAttribute, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""


def kind_names(kinds: Iterable[EntityKind]) -> dict[str, Text]:
    """What kinds of entity are called: those that every programme has, and those that this one declares."""
    return {**STANDING_KINDS, **{kind.id: kind.name for kind in kinds}}


def levels_below(kinds: Sequence[EntityKind]) -> int:
    """How many things stand below one another at most, each belonging to the one above it."""
    levels: dict[str, int] = {}
    for _ in kinds:
        levels = {kind.id: 1 + max((levels.get(one, 0) for one in kind.parents), default=0) for kind in kinds}
    return max(levels.values(), default=0)
