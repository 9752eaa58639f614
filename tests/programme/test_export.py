"""One row per statement, in the fields of the contract."""

from pathlib import Path

from helpers_programme import load, small_content, statement
from sigai.programme.export import statement_rows


def test_rows_carry_what_the_plan_says_and_who_answers(tmp_path: Path) -> None:
    content = small_content()
    content["targets"][0]["statements"].append(statement("S2", owners=["U1"], soft=True, value=4.5))
    first, second = statement_rows(load(tmp_path, content))
    assert first["doc"] == "plan"
    assert first["target"] == "T"
    assert first["value"] == 5
    assert isinstance(first["value"], int)
    assert first["sources"] == [{"document": "plan", "part": "main", "paragraph": "P1", "span": [0, 10]}]
    assert second["owners"] == ["工信局"]
    assert second["soft"] is True
    assert second["value"] == 4.5
