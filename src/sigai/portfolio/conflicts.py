"""Where nothing keeps all that was asked: the fewest demands that contradict each other, each with its place."""

from __future__ import annotations

from sigai.base.issues import Issue, Place, Severity, UserError, problem
from sigai.portfolio.programme import MixedProgramme, RowKind
from sigai.portfolio.reserve import Reserve
from sigai.portfolio.solving import possible

CONTRADICTION = problem(
    "F020",
    Severity.ERROR,
    zh="没有一种选法能同时满足这 {count} 项要求：{demands_zh}",
    en="no choice keeps these {count} demands together: {demands_en}",
    advice_zh="放宽其中一项；去掉其中任何一项，其余的就能同时满足",
    advice_en="ease one of them; without any one of them the others can be kept",
)
UNDECIDED = problem(
    "F021",
    Severity.ERROR,
    zh="在给定的时间内没有找到一种选法，也没有证明没有",
    en="in the time given no choice was found, nor proven that there is none",
    advice_zh="加长时间（--seconds），或减少必须入选的项目和最低份额",
    advice_en="give more time (--seconds), or pin fewer projects and ask for fewer least shares",
)
_EASED = ("pin", "share", "budget", "after", "excludes")


def conflicts_of(programme: MixedProgramme, *, seconds: float, undecided: bool) -> UserError:
    """What to tell the user who asked for what cannot be: a smallest set of demands that contradict each other, found
    by leaving them out one after the other."""
    if undecided:
        return UserError([UNDECIDED.at()])
    kept = [at for at, row in enumerate(programme.rows) if row.kind in _EASED]
    dropped: list[int] = []
    size = len(kept)
    while size:
        # Large pieces first: mostly few pins and budgets are to blame, among thousands of rows.
        for first in range(0, len(kept), size):
            piece = [at for at in kept[first : first + size] if at not in dropped]
            if piece and not possible(programme.without([*dropped, *piece]), seconds):
                dropped += piece
        kept = [at for at in kept if at not in dropped]
        size = min(size // 2, len(kept))
    words = [_words(programme.reserve, programme.rows[at]) for at in kept]
    places = [place for _, _, place in words if place.file]
    return UserError([_contradiction(words, places[0] if places else Place())])


def _contradiction(words: list[tuple[str, str, Place]], place: Place) -> Issue:
    return CONTRADICTION.at(
        place,
        count=len(words),
        demands_zh="；".join(_with_place(zh, at, "zh") for zh, _, at in words),
        demands_en="; ".join(_with_place(en, at, "en") for _, en, at in words),
    )


def _with_place(words: str, place: Place, language: str) -> str:
    return f"{words} ({place.text(language)})" if place.file else words


def _words(reserve: Reserve, row: RowKind) -> tuple[str, str, Place]:
    """A demand in Chinese, in English, and where it stands."""
    places = {each.id: each.place for each in reserve.candidates}
    named = {each.id: each.name or each.id for each in reserve.candidates}
    if row.kind == "pin":
        name, wanted = row.of
        zh = f"“{named[name]}”{'必须入选' if wanted else '不得入选'}"
        return zh, f"“{named[name]}” must be {'in' if wanted else 'out'}", places[name]
    if row.kind == "budget":
        budget = next(each for each in reserve.budgets if each.id == row.of[0])
        amount = budget.amounts.get(row.of[1], 0.0)
        area = f"（{budget.area}）" if budget.area else ""
        there = f"{amount:,.10g}{' ' + budget.unit if budget.unit else ''}"
        return (
            f"{row.of[1]} 年{budget.id}{area}不超过 {there}",
            f"{budget.id}{area} {row.of[1]} ≤ {there}",
            budget.place,
        )
    if row.kind == "share":
        area, name, kind = row.of
        share = next(each for each in reserve.shares if (each.area, each.budget) == (area, name))
        part = share.at_least if kind == "at least" else share.at_most
        zh = f"{area} 占{name}{'不少于' if kind == 'at least' else '不超过'} {part:.0%}"
        return zh, f"{area} takes {kind} {part:.0%} of {name}", share.place
    first, second = (named[name] for name in row.of)
    if row.kind == "after":
        return f"“{first}”须在“{second}”之后", f"“{first}” needs “{second}”", places[row.of[0]]
    return f"“{first}”与“{second}”不能并存", f"“{first}” excludes “{second}”", places[row.of[0]]
