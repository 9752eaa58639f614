"""Rules of content at work: faults with their places, and what settles them."""

from pathlib import Path

from helpers_programme import findings, load, small_content, statement, write_programme
from sigai.programme.checks import check_programme
from sigai.programme.checks.formulas import formulas_make_sense
from sigai.programme.levels import mechanism_levels
from sigai.programme.loading import load_programme


def test_a_decision_settles_a_difference(tmp_path: Path) -> None:
    content = small_content()
    target = content["targets"][0]
    target["statements"].append(statement("S2", value=6))
    target["decisions"] = [
        {
            "id": "number",
            "about": "value",
            "question": {"zh": "5 还是 6？", "en": "5 or 6?"},
            "statements": ["S1", "S2"],
            "adopted": ["S1"],
            "reading": {"zh": "5", "en": "5"},
            "reason": {"zh": "后文更具体", "en": "more specific"},
            "decided_by": "office",
            "decided_on": "2021-03-01",
        }
    ]
    assert check_programme(load(tmp_path, content)) == ()


def test_adding_kwh_to_tce_is_an_error_with_file_and_line(tmp_path: Path) -> None:
    content = small_content()
    content["indicators"].append(
        {"id": "sum", "name": {"zh": "和", "en": "sum"}, "unit": "kWh", "formula": "total(power) + 1 tce"}
    )
    (issue,) = findings(tmp_path, content, formulas_make_sense)
    assert issue.code.startswith("E")
    assert "kWh" in issue.text("en")
    assert "tce" in issue.text("en")
    assert issue.place.file == "indicators.yaml"
    assert issue.place.line is not None


def test_a_coefficient_turns_kwh_into_tce(tmp_path: Path) -> None:
    content = small_content()
    content["indicators"].append(
        {
            "id": "tce",
            "name": {"zh": "能耗", "en": "energy"},
            "unit": "tce",
            "formula": "total(power) * $power_tce + 1 tce",
        }
    )
    assert findings(tmp_path, content, formulas_make_sense) == []


def test_a_mechanism_works_by_a_scenario_only(tmp_path: Path) -> None:
    content = small_content()
    content["mechanisms"] = [
        {"id": "M1", "name": "台账", "by": ["ledger:titles"], "level": 2},
        {"id": "M2", "name": "画像"},
    ]
    programme = load(tmp_path, content)
    assert [(one.level, one.scenario) for one in mechanism_levels(programme, {})] == [(2, None), (0, None)]
    proven = mechanism_levels(programme, {"M1": "recognised"})
    assert [(one.level, one.scenario) for one in proven] == [(3, "recognised"), (0, None)]


def test_nobody_declares_that_a_mechanism_works(tmp_path: Path) -> None:
    content = small_content()
    content["mechanisms"] = [{"id": "M1", "name": "台账", "by": ["ledger:titles"], "level": 3}]
    assert [issue.code for issue in load_programme(write_programme(tmp_path, content)).issues] == ["P007"]
