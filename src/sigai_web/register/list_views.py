"""Lists: which there are, and who stands on one from which month to which, by which document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sigai_web import programme
from sigai_web.clock import today
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs
from sigai_web.register import listing
from sigai_web.register.models import RegisterChange
from sigai_web.register.operations import REGISTER_KEEP, REGISTER_READ
from sigai_web.register.words import month_words
from sigai_web.store.models import Entity, EntityFact
from sigai_web.store.register import NewFact, counting

_PAGE = 100


@dataclass(frozen=True, slots=True)
class ListMember:
    """An entity that stands, or stood, on a list, with the document of the change that says so."""

    entity: Entity
    since: str
    until: str
    now: bool
    document: str
    reason: str


@needs(REGISTER_READ)
@require_GET
def entity_lists(request: HttpRequest) -> HttpResponse:
    """Every list of the programme, with how many within reach stand on it this month."""
    reached = listing.within_reach(request.user).values("pk")
    facts = counting(EntityFact.objects.filter(fact="list", entity__in=reached))
    now = Counter(fact.value for fact in facts if _holds(fact))
    rows = [(one, now[one.id]) for one in programme.current().lists]
    return render(request, "register/lists.html", {"rows": rows})


@needs(REGISTER_READ)
@require_GET
def entity_list(request: HttpRequest, name: str) -> HttpResponse:
    """The members of a list within reach, those of this month first."""
    found = programme.current().list_by_id.get(name)
    if found is None:
        raise Http404
    told = EntityFact.objects.filter(fact="list", value=name)
    entities = listing.within_reach(request.user).filter(pk__in=told.order_by().values("entity")).in_bulk()
    facts = [fact for fact in counting(told) if fact.entity in entities]
    facts.sort(key=lambda fact: (not _holds(fact), entities[fact.entity].name, fact.since or 0))
    page = Paginator(facts, _PAGE).get_page(request.GET.get("page"))
    context = {
        "list": found,
        "members": _members(list(page), entities, name),
        "page": page,
        "now": sum(map(_holds, facts)),
        "may_keep": allowed(request.user, REGISTER_KEEP),
    }
    return render(request, "register/members.html", context)


def _holds(fact: NewFact) -> bool:
    month = today().year * 12 + today().month - 1
    return (fact.since is None or fact.since <= month) and (fact.until is None or fact.until >= month)


def _members(facts: list[NewFact], entities: dict[str, Entity], name: str) -> list[ListMember]:
    rows = EntityFact.objects.filter(fact="list", value=name, entity__in={fact.entity for fact in facts})
    last = {(row.entity, row.since or 0): row for row in rows.order_by("revision")}
    moments = {row.at for row in last.values()}
    changes = {one.decided_at: one for one in RegisterChange.objects.filter(decided_at__in=moments).defer("what")}
    found = []
    for fact in facts:
        row = last[fact.entity, fact.since or 0]
        change = changes.get(row.at)
        found.append(
            ListMember(
                entities[fact.entity],
                month_words(fact.since, since=True),
                month_words(fact.until, since=False),
                _holds(fact),
                change.document if change else "",
                change.reason if change else row.reason,
            )
        )
    return found
