"""A bulletin opens alike on other machines: faces with their like, its own properties and language."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from lxml import etree

from helpers_reports import finished_run
from sigai.reports import BulletinIssue
from sigai.reports.bulletin import write_bulletin
from sigai.reports.view import View

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("elsewhere") / "bulletin.docx"
    write_bulletin(View(finished_run(4)), path)
    return path


def part(path, name):
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def faces(path):
    fonts = etree.fromstring(part(path, "word/fontTable.xml"))
    return {font.get(f"{W}name"): [each.get(f"{W}val") for each in font.iter(f"{W}altName")] for font in fonts}


@pytest.mark.parametrize(
    ("face", "like"),
    [
        ("仿宋_GB2312", "仿宋"),
        ("楷体_GB2312", "楷体"),
        ("方正小标宋简体", "华文中宋"),
        ("黑体", "SimHei"),
        ("宋体", "SimSun"),
    ],
)
def test_every_chinese_face_names_one_that_looks_like_it(path, face, like):
    assert faces(path)[face] == [like]


def test_the_table_of_faces_holds_those_of_the_text_and_no_others(path):
    with zipfile.ZipFile(path) as archive:
        texts = [
            archive.read(name).decode() for name in archive.namelist() if re.match(r"word/(?:doc|head|foot)", name)
        ]
    used = {face for text in texts for face in re.findall(r'w:(?:ascii|hAnsi|eastAsia)="([^"]+)"', text)}
    assert used == set(faces(path))


def test_nothing_of_the_library_or_its_template_is_left(path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        whole = b"".join(archive.read(name) for name in names if name.endswith((".xml", ".rels"))).decode()
    for left in ("python-docx", "2013-12-23", "Macintosh", "ＭＳ", "ja-JP", 'eastAsia="en-US"'):
        assert left not in whole
    assert not any("thumbnail" in name or "WithEffects" in name for name in names)


def test_properties_are_those_of_the_office_and_the_day(path, tmp_path):
    properties = Document(str(path)).core_properties
    assert (properties.title, properties.author, properties.language) == (
        "关于全市工业改造推进情况的通报",
        "云河市工业改造工作领导小组办公室",
        "zh-CN",
    )
    assert properties.created.date() == properties.modified.date() == date(2022, 10, 12)
    issued = tmp_path / "issued.docx"
    write_bulletin(View(finished_run(4)), issued, BulletinIssue(3, date(2022, 11, 2), "seal", 1))
    assert Document(str(issued)).core_properties.created.date() == date(2022, 11, 2)


def test_a_run_without_a_day_tells_none(tmp_path):
    run = finished_run(4)
    undated = replace(run, header={name: value for name, value in run.header.items() if name != "started"})
    write_bulletin(View(undated), tmp_path / "bulletin.docx")
    assert b"created" not in part(tmp_path / "bulletin.docx", "docProps/core.xml")


def test_the_same_bulletin_has_the_same_properties(path, tmp_path):
    write_bulletin(View(finished_run(4)), tmp_path / "again.docx")
    assert part(path, "docProps/core.xml") == part(tmp_path / "again.docx", "docProps/core.xml")
