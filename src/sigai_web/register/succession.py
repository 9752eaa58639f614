"""Enterprises that merge and split: what becomes of the register, what stands against it, and what stays as it is.

A merger closes an enterprise from a month on: it owes nothing any more, and its lists go to the one it merged into.
What it reported and holds from before stays its own, so results of earlier months do not move. A split enters a new
enterprise from a month on; the old one goes on. Both are requests of the register that another person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sigai.base import Issue, Period, Place
from sigai_web.accounts.models import Membership
from sigai_web.language import choose, month_said
from sigai_web.permissions import Role, visible
from sigai_web.register.problems import FIGURES_AFTER, NO_PROOF, NOT_TWO_ENTERPRISES
from sigai_web.store.models import CurrentFigure, CurrentRecord, Entity
from sigai_web.store.operations import RECORD_READ
from sigai_web.store.register import NewFact, all_facts

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Succession:
    """`merge`: `source` went up in `target`; `split`: `target` came out of `source`; from the month `since` on."""

    how: Literal["merge", "split"]
    source: str
    target: str
    since: int


def month_of(text: str) -> int | None:
    """A month as people write it; None for anything else."""
    try:
        period = Period.parse(text.strip())
    except ValueError:
        return None
    return period.first if period.first == period.last else None


def facts_of_merger(of: Succession) -> list[NewFact]:
    """What a merger tells: the source is closed, and its lists are the target's, from its month on."""
    both = all_facts(list(Entity.objects.filter(pk__in=(of.source, of.target))))
    lists = [fact for fact in both if fact.fact == "list"]
    held = [fact for fact in lists if fact.entity == of.target]
    told = [NewFact(of.source, "closed", "yes", since=of.since)]
    for fact in lists:
        if fact.entity != of.source or (fact.until is not None and fact.until < of.since):
            continue
        if (fact.since or 0) < of.since:
            told.append(NewFact(of.source, "list", fact.value, since=fact.since, until=of.since - 1))
        else:
            told.append(NewFact(of.source, "list", fact.value, since=fact.since, until=fact.until, withdrawn=True))
        passed = NewFact(of.target, "list", fact.value, since=max(fact.since or 0, of.since), until=fact.until)
        if not any(_covers(own, passed) for own in held):
            told.append(passed)
    return told


def _covers(own: NewFact, other: NewFact) -> bool:
    """Whether somebody is on a list in every month of another membership."""
    until = own.until is None or (other.until is not None and own.until >= other.until)
    return own.value == other.value and (own.since or 0) <= (other.since or 0) and until


def against(of: Succession, known: Mapping[str, Entity], document: str) -> Iterator[Issue]:
    """What stands against a succession, apart from what stands against its rows."""
    wanted = (of.source, of.target) if of.how == "merge" else (of.source,)
    enterprises = {one for one in wanted if (entity := known.get(one)) is not None and entity.kind == "enterprise"}
    if of.source == of.target or enterprises != set(wanted):
        yield NOT_TWO_ENTERPRISES.at(Place(column="target"), source=of.source, target=of.target)
        return
    if not document.strip():
        yield NO_PROOF.at(Place(column="document"))
    if of.how == "merge":
        yield from _against_figures(of, known)


def _against_figures(of: Succession, known: Mapping[str, Entity]) -> Iterator[Issue]:
    rows = CurrentFigure.objects.filter(entity=of.source, month__gte=of.since)
    months = list(rows.order_by("month").values_list("month", flat=True).distinct())
    if not months:
        return
    theirs = CurrentFigure.objects.filter(entity=of.target, month__in=months).exists()
    both = ("双方都有", "both have figures") if theirs else ("它仍有", "it still has figures")
    facts = {"source": known[of.source].name, "target": known[of.target].name, "since": month_said(of.since)}
    shown = [month_said(month) for month in months[:_SHOWN]]
    facts |= {"months": ", ".join(shown) + ("…" if len(months) > _SHOWN else ""), "has": both[1], "has_zh": both[0]}
    yield FIGURES_AFTER.at(Place(column="since"), **facts)


def follows(user: Any, of: Succession, names: Mapping[str, str]) -> list[str]:
    """What becomes of figures, forms, records and accounts, in sentences, before and after it is confirmed."""
    month = month_said(of.since)
    source, target = names.get(of.source, of.source), names.get(of.target, of.target)
    if of.how == "split":
        zh, en = (
            f"{month}起新登记的主体从“{source}”分立，自己填报",
            f"from {month} on it reports by itself, split off from {source}",
        )
        stays = choose("原企业的数、记录、名单、账号都不变", "figures, records, lists and accounts of the old one stay")
        return [choose(zh, en), stays]
    figures = CurrentFigure.objects.filter(entity=of.source, month__lt=of.since).count()
    records = visible(user, RECORD_READ, CurrentRecord.objects.filter(entity=of.source)).count()
    people = Membership.objects.filter(role=Role.ENTERPRISE_REPORTER, scope=of.source).count()
    return [
        choose(
            f"“{source}”{month}起不再报表，此后由“{target}”合并填报；以前未报的表仍由它补报",
            f"from {month} on {source} owes no form, {target} reports for both; older forms stay its own",
        ),
        choose(
            f"{month}以前的 {figures} 个数不变，仍是它的", f"its {figures} figures from before {month} stay its own"
        ),
        choose(
            f"它的 {records} 条台账记录不变；还要办的，由能更正的人逐条更正到“{target}”",
            f"its {records} records stay; those still to be dealt with are corrected to {target} one by one",
        ),
        choose(
            f"它的 {people} 个账号仍可查看、更正以前月份；要替“{target}”填报的，由系统管理员另行授权",
            f"its {people} accounts go on for earlier months; who reports for {target} is granted that besides",
        ),
    ]


def words_of(of: Succession, names: Mapping[str, str]) -> str:
    """A succession in a sentence."""
    source, target = names.get(of.source, of.source), names.get(of.target, of.target)
    month = month_said(of.since)
    if of.how == "merge":
        return choose(f"{month}起“{source}”并入“{target}”", f"from {month} on {source} is merged into {target}")
    return choose(f"{month}起从“{source}”分立“{target}”", f"from {month} on {target} is split off from {source}")


def successions(what: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Succession]:
    """The successions of a kept request; one at most."""
    return [Succession(**row) for row in what.get("successions", ())]
