"""`sigai demo-data`."""

from __future__ import annotations

from pathlib import Path

from sigai.cli.console import Exit, choose, out
from sigai.demonstration import make
from sigai.pipeline import sound_programme


def demo_data_command(folder: Path, target: Path, *, seed: int, enterprises: int, months: int | None) -> int:
    """Write demonstration data for a programme."""
    programme = sound_programme(folder)
    whole = programme.head.end.last - programme.head.start.first + 1
    made = make(programme, target, enterprises=enterprises, months=min(months or whole, whole), seed=seed)
    out.print(
        choose(
            f"演示数据（虚构）已写入 {target}："
            f"主体 {made.entities} 个，数值 {made.values} 个，台账记录 {made.records} 条",
            f"demonstration data (fictional) in {target}: "
            f"{made.entities} entities, {made.values} values, {made.records} records",
        )
    )
    return Exit.GOOD
