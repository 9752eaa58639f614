"""One's own tokens, and the reference of the API for people who are signed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import UserError
from sigai_web.accounts.confirming import asks_again
from sigai_web.accounts.operations import TOKEN_HOLD
from sigai_web.accounts.sign_in import account_of
from sigai_web.api.declaring import DECLARED
from sigai_web.api.interface import api_document, sections
from sigai_web.api.models import ApiToken
from sigai_web.api.reference import chapters
from sigai_web.api.tokens import LONGEST_DAYS, issue_token, revoke_token
from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.manifests import Scope, scopes
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs, offered_on, signed_in

_USUAL_DAYS = 90


@needs(TOKEN_HOLD)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_variables("text")
@asks_again
def own_tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and a new one: its text is shown this once."""
    context: dict[str, Any] = {"days": _USUAL_DAYS, "most": LONGEST_DAYS, "chosen": [], "name": ""}
    status = 200
    if request.method == "POST":
        name, chosen = request.POST.get("name", "").strip(), request.POST.getlist("scopes")
        given = request.POST.get("days", "")
        days = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 0
        try:
            token, text = issue_token(
                Actor.of(request),
                account_of(request),
                name=name,
                scopes=chosen,
                usable=_usable(request.user),
                days=days,
            )
            context |= {"issued": token, "text": text}
        except UserError as error:
            context |= {"issues": error.issues, "name": name, "chosen": chosen, "days": given}
            status = 422
    tokens = ApiToken.objects.filter(user=account_of(request)).select_related("user")
    offered = [{"scope": scope, "words": choose(scope.zh, scope.en)} for scope in _usable(request.user)]
    return render(request, "api/tokens.html", {**context, "tokens": tokens, "scopes": offered}, status=status)


@needs(TOKEN_HOLD)
@offered_on("own-tokens")
def revoke_own_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens."""
    revoke_token(Actor.of(request), get_object_or_404(ApiToken, pk=pk, user=account_of(request)))
    messages.success(request, choose("令牌已撤销", "The token is revoked"))
    return redirect("own-tokens")


@signed_in
@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation of the API with what it takes and gives, made from its document."""
    context = {
        "chapters": chapters(api_document(), sections()),
        "may_hold": allowed(request.user, TOKEN_HOLD),
    }
    return render(request, "api/reference.html", context)


@signed_in
@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The document itself, for tools."""
    return JsonResponse(api_document(), json_dumps_params={"ensure_ascii": False})


def _usable(user: Any) -> list[Scope]:
    """The scopes of operations that somebody may do."""
    may = {declared.scope for declared in DECLARED.values() if allowed(user, declared.operation)}
    return [scope for scope in scopes() if scope in may]
