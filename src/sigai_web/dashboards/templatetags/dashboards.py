"""What pages of progress say in one word or figure: verdicts with their sign, figures with their marks, owners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sigai import reports
from sigai.base import MeasureUnit, Period, unit_word
from sigai.programme import Programme
from sigai.reports import CAUSES, MOVES, NO_FIGURE, SIGNS, STATUS, VERDICT, Move, TargetStatus
from sigai_web import programme
from sigai_web.language import choose, language

register = template.Library()
_NAMED = 2
_NONE = mark_safe('<span class="none">—</span>')


@register.simple_tag
def signs() -> SafeString:
    """The shapes of the verdicts, once a page."""
    return mark_safe(SIGNS)  # noqa: S308 - our own file


def sign(verdict_id: str) -> SafeString:
    """The shape of a verdict alone; its word stands elsewhere."""
    return format_html('<svg class="sign {0}" aria-hidden="true"><use href="#sign-{0}"/></svg>', verdict_id)


@register.simple_tag
def verdict_word(verdict_id: str) -> SafeString:
    """A verdict by shape and word."""
    return format_html('<span class="status">{}{}</span>', sign(verdict_id), VERDICT[verdict_id][language()])


@register.simple_tag
def verdict(row: TargetStatus) -> SafeString:
    """The verdict of a row; where it is an earlier month's, which, and that the month itself is open."""
    shown = verdict_word(row.shown)
    if not row.held:
        return shown
    return format_html('{}<small class="unsettled">{}</small>', shown, reports.verdict_month(row, language()))


@register.simple_tag
def pace(row: TargetStatus) -> str:
    """How a row keeps pace, as one of the reasons of its verdict."""
    return choose("进度：", "pace: ") + STATUS[row.status][language()].lower()


@register.simple_tag
def estimate_facts(row: TargetStatus) -> tuple[tuple[str, str], ...]:
    """What is reported, estimated and how far it may be off, each by its name; nothing where nothing is estimated."""
    return reports.estimate_facts(row, language())


@register.simple_tag
def open_facts(row: TargetStatus) -> tuple[tuple[str, str], ...]:
    """What the month shows whose status is still open; nothing for a settled one."""
    return reports.open_facts(row, language())


@register.simple_tag
def open_name(row: TargetStatus) -> str:
    """The month whose status is still open."""
    return reports.open_name(row, language())


@register.simple_tag
def basis(row: Mapping[str, Any]) -> str:
    """What the estimate of a missing figure rests on, with the last figure that it had."""
    text = reports.basis_words(row.get("basis"), row.get("respondents"), row["amount"], language())
    last = row.get("last_period")
    if not last:
        return text
    since = reports.period_word(last, language())
    return text + choose(f"，最近一期 {since}", f", last figure {since}")


@register.simple_tag
def moved(move: Move | None) -> SafeString:
    """How a target moved since last month, and what was shown then; nothing where it did not."""
    if move is None:
        return mark_safe("")
    before = VERDICT[move.before.shown]
    return format_html(
        '<small class="moved {0}" data-move="{0}" data-cause="{3}">{1} <span>{2}</span> <span>{4}</span></small>',
        move.kind,
        MOVES[move.kind][language()],
        choose(f"上月{before.zh}", f"was {before.en.lower()}"),
        move.cause,
        CAUSES[move.cause][language()],
    )


def explanation_address(row: TargetStatus) -> str:
    """Where a figure of progress is explained."""
    if row.main:
        return reverse("explain", args=[row.target.id, row.area.code, row.as_of])
    month = str(Period.parse(row.actual_period or row.as_of).end)
    return reverse("explain-indicator", args=[row.track.indicator, row.area.code, month])


@register.simple_tag
def actual(row: TargetStatus) -> SafeString:
    """The actual figure, which opens its explanation; under it how completely it was given, and its marks."""
    if row.actual is None:
        text: str | SafeString = format_html('<span class="none">{}</span>', choose("无数据", "no data"))
    else:
        text = reports.figure(row.actual, row.unit, row.decimals, language())
    between = mark_safe("</small><small>") if row.estimated else mark_safe("")
    under = format_html("{}{}{}", given(row), between, marks(row))
    figure = format_html('<a class="figure" href="{}">{}</a><small>{}</small>', explanation_address(row), text, under)
    return format_html("{}{}{}", figure, _interval(row), _open(row))


def _interval(row: TargetStatus) -> SafeString:
    """Where an estimated figure may lie."""
    words = reports.interval_words(row, language())
    return format_html("<small>{}</small>", words) if words else mark_safe("")


def _open(row: TargetStatus) -> SafeString:
    """What the month shows so far whose status is open."""
    if not row.held or row.open_actual is None:
        return mark_safe("")
    now = reports.figure(row.open_actual, row.unit, row.decimals, language())
    return format_html('<small class="unsettled">{} {}</small>', reports.open_name(row, language()), now)


@register.simple_tag
def marks(row: Any) -> SafeString:
    """What must be said beside a figure: estimated, provisional, revised, assumed."""
    found = []
    if getattr(row, "estimated", False):
        word = choose("含对未报数的推算", "includes estimates of what is not in")
        found.append(("mark estimated", word, choose("推算", "est.")))
    if getattr(row, "provisional", False):
        found.append(("mark", choose("含暂报数", "includes provisional figures"), choose("暂报", "prov.")))
    if getattr(row, "revised", False):
        found.append(
            (
                "mark revised",
                choose("含更正过的数，已修订", "revised: includes corrected figures"),
                choose("已修订", "revised"),
            )
        )
    if getattr(row, "assumed", ()):
        found.append(("mark assumed", "; ".join(row.assumed), choose("推定", "assumed")))
    return format_html_join("", ' <span class="{}" title="{}">{}</span>', found)


def given(row: TargetStatus) -> SafeString:
    """How completely the figures under an actual figure were given."""
    if row.actual is None:
        return mark_safe("")
    if row.coverage is None:
        return format_html("{}", choose("按台账计", "from records"))
    share_given = format_html("{} {}", choose("报送", "given"), _share_given(row))
    return format_html('<span class="thin">{}</span>', share_given) if row.coverage < _thin() else share_given


def _share_given(row: TargetStatus) -> str:
    """By count; where some are missing and it is known, by weight, too."""
    by_count = reports.share(row.coverage)
    if row.coverage_weight is None or (row.coverage or 0) >= 1:
        return by_count
    return by_count + choose(
        f"，按量 {reports.share(row.coverage_weight)}", f", {reports.share(row.coverage_weight)} by weight"
    )


def _thin() -> float:
    content = programme.current()
    method = reports.method_or_none(content, content.head.end.last)
    return method.provisional_below if method else 0.0


@register.simple_tag
def aim(row: TargetStatus) -> SafeString:
    """The goal and until when."""
    goal = reports.goal(row.comparator, row.goal, row.unit, language(), row.decimals)
    return format_html("{}<small>{}</small>", goal, reports.deadline_word(row.period_end, language()))


@register.simple_tag
def expected(row: TargetStatus) -> str:
    """What was asked for by now."""
    return reports.figure(row.expected, row.unit, row.decimals, language())


@register.simple_tag
def gap(row: TargetStatus) -> SafeString:
    """How far the actual figure lies from what was asked for by now, with its sign; behind is below zero."""
    if row.gap is None:
        return _NONE
    text = reports.number(abs(row.gap), row.unit, row.decimals)
    plain = not any(digit in text for digit in "123456789")
    before = "" if plain else "+" if row.gap > 0 else "−"
    unit = choose("个百分点", "points") if row.unit == "%" else unit_word(row.unit, language(), text)
    kind = "short" if before == "−" else ""
    return format_html('<span class="{}">{}{} <span class="unit">{}</span></span>', kind, before, text, unit)


@register.simple_tag
def forecast(row: TargetStatus) -> SafeString:
    """The forecast with its interval; of what is done or not there is none."""
    if row.forecast_mean is None:
        return _NONE
    mean = reports.figure(row.forecast_mean, row.unit, row.decimals, language())
    low, high = (reports.number(end, row.unit, row.decimals) for end in (row.forecast_low, row.forecast_high))
    return format_html("{}<small>{} {} {}</small>", mean, low, choose("至", "to"), high)


@register.simple_tag
def needed(row: TargetStatus) -> SafeString:
    """What must still be gained, and until when."""
    return format_html("{}", reports.needed_words(row, language()) or _NONE)


@register.filter
def chance(probability: float | None) -> str:
    """A probability in whole percent."""
    return reports.chance(probability)


@register.filter
def share(value: float | None) -> str:
    """A share of one in percent."""
    return reports.share(value)


@register.filter
def until(period: Any) -> str:
    """The end of a period in words."""
    return reports.deadline_word(str(period), language()) if period else NO_FIGURE


@register.filter
def reason(code: str | None) -> str:
    """Why a target is judged so."""
    return reports.reason_word(code, language())


@register.filter
def trajectory(code: str) -> str:
    """How much is expected between steps."""
    return reports.trajectory_word(code, language())


@register.filter
def state(code: str) -> str:
    """The state of a reported figure."""
    return reports.value_state_word(code, language())


@register.simple_tag
def amount(value: Any, unit: str = "", decimals: int = 1) -> str:
    """A number with its unit."""
    return reports.figure(None if value is None else float(value), unit or "", decimals, language())


@register.simple_tag
def owners(target: Any) -> SafeString:
    """Who owns a target, each with the way to its page."""
    found = reports.units_of(programme.current(), target)
    return unit_links([unit.id for unit in found]) if found else _unowned()


def _unowned() -> SafeString:
    return format_html('<span class="none">{}</span>', choose("方案未指明", "not named"))


@register.simple_tag
def unit_links(ids: Sequence[str]) -> SafeString:
    """Units by name, each with the way to its page."""
    content = programme.current()
    units = [content.unit_by_id[unit] for unit in ids if unit in content.unit_by_id]
    between = choose("、", ", ")
    return format_html_join(
        between, '<a href="{}">{}</a>', ((reverse("unit", args=[unit.id]), unit.name[language()]) for unit in units)
    )


@register.simple_tag
def tally(counts: Mapping[str, int]) -> SafeString:
    """Counts by verdict; empty ones are left out."""
    return format_html(
        '<span class="tally">{}</span>',
        format_html_join(
            "",
            "<span>{}{} <i>{}</i></span>",
            ((sign(name), counts[name], VERDICT[name][language()]) for name in VERDICT if counts[name]),
        ),
    )


@register.simple_tag
def way(row: TargetStatus) -> SafeString:
    """Where the figure lies between baseline and goal, with what was expected by now as a tick."""
    at = reports.way_positions(row)
    if at is None:
        return mark_safe("")
    due = '<rect class="due" x="{}" width="1.6" height="8"/>'
    return format_html(
        '<svg class="way {}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="whole" y="1" width="100" height="6"/><rect class="done" y="1" width="{}" height="6"/>{}</svg>',
        row.shown,
        at["actual"],
        "" if at["expected"] is None else format_html(due, at["expected"]),
    )


@register.simple_tag
def place(source: Any) -> str:
    """Where a statement stands in its document."""
    return reports.place_text(_content(), source, language())


@register.simple_tag
def statement_words(statement: Any) -> str:
    """What a statement asks for: its goal, its kind, its time."""
    asked = reports.goal(statement.comparator, statement.value, statement.unit, language())
    starts, ends = (
        reports.period_word(str(one), language()) if one else ""
        for one in (statement.period_start, statement.period_end)
    )
    years = f"{starts}–{ends}" if starts not in ("", ends) else ends
    words = [asked, reports.kind_word(statement.kind, language()), years]
    if statement.soft:
        words.append(choose("力争", "aspired to"))
    return " · ".join(words)


@register.simple_tag
def sentence(statement: Any) -> str:
    """The plan's own words behind a statement, where the installation has the plan's document."""
    return programme.sentence(statement.id)


def _content() -> Programme:
    return programme.current()


@register.simple_tag
def count_of(counts: Mapping[str, int], verdict_id: str) -> SafeString:
    """How many have a verdict; a faint dash for none."""
    return format_html('<b class="{}">{}</b>', verdict_id, counts[verdict_id]) if counts[verdict_id] else _NONE


@register.simple_tag
def goal_of(row: TargetStatus) -> SafeString:
    """The goal with its marks, where the date stands elsewhere."""
    return format_html(
        "{}{}", reports.goal(row.comparator, row.goal, row.unit, language(), row.decimals), _assumed(row)
    )


def _assumed(row: TargetStatus) -> SafeString:
    if not row.assumed:
        return mark_safe("")
    title, word = "; ".join(row.assumed), choose("推定", "assumed")
    return format_html(' <span class="mark assumed" title="{}">{}</span>', title, word)


@register.simple_tag
def explanation_of(row: TargetStatus) -> str:
    """The address of a figure's explanation."""
    return explanation_address(row)


@register.simple_tag
def lead_of(task: Any) -> SafeString:
    """Who leads a task, else the first of those responsible and how many they are."""
    if task.lead:
        return unit_links([task.lead])
    named = unit_links(task.responsible[:_NAMED])
    number = len(task.responsible)
    return (
        named if number <= _NAMED else format_html(choose("{} 等 {} 个单位", "{} and others, {} in all"), named, number)
    )


@register.simple_tag
def result_marks(row: Mapping[str, Any]) -> SafeString:
    """The marks of an indicator's or a term's number."""
    found = [("mark estimated", choose("含推算", "with estimates"))] if row.get("estimated") else []
    if row["provisional"]:
        found.append(("mark", choose("暂报", "provisional")))
    if row["revised"]:
        found.append(("mark revised", choose("已修订", "revised")))
    return format_html_join("", ' <span class="{}">{}</span>', found)


@register.simple_tag
def share_of(value: float | None) -> str:
    """A share of one with a digit after the point, as small ones need."""
    return reports.share(value, 1)


@register.simple_tag
def could_change(effect: float | None, unit: str, decimals: int) -> str:
    """By how much one missing entity could move an indicator, either way."""
    return reports.effect_words(effect, unit, decimals, language())


@register.simple_tag
def entity_link(entity: str, name: str | None) -> SafeString:
    """An entity by name, with the way to its page."""
    view = "area" if entity in programme.current().area_by_code else "enterprise"
    return format_html('<a href="{}">{}</a>', reverse(view, args=[entity]), name or entity)


@register.simple_tag
def figure_of(row: Mapping[str, Any], measure: Any) -> str:
    """A figure under a term: as reported, or what it adds where nothing was reported of it."""
    value = row["amount"] if row["value"] is None else row["value"]
    return plain_amount(value, MeasureUnit.parse(measure.unit).symbol if measure else "")


@register.simple_tag
def plain_amount(value: Any, unit: str = "") -> str:
    """A reported figure with all its digits and its unit."""
    if value is None:
        return NO_FIGURE
    text = f"{float(value):,.4f}".rstrip("0").rstrip(".").replace("-", "−")
    return f"{text} {unit_word(unit, language(), text)}".strip()


@register.simple_tag
def unit_names(*ids: str) -> str:
    """Units by name, without links."""
    content = programme.current()
    return choose("、", ", ").join(
        content.unit_by_id[unit].name[language()] for unit in ids if unit in content.unit_by_id
    )


@register.simple_tag
def state_mark(state_id: str) -> SafeString:
    """A mark beside a figure that is not simply accepted."""
    if state_id not in ("provisional", "revised"):
        return mark_safe("")
    kind = "mark revised" if state_id == "revised" else "mark"
    return format_html(' <span class="{}">{}</span>', kind, state(state_id))


@register.filter
def less(number: int, other: int) -> int:
    """A difference of two counts."""
    return number - other


@register.filter
def quarter(month_number: int) -> str:
    """A quarter in a word, by the index of its first month."""
    number = month_number % 12 // 3
    return choose(f"{'一二三四'[number]}季", f"Q{number + 1}")


@register.simple_tag
def coverage(row: TargetStatus) -> SafeString:
    """How many of those who owe a figure gave one, and what they weigh."""
    if row.actual is None or row.coverage is None:
        return given(row)
    words = format_html("{} {}", choose("报送", "given"), reports.coverage_words(row, language()))
    return format_html('<span class="thin">{}</span>', words) if row.coverage < _thin() else words
