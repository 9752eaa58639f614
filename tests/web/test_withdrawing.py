"""Taking a figure back: on the page, in Excel and by the API, with a reason and the approval of a correction."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from helpers_api import Program
from helpers_reporting import APPROVER, CLERK, FIGURES, KEY, OFFICER, accepted, assignment, draft
from helpers_runs_web import finished_run, published_bulletin
from helpers_web import OURS, browser, person, stranger
from sigai.base import Period, UserError
from sigai.pipeline import Changed, calculate, recalculate
from sigai.tables import DuckStore, in_memory
from sigai_web import programme
from sigai_web.bulletins.publishing import Proved, proved
from sigai_web.dashboards.evidence import Reader
from sigai_web.dashboards.withdrawn import withdrawn_under
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.reporting import services
from sigai_web.reporting.closing import close_month
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.completeness import given
from sigai_web.reporting.drafts import Edit, save_cells, sheet_of
from sigai_web.reporting.models import Sheet, SheetCell
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.models import Run
from sigai_web.runs.results import of
from sigai_web.store.models import CurrentFigure, FigureRevision
from sigai_web.store.reading import Marks, as_data

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(UserError) as error:
        act()
    return [issue.code for issue in error.value.issues]


def typed(text: str, reason: str | None = None, measure: str = "orders") -> Sheet:
    """One cell of the open correction."""
    mine = assignment()
    cell = SheetCell.objects.filter(measure=measure).first()
    return save_cells(CLERK, mine, [Edit(OURS, measure, text, cell.version if cell else 0, reason)], gather(mine)).sheet


def opened() -> Sheet:
    return services.open_correction(CLERK, assignment(), seen=accepted().version, reason="重复计报")


def withdrawn(reason: str = "重复计报") -> Sheet:
    """The whole way: opened, taken back, handed in, approved, accepted."""
    opened()
    sheet = services.submit(CLERK, assignment(), seen=typed("撤回", reason).version)
    sheet = services.approve(APPROVER, assignment(), seen=sheet.version)
    return services.accept(OFFICER, assignment(), seen=sheet.version)


def standing() -> dict[str, Any]:
    found = CurrentFigure.objects.filter(entity=OURS, period=KEY[1], measure__in=FIGURES)
    return {figure.measure: figure.value for figure in found}


class TestOnASheet:
    def test_it_is_a_revision_without_a_value_that_says_why_and_the_figure_counts_no_longer(self, filled: None) -> None:
        withdrawn()
        last = FigureRevision.objects.filter(measure="orders").latest("revision")
        assert (last.value, last.state, last.reason, last.reporter) == (None, "withdrawn", "重复计报", "clerk")
        assert FigureRevision.objects.filter(measure="orders", period=KEY[1]).count() == 2, "what it was stays"
        assert set(standing()) == {"exports"}
        entry = JournalEntry.objects.filter(action="sheet.accept").latest("number")
        assert '"value":null' in entry.after.replace(" ", "")
        assert "重复计报" in entry.after
        assert "orders" in Run.objects.latest("pk").changed["measures"]
        assert prove().faults == []

    def test_an_emptied_cell_asks_and_nothing_is_guessed(self, filled: None) -> None:
        opened()
        sheet = typed("", "没有此项业务")
        assert refused(lambda: services.submit(CLERK, assignment(), seen=sheet.version)) == ["W109"]
        assert "orders" in standing()
        page = browser(person(Role.ENTERPRISE_REPORTER)).get(reverse("sheet", args=KEY)).content.decode()
        assert "是空的：保留它，还是撤回？" in page
        assert 'data-take="12.5"' in page
        assert 'data-take="撤回"' in page

    def test_taking_back_wants_a_reason_of_its_own(self, filled: None) -> None:
        opened()
        sheet = typed("撤回", "")
        assert refused(lambda: services.submit(CLERK, assignment(), seen=sheet.version)) == ["W103"]

    def test_the_figure_stands_until_the_office_accepts(self, filled: None) -> None:
        opened()
        sheet = services.submit(CLERK, assignment(), seen=typed("撤回", "重复计报").version)
        assert "orders" in standing()
        assert refused(lambda: services.approve(CLERK, assignment(), seen=sheet.version)) == ["W102"]
        page = browser(person(Role.AREA_APPROVER)).get(reverse("sheet", args=KEY)).content.decode()
        assert "撤回“orders”已有的数 12.5" in page
        sheet = services.approve(APPROVER, assignment(), seen=sheet.version)
        assert refused(lambda: services.accept(APPROVER, assignment(), seen=sheet.version)) == ["W102"]
        assert "orders" in standing()

    def test_where_nothing_stands_there_is_nothing_to_take_back(self, filled: None) -> None:
        sheet = draft({"orders": "撤回", "exports": "3"}, reason="x")
        assert refused(lambda: services.submit(CLERK, assignment(), seen=sheet.version)) == ["W109"]

    def test_it_may_be_given_again(self, filled: None) -> None:
        sheet = withdrawn()
        sheet = services.open_correction(CLERK, assignment(), seen=sheet.version, reason="撤错了")
        page = browser(person(Role.ENTERPRISE_REPORTER)).get(reverse("sheet", args=KEY)).content.decode()
        assert 'value="撤回"' not in page
        sheet = services.submit(CLERK, assignment(), seen=typed("13").version)
        sheet = services.approve(APPROVER, assignment(), seen=sheet.version)
        services.accept(OFFICER, assignment(), seen=sheet.version)
        assert standing()["orders"] == 13

    def test_the_owed_cell_is_open_again(self, filled: None) -> None:
        mine = assignment()
        at = [(mine.owed, mine.owed.reporter[[list(mine.owed.reporters).index(mine.reporter)]])]
        withdrawn()
        assert given(at)[0].sum() <= len(FIGURES)
        assert not CurrentFigure.objects.filter(entity=OURS, measure="orders", period=KEY[1]).exists()

    def test_every_page_of_it_says_so(self, filled: None) -> None:
        withdrawn()
        clerk, office = browser(person(Role.ENTERPRISE_REPORTER)), browser(person(Role.OFFICE))
        assert "撤回" in clerk.get(reverse("sheet", args=KEY)).content.decode()
        history = clerk.get(reverse("sheet-history", args=KEY)).content.decode()
        assert "已撤回" in history
        figure = office.get(reverse("figure", args=(OURS, "orders", KEY[1]))).content.decode()
        assert "已撤回" in figure
        assert "重复计报" in figure
        assert office.get(reverse("enterprise", args=(OURS,))).status_code == 200


class TestInExcel:
    def uploaded(self, text: str | None, reason: str) -> Any:
        clerk = browser(person(Role.ENTERPRISE_REPORTER))
        book = openpyxl.load_workbook(io.BytesIO(clerk.get(reverse("sheet-template", args=KEY)).content))
        page = book.worksheets[0]
        row = next(row for row in range(6, 20) if page.cell(row, 2).value == "orders")
        page.cell(row, 4).value, page.cell(row, 5).value = text, reason
        buffer = io.BytesIO()
        book.save(buffer)
        return clerk.post(reverse("sheet-upload", args=KEY), {"file": SimpleUploadedFile("a.xlsx", buffer.getvalue())})

    def test_a_blank_cell_asks(self, filled: None) -> None:
        opened()
        page = self.uploaded(None, "没有此项业务").content.decode()
        assert "是空的：保留它，还是撤回？" in page
        sheet = sheet_of(assignment())
        assert sheet is not None
        assert refused(lambda: services.submit(CLERK, assignment(), seen=sheet.version)) == ["W109"]

    def test_the_word_takes_back(self, filled: None) -> None:
        opened()
        assert "撤回“orders”已有的数" in self.uploaded("撤回", "重复计报").content.decode()
        sheet = sheet_of(assignment())
        assert sheet is not None
        services.submit(CLERK, assignment(), seen=sheet.version)


class TestByTheApi:
    def test_null_with_a_reason_takes_back_and_an_empty_text_asks(self, filled: None) -> None:
        opened()
        api = Program(person(Role.ENTERPRISE_REPORTER))
        cell = {"entity": OURS, "measure": "orders", "seen": 0, "reason": "重复计报"}
        path = "/".join(("/sheets", *KEY))
        asked = api.ask("patch", path, {"cells": [{**cell, "text": ""}]}).json()["cells"]
        (remark,) = next(one for one in asked if one["measure"] == "orders")["remarks"]
        assert remark["decides"]
        version = next(one for one in asked if one["measure"] == "orders")["version"]
        taken = api.ask("patch", path, {"cells": [{**cell, "seen": version, "text": None}]}).json()["cells"]
        (remark,) = next(one for one in taken if one["measure"] == "orders")["remarks"]
        assert (remark["decides"], remark["issue"]["code"]) == (False, "W130")


def test_of_a_closed_month_it_is_a_revision_that_says_so(filled: None) -> None:
    content, month = programme.current(), Period.parse(KEY[1])
    sheet = accepted()
    run = carry_out(request_run(SYSTEM, because="test", as_of=Period.parse("2021-12")))
    close_month(OFFICER, None, month)
    then = as_data(content, Marks(**run.marks)).digest
    sheet = services.open_correction(CLERK, assignment(), seen=sheet.version, reason="重复计报")
    sheet = services.submit(CLERK, assignment(), seen=typed("撤回", "重复计报").version)
    sheet = services.approve(APPROVER, assignment(), seen=sheet.version)
    services.accept(OFFICER, assignment(), seen=sheet.version)
    with DuckStore.of(as_data(content)) as store:
        late = store.run(store.table("late_withdrawn")).to_pylist()
    assert late == [{"entity": OURS, "measure": "orders", "month": month.last}]
    page = browser(person(Role.OFFICE)).get(reverse("figure", args=(OURS, "orders", KEY[1]))).content.decode()
    assert "结账后撤回" in page
    assert "更正了已结月份的数" in page
    assert as_data(content, Marks(**run.marks)).digest == then == run.data_digest, "what was computed then is as it was"
    assert prove().faults == []


@pytest.mark.parametrize(
    ("closed", "said"), [(KEY[1], True), ("2021-11", True), ("2021-09", False), (None, False)], ids=str
)
def test_every_page_says_that_the_month_was_closed_or_counted_as_closed(
    filled: None, closed: str | None, said: bool
) -> None:
    sheet = accepted()
    carry_out(request_run(SYSTEM, because="test", as_of=Period.parse("2021-12")))
    if closed is not None:
        close_month(OFFICER, None, Period.parse(closed))
    services.open_correction(CLERK, assignment(), seen=sheet.version, reason="重复计报")
    sheet = services.submit(CLERK, assignment(), seen=typed("撤回", "重复计报").version)
    sheet = services.approve(APPROVER, assignment(), seen=sheet.version)
    services.accept(OFFICER, assignment(), seen=sheet.version)
    office = browser(person(Role.OFFICE))
    for address in (reverse("figure", args=(OURS, "orders", KEY[1])), reverse("sheet-history", args=KEY)):
        page = office.get(address).content.decode()
        assert ("结账后撤回" in page) == said
        assert "结账后补报" not in page


def test_what_was_published_stays_provable(filled: None) -> None:
    """A bulletin of a month that is closed afterwards, and of which a figure is taken back."""
    sheet = accepted()
    bulletin = published_bulletin(run=finished_run())
    published = bulletin.file_digest
    close_month(OFFICER, None, Period.parse(KEY[1]))
    sheet = services.open_correction(CLERK, assignment(), seen=sheet.version, reason="重复计报")
    sheet = services.submit(CLERK, assignment(), seen=typed("撤回", "重复计报").version)
    sheet = services.approve(APPROVER, assignment(), seen=sheet.version)
    services.accept(OFFICER, assignment(), seen=sheet.version)
    carry_out(request_run(SYSTEM, because="test", as_of=Period.parse("2021-12")))
    bulletin.refresh_from_db()
    assert proved(bulletin) is Proved.AGAIN
    assert bulletin.file_digest == published
    assert prove().faults == []


def test_the_feed_tells_it_and_lists_hold_it_no_more(filled: None) -> None:
    program = Program(person(Role.ENTERPRISE_REPORTER))
    withdrawn()
    told = [one["figure"] for one in program.get("/changes?after=0&limit=500").json()["items"] if one.get("figure")]
    (last,) = [one for one in told if one["state"] == "withdrawn"]
    assert (last["measure"], last["value"], last["reason"]) == ("orders", None, "重复计报")
    listed = program.get(f"/figures?period={KEY[1]}").json()["items"]
    assert "orders" not in {one["measure"] for one in listed}
    every = program.get(f"/figures/{OURS}/orders/{KEY[1]}").json()["items"]
    assert [one["value"] for one in every] == ["12.5000", None]


def test_the_explanation_names_it_with_its_reason(filled: None) -> None:
    content = programme.current()
    withdrawn()
    run = carry_out(request_run(SYSTEM, because="test", as_of=Period.parse("2021-12")))
    office = person(Role.OFFICE)
    results = of(run)
    reader = Reader(office, content)
    (found,) = withdrawn_under(results, reader, {"orders"}, content.head.area, [KEY[1]])
    assert (found.entity, found.period, found.reason, found.late) == (OURS, KEY[1], "重复计报", False)
    stranger_reads = Reader(stranger(Role.ENTERPRISE_REPORTER), content)
    assert withdrawn_under(results, stranger_reads, {"orders"}, content.head.area, [KEY[1]]) == []


def test_results_are_what_they_would_be_had_it_never_come_in(filled: None) -> None:
    """Calculated anew, and only in the part that the change touches."""
    content, month = programme.current(), Period.parse("2021-10")
    before_any = as_data(content)
    earlier = calculate(content, before_any, as_of=month)
    withdrawn()
    after = as_data(content)
    mine = [row for row in in_memory(after.values).to_pylist() if row["measure"] == "orders" and row["entity"] == OURS]
    assert [row["period"] for row in mine if row["period"] == KEY[1]] == []
    whole = calculate(content, after, as_of=month)
    part = recalculate(content, after, earlier, Changed(frozenset({"orders", "exports"})))
    for name, table in whole.tables.items():
        assert table.equals(part.tables[name]), name
