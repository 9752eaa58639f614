from dataclasses import replace

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_reports import COUNTIES, ROOT, finished_run, programme, progress_row, progress_table, with_tables
from sigai.base.periods import Period, month_name
from sigai.reports.one_sentence import headline
from sigai.reports.view import View, count
from sigai.tables.contracts import INDICATOR_RESULTS, VERDICTS

RUN = finished_run(12)
PROGRAMME = programme(4)


def view_of(*rows, as_of="2022-09"):
    run = finished_run(1)
    header = {**run.header, "as_of": as_of}
    return View(with_tables(replace(run, programme=PROGRAMME, header=header), progress=progress_table(list(rows))))


def row(rank=0, **changes):
    given_row = {"target": f"G_{rank:03d}", "track": f"t{rank}-main", "indicator": f"i{rank}", **changes}
    return progress_row(**given_row)


def test_no_target_is_ever_left_out():
    view = view_of(row(0))
    assert [standing.target.id for standing in view.all.standings] == [target.id for target in PROGRAMME.targets]
    assert [standing.status for standing in view.all.standings] == ["on_track", "no_data", "no_data", "no_data"]
    assert view.all.standings[1].goal == 51.0, "the step that the month works towards"


def test_the_current_step_of_the_main_track_stands_for_the_target():
    view = view_of(
        row(0, period_end="2021", current=False, status="missed"),
        row(0, period_end="2022", current=True, status="at_risk"),
        row(0, period_end="2023", current=False, status="not_due"),
        row(0, track="t0-year", main=False, status="behind"),
    )
    assert view.all.standings[0].status == "at_risk"
    assert view.final_steps["G_000"].period_end == "2023"


@settings(max_examples=40)
@given(st.lists(st.sampled_from(VERDICTS), min_size=4, max_size=4))
def test_counts_add_up_over_pillars(verdicts):
    view = view_of(*(row(rank, verdict=verdict) for rank, verdict in enumerate(verdicts)))
    assert sum(view.all.counts.values()) == 4
    for verdict in VERDICTS:
        assert view.all.counts[verdict] == sum(group.counts[verdict] for group in view.pillars)
    assert set(count(())) == set(VERDICTS)


@settings(max_examples=20)
@given(st.permutations(range(RUN.progress.num_rows // 40)))
def test_the_order_of_rows_does_not_matter(order):
    part = RUN.progress.slice(RUN.progress.num_rows - len(order))
    given_view, shuffled = (View(with_tables(RUN, progress=table)) for table in (part, part.take(pa.array(order))))
    assert given_view.all.standings == shuffled.all.standings
    assert given_view.misses == shuffled.misses


def test_what_will_be_missed_names_what_is_due_first_and_falls_short_most():
    short = {"verdict": "unlikely", "baseline": 0.0, "goal": 50.0}
    view = view_of(
        row(0, status="missed", actual=40.0),
        row(1, **short, forecast_mean=45.0),
        row(2, **short, forecast_mean=20.0),
        row(3, **short, period_end="2021", forecast_mean=49.0),
    )
    assert [(miss.standing.target.id, miss.outlook) for miss in view.misses] == [
        ("G_003", "unlikely"),
        ("G_002", "unlikely"),
        ("G_001", "unlikely"),
        ("G_000", "missed"),
    ]
    assert [miss.doubted.shortfall for miss in view.misses] == [1.0, 30.0, 5.0, 10.0]


def test_what_is_in_doubt_is_not_named_and_an_unlikely_last_step_is():
    view = view_of(
        row(0, verdict="doubtful", probability=0.2),
        row(1, status="achieved", probability=1.0),
        row(1, period_end="2023", current=False, verdict="unlikely", probability=0.2),
    )
    (miss,) = view.misses
    assert (miss.standing.target.id, miss.outlook) == ("G_001", "later")
    assert miss.doubted.period_end == "2023"
    assert miss.probability == 0.2


def test_as_many_are_named_as_are_counted():
    for named in (RUN, finished_run(12)):
        view = View(named)
        for verdict in ("unlikely", "missed"):
            assert sum(miss.outlook == verdict for miss in view.misses) == view.all.counts[verdict]


def test_an_achieved_last_step_is_never_doubted():
    view = view_of(
        row(0, status="on_track", probability=0.9), row(0, period_end="2023", current=False, status="achieved")
    )
    assert view.misses == ()


def test_a_county_answers_for_its_own_figures():
    view = view_of(row(0, status="on_track"), row(0, area=COUNTIES[0], status="behind"))
    owed = {duties.unit.id: duties for duties in view.units}
    (duty,) = [duty for duty in owed["U10"].duties if duty.standing.target.id == "G_000"]
    assert (duty.standing.area.code, duty.standing.status) == (COUNTIES[0], "behind")
    (elsewhere,) = [duty for duty in owed["U11"].duties if duty.standing.target.id == "G_000"]
    assert elsewhere.standing.area.code == ROOT


def test_collectives_are_their_members_and_the_weightiest_role_counts():
    units = {duties.unit.id: duties for duties in View(RUN).units}
    assert "U20" not in units
    assert {duty.role for duty in units["U10"].duties} == {"lead", "responsible"}
    roles = {duty.standing.target.id: duty.role for duty in units["U02"].duties}
    assert roles["G_001"] == "lead", "it leads the target that it also supports"
    assert roles["G_000"] == "supporting"


def test_a_unit_answers_for_what_it_leads_and_what_is_asked_of_its_area():
    units = {duties.unit.id: duties for duties in View(RUN).units}
    assert {standing.target.lead for standing in units["U02"].answered.standings} == {"U02"}
    county = units["U10"]
    assert all(
        standing.target.lead == "U20" or standing.area.code == COUNTIES[0] for standing in county.answered.standings
    )
    assert county.shared("responsible").total > 0
    parts = county.answered.total + county.shared("responsible").total + county.shared("supporting").total
    assert parts == len(county.duties)


def test_areas_hold_only_what_is_held_against_them():
    groups = {group.area.code: group for group in View(RUN).areas}
    assert groups[ROOT].total == 12
    assert groups[COUNTIES[0]].total == 6
    assert sum(group.total for group in groups[COUNTIES[0]].by_pillar.values()) == 6


def test_coverage_comes_with_its_counts():
    standing = View(RUN).all.standings[3]
    assert (standing.reported, standing.owing) == (177, 200)


def test_a_trajectory_repeats_no_figure_and_forecasts_only_what_lies_ahead():
    rows = [row(0, as_of=f"2022-{month:02d}", actual=40.0, actual_period="2021") for month in range(1, 10)]
    rows[-1] = {**rows[-1], "forecast_mean": 50.0, "forecast_low": 48.0, "forecast_high": 52.0}
    target = PROGRAMME.targets[0]
    way = view_of(*rows).trajectory(target, target.main_track)
    assert [value for _, value in way.actual] == [30.0, 40.0], "the baseline and the one yearly figure"
    assert [forecast[1] for forecast in way.forecasts] == [50.0]
    assert [value for _, value in way.goals] == [40.0, 50.0, 60.0]


def test_assumptions_travel_with_the_row_they_concern():
    view = view_of(row(0), row(0, period_end="2023", current=False), row(0, area=COUNTIES[0]))
    here = {(standing.area.code, standing.period_end): standing.assumed for standing in view.standings.now}
    assert here[(ROOT, "2022")] == ("方案只给出末年数，按等差推定",)
    assert here[(ROOT, "2023")] == ()
    assert len(here[(COUNTIES[0], "2022")]) == 2


def test_rows_of_targets_that_the_programme_does_not_know_are_not_shown():
    assert view_of(row(99)).all.counts["unclear"] == 4


def test_background_figures_are_of_indicators_that_no_target_asks_for():
    asked = {track.indicator for target in PROGRAMME.targets for track in target.tracks}
    shown = {row.indicator.id for row in View(RUN).background}
    assert shown.isdisjoint(asked)


def test_a_figure_that_rests_on_a_corrected_one_says_so():
    view = view_of(row(0, actual=1.0, actual_period="2022-08"), row(1, actual=1.0, actual_period="2022-08"))
    last = view.run.results.slice(0, 1).to_pylist()[0]
    corrected = {**last, "indicator": "i0", "area": ROOT, "industry": None, "month": 2022 * 12 + 7, "revised": True}
    results = pa.Table.from_pylist([corrected], schema=view.run.results.schema)
    marked = View(with_tables(view.run, indicators=results))
    assert [standing.revised for standing in marked.all.standings[:2]] == [True, False]


def test_the_headline_counts_every_verdict_there_is():
    view = view_of(
        row(0, status="achieved", coverage=1.0), row(1, status="behind", coverage=0.5), row(2, status="not_due")
    )
    assert "4 项目标中已完成或预计完成 1 项，预计完不成 1 项，看不出 2 项；" in headline(view, "zh")
    assert "of 4 targets 1 achieved or likely to be met, 1 unlikely to be met, 2 unclear" in headline(view, "en")
    assert "有悬念" not in headline(view, "zh")
    assert view.coverage is not None


def test_a_held_row_keeps_the_counts_and_the_expected_number_of_its_own_month():
    held = row(0, as_of="2022-09", settled="2022-08", actual=48.0, actual_period="2022-08", expected=47.0, coverage=0.9)
    beside = {"reported": 41.0, "coverage_weight": 0.95, "open_status": "at_risk", "open_actual": 46.5}
    earlier = row(0, as_of="2022-07", settled="2022-07", actual=47.0, actual_period="2022-07", expected=46.0)
    counts = [
        {"indicator": "i0", "area": ROOT, "month": Period.parse(name).last, "reported": reported, "owing": 200}
        for name, reported in (("2022-08", 180), ("2022-09", 90))
    ]
    results = pa.Table.from_pylist(
        [{**dict.fromkeys(INDICATOR_RESULTS.names), "revised": False, **one} for one in counts],
        schema=INDICATOR_RESULTS,
    )
    run = with_tables(
        replace(finished_run(1), programme=PROGRAMME), progress=progress_table([earlier, {**held, **beside}])
    )
    view = View(with_tables(run, indicators=results))
    standing = view.all.standings[0]
    assert (standing.settled, standing.reported, standing.owing) == ("2022-08", 180, 200)
    assert (standing.reported_value, standing.open_status, standing.open_actual) == (41.0, "at_risk", 46.5)
    trajectory = view.trajectory(standing.target, standing.track)
    assert [(month_name(month), number) for month, number in trajectory.expected] == [("2022-07", 46), ("2022-08", 47)]


def test_a_row_of_a_run_that_is_older_than_settled_verdicts_stands_for_its_own_month():
    view = view_of(row(0, as_of="2022-09", expected=47.0))
    standing = view.all.standings[0]
    assert (standing.settled, standing.open_status, standing.reported_value) == (None, None, None)
    trajectory = view.trajectory(standing.target, standing.track)
    assert [month_name(month) for month, _ in trajectory.expected] == ["2022-09"]
