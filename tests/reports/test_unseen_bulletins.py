"""K21: a bulletin opens alike elsewhere: all that decides how it looks stands in its own parts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm
from lxml import etree

from helpers_reports import finished_run
from sigai.reports.bulletin import write_bulletin
from sigai.reports.view import View

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("unseen") / "bulletin.docx"
    write_bulletin(View(finished_run(4)), made)
    return made


def parts(path: Path) -> Iterator[tuple[str, Any]]:
    """The parts of a document that hold text."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.match(r"word/(?:document|header\d*|footer\d*)\.xml", name):
                yield name, etree.fromstring(archive.read(name))


def test_every_run_with_chinese_says_its_face_itself(path: Path) -> None:
    for name, part in parts(path):
        for run in part.iter(f"{W}r"):
            if HAN.search("".join(run.itertext(f"{W}t"))):
                assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia"), name


def test_no_face_is_left_to_the_theme(path: Path) -> None:
    assert not [fonts for _, part in parts(path) for fonts in part.iter(f"{W}rFonts") if "Theme" in str(fonts.attrib)]


def test_no_face_is_carried_along(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if name.startswith("word/fonts/") or name.endswith(".odttf")]
        assert b"embedTrueTypeFonts" not in archive.read("word/settings.xml")


def test_every_style_that_is_used_is_there(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    kinds = ("pStyle", "rStyle", "tblStyle")
    used = {each.get(f"{W}val") for _, part in parts(path) for kind in kinds for each in part.iter(f"{W}{kind}")}
    assert used <= known


def test_nothing_points_out_of_the_document(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".rels") and b"External" in archive.read(name)]


@pytest.mark.parametrize("demonstration", [True, False])
def test_it_is_the_same_file_each_time(tmp_path: Path, demonstration: bool) -> None:
    for name in ("one", "two"):
        write_bulletin(View(finished_run(2, demonstration=demonstration)), tmp_path / name)
    with zipfile.ZipFile(tmp_path / "one") as one, zipfile.ZipFile(tmp_path / "two") as two:
        assert one.namelist() == two.namelist()
        assert not [name for name in one.namelist() if one.read(name) != two.read(name)]


def test_page_and_margins_are_said_in_full(path: Path) -> None:
    sides = ("page_width", "page_height", "top_margin", "bottom_margin", "left_margin", "right_margin", "gutter")
    for section in Document(str(path)).sections:
        assert [round(getattr(section, side) / Mm(1)) for side in sides] == [210, 297, 37, 35, 28, 26, 0]


def test_no_table_is_wider_than_the_text(path: Path) -> None:
    document = dict(parts(path))["word/document.xml"]
    for table in document.iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert 0 < sum(widths) <= 8845 + 120  # 156 mm and the air in its outer cells


def test_every_paragraph_says_its_pitch_itself(path: Path) -> None:
    for paragraph in dict(parts(path))["word/document.xml"].iter(f"{W}p"):
        if HAN.search("".join(paragraph.itertext(f"{W}t"))):
            assert paragraph.find(f"{W}pPr/{W}spacing").get(f"{W}line")


def test_another_hand_that_saves_it_loses_nothing(path: Path, tmp_path: Path) -> None:
    document: Any = Document(str(path))
    document.save(str(tmp_path / "again.docx"))
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(tmp_path / "again.docx") as two:
        assert one.read("word/fontTable.xml") == two.read("word/fontTable.xml")
        before, after = (etree.fromstring(each.read("docProps/core.xml")) for each in (one, two))
    assert etree.tostring(before, method="c14n") == etree.tostring(after, method="c14n")
