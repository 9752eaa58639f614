"""Fields that link to records lead somewhere: to ledgers and states that there are, under a condition that is sound."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Issues, Severity, problem
from sigai.formulas import check_condition, walk
from sigai.formulas.functions.linkages import ONLY_IN_STEPS
from sigai.formulas.nodes import Linkage
from sigai.programme.checks.ledgers import UNKNOWN_STATE
from sigai.programme.ledgers import Ledger, LedgerField
from sigai.programme.programme import Programme

LINKS_NOWHERE = problem(
    "P076",
    Severity.ERROR,
    zh="台账“{ledger}”的关联字段“{field}”没有写明关联到哪些台账",
    en="the field “{field}” of ledger “{ledger}” links to records, but names no ledgers",
    advice_zh="在 ledgers 中列出台账编号，例如 ledgers: [projects]",
    advice_en="list them under ledgers, such as ledgers: [projects]",
)
UNKNOWN_LINKED = problem(
    "P077",
    Severity.ERROR,
    zh="台账“{ledger}”的字段“{field}”关联到没有的台账“{linked}”",
    en="the field “{field}” of ledger “{ledger}” links to “{linked}”, which is no ledger",
    advice_zh="改正台账编号，或先定义这个台账",
    advice_en="correct its id, or define the ledger",
)
NO_LINK = problem(
    "P078",
    Severity.ERROR,
    zh="台账“{ledger}”的字段“{field}”不是关联字段，却写了“{key}”",
    en="the field “{field}” of ledger “{ledger}” says “{key}” but links to no records",
    advice_zh="删去它，或把 type 改为 record",
    advice_en="leave it out, or make its type record",
)
SAME_OF_NOBODY = problem(
    "P144",
    Severity.ERROR,
    zh="台账“{ledger}”的字段“{field}”写了 same: entity，但台账“{about}”的记录不属于任何主体",
    en="the field “{field}” of ledger “{ledger}” says same: entity, but records of “{about}” are about no entity",
    advice_zh="去掉 same，或给该台账写 subject",
    advice_en="drop same, or give that ledger a subject",
)


def links_lead_somewhere(programme: Programme) -> Iterator[Issue]:
    """Every field that links names ledgers that there are; its states and its condition fit each of them."""
    for ledger in programme.ledgers:
        columns = (column for rows in ledger.rows for column in rows.columns)
        for field in (*ledger.fields, *columns):
            if field.kind == "record":
                yield from _link(programme, ledger, field)
                continue
            for key in ("ledgers", "states", "where", "same"):
                if getattr(field, key):
                    yield NO_LINK.at(field.place_of(key), ledger=ledger.id, field=field.id, key=key)


def _link(programme: Programme, ledger: Ledger, field: LedgerField) -> Iterator[Issue]:
    names = {"ledger": ledger.id, "field": field.id}
    if not field.ledgers:
        yield LINKS_NOWHERE.at(field.place, **names)
    issues = Issues()
    if field.same and ledger.subject == "none":
        yield SAME_OF_NOBODY.at(field.place_of("same"), about=ledger.id, **names)
    for name in field.ledgers:
        linked = programme.ledger_by_id.get(name)
        if linked is None:
            yield UNKNOWN_LINKED.at(field.place_of("ledgers"), linked=name, **names)
            continue
        if field.same and linked.subject == "none":
            yield SAME_OF_NOBODY.at(field.place_of("same"), about=name, **names)
        states = [state.id for state in linked.states]
        for state in field.states:
            if state not in states:
                place = field.place_of("states")
                yield UNKNOWN_STATE.at(place, ledger=name, state=state, known=", ".join(states))
        condition = programme.parsed.linkable(field)
        if condition is not None:
            place = field.place_of("where")
            check_condition(condition, programme.vocabulary, place, issues, ledger=name)
            asked = (part for part in walk(condition) if isinstance(part, Linkage))
            issues.extend_new([ONLY_IN_STEPS.at(place, name=part.name) for part in asked])
    yield from issues
