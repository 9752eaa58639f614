"""The newest finished run as a folder on disk, such as `sigai run` writes: report, bulletin and tables of what the site
shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sigai.base import Place, UserError
from sigai.pipeline import write_run
from sigai_web.runs.models import Bulletin, Run
from sigai_web.runs.problems import NO_RESULTS, OTHER_DATA
from sigai_web.runs.results import Results, current
from sigai_web.store.reading import as_data


def write_current(out: Path) -> Results:
    """Write the run that pages show now, with the data that it read and the bulletin published from it, if there is
    one; its head names the calculation.

    UserError before the first calculation (W221), where the store no longer gives the data of the run (W225), and where
    `out` holds something else (X002).
    """
    results = current()
    if results is None:
        raise UserError([NO_RESULTS.at(Place())])
    run = results.run
    data = as_data(results.finished.programme, results.marks)
    if data.digest != run.data_digest:
        raise UserError([OTHER_DATA.at(Place(), run=run.pk)])
    written = replace(results.finished, header={**results.finished.header, "calculation": run.pk})
    write_run(out, lambda: written, data, published=_published(run))
    return results


def _published(run: Run) -> Path | None:
    bulletin = Bulletin.objects.filter(run=run).order_by("-pk").first()
    return bulletin.path if bulletin is not None and bulletin.path.is_file() else None
