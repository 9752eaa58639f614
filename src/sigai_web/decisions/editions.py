"""Decisions as the programme in force reads them: how far they have come, and what they change."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

from sigai.base import digest_bytes
from sigai.programme import Amendment, plain
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.programme import NONE_DECIDED, DecidedUpTo

_SET_UP: set[str] = set()
"""Databases, by name, that were seen to have the table: before set-up there is none."""


class KeptDecisions:
    """The decisions in the database."""

    def latest(self) -> DecidedUpTo:
        """The number of the last decision and the digest of all; none where the database is not set up yet."""
        if not _is_set_up():
            return NONE_DECIDED
        last = ProgrammeDecision.objects.exclude(number=None).order_by("-number").only("number", "chain").first()
        return DecidedUpTo(last.number or 0, last.chain) if last else NONE_DECIDED

    def amendments(self, number: int) -> Sequence[Amendment]:
        """What the decisions up to a number change."""
        rows = ProgrammeDecision.objects.filter(number__lte=number).order_by("number")
        return [amendment for row in rows for amendment in amendments_of(row, row.number or 0)]


def amendments_of(made: ProgrammeDecision, number: int) -> list[Amendment]:
    """What one decision changes, under its number or the one that it would get."""
    return [
        Amendment(number, tuple(one["place"]), one["before"], one["after"], lifted=one["lifted"])
        for one in made.changes
    ]


def chain_after(chain: str, changes: Sequence[object]) -> str:
    """The digest of all decisions, with one more that makes these changes."""
    told = json.dumps([chain, plain(changes)], ensure_ascii=False, sort_keys=True)
    return digest_bytes(told.encode())


def _is_set_up() -> bool:
    name = str(connection.settings_dict["NAME"])
    if name not in _SET_UP and ProgrammeDecision._meta.db_table in connection.introspection.table_names():
        _SET_UP.add(name)
    return name in _SET_UP
