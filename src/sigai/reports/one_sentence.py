"""How the whole programme stands, in one sentence."""

from __future__ import annotations

from sigai.base.issues import Language
from sigai.reports.view import View
from sigai.reports.words import deadline_word, share


def headline(view: View, language: Language) -> str:
    """As of when, how many targets stand how, and how completely figures were given. Empty verdicts are left out."""
    counts, total = view.all.counts, view.all.total
    well = counts["achieved"] + counts["likely"]
    named = (
        (well, "已完成或预计完成", "achieved or likely to be met"),
        (counts["doubtful"], "有悬念", "in doubt"),
        (counts["unlikely"], "预计完不成", "unlikely to be met"),
        (counts["missed"], "已错过", "missed"),
        (counts["unclear"], "看不出", "unclear"),
    )
    until = deadline_word(str(view.run.as_of), language)
    given, held = share(view.coverage), len(view.all.held)
    if language == "en":
        parts = ", ".join(f"{number} {en}" for number, _, en in named if number)
        open_ = f" Of them {held} still open, shown as last settled." if held else ""
        return f"{until[0].upper()}{until[1:]}: of {total} targets {parts}.{open_} Mean response rate: {given}."
    open_ = f"；其中 {held} 项本月未定，沿用此前已定的判断" if held else ""
    parts = "，".join(f"{zh} {number} 项" for number, zh, _ in named if number)
    return f"截至 {until}，{total} 项目标中{parts}{open_}；数据报送率平均 {given}。"
