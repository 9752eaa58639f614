"""Signing in and out, the second factor, the first password."""

from __future__ import annotations

import secrets
from binascii import unhexlify
from typing import Any, cast

import segno
from django import forms
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods
from django_otp import login as verify_session
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from sigai_web.accounts.changed import changes_by_others
from sigai_web.accounts.confirming import proves_password
from sigai_web.accounts.models import Invitation, User
from sigai_web.accounts.operations import TOKEN_HOLD
from sigai_web.accounts.pace import counted_address, seconds_to_wait, typed_name
from sigai_web.accounts.people import people
from sigai_web.accounts.scopes import scope_names
from sigai_web.accounts.services import (
    accept_invitation,
    change_password,
    end_sessions,
    enrol_second_factor,
    take_code,
    take_invitation,
    try_code,
)
from sigai_web.accounts.signals import tell_failure
from sigai_web.client_ip import client_ip
from sigai_web.journal.seldom import tell_seldom
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions import allowed, role_info
from sigai_web.permissions.access import half_signed_in, offered_on, public, signed_in
from sigai_web.store.lengths import longest

_KEY = "second_factor_key"
_BACKEND = "sigai_web.accounts.backend.Backend"


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """What somebody sees after too many failures."""
    return render(request, "accounts/locked_out.html", status=429)


@public
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """User name and password."""
    if request.method == "POST":
        name = typed_name(request, None)
        if wait := seconds_to_wait(request, name):
            return _slowed_down(request, name, wait)
    return _SignIn.as_view()(request)


def _slowed_down(request: HttpRequest, name: str, wait: int) -> HttpResponse:
    known = name if User.objects.filter(username=name).exists() else ""
    tell_seldom(Actor("", counted_address(request)), "session.slow_down", f"account:{known}", most=1)
    response = render(request, "accounts/slowed_down.html", {"wait": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response


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
@offered_on("home")
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
    if user.wholly_signed_in():
        return _onward(request)
    if not TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        return _enrol(request, user)
    form = _TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proven = take_code(Actor.of(request), account_of(request), form.cleaned_data["token"])
        if proven is not None:
            verify_session(request, proven)
            return _onward(request)
        tell_failure(request, "second_factor.fail", user.get_username())
        form.add_error("token", _wrong_token())
    return render(request, "accounts/second_factor.html", {"form": form}, status=_status(form))


def _onward(request: HttpRequest) -> HttpResponse:
    """To the page that was asked for before the second factor was, where it is one of ours."""
    to = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return redirect(to if ours else "home")


def _enrol(request: HttpRequest, user: Any) -> HttpResponse:
    """Show a key that lives in the session until the telephone proves that it has it."""
    key: str = request.session.setdefault(_KEY, secrets.token_hex(20))
    proposed = TOTPDevice(user=user, key=key)
    form = _TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = TOTP(unhexlify(key))
        if given.verify(int(form.cleaned_data["token"]), tolerance=1):
            del request.session[_KEY]
            verify_session(
                request,
                enrol_second_factor(Actor.of(request), account_of(request), key, used=given.t(), drift=given.drift),
            )
            return _onward(request)
        form.add_error("token", _wrong_token())
    picture = segno.make(proposed.config_url, error="m").svg_inline(scale=4, border=2, omitsize=True, svgclass="qr")
    context = {"form": form, "picture": picture, "key": proposed.config_url.split("secret=")[1].split("&")[0]}
    return render(request, "accounts/enrol.html", context, status=_status(form))


def _wrong_token() -> str:
    return choose("动态口令不对，或已用过。等下一个再试。", "Wrong or used code. Wait for the next one.")


def _status(form: forms.BaseForm) -> int:
    return 422 if form.is_bound else 200


class _InvitationForm(SetPasswordForm):  # type: ignore[type-arg]
    """The first password, with the code that the security administrator handed to the person."""

    code = forms.CharField(strip=True, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}))
    field_order = ("code", "new_password1", "new_password2")

    def __init__(self, invitation: Invitation, token: str, *given: Any) -> None:
        super().__init__(invitation.user, *given)
        self.token = token
        self.fields["code"].label = choose(
            "安全管理员给您的开通码", "The code that the security administrator gave you"
        )
        if not invitation.needs_code:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Ask for the code last: a password that is too short uses no try up."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "code" in self.fields and not self.errors and try_code(self.token, cleaned["code"]) is None:
            raise ValidationError(
                choose(
                    "开通码不对，或还没有发。输错五次即作废，请安全管理员再发一个",
                    "This code is wrong, or none was issued. Five wrong ones void it: ask the security administrator "
                    "for another",
                )
            )
        return cleaned


@public
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("code", "new_password1", "new_password2")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link: choose the first password."""
    found = take_invitation(token)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    form = _InvitationForm(found, token, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = accept_invitation(token, form.cleaned_data["new_password1"], client_ip(request))
        if user is None:
            return render(request, "accounts/invitation_gone.html", status=410)
        login(request, user, backend=_BACKEND)
        return redirect("home")
    return render(request, "accounts/invitation.html", {"form": form, "invited": found.user}, status=_status(form))


@signed_in
@require_GET
def own_account(request: HttpRequest) -> HttpResponse:
    """One's own account: who one is here, and one's password."""
    return _own_page(request, _PasswordForm(request))


def _own_roles(request: HttpRequest) -> list[dict[str, Any]]:
    user: Any = request.user
    members = [(member.role, member.scope) for member in user.granted()]
    names = scope_names(members, language())
    return [{"role": role_info(role), "scope": names[role, scope]} for role, scope in members]


def _own_page(request: HttpRequest, form: forms.BaseForm, status: int = 200) -> HttpResponse:
    holds = allowed(request.user, TOKEN_HOLD)
    changes = changes_by_others(cast(User, request.user))
    context = {"form": form, "roles": _own_roles(request), "holds_tokens": holds, "changes": changes}
    context["people"] = people(one.by for one in changes)
    return render(request, "accounts/own.html", context, status=status)


class _PasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, with the old one."""

    old_password = forms.CharField(
        label=_("Old password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old_password", "new_password1", "new_password2")

    def __init__(self, request: HttpRequest, *given: Any) -> None:
        super().__init__(request.user, *given)
        self.request = request

    def clean_old_password(self) -> str:
        given: str = self.cleaned_data["old_password"]
        if not proves_password(self.request, given):
            raise ValidationError(choose("现在的密码不对", "The present password is wrong"))
        return given


@signed_in
@offered_on("own-account")
@sensitive_post_parameters()
def own_password(request: HttpRequest) -> HttpResponse:
    """A new password; every session of the account ends, and this one begins again at the sign-in page."""
    form = _PasswordForm(request, request.POST)
    if not form.is_valid():
        return _own_page(request, form, status=422)
    change_password(Actor.of(request), account_of(request), form.cleaned_data["new_password1"])
    logout(request)
    return redirect("sign-in")


@signed_in
@offered_on("own-account")
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere."""
    end_sessions(Actor.of(request), account_of(request))
    logout(request)
    return redirect("sign-in")


def account_of(request: HttpRequest) -> User:
    """The account itself, free of what middlewares hang on `request.user`."""
    key: Any = request.user.pk
    return User.objects.get(pk=key)
