"""The page of what belongs to an enterprise: products, lines and their like, entered one by one or as a sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai.base import Issue, UserError, month_name
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.exchange import TABLES, checked_upload, workbook_response
from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.permissions.access import needs, offered_on
from sigai_web.register import listing
from sigai_web.register.belonging import kinds_of, may_keep
from sigai_web.register.below import below, template
from sigai_web.register.changing import RegisterOutcome, ask
from sigai_web.register.handing_in import from_rows, from_sheet, why_of
from sigai_web.register.operations import BELOW_KEEP, REGISTER_READ
from sigai_web.register.planning import WantedChange
from sigai_web.store.models import Entity

_SHOWN = 200
_ATTRIBUTE = "attribute:"


@needs(REGISTER_READ)
@require_GET
@never_cache
def below_page(request: HttpRequest, entity: str) -> HttpResponse:
    """What belongs to an enterprise, with what waits for confirmation."""
    return _page(request, _reached(request, entity))


@needs(BELOW_KEEP)
@offered_on("below")
def below_new(request: HttpRequest, entity: str) -> HttpResponse:
    """Enter one thing; it counts once the unit has confirmed it."""
    of = _reached(request, entity)
    row = {name: request.POST.get(name, "").strip() for name in ("kind", "name", "parent", "active_from")}
    row["parent"] = row["parent"] or of.pk
    kind = programme.current().kind_by_id.get(row["kind"])
    for one in kind.attributes if kind else ():
        row[one.id] = request.POST.get(f"{_ATTRIBUTE}{row['kind']}:{one.id}", "").strip()
    return _asked(request, of, from_rows([row], [], **why_of(request.POST)))


@needs(BELOW_KEEP)
@offered_on("below")
def below_import(request: HttpRequest, entity: str) -> HttpResponse:
    """Enter a sheet of things in whole, or say everything that is wrong with it."""
    of = _reached(request, entity)
    try:
        with checked_upload(request.FILES.get("file"), TABLES) as upload:
            wanted = from_sheet(upload.path, upload.name, {"parent": of.pk}, **why_of(request.POST))
    except UserError as error:
        return _page(request, of, error.issues, status=422)
    return _asked(request, of, wanted)


@needs(BELOW_KEEP)
@require_GET
def below_template(request: HttpRequest, entity: str) -> HttpResponse:
    """The empty sheet of what belongs to an enterprise."""
    of = _reached(request, entity)
    return workbook_response(choose("产品生产线模板", "below-template"), [template(of)])


def _reached(request: HttpRequest, entity: str) -> Entity:
    found = get_object_or_404(listing.within_reach(request.user), pk=entity)
    if not kinds_of(found.kind):
        raise Http404
    return found


def _asked(request: HttpRequest, of: Entity, wanted: WantedChange) -> HttpResponse:
    try:
        taken = ask(Actor.of(request), request.user, wanted)
    except UserError as error:
        return _page(request, of, error.issues, status=422)
    _tell(request, taken)
    return redirect("below", of.pk)


def _tell(request: HttpRequest, taken: RegisterOutcome) -> None:
    if taken.change is None:
        zh, en = f"没有新的内容：{taken.same} 项都已登记", f"Nothing new: {taken.same} stand already"
    elif taken.waits:
        zh = f"已提出（第 {taken.change.pk} 号），等待确认；确认前不计入任何数"
        en = f"Asked for (number {taken.change.pk}); it counts once it is confirmed"
    else:
        zh, en = f"已登记 {taken.entered} 个", f"{taken.entered} entered"
    messages.success(request, choose(zh, en))


def _page(request: HttpRequest, of: Entity, issues: tuple[Issue, ...] = (), *, status: int = 200) -> HttpResponse:
    kinds = below(request.user, of)
    context = {
        "entity": of,
        "kinds": kinds,
        "parents": [line for each in kinds for line in each.lines if line.change is None and kinds_of(each.kind.id)],
        "may_keep": may_keep(request.user, "", "", [of]),
        "month": month_name(today().year * 12 + today().month - 1),
        "given": request.POST,
        "issues": issues[:_SHOWN],
    }
    return render(request, "register/below.html", context, status=status)
