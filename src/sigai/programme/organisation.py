"""Who and where: areas, responsible units, pillars, groups of industries."""

from __future__ import annotations

from typing import Literal

from sigai.programme.common import Content, Identifier, Name, Reference, Text


class Area(Content):
    """An area of the tree province → city → county → park. `code` is of GB/T 2260, longer for parks."""

    code: str
    name: Text
    kind: Literal["country", "province", "city", "county", "park"]
    parent: str | None = None
    note: str = ""


class Unit(Content):
    """A department, county, park committee or operator that answers for something.

    `kind: collective` stands for its `members`. `aliases` are all forms in which documents name it. `area` is the area
    whose figures it answers for (a county's government, a park's committee).
    """

    id: Identifier
    name: Text
    full_name: str = ""
    kind: Literal["department", "government", "park_committee", "collective", "operator", "regulator", "party", "other"]
    aliases: tuple[str, ...] = ()
    members: tuple[Identifier, ...] = ()
    area: str | None = None
    note: str = ""


class Topic(Content):
    """A line of work within a pillar."""

    id: Identifier
    name: Text


class Pillar(Content):
    """A field of the transformation."""

    id: Identifier
    name: Text
    topics: tuple[Topic, ...] = ()


class EntityList(Content):
    """A published list of entities, such as those that must be audited. The register keeps who stands on it from which
    month to which, each by the document that says so; formulas ask `in list(id)`."""

    id: Name
    name: Text
    purpose: str = ""
    published_by: Identifier | None = None
    source: Reference | None = None
    note: str = ""


class IndustryGroup(Content):
    """A named set of industries of GB/T 4754-2017, by prefixes of their codes: `C` a section, `26` a division."""

    id: Name
    name: Text
    codes: tuple[str, ...]
    source: Reference | None = None
    note: str = ""
