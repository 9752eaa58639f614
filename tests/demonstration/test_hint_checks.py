"""Hints that name what the programme does not have are told, all at once."""

import pytest

from helpers_demonstration import demonstration_programme
from sigai.base.issues import UserError
from sigai.demonstration import make
from sigai.demonstration.hint_checks import check_hints
from sigai.programme.demonstration import DemonstrationHints, load_hints

WRONG = """
scale: outptu
areas: {'99': 1}
industries:
  - {code: C3140, word: 合金, weight: 1, total: 5, areas: {'98': 1}}
measures:
  - {measure: output}
  - {measure: powr, of: outputs}
ledgers:
  - {ledger: titels}
  - {ledger: titles, numbers: {money: 3}, later: [never]}
pace: {X: 1}
"""


def test_every_unknown_name_is_found_with_its_line(tmp_path):
    programme = demonstration_programme(tmp_path)
    (tmp_path / "demonstration.yaml").write_text(WRONG, encoding="utf-8")
    issues = check_hints(programme, load_hints(tmp_path).hints)
    found = {(issue.facts["kind_en"], issue.facts["name"], issue.place.line) for issue in issues}
    assert found == {
        ("measure", "outptu", 2),
        ("area", "99", 3),
        ("area", "98", 5),
        ("measure", "powr", 8),
        ("measure", "outputs", 8),
        ("ledger", "titels", 10),
        ("field", "titles.money", 11),
        ("field", "titles.never", 11),
        ("target", "X", 12),
    }


def test_hints_that_say_nothing_are_sound(tmp_path):
    assert check_hints(demonstration_programme(tmp_path), DemonstrationHints()) == ()


def test_nothing_is_written_with_wrong_hints(tmp_path):
    programme = demonstration_programme(tmp_path / "programme")
    with pytest.raises(UserError):
        make(programme, tmp_path / "data", hints=DemonstrationHints(scale="outptu"))
    assert not (tmp_path / "data").exists()
