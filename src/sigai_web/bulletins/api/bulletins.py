"""Published bulletins: which there are, their files, proving them, taking one back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Cut, Number, Page, Sent, page_by
from sigai_web.api.serving import served
from sigai_web.bulletins import signing
from sigai_web.bulletins.api.scopes import PUBLISH
from sigai_web.bulletins.drafting import stands
from sigai_web.bulletins.operations import BULLETIN_PUBLISH
from sigai_web.bulletins.publishing import Proved, proved, read_file
from sigai_web.journal.writing import Actor
from sigai_web.runs.api.scopes import READ_PROGRESS
from sigai_web.runs.models import Bulletin
from sigai_web.runs.operations import PROGRESS_READ

router = Router(tags=["bulletins"])
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class BulletinOut(Schema):
    """A published circular, with the journal's seal printed in it. `stands`: neither withdrawn nor revised."""

    id: int
    run_id: int
    year: int
    number: int
    day: date
    title: str
    published_at: datetime
    journal_number: int
    journal_digest: str
    text_digest: str
    stands: bool

    @staticmethod
    def resolve_stands(obj: Bulletin) -> bool:
        """Whether it was neither withdrawn nor revised."""
        return stands(obj)


class BulletinWithdrawalIn(Sent):
    """Why a bulletin is taken back."""

    reason: str = Field("", max_length=1000)


class ProofOut(Schema):
    """Whether what was kept still gives the very text that was published (`same`), and if not: whether only another
    version of the program wrote it (`proof` is `kept`) or something is not as it was kept (`differs`)."""

    same: bool
    proof: Proved


@endpoint(
    router,
    "GET",
    "/bulletins",
    operation=PROGRESS_READ,
    scope=READ_PROGRESS,
    zh="通报列表",
    en="bulletins",
    about_zh="已发布的通报，新的在前。",
    answer=Page[BulletinOut],
)
def list_bulletins(request: HttpRequest, cut: Query[Cut]) -> Any:
    """Every published bulletin, the newest first."""
    return page_by(Bulletin.objects.select_related("withdrawal"), cut, key="id", newest_first=True)


@endpoint(
    router,
    "GET",
    "/bulletins/{bulletin}/file",
    operation=PROGRESS_READ,
    scope=READ_PROGRESS,
    zh="通报文件",
    en="the file of a bulletin",
    about_zh="发布时的 Word 文件。",
    answer=WORD,
)
def read_bulletin_file(request: HttpRequest, bulletin: Number) -> Any:
    """The file as it was published."""
    found = get_object_or_404(Bulletin, pk=bulletin)
    return served(found.file, lambda: read_file(found), WORD)


@endpoint(
    router,
    "POST",
    "/bulletins/{bulletin}/prove",
    operation=PROGRESS_READ,
    scope=READ_PROGRESS,
    zh="验证通报可复现",
    en="prove a bulletin",
    about_zh="用留存的结果重新生成，看是否与发布的一字不差。",
    answer=ProofOut,
)
def prove_bulletin(request: HttpRequest, bulletin: Number) -> Any:
    """Make a bulletin again from what was kept, and say whether it is the same."""
    found = proved(get_object_or_404(Bulletin.objects.select_related("run"), pk=bulletin))
    return {"same": found is Proved.AGAIN, "proof": found}


@endpoint(
    router,
    "POST",
    "/bulletins/{bulletin}/withdraw",
    operation=BULLETIN_PUBLISH,
    scope=PUBLISH,
    zh="撤回通报",
    en="withdraw a bulletin",
    about_zh="写明原因撤回一期通报；文件和验证留存。",
    answer=BulletinOut,
)
def withdraw_bulletin(request: HttpRequest, bulletin: Number, data: BulletinWithdrawalIn) -> Any:
    """Take a published bulletin back, for a reason; its file and its proof stay."""
    found = get_object_or_404(Bulletin, pk=bulletin)
    signing.withdraw(Actor.of(request), found, data.reason)
    return Bulletin.objects.select_related("withdrawal").get(pk=found.pk)
