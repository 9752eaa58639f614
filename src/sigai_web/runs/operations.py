"""What people do with calculations and their results."""

from __future__ import annotations

from sigai_web.permissions import GOVERNMENT, OFFICE, Operation, Reach

PROGRESS_READ = Operation(
    "progress.read",
    "查看进展：目标、任务、单位、地区、通报",
    "see progress: targets, tasks, units, areas, bulletins",
    dict.fromkeys(GOVERNMENT, Reach.ALL),
    order=250,
)
RUN_START = Operation("run.start", "启动计算", "start a calculation", OFFICE, order=290)
