"""Kinds below an enterprise: names of their own, parents without a circle, forms that ask for one kind at a time."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.formulas.nodes import ENTITY_ATTRIBUTES
from sigai.programme.kinds import STANDING_KINDS, EntityKind
from sigai.programme.measures import Form
from sigai.programme.programme import Programme

STANDING_KIND = problem(
    "P120",
    Severity.ERROR,
    zh="“{kind}”是每个方案都有的主体类型，不能再定义",
    en="“{kind}” is a kind of entity that every programme has",
    advice_zh="换一个编号",
    advice_en="give this kind another id",
)
NAME_TAKEN = problem(
    "P121",
    Severity.ERROR,
    zh="主体类型“{kind}”的属性“{attribute}”与别的名称相同（{other}），公式分不清",
    en="the attribute “{attribute}” of the kind “{kind}” has a name that means something else ({other})",
    advice_zh="给属性换一个编号",
    advice_en="give the attribute another id",
)
OWN_ANCESTOR = problem(
    "P122",
    Severity.ERROR,
    zh="主体类型“{kind}”绕一圈又属于自己，或不属于企业",
    en="the kind “{kind}” belongs to itself in the end, or to no enterprise",
    advice_zh="parents 一层层往上应到 enterprise 或 park",
    advice_en="its parents must lead up to enterprise or park",
)
CHOICES = problem(
    "P123",
    Severity.ERROR,
    zh="主体类型“{kind}”的属性“{attribute}”：只有 choice 有选项，而且必须有",
    en="the attribute “{attribute}” of the kind “{kind}”: a choice has choices, nothing else has",
    advice_zh="写上 choices，或改 type",
    advice_en="give it choices, or another type",
)
SEVERAL_SUBJECTS = problem(
    "P124",
    Severity.ERROR,
    zh="报表“{form}”由{reporter}填报，却收集 {kinds} 的指标项",
    en="form “{form}” is filled in by {reporter} but collects measures of {kinds}",
    advice_zh="一张报表只问一种主体：填报的主体自己，或属于它的一种",
    advice_en="a form asks for one kind: the reporter itself, or one kind that belongs to it",
)
_TOP = ("enterprise", "park")
_COLUMNS = ("name", "grade", "parent", "closed", "list", "above_scale_since", "active_from", "active_until", "tags")


def kinds_below(programme: Programme) -> Iterator[Issue]:
    """What is wrong with the kinds that a programme declares, and with forms that ask for them."""
    taken = {
        **dict.fromkeys((*ENTITY_ATTRIBUTES, *_COLUMNS), "register"),
        **dict.fromkeys(programme.measure_by_id, "measure"),
    }
    for kind in programme.kinds:
        if kind.id in STANDING_KINDS:
            yield STANDING_KIND.at(kind.place_of("id"), kind=kind.id)
        if not set(tops(programme, kind)) & set(_TOP) or kind.id in tops(programme, kind):
            yield OWN_ANCESTOR.at(kind.place_of("parents"), kind=kind.id)
        yield from _attributes(kind, taken)
    for form in programme.forms:
        yield from _one_subject(programme, form)


def _attributes(kind: EntityKind, taken: dict[str, str]) -> Iterator[Issue]:
    for one in kind.attributes:
        if one.id in taken:
            yield NAME_TAKEN.at(one.place, kind=kind.id, attribute=one.id, other=taken[one.id])
        taken[one.id] = kind.id
        if (one.type == "choice") != bool(one.choices):
            yield CHOICES.at(one.place, kind=kind.id, attribute=one.id)


def tops(programme: Programme, kind: EntityKind) -> tuple[str, ...]:
    """Every kind that a kind may belong to, directly or through others; itself where it goes round in a circle."""
    found: dict[str, None] = {}
    wanted = list(kind.parents)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = None
            above = programme.kind_by_id.get(name)
            wanted += above.parents if above else ()
    return tuple(found)


def _one_subject(programme: Programme, form: Form) -> Iterator[Issue]:
    known = programme.measure_by_id
    kinds = tuple(dict.fromkeys(known[name].subject for name in form.measures if name in known))
    below = [kind for kind in kinds if kind in programme.kind_by_id]
    if below and (len(kinds) > 1 or form.reporter not in tops(programme, programme.kind_by_id[below[0]])):
        yield SEVERAL_SUBJECTS.at(form.place, form=form.id, reporter=form.reporter, kinds=", ".join(kinds))
