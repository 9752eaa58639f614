"""Calculation on the store: what changed is found by itself, results are kept, a dead worker's work is taken up."""

from __future__ import annotations

import json
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from helpers_runs_web import AS_OF, finished_run, ready_run
from helpers_waiting import PATIENCE
from helpers_web import OURS, browser, person
from sigai.base import Period, UserError
from sigai.pipeline import open_run, stage_names
from sigai.tables import VALUE_HISTORY, in_memory, rows_by_measure
from sigai_web import programme
from sigai_web.alone import alone
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.snapshots import snapshot
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.problems import SECOND_SETUP
from sigai_web.runs import computing, jobs, results, working
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.jobs import carry_out_waiting
from sigai_web.runs.models import Run, WorkerBeat
from sigai_web.runs.results import current, of
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import CurrentFigure, FigureRevision
from sigai_web.store.reading import Marks, as_data

SEPTEMBER = Period.parse("2021-09")


def correct(value: str, measure: str = "output") -> None:
    """Somebody corrects a figure of one enterprise."""
    found = CurrentFigure.objects.filter(entity=OURS, measure=measure, period="2021-09").first()
    figure = NewFigure(
        OURS, measure, SEPTEMBER, Decimal(value), found.revision if found else None, state="revised", reason="漏报"
    )
    write_figures(SYSTEM, [figure], action="figure.correct", about="x")


def equal_tables(one: Run, other: Run) -> bool:
    first, second = of(one), of(other)
    return (
        first.finished.results.equals(second.finished.results)
        and first.finished.progress.equals(second.finished.progress)
        and first.finished.terms.equals(second.finished.terms)
    )


@pytest.mark.django_db
class TestWhatIsComputedAnew:
    def test_the_first_run_computes_everything(self, filled: None) -> None:
        run = finished_run()
        assert (run.state, run.base) == (Run.State.DONE, None)
        assert run.data_digest == as_data(programme.current()).digest

    def test_a_correction_nobody_told_of_is_found(self, filled: None) -> None:
        before = finished_run()
        correct("200")
        after = finished_run("nobody said what changed")
        assert after.base == before
        assert not equal_tables(before, after)
        Run.objects.filter(pk__in=[before.pk, after.pk]).update(engine="another")
        assert equal_tables(after, finished_run("everything anew"))

    def test_what_a_correction_touches_says_revised(self, filled: None) -> None:
        correct("200")
        rows = of(finished_run()).finished.results.to_pylist()
        assert {row["indicator"] for row in rows if row["revised"]} == {"out"}

    def test_what_was_never_corrected_does_not_say_revised(self, filled: None) -> None:
        """However high the store's running number of a figure is."""
        assert min(FigureRevision.objects.filter(measure="invested").values_list("revision", flat=True)) > 1
        rows = of(finished_run()).finished.results.to_pylist()
        revised = {row["area"]: row["revised"] for row in rows if row["indicator"] == "out" and row["month"] == 24260}
        assert revised == {"1": True, "11": True, "12": False}
        assert not any(row["revised"] for row in rows if row["indicator"] != "out")

    def test_nothing_changed_gives_the_same_tables(self, filled: None) -> None:
        assert equal_tables(finished_run(), finished_run())

    @pytest.mark.parametrize(
        "change", [{"engine": "another"}, {"programme_digest": "another"}, {"as_of": "2021-11"}, {"counts": {}}]
    )
    def test_another_engine_content_month_or_register_takes_nothing_over(
        self, filled: None, change: dict[str, Any]
    ) -> None:
        Run.objects.filter(pk=finished_run().pk).update(**change)
        assert finished_run().base is None

    def test_tables_of_earlier_contracts_are_not_built_upon(self, filled: None) -> None:
        earlier = finished_run()
        head = json.loads((earlier.folder / "run.json").read_text(encoding="utf-8"))
        (earlier.folder / "run.json").write_text(json.dumps({**head, "contracts": 1}), encoding="utf-8")
        assert finished_run().base is None

    def test_a_run_whose_folder_is_gone_is_not_built_upon(self, filled: None, tmp_path: Path) -> None:
        earlier = finished_run()
        earlier.folder.rename(tmp_path / "gone")
        assert finished_run().base is None


@pytest.mark.django_db
class TestEarlierData:
    def test_the_data_of_a_run_can_be_read_again(self, filled: None) -> None:
        run = finished_run()
        correct("200")
        again = as_data(programme.current(), of(run).marks)
        assert again.digest == run.data_digest
        values = {(row["entity"], row["measure"]): row["value"] for row in in_memory(again.values).to_pylist()}
        assert values[OURS, "output"] == Decimal("12345678901234.5678")
        assert as_data(programme.current()).digest != run.data_digest

    def test_data_before_everything_are_empty(self, filled: None) -> None:
        data = as_data(programme.current(), Marks(0, 0, 0, 0))
        assert data.values.num_rows == data.records.num_rows == 0


@pytest.mark.django_db(transaction=True)
def test_reading_the_store_keeps_no_writer_waiting(committing: None) -> None:
    """On SQLite a transaction would take the lock of writers; a snapshot does not."""
    done = threading.Event()

    def write() -> None:
        try:
            correct("5")
            done.set()
        finally:
            connections.close_all()

    with snapshot() as cursor:
        cursor.execute("SELECT count(*) FROM figure_revision")
        assert cursor.fetchone() == (0,)
        writer = threading.Thread(target=write)
        writer.start()
        assert done.wait(PATIENCE)
        cursor.execute("SELECT count(*) FROM figure_revision")
        assert cursor.fetchone() == (0,)
    writer.join()
    with snapshot() as cursor:
        cursor.execute("SELECT count(*) FROM figure_revision")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
class TestJobs:
    def test_runs_that_wait_together_are_done_once(self, filled: None) -> None:
        runs = [request_run(SYSTEM, because=str(number), as_of=AS_OF) for number in range(3)]
        carry_out_waiting.call()
        states = [Run.objects.get(pk=run.pk) for run in runs]
        assert [run.state for run in states] == ["merged", "merged", "done"]
        assert {run.into_id for run in states[:2]} == {runs[2].pk}
        assert current().run == runs[2]  # type: ignore[union-attr]

    def test_each_month_is_done(self, filled: None) -> None:
        for month in ("2021-11", "2021-12"):
            request_run(SYSTEM, because="", as_of=Period.parse(month))
        carry_out_waiting.call()
        assert sorted(Run.objects.filter(state="done").values_list("as_of", flat=True)) == ["2021-11", "2021-12"]

    def test_a_fault_stands_on_the_run_and_the_earlier_results_stay(
        self, filled: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        good = finished_run()

        def fall(*_: Any) -> None:
            raise RuntimeError("secret detail")

        monkeypatch.setattr(jobs, "carry_out", fall)
        bad = request_run(SYSTEM, because="", as_of=AS_OF)
        carry_out_waiting.call()
        bad.refresh_from_db()
        assert bad.state == "failed"
        assert "secret" not in bad.fault
        assert current().run == good  # type: ignore[union-attr]

    def test_what_a_dead_worker_left_begins_again(self, filled: None) -> None:
        run = request_run(SYSTEM, because="", as_of=AS_OF)
        Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, stage="indicators", attempts=1)
        working.take_up()
        run.refresh_from_db()
        assert (run.state, run.stage) == ("queued", "")

    def test_a_run_that_died_three_times_is_given_up_in_words(self, filled: None) -> None:
        run = request_run(SYSTEM, because="", as_of=AS_OF)
        Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, attempts=3)
        working.take_up()
        run.refresh_from_db()
        assert (run.state, "three times" in run.fault) == ("failed", True)

    def test_what_nobody_asked_to_compute_is_found_when_the_worker_starts(self, filled: None) -> None:
        working.take_up()
        assert Run.objects.get().because == "start"
        carry_out_waiting.call()
        working.take_up()
        assert Run.objects.count() == 1
        correct("200")
        working.take_up()
        working.take_up()
        assert [run.state for run in Run.objects.all()] == ["queued", "done"]
        assert DBTaskResult.objects.ready().exists()
        carry_out_waiting.call()
        written = CurrentFigure.objects.get(entity=OURS, measure="output", period="2021-09").revision
        assert current().marks.figure == written  # type: ignore[union-attr]

    def test_an_empty_store_asks_for_nothing(self) -> None:
        working.take_up()
        assert not Run.objects.exists()

    def test_a_run_that_failed_is_not_asked_for_at_every_start(self, filled: None) -> None:
        Run.objects.filter(pk=request_run(SYSTEM, because="").pk).update(state=Run.State.FAILED)
        working.take_up()
        assert Run.objects.count() == 1

    def test_changes_of_one_batch_wait_in_one_run(self, filled: None) -> None:
        asked = [
            request_run(SYSTEM, because=name, as_of=AS_OF, measures=frozenset({name}), join=True) for name in ("a", "b")
        ]
        request_run(SYSTEM, because="of another month", as_of=Period.parse("2021-11"), join=True)
        assert asked[0] == asked[1]
        run = Run.objects.get(as_of=str(AS_OF))
        assert (run.because, run.changed) == ("a; b", {"measures": ["a", "b"], "ledgers": []})
        assert JournalEntry.objects.filter(action="run.request", about=f"run:{run.pk}").count() == 2
        Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
        assert request_run(SYSTEM, because="c", as_of=AS_OF, join=True) != run

    def test_a_request_goes_with_its_change(self, filled: None) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            request_run(SYSTEM, because="", as_of=AS_OF)
            raise RuntimeError
        assert not Run.objects.exists()
        assert not JournalEntry.objects.filter(action="run.request").exists()

    def test_every_run_stands_in_the_journal(self, filled: None) -> None:
        run = finished_run("why")
        about = JournalEntry.objects.filter(about=f"run:{run.pk}").order_by("number")
        assert [entry.action for entry in about] == ["run.request", "run.finish"]
        assert run.data_digest in about[1].after


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_waits_and_says_that_it_is_alive(committing: None) -> None:
    run = request_run(SYSTEM, because="", as_of=AS_OF)
    assert DBTaskResult.objects.ready().count() == 1
    working.work(batch=True)
    run.refresh_from_db()
    assert run.state == "done"
    assert working.worker_alive()
    WorkerBeat.objects.update(at=timezone.now() - working.ALIVE_WITHIN)
    assert not working.worker_alive()


def test_a_second_worker_is_refused() -> None:
    lock = Path(settings.SIGAI_HOME) / "worker.lock"
    with alone(lock, SECOND_SETUP.at()), pytest.raises(UserError) as refused:
        working.work(batch=True)
    assert [issue.code for issue in refused.value.issues] == ["W220"]


@pytest.mark.django_db
def test_results_under_other_content_are_read_with_the_content_they_were_made_with(
    filled: None, programme_folder: Path, tmp_path: Path, settings: Any
) -> None:
    run = finished_run()
    changed = tmp_path / "changed"
    changed.mkdir()
    for file in programme_folder.rglob("*.yaml"):
        copy = changed / file.relative_to(programme_folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8").replace("甲市", "子市"), encoding="utf-8")
    settings.SIGAI_PROGRAMME = changed
    of.__globals__["_open"].cache_clear()
    assert of(run).view.root.name.zh == "甲市"
    assert programme.current().areas[0].name.zh == "子市"
    assert finished_run().base is None


@pytest.mark.django_db
def test_of_several_who_ask_together_one_opens_a_run(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an acceptance every thread of the server opened the new results for itself, at the cost of all others."""
    run, opened = ready_run(), list[Path]()

    def open_slowly(folder: Path, content: Any) -> Any:
        opened.append(folder)
        for _ in range(5_000):  # leave the others their turn: they would open it as well by then
            os.sched_yield()
        return open_run(folder, content)

    of.__globals__["_open"].cache_clear()
    monkeypatch.setattr(results, "open_run", open_slowly)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(of, [run] * 4))
    assert opened == [run.folder]
    assert len(set(map(id, found))) == 1


@pytest.mark.django_db
class TestPages:
    def test_what_is_under_way_is_told_and_asked_for_again(self, filled: None) -> None:
        run = request_run(SYSTEM, because="", as_of=AS_OF)
        steps = ("data", *stage_names(), "keeping")
        reader = browser(person(Role.LEADER))
        for number, step in enumerate(steps, start=1):
            Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, stage=step)
            page = reader.get("/runs/progress").content.decode()
            assert re.search(rf"{number}/{len(steps)} [^\x00-\x7f]+", page), f"{step} has a word of its own"
            assert 'hx-trigger="every 1s"' in page
        carry_out(run)
        assert "hx-trigger" not in browser(person(Role.OFFICE)).get("/runs/progress").content.decode()

    def test_a_month_outside_the_programme_is_refused_in_words(self, filled: None) -> None:
        client = browser(person(Role.OFFICE))
        response = client.post("/runs/start", {"as_of": "2031-01"}, follow=True)
        assert "不是方案期内的月份" in response.content.decode()
        assert not Run.objects.exists()


def test_comparing_what_the_store_holds() -> None:
    base = Run(counts={"measures": {"a": [1, 5], "b": [2, 6]}, "ledgers": {"x": [1, 1, 1, 1]}})
    now = {"measures": {"a": [1, 5], "b": [3, 7], "c": [1, 9]}, "ledgers": {}}
    rows = [("a", 5, 24_001), ("b", 5, 24_001), ("b", 6, 24_002), ("b", 7, 24_009), ("c", 9, 24_004)]
    history = _history(rows)
    changed = computing.changed_since(base, now, history)
    assert (changed.measures, changed.ledgers) == (frozenset("bc"), frozenset("x"))
    assert changed.since == 24_004, "of what was added, the earliest month"
    late = computing.changed_since(base, now, _history([*rows[:3], ("b", 7, 24_000), rows[4]]))
    assert late.since == 24_000


@pytest.mark.parametrize(
    "rows",
    [
        [("a", 5, 24_001), ("b", 7, 24_009)],
        [("a", 5, 24_001), ("b", 5, 24_001), ("b", 6, 24_002)],
        [("a", 5, 24_001)],
    ],
    ids=["some are gone, one is new", "nothing is new", "all are gone"],
)
def test_where_figures_were_not_just_added_any_month_may_have_changed(rows: list[tuple[str, int, int]]) -> None:
    base = Run(counts={"measures": {"a": [1, 5], "b": [2, 8]}, "ledgers": {}})
    history = _history(rows)
    counts = {"measures": {name: [*each] for name, each in rows_by_measure(history).items()}, "ledgers": {}}
    changed = computing.changed_since(base, counts, history)
    assert (changed.measures, changed.since) == (frozenset("b"), None)


def _history(rows: list[tuple[str, int, int]]) -> pa.Table:
    """Figures of measures: measure, revision, month."""
    figures = [{"measure": measure, "revision": revision, "month": month} for measure, revision, month in rows]
    return pa.Table.from_pylist(figures, schema=VALUE_HISTORY)
