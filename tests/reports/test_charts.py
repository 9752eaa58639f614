from dataclasses import replace
from pathlib import Path

import pytest
import vl_convert

from helpers_reports import finished_run
from sigai.base.issues import UserError
from sigai.reports import charts, fonts
from sigai.reports.charts_script import chart_library
from sigai.reports.view import View

VIEW = View(finished_run(5))
TARGET = VIEW.programme.targets[0]


def way_rows(trajectory):
    return [dict(zip(charts.ROW_COLUMNS, row, strict=False)) for row in charts.trajectory_rows(trajectory)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_specification_compiles(language):
    for spec in (charts.trajectory_spec, charts.verdict_spec, charts.area_spec):
        assert spec(language)["data"] == {"name": "rows"}, "pages put their rows in by this name"
        assert vl_convert.vegalite_to_vega(spec(language))["marks"]


def test_a_trajectory_becomes_rows_of_every_kind():
    rows = way_rows(VIEW.trajectory(TARGET, TARGET.main_track))
    assert {row["kind"] for row in rows} == {"actual", "expected", "goal", "forecast", "now"}
    forecast = [row for row in rows if row["kind"] == "forecast"]
    assert forecast[0]["low"] == forecast[0]["high"], "the interval opens at the last figure"
    assert all(row["low"] <= row["value"] <= row["high"] for row in forecast)


def test_years_of_a_yearly_count_are_not_joined():
    yearly = TARGET.tracks[1]
    runs = {row["run"] for row in way_rows(VIEW.trajectory(TARGET, yearly)) if row["kind"] == "actual"}
    assert runs == {2021, 2022}


def test_without_figures_the_asked_way_is_still_drawn():
    empty = replace(VIEW.trajectory(TARGET, TARGET.main_track), actual=(), expected=(), forecasts=())
    assert {row["kind"] for row in way_rows(empty)} == {"expected", "goal", "now"}


def test_verdict_rows_hold_every_target_once():
    rows = charts.verdict_rows((group.pillar.name.zh, group.counts) for group in VIEW.pillars)
    assert sum(row["count"] for row in rows) == 5


def test_words_are_drawn_with_a_chinese_font():
    spec = charts.with_rows(charts.verdict_spec("zh", width=300), [])
    fonts.register_fonts()
    assert "Noto Sans SC" in vl_convert.vegalite_to_svg(spec)
    assert charts.picture(spec, scale=1).startswith(b"\x89PNG")


def test_a_missing_font_is_a_declared_problem(monkeypatch):
    class Package:
        sans_path = staticmethod(lambda: Path("/nowhere/sans.otf"))
        serif_path = staticmethod(lambda: Path("/nowhere/serif.otf"))

    monkeypatch.setattr(fonts, "import_module", lambda name: Package)
    with pytest.raises(UserError) as raised:
        fonts.font_files()
    assert [issue.code for issue in raised.value.issues] == ["R001", "R001"]


def test_the_chart_library_is_kept_and_a_cut_one_is_made_again(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    script = chart_library()
    (kept,) = (tmp_path / "sigai").iterdir()
    kept.write_text(script[:100], encoding="utf-8")
    assert chart_library() == script
    assert "</script" not in script


def test_a_user_without_a_home_makes_it_each_time(monkeypatch):
    """As in a container that is run as a user whom nobody entered."""

    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", staticmethod(nowhere))
    assert "vegaEmbed" in chart_library()
