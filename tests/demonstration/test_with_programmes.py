"""The demonstration of every programme in the repository that has hints: sound, with a number for every indicator."""

from pathlib import Path

import pytest

from helpers_demonstration import figures_of
from sigai.base.issues import Severity
from sigai.base.periods import Period
from sigai.demonstration import make
from sigai.indicators import compute
from sigai.ledgers import read_records
from sigai.programme.demonstration import load_hints
from sigai.programme.loading import programme_or_error
from sigai.values import read_values

PROGRAMMES = sorted(file.parent for file in (Path(__file__).parents[2] / "programmes").glob("*/demonstration.yaml"))


@pytest.fixture(scope="module", params=PROGRAMMES, ids=lambda folder: folder.name)
def programme(request):
    return programme_or_error(request.param)


@pytest.fixture(scope="module")
def made(programme, tmp_path_factory):
    return make(programme, tmp_path_factory.mktemp("data"), months=21)


@pytest.fixture(scope="module")
def intake(programme, made):
    values = read_values(made.folder, programme)
    records = read_records(made.folder, programme, values.data)
    return records.data, [*values.issues, *records.issues]


def test_only_the_planted_mistakes_are_refused(made, intake):
    planted = {(fault.file, fault.row) for fault in made.faults if fault.kind != "full_width"}
    found = {(issue.place.file, issue.place.row) for issue in intake[1] if issue.severity is Severity.ERROR}
    assert planted <= found
    assert all(
        issue.code == "V060"  # the sound figures that a broken identity takes along
        for issue in intake[1]
        if issue.place.file not in ("values/faults.csv", "entities.csv")
    )


def test_every_indicator_of_the_whole_area_computes(programme, made, intake):
    last = Period.parse(made.last_month)
    results = compute(programme, intake[0], first=last, last=last, terms=False).results.to_pandas()
    city = results[(results.area == programme.head.area) & results.industry.isna() & (results.month == last.last)]
    assert set(city.indicator) == {indicator.id for indicator in programme.indicators}
    assert list(city[city.value.isna()].indicator) == []


def test_every_ledger_has_records_and_most_have_more_than_one_state(programme, intake):
    records = intake[0].records.to_pandas()
    assert set(records.ledger) == {ledger.id for ledger in programme.ledgers}
    assert (records.groupby("ledger").state.nunique() > 1).mean() > 0.7


def test_a_tenth_of_the_enterprises_makes_a_good_part_of_the_whole(programme, made):
    figures = figures_of(made.folder)
    scale = load_hints(Path(programme.folder)).hints.scale
    december = f"{programme.head.base_year}-12"
    sizes = figures[(figures.measure == scale) & (figures.period == december)].value.sort_values()
    assert sizes.tail(len(sizes) // 10).sum() > 0.35 * sizes.sum()
