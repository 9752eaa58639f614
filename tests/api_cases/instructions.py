"""Instructions."""

from __future__ import annotations

from collections.abc import Callable

from api_cases.case import GOVERNMENT, LEADER, Case
from sigai_web.dashboards.instructing import instruct
from sigai_web.dashboards.models import Instruction
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role

NEW = {"kind": "target", "subject": "T", "unit": "U3", "text": "请尽快"}
_UNIT_OF_11 = frozenset({Role.OFFICE, Role.LEADER, Role.AREA_REPORTER, Role.AREA_APPROVER})


def instructed() -> None:
    """The government of the first county is asked something."""
    instruct(SYSTEM, None, Instruction.Kind.TARGET, "T", unit="U3", text="请尽快")


def _of(rest: str = "") -> Callable[[], str]:
    return lambda: f"/instructions/{Instruction.objects.get().pk}{rest}"


CASES: dict[str, Case] = {
    "list_instructions": Case(GOVERNMENT, "/instructions?open=true", before=instructed, apart=True),
    "read_instruction": Case(GOVERNMENT, _of(), before=instructed, missing="/instructions/0", within=_UNIT_OF_11),
    "write_instruction": Case(LEADER, "/instructions", body=NEW, status=201),
    "reply_to_instruction": Case(
        GOVERNMENT - LEADER,
        _of("/replies"),
        body={"text": "已办"},
        before=instructed,
        status=201,
        within=_UNIT_OF_11 - LEADER,
        queries=16,
    ),
    "close_instruction": Case(LEADER, _of("/close"), before=instructed, missing="/instructions/0/close", queries=18),
}
