"""Which figure counts when several are given: revisions, times, files, contradictions."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_values import PROGRAMME, code, codes, read, values_of, write_folder
from sigai.base.issues import InternalError
from sigai.values import Intake, read_values
from sigai.values.identities import read_identities

KEY = (code(1), "output", "2021-02")
WITH_REVISION = "entity,measure,period,value,revision,reported_at"


def test_the_highest_revision_counts_and_history_is_kept(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,output,2021-02,2,2,", "E1,output,2021-02,1,1,", header=WITH_REVISION)
    assert values_of(intake) == {KEY: "2"}
    history = {row["revision"]: row["current"] for row in intake.data.history.to_pylist()}
    assert history == {1: False, 2: True}
    assert intake.issues == ()


def test_without_numbers_the_latest_report_counts(tmp_path: Path) -> None:
    rows = ("E1,output,2021-02,2,,2021-03-09", "E1,output,2021-02,1,,2021-03-05")
    intake = read(tmp_path, *rows, header=WITH_REVISION)
    assert values_of(intake) == {KEY: "2"}
    assert {row["revision"]: row["current"] for row in intake.data.history.to_pylist()} == {1: False, 2: True}


def test_without_numbers_and_times_no_name_of_a_file_decides(tmp_path: Path) -> None:
    header = "entity,measure,period,value\n"
    files = {
        "values/a.csv": f"{header}{code(1)},output,2021-02,1\n",
        "values/b.csv": f"{header}{code(1)},output,2021-02,2\n",
    }
    intake = read_values(write_folder(tmp_path, files), PROGRAMME)
    assert values_of(intake) == {}
    assert [(issue.code, issue.place.file) for issue in intake.issues] == [
        ("V051", "values/a.csv"),
        ("V051", "values/b.csv"),
    ]


def test_two_figures_of_one_revision_contradict_each_other(tmp_path: Path) -> None:
    rows = ("E1,output,2021-02,1,3,", "E1,output,2021-02,2,3,", "E2,output,2021-02,5,,")
    intake = read(tmp_path, *rows, header=WITH_REVISION)
    assert codes(intake) == ["V051", "V051"]
    assert [issue.place.row for issue in intake.issues] == [2, 3]
    assert list(values_of(intake)) == [(code(2), "output", "2021-02")]


def test_two_figures_without_any_order_in_one_file_contradict_each_other(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,output,2021-02,1", "E1,output,2021-02,2")
    assert codes(intake) == ["V051", "V051"]
    assert values_of(intake) == {}


def test_the_same_figure_twice_counts_once(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,output,2021-02,1", "E1,output,2021-02,1.0")
    assert codes(intake) == ["V050"]
    assert values_of(intake) == {KEY: "1"}
    assert intake.data.history.num_rows == 1


def test_a_revision_that_is_no_number_is_refused(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,output,2021-02,1,最新,", header=WITH_REVISION)
    assert codes(intake) == ["V053"]


def test_a_refused_revision_counts_as_never_given(tmp_path: Path) -> None:
    rows = ("E1,output,2021-02,1,1,", "E1,output,2021-02,abc,2,")
    assert values_of(read(tmp_path, *rows, header=WITH_REVISION)) == {KEY: "1"}


def test_figures_that_break_an_identity_are_refused(tmp_path: Path) -> None:
    rows = (
        "E1,waste_made,2021-01,10",
        "E1,waste_used,2021-01,11",
        "E2,waste_made,2021-01,10",
        "E2,waste_used,2021-01,10",
    )
    intake = read(tmp_path, *rows)
    assert codes(intake) == ["V060", "V060"]
    assert "固废利用量 11 吨" in intake.issues[0].what("zh")
    assert {key[0] for key in values_of(intake)} == {code(2)}


def test_an_identity_asks_nothing_where_a_figure_is_missing(tmp_path: Path) -> None:
    assert codes(read(tmp_path, "E1,waste_used,2021-01,11")) == []


def test_an_identity_is_held_against_current_figures_only(tmp_path: Path) -> None:
    header = "entity,measure,period,value,revision"
    rows = ("E1,waste_made,2021-01,10,1", "E1,waste_used,2021-01,11,1", "E1,waste_used,2021-01,9,2")
    intake = read(tmp_path, *rows, header=header)
    assert codes(intake) == []
    assert values_of(intake)[(code(1), "waste_used", "2021-01")] == "9"


def test_a_doubted_identity_lets_figures_in_and_allows_its_tolerance(tmp_path: Path) -> None:
    good = ("E1,coal,2021-01,100", "E1,energy,2021-01,71")
    assert codes(read(tmp_path, *good)) == []
    intake = read(tmp_path, "E1,coal,2021-01,100", "E1,energy,2021-01,60")
    assert codes(intake) == ["V061", "V061"]
    assert len(values_of(intake)) == 2


def corrected_of(intake: Intake) -> list[bool]:
    """Revision by revision, whether each corrects a figure given before."""
    rows = sorted(intake.data.history.to_pylist(), key=lambda row: row["revision"])
    return [row["corrected"] for row in rows]


@pytest.mark.parametrize(
    ("rows", "corrected"),
    [
        (["1,1,"], [False]),
        (["1,6949,"], [False]),  # a number over a whole store, not a count
        (["1,4,", "2,9,"], [False, True]),
        (["1,1,", "2,2,", "1,3,"], [False, True, True]),
        (["1,1,provisional", "1,2,accepted"], [False, False]),
        (["1,1,", "1,2,", "3,3,"], [False, False, True]),
        (["1,1,revised"], [True]),
    ],
)
def test_a_figure_is_corrected_where_another_value_stood_before_it(
    tmp_path: Path, rows: list[str], corrected: list[bool]
) -> None:
    lines = [f"E1,output,2021-02,{row}" for row in rows]
    intake = read(tmp_path, *lines, header="entity,measure,period,value,revision,state")
    assert corrected_of(intake) == corrected
    assert intake.data.values["corrected"].to_pylist() == corrected[-1:]


def test_a_file_sent_twice_corrects_nothing(tmp_path: Path) -> None:
    same = f"entity,measure,period,value\n{code(1)},output,2021-02,1\n"
    intake = read_values(write_folder(tmp_path, {"values/a.csv": same, "values/b.csv": same}), PROGRAMME)
    assert corrected_of(intake) == [False]


def test_a_refused_revision_leaves_nothing_corrected(tmp_path: Path) -> None:
    header = "entity,measure,period,value,revision"
    rows = ("E1,waste_made,2021-01,10,1", "E1,waste_used,2021-01,9,1", "E1,waste_used,2021-01,11,2")
    intake = read(tmp_path, *rows, header=header)
    assert "V060" in codes(intake)
    assert values_of(intake)[(code(1), "waste_used", "2021-01")] == "9"
    assert intake.data.values["corrected"].to_pylist() == [False]


ROW = st.tuples(
    st.sampled_from([1, 2]),
    st.sampled_from(["output", "profit", "waste_made", "waste_used"]),
    st.sampled_from(["2021-02", "2021-03"]),
    st.integers(0, 3),
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from(["", "2021-04-01", "2021-05-01"]),
)


def _read(rows: list[tuple[object, ...]]) -> dict[tuple[str, str, str], str]:
    lines = [",".join([code(int(str(row[0]))), *map(str, row[1:])]) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join([WITH_REVISION, *lines]) + "\n"
        return values_of(read_values(write_folder(Path(folder), {"values.csv": text}), PROGRAMME))


@settings(max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(rows: list[tuple[object, ...]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _read(shuffled) == _read(rows)


def test_every_order_of_three_revisions_gives_the_same() -> None:
    rows = [(1, "output", "2021-02", value, value, "") for value in (1, 2, 3)]
    assert {tuple(_read(list(order)).items()) for order in itertools.permutations(rows)} == {((KEY, "3"),)}


def test_an_identity_that_cannot_be_read_is_not_passed_over() -> None:
    broken = (PROGRAMME.identities[0].model_copy(update={"condition": "waste_used <== waste_made"}),)
    with pytest.raises(InternalError, match="cannot be read"):
        read_identities(PROGRAMME.model_copy(update={"identities": broken}))


ORDERS = [
    # figure, revision, time: which one is the last, is open
    (["1,,", "2,,2021-03-08"], ""),
    (["2,,2021-03-08", "1,,"], ""),
    (["1,,2021-03-01", "2,,2021-03-08", "1,,"], ""),
    (["1,,", "2,1,"], ""),
    (["1,,", "2,0,"], ""),
    (["1,,2021-03-01", "2,1,2021-03-08"], ""),
    (["1,,", ",,2021-03-08"], ""),
    (["1,,", "1,,2021-03-01", "2,1,"], ""),
    # whichever it is, it gives the same
    (["2,,", "2,,2021-03-08"], "2"),
    (["2,,", "1,,2021-03-01", "2,,2021-03-08"], "2"),
    (["2,,", "2,1,"], "2"),
    # a later revision decides
    (["1,,", "3,,2021-03-08", "2,2,"], "2"),
    (["1,,", "3,1,", "2,2,"], "2"),
    (["1,,", "2,2,"], "2"),
]


@pytest.mark.parametrize(("rows", "counts"), ORDERS)
def test_a_blank_time_or_revision_leaves_the_order_open(tmp_path: Path, rows: list[str], counts: str) -> None:
    intake = read(
        tmp_path,
        *(f"E1,profit,2021-02,{row}" for row in rows),
        header="entity,measure,period,value,revision,reported_at",
    )
    assert list(values_of(intake).values()) == ([counts] if counts else [])
    assert ("V052" in codes(intake)) == (not counts)
    assert not set(codes(intake)) - {"V052", "V050", "V020"}


@pytest.mark.parametrize("first", [("1,,", "0,,"), ("0,,", "1,,")])
def test_of_two_that_contradict_each_other_no_row_order_says_which_may_be_the_last(
    tmp_path: Path, first: tuple[str, str]
) -> None:
    rows = [f"E1,profit,2021-02,{row}" for row in (*first, "0,1,")]
    assert values_of(read(tmp_path, *rows, header=WITH_REVISION)) == {}


def test_files_with_and_without_times_leave_it_open(tmp_path: Path) -> None:
    files = {
        "values/a.csv": f"entity,measure,period,value\n{code(1)},profit,2021-02,1\n{code(2)},profit,2021-02,7\n",
        "values/b.csv": f"entity,measure,period,value,reported_at\n{code(1)},profit,2021-02,2,2021-03-08\n",
    }
    intake = read_values(write_folder(tmp_path, files), PROGRAMME)
    assert codes(intake) == ["V052", "V052"]
    assert list(values_of(intake).values()) == ["7"]
