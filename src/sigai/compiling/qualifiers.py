"""Figures that say how big a thing is, not how much is wanted: 投资 2 亿元以上的项目, 过百亿的企业, 5000 吨以上项目."""

from __future__ import annotations

import re
from dataclasses import replace

from sigai.compiling.lexicon import alternatives
from sigai.compiling.tokens import Token

_OF = re.compile(rf"(?:的[^的]{{0,18}}?)(?:{alternatives('words', 'heads')})")
_THING = re.compile(rf"[^的，、]{{0,8}}?(?:{alternatives('words', 'heads')})")
_DIRECT = re.compile(
    r"级|(?:以上|以下|及以上)?(?:的)?(?:大|规模|特色|优势|先进|重点|支柱|主导)?(?:制造业|工业|农业|服务业)?(?:产业|集群|企业|园区|强县|县|镇|楼宇|项目|企业集团|平台)"
)
_DOING = re.compile(
    r"的[^的，]{2,24}?(?:完成|实现|达到|建成|通过|开展|建立|配备|应用|接入|纳入|取得|用上|享受|掌握)(?!.{0,6}(?:企业|项目)$)"
)
"""80 %以上的事项实现掌上办: the share of those that do something, not the size of those that are meant."""
_REACHED = re.compile(r"[一-龥]{1,6}(?:企业|园区|集群|平台|项目)(?:达到?|突破|超过|增至)\d[\d.]*[万千百]?[家户个]")
_GOAL = re.compile(r"的(?:目标|水平|任务|要求|规模(?!以上|化|养殖|经营))")


def without_sizes(segment: list[Token]) -> list[Token]:
    """The segment with every size condition turned from a figure into plain words of the name it belongs to."""
    return [_as_words(token) if _is_size(segment, number) else token for number, token in enumerate(segment)]


def _as_words(token: Token) -> Token:
    return replace(token, kind="text", figure=None)


def _is_size(segment: list[Token], number: int) -> bool:  # noqa: PLR0911 - one for each form
    figure = segment[number].figure
    if figure is None:
        return False
    before = segment[number - 1] if number else None
    after = segment[number + 1] if number + 1 < len(segment) else None
    trailing = bool(after and after.can("after"))
    if after and after.text in ("或", "或者") and number + 2 < len(segment) and segment[number + 2].figure:
        return _is_size(segment, number + 2)
    following = "".join(token.text for token in segment[number + 1 + trailing : number + 9])
    if _GOAL.match(following) or not following:
        return False
    sized = bool(
        before and (before.can("size") or before.text.endswith(("投资", "产值", "收入", "规模", "额", "营收")))
    )
    if before and before.text.endswith(("年产", "年产能", "年处理", "日处理", "日产", "年加工")):
        return True
    if figure.unit_class in ("money", "none") and after and after.kind == "text" and _counted_next(segment, number):
        return True
    if figure.unit_class in ("money", "measure", "none"):
        return _big_thing(figure.unit_class, following, trailing, sized)
    if figure.unit in ("岁", "年", "周岁") and trailing:
        return True
    if figure.unit_class == "percent":
        counted = any(token.figure for token in segment[number + 1 : number + 13])
        return (
            (counted or (trailing and not _DOING.match(following)))
            and following.startswith("的")
            and bool(_OF.match(following))
            and not following.startswith("的产能")
        )
    named = bool(before and before.kind in ("text", "group")) and not (
        before and before.text.endswith(("全省", "全市"))
    )
    return named and trailing and following.startswith("的") and bool(_OF.match(following))


def _counted_next(segment: list[Token], number: int) -> bool:
    """10亿元品种 5 个: nothing but words between this figure and one that counts them."""
    if number and segment[number - 1].can("reach", "reduce_to", "grow", "fall", "hold", "limit"):
        return False
    for token in segment[number + 1 : number + 6]:
        if token.figure:
            return token.figure.unit_class == "count"
        if token.kind not in ("text", "group"):
            return False
    return False


def _big_thing(unit_class: str, following: str, trailing: bool, sized: bool) -> bool:
    if _OF.match(following) and (trailing or sized or unit_class == "money"):
        return True
    if unit_class == "money" and _REACHED.match(following):
        return True
    if unit_class != "measure" and _DIRECT.match(following):
        return True
    if trailing and _THING.match(following):
        return True
    return sized and following.startswith("的")
