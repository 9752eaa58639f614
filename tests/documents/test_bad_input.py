"""Files that cannot be read end in a declared problem in both languages, never in a traceback; nothing is fetched."""

from __future__ import annotations

import io
import os
import random
import zipfile

import docx
import openpyxl
import pytest

from helpers_documents import PLAN, nested_drawings, pdf, pdf_pages, repacked
from sigai.base import Bounds, confined
from sigai.base.issues import UserError
from sigai.documents import problems
from sigai.documents.reading import read_document

LITTLE = Bounds(processor=60, clock=600, memory=512)
"""Far more than a small plan takes, far less than what never ends."""


def word():
    out = io.BytesIO()
    document = docx.Document()
    for text in PLAN:
        document.add_paragraph(text)
    document.add_table(2, 2).cell(0, 0).text = "任务"
    document.save(out)
    return out.getvalue()


def page():
    rows = "<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    return ("<html><body>" + "".join(f"<p>{text}</p>" for text in PLAN) + rows + "</body></html>").encode()


def sheet():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def refused(tmp_path, content, name="plan.docx"):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError) as error:
        read_document(path)
    for issue in error.value.issues:
        assert all(issue.what(language) and issue.advice(language) for language in ("zh", "en"))
        assert "{" not in issue.text("zh") + issue.text("en")
    return error.value.issues[0].code


def test_a_missing_file_and_a_folder(tmp_path):
    for path in (tmp_path / "nothing.txt", tmp_path):
        with pytest.raises(UserError, match="D001"):
            read_document(path)


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n ", "\ufeff \n".encode()])
def test_an_empty_file(tmp_path, content):
    assert refused(tmp_path, content, "plan.txt") == "D007"


def test_a_word_file_without_text(tmp_path):
    out = io.BytesIO()
    docx.Document().save(out)
    assert refused(tmp_path, out.getvalue()) == "D007"


def test_a_spreadsheet_called_docx(tmp_path):
    assert refused(tmp_path, sheet()) == "D006"


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"MZ\x90\0", b"{\\rtf1", b"Rar!\x1a\x07"])
def test_other_kinds_are_named(tmp_path, start):
    assert refused(tmp_path, start + b"\0" * 100) == "D006"


def test_old_and_encrypted_office_files(tmp_path):
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
    assert refused(tmp_path, head) == "D006"
    assert refused(tmp_path, head + "EncryptedPackage".encode("utf-16-le")) == "D004"


def test_an_encrypted_pdf(tmp_path):
    content = pdf(pdf_pages(PLAN))
    locked = content.replace(
        b"trailer << ",
        b"trailer << /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> >> "
        b"/ID [<41><41>] ",
    )
    assert refused(tmp_path, locked, "plan.pdf") == "D004"


def test_a_scan_is_sent_to_ocr(tmp_path):
    assert refused(tmp_path, pdf([[], [], [(290.0, 40.0, "- 3 -")]]), "plan.pdf") == "D003"


def test_pages_that_are_pictures_are_warned_about(tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf([*pdf_pages(PLAN, lines=9), []]))
    issues = read_document(path).issues
    assert [issue.code for issue in issues] == ["D010"]
    assert "4" in issues[0].what("zh")


@pytest.mark.parametrize("make", [word, lambda: pdf(pdf_pages(PLAN))])
def test_truncated_files(tmp_path, make):
    content = make()
    assert refused(tmp_path, content[:60], "plan.bin") in {"D005", "D002"}
    path = tmp_path / "half"
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(UserError):
        read_document(path)


def test_binary_rubbish(tmp_path):
    assert refused(tmp_path, random.Random(3).randbytes(5000), "plan.txt") == "D002"


def test_a_bomb_is_not_opened(tmp_path):
    assert refused(tmp_path, repacked(word(), {"word/media/zeros.bin": bytes(20 * 2**20)})) == "D009"


def test_too_many_entries(tmp_path, monkeypatch):
    monkeypatch.setattr("sigai.documents.packages.MOST_ENTRIES", 5)
    assert refused(tmp_path, word()) == "D009"


def test_a_locked_packed_file(tmp_path):
    content = bytearray(word())
    for start in range(len(content) - 4):
        if content[start : start + 4] == b"PK\x01\x02":
            content[start + 8] |= 1
    assert refused(tmp_path, bytes(content)) == "D004"


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    for entity in (f'SYSTEM "file://{secret}"', '"&b;&b;"'):
        xml = (
            f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY b "x"><!ENTITY a {entity}>]><w:document '
            'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&a;</w:t>'
            "</w:r></w:p></w:body></w:document>"
        )
        assert refused(tmp_path, repacked(word(), {"word/document.xml": xml.encode()})) == "D005"


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "plan.txt"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(UserError, match="D008"):
        read_document(path)


def test_more_characters_than_a_plan_has(tmp_path, monkeypatch):
    monkeypatch.setattr("sigai.documents.reading.MOST_CHARACTERS", 100)
    assert refused(tmp_path, "\n".join(PLAN).encode(), "plan.txt") == "D008"
    assert refused(tmp_path, page(), "plan.html") == "D008"


@pytest.mark.parametrize(
    ("make", "name"), [(word, "plan.txt"), (lambda: pdf(pdf_pages(PLAN)), "plan.docx"), (page, "plan.pdf")]
)
def test_the_content_decides_not_the_name(tmp_path, make, name):
    path = tmp_path / name
    path.write_bytes(make())
    assert read_document(path).title == PLAN[0]


def test_a_package_packed_in_another_way(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert refused(tmp_path, out.getvalue()) == "D005"


def test_more_tags_than_a_plan_has(tmp_path, monkeypatch):
    monkeypatch.setattr("sigai.documents.packages.MOST_MARKS", 500)
    marks = b"<w:x " + b"".join(b"a%d='1' " % number for number in range(600)) + b"/>"
    assert refused(tmp_path, repacked(word(), {"word/document.xml": marks})) == "D009"


def test_a_list_has_nine_levels_whatever_it_says(tmp_path):
    far = "999999999"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    level = f'<w:lvl w:ilvl="{far}"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbers = (
        f'<w:numbering {space}><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    listed = f'<w:pPr><w:numPr><w:ilvl w:val="{far}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    text = f"<w:document {space}><w:body><w:p>{listed}<w:r><w:t>甲。</w:t></w:r></w:p></w:body></w:document>"
    path = tmp_path / "plan.docx"
    path.write_bytes(repacked(word(), {"word/document.xml": text.encode(), "word/numbering.xml": numbers.encode()}))
    assert confined(read_document, path, bounds=LITTLE).characters.text == "甲。"


@pytest.mark.parametrize("text", ["·" * 200_000, "…" * 200_000 + "甲", "· " * 100_000, "（" + "." * 200_000 + "。"])
def test_a_line_of_one_mark_only_takes_time_in_proportion(tmp_path, text):
    path = tmp_path / "plan.txt"
    path.write_text(f"{PLAN[0]}\n{text}\n", encoding="utf-8")
    assert PLAN[0] in confined(read_document, path, bounds=LITTLE).characters.text


def test_drawings_within_drawings_are_given_up(tmp_path, monkeypatch):
    """Nine levels of forms, each drawing the next thirty times."""
    content = nested_drawings(9, 30)
    assert len(content) < 5000
    monkeypatch.setattr("sigai.documents.pdf.BOUNDS", Bounds(processor=1, clock=600, memory=256))
    assert refused(tmp_path, content, "plan.pdf") == "D011"


def mutated(content, luck):
    changed = bytearray(content)
    for _ in range(luck.randint(1, 12)):
        place = luck.randrange(len(changed))
        match luck.randrange(4):
            case 0:
                changed[place] = luck.randrange(256)
            case 1:
                del changed[place : place + luck.randint(1, 40)]
            case 2:
                changed[place:place] = luck.randbytes(luck.randint(1, 20))
            case _:
                changed[place:place] = changed[place : place + luck.randint(1, 60)]
        changed = changed or bytearray(b"x")
    return bytes(changed)


def word_inside(luck):
    """A sound package with broken XML in it: what gets past the check sums."""
    content = word()
    name = luck.choice(["word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return repacked(content, {name: mutated(archive.read(name), luck)})


ROUNDS = int(os.environ.get("SIGAI_FUZZ_ROUNDS", "40"))


@pytest.mark.parametrize("kind", ["txt", "docx", "xml", "pdf", "html"])
def test_broken_files_never_end_in_a_traceback(tmp_path, kind):
    luck = random.Random(f"{kind}-2026")
    sound = {"txt": "\n".join(PLAN).encode(), "docx": word(), "xml": b"", "pdf": pdf(pdf_pages(PLAN)), "html": page()}[
        kind
    ]
    path = tmp_path / f"plan.{kind}"
    for _ in range(ROUNDS):
        path.write_bytes(word_inside(luck) if kind == "xml" else mutated(sound, luck))
        try:
            document = read_document(path)
        except UserError:
            continue
        assert document.characters.text == "".join(item.characters for item in document.paragraphs)


def test_every_problem_says_what_to_do_in_both_languages():
    declared = [value for value in vars(problems).values() if hasattr(value, "advice")]
    assert len(declared) >= 8
    assert all(item.advice[language] and item.what[language] for item in declared for language in ("zh", "en"))
