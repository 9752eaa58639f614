"""What of the records of a ledger somebody reads: which records, and which of their fields, documents and deadlines.

Lists, pages, sheets, the API and what links to a record ask it. The content behind it are `readers` of a ledger and
`read` of its fields and steps; who is how close to a record says `sigai_web.permissions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from sigai.programme import Ledger, opened_to
from sigai_web import programme
from sigai_web.ledgers.models import Attachment
from sigai_web.permissions import Reach, ReadLevel, allowed, keeps, reaches, visible, within_reach
from sigai_web.store.models import CurrentRecord, RecordLink, RecordParty
from sigai_web.store.operations import RECORD_CONSULT, RECORD_READ
from sigai_web.store.owners import units_named
from sigai_web.store.reached import records_in_ledger

Rows = QuerySet[CurrentRecord]
_FEW = 500
_NONE = -1
"""The key of no record: unlike by an empty list, PostgreSQL orders by a condition with it."""


def readable_fields(ledger: Ledger, level: ReadLevel) -> frozenset[str]:
    """The fields of a ledger that somebody reads who is so close to its records; and the tables inside them, which are
    for whom they name."""
    tables = [rows.id for rows in ledger.rows] if level.reads("named") else []
    return frozenset([*(field.id for field in ledger.fields if level.reads(field.read)), *tables])


def readable_documents(ledger: Ledger, level: ReadLevel, attached: Iterable[Attachment]) -> list[Attachment]:
    """Those among the documents of a record that somebody reads: as the steps say that ask for them. Whom it does not
    name reads of others none, nor any on which no step rests yet."""
    closest: dict[str, bool] = {}
    for step in ledger.transitions:
        for each in step.evidence:
            closest[each.zh] = closest.get(each.zh, True) and level.reads(step.read)
    named = level.reads("named")
    return [one for one in attached if closest.get(one.evidence, named) and (named or one.step_id is not None)]


def own_records(user: Any) -> Q:
    """The records of all ledgers that somebody reaches themselves, or must judge, as a condition."""
    found = reaches(user, RECORD_READ)
    if any(reach is Reach.ALL for reach, _ in found):
        return Q()
    own = within_reach(found, CurrentRecord)
    for member in user.granted() if allowed(user, RECORD_CONSULT) else ():
        own |= CurrentRecord.opened(member.role, member.scope, read="named")
    return Q(pk__in=CurrentRecord.objects.filter(own).order_by().values("pk"))


def readable_records(user: Any, rows: Rows) -> Rows:
    """Those of some records, of any ledgers, that somebody reads or finds in a library that is open to them."""
    return visible(user, RECORD_CONSULT, rows)


def readable_links(user: Any, links: QuerySet[RecordLink]) -> QuerySet[RecordLink]:
    """Those of some links that somebody reads: of records that they read, by fields that are for them."""
    known = programme.current().ledger_by_id
    met = list(links.order_by().values_list("record__ledger", "field").distinct())
    if not met:
        return links.none()
    opened, closed = Q(pk__in=()), Q(pk__in=())
    for ledger, by in ((known[name], by) for name, by in met if name in known):
        field = ledger.field(by)
        if field is not None:
            by_it = Q(record__ledger=ledger.id, field=field.id)
            opened |= by_it if ReadLevel.READERS.reads(field.read) else Q(pk__in=())
            closed |= Q(pk__in=()) if RecordsReader(user, ledger).closest.reads(field.read) else by_it
    standing = CurrentRecord.objects.all()
    own = Q(record__in=standing.filter(own_records(user)).order_by().values("pk"))
    library = Q(record__in=readable_records(user, standing).order_by().values("pk"))
    return links.filter(own | library & opened).exclude(closed)


def found_in(user: Any, ledgers: Iterable[str], word: str) -> Q:
    """The records of some ledgers in which a word stands where somebody reads it."""
    content, found = programme.current(), Q(pk__in=())
    for name in ledgers:
        if name in content.ledger_by_id:
            found |= Q(ledger=name) & RecordsReader(user, content.ledger_by_id[name]).found(word)
    return found


@dataclass(frozen=True)
class RecordsReader:
    """Somebody before the records of one ledger."""

    user: Any
    ledger: Ledger

    @cached_property
    def keeps(self) -> bool:
        """Whether they read all of every record."""
        return keeps(self.user, RECORD_READ, units_named(programme.current(), self.ledger.keepers))

    @cached_property
    def within(self) -> Rows:
        """The records that they reach themselves: as keepers, as whom the records name, as who must judge them."""
        return CurrentRecord.objects.filter(self.own, ledger=self.ledger.id)

    @cached_property
    def rows(self) -> Rows:
        """Every record that they read, with those that the ledger opens to them."""
        return CurrentRecord.objects.filter(Q() if self.keeps else self.own | self._opened(), ledger=self.ledger.id)

    @cached_property
    def own(self) -> Q:
        """The records that they reach themselves, as a condition."""
        if self.whole:
            return Q()
        found = reaches(self.user, RECORD_READ)
        return (self._few(found) or records_in_ledger(self.ledger.id, found)) | self._opened("named")

    @cached_property
    def whole(self) -> bool:
        """Whether they reach every record of the ledger: as keepers, or as who must judge it."""
        if self.keeps:
            return True
        whole = [one for one in self.ledger.readers if one.read == "named" and not one.states and not one.named_in]
        members = self.user.granted() if allowed(self.user, RECORD_CONSULT) else ()
        return any(opened_to(one, member.role, member.scope) for one in whole for member in members)

    def _few(self, found: Sequence[tuple[Reach, str]]) -> Q | None:
        """Of who reaches only what names an enterprise, by their keys: they are few in a ledger, however long it is."""
        if any(reach is not Reach.ENTITY for reach, _ in found):
            return None
        parties = RecordParty.objects.filter(place__in=[scope for _, scope in found], ledger=self.ledger.id)
        keys = list(parties.values_list("record", flat=True)[: _FEW + 1])
        return Q(pk__in=keys or [_NONE]) if len(keys) <= _FEW else None

    def _opened(self, read: str = "") -> Q:
        """The records that the ledger opens to them; `read`: only those of which so much is opened."""
        opened = Q(pk__in=())
        for member in self.user.granted() if allowed(self.user, RECORD_CONSULT) else ():
            opened |= CurrentRecord.opened(member.role, member.scope, read=read, ledgers=[self.ledger])
        return opened

    @cached_property
    def library(self) -> bool:
        """Whether the ledger opens records to them that they do not reach themselves."""
        return not self.keeps and self.ledger in library_of(self.user)

    @cached_property
    def level(self) -> ReadLevel:
        """How close they are to those records of the ledger that they are closest to; who works for the city in a role
        of every site is taken for one whom some record names."""
        if self.keeps:
            return ReadLevel.KEEPERS
        outside = all(reach in (Reach.ENTITY, Reach.PART) for reach, _ in reaches(self.user, RECORD_READ))
        only_reads = self.library and outside and not self.within.exists()
        return ReadLevel.READERS if only_reads else ReadLevel.NAMED

    def knowing(self, condition: Q, *names: str) -> Q:
        """A condition over some fields, that holds only of records in which they read these fields: nobody finds out by
        asking what they may not read."""
        fields = [field for name in names if (field := self.ledger.field(name))]
        if all(ReadLevel.READERS.reads(field.read) for field in fields):
            return condition
        return self.among_own(condition) if all(self.closest.reads(field.read) for field in fields) else Q(pk=_NONE)

    @property
    def closest(self) -> ReadLevel:
        """How close they are to the records that they reach themselves."""
        return ReadLevel.KEEPERS if self.keeps else ReadLevel.NAMED

    def among_own(self, condition: Q) -> Q:
        """A condition over what only they know whom a record names."""
        return condition & self.own if self.library else condition

    def found(self, word: str) -> Q:
        """The records in which a word stands where they read it; the word is in the form in which it is found."""
        if not self.library:
            return Q(search__contains=word)
        return Q(opened_search__contains=word) | self.among_own(Q(search__contains=word))

    def levels(self, records: Sequence[CurrentRecord]) -> Mapping[int, ReadLevel]:
        """How close they are to each of some records that they read."""
        if self.keeps:
            return {one.pk: ReadLevel.KEEPERS for one in records}
        if not self.library:
            return {one.pk: ReadLevel.NAMED for one in records}
        keys = [one.pk for one in records]
        named = within_reach(reaches(self.user, RECORD_READ), RecordParty)
        own = set(RecordParty.objects.filter(named, record__in=keys).values_list("record", flat=True))
        own |= set(CurrentRecord.every.filter(self._opened("named"), pk__in=keys).values_list("pk", flat=True))
        return {one.pk: ReadLevel.NAMED if one.pk in own else ReadLevel.READERS for one in records}

    def read(self, records: Iterable[CurrentRecord]) -> list[CurrentRecord]:
        """Records as they read them: without the fields, and the deadline, that are not for them."""
        found = list(records)
        levels = self.levels(found)
        return [one if self.keeps else read_record(one, self.ledger, levels[one.pk]) for one in found]


class LibraryReader(RecordsReader):
    """Anybody before a ledger that is open to them, whatever else they are to it: they read what all its readers do."""

    @cached_property
    def keeps(self) -> bool:
        """Nobody keeps a library by reading it."""
        return False

    @cached_property
    def whole(self) -> bool:
        """A library is what is open of a ledger."""
        return False

    @cached_property
    def own(self) -> Q:
        """No record is somebody's own there."""
        return Q(pk=_NONE)

    @cached_property
    def rows(self) -> Rows:
        """The records that the ledger opens to all its readers."""
        return CurrentRecord.objects.filter(self._opened("readers"), ledger=self.ledger.id)

    @cached_property
    def library(self) -> bool:
        """A library to whoever asks."""
        return True

    @property
    def closest(self) -> ReadLevel:
        """They read what all readers do."""
        return ReadLevel.READERS


def library_of(user: Any) -> list[Ledger]:
    """The ledgers that are a library to somebody, in the order of the programme."""
    members = user.granted() if allowed(user, RECORD_CONSULT) else ()
    return [
        ledger
        for ledger in programme.current().ledgers
        if any(
            one.read == "readers" and opened_to(one, member.role, member.scope)
            for one in ledger.readers
            for member in members
        )
    ]


def read_of_all(user: Any, records: Iterable[CurrentRecord]) -> list[CurrentRecord]:
    """Records of several ledgers as somebody reads them, in their order."""
    found, known = list(records), programme.current().ledger_by_id
    read: dict[int, CurrentRecord] = {}
    for name in {one.ledger for one in found} & known.keys():
        reader = RecordsReader(user, known[name])
        read |= {one.pk: one for one in reader.read([each for each in found if each.ledger == name])}
    return [read[one.pk] for one in found if one.pk in read]


def read_record(current: CurrentRecord, ledger: Ledger, level: ReadLevel) -> CurrentRecord:
    """A record as somebody reads it who is so close to it."""
    names = readable_fields(ledger, level)
    shown = copy(current)
    shown.fields = {name: value for name, value in current.fields.items() if name in names}
    shown.opened_only = not level.reads("named")
    if shown.opened_only:
        shown.due = None
    return shown
