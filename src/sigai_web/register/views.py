"""The pages of the register: the list, an entity with its dated facts, entering, telling what changed, importing."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issue, UserError
from sigai_web import programme
from sigai_web.accounts.people import people
from sigai_web.exchange import TABLES, Worksheet, checked_upload, workbook_response
from sigai_web.filters.keeping import keeps_filters
from sigai_web.filters.offering import offered_filters
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions import allowed, visible
from sigai_web.permissions.access import needs, offered_on
from sigai_web.register import belonging, listing, succession, words
from sigai_web.register.belonging import kinds_of, owners_of
from sigai_web.register.changing import RegisterOutcome, ask
from sigai_web.register.handing_in import from_rows, from_sheet, of_list, of_merger, of_split, why_of
from sigai_web.register.models import RegisterChange
from sigai_web.register.operations import BELOW_KEEP, REGISTER_FOLLOW, REGISTER_KEEP, REGISTER_READ
from sigai_web.register.planning import MOST_ROWS, WantedChange
from sigai_web.register.problems import LOOK_ALIKE
from sigai_web.store.models import Entity, EntityFact
from sigai_web.store.register import NewFact

_PAGE = 50
_SHOWN = 200
"""So many issues a page lists."""
_ENTRY = ("id", "name", "kind", "area", "park", "industry", "above_scale_since", "active_from")
_GIVEN = ("fact", "value", "since", "until")


@keeps_filters
@needs(REGISTER_READ)
@require_GET
def register_list(request: HttpRequest) -> HttpResponse:
    """The register within reach, narrowed and found by names, former names and codes; `?excel` as a workbook."""
    wanted = listing.asked(request.GET.dict())
    found = listing.narrowed(listing.within_reach(request.user), wanted).order_by("name", "pk")
    if "excel" in request.GET:
        return workbook_response(choose("名录", "register"), [listing.sheet(found)])
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    active = set(Entity.objects.filter(listing.is_active_now(), pk__in=[one.pk for one in page]).values_list("pk"))
    areas = programme.current().area_by_code
    rows = [(one, words.kind_words(one.kind), areas.get(one.park or one.area), (one.pk,) in active) for one in page]
    context = {
        "page": page,
        "rows": rows,
        "asked": wanted,
        "areas": programme.current().areas,
        "kinds": words.kinds(),
        "query": urlencode({name: word for name, word in wanted.items() if word}),
        "may_keep": allowed(request.user, REGISTER_KEEP),
        "saved": offered_filters(request),
    }
    return render(request, "register/list.html", context)


@needs(REGISTER_READ)
@require_GET
@never_cache
def register_entry(request: HttpRequest, entity: str) -> HttpResponse:
    """An entity with its dated facts: since when each holds, who said so, when and why."""
    return _entry_page(request, _reached(request, entity))


def _reached(request: HttpRequest, entity: str) -> Entity:
    return get_object_or_404(listing.within_reach(request.user), pk=entity)


def _kept(request: HttpRequest, entity: str) -> Entity:
    """An entity of which somebody may tell facts: of what belongs to an enterprise that one, too."""
    of = _reached(request, entity)
    if not belonging.may_keep(request.user, of.pk, of.area, owners_of([of.pk], known={of.pk: of}).get(of.pk, ())):
        raise PermissionDenied
    return of


def _entry_page(
    request: HttpRequest, entity: Entity, issues: tuple[Issue, ...] = (), *, status: int = 200
) -> HttpResponse:
    owners = owners_of([entity.pk], known={entity.pk: entity}).get(entity.pk, ())
    may_keep = belonging.may_keep(request.user, entity.pk, entity.area, owners)
    changes = RegisterChange.objects.filter(subjects__entity=entity.pk)
    waiting = list(visible(request.user, REGISTER_FOLLOW, changes.filter(decided_at=None)))
    entered = changes.filter(granted=True).order_by("pk").first()
    standing, past = words.standing_facts(entity), words.past_facts(entity)
    asked_by = [one.asked_by for one in (*waiting, entered) if one is not None]
    context = {
        "entity": entity,
        "kind": words.kind_words(entity.kind),
        "owners": owners,
        "has_below": bool(kinds_of(entity.kind)),
        "standing": standing,
        "past": past,
        "people": people([*asked_by, *(fact.by for fact in (*standing, *past))]),
        "waiting": waiting,
        "successions": _successions(entity),
        "entered": entered,
        "may_keep": may_keep,
        "facts": [(kind, words.fact_words(kind)) for kind in words.facts_of(entity.kind)],
        "areas": programme.current().areas,
        "given": request.POST,
        "issues": issues,
    }
    return render(request, "register/entry.html", context, status=status)


def _successions(entity: Entity) -> list[tuple[int, str]]:
    """The mergers and splits of an enterprise, each with the change by which it stands."""
    made = RegisterChange.objects.filter(subjects__entity=entity.pk, granted=True, what__has_key="successions")
    rows = [(change.pk, one) for change in made.order_by("pk") for one in succession.successions(change.what)]
    named = {each for _, one in rows for each in (one.source, one.target)}
    names = dict(Entity.objects.filter(pk__in=named).values_list("pk", "name")) if named else {}
    return [(pk, succession.words_of(one, names)) for pk, one in rows]


@needs(REGISTER_KEEP)
@require_http_methods(["GET", "POST"])
@never_cache
def new_entry(request: HttpRequest) -> HttpResponse:
    """Enter an entity; those that look like it are shown before."""
    issues: tuple[Issue, ...] = ()
    if request.method == "POST":
        row = {name: request.POST.get(name, "").strip() for name in _ENTRY}
        try:
            taken = ask(Actor.of(request), request.user, from_rows([row], [], **why_of(request.POST)))
        except UserError as error:
            issues = error.issues
        else:
            _tell(request, taken)
            return _to(taken)
    content = programme.current()
    context = {
        "given": request.POST,
        "issues": issues,
        "alike": any(issue.code == LOOK_ALIKE.code for issue in issues),
        "areas": content.areas,
        "parks": [area for area in content.areas if area.kind == "park"],
        "kinds": words.kinds(),
    }
    return render(request, "register/new.html", context, status=422 if issues else 200)


@needs(BELOW_KEEP)
@offered_on("register-entry")
def tell_fact(request: HttpRequest, entity: str) -> HttpResponse:
    """Tell what is so of an entity from a month on; without one, from the beginning."""
    of = _kept(request, entity)
    row = {"entity": of.pk, **{name: request.POST.get(name, "").strip() for name in _GIVEN}}
    return _asked(request, of, from_rows([], [row], **why_of(request.POST)))


@needs(BELOW_KEEP)
@offered_on("register-entry")
def withdraw_fact(request: HttpRequest, entity: str) -> HttpResponse:
    """Say of something that was told that it never was so."""
    of = _kept(request, entity)
    key = request.POST.get("key", "")
    row = EntityFact.objects.filter(entity=of.pk, pk=key if key.isascii() and key.isdigit() and len(key) < 19 else 0)
    facts = [NewFact(one.entity, one.fact, one.value, one.since, one.until, withdrawn=True) for one in row]
    return _asked(request, of, WantedChange(facts=facts, **why_of(request.POST)))


@needs(REGISTER_KEEP)
@offered_on("register-entry")
def merge_entry(request: HttpRequest, entity: str) -> HttpResponse:
    """Ask that an enterprise goes up in another one from a month on."""
    of = _reached(request, entity)
    given = {name: request.POST.get(name, "") for name in ("reason", "document")}
    wanted = of_merger(of.pk, request.POST.get("target", ""), request.POST.get("since", ""), **given)
    return _asked(request, of, wanted)


@needs(REGISTER_KEEP)
@offered_on("register-entry")
def split_entry(request: HttpRequest, entity: str) -> HttpResponse:
    """Ask that a new enterprise comes out of this one from a month on."""
    of = _reached(request, entity)
    row = {name: request.POST.get(name, "").strip() for name in ("id", "name", "area", "park", "industry")}
    return _asked(request, of, of_split(of.pk, row, request.POST.get("since", ""), **why_of(request.POST)))


def _asked(request: HttpRequest, of: Entity, wanted: WantedChange) -> HttpResponse:
    try:
        taken = ask(Actor.of(request), request.user, wanted)
    except UserError as error:
        return _entry_page(request, of, error.issues, status=422)
    _tell(request, taken)
    return _to(taken) if wanted.succession else redirect("register-entry", of.pk)


@needs(REGISTER_KEEP)
@require_http_methods(["GET", "POST"])
@never_cache
def register_import(request: HttpRequest) -> HttpResponse:
    """Take a sheet of entries or of changes in whole, or say everything that is wrong with it."""
    issues: tuple[Issue, ...] = ()
    if request.method == "POST":
        members = request.POST.get("list", "")
        given = {"since": request.POST.get("since", ""), **(of_list(members) if members else {})}
        try:
            with checked_upload(request.FILES.get("file"), TABLES) as upload:
                wanted = from_sheet(upload.path, upload.name, given, **why_of(request.POST))
            taken = ask(Actor.of(request), request.user, wanted)
        except UserError as error:
            issues = error.issues
        else:
            _tell(request, taken)
            return _to(taken)
    context = {
        "given": request.POST or request.GET,
        "issues": issues[:_SHOWN],
        "more_issues": max(len(issues) - _SHOWN, 0),
        "alike": any(issue.code == LOOK_ALIKE.code for issue in issues),
        "most": MOST_ROWS,
        "lists": programme.current().lists,
    }
    return render(request, "register/import.html", context, status=422 if issues else 200)


@needs(REGISTER_KEEP)
@require_GET
def register_template(_request: HttpRequest) -> HttpResponse:
    """The empty sheets of entries and of changes."""
    sheets = [
        Worksheet(choose("名录", "Register"), listing.columns(), [], blank=500),
        Worksheet(choose("变更", "Changes"), listing.change_columns(), []),
    ]
    return workbook_response(choose("名录模板", "register-template"), sheets)


def _tell(request: HttpRequest, taken: RegisterOutcome) -> None:
    if taken.change is None:
        zh, en = f"没有新的内容：{taken.same} 项都已在名录中", f"Nothing new: {taken.same} stand already"
    elif taken.waits:
        zh = f"已提出（第 {taken.change.pk} 号），由工作专班的另一位决定；在那之前名录不变"
        en = f"Asked for (number {taken.change.pk}); another member of the office decides, until then nothing changes"
    else:
        zh = f"已登记 {taken.entered} 个主体，记下 {taken.told} 项变更，{taken.same} 项本来就是这样"
        en = f"{taken.entered} entered, {taken.told} changes told, {taken.same} stood already"
    messages.success(request, choose(zh, en))
    for issue in taken.remarks[:_SHOWN]:
        place = issue.place.text(language())
        messages.info(request, f"{place}: {issue.what(language())} → {issue.advice(language())}")


def _to(taken: RegisterOutcome) -> HttpResponse:
    if taken.change is not None and not taken.waits and taken.entered == 1:
        return redirect("register-entry", taken.change.what["entities"][0]["id"])
    return redirect("register-change", taken.change.pk) if taken.change else redirect("register")
