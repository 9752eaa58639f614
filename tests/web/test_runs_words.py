"""Why a calculation was asked for is said in words, in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from sigai_web.runs.models import Run
from sigai_web.runs.words import because_words


@pytest.mark.parametrize(
    ("because", "zh", "en"),
    [
        ("closing 2022-05", "2022年5月 结账", "May 2022 was closed"),
        ("reopening 2022-05", "重新打开 2022年5月", "May 2022 was opened again"),
        ("acceptance survey/2021-10/91000000MA0000001R", "核收 订单 2021年10月", "accepted: 订单 Oct 2021"),
        ("correction survey/2021-10/9100", "更正 订单 2021年10月", "corrected: 订单 Oct 2021"),
        ("acceptance gone/2021-10/9100", "核收 gone 2021年10月", "accepted: gone Oct 2021"),
        ("acceptance", "acceptance", "acceptance"),
        ("record:works/W-1", "台账变动 works W-1", "record of works W-1"),
        ("start", "系统启动", "the system started"),
        ("专班启动", "专班启动", "专班启动"),
        ("", "", ""),
        (
            "acceptance survey/2021-10/1; acceptance survey/2021-10/2; closing 2021-10",
            "核收 订单 2021年10月；2021年10月 结账",
            "accepted: 订单 Oct 2021; Oct 2021 was closed",
        ),
    ],
)
def test_short_marks_become_words(because: str, zh: str, en: str) -> None:
    for language, said in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            found = Run(because=because).why
            assert found == because_words(because)
            assert found.replace("工程", "works") == said
