"""Signing in and out, the second factor, the first password."""

from __future__ import annotations

import secrets
from binascii import unhexlify
from typing import Any

import segno
from django import forms
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_otp import login as verify_session
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from sigai_web.accounts.models import User
from sigai_web.accounts.operations import TOKEN_HOLD
from sigai_web.accounts.scopes import scope_names
from sigai_web.accounts.services import (
    accept_invitation,
    change_password,
    end_sessions,
    enrol_second_factor,
    take_invitation,
)
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.origin import client_address
from sigai_web.permissions import ROLES, Role, allowed
from sigai_web.permissions.access import half_signed_in, public, signed_in
from sigai_web.store.lengths import longest

_KEY = "second_factor_key"
_BACKEND = "sigai_web.accounts.backend.Backend"


def typed_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The user name as accounts spell it: capitals and spaces must not open a second count of failures."""
    given = (credentials or {}).get("username") or (request.POST.get("username") if request else "")
    return str(given or "").strip().lower()


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """What somebody sees after too many failures."""
    return render(request, "accounts/locked_out.html", status=429)


@public
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """User name and password."""
    return _SignIn.as_view()(request)


class _SignInForm(AuthenticationForm):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        username = self.fields["username"]
        username.label = choose("用户名", "User name")
        # No account has a longer name, and the table of failed attempts keeps none.
        username.validators.append(MaxLengthValidator(longest(User, "username")))


class _SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    form_class = _SignInForm
    redirect_authenticated_user = True


@half_signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    return redirect("sign-in")


class _TokenForm(forms.Form):
    """The six digits on the telephone."""

    token = forms.RegexField(r"^\d{6}$")


@half_signed_in
@require_http_methods(["GET", "POST"])
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor; enrol it where there is none yet."""
    user: Any = request.user
    if user.is_verified() or not user.needs_second_factor():
        return redirect("home")
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is None:
        return _enrol(request, user)
    form = _TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["token"]):
            verify_session(request, device)
            return redirect("home")
        form.add_error("token", _wrong_token())
    return render(request, "accounts/second_factor.html", {"form": form}, status=_status(form))


def _enrol(request: HttpRequest, user: Any) -> HttpResponse:
    """Show a key that lives in the session until the telephone proves that it has it."""
    key: str = request.session.setdefault(_KEY, secrets.token_hex(20))
    proposed = TOTPDevice(user=user, key=key)
    form = _TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if TOTP(unhexlify(key)).verify(int(form.cleaned_data["token"]), tolerance=1):
            del request.session[_KEY]
            verify_session(request, enrol_second_factor(Actor.of(request), _account(request), key))
            return redirect("home")
        form.add_error("token", _wrong_token())
    picture = segno.make(proposed.config_url, error="m").svg_inline(scale=4, border=2, omitsize=True, svgclass="qr")
    context = {"form": form, "picture": picture, "key": proposed.config_url.split("secret=")[1].split("&")[0]}
    return render(request, "accounts/enrol.html", context, status=_status(form))


def _wrong_token() -> str:
    return choose("动态口令不对，或已用过。等下一个再试。", "Wrong or used code. Wait for the next one.")


def _status(form: forms.BaseForm) -> int:
    return 422 if form.is_bound else 200


@public
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("new_password1", "new_password2")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link: choose the first password."""
    found = take_invitation(token)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    form = SetPasswordForm(found.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = accept_invitation(token, form.cleaned_data["new_password1"], client_address(request))
        if user is None:
            return render(request, "accounts/invitation_gone.html", status=410)
        login(request, user, backend=_BACKEND)
        return redirect("home")
    return render(request, "accounts/invitation.html", {"form": form, "invited": found.user}, status=_status(form))


@signed_in
@require_GET
def own_account(request: HttpRequest) -> HttpResponse:
    """One's own account: who one is here, and one's password."""
    return _own_page(request, _PasswordForm(request.user))


def _own_roles(request: HttpRequest) -> list[dict[str, Any]]:
    user: Any = request.user
    members = [(member.role, member.scope) for member in user.granted()]
    names = scope_names(members, language())
    return [{"role": ROLES[Role(role)], "scope": names[role, scope]} for role, scope in members]


def _own_page(request: HttpRequest, form: forms.BaseForm, status: int = 200) -> HttpResponse:
    holds = allowed(request.user, TOKEN_HOLD)
    context = {"form": form, "roles": _own_roles(request), "holds_tokens": holds}
    return render(request, "accounts/own.html", context, status=status)


class _PasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, with the old one."""

    old_password = forms.CharField(
        label=_("Old password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old_password", "new_password1", "new_password2")

    def clean_old_password(self) -> str:
        given: str = self.cleaned_data["old_password"]
        if not self.user.check_password(given):
            raise ValidationError(choose("现在的密码不对", "The present password is wrong"))
        return given


@signed_in
@require_POST
@sensitive_post_parameters()
def own_password(request: HttpRequest) -> HttpResponse:
    """A new password; every session of the account ends, and this one begins again at the sign-in page."""
    form = _PasswordForm(request.user, request.POST)
    if not form.is_valid():
        return _own_page(request, form, status=422)
    change_password(Actor.of(request), _account(request), form.cleaned_data["new_password1"])
    logout(request)
    return redirect("sign-in")


@signed_in
@require_POST
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere."""
    end_sessions(Actor.of(request), _account(request))
    logout(request)
    return redirect("sign-in")


def _account(request: HttpRequest) -> User:
    """The account itself, free of what middlewares hang on `request.user`."""
    key: Any = request.user.pk
    return User.objects.get(pk=key)
