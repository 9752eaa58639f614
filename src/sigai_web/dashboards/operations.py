"""What people do with instructions."""

from __future__ import annotations

from sigai_web.permissions import GOVERNMENT, Group, Operation, Reach, Role

_ANSWERERS: Group = {role: reach for role, reach in GOVERNMENT.items() if role is not Role.LEADER}

INSTRUCTION_READ = Operation("instruction.read", "查看批示", "read instructions", GOVERNMENT, order=260)
INSTRUCTION_WRITE = Operation(
    "instruction.write", "作批示、办结批示", "write and close instructions", {Role.LEADER: Reach.ALL}, order=270
)
INSTRUCTION_REPLY = Operation("instruction.reply", "答复批示", "answer instructions", _ANSWERERS, order=280)
