"""Invented kinds below an enterprise: products with a class, lines with a yes or no, outlets of lines."""

from __future__ import annotations

from typing import Any

from helpers_indicators import MEASURES, fact, measure, text
from sigai.programme.kinds import EntityKind, KindAttribute
from sigai.programme.ledgers import Choice

KINDS = (
    EntityKind(
        id="product",
        name=text("product"),
        parents=("enterprise",),
        confirmed_by="office",
        attributes=(
            KindAttribute(
                id="product_class",
                name=text("class"),
                choices=tuple(Choice(id=name, name=text(name)) for name in ("alloy", "carbide")),
                required=True,
            ),
        ),
    ),
    EntityKind(
        id="line",
        name=text("line"),
        parents=("enterprise",),
        attributes=(KindAttribute(id="automatic", name=text("automatic"), type="yes_no"),),
    ),
    EntityKind(id="outlet", name=text("outlet"), parents=("enterprise", "line")),
)
BELOW = (
    measure("made", unit="吨", accumulation="flow", subject="product"),
    measure("used", unit="tce", accumulation="flow", subject="product", owed_by="above_scale"),
    measure("processes", unit="个", accumulation="stock", subject="line"),
    measure("controlled", unit="个", accumulation="stock", subject="line"),
)
CONTENT: dict[str, Any] = {"kinds": KINDS, "measures": (*MEASURES, *BELOW)}


def belongs(who: str, parent: str, since: str | None = None) -> dict[str, Any]:
    """That an entity belongs to another."""
    return fact(who, "parent", parent, since)
