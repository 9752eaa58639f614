"""What people do about the programme's content on the site: the office asks, another one of the office decides."""

from __future__ import annotations

from sigai_web.permissions import OFFICE, Operation
from sigai_web.runs.operations import PROGRESS_READ

DECISION_READ = Operation(
    "decision.read", "查看方案决定", "read decisions on the programme", PROGRESS_READ.roles, order=140
)
DECISION_ASK = Operation(
    "decision.ask",
    "提出方案决定：读法、分解数、参数、界限、报表期限",
    "ask for decisions on the programme: readings, numbers of areas, parameters, thresholds, due days",
    OFFICE,
    order=142,
)
DECISION_DECIDE = Operation(
    "decision.decide",
    "作出方案决定（他人提出的）",
    "decide on the programme (what somebody else asked)",
    OFFICE,
    order=144,
)
