"""What rules make of every entity that they are about, all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from sigai.programme.dated import last_day
from sigai.programme.parsed import ReadEdition
from sigai.programme.policy_rules import PolicyRule
from sigai.programme.programme import Programme
from sigai.rules.figures import ESTIMATED, KeptRows, keep_rows, month_looked_at, rule_rows
from sigai.rules.linked import with_linked
from sigai.rules.working import UNSURE, EditionAtWork, measures_asked
from sigai.tables import RULE_OUTCOMES, Store

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
    alike = defaultdict[tuple[str, int], list[tuple[PolicyRule, ReadEdition]]](list)
    for rule, read in ((rule, edition_of(programme, rule, as_of)) for rule in rules):
        if read is not None:
            alike[rule.about, month_looked_at(rule.figures, as_of)].append((rule, read))
    found = [RULE_OUTCOMES.empty_table()]
    for (kind, month), ones in alike.items():
        measures = list(dict.fromkeys(name for _, read in ones for name in measures_asked(read)))
        kept = keep_rows(store, programme, kind, measures, month)
        found += [judged(store, programme, one, kept, month) for one in ones]
    return pa.concat_tables(found)


def judged(
    store: Store, programme: Programme, of: tuple[PolicyRule, ReadEdition], kept: KeptRows, month: int
) -> pa.Table:
    """What an edition of a rule makes of kept rows: in floating point, and exactly where that may be wrong."""
    rule, read = of
    asked, linked = measures_asked(read), with_linked(store, programme, kept.rows, read, month, keep=True)
    work = EditionAtWork(programme, read, asked, month, linked.rows, bounds=kept.bounds, linked=linked)
    work.work_out()
    told = store.run(_told(rule, work))
    doubtful = told["doubtful"]
    sure = told.filter(pc.invert(doubtful))
    found = [sure]
    if sure.num_rows < told.num_rows:
        again = store.put(_DOUBTFUL, told.filter(doubtful).select(["entity"]))
        rows = linked.rows.semi_join(again, linked.rows.id == again.entity)
        exactly = EditionAtWork(programme, read, asked, month, rows, linked=linked)
        exactly.work_out()
        found.append(store.run(_told(rule, exactly)))
    return pa.concat_tables(one.select(RULE_OUTCOMES.names).cast(RULE_OUTCOMES) for one in found)


_DOUBTFUL = "doubtful_entities"


def at_work(store: Store, programme: Programme, rule: PolicyRule, read: ReadEdition, as_of: int) -> EditionAtWork:
    """An edition worked out over all entities of its kind."""
    measures, month = measures_asked(read), month_looked_at(rule.figures, as_of)
    rows = rule_rows(store, programme, rule.about, measures, month)
    linked = with_linked(store, programme, rows, read, month, keep=False)
    work = EditionAtWork(programme, read, measures, month, linked.rows, linked=linked)
    work.work_out()
    return work


def _told(rule: PolicyRule, work: EditionAtWork) -> ibis.Table:
    scope, doubtful = work.in_scope(), work.doubtful()
    known = ibis.coalesce(scope, ibis.literal(False)) & work.rows[work.result.column].notnull()
    # Columns of their own, so that what follows looks at them and does not work them out once more.
    work.rows = work.rows.mutate(in_scope=scope, doubtful=doubtful, known=known)
    work.rows = work.rows.mutate(assumed=work.rows.known.ifelse(work.assumed(), ""))
    rows, last, nothing = work.rows, work.result, ibis.null("string")
    column, known = rows[last.column], rows.known
    unsure = (rows.assumed != "") | (work.read.edition.source.confidence == UNSURE)
    text = nothing if last.kind == "number" else column if last.kind == "text" else column.ifelse("yes", "no")
    return rows.filter(ibis.coalesce(rows.in_scope, True) | rows.doubtful).select(
        rule=ibis.literal(rule.id),
        entity=rows.id,
        month=ibis.literal(work.month, type="int32"),
        edition=ibis.literal(work.read.edition.start),
        state=ibis.cases((~known, UNDECIDED), (unsure, ADVISED), else_=DECIDED),
        number=known.ifelse(column, ibis.null("float64")) if last.kind == "number" else ibis.null("float64"),
        text=nothing if last.kind == "number" else known.ifelse(text, nothing),
        because=known.ifelse("", work.wanting()),
        assumed=rows.assumed,
        doubtful=rows.doubtful,
    )
