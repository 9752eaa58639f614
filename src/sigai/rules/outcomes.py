"""What rules make of every entity that they are about, all at once."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import pyarrow as pa

from sigai.programme.dated import last_day
from sigai.programme.parsed import ReadEdition
from sigai.programme.policy_rules import PolicyRule
from sigai.programme.programme import Programme
from sigai.rules.figures import ESTIMATED, month_looked_at, rule_rows
from sigai.rules.working import UNSURE, EditionAtWork, measures_asked
from sigai.tables import RULE_OUTCOMES, Store, union_all

DECIDED, ADVISED, UNDECIDED = "decided", "advised", "undecided"
"""How far an outcome goes: it decides, it rests on assumptions and only advises, or something it needs is not there."""


def edition_of(programme: Programme, rule: PolicyRule, as_of: int) -> ReadEdition | None:
    """The edition of a rule in force at the end of the month that it looks at; None where none is, or where it cannot
    be read."""
    edition = rule.edition_on(last_day(month_looked_at(rule.figures, as_of)))
    read = next((one for one in programme.parsed.editions(rule) if one.edition is edition), None)
    return None if read is None or None in read.steps else read


def put_estimated(store: Store, estimates: pa.Table) -> None:
    """Put in the store which figures are estimated (contract ESTIMATES)."""
    store.put(ESTIMATED, estimates.select(["entity", "measure", "month"]))


def outcomes(store: Store, programme: Programme, rules: Sequence[PolicyRule], as_of: int) -> pa.Table:
    """The outcome of every rule for every entity that it is about, in a month (its index), by RULE_OUTCOMES. The store
    holds the data and which figures are estimated; a rule without an edition in force says nothing."""
    found = []
    for rule, read in ((rule, edition_of(programme, rule, as_of)) for rule in rules):
        if read is not None:
            found.append(_told(rule, at_work(store, programme, rule, read, as_of)))
    return store.run(union_all(found), RULE_OUTCOMES) if found else RULE_OUTCOMES.empty_table()


def at_work(store: Store, programme: Programme, rule: PolicyRule, read: ReadEdition, as_of: int) -> EditionAtWork:
    """An edition worked out over all entities of its kind."""
    measures, month = measures_asked(read), month_looked_at(rule.figures, as_of)
    rows = rule_rows(store, programme, rule.about, measures, month)
    work = EditionAtWork(programme, read, measures, month, rows)
    work.work_out()
    return work


def _told(rule: PolicyRule, work: EditionAtWork) -> ibis.Table:
    last, nothing = work.result, ibis.null("string")
    column = work.rows[last.column]
    scope = work.in_scope()
    known = ibis.coalesce(scope, False) & column.notnull()
    assumed = work.assumed()
    unsure = (assumed != "") | (work.read.edition.source.confidence == UNSURE)
    text = nothing if last.kind == "number" else column if last.kind == "text" else column.ifelse("yes", "no")
    return work.rows.filter(ibis.coalesce(scope, True)).select(
        rule=ibis.literal(rule.id),
        entity=work.rows.id,
        month=ibis.literal(work.month, type="int32"),
        edition=ibis.literal(work.read.edition.start),
        state=ibis.cases((~known, UNDECIDED), (unsure, ADVISED), else_=DECIDED),
        number=known.ifelse(column, ibis.null("float64")) if last.kind == "number" else ibis.null("float64"),
        text=known.ifelse(text, nothing),
        because=known.ifelse("", work.wanting()),
        assumed=known.ifelse(assumed, ""),
    )
