"""What the environment says, read once and checked whole: every fault of the settings is named together."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from sigai.base import Issues, Place, UserError
from sigai_web.problems import (
    ANY_HOST,
    DEBUG_IN_PRODUCTION,
    HOME_UNUSABLE,
    NO_HOSTS,
    NO_MODE,
    NO_SECRET,
    NO_SUCH_FILE,
    NOT_A_HOST,
    NOT_A_NUMBER,
    NOT_A_SWITCH,
    POOR_SECRET,
    SHORT_KEY,
    TODAY_IN_PRODUCTION,
    UNKNOWN_MODE,
    UNKNOWN_OPTION,
    UNKNOWN_SETTING,
    UNNAMED_DATABASE,
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
    "SIGAI_DATABASE": "`sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST:PORT/NAME`, with TLS "
    "`?sslmode=verify-full&sslrootcert=FILE`; required in production (default elsewhere: SQLite in SIGAI_HOME)",
    "SIGAI_SECRET": "signs sessions and links; required in production, 50 characters or more, random; made by itself "
    "otherwise",
    "SIGAI_HOSTS": "names under which the system is reached, separated by commas; required in production, without `*`",
    "SIGAI_HTTPS": "`off` serves without HTTPS in production (behind a private network only)",
    "SIGAI_PROXIES": "how many reverse proxies of your own stand before the system (default 0); the client's address "
    "is taken from X-Forwarded-For that many steps back",
    "SIGAI_TODAY": "the day that the demonstration takes for today, such as `2022-10-12`; refused in production",
    "SIGAI_MAIL": "`smtp://USER:PASSWORD@HOST:PORT` for messages by e-mail (port 587 STARTTLS, 465 TLS); without it "
    "none are sent",
    "SIGAI_MAIL_FROM": "sender of the system's e-mail (default `sigai@localhost`)",
    "SIGAI_WEBHOOK": "address to which messages are posted as JSON; none are without it",
    "SIGAI_WEBHOOK_KEY": "signs what is posted to the webhook; 32 characters or more, required with it in production",
    "SIGAI_WECOM": "address of a robot of a WeCom group (企业微信), `https://qyapi.weixin.qq.com/…`; it holds the key",
    "SIGAI_DINGTALK": "address of a robot of a DingTalk group (钉钉), `https://oapi.dingtalk.com/…`; it holds the key",
    "SIGAI_DINGTALK_KEY": "key with which the DingTalk robot's letters are signed, where it asks for it (加签)",
    "SIGAI_FEISHU": "address of a robot of a Feishu group (飞书), `https://open.feishu.cn/…`; it holds the key",
    "SIGAI_FEISHU_KEY": "key with which the Feishu robot's letters are signed, where it asks for it (签名校验)",
    "SIGAI_MONITOR": "key with which a program reads `/health/operation`, 32 characters or more; without it "
    "nobody does",
    "SIGAI_BACKUP_HOURS": "after how many hours a backup is called old (default 26)",
    "SIGAI_DEBUG": "`on` shows tracebacks; refused in production",
}
"""Every setting with what it says; docs/operations.md lists them and a test compares."""

PATIENCE = 50
"""Seconds that a writer waits for SQLite's lock: waiting writers poll, nobody queues them, so the unluckiest of many
waits until all the others are done. Less than the server gives a request (`serving.timeout`)."""
_SHORTEST_SECRET = 50
_SHORTEST_KEY = 32
_FEWEST_CHARACTERS = 16
_FEWEST_LABELS = 3
_OTHERS = re.compile(r"SIGAI_(LANG|TEST_\w+|FUZZ_\w+)")
"""What the `sigai` command and the tests read of the environment."""
_HOST = re.compile(r"[\w.-]+|\[[0-9A-Fa-f:.]+\]", re.ASCII)
_CONNECT_WITHIN = 10
"""Seconds."""
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "sslmode": ("disable", "require", "verify-ca", "verify-full"),
    "sslrootcert": (),
    "sslcert": (),
    "sslkey": (),
}
"""What may follow `?` in PostgreSQL's address, with the values of each; files where none are named."""
ROBOTS: Mapping[str, tuple[str, ...]] = {
    "SIGAI_WECOM": ("qyapi.weixin.qq.com",),
    "SIGAI_DINGTALK": ("oapi.dingtalk.com",),
    "SIGAI_FEISHU": ("open.feishu.cn", "open.larksuite.com"),
}
"""The hosts to which the robots of groups are asked to tell something, and no others."""
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
    webhook_key: str
    wecom: str
    dingtalk: str
    dingtalk_key: str
    feishu: str
    feishu_key: str
    monitor: str
    backup_hours: int
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
        _check_production(given, home, hosts, issues)
    proxies, hours = given.get("SIGAI_PROXIES", "0"), given.get("SIGAI_BACKUP_HOURS", "26")
    for name, number in (("SIGAI_PROXIES", proxies), ("SIGAI_BACKUP_HOURS", hours)):
        if not number.isdecimal():
            issues.add(NOT_A_NUMBER.at(Place(name), name=name, given=number))
    address = given.get("SIGAI_DATABASE") or f"sqlite:///{home / 'sigai.sqlite3'}"
    database = read_database(address, issues, durable=production)
    today = _read_day(given.get("SIGAI_TODAY", ""), issues, production=production)
    webhook = given.get("SIGAI_WEBHOOK", "")
    _check_outward(given, issues, production=production)
    mail = _split(given.get("SIGAI_MAIL", "")) or SplitResult("", "", "", "", "")
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
        https=production and given.get("SIGAI_HTTPS") != "off",
        proxies=int(proxies),
        today=today,
        webhook=webhook,
        webhook_key=given.get("SIGAI_WEBHOOK_KEY", ""),
        wecom=given.get("SIGAI_WECOM", ""),
        dingtalk=given.get("SIGAI_DINGTALK", ""),
        dingtalk_key=given.get("SIGAI_DINGTALK_KEY", ""),
        feishu=given.get("SIGAI_FEISHU", ""),
        feishu_key=given.get("SIGAI_FEISHU_KEY", ""),
        monitor=given.get("SIGAI_MONITOR", ""),
        backup_hours=int(hours),
        mail_host=mail.hostname or "",
        mail_port=mail.port or 25,
        mail_user=unquote(mail.username or ""),
        mail_password=unquote(mail.password or ""),
        mail_from=given.get("SIGAI_MAIL_FROM", "sigai@localhost"),
    )


def _check_production(given: Mapping[str, str], home: Path, hosts: tuple[str, ...], issues: Issues) -> None:
    """What production asks for and a demonstration does without."""
    secret = given.get("SIGAI_SECRET", "")
    if given.get("SIGAI_DEBUG", "") == "on":
        issues.add(DEBUG_IN_PRODUCTION.at(Place("SIGAI_DEBUG")))
    if len(secret) < _SHORTEST_SECRET:
        issues.add(NO_SECRET.at(Place("SIGAI_SECRET")))
    elif _is_poor(secret):
        issues.add(POOR_SECRET.at(Place("SIGAI_SECRET")))
    if not hosts:
        issues.add(NO_HOSTS.at(Place("SIGAI_HOSTS")))
    if not given.get("SIGAI_DATABASE"):
        issues.add(UNNAMED_DATABASE.at(Place("SIGAI_DATABASE"), file=home / "sigai.sqlite3"))
    issues.extend(ANY_HOST.at(Place("SIGAI_HOSTS"), given=host) for host in hosts if _is_anybodys(host))
    _check_words(given, hosts, issues)


def _check_words(given: Mapping[str, str], hosts: tuple[str, ...], issues: Issues) -> None:
    """What is mistyped does nothing, and nobody sees it: names of settings, switches, names of hosts."""
    for name in sorted(name for name in given if name.startswith("SIGAI_")):
        if name not in SETTINGS and not _OTHERS.fullmatch(name):
            near = next(iter(get_close_matches(name, SETTINGS, n=1)), "")
            words = {"near_zh": f"（是 {near} 吗？）" if near else "", "near_en": f" ({near}?)" if near else ""}
            issues.add(UNKNOWN_SETTING.at(Place(name), name=name, **words))
    for name in ("SIGAI_HTTPS", "SIGAI_DEBUG"):
        if given.get(name, "") not in ("", "on", "off"):
            issues.add(NOT_A_SWITCH.at(Place(name), name=name, given=given[name]))
    strange = (host for host in hosts if not _is_anybodys(host) and not _HOST.fullmatch(host))
    issues.extend(NOT_A_HOST.at(Place("SIGAI_HOSTS"), given=host) for host in strange)


def _split(address: str) -> SplitResult | None:
    """The parts of an address; None where it has none, such as a port that is no number."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def folder_in(home: Path, name: str) -> Path:
    """A folder of SIGAI_HOME, made where it is not; UserError where it cannot be."""
    folder = home / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError([HOME_UNUSABLE.at(Place("SIGAI_HOME"), home=home, reason=error.strerror)]) from error
    return folder


def _check_outward(given: Mapping[str, str], issues: Issues, *, production: bool) -> None:
    """Robots go to their makers alone; the webhook goes by HTTPS and signed in production; keys are long enough not to
    be guessed."""
    for name, hosts in ROBOTS.items():
        parts = _split(given.get(name, "")) if given.get(name) else SplitResult("https", hosts[0], "", "", "")
        if parts is None or parts.scheme != "https" or parts.hostname not in hosts or parts.port not in (None, 443):
            issues.add(UNREADABLE_ADDRESS.at(Place(name), name=name, form=f"https://{'|'.join(hosts)}/…"))
    webhook = given.get("SIGAI_WEBHOOK", "")
    if webhook and urlsplit(webhook).scheme not in (("https",) if production else ("http", "https")):
        issues.add(UNREADABLE_ADDRESS.at(Place("SIGAI_WEBHOOK"), name="SIGAI_WEBHOOK", form="https://HOST/PATH"))
    for name in ("SIGAI_WEBHOOK_KEY", "SIGAI_MONITOR"):
        key = given.get(name, "")
        wanted = bool(key) or (name == "SIGAI_WEBHOOK_KEY" and bool(webhook) and production)
        if wanted and len(key) < _SHORTEST_KEY:
            issues.add(SHORT_KEY.at(Place(name), name=name, least=_SHORTEST_KEY))


def _is_poor(secret: str) -> bool:
    """Whether a secret has few characters, or is a short text again and again."""
    repeated = any((secret[:size] * len(secret)).startswith(secret) for size in range(1, len(secret) // 2 + 1))
    return len(set(secret)) < _FEWEST_CHARACTERS or repeated


def _is_anybodys(host: str) -> bool:
    """Whether a name stands for any host, or for every host of a whole domain such as `.cn` or `*.gov.cn`."""
    return "*" in host or (host.startswith(".") and host.count(".") < _FEWEST_LABELS)


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


def read_database(address: str, issues: Issues, *, durable: bool = False) -> dict[str, Any] | None:
    """Django's description of a database from its address; None, and an issue, where the address cannot be read.

    A `durable` one keeps on the disk what it acknowledged even where the power fails (SQLite: `synchronous=FULL`).
    """
    if address.startswith("sqlite:///"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address.removeprefix("sqlite:///"),
            # A transaction that reads and then writes must take the lock at its beginning: otherwise it fails at once.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": PATIENCE,
                # Without recursive triggers INSERT OR REPLACE would take rows of append-only tables away unnoticed.
                "init_command": f"PRAGMA journal_mode=WAL;PRAGMA synchronous={'FULL' if durable else 'NORMAL'};"
                "PRAGMA recursive_triggers=ON;",
            },
        }
    parts = _split(address)
    if parts is None or parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2:
        issues.add(UNREADABLE_DATABASE.at(Place("SIGAI_DATABASE")))
        return None
    options = _options(parts.query, issues)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _options(query: str, issues: Issues) -> dict[str, Any]:
    """What an address demands of the connection: TLS above all. What is not understood is refused, never dropped."""
    found: dict[str, Any] = {"connect_timeout": _CONNECT_WITHIN}
    for name, value in parse_qsl(query, keep_blank_values=True):
        known = OPTIONS.get(name)
        if known is None or (known and value not in known) or not value:
            allowed = ", ".join(f"{one}={'|'.join(values) or 'FILE'}" for one, values in OPTIONS.items())
            issues.add(UNKNOWN_OPTION.at(Place("SIGAI_DATABASE"), given=f"{name}={value}", allowed=allowed))
        elif not known and not Path(value).is_file():
            issues.add(NO_SUCH_FILE.at(Place("SIGAI_DATABASE"), name=f"SIGAI_DATABASE ({name})", file=value))
        else:
            found[name] = value
    return found


def _own_secret(home: Path) -> str:
    """The demonstration's own secret: made once, readable by its owner only."""
    file = folder_in(home, "") / "secret.txt"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(60))
    except FileExistsError:
        pass
    return file.read_text()
