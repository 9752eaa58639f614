"""Every address of the system. Each view says itself who may open it (`sigai_web.permissions.access`)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sigai_web.accounts import sign_in
from sigai_web.accounts import views as accounts
from sigai_web.api.urls import urlpatterns as api
from sigai_web.journal import views as journal
from sigai_web.keeping.health import health
from sigai_web.ledgers.urls import urlpatterns as ledgers
from sigai_web.pages import views as pages
from sigai_web.reporting.urls import urlpatterns as reporting
from sigai_web.runs.urls import urlpatterns as runs
from sigai_web.seeing.urls import urlpatterns as seeing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("about", pages.about, name="about"),
    path("health", health, name="health"),
    path("language", pages.set_language, name="language"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("second-factor", sign_in.second_factor, name="second-factor"),
    path("invitation/<str:token>", sign_in.invitation, name="invitation"),
    path("account", sign_in.own_account, name="own-account"),
    path("account/password", sign_in.own_password, name="own-password"),
    path("account/sessions", sign_in.own_sessions, name="own-sessions"),
    path("accounts", accounts.account_list, name="accounts"),
    path("accounts/new", accounts.new_account, name="new-account"),
    path("accounts/import", accounts.accounts_from_file, name="import-accounts"),
    path("accounts/<int:pk>/invite", accounts.invite, name="invite"),
    path("accounts/<int:pk>/close", accounts.close, name="close-account"),
    path("roles", accounts.role_list, name="roles"),
    path("roles/<int:pk>/grant", accounts.grant, name="grant"),
    path("roles/<int:pk>/revoke", accounts.revoke, name="revoke"),
    path("roles/accounts/<int:pk>/sessions", accounts.sessions, name="end-sessions"),
    path("roles/accounts/<int:pk>/password", accounts.void_password, name="void-password"),
    path("roles/accounts/<int:pk>/second-factor", accounts.reset_factor, name="reset-second-factor"),
    path("roles/accounts/<int:pk>/lockout", accounts.lockout, name="lift-lockout"),
    path("journal", journal.journal, name="journal"),
    path("journal/verify", journal.check, name="verify-journal"),
    *seeing,
    *reporting,
    *ledgers,
    *runs,
    *api,
]

handler403 = pages.refused
handler404 = pages.missing
handler500 = pages.broken
