"""What the leader's page says and draws: how far a target falls short, what moved and why, counts as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sigai import reports
from sigai.reports import CAUSES, MOVES, STATUS, VERDICT, Move, MoveKind, TargetStatus
from sigai_web.language import choose, language

register = template.Library()
_NONE = mark_safe('<span class="none">—</span>')


@register.simple_tag
def bar(pieces: Sequence[tuple[str, int, float, float]]) -> SafeString:
    """Counts by verdict as one bar, worked out by `sparks.pieces`; the numbers stand in its text for who cannot see."""
    drawn = format_html_join(
        "", '<rect class="{}" x="{}" width="{}" height="8"/>', ((name, at, width) for name, _, at, width in pieces)
    )
    said = choose("，", ", ").join(f"{VERDICT[name][language()]} {number}" for name, number, _, _ in pieces)
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        said,
        drawn,
    )


@register.simple_tag
def signed(number: int) -> str:
    """A difference of counts with its sign."""
    return f"+{number}" if number > 0 else f"−{-number}"


@register.simple_tag
def foretold(row: TargetStatus) -> SafeString:
    """The forecast alone, or of a step that is over what was reached."""
    number = row.actual if row.status == "missed" else row.forecast_mean
    if number is None:
        return _NONE
    return format_html(
        "{}", reports.figure(number, row.unit, 0 if reports.counts_things(row.unit) else row.decimals, language())
    )


@register.simple_tag
def in_language(words: Mapping[str, str]) -> str:
    """The words of the reader's language."""
    return words[language()]


@register.simple_tag
def pace_word(status_id: str) -> str:
    """A status in a word."""
    return STATUS[status_id][language()]


@register.simple_tag
def kind_word(kind: MoveKind) -> str:
    """A kind of move in words."""
    return MOVES[kind][language()]


@register.simple_tag
def cause(move: Move) -> str:
    """Why a target moved."""
    return CAUSES[move.cause][language()]


@register.simple_tag
def shortfall(row: TargetStatus) -> SafeString:
    """How far the forecast falls short of the goal; nothing where it does not."""
    words = reports.shortfall_words(row, language())
    return format_html('<span class="short">{}</span>', words) if words else mark_safe("")
