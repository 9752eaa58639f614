"""The pages of starting data: sending an archive, what became of those that were sent, confirming one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issue, UserError
from sigai_web.accounts.people import people
from sigai_web.exchange import ARCHIVES, checked_upload
from sigai_web.journal.changes import LateError
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions import visible
from sigai_web.permissions.access import needs, offered_on
from sigai_web.register.problems import LOOK_ALIKE
from sigai_web.starting.changing import StartOutcome, ask, confirm, read_archive
from sigai_web.starting.models import StartingBundle
from sigai_web.starting.operations import START_KEEP
from sigai_web.starting.unpacking import KINDS, MOST_FILES

_SHOWN = 200
"""So many issues a page lists."""


@needs(START_KEEP)
@require_http_methods(["GET", "POST"])
@never_cache
def starting(request: HttpRequest) -> HttpResponse:
    """Send a data folder as one archive, and see those that were sent."""
    issues: tuple[Issue, ...] = ()
    if request.method == "POST":
        try:
            with checked_upload(request.FILES.get("file"), ARCHIVES) as upload:
                read = read_archive(upload.path.read_bytes(), upload.name)
            reason, distinct = request.POST.get("reason", ""), "distinct" in request.POST
            taken = ask(Actor.of(request), request.user, read, reason=reason, distinct=distinct)
        except UserError as error:
            issues = error.issues
        else:
            _tell(request, taken)
            return redirect("starting-bundle", taken.bundle.pk) if taken.bundle else redirect("starting")
    bundles = list(_rows(request).order_by("-pk"))
    context = {
        "bundles": bundles,
        "people": people(name for one in bundles for name in one.people),
        "issues": issues[:_SHOWN],
        "more_issues": max(len(issues) - _SHOWN, 0),
        "alike": any(issue.code == LOOK_ALIKE.code for issue in issues),
        "kinds": ", ".join(sorted(KINDS)),
        "most": MOST_FILES,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "starting/starting.html", context, status=422 if issues else 200)


@needs(START_KEEP)
@require_GET
@never_cache
def starting_bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """One archive: how much of it is new, who asked, how it was decided."""
    return _page(request, _reached(request, pk))


@needs(START_KEEP)
@offered_on("starting-bundle")
def confirm_bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in, or decline, what somebody else asked."""
    of = _reached(request, pk)
    grant = request.POST.get("decision") == "grant"
    try:
        confirm(Actor.of(request), request.user, of.pk, grant=grant, comment=request.POST.get("comment", ""))
    except UserError as error:
        status = 409 if isinstance(error, LateError) else 422
        return _page(request, _reached(request, pk), error.issues, status=status)
    taken = choose("已装入，正在计算", "Taken in; results are being calculated")
    messages.success(request, taken if grant else choose("没有装入", "Declined: nothing was taken in"))
    return redirect("starting-bundle", pk)


def _rows(request: HttpRequest) -> QuerySet[StartingBundle]:
    return visible(request.user, START_KEEP, StartingBundle.objects.defer("content"))


def _reached(request: HttpRequest, pk: int) -> StartingBundle:
    return get_object_or_404(_rows(request), pk=pk)


def _page(
    request: HttpRequest, of: StartingBundle, issues: tuple[Issue, ...] = (), *, status: int = 200
) -> HttpResponse:
    context = {
        "bundle": of,
        "people": people(of.people),
        "may_decide": of.waits_for(request.user),
        "issues": issues[:_SHOWN],
        "more_issues": max(len(issues) - _SHOWN, 0),
    }
    return render(request, "starting/bundle.html", context, status=status)


def _tell(request: HttpRequest, taken: StartOutcome) -> None:
    if taken.bundle is None:
        zh, en = (
            f"没有新的内容：{taken.counts['same']} 项都已装入",
            f"Nothing new: {taken.counts['same']} stand already",
        )
    else:
        zh = f"已提出（第 {taken.bundle.pk} 号），由工作专班的另一位确认；在那之前什么都不变"
        en = f"Asked for (number {taken.bundle.pk}); another member of the office confirms, until then nothing changes"
    messages.success(request, choose(zh, en))
    for issue in taken.remarks[:_SHOWN]:
        place = issue.place.text(language())
        messages.info(request, f"{place}: {issue.what(language())} → {issue.advice(language())}")
