"""`sigai portfolio`: which projects to choose from a folder of candidates, budgets and gaps, and why."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sigai.cli.console import Exit, language, out, show_issues


def portfolio_command(folder: Path, *, gap: float, seconds: float, steps: bool, as_json: bool) -> int:
    """Choose, and print the choice; UserError where the folder is wrong, or its demands contradict each other."""
    from sigai.portfolio import choose, read_reserve
    from sigai.reports import portfolio_lines, portfolio_record

    reserve, notes = read_reserve(folder)
    show_issues(notes)
    selection = choose(reserve, gap=gap, seconds=seconds, steps=steps)
    if as_json:
        sys.stdout.write(json.dumps(portfolio_record(selection), ensure_ascii=False) + "\n")
    else:
        for line in portfolio_lines(selection, language()):
            out.print(line, markup=False)
    return Exit.GOOD
