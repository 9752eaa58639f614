"""Lists of responsible units as plans write them: （责任单位：…；配合部门：…）, （甲牵头，乙配合）, a table cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sigai.compiling.lexicon import alternatives

_LEAD = (
    "责任单位|牵头单位|主要责任单位|责任部门|牵头部门|负责单位|主办单位|责任主体"
    "|牵头责任单位|责任分工|牵头|责任|主责单位|第一责任单位|实施单位|完成单位"
)
_HELP = "配合单位|配合部门|参与单位|协办单位|参加单位|协同单位|配合|支持单位|责任配合单位|参与部门"
_LABEL = re.compile(rf"(?P<lead>{_LEAD})[：:]|(?P<help>{_HELP})[：:]")
_ENDING = re.compile(
    r"(?:等)?(?:按照?(?:各自)?职责分工?(?:分别)?(?:负责|落实)|按职责分工负责|按照?职责(?:负责|落实)|分工负责"
    r"|按职能分工负责|共同负责|分别负责|负责落实|负责实施|牵头负责|牵头|负责|共同牵头)$"
)
_UNIT_END = re.compile(rf"(?:{alternatives('departments', 'endings')})(?:（[^）]*）)?(?:等)?$")
_BRACKET = re.compile(r"（((?:[^（）]|（[^（）]*）)*)）[。；]?")
_SPLIT = re.compile(r"[、，；]|(?<=[局委厅办部会])(?:和|及)(?=[市省区县各])")


@dataclass(frozen=True, slots=True)
class OwnerList:
    """Names as written, in order; `text` is the list itself, `start` where it begins in the paragraph."""

    owners: tuple[str, ...]
    supporting: tuple[str, ...]
    text: str
    start: int
    end: int


def owner_lists(text: str) -> list[OwnerList]:
    """Every list of responsible units in brackets, in order."""
    found = []
    for bracket in _BRACKET.finditer(text):
        read = read_list(bracket[1], labelled=False)
        if read:
            found.append(OwnerList(*read, bracket[1], bracket.start(), bracket.end()))
    if not found:
        tail = re.search(rf"(?:^|[。；])((?:{_LEAD})[：:][^。]+)[。]?$", text)
        read = read_list(tail[1], labelled=True) if tail else None
        if tail and read:
            found.append(OwnerList(*read, tail[1], tail.start(1), tail.end()))
    return found


def read_list(text: str, *, labelled: bool) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """(owners, supporting) of one list; None where the text is no list of units."""
    labels = list(_LABEL.finditer(text))
    if labels:
        owners: list[str] = []
        supporting: list[str] = []
        for number, label in enumerate(labels):
            stop = labels[number + 1].start() if number + 1 < len(labels) else len(text)
            (owners if label["lead"] else supporting).extend(_names(text[label.end() : stop]))
        head = _names(text[: labels[0].start()])
        return ((*head, *owners), tuple(supporting)) if owners or supporting else None
    return _unlabelled(text, labelled)


def _unlabelled(text: str, labelled: bool) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    lead, _, rest = text.partition("牵头")
    if rest and len(lead) > 2:
        helpers = re.sub(r"^[，、；]|(?:等)?(?:按职责分工)?(?:参与|参加|配合|协同|负责|落实)+$", "", rest)
        return tuple(_names(lead)), tuple(_names(helpers))
    ended = _ENDING.search(text)
    names = _names(_ENDING.sub("", text))
    units = sum(bool(_UNIT_END.search(name)) for name in names)
    if not names or not (ended or labelled):
        return None
    if units < max(1, len(names) * 0.6):
        return None
    return tuple(names), ()


def cell_list(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """(owners, supporting) of a table cell that holds nothing but units."""
    if _LABEL.search(text):
        return read_list(text, labelled=True)
    if re.fullmatch(rf"(?:{_LEAD}|{_HELP})", text):
        return None
    names = _names(_ENDING.sub("", text))
    units = [name for name in names if _UNIT_END.search(name)]
    if not names or len(units) < len(names) * 0.7 or any(len(name) > 24 for name in names):
        return None
    if re.search(r"\d|。|达到|完成", text):
        return None
    return tuple(names), ()


def _names(text: str) -> list[str]:
    """The names of a list, what brackets say left with its name; bare areas take the ending they share."""
    hidden = re.sub(
        r"（[^（）]*）", lambda inner: inner.group().replace("、", "\1").replace("，", "\1"), text.strip("。；，、 ")
    )
    names = []
    for part in _SPLIT.split(hidden):
        name = _ENDING.sub("", part.replace("\1", "、").strip("。；，、： "))
        name = re.sub(r"^(?:由|各?有关|会同)(?=.{3})", "", name) if name.startswith(("由", "会同")) else name
        name = name.removesuffix("等") if len(name) > 3 else name
        if len(name) >= 2:
            names.append(name)
    return _with_shared_ending(names)


def _with_shared_ending(names: list[str]) -> list[str]:
    """甲区、乙县、丙县人民政府: the areas before share the word of the last."""
    found = list(names)
    for number, name in enumerate(names):
        ending = re.search(r"(?:区|县|市|州|盟|旗)((?:人民)?政府|管委会|管理委员会)$", name)
        if not ending or name.startswith("各"):
            continue
        place = number - 1
        while (
            place >= 0
            and re.fullmatch(r"[一-龥]{1,6}(?:区|县|市|州|盟|旗|园)", names[place])
            and not names[place].startswith("各")
        ):
            found[place] = names[place] + ending.group(1)
            place -= 1
    return found
