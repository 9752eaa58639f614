"""The views of `sigai_web.bulletins`."""

from __future__ import annotations

from typing import Any

from helpers_runs_web import WRITER, published_bulletin, ready_run, signed_draft
from sigai_web.accounts.models import Membership, User
from sigai_web.bulletins.drafting import begin_draft, hand_in
from sigai_web.bulletins.models import BulletinDraft
from view_cases.case import GOVERNMENT, OF_THE_BROWSER, OFFICE, Case, Programs, Who


def _clear() -> None:
    """A case may be asked more than once: one draft of a kind is under way at a time."""
    BulletinDraft.objects.exclude(state="published").update(state="dropped")


def of_bulletin(_user: User, _membership: Membership) -> list[Any]:
    _clear()
    return [published_bulletin().pk]


def _begun() -> BulletinDraft:
    _clear()
    return begin_draft(WRITER, ready_run(), "monthly")


def of_draft(_user: User, _membership: Membership) -> list[Any]:
    return [_begun().pk]


def of_waiting(_user: User, _membership: Membership) -> list[Any]:
    draft = _begun()
    return [hand_in(WRITER, draft.pk).pk]


def of_signed(_user: User, _membership: Membership) -> list[Any]:
    _clear()
    return [signed_draft(ready_run()).pk]


def _text() -> dict[str, Any]:
    return {"place": "overall", "text": "请各单位抓紧。", "seen": "0"}


CASES: dict[str, Case] = {
    "bulletins": Case(GOVERNMENT, english=True),
    "new-bulletin-draft": Case(OFFICE, "post", lambda: {"kind": "monthly"}, status=302),
    "bulletin-draft": Case(OFFICE, arguments=of_draft, queries=20, missing=(999,), english=True),
    "keep-bulletin-text": Case(OFFICE, "post", _text, of_draft, status=302, queries=20, missing=(999,)),
    "step-bulletin-draft": Case(
        OFFICE, "post", lambda: {"step": "hand-in"}, of_draft, status=302, queries=24, missing=(999,)
    ),
    "sign-bulletin-draft": Case(
        OFFICE, "post", lambda: {"decision": "sign"}, of_waiting, status=302, queries=24, missing=(999,)
    ),
    "publish-bulletin": Case(
        OFFICE, "post", lambda: {"number": "1"}, of_signed, status=302, queries=30, missing=(999,)
    ),
    "bulletin-draft-file": Case(OFFICE, arguments=of_draft, queries=24, missing=(999,)),
    "bulletin": Case(GOVERNMENT, arguments=of_bulletin, queries=24, missing=(999,)),
    "bulletin-pdf": Case(GOVERNMENT, arguments=of_bulletin, queries=24, missing=(999,)),
    "about-bulletin": Case(GOVERNMENT, arguments=of_bulletin, queries=24, missing=(999,), english=True),
    "prove-bulletin": Case(GOVERNMENT, "post", arguments=of_bulletin, queries=30, missing=(999,)),
    "withdraw-bulletin": Case(
        OFFICE, "post", lambda: {"reason": "有误"}, of_bulletin, status=302, queries=24, missing=(999,)
    ),
    "revise-bulletin": Case(
        OFFICE, "post", lambda: {"reason": "有误"}, of_bulletin, status=302, queries=30, missing=(999,)
    ),
}

MENU: dict[str, Who] = {"bulletins": GOVERNMENT}

PROGRAMS: Programs = {
    "bulletins": ("list_bulletins", "list_bulletin_drafts"),
    "new-bulletin-draft": ("begin_bulletin_draft",),
    "bulletin-draft": ("read_bulletin_draft",),
    "keep-bulletin-text": ("write_bulletin_text",),
    "step-bulletin-draft": ("step_bulletin_draft",),
    "sign-bulletin-draft": ("sign_bulletin_draft",),
    "publish-bulletin": ("publish_bulletin",),
    "bulletin-draft-file": OF_THE_BROWSER,
    "bulletin": ("read_bulletin_file",),
    "bulletin-pdf": ("read_bulletin_file",),
    "about-bulletin": ("list_bulletins",),
    "prove-bulletin": ("prove_bulletin",),
    "withdraw-bulletin": ("withdraw_bulletin",),
    "revise-bulletin": ("begin_bulletin_draft",),
}

RIGHTS = """
bulletin.draft       *.........
bulletin.sign        *.........
bulletin.publish     *.........
"""
