"""What the words over a column say of the figures under it."""

from __future__ import annotations

import pytest

from sigai.tables.files.spans import meaning


@pytest.mark.parametrize("words", [f"{month}月" for month in range(1, 13)])
def test_a_month_alone_is_not_since_january(words: str) -> None:
    assert meaning(words) == "unclear"


@pytest.mark.parametrize("dash", ["-", "－", "—", "–", "~", "～", "至", "到", " - ", "月-"])
@pytest.mark.parametrize("last", ["2月", "9月", "10月", "12月", "本月"])
def test_months_from_january_on_are_a_total(dash: str, last: str) -> None:
    assert meaning(f"1{dash}{last}") == "total"
    assert meaning(f"1{dash}{last}（万元）") == "total"
