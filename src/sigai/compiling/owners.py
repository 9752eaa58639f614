"""Lists of responsible units as plans write them: （责任单位：…；配合部门：…）, （甲牵头，乙配合）, a table cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sigai.compiling.lexicon import alternatives
from sigai.documents.columns import is_head

_LEAD = (
    "责任单位|牵头单位|主要责任单位|责任部门|牵头部门|负责单位|主办单位|责任主体"
    "|牵头责任单位|责任分工|牵头|责任|主责单位|第一责任单位|实施单位|完成单位"
)
_HELP = "配合单位|配合部门|参与单位|协办单位|参加单位|协同单位|配合|支持单位|责任配合单位|参与部门"
_OTHER = (
    "完成时限|完成时间|时限要求|时间安排|时间节点|时间要求|完成期限"
    "|责任领导|分管领导|牵头领导|包抓领导|市领导|责任人|联系人"
)
"""Labels of what stands beside the units: by when, which leader."""
_LABEL = re.compile(rf"(?P<other>{_OTHER})[：:]|(?P<lead>{_LEAD})[：:]|(?P<help>{_HELP})[：:]")
_ENDING = re.compile(
    r"(?:等)?(?:按照?(?:各自)?职责分工?(?:分别)?(?:负责|落实)|按职责分工负责|按照?职责(?:负责|落实)|分工负责"
    r"|按职能分工负责|共同负责|分别负责|负责落实|负责实施|牵头负责|牵头|负责|共同牵头)$"
)
_PART = re.compile(r"(?:（[^）]*）|[^，；（])+")
_ROLE = re.compile(
    r"(?:等(?:有关)?(?:部门|单位)?)?(?:(?P<lead>(?:共同|分别)?牵头(?:负责|组织|落实|实施)?)"
    r"|(?P<help>(?:按照?(?:各自)?职责分工?|结合实际|协同|积极)?(?:配合|参与|参加|协同|协助|指导|支持)(?:负责|落实|推进|实施)?)"
    r"|(?P<do>(?:按照?(?:各自)?职责分工?|按职能分工?|按任务分工|结合实际|共同|分别|分工|具体)?(?:负责|落实|承担|组织实施|抓好落实|推进)(?:落实|实施)?))$"
)
"""What a unit does in a list, behind its name."""
_NO_UNITS = frozenset(
    ["单位", "部门", "下同", "以下简称", "有关", "其他", "等", "牵头", "配合", "责任单位", "牵头单位", "负责单位"]
)
_UNIT_END = re.compile(rf"(?:{alternatives('departments', 'endings')})(?:（[^）]*）)?(?:等)?$")
_OFFICE = re.compile(r"(?:局|委|厅|办|部|政府|管委会|委员会|办公室|支行|总队|支队)$")
_NO_NAME = re.compile(r"\d|[。：]|^(?:如|含|包括|不含|以及|即|见|详见|由|在|对|的)|[的了]")
_SHORTEST, _LONGEST = 3, 16
_LABELLED_END = re.compile(rf"(?:^|[。；\s])((?:(?:{_LEAD}|{_HELP}|{_OTHER})[：:][^。：:]+[。；]?)+)$")
_SENTENCE_END = re.compile(r"。\s*([^。：:\d]{4,80}(?:牵头|负责|落实|配合|参与))。?$")
"""A last sentence that says nothing but who does it: 甲局、乙委按职责分工负责。"""
_BRACKET = re.compile(
    r"（((?:[^（）]|（[^（）]*）)*)）[。；]?|〔([^〔〕]*)〕[。；]?|【([^【】]*)】[。；]?|\[([^\[\]]*)\][。；]?"
)
_EACH = re.compile(r"各(?:(?!各|部门)[一-龥（）]{1,3}、){1,4}(?!各)[一-龥（）]{1,4}(?:人民政府|政府|管委会|办事处)")
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
        inside = next(filter(None, bracket.groups()), "")
        read = read_list(inside, labelled=False)
        if read is None and bracket.end() == len(text):
            read = _only_units(inside)
        if read:
            found.append(OwnerList(*read, inside, bracket.start(), bracket.end()))
    if not found:
        tail = _LABELLED_END.search(text)
        read = read_list(tail[1], labelled=True) if tail else None
        if tail is None and (tail := _SENTENCE_END.search(text)):
            read = _unlabelled(tail[1], labelled=False, whole=True)
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
            if not label["other"]:
                (owners if label["lead"] else supporting).extend(_names(text[label.end() : stop]))
        head = _names(text[: labels[0].start()])
        return ((*head, *owners), tuple(supporting)) if owners or supporting else None
    return _unlabelled(text, labelled)


def _only_units(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """（甲局、乙委）at the end of an item: nothing but units, without a word of role."""
    names = _names(text)
    units = all(len(name) >= _SHORTEST and _UNIT_END.search(name) and not _NO_NAME.search(name) for name in names)
    return (tuple(names), ()) if names and units and any(_OFFICE.search(name) for name in names) else None


def _unlabelled(text: str, labelled: bool, *, whole: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """A list by the words of role behind its parts: 甲牵头，乙、丙配合，丁指导.

    `whole`: every name must be a unit's.
    """
    parts = _roles(text)
    said = [role for _, role in parts if role]
    if not said and not labelled:
        return None
    leads = "lead" in said
    owners: list[str] = []
    helpers: list[str] = []
    for names, role in parts:
        helps = role == "help" or (leads and role != "lead")
        (helpers if helps and set(said) != {"help"} else owners).extend(names)
    every = [*owners, *helpers]
    units = sum(bool(_UNIT_END.search(name)) for name in every)
    if not every or units < max(1, len(every) * (1 if whole else 0.6)):
        return None
    if whole and any(len(name) > _LONGEST or _NO_NAME.search(name) for name in every):
        return None
    if not owners:
        owners, helpers = helpers, []
    return tuple(owners), tuple(name for name in helpers if name not in owners)


def _roles(text: str) -> list[tuple[list[str], str]]:
    """The parts of a list with their roles: `lead` (牵头), `do` (负责, 落实), `help` (配合, 指导), or none stated.

    A part without a word of role shares that of the part behind it, a list goes on over a comma.
    """
    parts: list[tuple[list[str], str]] = []
    waiting: list[str] = []
    for piece in _PART.findall(text):
        ended = _ROLE.search(piece)
        names = _names(piece[: ended.start()] if ended else piece)
        if ended is None:
            waiting += names
            continue
        role = "lead" if ended["lead"] else "help" if ended["help"] else "do"
        parts.append(([*waiting, *names], role))
        waiting = []
    if waiting:
        parts.append((waiting, ""))
    return parts


def cell_list(text: str, *, sure: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """(owners, supporting) of a table cell that holds nothing but units; `sure`: the head of its column says so."""
    if _LABEL.search(text):
        return read_list(text, labelled=True)
    if re.fullmatch(rf"(?:{_LEAD}|{_HELP})", text) or is_head(text):
        return None
    names = _names(_ENDING.sub("", text))
    units = [name for name in names if _UNIT_END.search(name)]
    if sure and names and not re.search(r"。|达到|完成", text):
        return tuple(names), ()
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
    hidden = _EACH.sub(lambda areas: areas.group().replace("、", "\1"), hidden)
    names = []
    for part in _SPLIT.split(hidden):
        name = _ENDING.sub("", part.replace("\1", "、").strip("。；，、： "))
        name = re.sub(r"^(?:由|各?有关|会同)(?=.{3})", "", name) if name.startswith(("由", "会同")) else name
        name = name.removesuffix("等") if len(name) > 3 else name
        name = re.sub(
            r"(?<=[局委厅办部会院])等.{0,4}(?:有关|相关)?(?:部门|单位)(?:(?:以及|和|及)各[一-龥]{1,6})?$", "", name
        )
        if len(name) >= 2 and name not in _NO_UNITS:
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
