"""What people do with records, beyond reading, keeping and stepping (`sigai_web.store.operations`)."""

from __future__ import annotations

from sigai_web.permissions import GOVERNMENT, OFFICE, READERS, Operation, Reach, Role

DOCUMENT_ERASE = Operation(
    "document.erase",
    "查看已移除的材料，抹掉误传的",
    "see removed documents, erase those sent by mistake",
    OFFICE,
    order=207,
)
RECORD_CORRECT = Operation(
    "record.correct",
    "申请更正已定下的内容、决定他人申请的更正（由能办定下它的那一步的角色；主体自己不能）",
    "ask that what a step settled be corrected, and decide what another one asked (whoever makes that step; never the "
    "subject itself)",
    GOVERNMENT,
    order=206,
    parts=True,
)
ROUND_READ = Operation(
    "round.read",
    "查看申报批次",
    "see the rounds under which applications are handed in",
    dict.fromkeys(READERS, Reach.ALL),
    order=208,
)
ROUND_KEEP = Operation(
    "round.keep",
    "开放、延长、关闭、取消申报批次（管台账的单位和专班）",
    "open, extend, close and withdraw rounds (the units that keep the ledger, the office)",
    {**OFFICE, Role.UNIT_APPROVER: Reach.UNIT},
    order=209,
)
