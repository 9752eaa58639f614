"""The chain behind one figure of a run: progress, formula, the figures and records under it, the places of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import UserError
from sigai.base.periods import Period, month_name
from sigai.base.units import Unit
from sigai.indicators import TermEvidence, evidence
from sigai.pipeline.asking import asked_area, asked_target, not_held
from sigai.pipeline.folder import RunFolder, open_run
from sigai.pipeline.lateness import late_keys
from sigai.pipeline.stating import plan_sentences
from sigai.pipeline.words import formula_words, state_words, term_words
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target
from sigai.reports.explanation import Explanation, FigureUnder, MissingUnder, RecordUnder, StatedPlace, Term
from sigai.reports.finished import FinishedRun
from sigai.reports.standings import Standing, Standings
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
    month = period or Period.parse(str(run.header["as_of"]))
    sentences = plan_sentences(run.programme, document) if document else {}
    standing = _standing(run, found, place, month)
    at = Period.parse(standing.actual_period or str(month))
    return Explanation(
        programme=run.programme,
        standing=standing,
        formula=run.programme.indicator_by_id[standing.track.indicator].formula,
        formula_words=formula_words(run.programme).get(standing.track.indicator, {}),
        terms=_terms(run, standing, at, rows),
        open_terms=_terms(run, standing, month, rows) if standing.held and at != month else (),
        stated=tuple(StatedPlace(one, sentences.get(one.id, "")) for one in _places(found)),
        demonstration=run.data.demonstration,
    )


def _terms(run: RunFolder, standing: Standing, at: Period, rows: int) -> tuple[Term, ...]:
    """The terms of a standing's indicator at a month, with what stands under each."""
    indicator, area = standing.track.indicator, standing.area.code
    estimates = Estimates(run.estimates, no_estimates().draws, run.weights)
    under = evidence(run.programme, run.data, indicator, area, at, limit=rows, estimates=estimates)
    effects = effects_on(run.effects, indicator, area, at)
    words, late = term_words(run.programme), late_keys(run.data)
    return tuple(_term(run.programme, term, words(term.text), effects, late) for term in under.terms)


def _standing(run: RunFolder, target: Target, area: str, month: Period) -> Standing:
    header = {**run.header, "as_of": str(month)}
    finished = FinishedRun(run.programme, run.results, run.progress, header)
    for standing in Standings(finished).at(str(month)):
        if standing.target.id == target.id and standing.area.code == area and standing.main and standing.current:
            return standing
    raise UserError([not_held(run.programme, target, area, month)])


def _places(target: Target) -> tuple[Statement, ...]:
    """The statements that the main track rests on come first."""
    asked = [name for step in target.main_track.steps for name in step.statements]
    return tuple(sorted(target.statements, key=lambda statement: (statement.id not in asked, statement.id)))


def _term(
    programme: Programme,
    term: TermEvidence,
    words: Mapping[str, str],
    effects: Mapping[str, float],
    late: frozenset[tuple[str, str, str]],
) -> Term:
    states = state_words(programme, term.text)
    return Term(
        text=term.text,
        value=term.value,
        unit=term.unit,
        at=str(term.at),
        words=words,
        reported=term.reported,
        owing=term.owing,
        figures=tuple(_figure(programme, row, late) for row in term.figures.rows.to_pylist()),
        figures_total=term.figures.count,
        records=tuple(_record(row, states) for row in term.records.rows.to_pylist()),
        records_total=term.records.count,
        missing=tuple(_missing(row, term.unit, effects) for row in term.missing.rows.to_pylist()),
        missing_total=term.missing.count,
    )


def effects_on(effects: pa.Table, indicator: str, area: str, month: Period) -> dict[str, float]:
    """By how much a number would move, were the missing figures of one entity one standard deviation larger."""
    wanted = (pc.field("indicator") == indicator) & (pc.field("area") == area) & (pc.field("month") == month.last)
    return {row["entity"]: row["effect"] for row in effects.filter(wanted).to_pylist()}


def _missing(row: Mapping[str, Any], unit: str, effects: Mapping[str, float]) -> MissingUnder:
    return MissingUnder(
        name=row["name"] or row["entity"],
        period=month_name(row["month"]),
        amount=row["amount"],
        unit=unit,
        share=row["share"],
        basis=row["basis"],
        respondents=row["respondents"],
        last_period=row["last_period"],
        effect=effects.get(row["entity"]),
    )


def _figure(programme: Programme, row: Mapping[str, Any], late: frozenset[tuple[str, str, str]]) -> FigureUnder:
    """A figure in the measure's unit, with what was written where it was read."""
    measure = programme.measure_by_id.get(row["measure"] or "")
    return FigureUnder(
        entity=row["entity"],
        name=row["name"] or row["entity"],
        measure=row["measure"] or "",
        period=row["period"] or month_name(row["month"]),
        value=row["value"] if row["value"] is not None else row["amount"],
        unit=Unit.parse(measure.unit).symbol if measure else "",
        reporter=row["reporter"] or "",
        reported_at=row["reported_at"].strftime("%Y-%m-%d") if row["reported_at"] else "",
        state=row["state"] or "",
        late=(row["entity"], row["measure"], row["period"]) in late,
        file=row["file"] or "",
        row=row["row"],
    )


def _record(row: Mapping[str, Any], states: Mapping[str, Mapping[str, str]]) -> RecordUnder:
    return RecordUnder(
        id=row["id"],
        name=row["name"] or "",
        entity=row["entity"] or "",
        state=row["state"] or "",
        state_words=states.get(row["state"], {}),
        since=month_name(row["entered"]) if row["entered"] is not None else "",
        reporter=row["reporter"] or "",
        file=row["file"] or "",
        row=row["row"],
    )
