"""`sigai explain`."""

from __future__ import annotations

from pathlib import Path

from sigai.base.periods import Period
from sigai.cli.console import Exit, language, out
from sigai.pipeline import explain
from sigai.reports import explanation_text


def explain_command(
    run: Path, target: str, *, area: str | None, period: Period | None, document: Path | None, rows: int
) -> int:
    """Print the chain from a figure down to who reported it and which place of the plan asks for it."""
    explanation = explain(run, target, area=area, period=period, document=document, rows=rows)
    out.print(explanation_text(explanation, language()), soft_wrap=False)
    return Exit.GOOD
