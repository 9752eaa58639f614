"""From the numbers of terms to the results of indicators, over one small table for all of them.

`asked` lists for every indicator and month which terms at which months it needs; terms find their numbers by area and
industry; indicators of one shape are then worked out together. The rules for the number of a term:

- total: the sum of what was given. Zero where nobody in the area meets the condition but some there owe the series; no
  data where some owe it and none gave it for the month, or nobody owes it at all.
- mean: the sum over those that have the number, by how many they are; no data where nobody has it.
- reporting: how many gave the figure; no data where nobody in the area owes it. Beside a count of entities by their
  figures: of how many the figure is known, estimated ones included, so that both count the same entities.
- entities: how many are on the register and active; no data where the register has none of that kind anywhere.
- records: how many, how many different, or the sum of a field; no data where the ledger was not supplied.

Coverage is that of the worst covered term; terms without anything owed (records, register, parameters) have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import ibis
import pyarrow as pa

from sigai.base.periods import Period, month_name
from sigai.evaluation.formula_plan import IndicatorPlan, Plan, unit_of
from sigai.evaluation.frames import by_area, numbers_at
from sigai.evaluation.populations import dated, moment
from sigai.evaluation.scalar_plan import QUERY
from sigai.evaluation.term_plan import TermPlan
from sigai.formulas import formula_text, ordered_measures
from sigai.formulas.lowering import Shift, Use
from sigai.formulas.nodes import EntityTerm, Parameter, RecordTerm
from sigai.formulas.shapes import Shape, evaluate
from sigai.indicators.estimated import drawn_months
from sigai.indicators.totals import LATEST, SUMS
from sigai.indicators.weights import covered, has_sums
from sigai.programme.programme import Programme
from sigai.tables import Store, table_of, union_all

_SMALL, _TEXT = pa.int32(), pa.string()
_ASKED: dict[str, pa.DataType] = {
    "plan": _SMALL,
    "number": _SMALL,
    "month": _SMALL,
    "at": _SMALL,
    "standing": _SMALL,
    "item": _SMALL,
    "method": _TEXT,
    "obligation": _SMALL,
    "base": _SMALL,
    "constant": pa.float64(),
}
_PLANS: dict[str, pa.DataType] = {
    "plan": _SMALL,
    "indicator": _TEXT,
    "shape": _SMALL,
    "factor": pa.float64(),
    "result_unit": _TEXT,
    "step": _SMALL,
    "compares": pa.bool_(),
    "defined_like_for_like": pa.bool_(),
}
_RESULT = ("plan", "scope", "month")
_OF_NUMBERS = (
    *_RESULT,
    "indicator",
    "shape",
    "factor",
    "result_unit",
    "compares",
    "defined_like_for_like",
    "period",
    "area",
    "industry",
    "value",
    "alone",
    "reported",
    "owing",
    "coverage_weight",
    "estimated",
    "provisional",
    "revised",
)
_FEW = 6
_FIGURES = (*SUMS, *(f"latest_{name}" for name in LATEST))


def month_of(shift: Shift, month: int, step: int) -> int:
    """The month at which a term is taken for the result of a month: the last end of a period, then shifted."""
    end = month - (month + 1) % step
    return end - 12 * shift.back if shift.year is None else shift.year * 12 + end % 12


def target_status_of(indicator: IndicatorPlan, use: Use, month: int) -> int:
    """The month whose facts say who counts in a term, for the result of a month: the latest of all its terms."""
    uses = (use,) if indicator.by_each_month else indicator.uses
    return max(month_of(one.shift, month, indicator.step) for one in uses)


def put_moments(store: Store, plan: Plan, months: range, span: range) -> None:
    """Put `moments`: at which month terms may be taken, by the facts of which month."""
    asked = set(_moments(plan, months))
    store.put("moments", table_of(sorted(asked | {(at, at) for at in span}), at=_SMALL, standing=_SMALL))


def months_asked(plan: Plan, months: range) -> list[int]:
    """The months at which terms are taken for the results of some months."""
    return sorted({at for at, _ in _moments(plan, months)})


def _moments(plan: Plan, months: range) -> Iterator[tuple[int, int]]:
    for indicator in plan.indicators:
        for use in indicator.uses:
            for month in months:
                yield month_of(use.shift, month, indicator.step), target_status_of(indicator, use, month)


def period_of(month: int, step: int) -> str:
    """The period whose number stands at a month: `2021` in March 2022 for a yearly one."""
    end = month - (month + 1) % step
    return str(Period(end - step + 1, end)) if step > 1 else month_name(end)


def span_of(programme: Programme, plan: Plan, catalogue: TermPlan, first: int, last: int) -> range:
    """The months whose figures a run may need."""
    asked = [
        month_of(use.shift, month, indicator.step)
        for indicator in plan.indicators
        for use in indicator.uses
        for month in (first, last)
    ]
    start = min(asked, default=first)
    start -= start % 12
    if any(term.window == "rolling" for term in catalogue.terms) or any(
        series.id.endswith("@rolling") or series.term.over == "rolling" for series in catalogue.series
    ):
        start -= 12
    if any(term.window.startswith("programme") for term in catalogue.terms):
        start = min(start, programme.head.start.first - programme.head.start.first % 12)
    return range(start, max(asked, default=last) + 1)


def put_asked(store: Store, programme: Programme, plan: Plan, catalogue: TermPlan, months: range) -> None:
    """Put `asked`, `plans` and `periods`: what each result needs, how it is worked out, for which period it stands."""
    store.put("asked", table_of(_asked(store, programme, plan, catalogue, months), **_ASKED))
    _put_area_numbers(store, programme, plan, months)
    shapes = _shapes(plan)
    rows = [
        (
            number,
            one.id,
            shapes[one.shape],
            one.factor,
            one.unit,
            one.step,
            one.compares,
            one.compares and one.like_for_like,
        )
        for number, one in enumerate(plan.indicators)
    ]
    store.put("plans", table_of(rows, **_PLANS))
    steps = sorted({one.step for one in plan.indicators})
    periods = [(step, month, period_of(month, step)) for step in steps for month in months]
    store.put("periods", table_of(periods, step=_SMALL, month=_SMALL, period=_TEXT))


def _put_area_numbers(store: Store, programme: Programme, plan: Plan, months: range) -> None:
    """Put `area_numbers`, the numbers of parameters that differ by the area at hand: item, at, scope, number. Nothing
    where there is no such parameter."""
    asked = {
        (number, month_of(use.shift, month, indicator.step)): use.term
        for number, term in enumerate(plan.terms)
        if isinstance(term, Parameter) and by_area(term)
        for indicator in plan.indicators
        for use in indicator.uses
        if use.term == term
        for month in months
    }
    areas = programme.areas_under(programme.head.area) if asked else ()
    rows = [(*key, area, numbers_at(programme, term, area)(key[1])) for key, term in asked.items() for area in areas]
    if rows:
        numbers = store.put("numbers_by_area", table_of(rows, item=_SMALL, at=_SMALL, area=_TEXT, number=pa.float64()))
        store.keep("area_numbers", numbers.join(store.table("scopes"), "area").select("item", "at", "scope", "number"))


def _shapes(plan: Plan) -> dict[Shape, int]:
    return {shape: number for number, shape in enumerate(dict.fromkeys(one.shape for one in plan.indicators))}


def _asked(
    store: Store, programme: Programme, plan: Plan, catalogue: TermPlan, months: range
) -> Iterator[tuple[Any, ...]]:
    figures, by_facts = {term.number: term for term in catalogue.terms}, dated(store)
    numbers = {term: number for number, term in enumerate(plan.terms)}
    kinds = set(store.run(store.table("register").select("kind").distinct().order_by("kind"))["kind"].to_pylist())
    for place, indicator in enumerate(plan.indicators):
        for use in indicator.uses:
            number = numbers[use.term]
            figure = figures.get(number)
            method, constant = "records", None
            if figure is not None:
                method = "known" if figure.method == "reporting" and _counts_figures(indicator) else figure.method
                audience = catalogue.audiences[figure.audience]
                constant = 0.0 if method == "entities" and audience.kind in kinds else None
            elif isinstance(use.term, Parameter):
                method = "parameter"
            elif isinstance(use.term, RecordTerm) and use.term.kept_in in store.ledgers:
                constant = 0.0
            obligation, base = (figure.obligation, figure.base) if figure else (None, None)
            in_force = numbers_at(programme, use.term) if isinstance(use.term, Parameter) else None
            for month in months:
                at = month_of(use.shift, month, indicator.step)
                standing = target_status_of(indicator, use, month) if by_facts else at
                if in_force is not None:
                    constant = in_force(at)
                yield place, use.number, month, at, standing, number, method, obligation, base, constant


def keep_term_results(store: Store, numbers: ibis.Table | None) -> None:
    """Keep `term_results`: every term of every indicator by scope and month. `numbers`: of record terms."""
    grid = store.table("asked").cross_join(store.table("scopes").select("scope"))
    if store.has("area_numbers"):
        numbers_there = store.table("area_numbers").rename(there="number")
        grid = _left_joined(grid, numbers_there, ["item", "at", "scope"])
        grid = grid.mutate(constant=ibis.coalesce(grid.there, grid.constant)).drop("there")
    keys = ["item", "scope", *moment(store)]
    if store.has("figure_numbers"):
        grid = _left_joined(grid, store.table("figure_numbers"), keys)
    else:
        nothing = {name: ibis.null("int64") for name in _FIGURES}
        grid = grid.mutate(**nothing, provisional=ibis.null("boolean"), revised=ibis.null("boolean"))
    for name in ("obligation", "base"):
        owing = store.table("owing_numbers").select(
            "scope", *moment(store), **{name: "item", f"{name}_owing": "owing", f"{name}_latest": "latest_owing"}
        )
        grid = _left_joined(grid, owing, [name, "scope", *moment(store)])
    if numbers is None:
        grid = grid.mutate(found=ibis.null("float64"), met=ibis.literal(False))
    else:
        grid = _left_joined(grid, numbers.select(*keys, found="value", met=ibis.literal(True)), keys)
    if store.has("weight_numbers"):
        grid = _left_joined(grid, store.table("weight_numbers"), keys)
    else:
        grid = grid.mutate(weight=ibis.null("float64"), weight_given=ibis.null("float64"))
    store.keep("term_results", _term_numbers(grid))


def _counts_figures(indicator: IndicatorPlan) -> bool:
    """Whether a formula counts entities by their figures: what stands beside it must count the same entities."""
    return any(
        isinstance(use.term, EntityTerm) and use.term.method == "entities" and bool(ordered_measures(use.term))
        for use in indicator.uses
    )


def _left_joined(left: ibis.Table, right: ibis.Table, keys: list[str]) -> ibis.Table:
    return left.left_join(right, keys).drop(*[f"{key}_right" for key in keys])


def _term_numbers(grid: ibis.Table) -> ibis.Table:
    given, owing = grid.given.fill_null(0), grid.obligation_owing.fill_null(0)
    owed = owing + grid.unasked.fill_null(0)
    measured = grid.method.isin(["total", "mean", "reporting", "known"]) & (owed > 0)
    amounts = grid.method.isin(["total", "mean"])
    by_weight = grid.weight_given.cast("float64") / grid.weight.cast("float64").nullif(0)
    by_count = given.cast("float64") / owed.cast("float64").nullif(0)
    return grid.select(
        "plan",
        "number",
        "item",
        "scope",
        "month",
        "at",
        "standing",
        "method",
        "total",
        "valued",
        value=_number(grid, grid.total, grid.valued, grid.latest_present),
        reported_value=_number(grid, _reported_total(grid), grid.reported_valued, grid.latest_given),
        estimated=amounts.ifelse(grid.estimated.fill_null(0), 0),
        reported=measured.ifelse(given, ibis.null("int64")),
        owing=measured.ifelse(owed, ibis.null("int64")),
        coverage_weight=measured.ifelse(ibis.coalesce(by_weight, by_count), ibis.null("float64")),
        provisional=grid.provisional.fill_null(False),
        revised=grid.revised.fill_null(False),
    )


def _reported_total(grid: ibis.Table) -> Any:
    """What was reported of a total, with what those who are missing gave earlier in the year."""
    carried = (grid.method == "total").ifelse(grid.carried.cast("float64"), None)
    return grid.reported_total.cast("float64") + carried.fill_null(0.0)


def _number(grid: ibis.Table, total: Any, valued: Any, latest: Any) -> Any:
    """The number of a term from the sum of its figures, how many add something, how many are of the month itself."""
    given, owing = grid.given.fill_null(0), grid.obligation_owing.fill_null(0)
    owed_there = grid.base_latest.fill_null(0) > 0
    nothing = ibis.null("float64")
    zero_or_nothing = ((owing == 0) & owed_there).ifelse(ibis.literal(0.0), nothing)
    amount = total.cast("float64")
    return ibis.cases(
        (grid.method == "total", (latest.fill_null(0) > 0).ifelse(ibis.coalesce(amount, 0.0), zero_or_nothing)),
        (grid.method == "mean", amount / valued.cast("float64").nullif(0)),
        (
            grid.method == "reporting",
            ((given > 0) | (owing > 0) | owed_there).ifelse(given.cast("float64"), nothing),
        ),
        (
            grid.method == "known",
            ((given > 0) | (owing > 0) | owed_there).ifelse(valued.fill_null(0).cast("float64"), nothing),
        ),
        (grid.method == "entities", grid.obligation_owing.cast("float64").fill_null(grid.constant)),
        (grid.method == "records", grid.met.fill_null(False).ifelse(grid.found, grid.constant)),
        else_=grid.constant,
    )


def keep_numbers(store: Store, plan: Plan) -> None:
    """Keep `numbers`: for every indicator, scope and month the numbers of its terms side by side (`slot_1` …), its own
    number, the one on what was reported `alone`, and what the terms say of their figures."""
    slots = slots_of(plan.indicators)
    store.keep("numbers", union_all(_numbers(store, plan, part, slots) for part in by_width(plan)))


def _numbers(store: Store, plan: Plan, part: list[IndicatorPlan], slots: range) -> ibis.Table:
    """The numbers of some indicators; slots that they have not are null."""
    terms = of_plans(store.table("term_results"), plan, part)
    share = terms.reported.cast("float64") / terms.owing.cast("float64").nullif(0)
    # Of equally covered terms the first stands for all, so that a run says the same every time.
    worst = share + terms.number.cast("float64") / 1e9
    alone, own = [one for one in part if not one.compares], slots_of(part)
    rows = terms.group_by(*_RESULT).agg(
        reported=terms.reported.argmin(worst),
        owing=terms.owing.argmin(worst),
        estimated=terms.estimated.max(),
        coverage_weight=terms.coverage_weight.min(),
        provisional=terms.provisional.any(),
        revised=terms.revised.any(),
        **side_by_side(terms, "slot", terms.value, own),
        **side_by_side(terms, "alone", terms.reported_value, slots_of(alone)),
    )
    rows = _named(store, rows)
    if store.has("weight_numbers"):
        rows = _with_coverage_of_sums(store, plan, part, rows)
    nothing = ibis.null("float64")
    value = worked_out(rows, plan, part, lambda key: rows[f"slot_{key}"])
    by_themselves = worked_out(rows, plan, alone, lambda key: rows[f"alone_{key}"])
    others = {f"slot_{number}": nothing for number in slots if number not in own}
    rows = rows.mutate(value=value, alone=rows.compares.ifelse(nothing, by_themselves), **others)
    return rows.select(*_OF_NUMBERS, *[f"slot_{number}" for number in slots])


def _with_coverage_of_sums(store: Store, plan: Plan, part: list[IndicatorPlan], rows: ibis.Table) -> ibis.Table:
    """Coverage by weight of indicators that add terms up, in which terms count by their size, where something is
    estimated."""
    adding = [one for one in part if has_sums(one.shape)]
    if not adding:
        return rows
    terms, slots = of_plans(store.table("term_results"), plan, adding), slots_of(adding)
    own = terms.semi_join(terms.filter(terms.estimated > 0), list(_RESULT))
    sides = _named(
        store,
        own.group_by(*_RESULT).agg(
            **side_by_side(own, "slot", own["value"], slots), **side_by_side(own, "share", own.coverage_weight, slots)
        ),
    )

    def by_size(shape: Shape, year: Any) -> Any:
        return covered(shape, lambda key: sides[f"share_{key}"], lambda key: sides[f"slot_{key}"], year)

    told = sides.select(*_RESULT, by_size=_by_shape(sides, plan, adding, by_size))
    joined = _left_joined(rows, told, list(_RESULT))
    return joined.mutate(coverage_weight=ibis.coalesce(joined.by_size, joined.coverage_weight)).drop("by_size")


def by_width(plan: Plan) -> list[list[IndicatorPlan]]:
    """The indicators with few terms and those with many: the numbers of few need few columns."""
    few = [one for one in plan.indicators if len(one.uses) <= _FEW]
    many = [one for one in plan.indicators if len(one.uses) > _FEW]
    return [part for part in (few, many) if part]


def of_plans(rows: ibis.Table, plan: Plan, part: list[IndicatorPlan]) -> ibis.Table:
    """Those rows that are about some of the indicators."""
    return rows if len(part) == len(plan.indicators) else rows.filter(rows.plan.isin(_places(plan, part)))


def _places(plan: Plan, part: list[IndicatorPlan]) -> list[int]:
    wanted = {one.id for one in part}
    return [place for place, one in enumerate(plan.indicators) if one.id in wanted]


def slots_of(indicators: Iterable[IndicatorPlan]) -> range:
    """The numbers under which the shapes of some indicators ask for their terms."""
    return range(1, max((use.number for one in indicators for use in one.uses), default=0) + 1)


def side_by_side(rows: ibis.Table, name: str, value: Any, numbers: Iterable[int]) -> dict[str, Any]:
    """The values of rows by their number as columns `name_1`, `name_2` … of a group."""
    return {f"{name}_{number}": value.max(where=rows.number == number) for number in numbers}


def worked_out(
    rows: ibis.Table, plan: Plan, indicators: Iterable[IndicatorPlan], slot: Callable[[int | str], Any]
) -> Any:
    """The numbers of some indicators in rows of `numbers`, each by its shape; null for others."""
    number = _by_shape(rows, plan, indicators, lambda shape, year: evaluate(shape, QUERY, slot, year=year))
    return number * rows.factor


def _by_shape(
    rows: ibis.Table, plan: Plan, indicators: Iterable[IndicatorPlan], answer: Callable[[Shape, Any], Any]
) -> Any:
    shapes, wanted = _shapes(plan), dict.fromkeys(one.shape for one in indicators)
    year = rows.period.substr(0, 4).cast("int32")
    answers = [(rows["shape"] == shapes[shape], answer(shape, year)) for shape in wanted]
    nothing = ibis.null("float64")
    return ibis.cases(*answers, else_=nothing) if answers else nothing


def indicator_results(store: Store, programme: Programme, alternatives: ibis.Table | None, last: int) -> ibis.Table:
    """Every indicator by area, industry and month, in the columns of the contract. `alternatives`: what other numbers
    of their terms say of results; `last`: the last month asked for."""
    rows, nothing = store.table("numbers"), ibis.null("float64")
    if alternatives is None:
        none = dict.fromkeys(("like_for_like", "squares_down", "squares_up", "slope"), nothing)
        rows = rows.mutate(**none, unknown=ibis.null("int64"))
    else:
        rows = _left_joined(rows, alternatives, list(_RESULT))
    alike = rows.defined_like_for_like
    rows = rows.mutate(
        value=alike.ifelse(rows.like_for_like, rows["value"]),
        estimated=alike.ifelse(0, rows.estimated),
        coverage=rows.reported.cast("float64") / rows.owing.cast("float64").nullif(0),
    )
    complete = (rows.estimated == 0) & (rows.coverage.fill_null(1.0) == 1)
    alone = rows.compares.ifelse(complete.ifelse(rows["value"], rows.like_for_like), rows.alone)
    open_ = (rows.estimated > 0) & rows["value"].notnull() & rows.month.isin(drawn_months(programme, last))
    half = (_number_of_draws(store) - rows.unknown.fill_null(0)).cast("float64").nullif(0) / 2
    return rows.select(
        "indicator",
        "area",
        "month",
        "period",
        "value",
        "reported",
        "owing",
        "coverage",
        "coverage_weight",
        "like_for_like",
        "estimated",
        "provisional",
        "revised",
        unit=rows.result_unit,
        industry=rows.industry.nullif(""),
        reported_value=alone,
        spread_down=open_.ifelse((rows.squares_down.fill_null(0.0) / half).sqrt(), nothing),
        spread_up=open_.ifelse((rows.squares_up.fill_null(0.0) / half).sqrt(), nothing),
        slope=open_.ifelse(rows.slope.fill_null(0.0), nothing),
    ).order_by("indicator", "area", "industry", "month")


def _number_of_draws(store: Store) -> Any:
    draws = None
    if store.has("estimate_draws"):
        longest = store.table("estimate_draws").aggregate(draws=ibis._.deltas.length().max())
        draws = store.run(longest)["draws"][0].as_py()
    return ibis.literal(draws or 0, type="int64")


def _named(store: Store, rows: ibis.Table) -> ibis.Table:
    """Rows by plan and scope with what these stand for: indicator, area, industry, period."""
    return (
        rows.join(store.table("plans"), "plan")
        .join(store.table("periods"), ["step", "month"])
        .join(store.table("scopes"), "scope")
    )


def indicator_terms(store: Store, programme: Programme, plan: Plan) -> ibis.Table:
    """The terms under the results, with their texts and units."""
    texts = [(number, formula_text(term), unit_of(programme, term).symbol) for number, term in enumerate(plan.terms)]
    named = store.put("term_texts", table_of(texts, item=_SMALL, term=_TEXT, unit=_TEXT))
    rows = _named(store, store.table("term_results").join(named, "item"))
    return rows.mutate(industry=rows.industry.nullif("")).order_by("indicator", "area", "industry", "month", "number")
