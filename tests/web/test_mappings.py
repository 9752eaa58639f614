"""A file of any layout: mapped once on a page with a preview, kept, shared, applied next month by itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from helpers_old_workbooks import old_workbook
from helpers_reporting import APPROVER, CLERK, FIGURES, KEY, OFFICER, accepted, assignment
from helpers_web import OURS, THEIRS, as_read, browser, person
from sigai.base import UserError
from sigai.tables import read_sheets
from sigai.values import propose_mapping
from sigai.values.mapping.choosing import fitting_mapping
from sigai_web.journal.models import JournalEntry
from sigai_web.permissions import Role
from sigai_web.reporting import services
from sigai_web.reporting.mapped_files import best, readers_of
from sigai_web.reporting.mappings import Owner, Usable, content_of, keep_mapping
from sigai_web.reporting.models import HeldFile, KeptMapping, Sheet, SheetCell
from sigai_web.reporting.workbooks import FIGURE, FIRST_ROW
from sigai_web.store.models import CurrentFigure, FigureRevision

pytestmark = pytest.mark.django_db
PAGE = "/reporting/" + "/".join(KEY)
MAPPING = f"{PAGE}/mapping"
TAKE = {"action": "take", "name": "统计联网导出"}


def page_of(period: str, reporter: str = OURS) -> str:
    return f"/reporting/{KEY[0]}/{period}/{reporter}"


@pytest.fixture
def clerk(filled: None) -> Client:
    return browser(person(Role.ENTERPRISE_REPORTER, name="clerk"))


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sent(client: Client, content: bytes | str, page: str = PAGE, name: str = "导出.csv") -> Any:
    content = content.encode() if isinstance(content, str) else content
    return client.post(f"{page}/upload", {"file": SimpleUploadedFile(name, content)})


def fields(client: Client, page: str = MAPPING) -> dict[str, str]:
    """What the page's form sends as it is."""
    form = html.fromstring(client.get(page).content.decode()).xpath("//form[@class='mapping']")[0]
    return {name: value or "" for name, value in form.form_values()}


def column(given: dict[str, str], head: str) -> str:
    """The number of the fields of a column."""
    return next(name.partition(":")[2] for name, value in given.items() if name.startswith("key:") and value == head)


def texts() -> dict[str, str]:
    return {cell.measure: cell.text for cell in SheetCell.objects.exclude(text="")}


LONG = (
    f"导出时间 2021-11-02\n单位代码,项目,数量,备注\n{OURS},orders,12.5,新订单\n"
    f"{OURS},exports,3万元,\n{THEIRS},orders,9,\n"
)


def mapped(client: Client, **said: str) -> Any:
    """The page's form as it is, with what somebody chose, sent to be kept."""
    return client.post(MAPPING, {**fields(client), **TAKE, **said})


class TestTheWay:
    def test_a_long_export_is_explained_once_and_fills_the_draft(self, clerk: Client) -> None:
        response = sent(clerk, LONG)
        assert (response.status_code, response["Location"]) == (302, MAPPING)
        page = as_read(clerk.get(MAPPING).content.decode())
        assert "12.5" in page
        done = mapped(clerk)
        page = as_read(done.content.decode())
        assert done.status_code == 200, page
        assert texts() == {"orders": "12.5", "exports": "3万元"}
        assert SheetCell.objects.get(measure="orders").reason == "新订单"
        assert "按映射“统计联网导出”读取" in page
        assert THEIRS in page  # told as left out
        assert not HeldFile.objects.exists()
        kept = KeptMapping.objects.get()
        assert (kept.form, kept.reporter, kept.by, kept.entities) == ("survey", OURS, "clerk", [OURS])
        assert JournalEntry.objects.filter(action="mapping.keep", about=kept.about).count() == 1

    def test_months_as_columns(self, clerk: Client) -> None:
        rows = [["企业代码", "orders", None, "exports（亿元）"], [None, "9月", "10月", None], [OURS, 9, 10, 0.5]]
        assert sent(clerk, workbook(rows), name="月表.xlsx").status_code == 302
        page = as_read(clerk.get(MAPPING).content.decode())
        assert "同左" in page
        done = mapped(clerk)
        assert done.status_code == 200
        assert texts() == {"orders": "10", "exports": "0.5亿元"}
        assert "V128" in done.content.decode()

    def test_what_is_near_is_asked_and_taken_once_it_is_said(self, clerk: Client) -> None:
        sent(clerk, f"企业代码,order,联系人\n{OURS},12,张三\n")
        refused = mapped(clerk)
        assert (refused.status_code, texts(), KeptMapping.objects.count()) == (422, {}, 0)
        given = fields(clerk)
        number = column(given, "order")
        assert given[f"means:{number}"] == ""
        done = mapped(clerk, **{f"means:{number}": "figure:orders", f"unit:{number}": "亿元"})
        assert (done.status_code, texts()) == (200, {"orders": "12亿元"})

    def test_the_preview_shows_what_would_be_taken_and_keeps_nothing(self, clerk: Client) -> None:
        sent(clerk, LONG)
        page = as_read(clerk.post(MAPPING, {**fields(clerk), "action": "preview"}).content.decode())
        assert "3万元" in page
        assert "<strong>3</strong> 万元" in page
        assert not KeptMapping.objects.exists()
        assert not Sheet.objects.exists()

    def test_an_old_workbook_is_read_as_a_new_one(self, clerk: Client) -> None:
        assert sent(clerk, old_workbook(), name="导出.xls").status_code == 302
        assert mapped(clerk).status_code == 200
        assert texts() == {"orders": "12.5", "exports": "3"}

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("导出.xls", b"<html><table><tr><td>1</td></tr></table></html>", "W031"),
            ("导出.xls", old_workbook() + "_VBA_PROJECT_CUR".encode("utf-16-le"), "W034"),
            ("导出.xls", old_workbook()[:1000], "T102"),
            ("导出.ods", b"PK\x03\x04", "W031"),
            ("导出.et", b"x", "W031"),
        ],
    )
    def test_of_what_is_not_read_it_is_said_what_to_do(
        self, clerk: Client, name: str, content: bytes, code: str
    ) -> None:
        response = sent(clerk, content, name=name)
        page = as_read(response.content.decode())
        assert (response.status_code, code in page, "另存为" in page) == (422, True, True)

    @pytest.mark.parametrize("name", ["模板.xlsx", "模板.csv"])
    def test_a_template_that_lost_what_it_is_for_is_called_one(self, clerk: Client, name: str) -> None:
        book = openpyxl.load_workbook(io.BytesIO(clerk.get(f"{PAGE}/template").content))
        del book["sigai"]
        rows = [["" if cell is None else cell for cell in row] for row in book.active.values]
        rows[FIRST_ROW][FIGURE] = 12.5
        lines = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
        content = workbook(rows) if name.endswith(".xlsx") else lines.encode()
        response = sent(clerk, content, name=name)
        assert response.status_code == 302
        assert "像是从这里下载的模板" in as_read(clerk.get(MAPPING).content.decode())

    def test_other_files_are_not(self, clerk: Client) -> None:
        sent(clerk, LONG)
        assert "像是从这里下载的模板" not in as_read(clerk.get(MAPPING).content.decode())

    def test_without_a_name_nothing_is_kept(self, clerk: Client) -> None:
        sent(clerk, LONG)
        response = mapped(clerk, name=" ")
        assert (response.status_code, "W123" in response.content.decode()) == (422, True)
        assert not KeptMapping.objects.exists()

    @pytest.mark.parametrize("content", ["a,b", "a,b\nx,7", "说明\n"])
    def test_what_has_no_heads_over_figures_is_told(self, clerk: Client, content: str) -> None:
        response = sent(clerk, content)
        assert (response.status_code, "W110" in response.content.decode()) == (422, True)

    def test_one_too_large_for_a_page_is_told(self, clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sigai_web.reporting.mapped_files.MOST_CELLS", 10)
        response = sent(clerk, LONG)
        assert (response.status_code, "W122" in response.content.decode()) == (422, True)

    def test_nonsense_in_the_fields_is_no_fault_of_ours(self, clerk: Client) -> None:
        sent(clerk, LONG)
        for odd in ({"first": "999", "heads": "9"}, {"means:0": "x"}, {"key:0": "?"}, {"period": "?"}, {"entity": "?"}):
            assert mapped(clerk, **{**odd, "action": "preview"}).status_code == 200
        assert clerk.post(MAPPING, {}).status_code == 200


class TestNumbersThatFitNothing:
    """A column of numbers under words that nobody knows may be the form's own figure: it is asked about."""

    EXPORT = f"企业代码,orders,产值合计,联系电话,上年同期,备注\n{OURS},12,19000.5,13900000000,10.5,x\n"

    def test_they_are_asked_about_and_nothing_is_preset(self, clerk: Client) -> None:
        sent(clerk, self.EXPORT)
        given = fields(clerk)
        assert given[f"means:{column(given, '产值合计')}"] == ""
        for head in ("联系电话", "上年同期"):
            assert given[f"means:{column(given, head)}"] == "ignored"
        assert (mapped(clerk).status_code, texts()) == (422, {})

    def test_what_was_left_out_stands_in_the_preview_and_in_every_report(self, clerk: Client) -> None:
        sent(clerk, self.EXPORT)
        number = column(fields(clerk), "产值合计")
        left = {f"means:{number}": "ignored"}
        said = "有 2 列数没有读：产值合计、上年同期"
        preview = clerk.post(MAPPING, {**fields(clerk), **left, "action": "preview"})
        assert said in as_read(preview.content.decode())
        assert said in as_read(mapped(clerk, **left).content.decode())
        assert said in as_read(sent(clerk, self.EXPORT, page_of("2021-11")).content.decode())

    def test_they_may_be_the_form_s_figure(self, clerk: Client) -> None:
        sent(clerk, self.EXPORT)
        number = column(fields(clerk), "产值合计")
        assert mapped(clerk, **{f"means:{number}": "figure:exports"}).status_code == 200
        assert texts() == {"orders": "12", "exports": "19000.5"}


YAML_WORDS = ("ignored", "means", "--period", "period", "sheet", "映射的", "在映射里", "写死", "title")


class TestThePageSpeaksItsOwnWords:
    """Advice names the page's steps and choices; YAML and options are for the command line."""

    @pytest.mark.parametrize(
        ("content", "change"),
        [
            (f"企业代码,order,联系人\n{OURS},12,张三\n", {}),
            (f"企业代码,orders\n{OURS},12\n", {"whole_unit": "袁"}),
            (f"企业代码,orders\n{OURS},12\n", {"means:1": "ignored"}),
            (f"企业代码,orders\n{OURS},12\n", {"period": ""}),
            (f"2021年9月,\n企业代码,orders\n{OURS},12\n", {}),
            (f"2021年9月,\n2021年8月,\n企业代码,orders\n{OURS},12\n", {"period": "title"}),
            (f"企业代码,orders,备注\n{OURS},12,\n企业代码,备注,other\n{OURS},,9\n", {}),
            (f"企业代码,orders,exports\n,,\n{OURS},12,9\n单位：元,,\n{OURS},12,9\n", {}),
            (f"企业代码,orders,\n{OURS},12,千元\n", {}),
            (f"企业代码,orders\n{OURS},12\n{OURS[:-1]},9\n", {}),
        ],
    )
    def test_whatever_is_wrong(self, clerk: Client, content: str, change: dict[str, str]) -> None:
        sent(clerk, content)
        page = html.fromstring(clerk.post(MAPPING, {**fields(clerk), **change, "action": "preview"}).content.decode())
        told = page.xpath("//ul[@class='report']/li")
        text = " ".join(each.text_content() for each in told)
        assert any("error" in each.get("class") for each in told) or "没有读" in text, text
        assert not [word for word in YAML_WORDS if word in text], text

    def test_a_column_that_may_be_something_is_called_by_its_name(self, clerk: Client) -> None:
        sent(clerk, f"企业代码,order,联系人\n{OURS},12,张三\n")
        page = as_read(clerk.get(MAPPING).content.decode())
        assert "不要的选“不读”" in page
        assert "按映射“”" not in page

    def test_what_the_file_asks_is_shown_when_nothing_was_taken(self, clerk: Client) -> None:
        sent(clerk, f"企业代码,orders,\n{OURS},12,千元\n")
        done = mapped(clerk)
        assert (done.status_code, texts()) == (422, {})
        assert "格里写着“千元”" in as_read(done.content.decode())


NEXT = page_of("2021-11")


class TestNextMonth:
    @pytest.fixture(autouse=True)
    def kept(self, clerk: Client) -> KeptMapping:
        sent(clerk, LONG)
        assert mapped(clerk).status_code == 200
        return KeptMapping.objects.get()

    def test_it_is_applied_by_itself_and_says_by_whose(self, clerk: Client) -> None:
        moved = f"备注,数量,项目,单位代码\n,13,orders,{OURS}\n"
        response = sent(clerk, moved, NEXT)
        page = as_read(response.content.decode())
        assert response.status_code == 200
        assert "按映射“统计联网导出”读取" in page
        assert SheetCell.objects.get(sheet__period="2021-11", measure="orders").text == "13"

    def test_what_changed_is_told(self, clerk: Client, kept: KeptMapping) -> None:
        kept.entities = []
        kept.save()
        page = as_read(sent(clerk, LONG.replace("备注", "联系人"), NEXT).content.decode())
        assert "没有用到的列“备注”这次没有了" in page
        assert "上次没有的主体" in page

    @pytest.mark.parametrize(
        "change", [("数量", "数量（亿元）"), ("项目", "指标"), ("导出时间 2021-11-02", "2021年10月"), ("备注", "单位")]
    )
    def test_what_matters_is_asked_again(self, clerk: Client, change: tuple[str, str]) -> None:
        response = sent(clerk, LONG.replace(*change), NEXT)
        assert response.status_code == 302
        assert not SheetCell.objects.filter(sheet__period="2021-11").exists()
        page = as_read(clerk.get(response["Location"]).content.decode())
        assert "格式像 “统计联网导出”" in page

    def test_another_organisation_s_is_a_start_only(self, kept: KeptMapping) -> None:
        kept.content = kept.content + f"words:\n  entity:\n    甲厂: {OURS}\n"
        kept.save()
        other = browser(person(Role.ENTERPRISE_REPORTER, name="stranger", scope=THEIRS))
        page = page_of("2021-10", THEIRS)
        response = sent(other, LONG.replace(OURS, "甲厂"), page)
        assert response.status_code == 302
        shown = as_read(other.get(response["Location"]).content.decode())
        assert "这是别的单位做的" in shown
        exported = other.get(f"/mappings/{kept.pk}.yaml").content.decode()
        assert "甲厂" not in exported
        assert (
            "甲厂"
            in browser(person(Role.ENTERPRISE_REPORTER, name="own")).get(f"/mappings/{kept.pk}.yaml").content.decode()
        )
        assert other.post(f"/mappings/{kept.pk}/drop").status_code == 403

    def test_it_goes_out_as_yaml_and_comes_back(self, clerk: Client, kept: KeptMapping) -> None:
        text = clerk.get(f"/mappings/{kept.pk}.yaml").content
        assert clerk.post(f"/mappings/{kept.pk}/drop").status_code == 302
        assert not KeptMapping.objects.exists()
        file = SimpleUploadedFile("x.yaml", text)
        assert clerk.post(f"{PAGE}/mapping/adopt", {"file": file}).status_code == 302
        again = KeptMapping.objects.get()
        assert (again.content, again.reporter) == (kept.content, OURS)

    @pytest.mark.parametrize("text", ["a: [", "name: x\ncolumns: []\n", "form: monthly\nname: x", ""])
    def test_a_faulty_yaml_is_told(self, clerk: Client, text: str) -> None:
        file = SimpleUploadedFile("x.yaml", text.encode() or b" ")
        response = clerk.post(f"{PAGE}/mapping/adopt", {"file": file}, follow=True)
        assert "→" in response.content.decode()
        assert KeptMapping.objects.count() == 1

    def test_the_office_s_is_for_everybody(self, clerk: Client, kept: KeptMapping) -> None:
        text = clerk.get(f"/mappings/{kept.pk}.yaml").content
        kept.delete()
        office = browser(person(Role.OFFICE, name="officer"))
        given = {"form": "survey", "file": SimpleUploadedFile("x.yaml", text)}
        assert office.post("/mappings/import", given).status_code == 302
        assert KeptMapping.objects.get().reporter == ""
        assert sent(clerk, LONG, NEXT).status_code == 200
        assert clerk.post(f"/mappings/{KeptMapping.objects.get().pk}/drop").status_code == 403

    def test_nothing_of_others_is_filled_in(self, clerk: Client) -> None:
        response = sent(clerk, f"单位代码,项目,数量,备注\n{THEIRS},orders,9,\n", NEXT)
        assert response.status_code == 200
        assert not SheetCell.objects.filter(entity=THEIRS).exists()
        assert not SheetCell.objects.filter(sheet__period="2021-11").exclude(text="").exists()


def test_a_file_is_read_by_the_mapping_that_a_folder_would_read_it_by(filled: None, tmp_path: Path) -> None:
    """One rule: of two that ask nothing the one from which least changed, whichever was kept first."""
    mine = assignment()
    readers = readers_of(mine)
    heads = {"甲": "单位代码,orders", "乙": "单位代码,orders,联系电话"}
    kept = []
    for name, head in heads.items():
        file = tmp_path / f"{name}.csv"
        file.write_text(f"{head}\n{OURS},3,5\n" if name == "乙" else f"{head}\n{OURS},3\n", encoding="utf-8")
        mapping = propose_mapping(read_sheets(file, file.name), readers, name=name, form=KEY[0])
        kept.append(Usable(keep_mapping(CLERK, Owner(OURS, mine.area), mapping), mapping, own=True))
    read = read_sheets(tmp_path / "乙.csv", "乙.csv")
    for order in (kept, kept[::-1]):
        chosen = best(read, order, mine)
        fitting = fitting_mapping([each.mapping for each in order], read, mine.content)
        assert chosen is not None
        assert fitting is not None
        assert chosen[0].mapping.name == fitting[0].name == "乙"
        assert not chosen[1].asks
    shared = [replace(kept[1], own=False), kept[0]]
    assert best(read, shared, mine)[0].mapping.name == "甲", "one that may not be applied by itself comes behind"  # type: ignore[index]


def test_two_kept_ones_that_say_different_things_are_asked_about(clerk: Client) -> None:
    """Their names do not decide in which unit a file is: the page opens, says so, and goes on by what is chosen."""
    content = f"单位代码,exports\n{OURS},3\n"
    sent(clerk, content)
    assert mapped(clerk).status_code == 200
    kept = KeptMapping.objects.get()
    other = content_of(kept)
    assert other is not None
    columns = tuple(
        each.model_copy(update={"unit": "亿元"}) if each.means == "figure" else each for each in other.columns
    )
    mine = assignment()
    changed = other.model_copy(update={"name": "另一个", "columns": columns})
    second = keep_mapping(CLERK, Owner(OURS, mine.area), changed)
    assert sent(clerk, content).status_code == 302
    assert "说的却不一样" in as_read(clerk.get(MAPPING).content.decode())
    assert texts()["exports"] == "3"
    assert mapped(clerk).status_code == 200
    second.delete()
    assert sent(clerk, content).status_code == 200


def test_the_last_revision_of_a_file_is_taken(clerk: Client) -> None:
    sent(
        clerk,
        f"单位代码,项目,数量,修订号\n{OURS},orders,9,2\n{OURS},orders,8,1\n{OURS},exports,3,1\n{OURS},exports,,2\n",
    )
    done = mapped(clerk)
    assert done.status_code == 200
    assert texts() == {"orders": "9"}
    assert "撤回了 1 个数" in as_read(done.content.decode())


class TestWithdrawing:
    """The word in the place of a figure takes it back by a file of any layout, as on the page; a blank does not."""

    @pytest.fixture
    def correcting(self, clerk: Client) -> Client:
        services.open_correction(CLERK, assignment(), seen=accepted().version, reason="核对后更正")
        return clerk

    @pytest.mark.parametrize(
        "content",
        [
            f"单位代码,项目,数量,备注\n{OURS},orders,13,\n{OURS},exports,撤回,重复计报\n",
            f"单位代码,orders,exports,备注\n{OURS},13,撤回,重复计报\n",
        ],
    )
    def test_with_its_reason_and_by_the_way_of_every_correction(self, correcting: Client, content: str) -> None:
        sent(correcting, content)
        assert "这一格写的是“撤回”" in as_read(correcting.get(MAPPING).content.decode())
        done = mapped(correcting)
        assert done.status_code == 200, as_read(done.content.decode())
        assert texts() == {"orders": "13", "exports": "撤回"}
        assert SheetCell.objects.get(measure="exports").reason == "重复计报"
        sheet = services.submit(CLERK, assignment(), seen=Sheet.objects.get().version)
        assert set(figures()) == {"orders", "exports"}, "it stands until the office accepts"
        sheet = services.approve(APPROVER, assignment(), seen=sheet.version)
        services.accept(OFFICER, assignment(), seen=sheet.version)
        assert figures() == {"orders": 13}
        assert FigureRevision.objects.filter(measure="exports").latest("revision").reason == "重复计报"

    def test_without_a_reason_it_asks(self, correcting: Client) -> None:
        sent(correcting, f"单位代码,orders,exports\n{OURS},13,撤回\n")
        assert mapped(correcting).status_code == 200
        with pytest.raises(UserError, match="W103"):
            services.submit(CLERK, assignment(), seen=Sheet.objects.get().version)

    def test_an_empty_cell_leaves_what_stands(self, correcting: Client) -> None:
        sent(correcting, f"单位代码,orders,exports\n{OURS},13,\n")
        assert mapped(correcting).status_code == 200
        services.submit(CLERK, assignment(), seen=Sheet.objects.get().version)
        assert texts() == {"orders": "13", "exports": "3"}

    def test_where_nothing_stands_there_is_nothing_to_take_back(self, clerk: Client) -> None:
        sent(clerk, f"单位代码,orders,exports\n{OURS},13,撤回\n")
        refused = mapped(clerk)
        assert refused.status_code == 422
        assert "没有什么可撤回" in as_read(refused.content.decode())
        assert texts() == {}


def figures() -> dict[str, Any]:
    found = CurrentFigure.objects.filter(entity=OURS, period=KEY[1], measure__in=FIGURES)
    return {figure.measure: figure.value for figure in found}
