"""What people do with records, beyond reading, keeping and stepping (`sigai_web.store.operations`)."""

from __future__ import annotations

from sigai_web.permissions import GOVERNMENT, OFFICE, Operation

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
)
