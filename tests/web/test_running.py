"""Settings, the guard of production, set-up, the demonstration's accounts, the first accounts of an installation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from helpers_processes import Installation
from helpers_repository import ROOT
from helpers_web import person
from sigai.base import UserError
from sigai.demonstration import make
from sigai_web import programme as content
from sigai_web import serving
from sigai_web.__main__ import app
from sigai_web.accounts.models import User
from sigai_web.demonstration import code_now, fill_store, first_run, make_accounts
from sigai_web.first import open_administrators
from sigai_web.guard import refuse_unsafe
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.permissions import ADMINISTRATORS, Role
from sigai_web.reporting.models import Sheet
from sigai_web.settings.environment import SETTINGS, read_database, read_environment
from sigai_web.store.models import FigureRevision

PRODUCTION = {"SIGAI_MODE": "production", "SIGAI_SECRET": "s" * 60, "SIGAI_HOSTS": "sigai.example.cn"}


def codes(given: dict[str, str], tmp_path: Path) -> list[str]:
    with pytest.raises(UserError) as refused:
        read_environment({"SIGAI_HOME": str(tmp_path), **given})
    return [issue.code for issue in refused.value.issues]


class TestSettings:
    def test_the_demonstration_needs_none_and_makes_its_own_secret(self, tmp_path: Path) -> None:
        one = read_environment({"SIGAI_HOME": str(tmp_path)})
        assert one.secret == read_environment({"SIGAI_HOME": str(tmp_path)}).secret
        assert len(one.secret) >= 50
        assert (tmp_path / "secret.txt").stat().st_mode & 0o077 == 0
        assert not one.production

    def test_a_writer_waits_nearly_as_long_as_its_request_may(self) -> None:
        """Of many that write at once on SQLite the unluckiest waits for all the others."""
        options = (read_database("sqlite:///x") or {})["OPTIONS"]
        assert serving.timeout * 0.75 < options["timeout"] < serving.timeout

    def test_production_is_whole_or_refused(self, tmp_path: Path) -> None:
        assert read_environment({"SIGAI_HOME": str(tmp_path), **PRODUCTION}).https
        assert not (tmp_path / "secret.txt").exists()
        assert codes({"SIGAI_MODE": "production", "SIGAI_DEBUG": "on"}, tmp_path) == ["W002", "W001", "W003"]
        assert codes({**PRODUCTION, "SIGAI_SECRET": "short"}, tmp_path) == ["W001"]
        assert codes({**PRODUCTION, "SIGAI_DEBUG": "on"}, tmp_path) == ["W002"]

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("SIGAI_MODE", "prod", "W004"),
            ("SIGAI_DATABASE", "mysql://x/y", "W005"),
            ("SIGAI_DATABASE", "postgresql://host", "W005"),
            ("SIGAI_PROXIES", "-1", "W008"),
        ],
    )
    def test_a_wrong_setting_is_named(self, tmp_path: Path, name: str, value: str, code: str) -> None:
        assert codes({name: value}, tmp_path) == [code]

    def test_addresses_of_databases(self) -> None:
        postgres = read_database("postgresql://us%40er:p%2Fw@db.local:5433/sigai")
        assert postgres is not None
        assert (postgres["USER"], postgres["PASSWORD"], postgres["HOST"], postgres["PORT"]) == (
            "us@er",
            "p/w",
            "db.local",
            "5433",
        )
        sqlite = read_database("sqlite:////var/lib/sigai/db.sqlite3")
        assert sqlite is not None
        assert sqlite["NAME"] == "/var/lib/sigai/db.sqlite3"
        assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

    def test_every_setting_and_command_is_documented(self) -> None:
        page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
        assert [name for name, meaning in SETTINGS.items() if f"| `{name}` | {meaning} |" not in page] == []
        for command in app.registered_commands:
            name = command.name or getattr(command.callback, "__name__", "")
            assert f"| `python -m sigai_web {name}" in page


@pytest.mark.django_db
class TestProduction:
    def test_does_not_start_on_what_the_demonstration_left(self, settings: Any, filled: None) -> None:
        make_accounts()
        refuse_unsafe()
        settings.SIGAI_PRODUCTION = True
        with pytest.raises(UserError) as refused:
            refuse_unsafe()
        assert [issue.code for issue in refused.value.issues] == ["W006", "W007"]

    def test_makes_no_demonstration_accounts(self, settings: Any) -> None:
        settings.SIGAI_PRODUCTION = True
        for made in (make_accounts, first_run, lambda: code_now("office")):
            with pytest.raises(UserError):
                made()
        refuse_unsafe()

    def test_begins_with_three_administrators_by_invitation(self) -> None:
        opened = dict(open_administrators())
        assert {name.replace("-", "_") for name in opened} == ADMINISTRATORS
        assert all(not user.has_usable_password() for user in User.objects.all())
        assert Client().get(opened["auditor"]).status_code == 200
        assert open_administrators() == []


@pytest.mark.django_db
class TestDemonstration:
    def test_one_account_per_role_with_new_passwords_each_time(self, filled: None) -> None:
        first, second = make_accounts(), make_accounts()
        assert {account.role for account in first} == set(Role)
        assert not {account.password for account in first} & {account.password for account in second}
        account = second[-1]
        response = Client().post("/sign-in", {"username": account.username, "password": account.password})
        assert response.status_code == 302
        assert verify().unbroken
        granted = JournalEntry.objects.filter(action="membership.grant")
        assert granted.count() == len(Role)

    def test_a_newcomer_without_a_telephone_can_be_anybody(self, filled: None) -> None:
        account = next(account for account in make_accounts() if account.role is Role.OFFICE)
        browser = Client()
        browser.post("/sign-in", {"username": account.username, "password": account.password})
        assert browser.get("/").headers["Location"] == "/second-factor"
        browser.post("/second-factor", {"token": code_now(account.username)})
        assert browser.get("/").headers["Location"] == "/cockpit"
        assert code_now("leader") is None
        person(Role.OFFICE, name="somebody")
        assert code_now("somebody") is None

    def test_reporting_is_under_way(self, settings: Any, tmp_path: Path, programme_folder: Path) -> None:
        """The last month lacks what the demonstration's own accounts owe, and nothing else."""
        settings.SIGAI_TODAY = date(2021, 10, 12)
        folder = tmp_path / "data"
        make(content.current(), folder, seed=1, enterprises=40, months=9)
        assert fill_store(folder)
        scopes = {account.role: account.scope for account in make_accounts()}
        months = set(FigureRevision.objects.values_list("entity", "measure", "period"))
        assert (scopes[Role.ENTERPRISE_REPORTER], "output", "2021-08") in months
        assert (scopes[Role.ENTERPRISE_REPORTER], "output", "2021-09") not in months
        assert not {key for key in months if key[1] == "digital" and key[2] == "2021-09"}
        reported = [len({key[0] for key in months if key[1:] == ("output", month)}) for month in ("2021-08", "2021-09")]
        assert reported[0] * 0.6 < reported[1] < reported[0]
        assert {"submitted", "approved", "returned"} <= set(Sheet.objects.values_list("state", flat=True))
        assert not fill_store(folder)

    def test_every_page_says_that_the_data_are_invented(self, filled: None) -> None:
        assert "演示数据 · 非官方" in Client().get("/sign-in").content.decode()


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_set_up_from_nothing_and_refusal_of_production_on_it(tmp_path: Path, programme_folder: Path) -> None:
    installation = Installation(tmp_path / "home", programme_folder)
    done = installation.run("setup")
    assert done.returncode == 0, done.stderr
    assert "system-administrator" in done.stdout
    assert (tmp_path / "home" / "static" / "staticfiles.json").is_file()
    assert (tmp_path / "home" / "sigai.sqlite3").stat().st_mode & 0o077 == 0, "others on the machine could read it"
    refused = installation.run("serve", **PRODUCTION)
    assert refused.returncode == 2
    assert "W006" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("command", ["setup", "serve"])
def test_a_fault_of_the_settings_is_told_in_words(tmp_path: Path, command: str) -> None:
    refused = Installation(tmp_path, tmp_path).run(command, SIGAI_MODE="production")
    assert refused.returncode == 2
    assert "W001" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_people_of_the_tests_have_the_roles_they_say(db: None) -> None:
    assert person(Role.OFFICE).roles() == {Role.OFFICE}
