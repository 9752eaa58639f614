"""The picnics themselves: invented, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from helpers_web import OURS, THEIRS
from invented_app.operations import PICNIC_READ
from sigai_web.language import choose
from sigai_web.manifests import Waiting
from sigai_web.permissions import Resource, allowed

_AREAS = {OURS: "11", THEIRS: "12"}
_PICNICS = {OURS: ["First picnic", "Second picnic"], THEIRS: ["Only picnic"]}


def within_reach(user: Any) -> list[dict[str, str]]:
    """Every picnic that somebody may read."""
    return [{"entity": entity, "text": text} for entity in _PICNICS for text in picnics_to(user, entity)]


def picnics_to(user: Any, entity: str) -> list[str]:
    """The picnics with one enterprise, where somebody may read them."""
    subject = Resource(entity=entity, area=_AREAS.get(entity, ""))
    return _PICNICS.get(entity, []) if allowed(user, PICNIC_READ, subject) else []


def to_come(user: Any) -> Iterator[Waiting]:
    """How many picnics wait for somebody."""
    yield Waiting(len(within_reach(user)), choose("场野餐", "picnics"), reverse("picnics"))
