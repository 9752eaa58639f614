"""What one number was made from: the figures and records under it, and who owes a figure and gave none.

Evidence reads the same tables as the run (register, audiences, windows, members of ledgers) and asks them for one area
and one month, entity by entity. What it lists adds up to what the run computed: the amounts of a total's figures are
its sum, those of a mean its mean; a count has as many rows as it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

from sigai.base.issues import Severity, UserError, problem
from sigai.base.periods import Period
from sigai.evaluation.formula_plan import IndicatorPlan, unit_of
from sigai.evaluation.populations import dated, holding, standing_rows
from sigai.evaluation.term_plan import FigureTerm
from sigai.formulas import formula_text
from sigai.formulas.lowering import Use
from sigai.formulas.nodes import Parameter
from sigai.indicators.computing import Prepared, answer, opened, prepare, read_formulas
from sigai.indicators.estimated import put_estimates
from sigai.indicators.records import standing_records
from sigai.indicators.results import month_of, target_status_of
from sigai.indicators.totals import figure_passes, of_active, put_lists
from sigai.programme.programme import Programme
from sigai.tables import ROW_MARK, Data, Estimates, Store, table_of, union_all

UNKNOWN_AREA = problem(
    "I002",
    Severity.ERROR,
    zh="方案中没有地区 {area}",
    en="the programme has no area {area}",
    advice_zh="地区代码见方案的 areas",
    advice_en="see the programme's areas for their codes",
)

FIGURES = table_of(
    (),
    entity=pa.string(),
    name=pa.string(),
    measure=pa.string(),
    month=pa.int32(),
    amount=pa.float64(),
    period=pa.string(),
    value=pa.float64(),
    given_value=pa.string(),
    given_unit=pa.string(),
    state=pa.string(),
    revision=pa.int64(),
    source=pa.string(),
    reporter=pa.string(),
    reported_at=pa.timestamp("us"),
    file=pa.string(),
    row=pa.int64(),
).schema
"""Figures under a term. `amount` is what the figure adds to it (null: given, but adds nothing); `value` is the figure
reported, of the first measure that the term names, with where it came from."""

MISSING = table_of(
    (),
    entity=pa.string(),
    name=pa.string(),
    month=pa.int32(),
    amount=pa.float64(),
    deviation=pa.float64(),
    weight=pa.float64(),
    share=pa.float64(),
    last_period=pa.string(),
    basis=pa.string(),
    respondents=pa.int32(),
).schema
"""Who owes a figure of a month within the term and gave none, heaviest first.

`amount` is what is estimated for it and in the term's number (null: nothing, or it adds nothing), with one standard
`deviation` of the figure itself. `weight` is its last known amount, `share` that of all who owe the month's figure in
the area. `basis`: what the estimate rests on."""

RECORDS_UNDER = table_of(
    (),
    id=pa.string(),
    name=pa.string(),
    entity=pa.string(),
    key=pa.string(),
    amount=pa.float64(),
    entered=pa.int32(),
    state=pa.string(),
    reporter=pa.string(),
    file=pa.string(),
    row=pa.int64(),
).schema
"""Records that count for a term. `key` is what a count of different values counts, `amount` what a sum adds."""


_OF_RESULT = (
    "period",
    "value",
    "unit",
    "reported_value",
    "like_for_like",
    "estimated",
    "spread_down",
    "spread_up",
    "coverage",
    "coverage_weight",
    "provisional",
    "revised",
)
_OF_TERM = ("value", "reported_value", "estimated", "reported", "owing", "coverage_weight")


@dataclass(frozen=True, slots=True)
class Listing:
    """The first rows of a list and how many it has in all."""

    rows: pa.Table
    count: int


@dataclass(frozen=True, slots=True)
class Under:
    """What stands under a term: `at` is the month at which it was taken; `window` the months whose figures are part of
    it (empty for records, registers and parameters)."""

    at: Period
    window: tuple[Period, ...]
    figures: Listing
    missing: Listing
    records: Listing


@dataclass(frozen=True, slots=True)
class TermEvidence:
    """One term of a formula: its number, and what it was made from.

    `at` is the month at which it was taken; `window` the months whose figures are part of it (empty for records,
    registers and parameters).
    """

    number: int
    text: str
    at: Period
    window: tuple[Period, ...]
    value: float | None
    unit: str
    reported_value: float | None
    estimated: int
    reported: int | None
    owing: int | None
    coverage_weight: float | None
    figures: Listing
    missing: Listing
    records: Listing

    @property
    def coverage(self) -> float | None:
        """How many of the figures owed were given; None where nothing is owed."""
        return self.reported / self.owing if self.owing and self.reported is not None else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A result and all that is under it. `period` is the period whose number stands at `month`."""

    indicator: str
    formula: str
    area: str
    month: Period
    period: str
    value: float | None
    unit: str
    reported_value: float | None
    like_for_like: float | None
    estimated: int
    spread_down: float | None
    spread_up: float | None
    coverage: float | None
    coverage_weight: float | None
    provisional: bool
    revised: bool
    terms: tuple[TermEvidence, ...]


def evidence(
    programme: Programme,
    data: Data | Store,
    indicator: str,
    area: str,
    month: Period,
    *,
    limit: int = 20,
    estimates: Estimates | None = None,
) -> Evidence:
    """What the number of an indicator at an area and month was made from; at most `limit` rows of each list.

    Figures come largest first, whoever is missing heaviest first, with what `estimates` put in. UserError for an
    unknown indicator or area.
    """
    if area not in programme.areas_under(programme.head.area):
        raise UserError([UNKNOWN_AREA.at(area=area)])
    formulas = read_formulas(programme, [indicator])
    with opened(data) as store:
        put_estimates(store, estimates)
        prepared = prepare(programme, store, formulas, first=month, last=month)
        run = answer(prepared, terms=True)
        result = next(row for row in run.results.to_pylist() if row["area"] == area)
        numbers = {row["number"]: row for row in run.terms.to_pylist() if row["area"] == area}
        finder = _Finder(prepared, _passes(prepared), area, limit)
        (plan,) = prepared.plan.indicators
        terms = tuple(
            _explained(prepared, use, numbers[use.number], finder.under(plan, use, month.last)) for use in plan.uses
        )
    return Evidence(
        indicator=indicator,
        formula=formula_text(plan.formula),
        area=area,
        month=month,
        terms=terms,
        **{name: result[name] for name in _OF_RESULT},
    )


def evidence_under(
    programme: Programme,
    data: Data | Store,
    term: tuple[str, int],
    area: str,
    month: Period,
    *,
    limit: int = 20,
    estimates: Estimates | None = None,
) -> Under:
    """What stands under one term of an indicator's number, without computing the number again: for pages, which know
    it from the run's table of terms. `term` is the indicator and the term's number there; KeyError for another."""
    indicator, number = term
    formulas = read_formulas(programme, [indicator])
    with opened(data) as store:
        put_estimates(store, estimates)
        prepared = prepare(programme, store, formulas, first=month, last=month)
        (plan,) = prepared.plan.indicators
        use = {use.number: use for use in plan.uses}[number]
        put_lists(store, programme, prepared.catalogue, prepared.span)
        finder = _Finder(prepared, _passes(prepared), area, limit)
        return finder.under(plan, use, month.last)


def _passes(prepared: Prepared) -> list[ibis.Table]:
    """The figures that terms sum, whole: the same that the run summed."""
    return figure_passes(prepared.store, prepared.programme, prepared.catalogue, prepared.span)


def _explained(prepared: Prepared, use: Use, row: dict[str, Any], under: Under) -> TermEvidence:
    return TermEvidence(
        number=use.number,
        text=formula_text(use.term),
        at=under.at,
        window=under.window,
        unit=unit_of(prepared.programme, use.term).symbol,
        **{name: row[name] for name in _OF_TERM},
        figures=under.figures,
        missing=under.missing,
        records=under.records,
    )


class _Finder:
    """Asks the prepared tables for one area."""

    def __init__(self, prepared: Prepared, passes: list[ibis.Table], area: str, limit: int) -> None:
        self._prepared = prepared
        self._passes = passes
        self._store = prepared.store
        self._limit = limit
        self._standing_month = 0
        scopes = self._store.table("scopes")
        own = scopes.filter(scopes.area == area, scopes.industry == "").select("scope")
        self._places = self._store.table("place_scopes").semi_join(own, "scope").select("place")

    def under(self, indicator: IndicatorPlan, use: Use, month: int) -> Under:
        """What stands under one term of an indicator's number of a month."""
        plan, catalogue = self._prepared.plan, self._prepared.catalogue
        at = month_of(use.shift, month, indicator.step)
        self._standing_month = target_status_of(indicator, use, month) if dated(self._store) else at
        number = plan.number_of(use.term)
        figure = next((term for term in catalogue.terms if term.number == number), None)
        figures, missing, records = (_nothing(schema) for schema in (FIGURES, MISSING, RECORDS_UNDER))
        months: tuple[int, ...] = ()
        if figure is not None:
            months = self._months(figure, at) if figure.series else ()
            figures, missing = self._figures(figure, at), self._missing(figure, at)
        elif not isinstance(use.term, Parameter):
            records = self._records(number, at)
        window = tuple(Period.of_index(month) for month in months)
        return Under(Period.of_index(at), window, figures, missing, records)

    def _months(self, figure: FigureTerm, at: int) -> tuple[int, ...]:
        pairs = self._store.table("months_within")
        months = self._store.run(pairs.filter(pairs.window == figure.window, pairs["at"] == at).select("month"))
        return tuple(sorted(int(month) for month in months["month"].to_numpy()))

    def _standing(self, entities: ibis.Table, audience: int, at: int) -> ibis.Table:
        """Of a table with the register's class, above_since and place: who belongs to an audience at a month."""
        if dated(self._store):
            entities = entities.filter(holding(entities, self._standing_month))
        answers = self._store.table("audience")
        asked = answers.filter(answers.audience == audience).select("class", "below", "above")
        joined = entities.join(asked, "class")
        belongs = (joined.above_since <= at).ifelse(joined.above, joined.below)
        return joined.filter(belongs).drop("below", "above").semi_join(self._places, "place")

    def _figures(self, figure: FigureTerm, at: int) -> Listing:
        if figure.series is None:
            register = standing_rows(self._store)
            entities = register.filter(register.active_from <= at, register.active_until >= at)
            here = self._standing(entities, figure.audience, at)
            return self._listed(_widened(here.select("name", entity="id", amount=ibis.literal(1.0)), FIGURES), FIGURES)
        given = self._of_series(figure.series, gave=True)
        in_window = given.filter(given.month.isin(self._months(figure, at)))
        here = self._standing(of_active(self._store, in_window), figure.audience, at)
        return self._listed(self._with_source(here, self._measure(figure.series)), FIGURES)

    def _of_series(self, series: str, *, gave: bool) -> ibis.Table:
        """The figures of a series that were given, or those that are there because they are estimated."""
        return union_all(
            one.filter(one.series == series, one.gave == gave).select(
                "entity", "month", amount=one.amount.cast("float64")
            )
            for one in self._passes
        )

    def _measure(self, series: str) -> str:
        """The measure that a series is about first of all."""
        return next(one for one in self._prepared.catalogue.series if one.id == series).measures[0]

    def _with_source(self, figures: ibis.Table, measure: str) -> ibis.Table:
        """Figures with what was reported of a measure for the same entity and month, and where."""
        values = self._store.table("values")
        own = values.filter(values.measure == measure)
        source = own.select(
            "entity",
            "month",
            "period",
            "given_value",
            "given_unit",
            "state",
            "revision",
            "source",
            "reporter",
            "reported_at",
            "file",
            "row",
            value=own["value"].cast("float64"),
        )
        joined = figures.select("entity", "name", "month", "amount").left_join(source, ["entity", "month"])
        return joined.mutate(measure=ibis.literal(measure))

    def _missing(self, figure: FigureTerm, at: int) -> Listing:
        if figure.series is None:
            return _nothing(MISSING)
        entities, due = standing_rows(self._store), self._store.table("due_months")
        duty = self._prepared.catalogue.obligations[figure.obligation].duty
        owed = due.filter(due.duty == duty, due.month.isin(self._months(figure, at))).select("month")
        active = entities.join(owed, [entities.active_from <= owed.month, entities.active_until >= owed.month])
        answers = self._store.table("audience")
        owers = answers.filter(answers.audience == figure.owed_audience)
        own = ("owed_class", "owed_above_since") if dated(self._store) else ("class", "above_since")
        owers = owers.select(**{own[0]: "class"}, owes_below="below", owes_above="above")
        owing = active.join(owers, own[0])
        owing = owing.filter((owing[own[1]] <= owing.month).ifelse(owing.owes_above, owing.owes_below))
        here = self._standing(owing, figure.audience, at).select("name", "month", entity="id")
        missing = here.anti_join(self._of_series(figure.series, gave=True), ["entity", "month"])
        if not self._store.has("estimates"):
            return self._listed(_widened(missing, MISSING), MISSING)
        return self._listed(self._with_estimates(missing, here, figure.series), MISSING)

    def _with_estimates(self, missing: ibis.Table, owing: ibis.Table, series: str) -> ibis.Table:
        """Who is missing, with what is estimated for it and what it weighs among those that owe the month's figure."""
        keys = ["entity", "month"]
        estimates, known = (self._of_measure(name, series) for name in ("estimates", "known_weights"))
        weights = ibis.union(estimates.select(*keys, "weight"), known.select(*keys, "weight"))
        here = owing.join(weights, keys)
        whole = here.group_by("month").agg(all_weight=here.weight.sum())
        told = estimates.select(*keys, "deviation", "weight", "last_period", "basis", "respondents")
        rows = missing
        for table, on in ((self._of_series(series, gave=False), keys), (told, keys), (whole, ["month"])):
            rows = rows.left_join(table, on).drop(*[f"{key}_right" for key in on])
        return rows.mutate(share=rows.weight / rows.all_weight.nullif(0))

    def _of_measure(self, table: str, series: str) -> ibis.Table:
        rows = self._store.table(table)
        return rows.filter(rows.measure == self._measure(series))

    def _records(self, number: int, at: int) -> Listing:
        prepared = self._prepared
        standing = standing_records(self._store, prepared.programme, prepared.catalogue, prepared.span)
        here = standing.filter(standing["item"] == number, standing["at"] == at).semi_join(self._places, "place")
        here = here.filter(here.standing == self._standing_month) if dated(self._store) else here
        ledger = prepared.plan.terms[number].kept_in  # type: ignore[union-attr]
        records = self._store.table("records")
        own = records.filter(records.ledger == ledger)
        own = own.select("name", "entity", "state", "reporter", "file", "row", record="id")
        here = here.select("id", "key", "entered", amount=here.amount.cast("float64"))
        # a row inside a record is shown under the number of its record
        listed = here.join(own, here.id.split(ROW_MARK)[0] == own.record).drop("id").rename(id="record")
        return self._listed(listed, RECORDS_UNDER)

    def _listed(self, rows: ibis.Table, schema: pa.Schema) -> Listing:
        """The first rows, largest amounts (heaviest weights) first, and the number of all."""
        first = "weight" if "weight" in schema.names else "amount"
        order: list[Any] = [rows[first].desc(nulls_first=False)]
        order += [rows[name] for name in ("entity", "month", "id") if name in schema.names]
        count = self._store.count(rows)
        found = self._store.run(rows.order_by(order).limit(self._limit), schema)
        return Listing(self._named(found) if "month" in schema.names else found, count)

    def _named(self, found: pa.Table) -> pa.Table:
        """Rows with the name of whom an entity belonged to, as it was then, before its own that does not begin so."""
        if not dated(self._store) or not found.num_rows:
            return found
        spells = self._store.table("spells")
        spells = spells.filter(holding(spells, self._standing_month))
        owned = spells.filter(spells.id.isin(found["entity"].unique().to_pylist())).select("parent", of="id")
        owners = owned.join(spells, owned.parent == spells.id).select("of", "name")
        names = {row["of"]: row["name"] or "" for row in self._store.run(owners).to_pylist()}
        told = [
            _called(names.get(entity, ""), name or "")
            for entity, name in zip(found["entity"].to_pylist(), found["name"].to_pylist(), strict=True)
        ]
        return found.set_column(found.schema.get_field_index("name"), "name", pa.array(told, pa.string()))


def _called(owner: str, name: str) -> str:
    return name if name.startswith(owner) else f"{owner} · {name}"


def _nothing(schema: pa.Schema) -> Listing:
    return Listing(schema.empty_table(), 0)


def _widened(rows: ibis.Table, schema: pa.Schema) -> ibis.Table:
    """The table with the columns it lacks, all null."""
    wanted = ibis.Schema.from_pyarrow(schema)
    return rows.mutate(**{name: ibis.null(kind) for name, kind in wanted.items() if name not in rows.columns})
