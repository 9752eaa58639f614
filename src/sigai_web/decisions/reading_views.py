"""The list of readings: what waits for confirmation, and asking that some of them be confirmed together."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sigai.base import Issue, UserError
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.decisions.deciding import ask_decision
from sigai_web.decisions.given import GivenDecision
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.decisions.operations import DECISION_ASK, DECISION_READ
from sigai_web.decisions.readings import ABOUT, asked, readings_of, waiting_readings
from sigai_web.decisions.views import status_of, tell_asked
from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs

_PAGE = 20


@needs(DECISION_READ)
@require_http_methods(["GET", "POST"])
@never_cache
def readings(request: HttpRequest) -> HttpResponse:
    """Readings, narrowed by unit, kind and state; those ticked are asked to be confirmed as they stand."""
    issues: tuple[Issue, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            made = ask_decision(Actor.of(request), request.user, _given(request))
        except UserError as error:
            issues, status = error.issues, status_of(error)
        else:
            tell_asked(request, made)
            return redirect("decision", made.pk)
    content = programme.current()
    wanted = asked(request.GET.dict(), content)
    page = Paginator(list(readings_of(content, wanted)), _PAGE).get_page(request.GET.get("page"))
    waiting = {
        place[1] + "/" + place[3]: made.pk
        for made in ProgrammeDecision.waiting().filter(kind="reading")
        for place in made.places
        if place[2] == "decisions"
    }
    context = {
        "page": page,
        "found": [(one, waiting.get(one.key)) for one in page],
        "asked": wanted,
        "units": content.units,
        "abouts": [(about, choose(*words)) for about, words in ABOUT.items()],
        "open": waiting_readings(content),
        "chosen": set(request.POST.getlist("chosen")),
        "given": request.POST,
        "since": request.POST.get("since") or today().isoformat(),
        "may_ask": allowed(request.user, DECISION_ASK),
        "issues": issues,
    }
    return render(request, "decisions/readings.html", context, status=status)


def _given(request: HttpRequest) -> GivenDecision:
    return GivenDecision(
        kind="reading",
        since=request.POST.get("since", ""),
        reason=request.POST.get("reason", ""),
        document=request.POST.get("document", ""),
        chosen=request.POST.getlist("chosen"),
    )
