"""Commitments without a number: 全覆盖, 全部退出, 清零, 完成出清, 逐年提升; and dated steps (2021年，制定实施方案)."""

from __future__ import annotations

from sigai.compiling.context import Context
from sigai.compiling.statements import Draft
from sigai.compiling.tokens import Token


def read_promises(segment: list[Token], text: str, context: Context) -> list[Draft]:
    """The commitments of a segment without figures."""
    del segment, text, context
    return []
