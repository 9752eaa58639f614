"""docs/security.md answers for every item once, by tests that exist; and what is held by there being no such thing."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.test import Client

from helpers_repository import ROOT
from helpers_web import PASSWORD, person, web_programme
from sigai_web.permissions import Role

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SOURCES = sorted((ROOT / "src").rglob("*.py"))
_NAMED = re.compile(r"`([\w/]+\.py)::([\w:]+)`")


def numbers(*ranges: str) -> set[str]:
    """`2.1.1-12` is twelve items."""
    found = set()
    for each in ranges:
        chapter, _, items = each.rpartition(".")
        first, _, last = items.partition("-")
        found |= {f"{chapter}.{number}" for number in range(int(first), int(last or first) + 1)}
    return found


ITEMS = numbers(
    *("1.1.1-7", "1.2.1-4", "1.4.1", "1.4.4-5", "1.5.1-4", "1.6.1-4", "1.7.1-2", "1.8.1-2", "1.9.1-2", "1.10.1"),
    *("1.11.1-2", "1.12.2", "1.14.1-6"),
    *("2.1.1-12", "2.2.1-3", "2.3.1-3", "2.4.1-5", "2.5.1-7", "2.6.1-3", "2.7.1-6", "2.8.1-7", "2.9.1-3", "2.10.1-4"),
    *("3.1.1", "3.2.1-4", "3.3.1-4", "3.4.1-5", "3.5.1-3", "3.7.1"),
    *("4.1.1-3", "4.1.5", "4.2.1-2", "4.3.1-3"),
    *("5.1.1-5", "5.2.1-8", "5.3.1-10", "5.4.1-3", "5.5.1-4"),
    *("6.1.1-3", "6.2.1-6", "6.3.1-2", "6.4.1-2"),
    *("7.1.1-4", "7.2.1-2", "7.3.1", "7.3.3-4", "7.4.1-3"),
    *("8.1.1-4", "8.2.1-3", "8.3.1-8"),
    *("9.1.1-3", "9.2.1-4", "10.2.1-2", "10.3.1-3", "11.1.1-8"),
    *("12.1.1-3", "12.2.1", "12.3.1-6", "12.4.1-2", "12.5.1-2", "12.6.1"),
    *("13.1.1", "13.1.3-5", "13.2.1-3", "13.2.5-6", "13.3.1-2", "13.4.1-2"),
    *("14.1.1-4", "14.2.1-6", "14.3.2-3", "14.4.1-7", "14.5.1-4"),
)
"""Every item of ASVS 4.0.3 up to level 2."""


def answers() -> list[list[str]]:
    lines = re.findall(r"^\| (\d+\.\d+\.\d+) \|(.*)\|$", PAGE.split("## GB/T")[0], re.MULTILINE)
    return [[item, *(cell.strip() for cell in rest.split("|"))] for item, rest in lines]


def test_every_item_has_its_one_answer() -> None:
    given = answers()
    assert len(ITEMS) == 259
    assert sorted(item for item, *_ in given) == sorted(ITEMS)
    for item, words, answer, by in given:
        assert words, item
        assert answer in ("held", "operator", "missing"), item
        assert bool(_NAMED.fullmatch(by)) is (answer == "held"), item
    counts = {answer: sum(one[2] == answer for one in given) for answer in ("held", "operator", "missing")}
    assert f"{counts['held']} held, {counts['operator']} the operator's, {counts['missing']} missing." in PAGE


def test_every_test_that_is_named_exists() -> None:
    known: dict[str, set[str]] = {}
    named = _NAMED.findall(PAGE)
    assert len(named) > 200
    for file, _ in named:
        tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
        known[file] = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                known[file] |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    assert [f"{file}::{name}" for file, name in named if name not in known[file]] == []


def test_every_finding_of_the_attack_is_refused_on_both_databases() -> None:
    """`web/conftest.py` names the files that CI runs on SQLite only."""
    marks = (ROOT / "tests" / "web" / "conftest.py").read_text(encoding="utf-8").split("_ANY_DATABASE", 1)[1]
    one_only = {f"web/test_{name}.py" for name in re.findall(r'^ +"(\w+)",$', marks, re.MULTILINE)}
    assert "web/test_links.py" in one_only
    lines = re.findall(r"^\| ([HML]\d) \|(.*)\|$", PAGE, re.MULTILINE)
    findings = [*("H1", "H4", "H5", "H6"), *(f"M{at}" for at in range(1, 7)), *(f"L{at}" for at in range(1, 10))]
    assert [finding for finding, _ in lines] == findings
    for finding, words in lines:
        files = {file for file, _ in _NAMED.findall(words)}
        assert any(file.startswith("web") and file not in one_only for file in files), finding


def test_every_part_of_protection_grading_says_who_answers() -> None:
    lines = re.findall(r"^\| 8\.1[^|]*\| ([^|]*) \|", PAGE.split("## GB/T")[1], re.MULTILINE)
    assert len(lines) > 20
    assert {line.split(" ")[0] for line in lines} == {"product", "operator", "both"}


def calls(tree: ast.AST) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def test_nothing_that_is_given_is_run() -> None:
    """What a confined process of our own answers is the one thing that is unpickled (`sigai.base.confinement`)."""
    forbidden = {"eval", "exec", "os.system", "os.popen", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load"}
    found = []
    for file in SOURCES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found += [f"{file.name}: {name}" for name in calls(tree) & forbidden]
        found += [
            f"{file.name}: shell"
            for node in ast.walk(tree)
            if isinstance(node, ast.keyword) and node.arg == "shell" and getattr(node.value, "value", True)
        ]
    assert found == ["confinement.py: pickle.loads"]


def test_what_is_not_there_cannot_be_attacked() -> None:
    """No SMS, look-up secrets, hardware keys, LDAP, SOAP, GraphQL, sockets: there is no library for any."""
    parts = re.findall(r"^([a-zA-Z0-9_.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    strange = re.compile(
        r"ldap|graphene|strawberry|ariadne|soap|zeep|twilio|sms|fido|webauthn|channels|websocket|saml|biometric", re.I
    )
    assert [part for part in parts if strange.search(part)] == []
    site = (ROOT / "src/sigai_web/settings/site.py").read_text(encoding="utf-8")
    assert set(re.findall(r"django_otp\.plugins\.(\w+)", site)) == {"otp_totp"}


def test_every_part_is_pinned_by_digest() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for part in re.split(r"\n(?=[a-zA-Z0-9])", lock):
        if "==" in part.split("\n")[0]:
            assert "--hash=sha256:" in part, part.split("\n")[0]


def test_chance_is_the_systems_own() -> None:
    """Nonces, tokens, codes and request numbers come from `secrets`; `random` is for invented data only."""
    for file in SOURCES:
        if file.parts[-2] in ("accounts", "api", "journal", "permissions", "settings") or file.name == "logs.py":
            assert not re.search(r"^(import random|from random)", file.read_text(encoding="utf-8"), re.MULTILINE), file


def test_scripts_come_from_here() -> None:
    for file in (ROOT / "src/sigai_web").rglob("*"):
        if file.suffix in (".html", ".js", ".css"):
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"(?:src|href|url|import|fetch)\s*[=(]\s*[\"']?(?:https?:)?//", text), file


def test_scripts_keep_nothing_in_the_browser() -> None:
    for file in (ROOT / "src/sigai_web").rglob("*.js"):
        assert not re.search(
            r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open", file.read_text(encoding="utf-8")
        ), file


def test_no_weak_cipher_or_digest_is_chosen() -> None:
    """What vouches for anything is SHA-256 or SM3. SHA-1 stands within the HMAC of one-time codes only (RFC 6238, what
    authenticators know); MD5 makes a random word in a migration."""
    weak = re.compile(r"\b(md5|sha-?1|rc4|3des|ecb)\b", re.IGNORECASE)
    found = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "src").rglob("*.py")
        if weak.search(file.read_text(encoding="utf-8"))
    }
    assert found == {"src/sigai_web/store/migrations/0004_register_mark.py"}


def test_passwords_are_kept_salted_and_slow() -> None:
    site = (ROOT / "src/sigai_web/settings/site.py").read_text(encoding="utf-8")
    assert "PASSWORD_HASHERS" not in site, "Django's own: PBKDF2 with SHA-256"
    hasher = PBKDF2PasswordHasher()
    assert hasher.iterations >= 600_000
    one, two = (make_password(PASSWORD, hasher="default") for _ in range(2))
    assert one != two
    assert PASSWORD not in one


@pytest.mark.django_db
def test_a_password_may_be_long_and_of_any_characters(tmp_path: Path, settings: object) -> None:
    settings.SIGAI_PROGRAMME = web_programme(tmp_path / "programme")  # type: ignore[attr-defined]
    user = person(Role.LEADER)
    for given in ("石头 河流 二十 黄昏 马灯 书桌 🙂", "correct horse battery staple " * 4, "k7Q!vz2m#Lp9 é ü ß"):
        validate_password(given, user)
        user.set_password(given)
        user.save()
        assert Client().post("/sign-in", {"username": user.username, "password": given}).status_code == 302
        assert Client().post("/sign-in", {"username": user.username, "password": given[:-1]}).status_code == 200


@pytest.mark.django_db
def test_a_session_begins_anew_at_sign_in(tmp_path: Path, settings: object) -> None:
    settings.SIGAI_PROGRAMME = web_programme(tmp_path / "programme")  # type: ignore[attr-defined]
    user, client = person(Role.LEADER), Client()
    client.cookies["sessionid"] = "a" * 32
    client.post("/sign-in", {"username": user.username, "password": PASSWORD})
    key = client.cookies["sessionid"].value
    assert key != "a" * 32
    assert len(key) >= 32, "over 160 bits"


def test_cookies_of_production_are_bound_to_the_host(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE", "CSRF_COOKIE")
    wanted = [f"{name}_{part}" for name in names for part in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")]
    asked = (
        f"from sigai_web.settings import site; print([getattr(site, n) for n in {wanted}], site.SECURE_HSTS_SECONDS)"
    )
    secret = "q3Vt8xLr-Zk0pW7sYbN2cJ5hGmD9fA4eU6iO1jXvTqRnBwKyPzMdHs"
    given = {"SIGAI_MODE": "production", "SIGAI_SECRET": secret, "SIGAI_HOSTS": "sigai.example.cn"}
    given["SIGAI_DATABASE"] = f"sqlite:///{tmp_path / 'sigai.sqlite3'}"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, **given, "SIGAI_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    kept = ["__Host-sessionid", True, True, "Lax", "__Host-csrftoken", True, True, "Lax"]
    assert done.stdout.strip() == f"{kept} {365 * 24 * 3600}"
