"""Results of a run: progress of targets, indicators, what each number was made from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import pyarrow as pa
import pyarrow.compute as pc
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from sigai.base import Period
from sigai.explanations import measure_and_ledger, terms_of
from sigai.reports import MOVES_RULE, Move, MoveCause, MoveKind
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.errors import ApiError
from sigai_web.api.operations.figures import Amount, period_of
from sigai_web.api.paging import Cut, Number, Page, ShortText, Whole, bad_cursor, number_of
from sigai_web.api.problems import NO_RESULTS
from sigai_web.dashboards.evidence import Reader, evidence_of
from sigai_web.runs import results
from sigai_web.runs.api.scopes import READ_PROGRESS
from sigai_web.runs.models import Run
from sigai_web.runs.operations import PROGRESS_READ

router = Router(tags=["progress"])

_ENDLESS = (math.inf, -math.inf)


class OfRunAsked(Cut):
    """Of which run, and which page."""

    run: Number | None = Field(
        None, description="不写为最近月份的最新一次 · the last of the latest month where none is named"
    )


class ProgressAsked(OfRunAsked):
    """Which rows of progress."""

    target: ShortText | None = None
    area: ShortText | None = None
    verdict: ShortText | None = Field(
        None, description="到期能否完成的判断 · whether the step will be met when it is due"
    )
    status: ShortText | None = None
    as_of: ShortText | None = Field(None, description="不写为计算的月份 · a month; the run's own where none is named")
    current: bool | None = Field(None, description="当月所对的一步 · the step that the month works towards")
    main: bool | None = Field(None, description="主轨道 · the target's main track")


class TermAsked(Schema):
    """A term of an indicator's number."""

    indicator: str
    area: str
    period: str
    number: Annotated[int, Field(ge=0, le=10_000)]


class ResultsAsked(OfRunAsked):
    """Which values of indicators."""

    indicator: ShortText | None = None
    area: ShortText | None = None
    industry: ShortText | None = None
    period: ShortText | None = None


class ProgressOut(Schema):
    """One step of one track of a target in one area at one month; numbers in `unit`, shares of one.

    `verdict` says whether the step will be met when it is due; `status`, the pace, is one of its reasons. Both are of
    the month `settled`. Where that is an earlier one, `open_…` say what the month
    itself shows so far. `actual` holds estimates of what is owed and not in: `reported` is the number without them,
    `estimated_low` to `estimated_high` where it may lie.
    """

    target: str
    track: str
    indicator: str
    area: str
    as_of: str
    period_end: str
    current: bool
    main: bool
    comparator: str
    goal: float
    unit: str
    baseline: float | None
    actual: float | None
    actual_period: str | None
    reported: float | None
    estimated_low: float | None
    estimated_high: float | None
    like_for_like: float | None
    expected: float | None
    pace: float | None
    status: str
    reason: str | None
    verdict: str
    needed_rate: float | None
    forecast_mean: float | None
    forecast_low: float | None
    forecast_high: float | None
    probability: float | None
    coverage: float | None
    coverage_weight: float | None
    provisional: bool | None
    settled: str | None
    tipping_point: float | None
    open_status: str | None
    open_period: str | None
    open_actual: float | None
    open_reported: float | None
    open_low: float | None
    open_high: float | None
    open_coverage: float | None
    open_coverage_weight: float | None


class ResultOut(Schema):
    """One indicator in one area, industry (null: all) and month; `reported` of `owing` subjects gave the figures.

    `value` holds `estimated` estimates of what is owed and not in; `reported_value` is the number without them.
    """

    indicator: str
    area: str
    industry: str | None
    period: str
    value: float | None
    unit: str | None
    reported: int | None
    owing: int | None
    coverage: float | None
    coverage_weight: float | None
    reported_value: float | None
    like_for_like: float | None
    estimated: int | None
    spread_down: float | None
    spread_up: float | None
    slope: float | None
    provisional: bool | None
    revised: bool | None


class MovesAsked(Schema):
    """Which moves."""

    run: Number | None = Field(None, description="不写为最新的 · the newest finished one where none is named")
    target: ShortText | None = None
    area: ShortText | None = None
    kind: MoveKind | None = None


class MoveOut(Schema):
    """A target in an area whose verdict is another one than a month before, and why; `period_end`: its step now."""

    target: str
    area: str
    kind: MoveKind
    cause: MoveCause
    before: str
    now: str
    period_end: str


class MovesOfRun(Whole[MoveOut]):
    """All moves, the run that they are of, the two months (`before` is null where there is none to compare with), and
    what counts as a move."""

    run: int
    as_of: str
    before: str | None
    rule_zh: str
    rule_en: str


class TermOut(Schema):
    """One term of an indicator's formula, by its text, in its own unit, at the month at which it was taken."""

    number: int
    term: str
    at: str
    value: float | None
    unit: str | None
    reported: int | None
    owing: int | None
    coverage_weight: float | None
    reported_value: float | None
    estimated: int | None
    provisional: bool | None
    revised: bool | None


class FigureUnderOut(Schema):
    """A figure under a term, in its measure's unit."""

    entity: str
    name: str | None
    measure: str | None
    period: str | None
    value: Amount | None
    state: str | None
    reporter: str | None
    reported_at: datetime | None


class OwedOut(Schema):
    """Somebody who owes a figure under a term and gave none; `amount` of the number under the term is estimated for it,
    `share` is its part of the last known amounts, `basis` what the estimate rests on."""

    entity: str
    name: str | None
    month: str
    amount: float | None
    deviation: float | None
    share: float | None
    basis: str | None
    respondents: int | None
    last_period: str | None


class RecordUnderOut(Schema):
    """A record that a term counts."""

    number: str
    name: str | None
    entity: str | None
    state: str | None
    since: str | None


class EvidenceOut(Schema):
    """What stands under a term as far as the person may see it; `hidden` lies beyond their reach, `total` is all."""

    run: int
    at: str
    figures: list[FigureUnderOut]
    figures_total: int
    missing: list[OwedOut]
    missing_total: int
    records: list[RecordUnderOut]
    records_total: int
    hidden: int


class OfRun(Page[ProgressOut]):
    """A page of progress, and the run that it is of."""

    run: int


class ResultsOfRun(Page[ResultOut]):
    """A page of indicators, and the run that they are of."""

    run: int


class TermsOfRun(Schema):
    """The terms under one number, and the run that they are of."""

    run: int
    formula: str
    items: list[TermOut]


def _results(run: int | None) -> results.Results:
    """The results of a finished run; 404 for one that is not finished, or before the first."""
    if run is None:
        found = results.current()
        if found is None:
            raise ApiError(404, NO_RESULTS.at())
        return found
    finished = Run.objects.filter(pk=run, state=Run.State.DONE).first()
    if finished is None:
        raise Http404
    return results.of(finished)


def _start(asked: OfRunAsked) -> tuple[int | None, int]:
    """A cursor is `run-position`: results of a run never change, so that pages fit together while others calculate."""
    if asked.after is None:
        return asked.run, 0
    pinned, dash, position = asked.after.partition("-")
    if not dash or (asked.run is not None and str(asked.run) != pinned):
        raise bad_cursor(asked.after)
    return number_of(pinned), number_of(position)


def _cut(run: int, table: pa.Table, start: int, limit: int) -> dict[str, Any]:
    """A page of a table."""
    end = start + limit
    rows = [_row(row) for row in table.slice(start, limit).to_pylist()] if start < table.num_rows else []
    return {"run": run, "items": rows, "next": f"{run}-{end}" if end < table.num_rows else None}


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is no number is no data."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in row.items()
    }


def _where(table: pa.Table, **wanted: Any) -> pa.Table:
    """The rows with these values; None leaves a column out of account."""
    for column, value in wanted.items():
        if value is not None:
            table = table.filter(pc.field(column) == value)
    return table


@endpoint(
    router,
    "GET",
    "/progress",
    operation=PROGRESS_READ,
    scope=READ_PROGRESS,
    zh="目标进展",
    en="progress of targets",
    about_zh="每个目标对照其指标：实际值、应达值、状态、预测。current 为当月所对的一步，main 为主轨道。",
    answer=OfRun,
)
def list_progress(request: HttpRequest, asked: Query[ProgressAsked]) -> Any:
    """Every target held against its indicator: value, what is expected, status, forecast. `current`: the step that the
    month works towards; `main`: the target's main track."""
    run, start = _start(asked)
    found = _results(run)
    month = period_of(asked.as_of, "as_of") or found.finished.as_of
    wanted = {name: getattr(asked, name) for name in ("target", "area", "verdict", "status", "current", "main")}
    table = _where(found.finished.progress, as_of=str(month), **wanted)
    return _cut(found.run.pk, table, start, asked.limit)


@endpoint(
    router,
    "GET",
    "/progress-moves",
    operation=PROGRESS_READ,
    scope=READ_PROGRESS,
    zh="与上月相比",
    en="what moved since last month",
    about_zh="每个目标在每个地区的判断与上月相比的变化和原因，与各页面、报告、通报同一口径；口径写在 rule_zh。",
    answer=MovesOfRun,
)
def list_progress_moves(request: HttpRequest, asked: Query[MovesAsked]) -> Any:
    """How the verdict on each target in each area moved since the month before: what pages, report and bulletin
    show, by the definition in `rule_en`."""
    found = _results(asked.run)
    view, wanted = found.view, {"target": asked.target, "area": asked.area, "kind": asked.kind}
    items = [_move(move) for group in view.areas for move in view.moves_in(group.area.code)]
    return {
        "run": found.run.pk,
        "as_of": str(found.finished.as_of),
        "before": str(Period.of_index(found.finished.as_of.last - 1)) if view.before else None,
        "rule_zh": MOVES_RULE.zh,
        "rule_en": MOVES_RULE.en,
        "items": [item for item in items if all(value in (None, item[name]) for name, value in wanted.items())],
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "target": move.now.target.id,
        "area": move.now.area.code,
        "kind": move.kind,
        "cause": move.cause,
        "before": move.before.shown,
        "now": move.now.shown,
        "period_end": move.now.period_end,
    }


@endpoint(
    router,
    "GET",
    "/indicator-results",
    operation=PROGRESS_READ,
    scope=READ_PROGRESS,
    zh="指标值",
    en="values of indicators",
    about_zh="按地区、行业、月份的指标值及覆盖率。",
    answer=ResultsOfRun,
)
def list_indicator_results(request: HttpRequest, asked: Query[ResultsAsked]) -> Any:
    """Indicators by area, industry and month, with their coverage."""
    run, start = _start(asked)
    found = _results(run)
    month = period_of(asked.period, "period")
    wanted = {name: getattr(asked, name) for name in ("indicator", "area", "industry")}
    table = _where(found.finished.results, period=str(month) if month else None, **wanted)
    return _cut(found.run.pk, table, start, asked.limit)


@endpoint(
    router,
    "GET",
    "/indicator-terms/{indicator}/{area}/{period}",
    operation=PROGRESS_READ,
    scope=READ_PROGRESS,
    zh="指标值由什么算出",
    en="what a value was made from",
    about_zh="公式各项的值；每一项下的数值用 /figures 读取。",
    answer=TermsOfRun,
)
def read_indicator_terms(
    request: HttpRequest, indicator: str, area: str, period: str, run: Number | None = None
) -> Any:
    """The terms of the formula with their values; the figures under a term come from `/figures`."""
    month = period_of(period, "period")
    found = _results(run)
    known = found.finished.programme.indicator_by_id.get(indicator)
    if known is None or month is None:
        raise Http404
    terms = terms_of(found.finished, indicator, area, month)
    if not terms:
        raise Http404
    rows = [{**_row(row), "at": str(type(month).of_index(row["at"]))} for row in terms]
    return {"run": found.run.pk, "formula": known.formula, "items": rows}


@endpoint(
    router,
    "GET",
    "/indicator-terms/{indicator}/{area}/{period}/{number}",
    operation=PROGRESS_READ,
    scope=READ_PROGRESS,
    zh="一项下的数值和记录",
    en="figures and records under a term",
    about_zh="公式一项下的数值（到填报人和时间）、缺报的主体和台账记录，只列可见的；其余只计数。",
    answer=EvidenceOut,
)
def read_evidence(request: HttpRequest, where: Path[TermAsked], run: Number | None = None) -> Any:
    """The figures under a term down to who reported them when, who gave none, and the records it counts: those within
    reach; of the rest the number."""
    month = period_of(where.period, "period")
    found = _results(run)
    terms = terms_of(found.finished, where.indicator, where.area, month) if month is not None else []
    term = next((row for row in terms if row["number"] == where.number), None)
    if month is None or term is None:
        raise Http404
    under = evidence_of(found, term, month)
    measure, ledger = measure_and_ledger(found.view.programme, term["term"])
    reader = Reader(person(request), found.view.programme)
    figures, missing = (reader.figures(listed.rows, measure) for listed in (under.figures, under.missing))
    records = reader.records(under.records.rows, ledger)
    kept = sum(len(listed.rows) for listed in (under.figures, under.missing, under.records))
    return {
        "run": found.run.pk,
        "at": under.at,
        "figures": [_figure_under(row) for row in figures],
        "figures_total": under.figures.total,
        "missing": missing,
        "missing_total": under.missing.total,
        "records": [{**row, "number": row["id"], "since": row.get("entered")} for row in records],
        "records_total": under.records.total,
        "hidden": kept - len(figures) - len(missing) - len(records),
    }


def _figure_under(row: Mapping[str, Any]) -> dict[str, Any]:
    """As figures are shown elsewhere; the engine's times are on the Chinese clock."""
    value = row["value"] if row["value"] is not None else row["amount"]
    at = row["reported_at"]
    return {
        **row,
        "period": row["period"] or row["month"],
        "value": None if value is None else Decimal(str(value)),
        "reported_at": f"{at.replace(' ', 'T')}+08:00" if at else None,
    }
