"""What the environment says, read once and checked whole: every fault of the settings is named together."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sigai.base import Issues, Place, UserError
from sigai_web.problems import (
    DEBUG_IN_PRODUCTION,
    NO_HOSTS,
    NO_MODE,
    NO_SECRET,
    NO_SUCH_FILE,
    NOT_A_NUMBER,
    TODAY_IN_PRODUCTION,
    UNKNOWN_MODE,
    UNREADABLE_ADDRESS,
    UNREADABLE_DATABASE,
    UNREADABLE_DAY,
)

SETTINGS: Mapping[str, str] = {
    "SIGAI_MODE": "`demonstration` or `production`; must be said, nothing is assumed",
    "SIGAI_HOME": "folder of all that the system writes: database, secret, static files (default `out/web`)",
    "SIGAI_PROGRAMME": "the programme's folder (default `programmes/zhongwei-2021-2023` beside the current folder)",
    "SIGAI_PLAN": "the plan's own document (.docx, .pdf, .html, .txt): its sentences are shown beside what it states; "
    "without it only their places are",
    "SIGAI_DATABASE": "`sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST:PORT/NAME` (default: SQLite in SIGAI_HOME)",
    "SIGAI_SECRET": "signs sessions and links; required in production, 50 characters or more; made by itself otherwise",
    "SIGAI_HOSTS": "names under which the system is reached, separated by commas; required in production",
    "SIGAI_HTTPS": "`off` serves without HTTPS in production (behind a private network only)",
    "SIGAI_PROXIES": "how many reverse proxies of your own stand before the system (default 0); the client's address "
    "is taken from X-Forwarded-For that many steps back",
    "SIGAI_TODAY": "the day that the demonstration takes for today, such as `2022-10-12`; refused in production",
    "SIGAI_MAIL": "`smtp://USER:PASSWORD@HOST:PORT` for reminders by e-mail (port 587 STARTTLS, 465 TLS); without it "
    "none are sent",
    "SIGAI_MAIL_FROM": "sender of the system's e-mail (default `sigai@localhost`)",
    "SIGAI_WEBHOOK": "address to which reminders are posted as JSON; none are without it",
    "SIGAI_DEBUG": "`on` shows tracebacks; refused in production",
}
"""Every setting with what it says; docs/operations.md lists them and a test compares."""

PATIENCE = 50
"""Seconds that a writer waits for SQLite's lock: waiting writers poll, nobody queues them, so the unluckiest of many
waits until all the others are done. Less than the server gives a request (`serving.timeout`)."""
_SHORTEST_SECRET = 50
_DEFAULT_PROGRAMME = "programmes/zhongwei-2021-2023"


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation."""

    production: bool
    debug: bool
    home: Path
    programme: Path
    plan: Path | None
    database: Mapping[str, Any]
    secret: str
    hosts: tuple[str, ...]
    https: bool
    proxies: int
    today: date | None
    webhook: str
    mail_host: str
    mail_port: int
    mail_user: str
    mail_password: str
    mail_from: str


def read_environment(given: Mapping[str, str] = os.environ) -> Environment:
    """Read the settings; UserError with every fault at once."""
    issues = Issues()
    production = _read_mode(given.get("SIGAI_MODE", ""), issues) == "production"
    home = Path(given.get("SIGAI_HOME", "out/web")).absolute()
    debug = given.get("SIGAI_DEBUG", "") == "on"
    hosts = tuple(host.strip() for host in given.get("SIGAI_HOSTS", "").split(",") if host.strip())
    secret = given.get("SIGAI_SECRET", "")
    if production:
        if debug:
            issues.add(DEBUG_IN_PRODUCTION.at(Place("SIGAI_DEBUG")))
        if len(secret) < _SHORTEST_SECRET:
            issues.add(NO_SECRET.at(Place("SIGAI_SECRET")))
        if not hosts:
            issues.add(NO_HOSTS.at(Place("SIGAI_HOSTS")))
    proxies = given.get("SIGAI_PROXIES", "0")
    if not proxies.isdecimal():
        issues.add(NOT_A_NUMBER.at(Place("SIGAI_PROXIES"), name="SIGAI_PROXIES", given=proxies))
    database = read_database(given.get("SIGAI_DATABASE") or f"sqlite:///{home / 'sigai.sqlite3'}")
    if database is None:
        issues.add(UNREADABLE_DATABASE.at(Place("SIGAI_DATABASE")))
    today = _read_day(given.get("SIGAI_TODAY", ""), issues, production=production)
    webhook = given.get("SIGAI_WEBHOOK", "")
    if webhook and urlsplit(webhook).scheme not in ("http", "https"):
        issues.add(UNREADABLE_ADDRESS.at(Place("SIGAI_WEBHOOK"), name="SIGAI_WEBHOOK", form="https://HOST/PATH"))
    mail = urlsplit(given.get("SIGAI_MAIL", ""))
    if given.get("SIGAI_MAIL") and (mail.scheme != "smtp" or not mail.hostname):
        issues.add(UNREADABLE_ADDRESS.at(Place("SIGAI_MAIL"), name="SIGAI_MAIL", form="smtp://USER:PASSWORD@HOST:PORT"))
    plan = Path(given["SIGAI_PLAN"]).absolute() if given.get("SIGAI_PLAN") else None
    if plan is not None and not plan.is_file():
        issues.add(NO_SUCH_FILE.at(Place("SIGAI_PLAN"), name="SIGAI_PLAN", file=plan))
    if issues.errors or database is None:
        raise UserError(issues)
    return Environment(
        production=production,
        debug=debug,
        home=home,
        programme=Path(given.get("SIGAI_PROGRAMME", _DEFAULT_PROGRAMME)).absolute(),
        plan=plan,
        database=database,
        secret=secret or _own_secret(home),
        hosts=hosts or ("127.0.0.1", "localhost"),
        https=production and given.get("SIGAI_HTTPS", "on") != "off",
        proxies=int(proxies),
        today=today,
        webhook=webhook,
        mail_host=mail.hostname or "",
        mail_port=mail.port or 25,
        mail_user=unquote(mail.username or ""),
        mail_password=unquote(mail.password or ""),
        mail_from=given.get("SIGAI_MAIL_FROM", "sigai@localhost"),
    )


def _read_mode(given: str, issues: Issues) -> str:
    """The mode, which only the operator knows: a wrong guess opens demonstration accounts on production's database."""
    if not given:
        issues.add(NO_MODE.at(Place("SIGAI_MODE")))
    elif given not in ("demonstration", "production"):
        issues.add(UNKNOWN_MODE.at(Place("SIGAI_MODE"), given=given))
    return given


def _read_day(given: str, issues: Issues, *, production: bool) -> date | None:
    if not given:
        return None
    if production:
        issues.add(TODAY_IN_PRODUCTION.at(Place("SIGAI_TODAY")))
    try:
        return date.fromisoformat(given)
    except ValueError:
        issues.add(UNREADABLE_DAY.at(Place("SIGAI_TODAY"), given=given))
        return None


def read_database(address: str) -> dict[str, Any] | None:
    """Django's description of a database from its address; None where the address cannot be read."""
    if address.startswith("sqlite:///"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address.removeprefix("sqlite:///"),
            # A transaction that reads and then writes must take the lock at its beginning: otherwise it fails at once.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": PATIENCE,
                # Without recursive triggers INSERT OR REPLACE would take rows of append-only tables away unnoticed.
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2:
        return None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _own_secret(home: Path) -> str:
    """The demonstration's own secret: made once, readable by its owner only."""
    file = home / "secret.txt"
    home.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(60))
    except FileExistsError:
        pass
    return file.read_text()
