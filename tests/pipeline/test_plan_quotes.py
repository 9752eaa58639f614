"""The plan's sentences behind its statements, from its own document and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_programme import small_content, write_programme
from sigai.base.issues import UserError
from sigai.documents.characters import read_characters
from sigai.pipeline import plan_sentences
from sigai.programme.loading import programme_or_error
from sigai.programme.programme import Programme

TEXT = "一、总则。\n到2023年，产值达到五亿元以上。其他事项另定。\n"


def programme_of(tmp_path: Path, digest: str = "") -> Programme:
    """The small programme, its one statement placed in TEXT."""
    content = small_content()
    start = "".join(TEXT.split()).index("到2023")
    content["targets"][0]["statements"][0]["source"]["span"] = [start, start + 6]
    if digest:
        content["programme"]["documents"][0]["digest"] = digest
    return programme_or_error(write_programme(tmp_path / "p", content))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_the_whole_sentence_around_a_place(tmp_path: Path, plan: Path) -> None:
    programme = programme_of(tmp_path, read_characters(plan).digest)
    assert plan_sentences(programme, plan) == {"S1": "到2023年，产值达到五亿元以上。"}


def test_another_edition_is_refused(tmp_path: Path, plan: Path) -> None:
    with pytest.raises(UserError) as refused:
        plan_sentences(programme_of(tmp_path, "0" * 64), plan)
    assert [issue.code for issue in refused.value.issues] == ["X008"]
