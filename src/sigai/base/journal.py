"""The journal's hash chain: each entry is sealed by one SM3 over itself and the seal of the entry before it.

Nothing here stores anything. Whoever keeps the entries (a database, a file) asks for `seal` when one is added and for
`verify` to prove that none was changed, taken out, put in or moved since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sigai.base.digests import digest_bytes

FIRST_PREVIOUS = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: its running number from 1 on, when, who, from where, what was done to what, before and after.

    `at` carries a zone. `before` and `after` are canonical JSON texts (`canonical_json`), empty where there is nothing.
    `proof` tells of the rows that the change wrote, in the keeper's own form; empty where it tells of none.
    """

    number: int
    at: datetime
    actor: str
    origin: str
    action: str
    about: str
    before: str = ""
    after: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry as it is kept: with the seal of the one before and its own."""

    entry: Entry
    previous: str
    digest: str


class Fault(StrEnum):
    """Why a chain is broken at an entry."""

    CHANGED = "changed"
    MISSING = "missing"
    UNLINKED = "unlinked"
    CUT_OFF = "cut_off"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a chain gave: how many entries stand, the last sound seal, and the first fault, if any.

    `broken` is the number of the first entry that is not as it was sealed; None together with a `fault` only where a
    printed digest was looked for and is not in an otherwise unbroken chain.
    """

    entries: int
    head: str
    broken: int | None = None
    fault: Fault | None = None

    @property
    def unbroken(self) -> bool:
        """Whether every entry stands as it was sealed, and a digest that was looked for was found."""
        return self.fault is None


def canonical_json(value: Any) -> str:
    """One text for one value: keys sorted, no spaces, Chinese as itself; empty for None. TypeError for what JSON has no
    exact form of: floats (write decimals as texts), dates, sets."""
    if value is None:
        return ""
    _refuse_inexact(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def seal(entry: Entry, previous: str) -> str:
    """The SM3 of an entry and the seal before it, in hexadecimal. ValueError where `at` has no zone.

    An entry without a proof is sealed as those were that knew of none: old chains stay as sound as they are.
    """
    if entry.at.tzinfo is None:
        raise ValueError("a journal entry's time needs a zone")
    content = [
        previous,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.origin,
        entry.action,
        entry.about,
        entry.before,
        entry.after,
        *([entry.proof] if entry.proof else []),
    ]
    return digest_bytes(json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode())


def verify(
    chain: Iterable[Sealed], *, head: tuple[int, str] | None = None, printed_digest: str | None = None
) -> Verification:
    """Walk a chain in the order of its numbers and name the first entry that is not as it was sealed.

    `head` is the number and seal that the keeper holds for the last entry: it shows a tail that was cut off.
    `printed_digest` is a seal published earlier (on a bulletin): somebody able to reseal the whole chain cannot make it
    hold that seal again, so a chain without it was rewritten.
    """
    expected, previous = 1, FIRST_PREVIOUS
    wanted = printed_digest.strip().lower() if printed_digest else None
    met = wanted is None
    for sealed in chain:
        entry = sealed.entry
        fault = _fault_of(sealed, expected, previous)
        if fault is not None:
            return Verification(expected - 1, previous, expected if fault is Fault.MISSING else entry.number, fault)
        previous = sealed.digest
        met = met or previous == wanted
        expected += 1
    count = expected - 1
    if head is not None and head != (count, previous):
        return Verification(count, previous, min(head[0], count) + 1, Fault.CUT_OFF)
    if not met:
        return Verification(count, previous, None, Fault.NOT_FOUND)
    return Verification(count, previous)


def _fault_of(sealed: Sealed, expected: int, previous: str) -> Fault | None:
    if sealed.entry.number != expected:
        return Fault.MISSING
    if sealed.previous != previous:
        return Fault.UNLINKED
    if seal(sealed.entry, previous) != sealed.digest:
        return Fault.CHANGED
    return None


def _refuse_inexact(value: Any) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key in the journal is a text, not {type(key).__name__}")
            _refuse_inexact(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_inexact(inner)
    elif not isinstance(value, str | int | bool | None):
        raise TypeError(f"the journal takes texts, whole numbers and yes or no, not {type(value).__name__}")
