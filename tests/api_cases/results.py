"""Calculations and their results."""

from __future__ import annotations

from api_cases.case import GOVERNMENT, OFFICE, Case
from sigai_web.journal.writing import SYSTEM
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.models import Run


def calculated() -> Run:
    """A finished run."""
    return carry_out(request_run(SYSTEM, because="test"))


CASES: dict[str, Case] = {
    "list_runs": Case(GOVERNMENT, "/runs", before=calculated),
    "read_run": Case(GOVERNMENT, lambda: f"/runs/{Run.objects.latest('pk').pk}", before=calculated, missing="/runs/0"),
    "start_run": Case(OFFICE, "/runs", body={"because": "test"}, status=202, queries=20),
    "list_progress": Case(GOVERNMENT, "/progress?target=T", before=calculated, missing="/progress?run=0"),
    "list_progress_moves": Case(
        GOVERNMENT, "/progress-moves?area=1", before=calculated, missing="/progress-moves?run=0"
    ),
    "list_indicator_results": Case(GOVERNMENT, "/indicator-results?indicator=out", before=calculated),
    "read_indicator_terms": Case(
        GOVERNMENT, "/indicator-terms/out/1/2021-09", before=calculated, missing="/indicator-terms/none/1/2021-09"
    ),
    "read_evidence": Case(
        GOVERNMENT, "/indicator-terms/out/1/2021-09/1", before=calculated, missing="/indicator-terms/out/1/2021-09/99"
    ),
}
