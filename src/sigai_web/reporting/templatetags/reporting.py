"""Words of the reporting pages: states, steps, days left, addresses of sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from sigai_web.language import choose
from sigai_web.reporting.words import ACTIONS, STATES

register = template.Library()


@register.filter
def state_word(state: str) -> str:
    """A state in the reader's language."""
    return choose(*STATES[state])


@register.filter
def action_word(action: str) -> str:
    """A step in the reader's language."""
    return choose(*ACTIONS[action])


@register.filter
def days_left(days: int) -> str:
    """`还有 3 天`, `今天到期`, `逾期 2 天`."""
    if days == 0:
        return choose("今天到期", "due today")
    if days > 0:
        return choose(f"还有 {days} 天", f"in {_days(days)}")
    return choose(f"逾期 {-days} 天", f"{_days(-days)} late")


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


@register.filter
def figure_state(state: str) -> str:
    """The state of a figure in the store."""
    words = {
        "reported": ("已报", "reported"),
        "provisional": ("初步", "provisional"),
        "accepted": ("已核收", "accepted"),
        "revised": ("更正", "revised"),
        "withdrawn": ("已撤回", "withdrawn"),
    }
    return choose(*words.get(state, (state, state)))


@register.filter
def of(known: Mapping[str, Any], key: Any) -> Any:
    """The entry of a mapping by a key that a template works out."""
    return known.get(key, "")


@register.simple_tag
def sheet_url(name: str, key: tuple[str, str, str]) -> str:
    """The address of something about a sheet."""
    return reverse(name, args=key)
