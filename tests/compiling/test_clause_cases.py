"""Clauses of many kinds of plans, each read alone, against the targets it states."""

from pathlib import Path

import pytest
import yaml

from sigai.compiling.context import Context
from sigai.compiling.statements import Draft
from sigai.compiling.targets import Piece, read_piece
from sigai.compiling.text import plain
from sigai.compiling.times import Calendar
from sigai.documents.model import Anchor, Paragraph

CASES = yaml.safe_load((Path(__file__).parent / "clause_cases.yaml").read_text(encoding="utf-8"))


def read_clause(text: str, plan: list[int]) -> list[str]:
    """The targets of one sentence in the words of the table, names left out."""
    calendar = Calendar(plan[0], plan[1], one_year=plan[0] == plan[1])
    paragraph = Paragraph(Anchor("d", (), 1, (0, len(text))), "body", text)
    drafts = read_piece(Piece(paragraph, plain(text)), Context(calendar))
    return [_in_words(draft) for draft in drafts if draft.flags != ["milestone"]]


def _in_words(draft: Draft) -> str:
    sort = draft.sort
    base = f" | {sort.base_year}" if sort.base_year else ""
    stated = f"{sort.comparator} {draft.value:g} {draft.unit or '-'}"
    return f"{draft.name} | {stated} | {sort.kind} | {sort.end} | {sort.direction}{base}"


@pytest.mark.parametrize(
    ("text", "plan", "want"),
    [
        pytest.param(case["text"], group["plan"], case["want"], id=case["text"][:24])
        for group in CASES
        for case in group["cases"]
    ],
)
def test_a_clause_states_these_targets(text: str, plan: list[int], want: list[str]) -> None:
    assert read_clause(text, plan) == want
