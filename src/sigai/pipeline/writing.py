"""Writing a finished run into a folder of its own (`sigai.pipeline.folder`): the same for a run over a folder of data
and for one that a site calculated."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from sigai.base.issues import Issue
from sigai.pipeline.folder import new_folder, write_evidence, write_header, write_tables
from sigai.reports import write_bulletin, write_html
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
    """Write tables, evidence, report, bulletin and, last, the head of a run; the run as it was written.

    `finished` gives the run as it stands: it is asked again at the end, when the seconds of the last stages are known.
    `stage` is told of each stage that begins. A bulletin that was `published` from the run already is taken as it is.
    """
    with new_folder(out) as folder:
        stage("tables")
        now = finished()
        write_tables(folder, now.results, now.progress)
        added = {"estimates": now.estimates, "effects": now.effects, "weights": now.weights}
        write_evidence(folder, now.programme, data, issues, added)
        stage("report")
        write_html(now, folder / "report.html")
        stage("bulletin")
        bulletin = folder / "bulletin.docx"
        if published is None:
            write_bulletin(now, bulletin)
        else:
            shutil.copyfile(published, bulletin)
        stage("")
        now = finished()
        write_header(folder, now.header)
    return now
