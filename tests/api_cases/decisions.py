"""Decisions on the programme."""

from __future__ import annotations

from api_cases.case import GOVERNMENT, OFFICE, Case
from sigai_web.decisions.models import ProgrammeDecision
from view_cases.decisions import asked

WANTED = {
    "kind": "parameter",
    "subject": "power_tce",
    "since": "2022-01-01",
    "values": {"value": "0.2"},
    "reason": "新标准",
    "document": "某1号",
}


def decision() -> str:
    return f"/decisions/{ProgrammeDecision.objects.latest('pk').pk}/decision"


CASES: dict[str, Case] = {
    "read_edition": Case(GOVERNMENT, "/edition"),
    "list_decisions": Case(GOVERNMENT, "/decisions", before=asked),
    "ask_programme_decision": Case(OFFICE, "/decisions", body=WANTED, queries=30),
    "decide_programme_decision": Case(
        OFFICE, decision, body={"grant": True}, before=asked, missing="/decisions/0/decision", queries=30
    ),
}
