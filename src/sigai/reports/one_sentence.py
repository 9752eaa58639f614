"""How the whole programme stands, in one sentence."""

from __future__ import annotations

from sigai.base.issues import Language
from sigai.reports.view import View
from sigai.reports.words import deadline_word, share


def headline(view: View, language: Language) -> str:
    """As of when, how many targets stand how, and how completely figures were given. Empty statuses are left out."""
    counts, total = view.all.counts, view.all.total
    well = counts["achieved"] + counts["on_track"]
    named = (
        (well, "按进度或已完成", "on track or achieved"),
        (counts["at_risk"], "有风险", "at risk"),
        (counts["behind"], "滞后", "behind"),
        (counts["missed"], "到期未完成", "missed"),
        (counts["no_data"], "无数据", "without data"),
        (counts["not_due"], "未到考核期", "not due yet"),
    )
    until = deadline_word(str(view.run.as_of), language)
    given = share(view.coverage)
    if language == "en":
        parts = ", ".join(f"{number} {en}" for number, _, en in named if number)
        return f"{until[0].upper()}{until[1:]}: of {total} targets {parts}. Figures given: {given} on average."
    parts = "，".join(f"{zh} {number} 项" for number, zh, _ in named if number)
    return f"截至 {until}，{total} 项目标中{parts}；数据报送率平均 {given}。"
