"""Settings, the guard of production, set-up, the demonstration's accounts, the first accounts of an installation."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from typer.testing import CliRunner

from helpers_processes import Installation
from helpers_web import person, web_data
from sigai.base import UserError
from sigai.demonstration import make
from sigai_web import __main__ as main
from sigai_web import programme as content
from sigai_web.__main__ import app
from sigai_web.accounts import services as accounts
from sigai_web.accounts.models import Invitation, User
from sigai_web.api.tokens import issue_token
from sigai_web.bootstrap import open_administrators
from sigai_web.bulletins.models import BulletinDraft
from sigai_web.demonstration import code_now, fill_store, first_run, make_accounts
from sigai_web.journal.inventory import take_inventory
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove, verify
from sigai_web.journal.writing import SYSTEM
from sigai_web.maintenance.content import record_content
from sigai_web.manifests import scopes
from sigai_web.messages.models import Message
from sigai_web.permissions import ADMINISTRATORS, Role
from sigai_web.reporting.models import ReturnedCopy, Sheet
from sigai_web.start_checks import refuse_unsafe, remove_demonstration_accounts
from sigai_web.store.importing import import_data
from sigai_web.store.models import FigureRevision

DEMONSTRATION = {"SIGAI_MODE": "demonstration"}
PRODUCTION = {
    "SIGAI_MODE": "production",
    "SIGAI_SECRET": "q3Vt8xLr-Zk0pW7sYbN2cJ5hGmD9fA4eU6iO1jXvTqRnBwKyPzMdHs",
    "SIGAI_HOSTS": "sigai.example.cn",
}


def real_administrators(settings: Any) -> None:
    settings.SIGAI_PRODUCTION = True
    record_content(SYSTEM)
    open_administrators()


def accounts_of_both(settings: Any) -> None:
    """What one forgotten variable left: demonstration accounts beside the administrators."""
    settings.SIGAI_PRODUCTION = False
    make_accounts()
    User.objects.filter(username__in=[role.replace("_", "-") for role in ADMINISTRATORS]).update(demonstration=False)


def production_set_up(settings: Any) -> None:
    settings.SIGAI_PRODUCTION = True
    record_content(SYSTEM)


def demonstration_made(settings: Any) -> None:
    settings.SIGAI_PRODUCTION = False
    record_content(SYSTEM)
    make_accounts()


def demonstration_data(settings: Any) -> None:
    import_data(web_data())


def nothing(settings: Any) -> None:
    """An empty database."""


STATES: list[Callable[[Any], None]] = [
    nothing,
    production_set_up,
    real_administrators,
    accounts_of_both,
    demonstration_made,
    demonstration_data,
]
REFUSED: dict[tuple[str, str], list[str]] = {
    ("demonstration", "production_set_up"): ["W015"],
    ("demonstration", "real_administrators"): ["W015"],
    ("demonstration", "accounts_of_both"): ["W015"],
    ("production", "accounts_of_both"): ["W006"],
    ("production", "demonstration_made"): ["W006"],
    ("production", "demonstration_data"): ["W007"],
}
"""What each mode refuses of the states of a database; whatever is not named is taken."""
COMMANDS = ["setup", "setup --data x", "demo", "serve", "worker --batch", "remind", "first-accounts"]


class Reached(Exception):
    """A command came as far as its work."""


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands stop where their work would begin."""

    def reached(*_: Any, **__: Any) -> None:
        raise Reached

    monkeypatch.setattr(main, "begin", lambda: None)
    for name in (
        "sigai_web.__main__._prepare",
        "sigai_web.__main__.os.execv",
        "sigai_web.__main__.gc.disable",
        "sigai_web.maintenance.content.record_content",
        "sigai_web.reporting.reminders.remind_by_calendar",
        "sigai_web.bootstrap.open_administrators",
    ):
        monkeypatch.setattr(name, reached)


@pytest.mark.django_db
class TestModesAndDatabases:
    @pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
    @pytest.mark.parametrize("mode", ["demonstration", "production"])
    @pytest.mark.parametrize("command", COMMANDS)
    def test_a_command_refuses_the_other_modes_database_before_it_touches_it(
        self, settings: Any, work: None, mode: str, state: Callable[[Any], None], command: str
    ) -> None:
        state(settings)
        before = list(User.objects.order_by("pk").values_list("pk", "password", "session_nonce"))
        entries = JournalEntry.objects.count()
        settings.SIGAI_PRODUCTION = mode == "production"
        expected = REFUSED.get((mode, state.__name__), [])
        if mode == "production" and command in ("demo", "setup --data x"):
            expected = ["W270"] if command == "demo" else ["W016"]
        outcome = CliRunner().invoke(app, command.split())
        if expected:
            assert isinstance(outcome.exception, UserError), outcome.output
            assert [issue.code for issue in outcome.exception.issues] == expected
        else:
            assert isinstance(outcome.exception, Reached), outcome.output
        assert list(User.objects.order_by("pk").values_list("pk", "password", "session_nonce")) == before
        assert JournalEntry.objects.count() == entries

    @pytest.mark.parametrize("made", [make_accounts, first_run, lambda: code_now("auditor")])
    def test_demonstration_accounts_never_take_the_place_of_real_ones(self, settings: Any, made: Any) -> None:
        real_administrators(settings)
        invited = list(Invitation.objects.values_list("token_digest", flat=True))
        settings.SIGAI_PRODUCTION = False
        with pytest.raises(UserError) as refused:
            made()
        assert [issue.code for issue in refused.value.issues] == ["W015"]
        assert list(Invitation.objects.values_list("token_digest", flat=True)) == invited
        assert User.objects.count() == len(ADMINISTRATORS)

    def test_whoever_is_made_in_a_demonstration_is_marked(self, settings: Any, filled: None) -> None:
        """Trying out invitations must not make the demonstration a production system, nor production take them."""
        make_accounts()
        accounts.open_account(SYSTEM, username="newcomer", name="新人", proposals=[(Role.LEADER, "")])
        assert User.objects.filter(demonstration=False).count() == 0
        make_accounts()
        settings.SIGAI_PRODUCTION = True
        accounts.open_account(SYSTEM, username="real", name="真人")
        assert not User.objects.get(username="real").demonstration

    def test_the_accounts_of_a_mistake_are_taken_away_with_all_that_is_theirs(self, settings: Any) -> None:
        take_inventory(SYSTEM)
        real_administrators(settings)
        settings.SIGAI_PRODUCTION = False
        strange = accounts.open_account(SYSTEM, username="office", name="专班", proposals=[(Role.OFFICE, "")])
        accounts.invite(SYSTEM, strange)
        accounts.grant(SYSTEM, strange.memberships.get())
        accounts.enrol_second_factor(SYSTEM, strange, "ab" * 20)
        issue_token(SYSTEM, strange, name="t", scopes=scopes()[:1], usable=tuple(scopes()), days=3)
        ReturnedCopy.objects.create(user=strange, form="x", reporter="y", period="2022", content=b"z")
        with pytest.raises(UserError) as refused:
            remove_demonstration_accounts(SYSTEM)
        assert [issue.code for issue in refused.value.issues] == ["W017"]
        settings.SIGAI_PRODUCTION = True
        with pytest.raises(UserError, match="W006"):
            refuse_unsafe()
        assert remove_demonstration_accounts(SYSTEM) == 1
        refuse_unsafe()
        assert {user.username.replace("-", "_") for user in User.objects.all()} == ADMINISTRATORS
        assert JournalEntry.objects.filter(action="account.remove", about="account:office").count() == 1
        assert prove().sound
        assert remove_demonstration_accounts(SYSTEM) == 0


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
        assert granted.count() == len(Role) + 1

    def test_two_of_the_office_so_that_one_signs_what_the_other_drafts(self, filled: None) -> None:
        offices = [account.username for account in make_accounts() if account.role is Role.OFFICE]
        assert offices == ["office", "office-2"]
        assert first_run()
        (draft,) = BulletinDraft.objects.exclude(state=BulletinDraft.State.PUBLISHED)
        assert (draft.state, bool(draft.texts)) == (BulletinDraft.State.HANDED_IN, True)
        office, second = (User.objects.get(username=name) for name in offices)
        assert (draft.may_sign(office), draft.may_sign(second)) == (False, True)
        told = Message.objects.filter(kind="bulletin.to_sign", address=f"/bulletins/drafts/{draft.pk}")
        assert (told.filter(user=office).count(), told.filter(user=second).count()) == (0, 1)

    def test_a_newcomer_without_a_telephone_can_be_anybody(self, filled: None) -> None:
        account = next(account for account in make_accounts() if account.role is Role.OFFICE)
        browser = Client()
        browser.post("/sign-in", {"username": account.username, "password": account.password})
        assert browser.get("/").headers["Location"] == "/second-factor?next=/"
        browser.post("/second-factor", {"token": code_now(account.username)})
        assert browser.get("/").headers["Location"] == "/cockpit"
        assert code_now("leader") is None
        assert code_now("nobody") is None

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
    said = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert said.getvalue() == "No changes detected\n"


def test_set_up_from_nothing_and_refusal_of_production_on_it(tmp_path: Path, programme_folder: Path) -> None:
    installation = Installation(tmp_path / "home", programme_folder)
    done = installation.run("setup")
    assert done.returncode == 0, done.stderr
    assert "system-administrator" in done.stdout
    assert (tmp_path / "home" / "static" / "staticfiles.json").is_file()
    assert (tmp_path / "home" / "sigai.sqlite3").stat().st_mode & 0o077 == 0, "others on the machine could read it"
    for arguments, given, code in (
        (("serve",), PRODUCTION, "W006"),
        (("setup",), PRODUCTION, "W006"),
        (("setup",), {"SIGAI_MODE": ""}, "W014"),
    ):
        refused = installation.run(*arguments, **given)
        assert (refused.returncode, code in refused.stderr) == (2, True), refused.stderr
        assert "Traceback" not in refused.stderr


def test_one_forgotten_variable_does_nothing_to_production(tmp_path: Path, programme_folder: Path) -> None:
    installation = Installation(tmp_path / "home", programme_folder, more=PRODUCTION)
    for command in ("setup", "first-accounts"):
        done = installation.run(command)
        assert done.returncode == 0, done.stderr
    assert "https://sigai.example.cn/" in done.stdout, "where the links lead, nobody had to say"
    accounts_there = "SELECT username, password, session_nonce, demonstration FROM account ORDER BY id"
    before = installation.rows(accounts_there)
    assert len(before) == len(ADMINISTRATORS)
    for mode, code in (("", "W014"), ("demonstration", "W015")):
        for command in (("setup",), ("setup", "--data", str(tmp_path)), ("serve",), ("code", "auditor")):
            refused = installation.run(*command, SIGAI_MODE=mode)
            assert (refused.returncode, code in refused.stderr) == (2, True), refused.stderr
            assert refused.stdout == ""
    assert installation.rows(accounts_there) == before
    for command, code in ((("setup", "--data", str(tmp_path)), "W016"), (("demo",), "W270")):
        refused = installation.run(*command)
        assert (refused.returncode, code in refused.stderr) == (2, True), refused.stderr
    assert installation.run("setup").returncode == 0
    verified = installation.sigai("journal", "verify")
    assert (verified.returncode, "数据与留痕一致" in verified.stdout) == (0, True), verified.stdout


@pytest.mark.parametrize("command", ["setup", "serve"])
def test_a_fault_of_the_settings_is_told_in_words(tmp_path: Path, command: str) -> None:
    refused = Installation(tmp_path, tmp_path).run(command, SIGAI_MODE="production")
    assert refused.returncode == 2
    assert "W001" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_people_of_the_tests_have_the_roles_they_say(db: None) -> None:
    assert person(Role.OFFICE).roles() == {Role.OFFICE}
