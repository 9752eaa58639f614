"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sigai_web.accounts import sign_in, views

urlpatterns: list[URLPattern] = [
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("second-factor", sign_in.second_factor, name="second-factor"),
    path("invitation/<str:token>", sign_in.invitation, name="invitation"),
    path("account", sign_in.own_account, name="own-account"),
    path("account/password", sign_in.own_password, name="own-password"),
    path("account/sessions", sign_in.own_sessions, name="own-sessions"),
    path("accounts", views.account_list, name="accounts"),
    path("accounts/new", views.new_account, name="new-account"),
    path("accounts/import", views.accounts_from_file, name="import-accounts"),
    path("accounts/<int:pk>/invite", views.invite, name="invite"),
    path("accounts/<int:pk>/roles", views.propose_role, name="propose-role"),
    path("accounts/<int:pk>/close", views.close, name="close-account"),
    path("roles", views.role_list, name="roles"),
    path("roles/<int:pk>/grant", views.grant, name="grant"),
    path("roles/<int:pk>/revoke", views.revoke, name="revoke"),
    path("roles/accounts/<int:pk>/code", views.opening_code, name="opening-code"),
    path("roles/accounts/<int:pk>/sessions", views.sessions, name="end-sessions"),
    path("roles/accounts/<int:pk>/password", views.void_password, name="void-password"),
    path("roles/accounts/<int:pk>/second-factor", views.reset_factor, name="reset-second-factor"),
    path("roles/accounts/<int:pk>/lockout", views.lockout, name="lift-lockout"),
]
