"""A system is filled from nothing by the documented steps alone; all of them a second time change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers_starting import archive
from helpers_web import person
from sigai.values import check_digit
from sigai_web import programme
from sigai_web.__main__ import app
from sigai_web.accounts.models import User
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Role
from sigai_web.register import changing as register
from sigai_web.register.models import RegisterChange
from sigai_web.runs.calculating import carry_out
from sigai_web.runs.models import Run
from sigai_web.starting import changing as starting
from sigai_web.starting.models import StartingBundle
from sigai_web.store.models import CurrentFigure, CurrentRecord, Entity, EntityFact, FigureRevision, RecordEntry
from sigai_web.store.reading import as_data

pytestmark = pytest.mark.django_db
_COUNT = 30


def code(number: int) -> str:
    body = f"91640500MC{number * 41:07d}"
    return body + check_digit(body)


def command(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """What a city has at hand: its register, the members of a list, the base year and the stock of titles."""
    entries = [f"{code(n)},{n}号工厂,{11 + n % 2},C3240,2019-03" for n in range(_COUNT)]
    (tmp_path / "名录.csv").write_text(
        "统一社会信用代码,名称,地区,行业,开始时间\n" + "\n".join(entries) + "\n", encoding="gb18030"
    )
    members = "\n".join(code(n) for n in range(0, _COUNT, 3))
    (tmp_path / "名单.csv").write_text(f"统一社会信用代码\n{members}\n", encoding="utf-8")
    months = [f"2020-{month:02d}" for month in range(1, 13)]
    figures = [f"{code(n)},orders,{month},{n + 1}" for n in range(_COUNT) for month in months]
    titles = [f"T{n},{n}号称号,{n}号工厂,认定,2020-0{1 + n % 9}-01,甲" for n in range(0, _COUNT, 2)]
    files: dict[str, str | bytes] = {
        "values.csv": "主体,指标项,时期,数值\n" + "\n".join(figures) + "\n",
        "records/titles.csv": "编号,名称,主体,状态,进入状态时间,类别\n" + "\n".join(titles) + "\n",
    }
    (tmp_path / "起步.zip").write_bytes(archive(files))
    return tmp_path


def fill(sheets: Path, office: User) -> None:
    """The steps of docs/register.md, with what the office decides on the site."""
    command("register", "import", str(sheets / "名录.csv"))
    given = ("--list", "key", "--since", "2021-01", "--reason", "公布", "--document", "某发改〔2021〕1号")
    command("register", "import", str(sheets / "名单.csv"), *given)
    for change in RegisterChange.objects.filter(decided_at=None):
        register.decide(Actor(office.username, ""), office, change.pk, grant=True)
    command("starting-data", str(sheets / "起步.zip"), "--reason", "统计年鉴")
    for bundle in StartingBundle.objects.filter(decided_at=None):
        starting.confirm(Actor(office.username, ""), office, bundle.pk, grant=True)


def test_a_system_is_filled_from_nothing_and_a_second_time_changes_nothing(db: None, sheets: Path) -> None:
    office = person(Role.OFFICE)
    fill(sheets, office)
    tables = (Entity, EntityFact, FigureRevision, RecordEntry, JournalEntry, Run, RegisterChange, StartingBundle)
    counts = [model._default_manager.count() for model in tables[:4]]
    assert counts == [_COUNT, _COUNT // 3, _COUNT * 12, _COUNT // 2]
    assert CurrentFigure.objects.count() == _COUNT * 12
    assert CurrentRecord.objects.filter(state="recognised").count() == _COUNT // 2
    done = carry_out(Run.objects.earliest("pk"))
    assert done.state == Run.State.DONE
    before, counts = as_data(programme.current()).digest, [model._default_manager.count() for model in tables]
    assert prove().faults == []
    fill(sheets, office)
    assert [model._default_manager.count() for model in tables] == counts
    assert as_data(programme.current()).digest == before
