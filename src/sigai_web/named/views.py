"""The pages of what the plan names: the list, and one name with its commitment, its links and where it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai.base import Issue, UserError
from sigai.programme import Named
from sigai_web import programme
from sigai_web.accounts.people import people
from sigai_web.journal.changes import LateError
from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.named import linking, meant
from sigai_web.named.models import NamedLink
from sigai_web.named.operations import NAMED_LINK
from sigai_web.named.standing import last_figures, standing_of
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs, offered_on
from sigai_web.runs.operations import PROGRESS_READ

KINDS = {
    "enterprise": ("企业", "Enterprise"),
    "project": ("项目", "Project"),
    "park": ("园区", "Park"),
    "place": ("地方", "Place"),
    "platform": ("平台", "Platform"),
    "institution": ("机构", "Institution"),
}
LINKED, OPEN = "yes", "no"


@needs(PROGRESS_READ)
@require_GET
@never_cache
def named_list(request: HttpRequest) -> HttpResponse:
    """Everything that the plan names, of one kind or state of linking where that is asked for."""
    kind, linked = request.GET.get("kind", ""), request.GET.get("linked", "")
    every = standing_of(request.user, programme.current().named)
    shown = [
        (line, choose(*KINDS[line.named.kind]))
        for line in every
        if (kind not in KINDS or line.named.kind == kind)
        and (linked not in (LINKED, OPEN) or line.linked is (linked == LINKED))
    ]
    context = {
        "lines": shown,
        "total": len(every),
        "linked_count": sum(line.linked for line in every),
        "kinds": [(name, choose(*words)) for name, words in KINDS.items()],
        "kind": kind,
        "linked": linked,
    }
    return render(request, "named/list.html", context)


@needs(PROGRESS_READ)
@require_GET
@never_cache
def named_page(request: HttpRequest, name: str) -> HttpResponse:
    """One name: what the plan commits to about it, what it is linked to, and where that stands."""
    return _page(request, _found(name))


@needs(NAMED_LINK)
@offered_on("named-page")
def link_named(request: HttpRequest, name: str) -> HttpResponse:
    """Say which entity, record or area is meant."""
    named = _found(name)
    try:
        linking.link(Actor.of(request), request.user, named, request.POST.get("given", ""))
    except UserError as error:
        return _page(request, named, error.issues, status=409 if isinstance(error, LateError) else 422)
    messages.success(request, choose("已关联", "Linked"))
    return redirect("named-page", name)


@needs(NAMED_LINK)
@offered_on("named-page")
def unlink_named(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Take a link back."""
    made = get_object_or_404(NamedLink, name=_found(name).id, pk=pk)
    linking.unlink(Actor.of(request), request.user, made.pk)
    messages.success(request, choose("已取消关联", "The link is taken back"))
    return redirect("named-page", name)


def _found(name: str) -> Named:
    named = next((one for one in programme.current().named if one.id == name), None)
    if named is None:
        raise Http404
    return named


def _page(request: HttpRequest, named: Named, issues: tuple[Issue, ...] = (), *, status: int = 200) -> HttpResponse:
    content = programme.current()
    (line,) = standing_of(request.user, [named])
    may_link = allowed(request.user, NAMED_LINK)
    linked = NamedLink.objects.filter(name=named.id, removed_at=None).values_list("kind", "subject")
    given = request.POST.get("given", "")
    found = meant.find(request.user, given)
    entities = [one.subject for link, one in line.links if link.kind == NamedLink.Kind.ENTITY]
    context: dict[str, Any] = {
        "named": named,
        "kind": choose(*KINDS[named.kind]),
        "line": line,
        "ledger": content.ledger_by_id.get(named.ledger or ""),
        "area": content.area_by_code.get(named.area or ""),
        "sources": [
            (source, programme.sentence(f"{named.id}.{number}")) for number, source in enumerate(named.sources)
        ],
        "figures": last_figures(entities),
        "people": people(link.by for link, _ in line.links),
        "suggested": (found if len(found) > 1 else meant.suggested(request.user, named, linked)) if may_link else [],
        "may_link": may_link,
        "given": "" if len(found) == 1 else given,
        "issues": issues,
    }
    return render(request, "named/name.html", context, status=status)
