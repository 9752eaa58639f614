"""The invented products, lines and their like: some of every enterprise's, of the kinds that its industry has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sigai.demonstration.draws import stream
from sigai.demonstration.register import Subjects
from sigai.programme.demonstration import BelowHint, DemonstrationHints
from sigai.programme.kinds import ENTERPRISE, EntityKind
from sigai.programme.programme import Programme

_GENERIC_SHARE, _GENERIC_MOST = 0.3, 2


def make_below(
    programme: Programme, hints: DemonstrationHints, enterprises: Subjects, seed: int
) -> list[tuple[Subjects, list[dict[str, str]]]]:
    """Of every kind that belongs to enterprises the things that there are, each with its parent and its attributes.
    They live, lie and are as large as their enterprise."""
    found = []
    for kind in programme.kinds:
        if ENTERPRISE not in kind.parents:
            continue
        rows = list(_things(kind, _hints_of(kind, hints), enterprises, seed))
        if rows:
            found.append((_subjects(kind, rows, enterprises), [told for _, _, told in rows]))
    return found


def _hints_of(kind: EntityKind, hints: DemonstrationHints) -> tuple[BelowHint, ...]:
    """What is hinted of a kind; without any hint about kinds some things with their first choices."""
    if hints.below:
        return tuple(hint for hint in hints.below if hint.kind == kind.id)
    first = {one.id: one.choices[0].id if one.choices else "true" for one in kind.attributes if one.required}
    return (BelowHint(kind=kind.id, name=kind.name.zh, attributes=first, share=_GENERIC_SHARE, most=_GENERIC_MOST),)


def _things(
    kind: EntityKind, hints: tuple[BelowHint, ...], enterprises: Subjects, seed: int
) -> Iterator[tuple[int, float, dict[str, str]]]:
    """The enterprise that each belongs to by its place, its part of that one's size, and what is said of it."""
    for order, hint in enumerate(hints):
        random = stream(seed, "below", kind.id, order)
        draws, counts = random.random(len(enterprises)), random.integers(1, hint.most + 1, len(enterprises))
        for at in range(len(enterprises)):
            mine = str(enterprises.industry_codes[at]).startswith(hint.industry)
            if not mine or draws[at] >= hint.share:
                continue
            for number in range(1, int(counts[at]) + 1):
                parent = str(enterprises.ids[at])
                told = {
                    "id": f"{parent}-{kind.id}{order + 1}{number}",
                    "name": f"{enterprises.names[at]}{hint.name}{number}号",
                    "kind": kind.id,
                    "parent": parent,
                    **hint.attributes,
                }
                for attribute, share in hint.shares.items():
                    told[attribute] = "true" if random.random() < share else "false"
                yield at, 1 / counts[at], told


def _subjects(kind: EntityKind, rows: list[tuple[int, float, dict[str, str]]], enterprises: Subjects) -> Subjects:
    of = np.array([at for at, _, _ in rows])
    return Subjects(
        kind=kind.id,
        ids=np.array([told["id"] for _, _, told in rows], dtype=object),
        names=np.array([told["name"] for _, _, told in rows], dtype=object),
        areas=enterprises.areas[of],
        parks=enterprises.parks[of],
        industry_codes=enterprises.industry_codes[of],
        industry_index=enterprises.industry_index[of],
        industries=enterprises.industries,
        size=enterprises.size[of] * np.array([part for _, part, _ in rows]),
        above_scale_since=enterprises.above_scale_since[of],
        active_from=enterprises.active_from[of],
        active_until=enterprises.active_until[of],
        tagged={tag: mask[of] for tag, mask in enterprises.tagged.items()},
    )
