"""The review page: whole, self-contained, every extraction marked in place, nothing of the text lost."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_plans import PLAN, compiled
from sigai.base.issues import UserError
from sigai.compiling.review import render_review, write_review
from sigai.compiling.review.marking import Mark, pieces
from sigai.documents.characters import Characters
from sigai.documents.model import Anchor, Paragraph, ReadDocument


@pytest.fixture(scope="module")
def page() -> str:
    return render_review(compiled(PLAN))


def test_it_needs_nothing_from_elsewhere(page: str) -> None:
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)
    assert "http" not in page


def test_every_extraction_is_marked_in_the_document_and_has_its_card(page: str) -> None:
    extraction = compiled(PLAN).extraction
    document, content = page.split('<aside id="content"')
    found = (extraction.targets, extraction.tasks, extraction.units, extraction.named, extraction.instruments)
    for item in (one for collection in found for one in collection):
        for side in (document, content):
            assert re.search(rf'data-ids="[^"]*\b{item.id}\b', side), item.id


def test_the_document_loses_no_character(page: str) -> None:
    body = page.split('<article id="document"')[1].split("</article>", maxsplit=1)[0].split(">", 1)[1]
    body = re.sub(r'<span class="no">.*?</span>|<a class="m task-mark".*?</a>', "", body)
    shown = html.unescape(re.sub(r"<[^>]+>", "", body))
    assert "".join(shown.split()) == "".join(PLAN.split())


def test_findings_stand_on_top_with_links_to_both_sides(page: str) -> None:
    top = page.split('<nav id="tools"', maxsplit=1)[0]
    assert 'id="f-F101-' in top and "5 × 3 = 15" in top
    assert len(re.findall(r'data-go="T\d+"', top)) >= 4


def test_a_text_with_markup_in_it_stays_text() -> None:
    page = render_review(compiled("方案\n一、目标\n到2026年，<script>alert(1)</script>产值达到5亿元。\n"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_both_languages_and_an_empty_plan() -> None:
    assert "Review of the plan" in render_review(compiled(PLAN).__class__(compiled(PLAN).compiled), "en")
    assert "没有发现" in render_review(compiled("一段没有内容的话。"))


def test_a_place_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError) as refused:
        write_review(compiled(PLAN), tmp_path / "file" / "page.html")
    assert [issue.code for issue in refused.value.issues] == ["C102"]


@given(
    text=st.text(alphabet="甲乙 丙\n丁", min_size=1).filter(lambda text: text.strip()),
    spans=st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=6),
)
def test_cutting_a_paragraph_keeps_it_whole(text: str, spans: list[tuple[int, int]]) -> None:
    characters = Characters.of(text)
    length = len(characters.text)
    paragraph = Paragraph(Anchor("d", (), 1, (0, length)), "body", text)
    document = ReadDocument("d", "", (paragraph,), characters)
    marks = [Mark(f"T{i}", "target", (start, start + size)) for i, (start, size) in enumerate(spans)]
    (cut,) = pieces(document, paragraph, marks)
    assert "".join(piece.text for piece in cut) == text
    for mark in marks:
        covered = "".join("".join(piece.text.split()) for piece in cut if mark in piece.marks)
        assert covered == characters.text[mark.span[0] : mark.span[1]]
