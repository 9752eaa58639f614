"""One run over all indicators, areas and months: aggregate once, derive many.

See `docs/indicators.md` for the rules with worked examples, and the modules in their order: `plan` (formulas → terms),
`catalogue` (terms → audiences, series, windows, duties), `register`, `figures`, `totals`, `records`, `results`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import ibis
import pyarrow as pa

from sigai.base.issues import Issues, Severity, UserError, problem
from sigai.base.periods import Period
from sigai.evaluation.formula_plan import Plan, make_plan
from sigai.evaluation.populations import keep_register, keep_scopes
from sigai.evaluation.term_plan import TermPlan, make_term_plan
from sigai.formulas.nodes import Expression
from sigai.indicators.draws import drawn_terms
from sigai.indicators.estimated import drawn_months, put_estimates
from sigai.indicators.like_for_like import asks_like_for_like, like_for_like_terms
from sigai.indicators.records import keep_members, record_numbers
from sigai.indicators.results import (
    indicator_results,
    indicator_terms,
    keep_numbers,
    keep_term_results,
    months_asked,
    put_asked,
    put_moments,
    span_of,
)
from sigai.indicators.totals import keep_term_numbers
from sigai.indicators.weights import keep_weight_numbers
from sigai.indicators.worlds import LIKE_FOR_LIKE, alternatives, entity_effects, keep_worlds
from sigai.programme.programme import Programme
from sigai.tables import (
    INDICATOR_EFFECTS,
    INDICATOR_RESULTS,
    INDICATOR_TERMS,
    Data,
    DuckStore,
    Estimates,
    Store,
    union_all,
)

UNKNOWN_INDICATOR = problem(
    "I001",
    Severity.ERROR,
    zh="方案中没有指标 {indicator}",
    en="the programme has no indicator {indicator}",
    advice_zh="用 sigai check 列出方案的指标，或改正编号",
    advice_en="correct the id, or see the programme's indicators",
)


@dataclass(frozen=True, slots=True)
class IndicatorRun:
    """What a run gives: `results` by the contract INDICATOR_RESULTS, `terms` by INDICATOR_TERMS, `effects` (of the last
    month, where there are estimates) by INDICATOR_EFFECTS.

    Every indicator has a row for every area of the programme and every month asked for; what cannot be known is null.
    """

    results: pa.Table
    terms: pa.Table
    effects: pa.Table


@dataclass(frozen=True, slots=True)
class Prepared:
    """A store in which a plan's tables stand ready: register, audiences, members of ledgers, calendar."""

    store: Store
    programme: Programme
    plan: Plan
    catalogue: TermPlan
    span: range
    months: range


def compute(
    programme: Programme,
    data: Data | Store,
    *,
    first: Period,
    last: Period,
    indicators: Sequence[str] | None = None,
    by_industry: bool = False,
    terms: bool = True,
    estimates: Estimates | None = None,
) -> IndicatorRun:
    """All indicators (or those named) for every area and every month from `first` to `last`.

    `by_industry` adds a row for every division of GB/T 4754 (`C26`) that has entities or records. `data` may be a store
    with tables `entities`, `values`, `records`, `record_states`, for data that does not fit in memory. `terms=False`
    leaves out the table of terms. `estimates` stand in for figures that are owed and not in. UserError for an unknown
    indicator or a formula that cannot be read.
    """
    formulas = read_formulas(programme, indicators)

    def ask(store: Store) -> list[tuple[ibis.Table, pa.Schema]]:
        prepared = prepare(programme, store, formulas, first=first, last=last, by_industry=by_industry)
        return _asked(prepared, terms=terms)

    # The digest of a programme that was not read from a folder does not tell it from all others.
    known = (programme.digest, tuple(formulas), first, last, by_industry, terms) if programme.folder else None
    with opened(data) as store:
        put_estimates(store, estimates)
        return _run_of(store, store.answers(known, ask), terms=terms)


def read_formulas(programme: Programme, indicators: Sequence[str] | None = None) -> dict[str, Expression]:
    """The formulas of the named indicators (all where None), by id. UserError with every fault found."""
    issues = Issues()
    formulas: dict[str, Expression] = {}
    for id_ in indicators if indicators is not None else programme.indicator_by_id:
        indicator = programme.indicator_by_id.get(id_)
        if indicator is None:
            issues.add(UNKNOWN_INDICATOR.at(indicator=id_))
            continue
        formula = programme.parsed.formula(indicator)
        if formula is None:
            issues.extend(programme.parsed.why_not(indicator.formula))
        else:
            formulas[id_] = formula
    if issues.errors:
        raise UserError(issues)
    return formulas


def prepare(
    programme: Programme,
    store: Store,
    formulas: Mapping[str, Expression],
    *,
    first: Period,
    last: Period,
    by_industry: bool = False,
) -> Prepared:
    """Plan the formulas and set up everything in the store that does not look at figures yet."""
    plan = make_plan(programme, formulas)
    catalogue = make_term_plan(programme, plan)
    # What an earlier run left in the store must not be taken for this one's.
    store.drop(
        "figure_numbers",
        "field_values",
        "figures_to_date",
        "figures_spanning",
        "weight_numbers",
        "worlds",
        "area_numbers",
    )
    months = range(first.first, last.last + 1)
    span = span_of(programme, plan, catalogue, months.start, months.stop - 1)
    put_moments(store, plan, months, span)
    keep_register(store, programme, catalogue, by_industry=by_industry)
    keep_members(store, programme, catalogue, span, by_industry=by_industry)
    places = [store.table("register").select("place")]
    if catalogue.records:
        places.append(store.table("members").select("place"))
    keep_scopes(store, programme, union_all(places), by_industry=by_industry)
    return Prepared(store, programme, plan, catalogue, span, months)


def answer(prepared: Prepared, *, terms: bool) -> IndicatorRun:
    """Compute everything that was prepared."""
    store = prepared.store
    return _run_of(store, [store.run(*each) for each in _asked(prepared, terms=terms)], terms=terms)


def _asked(prepared: Prepared, *, terms: bool) -> list[tuple[ibis.Table, pa.Schema]]:
    """The queries that give a run, in the order of its tables, with their columns; all that they rest on is kept in the
    store."""
    store, programme, plan, catalogue = prepared.store, prepared.programme, prepared.plan, prepared.catalogue
    passes = keep_term_numbers(store, programme, catalogue, prepared.span)
    if store.has("estimates"):
        keep_weight_numbers(store, programme, catalogue, months_asked(plan, prepared.months))
    numbers = record_numbers(store, programme, catalogue, prepared.span) if catalogue.records else None
    put_asked(store, programme, plan, catalogue, prepared.months)
    keep_term_results(store, numbers)
    keep_numbers(store, plan)
    _keep_worlds(prepared, passes)
    others = alternatives(store) if store.has("worlds") else None
    asked = [(indicator_results(store, programme, others, prepared.months.stop - 1), INDICATOR_RESULTS)]
    if terms:
        asked.append((indicator_terms(store, programme, plan), INDICATOR_TERMS))
    if store.has("estimates"):
        asked.append((entity_effects(store), INDICATOR_EFFECTS))
    return asked


def _run_of(store: Store, answers: Iterable[pa.Table], *, terms: bool) -> IndicatorRun:
    """A run of the tables that were asked for, in their order; the others are empty."""
    given = iter(answers)
    return IndicatorRun(
        results=next(given),
        terms=next(given) if terms else INDICATOR_TERMS.empty_table(),
        effects=next(given) if store.has("estimates") else INDICATOR_EFFECTS.empty_table(),
    )


def _keep_worlds(prepared: Prepared, passes: list[ibis.Table]) -> None:
    store, plan, catalogue, last = prepared.store, prepared.plan, prepared.catalogue, prepared.months.stop - 1
    terms = []
    if store.has("estimates"):
        terms.append(drawn_terms(store, prepared.programme, catalogue, last))
    if asks_like_for_like(store, plan, drawn_months(prepared.programme, last)):
        alike = like_for_like_terms(store, catalogue, passes)
        world = ibis.literal(LIKE_FOR_LIKE, type="int64")
        terms.append(alike.select("plan", "number", "scope", "month", world=world, there=alike.there))
    if terms:
        keep_worlds(store, plan, union_all(terms))


@contextmanager
def opened(data: Data | Store) -> Iterator[Store]:
    """A store over the data; closed afterwards where it was opened here."""
    if not isinstance(data, Data):
        yield data
        return
    with DuckStore.of(data) as store:
        yield store
