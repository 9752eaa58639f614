"""What people do with records, beyond reading, keeping and stepping (`sigai_web.store.operations`)."""

from __future__ import annotations

from sigai_web.permissions import OFFICE, Operation

DOCUMENT_ERASE = Operation(
    "document.erase",
    "查看已移除的材料，抹掉误传的",
    "see removed documents, erase those sent by mistake",
    OFFICE,
    order=207,
)
