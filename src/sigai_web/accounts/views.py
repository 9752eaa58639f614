"""The two administrators' pages: accounts (system) and roles and safety (security)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sigai.base import Issues, Place, UserError
from sigai_web.accounts import services
from sigai_web.accounts.importing import COLUMNS, Invited, check_line, import_accounts
from sigai_web.accounts.models import Membership, User
from sigai_web.accounts.operations import (
    ACCOUNT_CLOSE,
    ACCOUNT_CREATE,
    ACCOUNT_INVITE,
    ACCOUNT_LIST,
    LOCKOUT_LIFT,
    MEMBERSHIP_GRANT,
    MEMBERSHIP_LIST,
    MEMBERSHIP_REVOKE,
    PASSWORD_CLEAR,
    SECOND_FACTOR_RESET,
    SESSION_END,
)
from sigai_web.accounts.scopes import scope_names
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions import ROLES, Role
from sigai_web.permissions.access import needs
from sigai_web.problems import USERNAME_TAKEN

_PAGE = 50


@needs(ACCOUNT_LIST)
@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """Every account, found by name."""
    return render(request, "accounts/accounts.html", _people(request, Q()))


@needs(MEMBERSHIP_LIST)
@require_GET
def role_list(request: HttpRequest) -> HttpResponse:
    """Every account with its roles; `?proposed=1` shows those that wait for a decision."""
    waiting = Q(memberships__granted_at__isnull=True, memberships__isnull=False)
    only = request.GET.get("proposed") == "1"
    context = _people(request, waiting if only else Q())
    return render(request, "accounts/roles.html", {**context, "only_proposed": only})


def _people(request: HttpRequest, wanted: Q) -> dict[str, Any]:
    asked = request.GET.get("q", "").strip()
    if asked:
        wanted &= Q(username__icontains=asked) | Q(name__icontains=asked)
    people = User.objects.filter(wanted).distinct().prefetch_related(
        Prefetch("memberships", Membership.objects.order_by("role", "scope"))
    )  # fmt: skip
    page: Page[User] = Paginator(people, _PAGE).get_page(request.GET.get("page"))
    pairs = [(member.role, member.scope) for user in page for member in user.memberships.all()]
    names = scope_names(pairs, language())
    rows = [
        {
            "user": user,
            "members": [
                {"member": member, "role": ROLES[Role(member.role)], "scope": names[member.role, member.scope]}
                for member in user.memberships.all()
            ],
        }
        for user in page
    ]
    return {"rows": rows, "page": page, "asked": asked}


@needs(ACCOUNT_CREATE)
@require_http_methods(["GET", "POST"])
@never_cache
def new_account(request: HttpRequest) -> HttpResponse:
    """Open one account with one proposed role."""
    cells = {column: request.POST.get(column, "").strip() for column in COLUMNS}
    context: dict[str, Any] = {"cells": cells, "roles": ROLES}
    if request.method != "POST":
        return render(request, "accounts/new.html", context)
    issues = Issues()
    proposal = check_line(cells, Place(), issues)
    if User.objects.filter(username=cells["username"]).exists():
        issues.add(USERNAME_TAKEN.at(Place(column="username"), given=cells["username"]))
    if issues.errors or proposal is None:
        return render(request, "accounts/new.html", {**context, "issues": issues.sorted()}, status=422)
    actor = Actor.of(request)
    user = services.open_account(
        actor, username=cells["username"], name=cells["name"], email=cells["email"], proposals=[proposal]
    )
    return _show_links(request, [Invited(user, services.invite(actor, user))])


@needs(ACCOUNT_CREATE)
@require_http_methods(["GET", "POST"])
@never_cache
def accounts_from_file(request: HttpRequest) -> HttpResponse:
    """Open many accounts from a CSV file, or none, with every issue by its row."""
    file = request.FILES.get("file")
    if request.method != "POST" or file is None:
        return render(request, "accounts/import.html", {"roles": ROLES}, status=200 if request.method == "GET" else 422)
    invited, issues = import_accounts(Actor.of(request), file.read(), str(file.name))
    if issues:
        return render(request, "accounts/import.html", {"roles": ROLES, "issues": issues}, status=422)
    return _show_links(request, invited)


@needs(ACCOUNT_INVITE)
@require_POST
@never_cache
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A new invitation link, shown once."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    try:
        return _show_links(request, [Invited(user, services.invite(Actor.of(request), user))])
    except UserError as error:
        _tell(request, error)
        return redirect("accounts")


def _show_links(request: HttpRequest, invited: list[Invited]) -> HttpResponse:
    links = [
        {"user": one.user, "link": request.build_absolute_uri(reverse("invitation", args=[one.token]))}
        for one in invited
    ]
    return render(request, "accounts/links.html", {"links": links})


@needs(ACCOUNT_CLOSE)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again; never one's own."""
    user = get_object_or_404(User, pk=pk)
    if user.pk == request.user.pk:
        messages.error(request, choose("不能停用自己的账号", "You cannot close your own account"))
    else:
        services.set_open(Actor.of(request), user, is_open=request.POST.get("open") == "1")
    return redirect("accounts")


@needs(MEMBERSHIP_GRANT)
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a proposed role."""
    membership = get_object_or_404(Membership, pk=pk, granted_at__isnull=True)
    try:
        services.grant(Actor.of(request), membership)
    except UserError as error:
        _tell(request, error)
    return redirect("roles")


def _tell(request: HttpRequest, error: UserError) -> None:
    for issue in error.issues:
        messages.error(request, f"{issue.what(language())} → {issue.advice(language())}")


@needs(MEMBERSHIP_REVOKE)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away, or refuse a proposed one; never one's own."""
    membership = get_object_or_404(Membership.objects.select_related("user"), pk=pk)
    if membership.user_id == request.user.pk:
        messages.error(request, choose("不能收回自己的角色", "You cannot revoke your own role"))
    else:
        services.revoke(Actor.of(request), membership)
    return redirect("roles")


def _on_account(request: HttpRequest, pk: int, act: Callable[[Actor, User], None]) -> HttpResponse:
    act(Actor.of(request), get_object_or_404(User, pk=pk))
    messages.success(request, choose("已办理", "Done"))
    return redirect("roles")


@needs(SESSION_END)
@require_POST
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign somebody out everywhere."""
    return _on_account(request, pk, services.end_sessions)


@needs(PASSWORD_CLEAR)
@require_POST
def void_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Void somebody's password; the system administrator then invites them again."""
    return _on_account(request, pk, services.clear_password)


@needs(SECOND_FACTOR_RESET)
@require_POST
def reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody enrol another telephone."""
    return _on_account(request, pk, services.reset_second_factor)


@needs(LOCKOUT_LIFT)
@require_POST
def lockout(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift somebody's lockout."""
    return _on_account(request, pk, services.lift_lockout)
