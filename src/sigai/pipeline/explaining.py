"""The chain behind one figure of a run's folder: progress, formula, the figures and records under it, the places of the
plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sigai.base.issues import UserError
from sigai.base.periods import Period
from sigai.base.units import MeasureUnit
from sigai.explanations import (
    Row,
    effects_on,
    numbers_taken,
    state_words,
    target_status_of,
    term_words,
    terms_of,
    under_term,
)
from sigai.indicators import compute
from sigai.pipeline.lookup import asked_area, asked_target, not_held
from sigai.pipeline.opening import RunFolder, open_run
from sigai.pipeline.plan_quotes import plan_sentences
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target
from sigai.reports.explanation import Explanation, FigureUnder, MissingUnder, RecordUnder, StatedPlace, Term
from sigai.reports.standings import Standings
from sigai.tables.data import Estimates, no_estimates


def explain(
    folder: Path,
    target: str,
    *,
    area: str | None = None,
    period: Period | None = None,
    document: Path | None = None,
    rows: int = 5,
) -> Explanation:
    """Everything under one figure of a run.

    target: id or name. area: code or name, default the programme's own. period: default the run's month. document: the
    plan's text, to show its sentences. rows: how many figures and records to list of each term, largest first.
    UserError where one of them does not fit the run.
    """
    run = open_run(folder)
    found = asked_target(run.programme, target)
    place = asked_area(run.programme, area)
    month = period or run.finished.as_of
    sentences = plan_sentences(run.programme, document) if document else {}
    standing = target_status_of(Standings(run.finished), found.id, place, str(month))
    if standing is None:
        raise UserError([not_held(run.programme, found, place, month)])
    indicator = standing.track.indicator
    at = Period.parse(standing.actual_period or str(month)).end
    return Explanation(
        programme=run.programme,
        standing=standing,
        formula=run.programme.indicator_by_id[indicator].formula,
        formula_words=run.finished.formula_words.get(indicator, {}),
        terms=_terms(run, indicator, place, at, rows),
        open_terms=_terms(run, indicator, place, month, rows) if standing.held and at != month else (),
        stated=tuple(StatedPlace(one, sentences.get(one.id, "")) for one in _places(found)),
        demonstration=run.finished.demonstration,
    )


def _places(target: Target) -> tuple[Statement, ...]:
    """The statements that the main track rests on come first."""
    asked = [name for step in target.main_track.steps for name in step.statements]
    return tuple(sorted(target.statements, key=lambda statement: (statement.id not in asked, statement.id)))


def _terms(run: RunFolder, indicator: str, area: str, at: Period, limit: int) -> tuple[Term, ...]:
    finished, words = run.finished, term_words(run.programme)
    effects = effects_on(finished, indicator, area, at)
    terms = terms_of(finished, indicator, area, at) or _worked_out(run, indicator, area, at)
    found = []
    for row in terms:
        under = under_term(finished, row, at, lambda _: run.data, limit=limit)
        states = state_words(run.programme, row["term"])
        found.append(
            Term(
                text=row["term"],
                value=row["value"],
                unit=row["unit"],
                at=under.at,
                words=words(row["term"]),
                parameters=numbers_taken(run.programme, row["term"], area, Period.parse(under.at)),
                reported=row["reported"],
                owing=row["owing"],
                figures=tuple(_figure(run.programme, each) for each in under.figures.rows),
                figures_total=under.figures.total,
                records=tuple(_record(each, states) for each in under.records.rows),
                records_total=under.records.total,
                missing=tuple(_missing(each, row["unit"], effects) for each in under.missing.rows),
                missing_total=under.missing.total,
            )
        )
    return tuple(found)


def _worked_out(run: RunFolder, indicator: str, area: str, at: Period) -> Sequence[Row]:
    """The terms of a run whose folder holds none: until 2026-12 `sigai run` did not keep them."""
    finished = run.finished
    computed = compute(
        run.programme,
        run.data,
        first=at,
        last=at,
        indicators=[indicator],
        estimates=Estimates(finished.estimates, no_estimates().draws, finished.weights),
    )
    return terms_of(replace(finished, tables={"terms": computed.terms}), indicator, area, at)


def _missing(row: Row, unit: str, effects: Mapping[str, float]) -> MissingUnder:
    return MissingUnder(
        name=row["name"] or row["entity"],
        period=row["month"],
        amount=row["amount"],
        unit=unit,
        share=row["share"],
        basis=row["basis"],
        respondents=row["respondents"],
        last_period=row["last_period"],
        effect=effects.get(row["entity"]),
    )


def _figure(programme: Programme, row: Row) -> FigureUnder:
    """A figure in the measure's unit, with what was written where it was read."""
    measure = programme.measure_by_id.get(row["measure"] or "")
    return FigureUnder(
        entity=row["entity"],
        name=row["name"] or row["entity"],
        measure=row["measure"] or "",
        period=row["period"] or row["month"],
        value=row["value"] if row["value"] is not None else row["amount"],
        unit=MeasureUnit.parse(measure.unit).symbol if measure else "",
        reporter=row["reporter"] or "",
        reported_at=row["reported_at"].strftime("%Y-%m-%d") if row["reported_at"] else "",
        state=row["state"] or "",
        late=row["late"],
        file=row["file"] or "",
        row=row["row"],
    )


def _record(row: Row, states: Mapping[str, Mapping[str, Any]]) -> RecordUnder:
    return RecordUnder(
        id=row["id"],
        name=row["name"] or "",
        entity=row["entity"] or "",
        state=row["state"] or "",
        state_words=states.get(row["state"], {}),
        since=row["entered"] or "",
        reporter=row["reporter"] or "",
        file=row["file"] or "",
        row=row["row"],
    )
