"""The two administrators' pages: accounts (system) and roles and safety (security)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issues, Place, UserError
from sigai_web.accounts import services
from sigai_web.accounts.confirming import asks_again
from sigai_web.accounts.importing import COLUMNS, Invited, check_line, check_proposal, import_accounts
from sigai_web.accounts.models import Membership, User, counting
from sigai_web.accounts.operations import (
    ACCOUNT_CLOSE,
    ACCOUNT_CREATE,
    ACCOUNT_INVITE,
    ACCOUNT_LIST,
    INVITATION_CODE,
    LOCKOUT_LIFT,
    MEMBERSHIP_GRANT,
    MEMBERSHIP_LIST,
    MEMBERSHIP_REVOKE,
    PASSWORD_CLEAR,
    SECOND_FACTOR_RESET,
    SESSION_END,
)
from sigai_web.accounts.people import people
from sigai_web.accounts.problems import USERNAME_TAKEN
from sigai_web.accounts.scopes import scope_names
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions import every_role, role_info
from sigai_web.permissions.access import needs, offered_on

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
    lives = _lives([row["user"].username for row in context["rows"]])
    for row in context["rows"]:
        row["life"] = lives.get(row["user"].username, {})
    openers = people(life["opened"].actor for life in lives.values() if "opened" in life)
    return render(request, "accounts/roles.html", {**context, "people": openers, "only_proposed": only})


def _lives(usernames: list[str]) -> dict[str, dict[str, Any]]:
    """Who opened each account, and when and from where its person took it, as the journal tells; one query."""
    wanted = {"account.open": "opened", "account.accept_invitation": "taken"}
    abouts = [f"account:{username}" for username in usernames]
    lives: dict[str, dict[str, Any]] = defaultdict(dict)
    entries = JournalEntry.objects.filter(about__in=abouts, action__in=wanted).order_by("number")
    for entry in entries.only("about", "action", "actor", "origin", "at"):
        lives[entry.about.partition(":")[2]][wanted[entry.action]] = entry
    return lives


def _people(request: HttpRequest, wanted: Q) -> dict[str, Any]:
    asked = request.GET.get("q", "").strip()
    if asked:
        wanted &= Q(username__icontains=asked) | Q(name__icontains=asked)
    people = User.objects.filter(wanted).distinct().prefetch_related(
        Prefetch("memberships", Membership.objects.order_by("role", "scope"))
    )  # fmt: skip
    page: Page[User] = Paginator(people, _PAGE).get_page(request.GET.get("page"))
    return {"rows": _rows(page), "page": page, "asked": asked}


def _rows(users: Iterable[User]) -> list[dict[str, Any]]:
    """Accounts with their roles and scopes by name, and which of them give nothing."""
    members = {user: list(user.memberships.all()) for user in users}
    every = [member for own in members.values() for member in own]
    names = scope_names([(member.role, member.scope) for member in every], language())
    counts = {one.pk for one in counting(every)}
    return [
        {
            "user": user,
            "members": [
                {
                    "member": member,
                    "role": role_info(member.role),
                    "scope": names[member.role, member.scope],
                    "idle": member.pk not in counts,
                }
                for member in own
            ],
        }
        for user, own in members.items()
    ]


@needs(ACCOUNT_CREATE)
@require_http_methods(["GET", "POST"])
@never_cache
def new_account(request: HttpRequest) -> HttpResponse:
    """Open one account with one proposed role."""
    cells = {column: request.POST.get(column, "").strip() for column in COLUMNS}
    context: dict[str, Any] = {"cells": cells, "roles": every_role()}
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
def propose_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a further role for an account: a second person grants it."""
    user = get_object_or_404(User.objects.prefetch_related("memberships"), pk=pk)
    cells = {column: request.POST.get(column, "").strip() for column in ("role", "scope")}
    context = {"cells": cells, "roles": every_role(), "row": _rows([user])[0]}
    if request.method != "POST":
        return render(request, "accounts/propose.html", context)
    issues = Issues()
    proposal = check_proposal(cells, Place(), issues)
    try:
        if proposal is not None:
            services.propose(Actor.of(request), user, proposal)
    except UserError as error:
        issues.extend(error.issues)
    if issues.errors:
        return render(request, "accounts/propose.html", {**context, "issues": issues.sorted()}, status=422)
    messages.success(request, choose("已提出，由安全管理员批准", "Proposed: the security administrator grants it"))
    return redirect("accounts")


@needs(ACCOUNT_CREATE)
@require_http_methods(["GET", "POST"])
@never_cache
def accounts_from_file(request: HttpRequest) -> HttpResponse:
    """Open many accounts from a CSV file, or none, with every issue by its row."""
    file = request.FILES.get("file")
    if request.method != "POST" or file is None:
        return render(
            request, "accounts/import.html", {"roles": every_role()}, status=200 if request.method == "GET" else 422
        )
    invited, issues = import_accounts(Actor.of(request), file.read(), str(file.name))
    if issues:
        return render(request, "accounts/import.html", {"roles": every_role(), "issues": issues}, status=422)
    return _show_links(request, invited)


@needs(ACCOUNT_INVITE)
@offered_on("accounts")
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
@offered_on("accounts")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again; never one's own."""
    user = get_object_or_404(User, pk=pk)
    if user.pk == request.user.pk:
        messages.error(request, choose("不能停用自己的账号", "You cannot close your own account"))
    else:
        try:
            services.set_open(Actor.of(request), user, is_open=request.POST.get("open") == "1")
        except UserError as error:
            _tell(request, error)
    return redirect("accounts")


@needs(MEMBERSHIP_GRANT)
@offered_on("roles")
@asks_again
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
@offered_on("roles")
@asks_again
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away, or refuse a proposed one; never one's own."""
    membership = get_object_or_404(Membership.objects.select_related("user"), pk=pk)
    if membership.user_id == request.user.pk:
        messages.error(request, choose("不能收回自己的角色", "You cannot revoke your own role"))
    else:
        try:
            services.revoke(Actor.of(request), membership)
        except UserError as error:
            _tell(request, error)
    return redirect("roles")


@needs(INVITATION_CODE)
@offered_on("roles")
@never_cache
@asks_again
def opening_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code of somebody's open invitation, shown once; whoever sent the link never sees it."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    try:
        code = services.give_code(Actor.of(request), user)
    except UserError as error:
        _tell(request, error)
        return redirect("roles")
    return render(request, "accounts/code.html", {"invited": user, "code": code})


def _on_account(request: HttpRequest, pk: int, act: Callable[[Actor, User], None]) -> HttpResponse:
    act(Actor.of(request), get_object_or_404(User, pk=pk))
    messages.success(request, choose("已办理", "Done"))
    return redirect("roles")


@needs(SESSION_END)
@offered_on("roles")
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign somebody out everywhere."""
    return _on_account(request, pk, services.end_sessions)


@needs(PASSWORD_CLEAR)
@offered_on("roles")
@asks_again
def void_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Void somebody's password; the system administrator then invites them again."""
    return _on_account(request, pk, services.clear_password)


@needs(SECOND_FACTOR_RESET)
@offered_on("roles")
@asks_again
def reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody enrol another telephone."""
    return _on_account(request, pk, services.reset_second_factor)


@needs(LOCKOUT_LIFT)
@offered_on("roles")
def lockout(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift somebody's lockout."""
    return _on_account(request, pk, services.lift_lockout)
