"""`sigai rivals`."""

from __future__ import annotations

from pathlib import Path

from sigai.cli.console import Exit, language, out
from sigai.pipeline import rivals
from sigai.reports import comparison_table


def rivals_command(run: Path, target: str | None, *, area: str | None) -> int:
    """Print what other published methods would have said, beside ours."""
    out.print(comparison_table(rivals(run, target, area=area), language()), soft_wrap=False)
    return Exit.GOOD
