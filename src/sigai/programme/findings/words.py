"""Statements in words: figures, periods and kinds, the same in either language because symbols carry them."""

from __future__ import annotations

from sigai.programme.targets import Statement

SYMBOLS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "=", "~": "≈"}


def figure(value: float) -> str:
    """`60`, `1.25`, `5.88`: at most two decimals, none where there are none."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def amount_text(statement: Statement) -> str:
    """`≥ 15%`; a commitment without a number is worded by its comparator alone."""
    return f"{SYMBOLS[statement.comparator]} {figure(statement.value)}{statement.unit}"


def period_text(statement: Statement) -> str:
    """`2021—2023年均`, `每年`, `累计`, `2023`: the period with the way it is counted."""
    start, end = statement.period_start, statement.period_end
    run = f"{start}—{end}" if start is not None and start != end else f"{end}"
    if statement.kind == "annual_growth":
        return f"{run} 年均" if start != end else f"{end} 当年"
    if statement.kind == "annual_count":
        return f"{run} 每年" if start != end else f"{end} 当年"
    if statement.kind == "cumulative_count":
        return f"{end} 累计"
    if statement.kind == "cumulative_change":
        return f"{end} 比 {statement.base_year}" if statement.base_year else f"{end} 累计变化"
    return f"{end}"


def worded(statement: Statement) -> str:
    """`制造业占工业增加值比重 ≈ 70%（2023）`: what a statement says, without quoting it."""
    down = "↓ " if statement.direction == "down" and statement.kind in ("annual_growth", "cumulative_change") else ""
    name = "，".join(part for part in (statement.indicator, statement.scope) if part)
    return f"{name} {down}{amount_text(statement)}（{period_text(statement)}）"


def listed(names: tuple[str, ...] | list[str], most: int = 12) -> str:
    """`甲、乙、丙 等 20 项`: no more than `most` names."""
    names = list(names)
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown} … ({len(names)})"
