"""What changed since the month before: one comparison of verdicts, in every area, of every pair of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from helpers_reports import COUNTIES, ROOT, finished_run, programme, progress_row, progress_table, with_tables
from sigai.reports.moves import MOVES, MOVES_RULE, moves
from sigai.reports.standings import TargetStatus
from sigai.reports.view import View
from sigai.reports.words import VERDICT
from sigai.tables.contracts import VERDICTS

PROGRAMME = programme(4)
GRADES = {"achieved": 5, "likely": 4, "doubtful": 3, "unlikely": 2, "missed": 1, "unclear": None}


def view_of(*rows, as_of="2022-09"):
    run = finished_run(1)
    header = {**run.header, "as_of": as_of}
    return View(with_tables(replace(run, programme=PROGRAMME, header=header), progress=progress_table(list(rows))))


def row(rank=0, **changes):
    given_row = {"target": f"G_{rank:03d}", "track": f"t{rank}-main", "indicator": f"i{rank}", **changes}
    return progress_row(**given_row)


def months(rank, before, now, **changes):
    return row(rank, as_of="2022-08", verdict=before, **changes), row(rank, verdict=now, **changes)


def kinds(view, area=ROOT):
    return [(move.now.target.id, move.kind) for move in view.moves_in(area)]


def test_what_moved_tells_worse_from_better_and_lost_from_measured():
    view = view_of(
        *months(0, "likely", "unlikely"),
        *months(1, "unlikely", "achieved"),
        *months(2, "likely", "unclear"),
        *months(3, "unclear", "doubtful"),
    )
    assert kinds(view) == [("G_000", "worse"), ("G_002", "unjudged"), ("G_001", "better"), ("G_003", "judged")]
    assert [len(found) for found in view.moved.values()] == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(("before", "now"), list(product(VERDICTS, VERDICTS)))
def test_every_pair_of_verdicts_has_one_meaning(before, now):
    """Compared with grades written down here: the better one, the worse one, or one of them is no verdict."""
    was, is_now = GRADES[before], GRADES[now]
    if was is None or is_now is None:
        wanted = "judged" if was is None and is_now else "unjudged" if was and is_now is None else None
    else:
        wanted = None if was == is_now else "better" if is_now > was else "worse"
    assert kinds(view_of(*months(0, before, now))) == ([("G_000", wanted)] if wanted else [])
    new_step = view_of(
        row(0, as_of="2021-12", period_end="2021", verdict=before),
        row(0, as_of="2022-01", period_end="2022", verdict=now),
        as_of="2022-01",
    )
    assert kinds(new_step) == ([("G_000", "new_step")] if wanted else []), "another goal is neither better nor worse"


@pytest.mark.parametrize(("before", "now"), [(0.9, 0.1), (0.1, 0.9), (None, 0.2), (0.6, None)])
def test_a_chance_that_changed_under_the_same_verdict_is_no_move(before, now):
    assert view_of(row(0, as_of="2022-08", probability=before), row(0, probability=now)).moves == ()


def test_what_is_compared_is_what_is_shown(monkeypatch):
    """Where pages show something else than the fresh status, that is what months differ by, and what pages count."""
    held = property(lambda row: "likely" if row.as_of == "2022-09" else row.verdict)
    monkeypatch.setattr(TargetStatus, "shown", held)
    view = view_of(*months(0, "likely", "unlikely"), *months(1, "unlikely", "unlikely"))
    assert kinds(view) == [("G_001", "better")]
    assert view.all.counts["likely"] == 4


def test_every_area_is_compared_with_itself():
    view = view_of(
        *months(0, "likely", "unlikely"),
        *months(0, "unlikely", "likely", area=COUNTIES[0]),
        *months(1, "doubtful", "doubtful", area=COUNTIES[0]),
        row(0, area=COUNTIES[1], verdict="unlikely"),
    )
    assert kinds(view) == [("G_000", "worse")]
    assert kinds(view, COUNTIES[0]) == [("G_000", "better")]
    assert kinds(view, COUNTIES[1]) == [], "without a month before nothing moved"
    assert kinds(view, COUNTIES[2]) == []


def test_a_row_knows_its_move_and_other_tracks_and_steps_have_none():
    view = view_of(
        *months(0, "likely", "unlikely"),
        *months(0, "likely", "missed", track="t0-year", main=False),
        *months(0, "unclear", "unlikely", period_end="2023", current=False),
    )
    main, other, later = (
        next(row for row in view.standings.now if (row.track.id, row.period_end) == key)
        for key in (("t0-main", "2022"), ("t0-year", "2022"), ("t0-main", "2023"))
    )
    (move,) = view.moves
    assert view.move(main) is move
    assert view.move(other) is None
    assert view.move(later) is None


def test_order_of_rows_and_areas_does_not_matter():
    rows = [*months(0, "likely", "unlikely"), *months(1, "unlikely", "missed"), *months(2, "missed", "unclear")]
    forward, backward = view_of(*rows), view_of(*reversed(rows))
    assert forward.moves == backward.moves
    assert moves(reversed(forward.before.standings), forward.all.standings) == forward.moves


def test_a_target_without_a_row_a_month_before_is_newly_judged():
    assert kinds(view_of(row(0, as_of="2022-08"), row(0), row(1, verdict="unlikely"))) == [("G_001", "judged")]


def test_without_a_month_before_nothing_moved():
    assert view_of(row(0)).before is None
    assert view_of(row(0)).moves == ()
    assert not any(view_of(row(0)).moved.values())


def test_the_definition_names_the_statuses_in_their_order():
    for language in ("zh", "en"):
        text = MOVES_RULE[language].lower()
        places = [
            text.index(VERDICT[status][language].lower()) for status in sorted(GRADES, key=_grade) if GRADES[status]
        ]
        assert places == sorted(places)
    assert all(word.zh and word.en for word in MOVES.values())


def _grade(status):
    return -(GRADES[status] or 0)
