"""The form as a workbook: out, filled in by somebody, back; hostile and foreign files; mistakes marked in a copy."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from helpers_reporting import KEY, assignment, draft, submitted
from helpers_web import OURS, THEIRS, as_read, browser, person
from sigai_web.permissions import Role
from sigai_web.reporting.models import ReturnedCopy, Sheet, SheetCell
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import find
from sigai_web.reporting.workbooks import FIGURE, FIRST_ROW, HIDDEN, REASON

pytestmark = pytest.mark.django_db
PAGE = "/reporting/" + "/".join(KEY)


@pytest.fixture
def clerk(filled: None) -> Client:
    return browser(person(Role.ENTERPRISE_REPORTER, name="clerk"))


def template(client: Client, page: str = PAGE) -> Any:
    response = client.get(f"{page}/template")
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.content))


def sent(client: Client, book: Any, page: str = PAGE, name: str = "表.xlsx") -> Any:
    if not isinstance(book, bytes):
        buffer = io.BytesIO()
        book.save(buffer)
        book = buffer.getvalue()
    return client.post(f"{page}/upload", {"file": SimpleUploadedFile(name, book)})


def sent_fields(response: Any) -> dict[str, str]:
    """What the form of a page, or what a cell's answer puts into it, sends when nothing more is typed."""
    fields = re.findall(r"<input\b[^>]*>", response.content.decode())
    pairs = [(re.search(r'\bname="([^"]*)"', field), re.search(r'\bvalue="([^"]*)"', field)) for field in fields]
    named = {name[1]: html.unescape(value[1]) if value else "" for name, value in pairs if name}
    return {name: value for name, value in named.items() if re.match(r"version$|(text|seen|was|given|reason):", name)}


def row_of(book: Any, measure: str) -> int:
    """The row of a measure, as spreadsheets count."""
    sheet = book.worksheets[0]
    return next(row for row in range(FIRST_ROW + 1, sheet.max_row + 1) if sheet.cell(row, 2).value == measure)


def filled_in(client: Client, figures: Mapping[str, Any], reasons: Mapping[str, str] | None = None) -> Any:
    book = template(client)
    for measure, figure in figures.items():
        book.worksheets[0].cell(row_of(book, measure), FIGURE + 1).value = figure
    for measure, reason in (reasons or {}).items():
        book.worksheets[0].cell(row_of(book, measure), REASON + 1).value = reason
    return book


class TestTemplate:
    def test_entry_cells_are_open_and_all_else_is_locked(self, clerk: Client) -> None:
        book = template(clerk)
        sheet, hidden = book.worksheets
        assert sheet.protection.sheet
        assert (hidden.title, hidden.sheet_state) == (HIDDEN, "veryHidden")
        row = row_of(book, "orders")
        opened = [column for column in range(1, 10) if not sheet.cell(row, column).protection.locked]
        assert opened == [FIGURE + 1, REASON + 1]
        ranges = {str(one.sqref): one.type for one in sheet.data_validations.dataValidation}
        assert ranges[f"D{row}"] == "decimal"
        assert ranges[f"E{row}"] == "list"

    def test_what_is_typed_and_what_stood_before_are_in_it(self, clerk: Client) -> None:
        draft({"orders": "12.5"})
        book = template(clerk)
        assert book.worksheets[0].cell(row_of(book, "orders"), FIGURE + 1).value == 12.5
        later = template(clerk, f"/reporting/monthly/2021-10/{OURS}")
        assert later.worksheets[0].cell(row_of(later, "产值"), 6).value == "12345678901234.5678"

    def test_a_text_that_looks_like_a_formula_stays_a_text(self, clerk: Client) -> None:
        draft({"orders": '=HYPERLINK("http://x","1")'}, reason="+cmd|' /C calc'!A0")
        response = clerk.get(f"{PAGE}/template")
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            pages = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in page for page in pages)
        cell = template(clerk).worksheets[0].cell(FIRST_ROW + 1, FIGURE + 1)
        assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x","1")')


class TestUpload:
    def test_a_good_one_fills_the_draft_and_is_shown_before_it_is_handed_in(self, clerk: Client) -> None:
        book = filled_in(clerk, {"orders": 12.5, "exports": "0.3亿元"}, {"exports": "新增出口"})
        response = sent(clerk, book)
        page = response.content.decode()
        assert response.status_code == 200
        assert "12.5" in page
        assert "提交审核" in page
        cells = {cell.measure: (cell.text, cell.reason, cell.by) for cell in SheetCell.objects.all()}
        assert cells == {"orders": ("12.5", "", "clerk"), "exports": ("0.3亿元", "新增出口", "clerk")}
        sheet = Sheet.objects.get()
        assert sheet.state == "draft"
        done = clerk.post(f"{PAGE}/save", {"version": sheet.version, "action": "submit"})
        assert done.status_code == 302
        assert Sheet.objects.get().state == "submitted"

    def test_mistakes_are_marked_in_a_copy_and_nothing_is_taken(self, clerk: Client) -> None:
        response = sent(clerk, filled_in(clerk, {"orders": "zwölf", "exports": 3}))
        assert response.status_code == 422
        assert "“zwölf”不是数" in response.content.decode()
        assert not SheetCell.objects.exists()
        copy = openpyxl.load_workbook(io.BytesIO(clerk.get(f"{PAGE}/returned").content))
        sheet = copy.worksheets[0]
        wrong, right = sheet.cell(row_of(copy, "orders"), FIGURE + 1), sheet.cell(row_of(copy, "exports"), FIGURE + 1)
        assert (wrong.value, wrong.fill.start_color.rgb) == ("zwölf", "FFF4B6B6")
        assert "不是数" in wrong.comment.text
        assert (right.value, right.comment) == (3, None)
        assert sheet.data_validations.dataValidation
        wrong.value = 12
        assert sent(clerk, copy).status_code == 200
        assert {cell.text for cell in SheetCell.objects.all()} == {"12", "3"}

    def test_a_copy_is_its_owner_s_alone(self, clerk: Client) -> None:
        sent(clerk, filled_in(clerk, {"orders": "x"}))
        assert ReturnedCopy.objects.count() == 1
        other = browser(person(Role.ENTERPRISE_REPORTER, name="colleague"))
        assert other.get(f"{PAGE}/returned").status_code == 404

    def test_a_template_made_in_english_comes_back_in_chinese(self, clerk: Client) -> None:
        clerk.cookies["language"] = "en"
        book = filled_in(clerk, {"orders": 7, "exports": 1})
        clerk.cookies["language"] = "zh-hans"
        assert sent(clerk, book).status_code == 200

    def test_what_somebody_typed_meanwhile_makes_it_old(self, clerk: Client) -> None:
        book = filled_in(clerk, {"orders": 7})
        draft({"exports": "1"})
        response = sent(clerk, book)
        assert (response.status_code, "W112" in response.content.decode()) == (422, True)
        assert {cell.text for cell in SheetCell.objects.all()} == {"1"}

    def test_what_was_handed_in_takes_no_upload(self, clerk: Client) -> None:
        submitted()
        response = sent(clerk, filled_in(clerk, {"orders": 99}))
        assert (response.status_code, "W100" in response.content.decode()) == (422, True)

    @pytest.mark.parametrize("page", [f"/reporting/survey/2021-11/{OURS}", f"/reporting/monthly/2021-10/{OURS}"])
    def test_one_of_another_form_or_period_is_refused_in_words(self, clerk: Client, page: str) -> None:
        response = sent(clerk, filled_in(clerk, {"orders": 7}), page)
        text = response.content.decode()
        assert (response.status_code, "W111" in text) == (422, True)
        given = find(register(), "survey", "2021-10", OURS)
        assert given is not None
        assert given.name("zh") in html.unescape(text)

    def test_a_made_up_version_is_refused(self, clerk: Client) -> None:
        book = filled_in(clerk, {"orders": 7})
        book[HIDDEN]["E1"].value = "12"
        assert "W112" in sent(clerk, book).content.decode()

    @pytest.mark.parametrize(
        ("damage", "code"),
        [
            (lambda book: book.worksheets[0].delete_rows(FIRST_ROW + 1), "W113"),
            (lambda book: setattr(book.worksheets[0].cell(FIRST_ROW + 1, 2), "value", "exports"), "W113"),
            (lambda book: setattr(book[HIDDEN]["C2"], "value", "output"), "W113"),
            (lambda book: setattr(book[HIDDEN]["A1"], "value", "other"), "W110"),
            (lambda book: setattr(book[HIDDEN]["E1"], "value", "-1"), "W110"),
        ],
    )
    def test_a_damaged_one_is_refused_in_words(self, clerk: Client, damage: Callable[[Any], Any], code: str) -> None:
        book = filled_in(clerk, {"orders": 7})
        damage(book)
        response = sent(clerk, book)
        assert (response.status_code, code in response.content.decode()) == (422, True)
        assert not SheetCell.objects.exists()

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("表.xlsx", b"", "W03"),
            ("表.xlsx", b"PK\x03\x04nothing", "W03"),
            ("表.xlsm", b"PK\x03\x04", "W03"),
            ("表.csv", b"a,b", "W110"),
            ("表.xlsx", b"<html>", "W03"),
        ],
    )
    def test_what_is_no_workbook_is_refused(self, clerk: Client, name: str, content: bytes, code: str) -> None:
        response = sent(clerk, content, name=name)
        assert response.status_code == 422
        assert code in response.content.decode()

    def test_a_workbook_of_somebody_else_s_making_is_no_template(self, clerk: Client) -> None:
        book = openpyxl.Workbook()
        book.active["A1"] = "=1+1"
        assert "W110" in sent(clerk, book).content.decode()

    @pytest.mark.parametrize("odd", ["=6*7", "=A1", "#REF!", "#N/A"])
    def test_a_formula_without_a_result_or_an_error_erases_nothing(self, clerk: Client, odd: str) -> None:
        draft({"orders": "12.5"})
        response = sent(clerk, filled_in(clerk, {"orders": odd, "exports": 1}))
        text = response.content.decode()
        assert (response.status_code, "W121" in text, "D6" in text or odd in text) == (422, True, True)
        assert {cell.measure: cell.text for cell in SheetCell.objects.exclude(text="")} == {"orders": "12.5"}

    def test_a_percentage_is_taken_as_it_is_shown(self, clerk: Client) -> None:
        book = filled_in(clerk, {"orders": 0.5})
        book.worksheets[0].cell(row_of(book, "orders"), FIGURE + 1).number_format = "0%"
        response = sent(clerk, book)
        assert (response.status_code, "50%" in response.content.decode()) == (422, True)
        assert not SheetCell.objects.exists()

    def test_rows_in_another_order_go_where_they_belong(self, clerk: Client) -> None:
        book = filled_in(clerk, {"orders": 7, "exports": 8})
        sheet = book.worksheets[0]
        first, second = FIRST_ROW + 1, FIRST_ROW + 2
        for column in range(1, 10):
            one, other = sheet.cell(first, column), sheet.cell(second, column)
            one.value, other.value = other.value, one.value
        assert sent(clerk, book).status_code == 200
        assert {cell.measure: cell.text for cell in SheetCell.objects.exclude(text="")} == {
            "orders": "7",
            "exports": "8",
        }

    def test_nothing_sent_is_told(self, clerk: Client) -> None:
        assert clerk.post(f"{PAGE}/upload", {}).status_code == 422


class TestPage:
    """What the form's page sends, with and without JavaScript."""

    def fields(self, text: str, *, seen: int = 0, was: str = "", reason: str = "", measure: str = "orders") -> Any:
        name = f"{OURS}:{measure}"
        return {f"text:{name}": text, f"seen:{name}": seen, f"was:{name}": was, f"reason:{name}": reason}

    def test_a_cell_is_kept_while_typing(self, clerk: Client) -> None:
        response = clerk.post(f"{PAGE}/cell", {"version": 0, **self.fields("12")})
        page = as_read(response.content.decode())
        assert response.status_code == 200
        assert 'name="version" value="1"' in page
        assert f'name="seen:{OURS}:orders" value="1"' in page
        assert "已存" in page

    def test_a_clash_shows_the_other_and_the_choice(self, clerk: Client) -> None:
        draft({"orders": "11"})
        response = clerk.post(f"{PAGE}/cell", {"version": 0, **self.fields("12")})
        page = as_read(response.content.decode())
        assert response.status_code == 409
        assert 'data-take="11"' in page
        assert "data-keep" in page
        assert 'data-chosen="1"' in page
        assert "seen:" not in page, "only a choice says that the other's figure was seen"
        assert SheetCell.objects.get().text == "11"
        again = clerk.post(f"{PAGE}/cell", {"version": 1, **self.fields("12", seen=1, was="11")})
        assert (again.status_code, SheetCell.objects.get().text) == (200, "12")

    @pytest.mark.parametrize("action", ["save", "submit"])
    def test_a_clash_without_a_choice_stays_one(self, clerk: Client, action: str) -> None:
        draft({"orders": "11"})
        after_a_cell = sent_fields(clerk.post(f"{PAGE}/cell", {"version": 0, **self.fields("12")}))
        given = {"version": 0, **self.fields("12"), **after_a_cell, "action": action}
        for _ in range(3):
            response = clerk.post(f"{PAGE}/save", given)
            assert (response.status_code, SheetCell.objects.get().text) == (409, "11")
            given = {**sent_fields(response), "action": action}
            assert given[f"text:{OURS}:orders"] == "12"
        assert Sheet.objects.get().state == "draft"

    @pytest.mark.parametrize(
        ("choice", "kept"), [("mine:1", "12"), ("theirs", "11"), ("mine:0", None), ("mine:", None)]
    )
    def test_the_choice_of_a_page_without_scripts(self, clerk: Client, choice: str, kept: str | None) -> None:
        draft({"orders": "11"}, reason="theirs")
        shown = clerk.post(f"{PAGE}/save", {"version": 0, **self.fields("12"), **self.fields("3", measure="exports")})
        assert f'name="choice:{OURS}:orders" value="mine:1"' in as_read(shown.content.decode())
        response = clerk.post(f"{PAGE}/save", {**sent_fields(shown), f"choice:{OURS}:orders": choice})
        texts = {cell.measure: cell.text for cell in SheetCell.objects.all()}
        assert (response.status_code, texts) == (
            (302, {"orders": kept, "exports": "3"}) if kept else (409, {"orders": "11"})
        )
        assert kept != "11" or SheetCell.objects.get(measure="orders").reason == "theirs"

    def test_who_chose_against_a_figure_that_was_changed_once_more_is_asked_again(self, clerk: Client) -> None:
        draft({"orders": "11"})
        shown = clerk.post(f"{PAGE}/save", {"version": 0, **self.fields("12")})
        clerk.post(f"{PAGE}/cell", {"version": 1, **self.fields("13", seen=1, was="11")})
        response = clerk.post(f"{PAGE}/save", {**sent_fields(shown), f"choice:{OURS}:orders": "mine:1"})
        assert (response.status_code, SheetCell.objects.get().text) == (409, "13")

    def test_what_was_typed_beside_a_clash_is_kept_once_that_is_settled(self, clerk: Client) -> None:
        draft({"orders": "11"})
        given = {"version": 0, **self.fields("12"), **self.fields("3", measure="exports")}
        shown = sent_fields(clerk.post(f"{PAGE}/save", given))
        clerk.post(f"{PAGE}/save", {**shown, f"choice:{OURS}:orders": "mine:1"})
        assert {cell.measure: cell.text for cell in SheetCell.objects.all()} == {"orders": "12", "exports": "3"}

    def test_to_write_back_what_was_there_before_the_other_came_is_a_clash_too(self, clerk: Client) -> None:
        draft({"orders": "11"})
        response = clerk.post(f"{PAGE}/cell", {"version": 0, **self.fields("")})
        assert (response.status_code, SheetCell.objects.get().text) == (409, "11")

    def test_a_reason_is_not_lost_to_who_takes_the_figure(self, clerk: Client) -> None:
        draft({"orders": "11"}, reason="theirs")
        page = as_read(clerk.post(f"{PAGE}/cell", {"version": 0, **self.fields("12")}).content.decode())
        assert 'data-take="11" data-reason="theirs"' in page

    def test_an_old_page_shows_the_new_figures_beside_what_was_typed(self, clerk: Client) -> None:
        draft({"exports": "3"})
        given = {"version": 0, "action": "submit", **self.fields("12"), **self.fields("", measure="exports")}
        response = clerk.post(f"{PAGE}/save", given)
        shown = sent_fields(response)
        assert (response.status_code, shown[f"text:{OURS}:orders"], shown[f"text:{OURS}:exports"]) == (409, "12", "3")
        assert f'href="{PAGE}"' in response.content.decode()
        assert clerk.post(f"{PAGE}/save", {**shown, "action": "submit"})["Location"] == "/reporting"

    def test_what_i_did_not_touch_does_not_clash(self, clerk: Client) -> None:
        draft({"exports": "3"}, reason="theirs")
        given = {"version": 0, "action": "save", **self.fields("12"), **self.fields("", measure="exports")}
        assert clerk.post(f"{PAGE}/save", given).status_code == 302
        assert {cell.measure: cell.text for cell in SheetCell.objects.all()} == {"orders": "12", "exports": "3"}

    def test_a_page_that_is_old_hands_nothing_in(self, clerk: Client) -> None:
        draft({"exports": "3"})
        given = {"version": 0, "action": "submit", **self.fields("12")}
        response = clerk.post(f"{PAGE}/save", given)
        assert (response.status_code, "W101" in response.content.decode()) == (409, True)
        assert Sheet.objects.get().state == "draft"

    def test_by_the_plain_button(self, clerk: Client) -> None:
        given = {"version": 0, "action": "submit", **self.fields("12"), **self.fields("3", measure="exports")}
        assert clerk.post(f"{PAGE}/save", given)["Location"] == "/reporting"
        assert Sheet.objects.get().state == "submitted"

    def test_a_clash_by_the_plain_button_shows_the_choice_in_its_row(self, clerk: Client) -> None:
        draft({"orders": "11"})
        response = clerk.post(f"{PAGE}/save", {"version": 0, "action": "submit", **self.fields("12")})
        page = as_read(response.content.decode())
        assert response.status_code == 409
        assert 'data-take="11"' in page
        assert 'value="12"' in page

    @pytest.mark.parametrize("given", [{}, {"text:": "1"}, {"text:x": "1"}, {"text:a:b:c": "1", "was:a:b:c": ""}])
    def test_nonsense_is_no_fault_of_ours(self, clerk: Client, given: dict[str, str]) -> None:
        assert clerk.post(f"{PAGE}/cell", given).status_code in (404, 422)
        assert clerk.post(f"{PAGE}/save", {**given, "version": "-1", "action": "submit"}).status_code in (409, 422)

    def test_texts_of_people_are_never_markup(self, clerk: Client) -> None:
        draft({"orders": "<script>alert(1)</script>"}, reason='"><img src=x>')
        page = as_read(clerk.get(PAGE).content.decode())
        assert "<script>alert" not in page
        assert "<img" not in page


def test_the_arithmetic_of_a_total_stands_beside_it(filled: None) -> None:
    """Output runs from January: what October newly tells of is the total less September's."""
    draft({"output": "1234.5"}, to=assignment("monthly", "2021-10", THEIRS))
    client = browser(person(Role.ENTERPRISE_REPORTER, scope=THEIRS))
    page = client.get(f"/reporting/monthly/2021-10/{THEIRS}").content.decode()
    assert "本期 1,241.5001 = 1,234.5 − -7.0001" in page
