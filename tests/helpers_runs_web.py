"""A finished run and a published bulletin for tests of the web."""

from __future__ import annotations

from sigai.base import Period
from sigai_web.journal.writing import SYSTEM
from sigai_web.runs.bulletins import next_number, publish
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.models import Bulletin, Run

AS_OF = Period.parse("2021-12")


def finished_run(because: str = "test") -> Run:
    """A run of the invented programme, done."""
    return carry_out(request_run(SYSTEM, because=because, as_of=AS_OF))


def published_bulletin() -> Bulletin:
    """A bulletin of a finished run."""
    run = finished_run()
    return publish(SYSTEM, run, next_number(2026))
