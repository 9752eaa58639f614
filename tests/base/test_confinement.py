"""Work in a process apart: it answers, or it takes what it was given and no more."""

from __future__ import annotations

import os
import threading

import pytest

from helpers_apart import abort, add, refuse, say_too_much, sleep, spin, stumble, swell, whose
from sigai.base import Bounds, OutOfBoundsError, Place, Severity, UserError, confined

BOUNDS = Bounds(processor=60, clock=300, memory=256)


def test_it_answers_from_a_process_that_stands_back() -> None:
    assert confined(add, 1, 2, bounds=BOUNDS) == 3
    process, niceness = confined(whose, bounds=BOUNDS)
    assert process != os.getpid()
    assert niceness > os.nice(0)


def test_issues_arrive_as_they_were_made() -> None:
    with pytest.raises(UserError) as caught:
        confined(refuse, bounds=BOUNDS)
    (issue,) = caught.value.issues
    assert (issue.code, issue.place, issue.facts) == ("B990", Place("a.csv", row=3, column="值"), {"given": "x"})
    assert (issue.what("zh"), issue.advice("en"), issue.severity) == ("错在 x", "mend", Severity.ERROR)


def test_a_fault_of_ours_arrives_with_where_it_happened() -> None:
    with pytest.raises(KeyError, match="nothing of the user's") as caught:
        confined(stumble, bounds=BOUNDS)
    assert "in stumble" in caught.value.__notes__[0]


@pytest.mark.parametrize(
    ("work", "bounds"),
    [
        (spin, Bounds(processor=1, clock=300, memory=256)),
        (sleep, Bounds(processor=20, clock=0.2, memory=256)),
        (swell, BOUNDS),
        (abort, BOUNDS),
        (say_too_much, Bounds(processor=20, clock=300, memory=256, answer=2)),
    ],
)
def test_who_takes_too_much_is_ended(work: object, bounds: Bounds) -> None:
    with pytest.raises(OutOfBoundsError):
        confined(work, bounds=bounds)  # type: ignore[arg-type]
    assert confined(add, 1, 2, bounds=BOUNDS) == 3


def test_a_fork_has_work_done_apart_as_well() -> None:
    assert confined(add, 1, 2, bounds=BOUNDS) == 3
    pid = os.fork()
    if not pid:
        good = False
        try:
            good = confined(add, 3, 4, bounds=BOUNDS) == 7
        finally:
            os._exit(0 if good else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert confined(add, 5, 6, bounds=BOUNDS) == 11


def test_several_work_at_once_and_get_their_own_answers() -> None:
    found: dict[int, int] = {}

    def ask(number: int) -> None:
        found[number] = confined(add, number, number, bounds=BOUNDS)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: 2 * number for number in range(12)}
