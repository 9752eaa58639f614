"""The register for programs: an entity with its dated facts, asking for changes, deciding them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from sigai.base import month_name
from sigai_web import programme
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.errors import IssueOut, issue_words
from sigai_web.api.paging import Cut, Number, Page, Sent, ShortText, Whole, page_by
from sigai_web.api.requests import RequestDecisionIn, RequestOut
from sigai_web.journal.writing import Actor
from sigai_web.permissions import visible
from sigai_web.register import changing, listing
from sigai_web.register.api.scopes import READ_REGISTER, WRITE_REGISTER
from sigai_web.register.handing_in import from_rows, of_merger, of_split
from sigai_web.register.models import RegisterChange
from sigai_web.register.operations import (
    BELOW_CONFIRM,
    BELOW_KEEP,
    REGISTER_FOLLOW,
    REGISTER_KEEP,
    REGISTER_READ,
)
from sigai_web.store.models import EntityFact
from sigai_web.store.register import NewFact, all_facts, counting

router = Router(tags=["register"])
_MOST = 2000


class FactOut(Schema):
    """What is so of an entity from a month to a month, both included; null: from the beginning, without an end."""

    entity: str
    fact: str
    value: str | None
    since: str | None
    until: str | None


class EntryOut(Schema):
    """An entity of the register with every dated fact that counts."""

    id: str
    name: str
    kind: str
    facts: list[FactOut]


class EntryIn(Sent):
    """An entity to be entered. Months are `2022-06`; areas and parks by code or name. What belongs to another names its
    `parent` and, by their ids, its `attributes`; its `id` may be left empty."""

    id: ShortText = ""
    name: ShortText
    kind: ShortText = "enterprise"
    area: ShortText = ""
    park: ShortText = ""
    industry: ShortText = ""
    above_scale_since: ShortText = ""
    active_from: ShortText = ""
    active_until: ShortText = ""
    tags: ShortText = ""
    parent: ShortText = ""
    attributes: dict[ShortText, ShortText] = Field(default_factory=dict, max_length=20)


class FactIn(Sent):
    """A fact to be told, as in a sheet: `fact` is name, area, park, industry, above_scale, closed, grade,
    tag, list, parent, or an attribute of a kind by its id."""

    entity: ShortText
    fact: ShortText
    value: ShortText = ""
    since: ShortText = ""
    until: ShortText = ""


class RegisterChangeIn(Sent):
    """Entries and facts that belong together. `distinct`: look-alikes (W403) were looked at and are others."""

    entities: list[EntryIn] = Field(default_factory=list, max_length=_MOST)
    facts: list[FactIn] = Field(default_factory=list, max_length=_MOST)
    reason: str = Field("", max_length=1000)
    document: str = Field("", max_length=300)
    distinct: bool = False


class MergerIn(Sent):
    """An enterprise (`source`) that goes up in another one (`target`) from the month `since` on; by code or name."""

    source: ShortText
    target: ShortText
    since: ShortText
    reason: str = Field("", max_length=1000)
    document: str = Field("", max_length=300)


class SplitIn(Sent):
    """A new enterprise (`entity`) that comes out of another one (`source`) from the month `since` on."""

    source: ShortText
    entity: EntryIn
    since: ShortText
    reason: str = Field("", max_length=1000)
    document: str = Field("", max_length=300)
    distinct: bool = False


class RegisterChangeOut(RequestOut):
    """A request; `granted` null: another person has not decided yet. `past`: it alters closed months."""

    id: int
    what: dict[str, Any]
    document: str
    past: bool


class RegisterOutcomeOut(Schema):
    """What became of a request: new entities, new facts, rows that stood already, the change if there is any."""

    entered: int
    told: int
    same: int
    change: RegisterChangeOut | None
    issues: list[IssueOut]


class RegisterDecisionIn(RequestDecisionIn):
    """Whether a request is granted; declining it needs a comment."""


@endpoint(
    router,
    "GET",
    "/register/entries/{entity}",
    operation=REGISTER_READ,
    scope=READ_REGISTER,
    zh="名录中的一个主体",
    en="an entity of the register",
    about_zh="名称、地区、行业、规上、关停、名单等每项记载，从哪个月起、到哪个月止。",
    answer=EntryOut,
)
def read_register_entry(request: HttpRequest, entity: str) -> Any:
    """Every fact that counts of an entity, with the months from which and to which it holds."""
    found = get_object_or_404(listing.within_reach(person(request)), pk=entity)
    facts = [_fact(fact) for fact in all_facts([found])]
    return {"id": found.pk, "name": found.name, "kind": found.kind, "facts": facts}


@endpoint(
    router,
    "GET",
    "/register/lists/{name}",
    operation=REGISTER_READ,
    scope=READ_REGISTER,
    zh="一个名单的成员",
    en="the members of a list",
    about_zh="名单上的主体，从哪个月起、到哪个月止，现在的和以前的；名单由方案内容定义。",
    answer=Whole[FactOut],
)
def list_members(request: HttpRequest, name: str) -> Any:
    """Who stands or stood on a list of the programme, from which month to which."""
    if name not in programme.current().list_by_id:
        raise Http404
    reached = listing.within_reach(person(request)).values("pk")
    told = EntityFact.objects.filter(fact="list", value=name, entity__in=reached)
    return {"items": [_fact(fact) for fact in counting(told)]}


@endpoint(
    router,
    "GET",
    "/register/changes",
    operation=REGISTER_FOLLOW,
    scope=READ_REGISTER,
    zh="名录变更",
    en="changes of the register",
    about_zh="已提出和已决定的变更，新的在前。",
    answer=Page[RegisterChangeOut],
)
def list_register_changes(request: HttpRequest, cut: Annotated[Cut, Query()]) -> Any:
    """Changes asked for and decided, the newest first."""
    rows = visible(person(request), REGISTER_FOLLOW, RegisterChange.objects.all())
    return page_by(rows, cut, key="id", newest_first=True)


@endpoint(
    router,
    "POST",
    "/register/changes",
    operation=BELOW_KEEP,
    scope=WRITE_REGISTER,
    zh="登记主体、变更名录",
    en="enter entities, tell changes",
    about_zh=(
        "有一处不对就什么也不记，逐行说明；已是这样的不重复。地区提出的、牵动已结月份的、名单的，由工作专班的另一位决定。"
    ),
    answer=RegisterOutcomeOut,
)
def ask_register_change(request: HttpRequest, data: RegisterChangeIn) -> Any:
    """With anything wrong nothing is taken, and every row is told; what stands already is not doubled. What an area
    asks, what alters closed months and who stands on a list waits for another member of the office."""
    wanted = from_rows(
        [_entry(row) for row in data.entities],
        [row.model_dump() for row in data.facts],
        reason=data.reason,
        document=data.document,
        distinct=data.distinct,
    )
    return _outcome(changing.ask(Actor.of(request), person(request), wanted))


@endpoint(
    router,
    "POST",
    "/register/mergers",
    operation=REGISTER_KEEP,
    scope=WRITE_REGISTER,
    zh="企业合并",
    en="merge enterprises",
    about_zh="从所写月份起关停、名单转入并入的企业；以前月份不变；这些月份它还有数的，拒绝并说明。由另一位决定。",
    answer=RegisterOutcomeOut,
)
def merge_enterprises(request: HttpRequest, data: MergerIn) -> Any:
    """The source is closed from that month on and its lists go to the target; earlier months stay. Refused where it has
    figures since then. Another member of the office decides."""
    wanted = of_merger(data.source, data.target, data.since, reason=data.reason, document=data.document)
    return _outcome(changing.ask(Actor.of(request), person(request), wanted))


@endpoint(
    router,
    "POST",
    "/register/splits",
    operation=REGISTER_KEEP,
    scope=WRITE_REGISTER,
    zh="企业分立",
    en="split an enterprise",
    about_zh="从所写月份起登记新企业，原企业不变。由另一位决定。",
    answer=RegisterOutcomeOut,
)
def split_enterprise(request: HttpRequest, data: SplitIn) -> Any:
    """The new enterprise is entered from that month on; the old one goes on. Another member of the office decides."""
    why: dict[str, Any] = {"reason": data.reason, "document": data.document, "distinct": data.distinct}
    wanted = of_split(data.source, _entry(data.entity), data.since, **why)
    return _outcome(changing.ask(Actor.of(request), person(request), wanted))


@endpoint(
    router,
    "POST",
    "/register/changes/{change}/decision",
    operation=BELOW_CONFIRM,
    scope=WRITE_REGISTER,
    zh="决定名录变更",
    en="decide a change of the register",
    about_zh="同意后从所写的月份起生效；不同意须写意见；自己提出的不能自己决定。",
    answer=RegisterChangeOut,
)
def decide_register_change(request: HttpRequest, change: Number, data: RegisterDecisionIn) -> Any:
    """Grant it, so that it stands from the months that it names, or decline it with a comment; never what oneself
    asked for."""
    found = get_object_or_404(visible(person(request), BELOW_CONFIRM, RegisterChange.objects.all()), pk=change)
    return changing.decide(Actor.of(request), person(request), found.pk, grant=data.grant, comment=data.comment)


def _entry(row: EntryIn) -> dict[str, str]:
    """An entry by the columns of a sheet: attributes are columns of their own."""
    return {**row.model_dump(exclude={"attributes"}), **row.attributes}


def _outcome(taken: changing.RegisterOutcome) -> dict[str, Any]:
    remarks = [issue_words(issue) for issue in taken.remarks]
    counts = {"entered": taken.entered, "told": taken.told, "same": taken.same}
    return {**counts, "change": taken.change, "issues": remarks}


def _fact(fact: NewFact) -> dict[str, Any]:
    months = {"since": _month(fact.since), "until": _month(fact.until)}
    return {"entity": fact.entity, "fact": fact.fact, "value": fact.value, **months}


def _month(month: int | None) -> str | None:
    return None if month is None else month_name(month)
