"""The first programme end to end: on its demonstration data, and on the few really published figures alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from docx import Document

from helpers_repository import PROGRAMMES
from sigai.base.issues import Severity
from sigai.base.periods import Period
from sigai.demonstration import Made, make
from sigai.pipeline import Calculation, Changed, Outcome, calculate, explain, open_run, recalculate, run_programme
from sigai.programme.loading import programme_or_error
from sigai.programme.programme import Programme
from sigai.tables import AMOUNT, CLOSED_MONTHS, Data

FOLDER = PROGRAMMES / "zhongwei-2021-2023"
AS_OF = Period.parse("2022-09")


@dataclass(frozen=True)
class Ran:
    """A programme, the data made for it and the run on them."""

    programme: Programme
    made: Made
    outcome: Outcome


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    place = tmp_path_factory.mktemp("zhongwei")
    programme = programme_or_error(FOLDER)
    made = make(programme, place / "data", enterprises=200, months=21, seed=1)
    yield Ran(programme, made, run_programme(FOLDER, place / "data", as_of=AS_OF, out=place / "run"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    out = tmp_path_factory.mktemp("published") / "run"
    return run_programme(FOLDER, FOLDER / "published", as_of=Period.parse("2022-06"), out=out)


def current(progress: pa.Table, as_of: str) -> list[dict[str, object]]:
    keep = (pc.field("as_of") == as_of) & pc.field("current") & pc.field("main") & (pc.field("area") == "640500")
    rows: list[dict[str, object]] = progress.filter(keep).to_pylist()
    return rows


def test_every_target_has_an_indicator_that_computes(ran: Ran) -> None:
    results = ran.outcome.finished.results
    city = results.filter((pc.field("area") == "640500") & pc.field("value").is_valid())
    computed = set(city["indicator"].to_pylist())
    asked = {track.indicator for target in ran.programme.targets for track in target.tracks}
    assert asked - computed == set()


def test_every_target_stands_once_and_the_statuses_are_mixed(ran: Ran) -> None:
    rows = current(ran.outcome.finished.progress, "2022-09")
    assert sorted(str(row["target"]) for row in rows) == sorted(ran.programme.target_by_id)
    statuses = Counter(str(row["status"]) for row in rows)
    assert statuses["no_data"] == 0
    assert min(statuses[status] for status in ("achieved", "on_track", "at_risk", "behind")) >= 5


def test_every_planted_mistake_is_found_where_it_is(ran: Ran) -> None:
    found = {(issue.place.file, issue.place.row) for issue in ran.outcome.issues}
    silent = {"full_width"}  # full-width digits are understood, not refused
    planted = {(fault.file, fault.row) for fault in ran.made.faults if fault.kind not in silent}
    assert planted <= found


def test_little_else_is_found(ran: Ran) -> None:
    """What else is refused is the sound side of a broken relation: both sides of it are in doubt."""
    errors = [issue for issue in ran.outcome.issues if issue.severity is Severity.ERROR]
    assert len(errors) <= 2 * len(ran.made.faults)


def test_demonstration_data_are_marked_everywhere(ran: Ran) -> None:
    folder = ran.outcome.folder
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["data"]["demonstration"] is True
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.count("演示数据") > 5
    bulletin = Document(str(folder / "bulletin.docx"))
    for section in bulletin.sections:
        heads = [section.header, section.even_page_header] if bulletin.settings.odd_and_even_pages_header_footer else []
        for head in heads or [section.header]:
            assert "演示数据" in "".join(paragraph.text for paragraph in head.paragraphs)


def test_the_bulletin_counts_what_the_tables_count(ran: Ran) -> None:
    verdicts = Counter(str(row["verdict"]) for row in current(ran.outcome.finished.progress, "2022-09"))
    text = "\n".join(paragraph.text for paragraph in Document(str(ran.outcome.bulletin)).paragraphs)
    assert f"已完成 {verdicts['achieved']} 项".replace(" ", "") in text.replace(" ", "")
    assert f"预计完不成 {verdicts['unlikely']} 项".replace(" ", "") in text.replace(" ", "")


@pytest.mark.parametrize("target", ["G_energy_int", "I_cloud", "S_mfg_share", "T_rd_share", "I_cnc_rate", "I_5g"])
def test_an_explanation_reaches_rows_and_places(ran: Ran, target: str) -> None:
    explanation = explain(ran.outcome.folder, target, rows=3)
    under = [row for term in explanation.terms for row in (*term.figures, *term.records)]
    assert under
    assert all(row.file and row.row for row in under if row.file)
    assert any(row.file for row in under)
    assert len(explanation.stated) == len(ran.programme.target_by_id[target].statements)


def test_a_run_read_back_is_the_run_that_was_written(ran: Ran) -> None:
    again = open_run(ran.outcome.folder)
    assert again.programme.targets == ran.programme.targets
    assert again.finished.progress.equals(ran.outcome.finished.progress)
    assert again.data.digest == ran.outcome.finished.data_digest


def test_the_same_data_give_the_same_run(ran: Ran, tmp_path: Path) -> None:
    again = run_programme(FOLDER, ran.made.folder, as_of=AS_OF, out=tmp_path / "run")
    assert again.finished.results.equals(ran.outcome.finished.results)
    assert again.finished.progress.equals(ran.outcome.finished.progress)


def test_published_figures_alone_give_no_invented_verdict(published: Outcome) -> None:
    assert published.issues == ()
    statuses = {str(row["status"]) for row in current(published.finished.progress, "2022-06")}
    assert statuses == {"no_data", "not_due"}
    assert published.finished.progress["actual"].null_count == published.finished.progress.num_rows


def test_published_figures_stand_as_they_were_published(published: Outcome) -> None:
    results = published.finished.results
    half = results.filter((pc.field("area") == "640500") & (pc.field("month") == Period.parse("2022-06").last))
    values = {row["indicator"]: row["value"] for row in half.to_pylist() if row["value"] is not None}
    assert len(values) == 8
    assert 257.13 in values.values()
    assert "演示数据" not in published.report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("measures", "ledgers"), [({"output"}, set()), ({"electricity", "coke"}, set()), (set(), {"projects", "titles"})]
)
def test_what_a_change_touches_gives_the_same_tables_as_everything(
    ran: Ran, calculated: Calculation, measures: set[str], ledgers: set[str]
) -> None:
    """Figures halved, records gone: only what mentions them is computed anew, and nothing is forgotten."""
    data = open_run(ran.outcome.folder).data
    rows = pc.is_in(data.values["measure"], pa.array(sorted(measures), pa.string()))
    value = pc.if_else(rows, pc.divide(data.values["value"], pa.scalar(2)).cast(AMOUNT), data.values["value"])
    records = data.records.filter(pc.invert(pc.is_in(data.records["ledger"], pa.array(sorted(ledgers), pa.string()))))
    states = data.record_states
    states = states.filter(pc.invert(pc.is_in(states["ledger"], pa.array(sorted(ledgers), pa.string()))))
    place = data.values.schema.get_field_index("value")
    values = data.values.set_column(place, "value", value)
    changed = replace(data, values=values, records=records, record_states=states)
    told = Changed(frozenset(measures), frozenset(ledgers))
    again = recalculate(ran.programme, changed, calculated, told)
    everything = calculate(ran.programme, changed, as_of=AS_OF)
    assert again.tables.keys() == everything.tables.keys() >= {"indicators", "terms", "progress", "estimates"}
    for name, table in everything.tables.items():
        assert again.tables[name].equals(table), name
    assert not again.tables["indicators"].equals(calculated.tables["indicators"])


@pytest.mark.parametrize("closed_until", [None, "2022-06"])
def test_a_figure_of_an_open_month_alters_nothing_before_the_first_open_month(
    ran: Ran, calculated: Calculation, closed_until: str | None
) -> None:
    """Figures of the newest month doubled, taken out and put in: only the open months are computed anew, and every
    table, estimates and their intervals among them, is what a calculation of everything gives."""
    data, earlier = open_run(ran.outcome.folder).data, calculated
    if closed_until is not None:
        data = _closed(data, calculated, Period.parse(closed_until).last)
        earlier = calculate(ran.programme, data, as_of=AS_OF)
    measures = frozenset({"output", "electricity", "investment"} & set(ran.programme.measure_by_id))
    values = data.values
    newest = pc.and_(
        pc.equal(values["month"], pa.scalar(AS_OF.last, pa.int32())), pc.is_in(values["measure"], pa.array(measures))
    )
    row = pa.array(range(values.num_rows))
    twice = pc.if_else(newest, pc.multiply(values["value"], pa.scalar(2)).cast(AMOUNT), values["value"])
    changed = replace(
        data,
        values=values.set_column(values.schema.get_field_index("value"), "value", twice).filter(
            pc.invert(pc.and_(newest, pc.equal(pc.bit_wise_and(row, 3), 0)))
        ),
    )
    again = recalculate(ran.programme, changed, earlier, Changed(measures, since=AS_OF.last))
    everything = calculate(ran.programme, changed, as_of=AS_OF)
    for name, table in everything.tables.items():
        assert again.tables[name].equals(table), name
    assert not again.tables["indicators"].equals(earlier.tables["indicators"])
    assert everything.tables["estimates"].num_rows > earlier.tables["estimates"].num_rows


def _closed(data: Data, calculated: Calculation, until: int) -> Data:
    """The data with the months up to one closed, which keep what was estimated for them."""
    month = pa.scalar(until, pa.int32())
    estimates = calculated.tables["estimates"]
    kept = estimates.filter(pc.less_equal(estimates["month"], month))
    assert kept.num_rows
    closed = pa.Table.from_pylist([{"month": each} for each in range(until - 3, until + 1)], schema=CLOSED_MONTHS)
    return replace(data, closed=closed, kept=kept)


@pytest.fixture(scope="module")
def calculated(ran: Ran) -> Calculation:
    return calculate(ran.programme, open_run(ran.outcome.folder).data, as_of=AS_OF)
