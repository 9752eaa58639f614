"""Industries by name."""

from __future__ import annotations

import pytest

from sigai.base import industry_name


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("C3140", "黑色金属冶炼和压延加工业", "Smelting and rolling of ferrous metals"),
        ("C31", "黑色金属冶炼和压延加工业", "Smelting and rolling of ferrous metals"),
        ("D4415", "电力、热力生产和供应业", "Electric power and heat"),
        ("B0610", "煤炭开采和洗选业", "Mining and washing of coal"),
        ("C", "", ""),
        ("C9999", "", ""),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_a_code_is_named_by_its_division(code: str | None, zh: str, en: str) -> None:
    assert (industry_name(code, "zh"), industry_name(code, "en")) == (zh, en)
