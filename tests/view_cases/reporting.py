"""The views of `sigai_web.reporting`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_reporting import KEY, accepted, approved, assignment, draft, submitted
from helpers_web import OURS
from sigai.values import Mapping, mapping_yaml
from sigai_web.accounts.models import Membership, User
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Role
from sigai_web.reporting.arranging import arranged
from sigai_web.reporting.mappings import Owner, keep_mapping
from sigai_web.reporting.models import HeldFile, Sheet
from sigai_web.reporting.services import open_correction
from sigai_web.reporting.talking import say
from sigai_web.reporting.workbooks import workbook
from view_cases.case import ENTERPRISES, LEADER, OF_EXCEL, OFFICE, READERS, Case, Programs, Who

REPORTERS = frozenset({Role.UNIT_REPORTER, Role.AREA_REPORTER, Role.ENTERPRISE_REPORTER})
APPROVERS = frozenset({Role.UNIT_APPROVER, Role.AREA_APPROVER})
TALKERS = OFFICE | REPORTERS | APPROVERS
WATCHERS = OFFICE | LEADER | APPROVERS
BOTH = frozenset({"get", "post"})
NONE = ("survey", "2021-10", "91000000MA0000009X")
CELL = f"{OURS}:orders"


def of(make: Callable[[], Sheet] | None = None) -> Callable[[User, Membership], list[Any]]:
    """The address of our sheet, once it has been brought so far."""

    def arguments(_user: User, _membership: Membership) -> list[Any]:
        if make is not None and not Sheet.objects.exists():
            make()
        return list(KEY)

    return arguments


def correcting() -> Sheet:
    """Our sheet, opened again by the enterprise's own reporter."""
    sheet, own = accepted(), Actor(f"{Role.ENTERPRISE_REPORTER}-{OURS}".lower(), "")
    return open_correction(own, assignment(), seen=sheet.version, reason="?")


def handed_in() -> Sheet:
    """Our sheet, handed in by the enterprise's own reporter, who can take it back."""
    return submitted(by=Actor(f"{Role.ENTERPRISE_REPORTER}-{OURS}".lower(), ""))


def said() -> dict[str, Any]:
    return {"cell": CELL, f"comment:{CELL}": "?"}


def talking(_user: User, _membership: Membership) -> list[Any]:
    """A conversation about our sheet."""
    say(Actor("system", ""), assignment(), (OURS, "orders"), "?", decider=True)
    return []


def seen(**more: Any) -> Callable[[], dict[str, Any]]:
    """What a page sends: the version that it showed."""
    return lambda: {"version": Sheet.objects.values_list("version", flat=True).first() or 0, **more}


def typed() -> dict[str, Any]:
    return {
        "version": 0,
        f"text:{CELL}": "7",
        f"was:{CELL}": "",
        f"seen:{CELL}": "0",
        f"reason:{CELL}": "",
    }


def chosen() -> dict[str, Any]:
    sheet = Sheet.objects.get()
    return {"sheet": [f"{sheet}|{sheet.version}".replace("/", "|")]}


def filled_template() -> dict[str, Any]:
    return {"file": SimpleUploadedFile("a.xlsx", workbook(arranged(assignment())))}


LAYOUT = f"entity,orders\n{OURS},7\n"


def holding(user: User, _membership: Membership) -> list[Any]:
    """The address of our sheet, for which everybody holds a file."""
    names = dict(zip(("form", "period", "reporter"), KEY, strict=True))
    for each in {user, *User.objects.all()}:
        HeldFile.objects.get_or_create(user=each, **names, defaults={"name": "a.csv", "content": LAYOUT.encode()})
    return list(KEY)


def mapping_text() -> dict[str, Any]:
    text = mapping_yaml(_mapping())
    return {"form": KEY[0], "file": SimpleUploadedFile("x.yaml", text.encode())}


def _mapping() -> Mapping:
    columns = [{"head": ["企业代码"], "means": "entity"}, {"head": ["数"], "means": "figure", "measure": "orders"}]
    return Mapping.model_validate({"name": "x", "form": KEY[0], "period": "given", "columns": columns})


def kept(_user: User, _membership: Membership) -> list[Any]:
    """The address of a mapping of our enterprise."""
    own = Actor("system", "")
    return [keep_mapping(own, Owner(OURS, assignment().area), _mapping()).pk]


def queue(make: Callable[[], Sheet]) -> Callable[[User, Membership], list[Any]]:
    def arguments(_user: User, _membership: Membership) -> list[Any]:
        if not Sheet.objects.exists():
            make()
        return []

    return arguments


CASES: dict[str, Case] = {
    "reporting": Case(REPORTERS, english=True),
    "approving": Case(APPROVERS, methods=BOTH, arguments=queue(submitted), english=True),
    "accepting": Case(OFFICE, "post", chosen, methods=BOTH, arguments=queue(approved), status=302, queries=30),
    "month": Case(WATCHERS, queries=18, english=True),
    "month-debts": Case(WATCHERS, english=True),
    "comments": Case(TALKERS, arguments=talking, english=True),
    "sheet-comment": Case(
        OFFICE | APPROVERS | ENTERPRISES, "post", said, of(submitted), status=302, queries=24, missing=NONE, foreign=403
    ),
    "sheet-recall": Case(ENTERPRISES, "post", seen(), of(handed_in), status=302, queries=24, missing=NONE, foreign=403),
    "coverage": Case(WATCHERS, queries=19, english=True),
    "coverage-workbook": Case(WATCHERS, queries=24),
    "remind": Case(OFFICE, "post", status=302, queries=20),
    "month-close": Case(OFFICE, "post", lambda: {"month": "2022-03"}, status=302, queries=20),
    "month-reopen": Case(OFFICE, "post", lambda: {"month": "2022-03", "reason": "?"}, status=302, queries=20),
    "sheet": Case(READERS, arguments=of(submitted), queries=20, missing=NONE, foreign=403, english=True),
    "sheet-cell": Case(ENTERPRISES, "post", typed, of(), queries=25, missing=NONE, foreign=403),
    "sheet-save": Case(ENTERPRISES, "post", typed, of(), status=302, queries=24, missing=NONE, foreign=403),
    "sheet-approve": Case(APPROVERS, "post", seen(), of(submitted), status=302, queries=24, missing=NONE, foreign=403),
    "sheet-return": Case(
        APPROVERS, "post", seen(comment="?"), of(submitted), status=302, queries=24, missing=NONE, foreign=403
    ),
    "sheet-accept": Case(OFFICE, "post", seen(), of(approved), status=302, queries=30, missing=NONE),
    "sheet-send-back": Case(OFFICE, "post", seen(comment="?"), of(approved), status=302, queries=24, missing=NONE),
    "sheet-correct": Case(
        OFFICE | ENTERPRISES,
        "post",
        seen(reason="更正"),
        of(accepted),
        status=302,
        queries=26,
        methods=BOTH,
        missing=NONE,
        foreign=403,
        english=True,
    ),
    "sheet-drop-correction": Case(
        OFFICE | ENTERPRISES, "post", seen(), of(correcting), status=302, queries=30, missing=NONE, foreign=403
    ),
    "sheet-history": Case(READERS, arguments=of(accepted), missing=NONE, foreign=403, english=True),
    "sheet-template": Case(ENTERPRISES, arguments=of(draft), queries=24, missing=NONE, foreign=403),
    "sheet-upload": Case(ENTERPRISES, "post", filled_template, of(), queries=24, missing=NONE, foreign=403),
    "sheet-mapping": Case(
        ENTERPRISES, arguments=holding, own=True, methods=BOTH, missing=NONE, foreign=403, english=True, queries=20
    ),
    "sheet-mapping-adopt": Case(
        ENTERPRISES, "post", mapping_text, of(), status=302, missing=NONE, foreign=403, queries=24
    ),
    "mappings": Case(OFFICE | REPORTERS, english=True),
    "mapping-import": Case(OFFICE, "post", mapping_text, status=302, queries=20),
    "mapping-file": Case(OFFICE | ENTERPRISES, arguments=kept, queries=24, missing=(999,), foreign=200),
    "mapping-drop": Case(
        OFFICE | ENTERPRISES, "post", arguments=kept, status=302, missing=(999,), foreign=403, queries=20
    ),
    "sheet-returned-copy": Case(ENTERPRISES, arguments=of(draft), status=404, missing=NONE, foreign=403),
}

MENU: dict[str, Who] = {
    "reporting": REPORTERS,
    "approving": APPROVERS,
    "accepting": OFFICE,
    "month": WATCHERS,
    "coverage": WATCHERS,
    "mappings": OFFICE | REPORTERS,
}

PROGRAMS: Programs = {
    "reporting": ("list_duties",),
    "approving": ("list_duties", "approve_sheet"),
    "accepting": ("list_duties", "accept_sheet"),
    "month": ("read_reporting", "list_worth_chasing", "list_closed_months"),
    "month-debts": ("list_duties",),
    "comments": ("list_cell_comments",),
    "sheet-comment": ("comment_on_cell",),
    "sheet-recall": ("recall_sheet",),
    "coverage": ("read_reporting", "list_duties"),
    "coverage-workbook": OF_EXCEL,
    "remind": ("send_reminders", "list_worth_chasing"),
    "month-close": ("close_month", "list_closed_months"),
    "month-reopen": ("reopen_month",),
    "sheet": ("read_sheet",),
    "sheet-cell": ("save_sheet",),
    "sheet-save": ("save_sheet", "submit_sheet", "upload_figures"),
    "sheet-approve": ("approve_sheet",),
    "sheet-return": ("return_sheet",),
    "sheet-accept": ("accept_sheet",),
    "sheet-send-back": ("send_back_sheet",),
    "sheet-correct": ("correct_sheet",),
    "sheet-drop-correction": ("drop_correction",),
    "sheet-history": ("read_sheet", "read_figure"),
    **dict.fromkeys(
        (
            "sheet-template",
            "sheet-upload",
            "sheet-returned-copy",
            "sheet-mapping",
            "sheet-mapping-adopt",
            "mappings",
            "mapping-import",
            "mapping-file",
            "mapping-drop",
        ),
        OF_EXCEL,
    ),
}

RIGHTS = """
figure.read          *ooooo*...
figure.report        .o.o.o....
figure.approve       ..o.o.....
figure.accept        *.........
figure.correct       *o.o.o....
reporting.watch      *.o.o.*...
cell.comment         *ooooo....
reminder.send        *.........
month.close          *.........
mapping.read         *o.o.o....
mapping.keep         *o.o.o....
"""
