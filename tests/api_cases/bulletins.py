"""Bulletins, from the draft to the published file."""

from __future__ import annotations

from collections.abc import Callable

from api_cases.case import GOVERNMENT, OFFICE, Case
from helpers_runs_web import WRITER, published_bulletin, ready_run, signed_draft
from sigai_web.bulletins.drafting import begin_draft, hand_in
from sigai_web.bulletins.models import BulletinDraft
from sigai_web.runs.models import Bulletin, Run


def published() -> None:
    """A bulletin of a finished run."""
    published_bulletin(7)


def drafted() -> None:
    """A draft that is written."""
    begin_draft(WRITER, ready_run(), "monthly")


def handed_in() -> None:
    """A draft that waits for a signature."""
    drafted()
    hand_in(WRITER, BulletinDraft.objects.get().pk)


def signed() -> None:
    """A draft that can be published."""
    signed_draft(ready_run())


def _of_bulletin(rest: str) -> Callable[[], str]:
    return lambda: f"/bulletins/{Bulletin.objects.get().pk}/{rest}"


def _of_draft(rest: str) -> Callable[[], str]:
    return lambda: f"/bulletin-drafts/{BulletinDraft.objects.get().pk}{rest}"


CASES: dict[str, Case] = {
    "list_bulletins": Case(GOVERNMENT, "/bulletins", before=published),
    "read_bulletin_file": Case(GOVERNMENT, _of_bulletin("file"), before=published, missing="/bulletins/0/file"),
    "prove_bulletin": Case(GOVERNMENT, _of_bulletin("prove"), before=published, missing="/bulletins/0/prove"),
    "withdraw_bulletin": Case(
        OFFICE,
        _of_bulletin("withdraw"),
        body={"reason": "有误"},
        before=published,
        missing="/bulletins/0/withdraw",
        queries=24,
    ),
    "list_bulletin_drafts": Case(OFFICE, "/bulletin-drafts", before=drafted),
    "read_bulletin_draft": Case(OFFICE, _of_draft(""), before=drafted, missing="/bulletin-drafts/0"),
    "begin_bulletin_draft": Case(
        OFFICE,
        "/bulletin-drafts",
        body=lambda: {"run": Run.objects.latest("pk").pk},
        before=ready_run,
        status=201,
        queries=24,
    ),
    "write_bulletin_text": Case(
        OFFICE,
        _of_draft("/text"),
        body={"place": "overall", "text": "请各单位抓紧。", "seen": 0},
        before=drafted,
        missing="/bulletin-drafts/0/text",
        queries=20,
    ),
    "step_bulletin_draft": Case(
        OFFICE,
        _of_draft("/step"),
        body={"step": "hand_in"},
        before=drafted,
        missing="/bulletin-drafts/0/step",
        queries=24,
    ),
    "sign_bulletin_draft": Case(
        OFFICE,
        _of_draft("/signature"),
        body={"sign": True},
        before=handed_in,
        missing="/bulletin-drafts/0/signature",
        queries=24,
    ),
    "publish_bulletin": Case(
        OFFICE,
        _of_draft("/publication"),
        body={"number": 8},
        before=signed,
        status=201,
        missing="/bulletin-drafts/0/publication",
        queries=30,
    ),
}
