"""The counted party never decides what is counted: neither by a step nor by a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sigai.base.issues import Issue, Severity, problem
from sigai.formulas import terms_of
from sigai.formulas.nodes import RecordTerm
from sigai.programme.filling import CREATION, FieldRights
from sigai.programme.ledgers import ROWS, Ledger, LedgerField
from sigai.programme.opened import written_names
from sigai.programme.programme import Programme

COUNTED_STEP = problem(
    "P063",
    Severity.ERROR,
    zh="台账“{ledger}”的“{state}”计入指标 {indicator}，主体自己（{own}）却能办理“{step}”进入它，"
    "计数不能由被计数的一方决定",
    en="“{state}” of ledger “{ledger}” counts for indicator {indicator}, but the subject itself ({own}) gets there by "
    "“{step}”: the counted party never decides what is counted",
    advice_zh="把环节“{step}”交给别的角色，或在前面加一个由别人认定的状态，只计那个状态",
    advice_en="let other roles make “{step}”, or count only a state that somebody else confirms",
)
COUNTED_FIELD = problem(
    "P064",
    Severity.ERROR,
    zh="台账“{ledger}”的字段“{field}”决定指标 {indicator} 的计数，主体自己（{own}）在“{state}”状态却能修改它",
    en="field “{field}” of ledger “{ledger}” decides what indicator {indicator} counts, but the subject itself ({own}) "
    "may change it in “{state}”",
    advice_zh="在进入“{state}”的认定环节写 settles: [{field}]，或用 fill.by 只留别的角色",
    advice_en="write settles: [{field}] at the step that decides on “{state}”, or leave only other roles in fill.by",
)


@dataclass(slots=True)
class _CountedRecords:
    """What an indicator counts of one ledger: terms by their states, and the fields that decide."""

    states: tuple[str, ...]
    fields: set[str] = field(default_factory=lambda: {"entity", "area"})


def counted_by_others(programme: Programme) -> Iterator[Issue]:
    """The subject's own role neither leads a record into a counted state nor changes a field that decides."""
    told: set[tuple[str, str, str]] = set()
    for indicator in programme.indicators:
        formula = programme.parsed.formula(indicator)
        terms = [term for term in terms_of(formula) if isinstance(term, RecordTerm)] if formula is not None else []
        for term in terms:
            ledger = programme.ledger_by_id.get(term.kept_in)
            rights = programme.field_rights.get(term.kept_in)
            if ledger is None or rights is None or not rights.own:
                continue
            counted = _CountedRecords(term.states)
            counted.fields.update(_deciding(programme, term, ledger, rights))
            for issue in (*_steps(ledger, rights, counted), *_fields(ledger, rights, counted)):
                key = (ledger.id, issue.code, f"{issue.facts.get('step')} {issue.facts.get('field')}")
                if key not in told:
                    told.add(key)
                    yield Issue(issue.problem, issue.place, {**issue.facts, "indicator": indicator.id})


def _deciding(programme: Programme, term: RecordTerm, ledger: Ledger, rights: FieldRights) -> Iterator[str]:
    """The fields and tables of a record that decide what a term counts. Where it counts rows, their table does, unless
    each column that it asks for is left to others: then nothing that the subject writes there counts by itself."""
    asked = {name for part in term.parts for name in written_names(part, ledger, programme.parsed)}
    computed = ledger.computed_of(term.field or "")
    formula = programme.parsed.computed(computed) if computed is not None else None
    asked |= (
        written_names(formula, ledger, programme.parsed) if formula is not None else set(filter(None, [term.field]))
    )
    table = ledger.rows_of(term.ledger.partition(ROWS)[2])
    columns = {column.id: column for column in table.columns} if table is not None else {}
    yield from asked - columns.keys()
    if table is None:
        return
    own = [name for name in asked & columns.keys() if not _left_to_others(columns[name], rights)]
    if own or not asked & columns.keys():
        yield table.id


def _left_to_others(column: LedgerField, rights: FieldRights) -> bool:
    return bool(column.fill.by) and not rights.own & set(column.fill.by)


def _steps(ledger: Ledger, rights: FieldRights, counted: _CountedRecords) -> Iterator[Issue]:
    for step in ledger.transitions:
        own = rights.own & set(step.roles)
        if own and step.to in counted.states and not set(step.origins) <= set(counted.states):
            facts = {"ledger": ledger.id, "step": step.id, "state": step.to, "own": ", ".join(sorted(own))}
            yield COUNTED_STEP.at(step.place, **facts, indicator="")


def _fields(ledger: Ledger, rights: FieldRights, counted: _CountedRecords) -> Iterator[Issue]:
    settled = surely_settled(ledger, rights)
    own_steps = {step.to for step in ledger.transitions if rights.own & set(step.roles)}
    decided = [state for state in counted.states if state not in own_steps]
    for name in sorted(counted.fields & rights.by.keys()):
        own = rights.own & set(rights.by[name])
        open_in = [state for state in decided if name not in settled.get(state, {name})]
        defined = ledger.filled_in(name)
        if own and open_in:
            facts = {"ledger": ledger.id, "field": name, "state": open_in[0], "own": ", ".join(sorted(own))}
            yield COUNTED_FIELD.at(defined.place if defined else ledger.place, **facts, indicator="")


def surely_settled(ledger: Ledger, rights: FieldRights) -> Mapping[str, frozenset[str]]:
    """Of each state that can be reached, the fields that are settled on every way into it."""
    everything = frozenset(name for names in rights.settles.values() for name in names)
    found = {state.id: everything for state in ledger.states} | {CREATION: frozenset[str]()}
    changed = True
    while changed:
        changed = False
        for state in ledger.states:
            ways = [
                found.get(origin, everything) | rights.settles[step.id]
                for step in ledger.transitions
                if step.to == state.id
                for origin in step.origins
            ]
            sure = frozenset.intersection(*ways) if ways else everything
            if sure != found[state.id]:
                found[state.id], changed = sure, True
    return found
