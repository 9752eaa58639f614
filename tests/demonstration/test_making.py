"""A whole demonstration: the same bytes, sound figures, mistakes that are found, records on their course."""

import hashlib
from collections import Counter

import pandas as pd
import pytest
import yaml

from helpers_demonstration import demonstration_content, demonstration_programme, figures_of
from helpers_programme import load, small_content
from sigai.base.issues import UserError
from sigai.demonstration import make
from sigai.programme.demonstration import DemonstrationHints
from sigai.values import read_values

GENERIC = DemonstrationHints(pace={"N": 1.0, "Z": 1.0, "W": 1.0, "C": 1.0, "B": 0.5})


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    return demonstration_programme(tmp_path_factory.mktemp("programme"))


@pytest.fixture(scope="module")
def made(programme, tmp_path_factory):
    return make(programme, tmp_path_factory.mktemp("data"), enterprises=120, seed=3, hints=GENERIC)


@pytest.fixture(scope="module")
def intake(programme, made):
    return read_values(made.folder, programme)


def bytes_of(folder):
    return {
        path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(programme, made, tmp_path):
    again = make(programme, tmp_path / "again", enterprises=120, seed=3, hints=GENERIC)
    assert bytes_of(again.folder) == bytes_of(made.folder)
    other = make(programme, tmp_path / "other", enterprises=120, seed=4, hints=GENERIC)
    assert bytes_of(other.folder) != bytes_of(made.folder)


def test_it_says_everywhere_that_it_is_invented(made):
    about = yaml.safe_load((made.folder / "data.yaml").read_text(encoding="utf-8"))
    assert about["demonstration"] is True
    assert (figures_of(made.folder).source == "演示数据/demonstration").all()
    names = pd.read_csv(made.folder / "entities.csv").name
    assert names.str.startswith("演示").all()


def test_counts_and_files_are_as_reported(made):
    assert {str(path) for path in bytes_of(made.folder)} == set(made.files)
    assert made.entities == 120
    assert (made.first_month, made.last_month) == ("2020-01", "2023-12")


def test_every_planted_mistake_is_found_and_nothing_else(made, intake):
    found = {(issue.place.file, issue.place.row) for issue in intake.issues if issue.severity == "error"}
    kinds = Counter(fault.kind for fault in made.faults)
    assert len(kinds) == 10 and set(kinds.values()) == {1}
    for fault in made.faults:
        if fault.kind != "full_width":  # people write so; it is read, not refused
            assert (fault.file, fault.row) in found, fault
    sound_files = {file for file, _ in found} - {"values/faults.csv", "entities.csv"}
    broken = [issue for issue in intake.issues if issue.place.file in sound_files]
    assert all(issue.code == "V060" for issue in broken)  # the other side of a broken identity


def test_parts_never_exceed_their_whole(made):
    wide = figures_of(made.folder).pivot_table(index=["entity", "period"], columns="measure", values="value")
    for part, whole in (("waste_used", "waste_made"), ("controlled", "processes"), ("research", "output")):
        pair = wide[[part, whole]].dropna()
        assert len(pair) > 100
        assert (pair[part] <= pair[whole] + 0.011).all(), part


def test_sizes_have_a_heavy_tail_and_most_figures_arrive(made, intake):
    figures = figures_of(made.folder)
    yearly = figures[(figures.measure == "output") & (figures.period == "2021-12")].value.sort_values()
    assert yearly.tail(12).sum() > 0.3 * yearly.sum()
    assert intake.data.values.num_rows > 0.99 * len(figures)


def test_the_scenario_steers_totals(made):
    figures = figures_of(made.folder)
    year = figures[figures.period.isin(["2023Q4", "2023", "2023-12"])]
    totals = year.groupby("measure").value.sum()
    assert totals.waste_used / totals.waste_made == pytest.approx(0.6, abs=0.03)
    assert totals.controlled / totals.processes == pytest.approx(0.7, abs=0.05)
    assert 320 < totals.stations < 480  # half the pace


def test_records_reach_what_is_asked_at_the_pace(made):
    titles = pd.read_csv(made.folder / "records/titles.csv")
    assert (titles.state == "recognised").sum() == 12
    zombies = pd.read_csv(made.folder / "records/zombies.csv")
    assert (zombies.state == "cleared").sum() == 6
    assert (zombies.state == "identified").sum() == 0


def test_history_leads_up_to_the_state_of_each_record(made):
    since = pd.read_csv(made.folder / "records/titles.csv").set_index("id").state_since
    history = pd.read_csv(made.folder / "records/titles.history.csv")
    assert (history.since <= history.until).all()
    ends = history.groupby("id").until.max()
    assert len(ends) > 5
    assert (since[ends.index] == ends).all()


def test_late_missing_corrected_and_provisional_figures_are_there(made):
    rows = pd.concat(pd.read_parquet(file) for file in (made.folder / "values").glob("*.parquet"))
    assert (rows.revision == 2).sum() > 10
    assert set(rows.state) == {"accepted", "revised"}
    assert "provisional" in set(figures_of(made.folder).state)
    months = rows[(rows.measure == "output") & (rows.revision == 1)].groupby("period").entity.nunique()
    assert months.min() < months.max()


def test_fewer_months_and_one_enterprise_are_enough(programme, tmp_path):
    made = make(programme, tmp_path / "few", enterprises=1, months=2, seed=1)
    assert made.last_month == "2021-02"
    assert read_values(made.folder, programme).data.values.num_rows > 0


def test_a_programme_without_measures_and_ledgers_gets_a_register(tmp_path):
    content = small_content() | {"measures": [], "identities": [], "forms": [], "ledgers": []}
    content |= {"indicators": [], "targets": []}
    made = make(load(tmp_path / "programme", content), tmp_path / "data", enterprises=5, hints=DemonstrationHints())
    assert (made.values, made.records) == (0, 0)


def test_an_earlier_demonstration_gives_way_and_anything_else_stays(programme, tmp_path):
    target = tmp_path / "data"
    make(programme, target, enterprises=5, months=24)
    make(programme, target, enterprises=5, months=3)
    assert not (target / "values/2022.csv").exists()
    (target / "mine.txt").write_text("real")
    with pytest.raises(UserError) as refused:
        make(programme, target, enterprises=5, months=3)
    assert [issue.code for issue in refused.value.issues] == ["N001"]
    assert (target / "mine.txt").read_text() == "real"


@pytest.mark.parametrize("count", [0, 10_000])
def test_the_number_of_enterprises_has_bounds(programme, tmp_path, count):
    with pytest.raises(UserError) as refused:
        make(programme, tmp_path / "data", enterprises=count)
    assert [issue.code for issue in refused.value.issues] == ["N002"]
    assert not (tmp_path / "data").exists()


def test_hints_beside_the_programme_are_taken_and_their_faults_told(tmp_path):
    folder = tmp_path / "programme"
    content = demonstration_content() | {"demonstration": {"enterprise_name": "演示{number}", "title": "示例"}}
    programme = load(folder, content)
    make(programme, tmp_path / "data", enterprises=3, months=2)
    assert pd.read_csv(tmp_path / "data/entities.csv").name[0] == "演示1"
    (folder / "demonstration.yaml").write_text("missing: lots\nshades: 3\n", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        make(programme, tmp_path / "data", enterprises=3, months=2)
    assert sorted(issue.code for issue in refused.value.issues) == ["P006", "P007"]
