"""People in templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html

from sigai_web.accounts.people import Person

register = template.Library()


@register.simple_tag
def person(username: str | None, people: Mapping[str, Person]) -> str:
    """Somebody by name, their posts where the mouse rests; `people` are those whom the view looked up."""
    if not username:
        return "—"
    who = people.get(username) or Person(username, username)
    return format_html('<span title="{}">{}</span>', ", ".join(who.posts), who.name) if who.posts else who.name
