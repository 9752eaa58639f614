"""The bulletin in LibreOffice Writer: it opens, nothing of its text is missing, and its pages stay as many.

Writer has none of the faces that the bulletin names: what it draws is drawn in those that stand for them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from helpers_reports import finished_run
from helpers_waiting import PATIENCE
from sigai.reports.bulletin import DEMONSTRATION, write_bulletin
from sigai.reports.official import SMALL_TABLE, OfficialDocument
from sigai.reports.view import View

OFFICE = shutil.which("soffice")
_NUMBER = re.compile(r"[—-]\s*\d+\s*[—-]$")
WRITER = OFFICE is not None and (Path(OFFICE).resolve().parent / "libswlo.so").is_file()

pytestmark = pytest.mark.skipif(
    not WRITER, reason="LibreOffice Writer is not on this machine: no bulletin is opened in it"
)


def converted(path: Path, kind: str, to: Path, *more: Path) -> Path:
    """A file as Writer saves it in another form, and with it `more` files."""
    to.mkdir(exist_ok=True)
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless", "--convert-to",
         kind, "--outdir", str(to), *map(str, (path, *more))],
        check=True, capture_output=True, timeout=PATIENCE, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return to / f"{path.stem}.{kind}"


def pages(path: Path) -> list[str]:
    """The text of each page, without what only separates it, and without its number: paragraphs go on over pages."""
    with pypdfium2.PdfDocument(path) as document:
        return [plain(_NUMBER.sub("", page.get_textpage().get_text_range().rstrip())) for page in document]


def plain(text: str) -> str:
    """Letters and figures only: marks that are drawn in another face come after all others in the file."""
    return re.sub(r"[^\w\ufffd]", "", text)


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("writer") / "bulletin.docx"
    write_bulletin(View(finished_run(4)), path)
    return path


@pytest.fixture(scope="module")
def shown(bulletin: Path) -> list[str]:
    return pages(converted(bulletin, "pdf", bulletin.parent / "first"))


def test_nothing_of_the_text_is_missing(bulletin: Path, shown: list[str]) -> None:
    whole = "".join(shown)
    body = Document(str(bulletin)).element.body
    texts = [plain("".join(each.text or "" for each in line.iter(qn("w:t")))) for line in body.iter(qn("w:p"))]
    missing = [text for text in texts if text and text not in whole]
    assert any(texts)
    assert missing == []
    assert "\ufffd" not in whole


def test_saved_by_writer_and_opened_again_it_has_as_many_pages(bulletin: Path, shown: list[str]) -> None:
    again = converted(bulletin, "docx", bulletin.parent / "saved")
    assert len(pages(converted(again, "pdf", bulletin.parent / "second"))) == len(shown) > 1


def test_who_signs_never_stands_on_a_page_without_text(shown: list[str]) -> None:
    """GB/T 9704; these results are of a length that put attachments, issuer and day alone on a page."""
    (last,) = (page for page in shown if "附件1目标进展一览表" in page and "2数据和文中各数的说明" in page)
    before, _, after = last.partition("附件1目标进展一览表")
    assert before.replace(plain(DEMONSTRATION), "") != ""
    assert re.search(r"\d+年\d+月\d+日$", after)


def test_the_imprint_never_stands_on_a_page_without_text(tmp_path: Path) -> None:
    """Tables that end on each of the last lines of a page: the rows at which the imprint once stood alone, too.
    The brief is among them: one page of text, and its numbers explained on the back."""
    files = [tmp_path / f"{rows}.docx" for rows in range(31, 38)]
    for file in files:
        document = OfficialDocument()
        table = [(f"R{row}", "") for row in range(int(file.stem))]
        document.table(("A", "B"), table, widths=(70, 70), centred=(), size=SMALL_TABLE)
        document.small("remark", keep=True)
        document.imprint("issuer", "printed")
        with file.open("wb") as stream:
            document.write(stream)
    brief = tmp_path / "brief.docx"
    write_bulletin(View(finished_run(24)), brief, kind="brief")
    first = converted(brief, "pdf", tmp_path / "out", *files)
    assert ["附件" in page for page in pages(first)] == [False, True]
    for file in files:
        *_, last = pages(first.with_stem(file.stem))
        assert "remark" in last
        assert last.endswith("issuerprinted")
