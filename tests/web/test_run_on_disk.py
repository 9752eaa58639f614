"""What lies on disk is what the site shows: the same run, written to a folder such as `sigai run` writes."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import lxml.html
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from django.urls import reverse
from docx import Document

from helpers_processes import Installation
from helpers_repository import ROOT
from helpers_runs_web import finished_run, published_bulletin
from helpers_web import OURS, browser, person
from sigai.base import Period, UserError
from sigai.demonstration import make
from sigai.pipeline import open_run
from sigai_web import programme
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.runs.models import Bulletin
from sigai_web.runs.writing import write_current
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import CurrentFigure, DataSource, Entity

FILES = {
    "run.json",
    "findings.json",
    "progress.csv",
    "progress.parquet",
    "indicators.csv",
    "indicators.parquet",
    "report.html",
}
FILES |= {"bulletin.docx", "evidence", "rule_outcomes.csv"}
FILES |= {f"{name}.parquet" for name in ("terms", "estimates", "effects", "weights", "rule_outcomes")}


def correct(value: str) -> None:
    found = CurrentFigure.objects.get(entity=OURS, measure="output")
    new = NewFigure(
        OURS, "output", Period.parse("2021-09"), Decimal(value), found.revision, state="revised", reason="x"
    )
    write_figures(SYSTEM, [new], action="figure.correct", about="x")


@pytest.mark.django_db
class TestFolder:
    @pytest.fixture(autouse=True)
    def _filled(self, filled: None) -> None:
        pass

    def test_holds_the_rows_that_pages_show(self, tmp_path: Path) -> None:
        run = finished_run()
        written = write_current(tmp_path / "run")
        assert {path.name for path in (tmp_path / "run").iterdir()} == FILES
        kept, on_disk = pq.read_table(run.folder / "progress.parquet"), open_run(tmp_path / "run")
        assert kept.num_rows
        assert on_disk.finished.progress.equals(kept)
        assert on_disk.finished.progress.equals(written.finished.progress)
        listed = pa_csv.read_csv(tmp_path / "run" / "progress.csv")
        assert listed["status"].to_pylist() == kept["status"].to_pylist()
        assert on_disk.finished.results.equals(written.finished.results)

    def test_its_head_names_the_calculation_and_the_digests(self, tmp_path: Path) -> None:
        run = finished_run()
        write_current(tmp_path / "run")
        head = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
        assert (head["calculation"], head["as_of"], head["data"]["digest"]) == (run.pk, run.as_of, run.data_digest)
        assert head["programme"]["digest"] == run.programme_digest
        assert open_run(tmp_path / "run").data.digest == run.data_digest

    def test_its_report_counts_what_the_cockpit_counts(self, tmp_path: Path) -> None:
        run = finished_run()
        write_current(tmp_path / "run")
        report = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
        page = browser(person(Role.LEADER)).get(reverse("cockpit")).content.decode()
        told = lxml.html.fromstring(report).xpath("//button[@data-filter]")
        counts = {button.get("data-filter"): button.xpath("string(./span)").strip() for button in told}
        shown = dict(re.findall(r'verdict=(\w+)">\s*<b>(\d+)</b>', page))
        assert shown
        assert {verdict: count for verdict, count in counts.items() if count != "0"} == shown
        assert f"第 {run.pk} 次计算" in report
        assert f"第 {run.pk} 次计算" in page
        assert "没有发现问题" not in report, "what was looked at is what is in the store, not a folder of data"

    def test_its_bulletin_is_the_published_one(self, tmp_path: Path) -> None:
        finished_run()
        write_current(tmp_path / "run")
        draft = _text(tmp_path / "run" / "bulletin.docx")
        bulletin = published_bulletin(run=finished_run())
        write_current(tmp_path / "run")
        assert (tmp_path / "run" / "bulletin.docx").read_bytes() == bulletin.path.read_bytes()
        assert bulletin.journal_digest not in draft

    def test_another_runs_bulletin_is_not_taken(self, tmp_path: Path) -> None:
        bulletin = published_bulletin(run=finished_run())
        correct("200")
        finished_run()
        write_current(tmp_path / "run")
        assert bulletin.journal_digest not in _text(tmp_path / "run" / "bulletin.docx")
        bulletin.path.unlink()
        assert Bulletin.objects.count() == 1

    def test_a_later_change_stays_out_until_it_is_calculated(self, tmp_path: Path) -> None:
        finished_run()
        correct("200")
        write_current(tmp_path / "run")
        before = open_run(tmp_path / "run")
        assert Decimal("12345678901234.5678") in before.data.values["value"].to_pylist()
        second = finished_run()
        write_current(tmp_path / "run")
        after = open_run(tmp_path / "run")
        assert after.header["calculation"] == second.pk
        assert Decimal(200) in after.data.values["value"].to_pylist()
        assert not after.finished.results.equals(before.finished.results)

    def test_without_a_run_or_its_data_nothing_is_written(self, tmp_path: Path) -> None:
        assert _refused(tmp_path / "run") == ["W221"]
        finished_run()
        Entity.objects.create(id="91000000MA00000035", name="新厂", kind="enterprise", area="11")
        write_current(tmp_path / "later")
        assert (tmp_path / "later").exists(), "the register has a history: the data of the run are read again"
        DataSource.objects.update(digest="another")
        assert _refused(tmp_path / "run") == ["W225"]
        assert not (tmp_path / "run").exists()

    def test_something_else_is_never_replaced(self, tmp_path: Path) -> None:
        finished_run()
        (tmp_path / "letter.txt").write_text("keep", encoding="utf-8")
        assert _refused(tmp_path) == ["X002"]
        assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "keep"


def _refused(out: Path) -> list[str]:
    with pytest.raises(UserError) as refused:
        write_current(out)
    return [issue.code for issue in refused.value.issues]


def _text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


@pytest.mark.slow
def test_the_demonstration_shows_one_month(tmp_path: Path, programme_folder: Path) -> None:
    """As `make demo` sets it up: report, bulletin and progress on disk are those of the site's own run."""
    make(programme.current(), tmp_path / "data", seed=1, enterprises=20, months=9)
    installation = Installation(tmp_path / "home", programme_folder, more={"SIGAI_TODAY": "2021-10-12"})
    out = tmp_path / "run"
    done = installation.run("setup", "--data", str(tmp_path / "data"), "--report", str(out))
    assert done.returncode == 0, done.stderr
    assert str(out / "report.html") in done.stdout
    assert installation.rows("SELECT as_of, state FROM run") == [("2021-09", "done")]
    (kept,) = (tmp_path / "home" / "runs").iterdir()
    site, disk = (pq.read_table(folder / "progress.parquet") for folder in (kept, out))
    assert site.num_rows
    assert disk.equals(site)
    ((file, number),) = installation.rows("SELECT file, run_id FROM bulletin")
    assert (tmp_path / "home" / "bulletins" / file).read_bytes() == (out / "bulletin.docx").read_bytes()
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["calculation"] == number


def test_the_demonstration_is_calculated_once() -> None:
    """A second calculation beside the site's would be another September."""
    recipes: dict[str, Any] = {}
    for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"([a-z-]+):(?!=)", line):
            recipe = recipes.setdefault(found[1], [])
        elif line.startswith("\t"):
            recipe.append(line)
    demo = "\n".join(recipes["demo"])
    assert "sigai run" not in demo
    commands = [line for line in recipes["demo"] if re.search(r"-m sigai_web (?:setup|demo)", line)]
    assert commands
    assert all("--report $(OUT)/demo-run" in line for line in commands)
