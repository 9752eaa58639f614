"""Proving the journal unbroken, and the data what the journal says; or naming what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pyarrow as pa
from django.db import DatabaseError, connection

from sigai.base import FIRST_PREVIOUS, Entry, Issue, Place, Sealed, Severity, UserError, Verification
from sigai.base import verify as verify_chain
from sigai_web.journal.comparing import differences
from sigai_web.journal.declaring import NamedFile, Proven, derived, named_files, proven
from sigai_web.journal.inventory import since
from sigai_web.journal.last_sound import LastSound
from sigai_web.journal.models import JournalEntry, JournalHead
from sigai_web.journal.problems import (
    FILE_CHANGED,
    FILE_GONE,
    FILE_UNPROVABLE,
    MORE_FOUND,
    NO_PROOF,
    NOT_COMPARED,
    NOT_MIGRATED,
    TRIGGER_CHANGED,
    TURNED_BACK,
    UNREADABLE_PROOF,
    UNREADABLE_TABLE,
)
from sigai_web.journal.replaying import Replay
from sigai_web.journal.snapshots import snapshot
from sigai_web.journal.standing import standing
from sigai_web.journal.triggers import protected_tables, strangers

_MOST = 200
"""Differences that are listed one by one."""
_NEVER = datetime.min.replace(tzinfo=UTC)
"""Stands for a time that somebody made none: no seal was made with it."""


@dataclass(slots=True)
class Proof:
    """What proving journal and data gave.

    `faults` are the differences, the first two hundred one by one; `remarks` say what is not provable, and why. `rows`
    and `files` count what was compared. Of a broken chain the entries before the break prove on; those from it on are
    read, too, and what rests on them alone is said so.
    """

    chain: Verification
    faults: list[Issue] = field(default_factory=list)
    remarks: list[Issue] = field(default_factory=list)
    rows: int = 0
    files: int = 0

    @property
    def unbroken(self) -> bool:
        """Whether the chain is unbroken and nothing differs from what it says."""
        return self.chain.unbroken and not self.faults

    @property
    def agrees(self) -> bool:
        """Whether the data are what all entries say, sound or not, from some entry on."""
        return not self.faults and all(remark.severity is not Severity.ERROR for remark in self.remarks)

    @property
    def sound(self) -> bool:
        """Whether the chain is unbroken, and everything is proven from some entry on."""
        return self.chain.unbroken and self.agrees


def refuse_unmigrated() -> None:
    """UserError where the database has no journal, or one from before there were proofs."""
    with connection.cursor() as cursor:
        there = JournalEntry._meta.db_table in connection.introspection.table_names(cursor)
        columns = connection.introspection.get_table_description(cursor, JournalEntry._meta.db_table) if there else []
    if "proof" not in {column.name for column in columns}:
        raise UserError([NOT_MIGRATED.at(Place("SIGAI_DATABASE"))])


def verify(from_digest: str | None = None) -> Verification:
    """Check every entry, and the head; with `from_digest`, also that a digest printed earlier is in the chain.

    No transaction holds the database meanwhile: entries never change, and later ones are left to the next check.
    """
    return _verified(from_digest, lambda _: None)


def prove(from_digest: str | None = None) -> Proof:
    """Check the chain as `verify` does, then every row that counts, whatever follows from such rows, the triggers, and
    every file that a row names.

    Tables are read in one moment, so that those who write meanwhile disturb nothing; files never change.
    """
    with snapshot():
        reading = _EntriesRead(Replay(proven()))
        proof = Proof(_verified(from_digest, reading.take))
        broken, sound = proof.chain.broken, None
        if broken is not None:
            sound = LastSound(broken, reading.replay)
            for entry in JournalEntry.objects.filter(number__gte=broken).order_by("number").iterator(chunk_size=2000):
                reading.take(entry)
        proof.remarks += [*since(), *reading.turned_back]
        _keep(proof, reading.unreadable)
        _keep(proof, _faults_of_tables(proof, reading.replay, sound))
        files: list[NamedFile] = []
        _keep(proof, _named(files))
    _keep(proof, _faults_of_files(proof, files))
    return proof


@dataclass(slots=True)
class _EntriesRead:
    """What entries tell, read one after the other, and what is odd about them."""

    replay: Replay
    unreadable: list[Issue] = field(default_factory=list)
    turned_back: list[Issue] = field(default_factory=list)
    last: datetime = _NEVER

    def take(self, entry: JournalEntry) -> None:
        """The next entry."""
        at = entry.at or _NEVER
        if at < self.last and len(self.turned_back) < _MOST:
            self.turned_back.append(TURNED_BACK.at(entry=entry.number, at=_said(at), before=_said(self.last)))
        self.last = at
        try:
            self.replay.take(entry.number, entry.proof)
        except (ValueError, TypeError, KeyError) as error:
            reason = f"{type(error).__name__}: {error}"
            self.unreadable.append(UNREADABLE_PROOF.at(entry=entry.number, reason=reason))


def _said(at: datetime) -> str:
    return at.astimezone().isoformat(sep=" ", timespec="seconds")


def _keep(proof: Proof, faults: Iterable[Issue]) -> None:
    """The first faults; of further ones their number."""
    more = 0
    for fault in faults:
        if len(proof.faults) < _MOST:
            proof.faults.append(fault)
        else:
            more += 1
    if more:
        proof.faults.append(MORE_FOUND.at(count=more))


def _faults_of_tables(proof: Proof, replay: Replay, sound: LastSound | None) -> Iterator[Issue]:
    for table in protected_tables():
        if found := strangers(connection, table):
            yield TRIGGER_CHANGED.at(Place(table), stands=", ".join(found))
    all_told = all(remark.code != NO_PROOF.code for remark in proof.remarks)
    stands: dict[str, pa.Table] = {}
    differing: set[str] = set()
    for said in proven():
        for fault in _readable(said.table, _compared(proof, said, replay, sound, stands, all_told=all_told)):
            differing.add(said.table)
            yield fault
    proof.rows = sum(rows.num_rows for rows in stands.values())
    for each in derived():
        tables = ", ".join(model._meta.db_table for model in each.models)
        if others := differing & {model._meta.db_table for model in each.of}:
            proof.remarks.append(NOT_COMPARED.at(Place(tables), others=", ".join(sorted(others))))
        else:
            yield from _readable(tables, each.check(stands))


def _compared(
    proof: Proof, said: Proven, replay: Replay, sound: LastSound | None, stands: dict[str, pa.Table], *, all_told: bool
) -> Iterator[Issue]:
    stands[said.table] = standing(said)
    expected = replay.expected(said)
    yield from differences(said, expected, stands[said.table], all_told=all_told)
    if sound is not None:
        proof.remarks += sound.beside(said, expected)


def _readable(table: str, found: Iterable[Issue]) -> Iterator[Issue]:
    """What a check finds; or that somebody made the table what cannot be read at all."""
    try:
        yield from found
    except (DatabaseError, pa.ArrowException, ValueError, TypeError, AttributeError, OverflowError) as error:
        yield UNREADABLE_TABLE.at(Place(table), reason=f"{type(error).__name__}: {error}")


def _named(files: list[NamedFile]) -> Iterator[Issue]:
    """Gather the files that rows name; a row of which none can be made out is a fault."""
    for model, named in named_files().items():
        yield from _readable(model._meta.db_table, _gathered(named, files))


def _gathered(named: Callable[[], Iterable[NamedFile]], files: list[NamedFile]) -> Iterator[Issue]:
    files.extend(named())
    yield from ()


def _faults_of_files(proof: Proof, files: Iterable[NamedFile]) -> Iterator[Issue]:
    for file in files:
        place, named = Place(str(file.path)), {"key": f"{file.table} {file.key}"}
        if file.digest is None:
            proof.remarks.append(FILE_UNPROVABLE.at(place, **named))
            continue
        proof.files += 1
        try:
            measured = file.measured(file.path)
        except (FileNotFoundError, NotADirectoryError):
            yield FILE_GONE.at(place, told=file.digest, **named)
            continue
        if measured != file.digest:
            yield FILE_CHANGED.at(place, told=file.digest, stands=measured, **named)


def _verified(from_digest: str | None, read: Callable[[JournalEntry], None]) -> Verification:
    head = JournalHead.objects.order_by("pk").first()
    held = (head.number, head.digest) if head else (0, FIRST_PREVIOUS)
    return verify_chain(_chain(head.number if head else None, read), head=held, printed_digest=from_digest)


def _chain(last: int | None, read: Callable[[JournalEntry], None]) -> Iterator[Sealed]:
    """The entries in order, up to the head as it was read: what others append meanwhile is theirs to verify."""
    entries = JournalEntry.objects.order_by("number")
    if last is not None:
        entries = entries.filter(number__lte=last)
    for kept in entries.iterator(chunk_size=2000):
        entry = Entry(
            number=kept.number,
            at=kept.at or _NEVER,
            actor=kept.actor,
            origin=kept.origin,
            action=kept.action,
            about=kept.about,
            before=kept.before,
            after=kept.after,
            proof=kept.proof,
        )
        yield Sealed(entry, kept.previous, kept.digest)
        read(kept)  # reached when the entry was found sound
