"""The views of `sigai_web.dashboards`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpers_runs_web import ready_run
from helpers_web import OURS
from sigai_web.accounts.models import Membership, User
from sigai_web.dashboards.instructing import instruct
from sigai_web.dashboards.models import Instruction
from sigai_web.journal.writing import SYSTEM
from view_cases.case import AREAS, GOVERNMENT, LEADER, OFFICE, READERS, UNITS, Case, Programs, Who


def after_a_run(*arguments: Any) -> Callable[[User, Membership], list[Any]]:
    """The arguments of an address, once a run is done."""

    def made(_user: User, _membership: Membership) -> list[Any]:
        ready_run()
        return list(arguments)

    return made


def of_instruction(_user: User, _membership: Membership) -> list[Any]:
    """One to the government of the owner's county."""
    return [instruct(SYSTEM, None, Instruction.Kind.UNIT, "U3", unit="U3", text="what is asked").pk]


CASES: dict[str, Case] = {
    "calendar": Case(READERS, queries=20, english=True),
    "cockpit": Case(GOVERNMENT, arguments=after_a_run(), queries=20, english=True),
    "targets": Case(GOVERNMENT, arguments=after_a_run(), english=True),
    "target": Case(GOVERNMENT, arguments=after_a_run("T"), english=True),
    "explain": Case(GOVERNMENT, arguments=after_a_run("T", "1", "2021-12"), english=True),
    "explain-indicator": Case(GOVERNMENT, arguments=after_a_run("title", "11", "2021-12"), english=True),
    "evidence": Case(GOVERNMENT, arguments=after_a_run("out", "1", "2021-09", 1), queries=17, english=True),
    "tasks": Case(GOVERNMENT, arguments=after_a_run(), english=True),
    "task": Case(GOVERNMENT, arguments=after_a_run("K1"), english=True),
    "units": Case(GOVERNMENT, arguments=after_a_run(), english=True),
    "unit": Case(GOVERNMENT, arguments=after_a_run("U1"), queries=22, english=True),
    "unit-owes": Case(GOVERNMENT, arguments=lambda *_: ["U1"], queries=20, missing=("none",), english=True),
    "areas": Case(GOVERNMENT, arguments=after_a_run(), english=True),
    "area": Case(GOVERNMENT, arguments=after_a_run("11"), queries=22, english=True),
    "area-data": Case(GOVERNMENT, arguments=lambda *_: ["11"], queries=20, missing=("none",), english=True),
    "enterprises": Case(READERS, queries=24, english=True),
    "enterprise": Case(
        READERS,
        arguments=lambda _user, _membership: [OURS],
        queries=22,
        missing=("91000000MA000000XX",),
        foreign=403,
        english=True,
    ),
    "figure": Case(
        READERS - UNITS,
        arguments=lambda _user, _membership: [OURS, "output", "2021-09"],
        missing=(OURS, "output", "2020-01"),
        foreign=403,
        english=True,
    ),
    "instructions": Case(GOVERNMENT, arguments=lambda *them: of_instruction(*them)[:0], english=True),
    "new-instruction": Case(
        LEADER,
        "post",
        lambda: {"unit": "U1", "text": "what is asked"},
        arguments=lambda _user, _membership: ["target", "T"],
        status=302,
        methods=frozenset({"get", "post"}),
        missing=("target", "none"),
        english=True,
    ),
    "instruction": Case(GOVERNMENT - UNITS, arguments=of_instruction, missing=(999,), foreign=403, english=True),
    "reply-instruction": Case(
        OFFICE | AREAS,
        "post",
        lambda: {"text": "what was done"},
        arguments=of_instruction,
        status=302,
        queries=18,
        missing=(999,),
        foreign=403,
    ),
    "close-instruction": Case(LEADER, "post", arguments=of_instruction, status=302, missing=(999,)),
}
"""The owner's unit collects one form of the enterprises, but not the one with their output."""

MENU: dict[str, Who] = {
    "calendar": READERS,
    "cockpit": GOVERNMENT,
    "targets": GOVERNMENT,
    "tasks": GOVERNMENT,
    "units": GOVERNMENT,
    "areas": GOVERNMENT,
    "enterprises": READERS,
    "instructions": GOVERNMENT,
}

PROGRAMS: Programs = {
    "calendar": ("list_duties", "list_deadlines", "list_rounds", "list_tasks"),
    "cockpit": ("list_progress", "list_targets", "list_indicator_results"),
    "targets": ("list_targets", "list_progress"),
    "target": ("read_target", "list_progress"),
    "explain": ("list_progress", "read_indicator_terms"),
    "explain-indicator": ("list_indicator_results", "read_indicator_terms"),
    "evidence": ("read_evidence",),
    "figure": ("read_figure",),
    "tasks": ("list_tasks",),
    "task": ("list_tasks",),
    "units": ("list_units", "list_targets"),
    "unit": ("list_targets", "list_tasks", "list_progress"),
    "unit-owes": ("list_targets", "list_tasks", "list_duties", "list_deadlines"),
    "areas": ("list_areas",),
    "area-data": ("list_figures", "list_entities", "list_duties", "list_deadlines"),
    "area": ("list_progress", "list_indicator_results"),
    "enterprises": ("list_entities",),
    "enterprise": ("read_entity", "list_figures", "list_records"),
    "instructions": ("list_instructions",),
    "instruction": ("read_instruction",),
    "new-instruction": ("write_instruction",),
    "reply-instruction": ("reply_to_instruction",),
    "close-instruction": ("close_instruction",),
}

RIGHTS = """
instruction.read     *oooo.*...
instruction.write    ......*...
instruction.reply    *oooo.....
"""
