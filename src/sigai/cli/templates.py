"""`sigai bulletin-templates`: the standard templates of bulletins, for an office to change."""

from __future__ import annotations

from pathlib import Path

from sigai.cli.console import Exit, choose, out
from sigai.reports import STANDARD_KINDS, standard_file


def templates_command(folder: Path) -> Exit:
    """Write them into a folder; one that is there already stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in STANDARD_KINDS:
        file = folder / f"{kind.id}.docx"
        if file.exists():
            out.print(choose(f"已有，未改  {file}", f"is there, left as it is  {file}"))
        else:
            file.write_bytes(standard_file(kind.id))
            out.print(choose(f"已写出  {file}", f"written  {file}"))
    return Exit.GOOD
