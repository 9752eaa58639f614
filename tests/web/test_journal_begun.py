"""What the journal says of data in an installation that has just begun."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from helpers_forging import forge, found, proof, run
from helpers_story import PASSWORD, member
from helpers_waiting import PATIENCE
from helpers_web import OURS, person, web_data
from sigai.base import Period
from sigai_web.accounts.models import User
from sigai_web.dashboards.models import Instruction
from sigai_web.journal import declaring, triggers, writing
from sigai_web.journal.inventory import take_inventory
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.proofs import ChangedFields, Gone, proof_of
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM, append
from sigai_web.permissions import Role
from sigai_web.runs.models import Run
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.importing import import_data
from sigai_web.store.models import FigureRevision

SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such statement")


@pytest.fixture
def begun(db: None) -> None:
    """A new installation."""
    take_inventory(SYSTEM)


class TestWhatTheSystemWrites:
    def test_a_password_kept_in_an_older_way_is_kept_anew_and_told(self, begun: None, settings: Any) -> None:
        member(Role.LEADER)
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
        signed_in = Client().post("/sign-in", {"username": "leader-", "password": PASSWORD})
        assert signed_in.status_code == 302
        assert User.objects.get(username="leader-").password.startswith("pbkdf2")
        assert JournalEntry.objects.filter(action="account.renew_hash", about="account:leader-").count() == 1
        assert proof().sound

    def test_stays_proven_while_others_write(self, committing: None) -> None:
        take_inventory(SYSTEM)
        import_data(web_data())
        stop = threading.Event()
        faults: list[BaseException] = []

        def write() -> None:
            try:
                for day in range(1, 2000):
                    if stop.is_set():
                        return
                    figure = NewFigure(OURS, f"m{day}", Period.parse("2022-05"), Decimal(day), None)
                    write_figures(SYSTEM, [figure], action="figure.report", about="x")
            except BaseException as fault:
                faults.append(fault)
            finally:
                connections.close_all()

        writer = threading.Thread(target=write)
        writer.start()
        proofs = [prove() for _ in range(6)]
        stop.set()
        writer.join()
        assert not faults
        assert [fault.text("en") for given in proofs for fault in given.faults] == []
        assert proofs[-1].rows > proofs[0].rows


class TestTriggers:
    @pytest.mark.parametrize("table", triggers.protected_tables())
    @pytest.mark.parametrize("how", ["gone", "hollow", "one more"])
    def test_are_compared_by_what_they_do(self, begun: None, table: str, how: str) -> None:
        refusing = f"{table}_refuse_update"
        where = f" ON {table}" if connection.vendor == "postgresql" else ""
        if how != "one more":
            run(f"DROP TRIGGER {refusing}{where}")
        if how != "gone":
            name = refusing if how == "hollow" else "another"
            run(_idle_trigger(name, table))
        assert found() == {("W286", table)}
        assert triggers.strangers(connection, table) == (("another",) if how == "one more" else (refusing,))

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite can neither")
    @pytest.mark.parametrize(
        "statement",
        [
            "ALTER TABLE figure_revision DISABLE TRIGGER figure_revision_refuse_delete",
            "CREATE OR REPLACE FUNCTION sigai_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NEW; END $$",
        ],
    )
    def test_switched_off_or_emptied(self, begun: None, statement: str) -> None:
        run(statement)
        assert ("W286", "figure_revision") in found()

    @SQLITE
    def test_replacing_from_another_program(self, committing: None) -> None:
        """A program of its own on the file: refused; and found where it took the triggers away for a moment."""
        take_inventory(SYSTEM)
        import_data(web_data())
        names = ", ".join(f'"{field.column}"' for field in FigureRevision._meta.concrete_fields)
        replaced = names.replace('"value"', '"value" * 10')
        statement = f"INSERT OR REPLACE INTO figure_revision ({names}) SELECT {replaced} FROM figure_revision"
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=PATIENCE)) as program:
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                program.execute(statement)
            program.rollback()
            ours = program.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in ours:
                program.execute(f"DROP TRIGGER {name}")
            program.execute(statement)
            for _, sql in ours:
                program.execute(sql)
            program.commit()
        given = proof()
        assert {fault.code for fault in given.faults} == {"W280"}
        assert len(given.faults) == FigureRevision.objects.count()


def _idle_trigger(name: str, table: str) -> str:
    if connection.vendor == "postgresql":
        function = "CREATE OR REPLACE FUNCTION idle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        return f"{function}; CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION idle()"
    return f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT 1; END"


class TestInventory:
    def test_without_one_nothing_is_said_to_be_proven(self, db: None) -> None:
        person(Role.LEADER)
        given = proof()
        assert (given.faults, given.sound) == ([], False)
        assert [remark.code for remark in given.remarks] == ["W288"]

    def test_what_was_there_before_is_proven_from_it_on(self, db: None) -> None:
        user = person(Role.LEADER)
        assert take_inventory(SYSTEM)
        given = proof()
        assert given.sound
        entry = JournalEntry.objects.get(action="journal.inventory")
        told = {remark.place.file: remark for remark in given.remarks}
        assert set(told) == {"account", "account_membership"}
        assert (told["account"].code, told["account"].facts["count"], told["account"].facts["entry"]) == (
            "W289",
            1,
            entry.number,
        )
        forge("UPDATE account SET name = 'x' WHERE id = %s", user.pk)
        assert found() == {("W280", "account")}

    def test_another_one_confirms_nothing(self, begun: None) -> None:
        person(Role.LEADER)
        assert not take_inventory(SYSTEM)
        assert found() == {("W281", "account"), ("W281", "account_membership")}

    def test_a_column_that_is_proven_from_now_on(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        """As a later version has it: rows that an entry told stay proven, those that none told stay found."""
        with monkeypatch.context() as earlier:
            earlier.setattr(declaring, "_PROVEN", dict(declaring._PROVEN))
            declaring.declare(Instruction, unproven={"text": "an earlier version did not"})
            take_inventory(SYSTEM)
            known = Instruction.objects.create(kind="unit", subject="U1", unit="U1", text="a", author="x")
            with transaction.atomic():
                append(SYSTEM, "instruction.write", "instruction:1", tells=[known])
            stranger = Instruction.objects.create(kind="unit", subject="U1", unit="U1", text="b", author="y")
        run("UPDATE instruction SET text = 'c' WHERE id = %s", known.pk)
        assert take_inventory(SYSTEM)
        (fault,) = proof().faults
        assert (fault.code, fault.facts["key"]) == ("W281", f"instruction id={stranger.pk}")
        run("UPDATE instruction SET text = 'd' WHERE id = %s", known.pk)
        assert found() == {("W281", "instruction"), ("W280", "instruction")}


class TestFiles:
    def test_one_of_before_digests_were_kept(self, begun: None) -> None:
        made = Run.objects.create(as_of="2021-12", state=Run.State.DONE, requested_by="x")
        with transaction.atomic():
            append(SYSTEM, "run.finish", "run:1", tells=[made])
        assert ("W290", str(made.folder)) in {(remark.code, remark.place.file) for remark in proof().remarks}


class TestBrokenChain:
    """The data are held against the entries all the same: who breaks the chain hides nothing by it."""

    def test_a_sound_word_that_a_later_entry_changes_stands_beside_it(self, begun: None) -> None:
        """An entry that was made to say what the data were made to say."""
        user = member(Role.LEADER)
        with transaction.atomic():
            user.name = "真名"
            user.save()
            append(SYSTEM, "account.rename", "account", tells=[user])
        with transaction.atomic():
            append(SYSTEM, "x", "y", tells=[ChangedFields(user, ("is_active",))])
        last = JournalEntry.objects.latest("number")
        user.name = "改名"
        forge("UPDATE account SET name = %s WHERE id = %s", user.name, user.pk)
        forge("UPDATE journal_entry SET proof = %s WHERE number = %s", proof_of([user]), last.number)
        given = prove()
        assert (given.chain.broken, given.faults) == (last.number, [])
        (changed,) = [remark for remark in given.remarks if remark.code == "W313"]
        facts = ("entry", "told", "later", "stands", "column")
        told = [changed.facts[name] for name in facts]
        assert told == [last.number - 1, "真名", last.number, "改名", "name"]

    def test_a_row_that_a_later_entry_removes_is_named(self, begun: None) -> None:
        user = member(Role.LEADER)
        with transaction.atomic():
            append(SYSTEM, "x", "y", tells=[user])
        with transaction.atomic():
            append(SYSTEM, "x", "y", tells=[user])
        last = JournalEntry.objects.latest("number")
        forge("UPDATE journal_entry SET proof = %s WHERE number = %s", proof_of([Gone(User, (user.pk,))]), last.number)
        given = prove()
        (removed,) = [remark for remark in given.remarks if remark.code == "W314"]
        assert (removed.place.file, removed.facts["entry"]) == ("account", last.number - 1)
        assert {fault.place.file for fault in given.faults} == {"account"}


def test_an_entry_whose_proof_cannot_be_read_is_named(begun: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, text in enumerate(("{", "no base64", "QUJD", '{"unknown": 1}'), start=2):
        monkeypatch.setattr(writing, "proof_of", lambda _, text=text: text)
        with transaction.atomic():
            append(SYSTEM, "x", "y")
        assert ("W294", number) in {(fault.code, fault.facts.get("entry")) for fault in proof().faults}
