"""Starting data: read and checked beside the register, asked by one, confirmed by another, taken in once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from helpers_starting import FILES, archive, sent
from helpers_web import OURS, person
from sigai.base import UserError
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions import Role
from sigai_web.register.changing import ask as ask_register
from sigai_web.register.handing_in import from_rows
from sigai_web.runs.models import Run
from sigai_web.starting import unpacking
from sigai_web.starting.changing import ask, confirm, read_archive
from sigai_web.starting.models import StartingBundle
from sigai_web.store.models import CurrentFigure, CurrentRecord, FigureRevision, RecordState
from sigai_web.store.reading import as_data
from sigai_web.store.records import new_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(filled: None) -> User:
    return person(Role.OFFICE, name="other")


def refused(act: Callable[[], Any]) -> list[tuple[str, str, int | None]]:
    with pytest.raises(UserError) as error:
        act()
    return [
        (issue.code, issue.place.file, issue.place.row) for issue in error.value.issues if issue.severity == "error"
    ]


def taken(by: User, files: dict[str, str | bytes] | None = None) -> StartingBundle:
    bundle = sent(files)
    assert bundle is not None
    return confirm(Actor(by.username, ""), by, bundle.pk, grant=True)


def test_one_asks_another_confirms_and_a_second_time_changes_nothing(other: User) -> None:
    figures = FigureRevision.objects.count()
    bundle = sent()
    assert bundle is not None
    assert bundle.counts == {"entities": 0, "facts": 0, "figures": 2, "records": 1, "same": 0, "closed": 0}
    assert FigureRevision.objects.count() == figures, "nothing of it counts yet"
    assert waits_for(other)[0].number == 1
    assert refused(lambda: confirm(Actor("maker", ""), other, bundle.pk, grant=True)) == [("W438", "", None)]
    assert refused(sent) == [("W436", "起步.zip", None)]
    confirm(Actor("other", ""), other, bundle.pk, grant=True)
    assert CurrentFigure.objects.get(entity=OURS, measure="orders", period="2020-12").value == Decimal(12)
    record = CurrentRecord.objects.get(number="S1")
    assert (record.state, record.entity, record.fields) == ("recognised", OURS, {"kind": "a"})
    assert "S1" in as_data(programme.current()).records["id"].to_pylist()
    assert Run.objects.filter(state=Run.State.QUEUED).exists()
    assert prove().faults == []
    before = JournalEntry.objects.count(), FigureRevision.objects.count(), RecordState.objects.count()
    assert sent() is None
    assert (JournalEntry.objects.count(), FigureRevision.objects.count(), RecordState.objects.count()) == before
    assert refused(lambda: confirm(Actor("other", ""), other, bundle.pk, grant=True)) == [("W437", "", None)]


def test_what_is_declined_leaves_nothing(other: User) -> None:
    bundle = sent()
    assert bundle is not None
    assert refused(lambda: confirm(Actor("other", ""), other, bundle.pk, grant=False)) == [("W439", "", None)]
    confirm(Actor("other", ""), other, bundle.pk, grant=False, comment="单位不对")
    assert not CurrentRecord.objects.filter(number="S1").exists()
    assert sent() is not None, "it may be asked for again"


def test_a_register_of_its_own_comes_along(filled: None, other: User) -> None:
    new = "91640500DEMA00013W"
    values = f"entity,measure,period,value\n{new},orders,2020-12,5\n"
    facts = f"entity,fact,value,since\n{new},list,key,2021-01\n"
    taken(other, {"entities.csv": f"编号,名称,地区\n{new},老厂,11\n", "values.csv": values, "facts.csv": facts})
    data = as_data(programme.current())
    assert new in data.entities["id"].to_pylist()
    assert [row["value"] for row in data.facts.to_pylist() if row["entity"] == new] == ["key"]
    assert prove().faults == []


def test_all_that_is_wrong_is_told_by_file_row_and_cell(filled: None) -> None:
    files = {
        "values.csv": f"entity,measure,period,value\n{OURS},orders,2020-12,x\nnobody,orders,2020-12,1\n"
        f"{OURS},output,2021-09,7\n",
        "records/titles.csv": f"编号,主体,状态,进入状态时间,类别\nR1,{OURS},认定,2020-05-01,甲\nS2,{OURS},没有,,甲\n",
    }
    found = refused(lambda: sent(files))
    assert {(file, row) for _, file, row in found} == {
        ("values.csv", 2),
        ("values.csv", 3),
        ("values.csv", 4),
        ("records/titles.csv", 2),
        ("records/titles.csv", 3),
    }
    assert {"W433", "W434"} <= {code for code, _, _ in found}
    assert not StartingBundle.objects.exists()


def test_invented_data_are_not_taken_in(filled: None) -> None:
    codes = {code for code, _, _ in refused(lambda: sent({**FILES, "data.yaml": "demonstration: true\n"}))}
    assert codes == {"W432"}


def test_what_was_asked_for_is_what_is_taken_in(other: User) -> None:
    bundle = sent()
    assert bundle is not None
    StartingBundle.objects.filter(pk=bundle.pk).update(content=archive({"values.csv": "x"}))
    found = refused(lambda: confirm(Actor("other", ""), other, bundle.pk, grant=True))
    assert found == [("W440", "起步.zip", None)]


def test_numbers_that_came_along_are_given_to_nobody_else(other: User) -> None:
    assert new_entries("titles")[0].number == "titles-0001"
    taken(other, {"records/titles.csv": f"编号,主体,状态,进入状态时间,类别\ntitles-0007,{OURS},认定,2020-05-01,甲\n"})
    assert new_entries("titles")[0].number == "titles-0008"


def test_what_changed_since_it_was_asked_for_is_seen_when_it_is_confirmed(other: User) -> None:
    bundle = sent()
    assert bundle is not None
    taken(other, {"values.csv": f"entity,measure,period,value\n{OURS},orders,2020-12,99\n"})
    assert refused(lambda: confirm(Actor("other", ""), other, bundle.pk, grant=True)) == [("W433", "values.csv", 2)]
    assert StartingBundle.objects.get(pk=bundle.pk).decided_at is None


@pytest.mark.parametrize(
    "files",
    [
        {"../evil.csv": "a"},
        {"/etc/evil.csv": "a"},
        {"C:\\evil.csv": "a"},
        {"a/b/c/d/e/values.csv": "a"},
        {"run.exe": "a"},
        {"inner.zip": "a"},
        {"values.csv": b"0" * (20 * 2**20)},
        {"values.csv": "a", "VALUES.csv": "b"},
    ],
)
def test_a_hostile_archive_is_refused(files: dict[str, str | bytes], filled: None) -> None:
    assert {code for code, _, _ in refused(lambda: sent(files))} == {"W431"}


def test_more_files_than_a_folder_has_are_refused(filled: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(unpacking, "MOST_FILES", 1)
    packed = tmp_path / "a.zip"
    packed.write_bytes(archive(FILES))
    assert refused(lambda: unpacking.unpack(packed, "a.zip", tmp_path)) == [("W431", "zip", None)]


def test_a_damaged_archive_is_refused(filled: None) -> None:
    whole = archive(FILES)
    for content in (b"PK\x03\x04", whole[: len(whole) // 2], b""):
        found = refused(lambda content=content: read_archive(content, "a.zip"))
        assert found == [("W430", "a.zip", None)]


def test_a_packed_folder_with_chinese_names_is_read(filled: None) -> None:
    read = read_archive(archive({f"起步数据/{name}": content for name, content in FILES.items()}), "a.zip")
    assert ask(SYSTEM, None, read).counts["figures"] == 2


def test_the_register_need_not_be_in_the_folder(db: None) -> None:
    """A fresh system: the register first, by itself, then what happened before."""
    row = {"id": "91640500DEMA00013W", "name": "老厂", "area": "11", "active_from": "2021-06"}
    ask_register(SYSTEM, None, from_rows([row], []))
    files = {"values.csv": "entity,measure,period,value\n老厂,orders,2020-12,5\n老厂,orders,2021-07,6\n"}
    outcome = ask(SYSTEM, None, read_archive(archive(files), "a.zip"))
    assert outcome.counts["figures"] == 2
    assert [issue.code for issue in outcome.remarks] == ["V108"], "before it began it was not active"
