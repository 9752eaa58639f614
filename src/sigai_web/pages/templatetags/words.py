"""Words of pages: both languages side by side where they are used, `{% t "登录" "Sign in" %}`."""

from __future__ import annotations

from typing import Any

from django import template

from sigai_web.language import choose, language

register = template.Library()


@register.simple_tag
def t(zh: str, en: str) -> str:
    """The text in the reader's language."""
    return choose(zh, en)


@register.filter
def said(value: Any) -> str:
    """A text of the content, a role or an operation in the reader's language."""
    return str(getattr(value, language()))


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
