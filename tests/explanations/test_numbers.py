"""A number of a run and what it was made from, as the run kept them."""

from __future__ import annotations

import pyarrow as pa

from helpers_reports import COUNTIES, ROOT, finished_run, with_tables
from sigai.base.periods import Period
from sigai.explanations import effects_on, measure_and_ledger, result_of, target_status_of, terms_of
from sigai.reports.standings import Standings
from sigai.tables.contracts import INDICATOR_EFFECTS, INDICATOR_RESULTS, INDICATOR_TERMS

RUN = finished_run(3)
MONTH = Period.parse("2022-09")


def test_the_verdict_on_a_target_is_that_of_its_main_track_at_the_present_step() -> None:
    standings = Standings(RUN)
    asked = RUN.programme.targets[0].id
    for month in ("2022-09", "2022-06"):
        found = target_status_of(standings, asked, ROOT, month)
        assert found is not None
        assert (found.target.id, found.area.code, found.as_of) == (asked, ROOT, month)
        assert found.main
        assert found.current
    assert target_status_of(standings, asked, "nowhere", "2022-09") is None
    assert target_status_of(standings, "nothing", ROOT, "2022-09") is None
    assert target_status_of(standings, asked, ROOT, "1999-01") is None


def test_a_number_is_found_by_its_place_and_month_over_all_industries() -> None:
    rows = RUN.results.to_pylist()
    divided = with_tables(
        RUN,
        indicators=pa.Table.from_pylist([{**rows[0], "industry": "C26", "value": -1.0}, *rows], INDICATOR_RESULTS),
    )
    found = result_of(divided, "i0", ROOT, MONTH)
    assert found is not None
    assert (found["value"], found["industry"]) == (51.0, None)
    assert result_of(RUN, "i0", ROOT, Period.parse("2019-01")) is None


def test_terms_stand_in_the_order_of_the_formula_and_effects_by_entity() -> None:
    nothing = dict.fromkeys(INDICATOR_TERMS.names)
    at = {"indicator": "i1", "area": ROOT, "month": MONTH.last}
    terms = [{**nothing, **at, "number": number, "term": f"t{number}"} for number in (3, 1, 2)]
    terms.append({**nothing, **at, "number": 1, "term": "another place", "area": COUNTIES[0]})
    effects = [{"entity": "e1", "effect": 0.5, **at}, {"entity": "e2", "effect": 9.0, **at, "month": MONTH.last - 1}]
    run = with_tables(
        RUN,
        terms=pa.Table.from_pylist(terms, INDICATOR_TERMS),
        effects=pa.Table.from_pylist(effects, INDICATOR_EFFECTS),
    )
    assert [row["term"] for row in terms_of(run, "i1", ROOT, MONTH)] == ["t1", "t2", "t3"]
    assert effects_on(run, "i1", ROOT, MONTH) == {"e1": 0.5}
    assert terms_of(RUN, "i1", ROOT, MONTH) == []
    assert effects_on(RUN, "i1", ROOT, MONTH) == {}


def test_what_a_term_asks_for() -> None:
    assert measure_and_ledger(RUN.programme, "total(output, where: above_scale)") == ("output", "")
    assert measure_and_ledger(RUN.programme, "count(titles, state: recognised)") == ("", "titles")
    assert measure_and_ledger(RUN.programme, "$price") == ("", "")
    assert measure_and_ledger(RUN.programme, "not a formula (") == ("", "")
