"""Who reads a ledger and its fields holds together: what is named exists, nobody fills in what they may not read."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.checks.ledgers import UNKNOWN_FIELD, UNKNOWN_STATE
from sigai.programme.ledgers import Ledger, LedgerField, LedgerReaders, Transition
from sigai.programme.programme import Programme
from sigai.programme.readers import KEEPING_ROLES, READER_WORDS
from sigai.programme.roles import named_from

UNKNOWN_READERS = problem(
    "P110",
    Severity.ERROR,
    zh="台账“{ledger}”向“{given}”开放，没有这样的读者",
    en="ledger “{ledger}” is open to “{given}”, who are no readers",
    advice_zh="可用的：{known}，或责任单位的编号",
    advice_en="known are: {known}, and the ids of units",
)
NAMES_NOBODY = problem(
    "P111",
    Severity.ERROR,
    zh="台账“{ledger}”只向字段“{field}”点到的人开放，它却不是主体或地区",
    en="ledger “{ledger}” is open to whom the field “{field}” names, which is neither an entity nor an area",
    advice_zh="named_in 写 area、entity 或这样的字段；向 named 角色开放的，也可写关联到其 pool 的字段",
    advice_en="let named_in be area, entity, such a field; for roles of scope named one that links to their pool",
)
READ_BY_NO_WRITER = problem(
    "P112",
    Severity.ERROR,
    zh="台账“{ledger}”的字段“{field}”只给主管单位看，却由看不到它的角色（{roles}）填写或定下",
    en="field “{field}” of ledger “{ledger}” is read by its keepers alone, but filled in or settled by roles "
    "({roles}) that do not see it",
    advice_zh="在 fill.by 和环节的 roles 中只留主管单位的角色，或写 read: named",
    advice_en="leave only roles of the keepers in fill.by and in the step, or write read: named",
)
OPEN_TO_NOBODY = problem(
    "P113",
    Severity.ERROR,
    zh="台账“{ledger}”没有写 readers，“{part}”的 read: readers 没有作用",
    en="ledger “{ledger}” has no readers, so read: readers of “{part}” opens nothing",
    advice_zh="给台账写 readers，或去掉 read",
    advice_en="write readers of the ledger, or drop read",
)


def readers_of_ledgers(programme: Programme) -> Iterator[Issue]:
    """Readers, states and fields that a ledger opens itself by exist; who fills a field in may read it."""
    for ledger in programme.ledgers:
        for one in ledger.readers:
            yield from _opened(programme, ledger, one)
        yield from _parts(ledger)
        yield from _writers(programme, ledger)


def _opened(programme: Programme, ledger: Ledger, one: LedgerReaders) -> Iterator[Issue]:
    known = (*READER_WORDS, *programme.role_by_id)
    for given in one.to:
        if given not in known and given not in programme.unit_by_id:
            yield UNKNOWN_READERS.at(one.place_of("to"), ledger=ledger.id, given=given, known=", ".join(known))
    states = [state.id for state in ledger.states]
    for name in one.states:
        if name not in states:
            yield UNKNOWN_STATE.at(one.place_of("states"), ledger=ledger.id, state=name, known=", ".join(states))
    if one.named_in in (None, "area", "entity"):
        return
    field = ledger.field(one.named_in)
    if field is None:
        yield UNKNOWN_FIELD.at(one.place_of("named_in"), ledger=ledger.id, field=one.named_in)
    elif field.kind not in ("entity", "area") and not _names_pool(programme, one, field):
        yield NAMES_NOBODY.at(one.place_of("named_in"), ledger=ledger.id, field=one.named_in)


def _names_pool(programme: Programme, one: LedgerReaders, field: LedgerField) -> bool:
    """Whether a field links to the records that stand for those whom the ledger is open to: every one of them."""
    roles = named_from(programme.role_by_id, one.to)
    return len(roles) == len(one.to) and all(role.pool in field.ledgers for role in roles)


def _parts(ledger: Ledger) -> Iterator[Issue]:
    if ledger.readers:
        return
    parts: tuple[LedgerField | Transition, ...] = (*ledger.fields, *ledger.transitions)
    for part in parts:
        if part.read == "readers":
            yield OPEN_TO_NOBODY.at(part.place_of("read"), ledger=ledger.id, part=part.id)


def _writers(programme: Programme, ledger: Ledger) -> Iterator[Issue]:
    rights = programme.field_rights[ledger.id]
    for field in ledger.fields:
        strange = [role for role in rights.by[field.id] if role not in KEEPING_ROLES]
        if field.read == "keepers" and strange:
            facts = {"ledger": ledger.id, "field": field.id, "roles": ", ".join(strange)}
            yield READ_BY_NO_WRITER.at(field.place_of("read"), **facts)
    for step in ledger.transitions:
        strange = [role for role in step.roles if role not in KEEPING_ROLES]
        for name in sorted(rights.settles[step.id] if strange else ()):
            settled = ledger.field(name)
            if settled is not None and settled.read == "keepers":
                facts = {"ledger": ledger.id, "field": name, "roles": ", ".join(strange)}
                yield READ_BY_NO_WRITER.at(step.place, **facts)
