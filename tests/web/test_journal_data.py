"""The data are what the journal says: whatever is changed past the system is found, named by table, key and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from django_otp import DEVICE_ID_SESSION_KEY

from helpers_forging import copied, forge, forged_value, found, past_triggers, proof, run
from helpers_reporting import CLERK, assignment
from helpers_story import member, tell_story
from helpers_web import OURS, browser
from sigai_web.accounts import services as accounts
from sigai_web.accounts.models import Membership, User
from sigai_web.journal import declaring, triggers, verifying
from sigai_web.journal.declaring import Kind, derived, left_out, proven, proven_of
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.proofs import read_proof
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM
from sigai_web.ledgers.files import path_of
from sigai_web.ledgers.models import Attachment
from sigai_web.permissions import Role
from sigai_web.reporting import services as reporting
from sigai_web.reporting.models import Sheet, SheetCell
from sigai_web.runs import results
from sigai_web.runs.computing import _base
from sigai_web.runs.models import Bulletin, Run
from sigai_web.store.models import EntityLine, FigureRevision

DAY = date(2022, 10, 12)
SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such statement")
TABLES = [said.table for said in proven()]


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any, programme_folder: Path) -> Iterator[None]:
    """The story, told once for all tests of this module."""
    chosen = override_settings(SIGAI_PROGRAMME=programme_folder, SIGAI_TODAY=DAY)
    with django_db_blocker.unblock(), chosen, transaction.atomic():
        for cache in caches.all():
            cache.clear()
        tell_story()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def story(told: None, django_db_blocker: Any, settings: Any) -> Iterator[None]:
    """The story, and whatever a test does to it taken back afterwards."""
    settings.SIGAI_TODAY = DAY
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def said_of(table: str) -> declaring.Proven:
    return next(said for said in proven() if said.table == table)


def a_row(table: str) -> Any:
    """The key of a row that the journal proves."""
    return said_of(table).rows().order_by("-pk").values_list("pk", flat=True)[0]


class TestEveryTable:
    def test_is_proven_or_follows_or_is_left_out_with_a_reason(self) -> None:
        spoken = [said.model for said in proven()]
        spoken += [model for each in derived() for model in each.models]
        spoken += list(left_out())
        assert len(spoken) == len(set(spoken))
        assert {model._meta.label for model in spoken} == {
            model._meta.label for model in apps.get_models(include_auto_created=True)
        }
        reasons = [*left_out().values(), *(reason for said in proven() for reason in said.unproven.values())]
        assert all(len(reason) > 10 for reason in reasons)

    def test_which_is_proven_is_proven_in_every_column_but_those_with_a_reason(self) -> None:
        for said in proven():
            columns = {field.column for field in said.model._meta.concrete_fields}
            assert {column.name for column in said.columns} | set(said.unproven) == columns, said.table

    def test_that_follows_follows_from_proven_ones(self) -> None:
        for each in derived():
            assert {proven_of(model).model for model in each.of} == set(each.of)

    def test_has_rows_in_the_story(self, story: None) -> None:
        """Else the tests below would prove nothing of it."""
        assert [said.table for said in proven() if not said.rows().exists()] == []


class TestWhatTheSystemWrites:
    def test_is_what_the_journal_says(self, story: None) -> None:
        given = proof()
        assert [fault.text("en") for fault in given.faults] == []
        assert (given.sound, given.remarks) == (True, [])
        assert given.rows == sum(said.rows().count() for said in proven())
        assert given.files >= len(list(Attachment.objects.values_list("digest").distinct())) + 1

    def test_a_draft_is_its_reporters(self, story: None) -> None:
        cell = SheetCell.objects.filter(sheet__state=Sheet.State.DRAFT).latest("pk")
        run("UPDATE sheet_cell SET text = '77' WHERE id = %s", cell.pk)
        run("DELETE FROM sheet_cell WHERE sheet_id = %s AND id <> %s", cell.sheet_id, cell.pk)
        assert proof().sound


class TestAForgedTable:
    @pytest.mark.parametrize("table", TABLES)
    def test_is_found_in_every_column(self, story: None, table: str) -> None:
        """One row, every column of it: each is named by itself."""
        said, key = said_of(table), a_row(table)
        forged = {column.name: forged_value(said, column) for column in said.columns[1:]}
        expressions = ", ".join(f'"{name}" = {expression}' for name, (expression, _) in forged.items())
        values = [value for _, given in forged.values() for value in given]
        forge(f'UPDATE "{table}" SET {expressions} WHERE "{said.key.name}" = %s', *values, key)
        named = [fault.facts for fault in proof().faults if (fault.code, fault.place.file) == ("W280", table)]
        assert {facts["column"] for facts in named} == forged.keys()
        assert {facts["key"] for facts in named} == {f"{table} {said.key.name}={key}"}
        assert all(facts["told"] != facts["stands"] for facts in named)
        assert JournalEntry.objects.filter(number__in={facts["entry"] for facts in named}).exists()

    @pytest.mark.parametrize("table", TABLES)
    def test_is_found_without_a_row(self, story: None, table: str) -> None:
        said, key = said_of(table), a_row(table)
        forge(f'DELETE FROM "{table}" WHERE "{said.key.name}" = %s', key)
        gone = [fault for fault in proof().faults if fault.code == "W282"]
        assert [fault.facts["key"] for fault in gone] == [f"{table} {said.key.name}={key}"]

    @pytest.mark.parametrize("table", TABLES)
    def test_is_found_with_a_row_more(self, story: None, table: str) -> None:
        said = said_of(table)
        key = copied(said, a_row(table))
        untold = [fault for fault in proof().faults if fault.code == "W281"]
        # A line of the register is written down in its history as well, where its trigger was not passed over, too.
        line = EntityLine.objects.order_by("-revision")[0]
        written = table == "entity" and connection.vendor == "sqlite"
        history = [f"entity_line revision={line.pk}"] if written else []
        assert [fault.facts["key"] for fault in untold] == [f"{table} {said.key.name}={key}", *history]

    def test_is_found_where_everything_was_changed(self, story: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(verifying, "_MOST", 3)
        forge("UPDATE figure_revision SET value = value * 10")
        codes = [fault.code for fault in proof().faults]
        assert codes == ["W280"] * 3 + ["W287"]

    @SQLITE
    @pytest.mark.parametrize("value", ["abc", "1005000.25", "99999999999999999999"])
    def test_that_cannot_be_read_is_named_and_the_rest_is_compared(self, story: None, value: str) -> None:
        """SQLite takes any value in any column."""
        forge("UPDATE figure_revision SET value = %s WHERE entity = %s", value, OURS)
        forge("UPDATE account SET name = 'x' WHERE username = 'new'")
        assert {("W293", "figure_revision"), ("W280", "account")} <= found()

    def test_past_what_a_role_may_be_granted(self, story: None) -> None:
        """Somebody puts a role in and lets the security administrator grant it: the grant confirms the grant only."""
        user = User.objects.get(username="new")
        run(
            "INSERT INTO account_membership (user_id, role, scope, proposed_at) VALUES (%s, 'office', '', %s)",
            user.pk,
            user.created_at,
        )
        accounts.grant(SYSTEM, Membership.objects.get(user=user, role="office"))
        assert ("W281", "account_membership") in found()

    def test_past_what_a_step_writes(self, story: None) -> None:
        """A deadline moved while the sheet is its reporter's is not confirmed by handing in."""
        mine = assignment(period="2022-01")
        sheet = Sheet.objects.get(period="2022-01")
        run("UPDATE sheet SET due = '2030-01-01' WHERE id = %s", sheet.pk)
        reporting.submit(CLERK, mine, seen=sheet.version)
        (fault,) = proof().faults
        assert (fault.code, fault.facts["column"], fault.facts["stands"]) == ("W280", "due", "2030-01-01")


def _bulletin_file() -> None:
    path = Bulletin.objects.latest("pk").path
    path.write_bytes(path.read_bytes() + b"x")


def _attachment_file() -> None:
    path_of(Attachment.objects.latest("pk").digest).write_bytes(b"%PDF-1.4 forged")


def _results_file() -> None:
    (Run.objects.filter(state=Run.State.DONE).latest("pk").folder / "indicators.parquet").write_bytes(b"PAR1")


def _content_file() -> None:
    run = Run.objects.filter(state=Run.State.DONE).latest("pk")
    file = run.folder.parents[1] / "content" / run.programme_digest / "targets.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# forged\n", encoding="utf-8")


def _another_in_its_place() -> None:
    """What INSERT OR REPLACE does."""
    row = FigureRevision.objects.filter(measure="output").latest("revision")
    with past_triggers():
        run("DELETE FROM figure_revision WHERE revision = %s", row.revision)
        row.value *= 10
        row.save(force_insert=True)


FORGERIES: dict[str, tuple[Callable[[], None] | str, str, str]] = {
    "a figure that counts, times ten": (
        "UPDATE figure_revision SET value = value * 10 WHERE revision = "
        "(SELECT max(revision) FROM figure_revision WHERE measure = 'output')",
        "W280",
        "figure_revision",
    ),
    "a figure's last revision deleted": (
        "DELETE FROM figure_revision WHERE revision = (SELECT max(revision) FROM figure_revision)",
        "W282",
        "figure_revision",
    ),
    "a figure replaced": (_another_in_its_place, "W280", "figure_revision"),
    "a record's fields emptied": (
        "UPDATE record_revision SET fields = '{}' WHERE revision = (SELECT max(revision) FROM record_revision)",
        "W280",
        "record_revision",
    ),
    "a role put in": (
        "INSERT INTO account_membership (role, scope, proposed_at, granted_at, user_id) "
        "SELECT 'office', '', created_at, created_at, id FROM account WHERE username = 'new'",
        "W281",
        "account_membership",
    ),
    "every sheet accepted": ("UPDATE sheet SET state = 'accepted'", "W280", "sheet"),
    "a bulletin's file": (_bulletin_file, "W284", ""),
    "a document": (_attachment_file, "W284", ""),
    "the results that pages show": (_results_file, "W284", ""),
    "the content that results were made with": (_content_file, "W284", ""),
}


@pytest.fixture
def files_as_they_were(settings: Any) -> Iterator[None]:
    home = Path(settings.SIGAI_HOME)
    kept = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and "sqlite3" not in path.name}
    yield
    for path, content in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.mark.parametrize("what", list(FORGERIES))
def test_a_forgery_that_was_not_found_once_is_named(story: None, files_as_they_were: None, what: str) -> None:
    forgery, code, table = FORGERIES[what]
    if callable(forgery):
        forgery()
    else:
        forge(forgery)
    assert [where for name, where in found() if name == code and table in where], found()


class TestWhatFollows:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE record_current SET state = 'done' WHERE ledger = 'works'",
            "UPDATE record_current SET due = '2030-01-01' WHERE due IS NOT NULL",
            "UPDATE record_current SET search = 'x'",
            "UPDATE record_current SET fields = '{}' WHERE ledger = 'works'",
            "UPDATE record_deadline SET due = '2030-01-01'",
            "DELETE FROM record_deadline",
            "DELETE FROM record_party WHERE place = '11'",
            "UPDATE record_party SET place = '12' WHERE place = '11'",
            "INSERT INTO record_party (record_id, ledger, unit) SELECT record_id, ledger, 'U2' FROM record_current",
        ],
    )
    def test_beside_records(self, story: None, statement: str) -> None:
        forge(statement)
        assert {code for code, _ in found()} == {"W283"}

    def test_a_record_that_is_no_longer_listed(self, story: None) -> None:
        forge("DELETE FROM record_deadline")
        forge("DELETE FROM record_current WHERE ledger = 'works'")
        assert ("W283", "record_current") in found()

    @pytest.mark.parametrize("part", ["value", "entity"])
    def test_the_view_of_the_figures_that_count(self, story: None, part: str) -> None:
        """Somebody makes the view say something else, and leaves the figures alone."""
        names = [field.column for field in FigureRevision._meta.concrete_fields]
        shown = [f'f."{name}"' + (f' * 10 AS "{name}"' if name == part == "value" else "") for name in names]
        hidden = f" AND f.entity <> '{OURS}'" if part == "entity" else ""
        run("DROP VIEW figure_current")
        run(
            f"CREATE VIEW figure_current AS SELECT {', '.join(shown)} FROM figure_revision f WHERE NOT EXISTS "
            "(SELECT 1 FROM figure_revision g WHERE g.entity = f.entity AND g.measure = f.measure "
            f"AND g.period = f.period AND g.revision > f.revision){hidden}"
        )
        assert found() == {("W283", "figure_current")}

    def test_is_not_compared_with_what_differs(self, story: None) -> None:
        forge("UPDATE record_revision SET fields = 'no JSON'")
        given = proof()
        assert {fault.place.file for fault in given.faults} == {"record_revision"}
        assert [remark.code for remark in given.remarks] == ["W292"]


class TestTriggers:
    @SQLITE
    @pytest.mark.parametrize("table", triggers.protected_tables())
    def test_refuse_another_row_in_the_place_of_one(self, story: None, table: str) -> None:
        """Of a program that did not switch `recursive_triggers` on: SQLite then deletes and fires no trigger."""
        model = next(model for model in apps.get_models() if model._meta.db_table == table)
        names = [f'"{field.column}"' for field in model._meta.concrete_fields]
        before = model._default_manager.count()
        run("PRAGMA recursive_triggers = OFF")
        try:
            for unique in triggers._unique(table):
                kept = [name if name.strip('"') in unique else _another(model, name) for name in names]
                statement = f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) SELECT {', '.join(kept)} FROM {table}"
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    run(statement)
        finally:
            run("PRAGMA recursive_triggers = ON")
        assert model._default_manager.count() == before > 0
        assert proof().sound


def _another(model: Any, name: str) -> str:
    """Another value for a column that another row has, of the same kind."""
    field = next(field for field in model._meta.concrete_fields if field.column == name.strip('"'))
    return (
        f"{name} + 5000" if field.get_internal_type() in ("BigAutoField", "BigIntegerField", "IntegerField") else name
    )


class TestFiles:
    def test_one_that_is_gone(self, story: None, files_as_they_were: None) -> None:
        path = path_of(Attachment.objects.latest("pk").digest)
        path.unlink()
        assert found() == {("W285", str(path))}

    def test_a_bulletin_of_before_is_known_by_its_text(self, story: None, files_as_they_were: None) -> None:
        bulletin = Bulletin.objects.latest("pk")
        bulletin.file_digest = ""
        assert bulletin.named_file().measured(bulletin.path) == bulletin.text_digest
        bulletin.path.write_bytes(b"no document")
        assert bulletin.named_file().measured(bulletin.path) == ""

    def test_results_that_are_not_as_kept_are_neither_shown_nor_built_upon(
        self, story: None, files_as_they_were: None
    ) -> None:
        made = Run.objects.filter(state=Run.State.DONE).latest("pk")
        assert _base(made, results.of(made).finished.programme, made.counts) == made
        _results_file()
        results._open.cache_clear()
        with pytest.raises(Exception, match="W291"):
            results.of(made)
        assert _base(made, results._content(made.programme_digest), made.counts) is None


class TestBrokenChain:
    """The data are held against the entries all the same: who breaks the chain hides nothing by it."""

    def test_what_was_changed_beside_it_is_named(self, story: None) -> None:
        forge("UPDATE journal_entry SET actor = 'x' WHERE number = 5")
        forge("UPDATE account SET name = 'x'")
        given = prove()
        assert (given.chain.broken, given.chain.entries, given.sound, given.agrees) == (5, 4, False, False)
        assert {(fault.code, fault.facts["column"]) for fault in given.faults} == {("W280", "name")}
        assert len(given.faults) == User.objects.count()
        assert given.rows > 0
        assert given.files > 0

    def test_what_rests_on_entries_behind_the_break_is_said(self, story: None) -> None:
        last = JournalEntry.objects.latest("number").number
        forge("UPDATE journal_entry SET actor = 'x' WHERE number = %s", last)
        given = prove()
        assert (given.faults, given.agrees, given.unbroken) == ([], True, False)
        behind = {remark.place.file for remark in given.remarks if remark.code == "W299"}
        assert behind == {block.table for block in read_proof(JournalEntry.objects.get(number=last).proof)}
        forge("UPDATE journal_entry SET actor = 'y' WHERE number = 1")
        resting = sum(remark.facts["count"] for remark in prove().remarks if remark.code == "W299")
        assert resting == given.rows

    @pytest.mark.parametrize("how", ["taken out", "cut off"])
    def test_what_entries_that_are_gone_told_is_told_by_none(self, story: None, how: str) -> None:
        told = JournalEntry.objects.filter(action="instruction.write").latest("number").number
        forge(f"DELETE FROM journal_entry WHERE number {'=' if how == 'taken out' else '>='} %s", told)
        given = prove()
        assert given.chain.broken == told
        assert ("W281", "instruction") in {(fault.code, fault.place.file) for fault in given.faults}

    @pytest.mark.parametrize("after", ["", "{", "[]", '{"tables": 1}', '{"tables": {"account": 1}}'])
    def test_an_inventory_that_was_forged_ends_nothing(self, story: None, after: str) -> None:
        forge("UPDATE journal_entry SET after = %s WHERE action = 'journal.inventory'", after)
        given = prove()
        assert (given.chain.unbroken, given.faults) == (False, [])

    def test_a_digest_that_is_not_found_leaves_the_data_compared(self, story: None) -> None:
        forge("UPDATE account SET name = 'x'")
        given = prove("0" * 64)
        assert (given.chain.broken, given.unbroken) == (None, False)
        assert {fault.code for fault in given.faults} == {"W280"}


def auditor() -> Client:
    """An auditor's browser, all of it told."""
    user = member(Role.AUDITOR)
    device = accounts.enrol_second_factor(SYSTEM, user, "ef" * 20)
    client = browser(user, second_factor=False)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


class TestThePage:
    def test_names_what_was_found(self, story: None) -> None:
        client, figure = auditor(), FigureRevision.objects.filter(measure="output").earliest("revision")
        forge("UPDATE figure_revision SET value = 7770000 WHERE revision = %s", figure.revision)
        for language, words in (("zh-hans", "数据与留痕不符"), ("en", "The data are not what the journal says")):
            client.cookies["language"] = language
            page = client.post("/journal/verify").content.decode()
            for word in (words, "W280", f"figure_revision revision={figure.revision}", "100.5000", "777.0000"):
                assert word in page

    def test_says_that_all_is_well_and_what_is_not_provable(self, story: None) -> None:
        page = auditor().post("/journal/verify").content.decode()
        assert "数据与留痕一致" in page
        assert "W2" not in page

    def test_of_a_broken_journal_says_both(self, story: None) -> None:
        client = auditor()
        forge("UPDATE journal_entry SET actor = 'x' WHERE number = 5")
        page = client.post("/journal/verify").content.decode()
        assert "断开处以后的条目证明不了什么" in page
        assert "数据与留痕一致" in page
        forge("UPDATE account SET name = 'x'")
        page = client.post("/journal/verify").content.decode()
        for words in ("已被破坏", "完好的条目 4", "数据与留痕不符", "W280", "W299"):
            assert words in page
        assert "数据与留痕一致" not in page


def test_hidden_columns_are_told_as_digests_only(story: None) -> None:
    """Passwords and keys are nobody's to read in the journal."""
    secrets = [(said, column) for said in proven() for column in said.columns if column.kind is Kind.SECRET]
    assert {f"{said.table}.{column.name}" for said, column in secrets} >= {
        "account.password",
        "otp_totp_totpdevice.key",
        "account_invitation.token_digest",
        "api_token.digest",
    }
    text = "\n".join(JournalEntry.objects.values_list("proof", flat=True))
    for said, column in secrets:
        for value in said.model._default_manager.values_list(column.field.attname, flat=True):
            assert str(value) not in text
