"""Words of pages: both languages side by side where they are used.

Short ones stand in one tag, `{% t "登录" "Sign in" %}`. Sentences go over several lines, of which readers see nothing:

    {% text %}
      请稍后再试，
      或请安全管理员解除锁定。
    {% english %}
      Try later, or ask the security administrator
      to lift the lock.
    {% endtext %}
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.template.base import NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils.html import format_html

from sigai.base import Period, industry_name, unit_word
from sigai_web.language import choose, language, period_said

register = template.Library()


@register.simple_tag
def t(zh: str, en: str) -> str:
    """The text in the reader's language."""
    return choose(zh, en)


class Sentences(template.Node):
    """Sentences in both languages: as they are, since they are the template's own text."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en

    def render(self, context: Context) -> str:  # noqa: ARG002 - as Django calls it
        """The sentences in the reader's language, unescaped."""
        return choose(self.zh, self.en)


@register.tag
def text(parser: Parser, token: Token) -> Sentences:
    """Sentences over several lines. Lines of Chinese are joined as they are, lines of English by a space.

    Raises:
        TemplateSyntaxError: something else than text stands in it, or one of the languages is missing.
    """
    zh, en = (_lines(_until(end, parser, token)) for end in ("english", "endtext"))
    if not (zh and en):
        raise TemplateSyntaxError("'text' needs both languages: {% text %} 中文 {% english %} English {% endtext %}")
    return Sentences("".join(zh), " ".join(en))


def _until(end: str, parser: Parser, token: Token) -> str:
    """The plain text up to a tag."""
    nodes: NodeList = parser.parse((end,))
    parser.delete_first_token()
    if not all(isinstance(node, TextNode) for node in nodes):
        raise TemplateSyntaxError(f"'text' on line {token.lineno} may hold plain text only")
    return "".join(node.s for node in nodes if isinstance(node, TextNode))


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


@register.filter
def said(value: Any) -> str:
    """A text of the content, a role or an operation in the reader's language."""
    return str(getattr(value, language()))


@register.simple_tag
def industry(code: str | None) -> str:
    """An industry by the name of its division, with its code."""
    if not code:
        return "—"
    return format_html('{} <small class="code inline">{}</small>', industry_name(code, language()), code)


@register.filter
def month(period: Any) -> str:
    """A month, quarter, half or year as people write it, however it is kept; that of a day; a dash for none. What is
    none, such as `五月` over a column of somebody's file, stays as it is."""
    if isinstance(period, date):
        return period_said(Period.month(period.year, period.month))
    try:
        return period_said(period if isinstance(period, Period) else str(period)) if period else "—"
    except ValueError:
        return str(period)


@register.filter
def dated(moment: str | None) -> str:
    """A month as people write it, a day as it is; a dash for none."""
    return month(moment) if not moment or len(str(moment)) <= len("2022-09") else str(moment)


@register.filter
def unit_said(unit: str | None) -> str:
    """A unit in the reader's language: `万元`, `10k yuan`."""
    return unit_word(unit, language()) if unit else ""


@register.filter
def grouped(number: int) -> str:
    """`55,956`."""
    return f"{number:,}"


@register.filter
def what(issue: Any) -> str:
    """What is wrong, in the reader's language."""
    return str(issue.what(language()))


@register.filter
def advice(issue: Any) -> str:
    """What to do about an issue."""
    return str(issue.advice(language()))


@register.filter
def spot(issue: Any) -> str:
    """Where an issue stands."""
    return str(issue.place.text(language()))
