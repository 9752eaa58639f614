"""The store: what goes in comes out as the same tables; revisions are append-only."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_web import OURS, THEIRS, figure, web_data
from sigai.base import Period, UserError, digest_file
from sigai.tables import AMOUNT, VALUE_HISTORY, Data, in_memory, with_history
from sigai.tables.revisions import in_order
from sigai_web import programme
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.snapshots import snapshot
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM, append
from sigai_web.store import history
from sigai_web.store.amounts import AmountField
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.history import amounts_of
from sigai_web.store.importing import _ten_thousandths, import_data
from sigai_web.store.models import (
    APPEND_ONLY,
    CurrentFigure,
    Entity,
    EntityFact,
    FigureRevision,
    RecordEntry,
    RecordState,
    RegisterMark,
)
from sigai_web.store.reading import Marks, as_data, marks_now

pytestmark = pytest.mark.django_db
SEPTEMBER = Period.parse("2021-09")


def rows(table: pa.Table, *keys: str) -> list[dict[str, object]]:
    """The rows but for their revision numbers, which the store gives anew, ordered by some columns."""
    kept = [{name: value for name, value in row.items() if name != "revision"} for row in table.to_pylist()]
    return sorted(kept, key=lambda row: [str(row[key]) for key in keys])


def test_an_empty_store_is_empty_data() -> None:
    data = as_data(programme.current())
    assert data.values.num_rows == data.records.num_rows == 0
    assert not data.demonstration


def test_what_goes_in_comes_out(filled: None) -> None:
    given_data, found = web_data(), as_data(programme.current())
    for name, keys in (
        ("entities", ("id",)),
        ("values", ("entity", "measure", "row")),
        ("history", ("entity", "measure", "row")),
        ("records", ("id",)),
        ("record_states", ("id", "since")),
    ):
        before, after = getattr(given_data, name), in_memory(getattr(found, name))
        assert after.schema.equals(before.schema), name
        assert rows(after, *keys) == rows(before, *keys), name
    assert (found.title, found.demonstration, found.ledgers) == ("示例数据", True, frozenset({"titles"}))


def test_revisions_are_numbered_over_the_whole_store_in_their_order(filled: None) -> None:
    revisions = FigureRevision.objects.filter(entity=OURS, measure="output").order_by("revision")
    assert [str(one.value) for one in revisions] == ["100.5000", "12345678901234.5678"]
    assert CurrentFigure.objects.get(entity=OURS, measure="output").revision == revisions[1].revision
    assert CurrentFigure.objects.count() == 6


def test_a_new_revision_is_current_in_the_view_and_in_the_tables(filled: None) -> None:
    before = as_data(programme.current())
    FigureRevision.objects.create(
        entity=THEIRS,
        measure="output",
        period="2021-09",
        month=24260,
        value=Decimal("8.0001"),
        state="revised",
        reason="r",
    )
    assert CurrentFigure.objects.get(entity=THEIRS, measure="output").value == Decimal("8.0001")
    after = as_data(programme.current())
    assert after.values.num_rows == before.values.num_rows
    assert after.history.num_rows == before.history.num_rows + 1
    assert after.digest != before.digest


def test_a_later_state_ends_the_earlier(filled: None) -> None:
    record = RecordEntry.objects.get(number="R2")
    RecordState.objects.create(record=record, state="withdrawn", since=24270)
    found = as_data(programme.current())
    lives = [row for row in found.record_states.to_pylist() if row["id"] == "R2"]
    assert [(row["state"], row["since"], row["until"]) for row in lives] == [
        ("recognised", 24262, 24270),
        ("withdrawn", 24270, None),
    ]
    assert [row["state"] for row in found.records.to_pylist() if row["id"] == "R2"] == ["withdrawn"]


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET revision = revision + 100", "DELETE FROM {}"])
def test_revisions_are_append_only(filled: None, table: str, change: str) -> None:
    EntityFact.objects.create(entity=OURS, fact="area", value="11")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_a_whole_import_is_for_an_empty_store_and_is_told_to_the_journal(filled: None) -> None:
    entry = JournalEntry.objects.get()
    assert entry.action == "store.import"
    assert '"figures":7' in entry.after
    with pytest.raises(UserError) as refused:
        import_data(web_data())
    assert [issue.code for issue in refused.value.issues] == ["W010"]
    assert JournalEntry.objects.count() == 1


def test_an_import_that_fails_leaves_nothing() -> None:
    broken = replace(web_data(), records=web_data().records.slice(0, 1))
    with pytest.raises(KeyError):
        import_data(broken)
    assert not FigureRevision.objects.exists()
    assert not JournalEntry.objects.exists()


AMOUNTS = st.decimals(min_value=-(10**14) + 1, max_value=10**14 - 1, places=4)


@given(AMOUNTS)
def test_amounts_are_exact(amount: Decimal) -> None:
    field: AmountField = AmountField()
    whole = field.get_prep_value(amount)
    assert isinstance(whole, int)
    assert field.from_db_value(whole) == amount


def test_an_amount_that_would_be_rounded_is_refused() -> None:
    with pytest.raises(ValidationError):
        AmountField().get_prep_value(Decimal("0.00001"))
    with pytest.raises(ValidationError):
        AmountField().to_python("much")


@given(st.lists(AMOUNTS, max_size=30))
def test_amounts_of_a_column_are_exact_both_ways(amounts: list[Decimal]) -> None:
    rows_of = [figure(OURS, "output", str(amount)) for amount in amounts]
    column = pa.Table.from_pylist(rows_of, schema=VALUE_HISTORY)["value"]
    assert amounts_of(_ten_thousandths(column)).to_pylist() == amounts


def from_the_database() -> pa.Table:
    """Every revision, read from the table whole: what files must not differ from."""
    with snapshot() as cursor:
        mark = marks_now(cursor).figure
        return with_history(in_order(history._read(cursor, history._NEXT, (0, mark, 1_000_000))))


def stored() -> pa.Table:
    """Every revision out of the files, once they are up to date."""
    return in_memory(as_data(programme.current()).history)


def held() -> set[str]:
    """The files that the manifest names; none where there is no sound one."""
    found = history.folder().held()
    return {file.name for file in found.files} if found is not None else set()


def correct(entity: str, measure: str, value: int) -> None:
    found = CurrentFigure.objects.filter(entity=entity, measure=measure, period="2021-09").first()
    new = NewFigure(entity, measure, SEPTEMBER, Decimal(value), found.revision if found else None)
    write_figures(SYSTEM, [new], action="figure.report", about="x")


class TestReadingOn:
    """The files take in only what came since: the same table as reading everything from the database."""

    def test_what_came_since_is_added_and_what_it_replaces_counts_no_more(self, filled: None) -> None:
        assert stored().equals(from_the_database())
        for number, (entity, measure) in enumerate([(OURS, "output"), (THEIRS, "power"), (OURS, "output")]):
            before = held()
            correct(entity, measure, number)
            assert stored().equals(from_the_database())
            assert before < held(), "what was written stays"

    def test_only_what_is_new_is_read(self, filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
        read, asked = history._read, list[object]()
        stored()
        mark = FigureRevision.objects.order_by("-revision").values_list("revision", flat=True)[0]
        correct(OURS, "output", 5)
        monkeypatch.setattr(history, "_read", lambda *given: asked.append(given[2][0]) or read(*given))
        stored()
        assert asked[0] == mark
        asked.clear()
        assert stored().equals(from_the_database())
        assert asked == [0], "nothing but what the test reads itself"

    def test_earlier_marks_are_read_again(self, filled: None) -> None:
        everything = stored()
        first = FigureRevision.objects.order_by("revision").values_list("revision", flat=True)[0]
        then = as_data(programme.current(), Marks(first, 0, 0, 0))
        assert then.history.num_rows == then.values.num_rows == 1
        assert in_memory(then.history)["revision"].to_pylist() == [first]
        assert stored().equals(everything)

    def test_a_row_that_became_visible_later_is_not_missed(self, filled: None) -> None:
        """A transaction with lower numbers that ended later: the files hold all others."""
        with snapshot() as cursor:
            mark, origin = marks_now(cursor).figure, history._head(cursor)
            rows = history._read(cursor, history._NEXT, (0, mark, 1_000_000))
        made = history.folder().add(None, [(SEPTEMBER.last, rows.slice(0, 2))], mark=mark, origin=origin)
        (history.folder().path / history._SEAL).write_text(history._seal_of(made))
        assert stored().equals(from_the_database())

    def test_another_database_in_this_ones_place_is_read_anew(self, filled: None) -> None:
        """As many revisions, as high a number: only the journal tells that they are others."""
        with transaction.atomic():
            correct(OURS, "output", 1)
            other = stored()
            transaction.set_rollback(True)
        correct(OURS, "output", 2)
        found = stored()
        assert found["revision"].to_pylist() == other["revision"].to_pylist() or connection.vendor == "postgresql"
        assert found.equals(from_the_database())
        assert not found.equals(other)

    @pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x")])
    def test_what_is_missing_or_damaged_is_made_anew(self, filled: None, damage: Callable[[Path], object]) -> None:
        everything = stored()
        for name in (*held(), "manifest.json"):
            damage(history.folder().path / name)
            assert stored().equals(everything)
        shutil.rmtree(history.folder().path)
        assert stored().equals(everything)

    def test_figures_that_somebody_else_wrote_are_found_and_made_anew(self, filled: None) -> None:
        """Other values, with a manifest that fits: whoever can write the folder can do that."""
        everything, ours = stored(), history.folder()
        assert history.are_as_kept()
        page = json.loads((ours.path / "manifest.json").read_text())
        for file in page["files"]:
            path = ours.path / file["name"]
            rows = pq.read_table(path)
            sevens = pa.array([value and Decimal(7) for value in rows["value"].to_pylist()], AMOUNT)
            pq.write_table(rows.set_column(rows.schema.get_field_index("value"), "value", sevens), path)
            file["size"], file["digest"] = path.stat().st_size, digest_file(path)
        (ours.path / "manifest.json").write_text(json.dumps(page))
        assert ours.held() is not None, "by itself the folder is sound"
        assert not history.are_as_kept()
        assert [issue.code for issue in prove().faults] == ["W298"]
        assert stored().equals(everything)
        assert history.are_as_kept()

    def test_a_folder_of_a_version_before_the_seal_is_made_anew(self, filled: None) -> None:
        everything = stored()
        (history.folder().path / history._SEAL).unlink()
        assert history.are_as_kept(), "nothing was changed"
        assert stored().equals(everything)
        assert (history.folder().path / history._SEAL).exists()

    def test_many_rows_are_read_in_portions(self, filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(history, "_AT_ONCE", 2)
        assert stored().equals(from_the_database())


REVISIONS = st.lists(
    st.tuples(st.sampled_from([OURS, THEIRS]), st.integers(1, 3), st.sampled_from(["accepted", "accepted", "revised"])),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(REVISIONS)
def test_a_figure_is_corrected_where_another_value_stood_before_it(
    db: None, written: list[tuple[str, int, str]]
) -> None:
    expected = {}
    before: dict[str, set[int]] = {OURS: set(), THEIRS: set()}
    with transaction.atomic():
        append(SYSTEM, "test", "x")  # figures that no journal knows are read anew every time
        for entity, value, state in written:
            words = {"entity": entity, "measure": "output", "period": "2021-09", "month": SEPTEMBER.last}
            one = FigureRevision.objects.create(**words, value=Decimal(value), state=state)
            expected[one.revision] = state == "revised" or bool(before[entity] - {value})
            before[entity].add(value)
            as_data(programme.current())  # reads on, one revision at a time
        read_on = stored()
        shutil.rmtree(history.folder().path)
        anew = as_data(programme.current())
        tables = read_on, in_memory(anew.history)
        values = in_memory(anew.values)
        transaction.set_rollback(True)
    for table in tables:
        rows_of = table.select(["revision", "corrected"]).to_pylist()
        assert {row["revision"]: row["corrected"] for row in rows_of} == expected
    for row in values.to_pylist():
        assert row["corrected"] == expected[row["revision"]]


def test_the_folder_and_the_store_mark_the_same_figures(filled: None) -> None:
    def marks(data: Data) -> dict[tuple[str, str], bool]:
        return {(row["entity"], row["measure"]): row["corrected"] for row in in_memory(data.values).to_pylist()}

    assert marks(as_data(programme.current())) == marks(web_data())
    assert sum(marks(web_data()).values()) == 1


def test_any_change_of_the_register_changes_its_mark(filled: None) -> None:
    marks = [RegisterMark.objects.get().mark]
    changes = (
        lambda: Entity.objects.create(id="x", name="x", kind="enterprise", area="11"),
        lambda: Entity.objects.filter(pk="x").update(name="y"),
        lambda: Entity.objects.filter(pk="x").delete(),
    )
    for change in changes:
        change()
        marks.append(RegisterMark.objects.get().mark)
    assert len(set(marks)) == len(marks)


def test_what_is_undone_leaves_the_mark_as_it_was(filled: None) -> None:
    before = RegisterMark.objects.get().mark
    with pytest.raises(RuntimeError), transaction.atomic():
        Entity.objects.filter(pk=OURS).update(name="y")
        raise RuntimeError
    assert RegisterMark.objects.get().mark == before
