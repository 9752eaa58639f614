"""Writing a run into a folder (`sigai.pipeline.run_store`): with all that people read, or as a site keeps one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from sigai.base.issues import Issue
from sigai.pipeline.run_store import (
    new_folder,
    write_evidence,
    write_findings,
    write_lists,
    write_manifest,
    write_tables,
)
from sigai.reports import View, write_bulletin, write_html
from sigai.reports.finished import FinishedRun
from sigai.tables.data import Data


def write_run(
    out: Path,
    finished: Callable[[], FinishedRun],
    data: Data,
    *,
    issues: tuple[Issue, ...] = (),
    stage: Callable[[str], None] = lambda _: None,
    published: Path | None = None,
) -> FinishedRun:
    """Write tables, evidence, report, bulletin and, last, the manifest of a run; the run as it was written.

    `finished` gives the run as it stands: it is asked again at the end, when the seconds of the last stages are known.
    `stage` is told of each stage that begins. A bulletin that was `published` from the run already is taken as it is.
    """
    with new_folder(out) as folder:
        stage("tables")
        now = finished()
        write_tables(folder, now.tables)
        write_lists(folder, now.tables)
        write_findings(folder, now.issues)
        write_evidence(folder, now.programme, data, issues)
        stage("report")
        write_html(now, folder / "report.html")
        stage("bulletin")
        bulletin = folder / "bulletin.docx"
        if published is None:
            write_bulletin(View(now), bulletin)
        else:
            shutil.copyfile(published, bulletin)
        stage("")
        now = finished()
        write_manifest(folder, now.header, now.tables)
    return now


def keep_run(out: Path, finished: FinishedRun) -> None:
    """Write tables, findings and manifest of a run: all that is needed where content and data are kept elsewhere."""
    with new_folder(out) as folder:
        write_tables(folder, finished.tables)
        write_findings(folder, finished.issues)
        write_manifest(folder, finished.header, finished.tables)
