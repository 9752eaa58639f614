"""The grammar of names: by what stands around a name, and how it ends, a text tells that it names something.

Each rule reads one sentence. What is a proper name and what a general term is told by the places that the document
itself knows (its title, its counties), by endings, and by words that only open general terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sigai.compiling.lexicon import alternatives, words
from sigai.compiling.model import NamedKind
from sigai.compiling.named_gate import names_something


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: what it is and where it stands; `beside_names` in a list of which another item is one."""

    start: int
    end: int
    kind: NamedKind
    name: str
    confidence: float = 0.75
    beside_names: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places without their rank (X of X县), as the inside of a pattern."""

    pattern: str


_TITLE = re.compile(r"(?:^|[省区])([一-龥]{2,3}?)(?:市|县|自治州|盟|州)")
_RANKED = re.compile(r"(?<![一-龥])((?:[一-龥]{2,3}[县市区]、)*[一-龥]{2,3}[县市区])(?:人民政府|政府|委)")
_PROVINCE = re.compile(r"(?:《|视察|赴|来|^)([一-龥]{2})(?=省|重要讲话|.?.?.?自治区)")
_NAMED_CITY = re.compile(r"(?:《|发挥|落实|和|《关于)([一-龥]{2,3}?)市(?=委|[一-龥])")
_CUE = rf"(?:{alternatives('named', 'cues')})"
_GENERAL = re.compile(rf"^(?:\d|{alternatives('named', 'general')})|新材料产业$")
_VERBISH = re.compile(rf"{alternatives('named', 'verbs')}|(?:{alternatives('named', 'not_ends')})$")
_OPENING = re.compile(rf"^.*(?:{alternatives('named', 'cues')}|及|推荐)(?=[一-龥A-Z])")
_SPLIT = re.compile(r"[^、和及与]+")


def places_of(title: str, texts: Iterable[str]) -> Places:
    """The places a document knows: of its title, of the governments that it names, its province."""
    joined = "\n".join("".join(text.split()) for text in texts)
    found = {match[1] for match in _TITLE.finditer("".join(title.split()))}
    found |= {place[:-1] for match in _RANKED.finditer(joined) for place in match[1].split("、")}
    found |= {match[1] for pattern in (_NAMED_CITY, _PROVINCE) for match in pattern.finditer(joined)}
    found = {place for place in found if not _GENERAL.match(place) and place not in words("named")["ranks"]}
    return Places("|".join(sorted(map(re.escape, found), key=len, reverse=True)) or r"(?!)")


@cache
def _kinds() -> tuple[tuple[NamedKind, str], ...]:
    """Every ending with its kind, longest first, so that 大数据中心 is read before 中心."""
    ends: dict[NamedKind, list[str]] = words("named")["ends"]
    return tuple(sorted(((kind, end) for kind, group in ends.items() for end in group), key=lambda one: -len(one[1])))


def _kind(name: str) -> NamedKind | None:
    return next((kind for kind, end in _kinds() if name.endswith(end)), None)


@cache
def _ending(*kinds: NamedKind) -> str:
    return "|".join(end for kind, end in _kinds() if kind in kinds)


def _proper(name: str, longest: int = 10) -> bool:
    """Whether a listed item can be a proper name: short, no verb in it, no general term at its head."""
    return (
        2 <= len(name) <= longest
        and not re.search(r"[“”（）%\d]", name)
        and not _GENERAL.match(name)
        and not _VERBISH.search(name)
    )


def _stripped(item: str) -> str:
    """An item of a list without the verb before the list."""
    opening = _OPENING.match(item)
    return item[opening.end() :] if opening else item


def _items(text: str, first: int, kind: NamedKind, confidence: float, joined: bool = True) -> Iterator[Name]:
    for item in (_SPLIT if joined else re.compile("[^、]+")).finditer(text):
        name = _stripped(item.group())
        if _proper(name):
            end = first + item.end()
            yield Name(end - len(name), end, kind, name, confidence)


_COMPANIES = re.compile(
    r"([^，。；：等]{2,80})(?:等(?!(?:(?!企业)[^，。；]){0,10}?(?:行业|领域|产业[^，]|地区|方式|服务|环节|技术|资金|高校|院所))"
    r"[^，。；、]{0,10}?(?:、[^，。；、等]{2,6}等)?[^，。；、等]{0,6}?(?:企业|公司)|\d{1,6}家[^，。；、]{0,6}企业)"
)
_OF_COMPANIES = re.compile(r"对([^，。；：等]{2,40})等(?=现有)")


def in_lists(sentence: str) -> Iterator[Name]:
    """甲、乙和丙等企业; 甲、乙2家企业: all items of the list are names, however they end."""
    for found in _COMPANIES.finditer(sentence):
        yield from _items(found[1], found.start(1), "enterprise", 0.7)
    for found in _OF_COMPANIES.finditer(sentence):
        yield from _items(found[1], found.start(1), "enterprise", 0.6)


def companies(sentence: str) -> Iterator[Name]:
    """Behind a verb or beside 合作: names that end like a company (…重工 …集团), or any partner by name."""
    ends = _ending("enterprise")
    for found in re.finditer(rf"(?:{_CUE}|助推|[与和及、])([一-龥]{{2,10}}?(?:{ends}))(?![一-龥]?[体化])", sentence):
        name = _stripped(found[1])
        if _proper(name, 14) and len(name) >= 3 and not re.fullmatch(ends, name):
            yield Name(found.end() - len(name), found.end(), "enterprise", name)
    for found in re.finditer(r"与([一-龥]{2,8})(?:开展|进行|深化|的)(?:[一-龥]{2})?合作", sentence):
        if _proper(found[1]):
            yield Name(found.start(1), found.end(1), "enterprise", found[1], 0.65)


_PROJECTS = re.compile(r"([^，。；：等]{2,120})等[^，。；、等]{0,6}?项目")
_HEAD = r"([一-龥]{2,3}?(?:%s)|[一-龥]{2,4}(?=\d|[一二三四]期|自动|智能|数字化|年产|生产线))"


def projects(sentence: str) -> Iterator[Name]:
    """甲…技改、乙…建设等项目: works by name, and the enterprise each begins with."""
    head = re.compile(_HEAD % "|".join([*_enterprise_ends(), *words("named")["products"]]))
    for found in _PROJECTS.finditer(sentence):
        for item in re.finditer(r"[^、]+", found[1]):
            name = _after_verb(item.group())
            owner = head.match(name)
            general = owner and (_GENERAL.match(name) or _VERBISH.search(owner[1]))
            if not owner or general or not 3 <= len(name) <= 40:
                continue
            end = found.start(1) + item.end()
            start = end - len(name)
            yield Name(start, start + owner.end(), "enterprise", owner[1], 0.7)
            if owner.end() < len(name):
                yield Name(start, end, "project", _SIZE.sub("", name), 0.75)


_WORK_END = re.compile(
    r"(?:[一二三四五]期|电站|核电|风电场?|电厂|水库|灌区|铁路|高铁|高速(?:公路)?|机场|航道|枢纽|大桥|隧道|港区|码头|管道|工程|项目|医院|场馆|产业园|基地)$"
)


def listed_works(sentence: str) -> Iterator[Name]:
    """甲二期、乙抽水蓄能电站等项目: works by name, told by how they end."""
    for found in _LISTED_WORKS.finditer(sentence):
        for item in re.finditer(r"[^、和]+", found[1]):
            name = _stripped(item.group())
            if 4 <= len(name) <= 20 and _WORK_END.search(name) and not _GENERAL.match(name):
                end = found.start(1) + item.end()
                yield Name(end - len(name), end, "project", name, 0.7)


_LISTED_WORKS = re.compile(
    r"([^，。；：等]{4,120})等(?:\d+个|[一二三四五六七八九十]+个|重大|重点|一批|基础设施|产业)*(?:项目|工程)"
)
_SIZE = re.compile(r"(?:年产)?\d+(?:\.\d+)?[万亿]?(?:千瓦|兆瓦|吨|米|平方米|台|套|亩|件|只|元)(?:/年)?")


def _enterprise_ends() -> list[str]:
    ends: list[str] = words("named")["ends"]["enterprise"]
    return ends


def _after_verb(item: str) -> str:
    """A work's name without the verbs before it; verbs within the name stay (…技术改造)."""
    return re.sub(rf"^(?:{_CUE}|和|及|重点|大力|全力|积极)+", "", item)


def works(sentence: str) -> Iterator[Name]:
    """以甲…项目为牵引; 实施甲…二期; 做好甲水利枢纽工程; 支持甲建设…项目; 推进甲基地扩容; 协调甲项目."""
    ends = _ending("enterprise")
    for found in re.finditer(r"以([^，。；、]{4,40}?(?:项目|工程))为(?:牵引|依托|抓手|龙头|契机|引领|支撑)", sentence):
        if not _GENERAL.match(found[1]):
            yield Name(found.start(1), found.end(1), "project", found[1])
        if owner := re.match(rf"[一-龥]{{2,10}}?(?:公司|集团|{ends})", found[1]):
            yield Name(found.start(1), found.start(1) + owner.end(), "enterprise", owner.group())
    for pattern in _WORKS:
        for found in pattern.finditer(sentence):
            if not _GENERAL.match(found[1]) or found[1].endswith(("扩规增容", "扩容", "扩建")):
                yield Name(found.start(1), found.end(1), "project", found[1], 0.65)
    for found in re.finditer(rf"{_CUE}([一-龥]{{2,4}}(?:{ends}))建设([^，。；、]{{3,16}}?项目)", sentence):
        if _proper(found[1]):
            yield Name(found.start(1), found.end(2), "project", found[1] + found[2])
    for found in re.finditer(r"对[^，。；]{2,30}?等(现有[^，。；]{3,12})实施([^，。；]{2,6})", sentence):
        yield Name(found.start(1), found.end(2), "project", found[1] + found[2], 0.65)


_WORKS = (
    re.compile(rf"(?:{_CUE}|实施)+([一-龥]{{4,14}}?[一二三四五]期)(?![一-龥]?间)"),
    re.compile(
        rf"(?:做好|{_CUE})([一-龥]{{2,8}}(?:水利枢纽|水库|灌区|铁路|高速公路|机场|水电站|抽水蓄能电站|调水)(?:工程|项目))"
    ),
    re.compile(
        rf"(?:{_CUE})([^，。；、的]{{4,16}}?(?:基地|中心|园区)(?:[一-龥]{{2,4}}中心)?(?:扩规增容|扩容|扩建|二期建设))"
    ),
    re.compile(r"(?:协调|协调推进|对接)(?:推进|做好)?([一-龥]{3,8}项目)(?=相关|建设|落地|顺利|早日|，|。)"),
)


def institutions(sentence: str, places: Places) -> Iterator[Name]:
    """Parks, bases, platforms and bodies of a place the document knows, or of the state: X工业园区, 国家…先行区."""
    ends = _ending("park", "platform", "institution")
    place = places.pattern
    companies_end = "公司|集团"
    for found in re.finditer(
        rf"((?:(?:{place})(?:市|县|区)?[、和与])*)((?:{place})(?:市|县|区|省)?[一-龥]{{0,12}}?(?:{ends}|{companies_end}|区域品牌))",
        sentence,
    ):
        yield from _of_place(found, sentence)
    for found in re.finditer(_IN_PARK.format(place=place, cue=_CUE), sentence):
        yield Name(found.start(1), found.end(1), "project", found[1], 0.7)
    for found in re.finditer(
        rf"(?:^|[，。；、]|{_CUE}|紧盯|和|与|及|争当[一-龥]{{0,6}})“?((?:国家|自治区|全国|省)(?:（[一-龥]{{2,4}}）)?(?!级)(?:[一-龥、]{{3,16}}?)(?:{ends}))",
        sentence,
    ):
        name = found[1]
        if not _KIND_ONLY.match(name) and not _VERBISH.search(re.sub("发展|创新|应用|一体化|和|建设", "", name)):
            yield Name(found.start(1), found.end(1), _kind(name) or "institution", name, 0.7)
    for found in re.finditer(r"([一-龥]{2}流域[一-龥]{2,16}?(?:先行区|示范区|试验区)(?:（[一-龥]）)?)", sentence):
        yield Name(found.start(1), found.end(1), "institution", found[1])
    for found in re.finditer(r"(?:引导|支持|发挥|鼓励)([^，。；]{2,20}等行业协会)", sentence):
        yield Name(found.start(1), found.end(1), "institution", found[1], 0.6)


_PARK = r"[一-龥]{{0,4}}(?:园区|开发区|高新区)"
_IN_PARK = r"(?:{cue}|推进|加快)((?:{place})" + _PARK + r"[一-龥]{{4,14}}(?:基地|中心|平台))(?=建设|扩建)"
"""推进甲工业园区资源综合利用基地建设: what is built in a park is a work of its own."""
_KIND_ONLY = re.compile(
    r"^(?:国家|自治区|全国|省)(?:重点|工程|技术|产业|制造业|企业|新型|工业|绿色|工程技术|示范|高新技术|技术创新|产业创新|工程研究|临床医学|大学|新型工业化)*"
    r"(?:中心|实验室|基地|园区|开发区|产业园|示范区|园|联盟|平台|高新区|研究院|研究中心)$"
)


def _of_place(found: re.Match[str], sentence: str) -> Iterator[Name]:
    """One name, or the parks of a list of places that shares its ending; what stands before is part of the name."""
    name = found[2]
    tail = re.sub(rf"(?:{'|'.join(end for _, end in _kinds())})$", "", name)
    if _VERBISH.search(tail.replace("发展", "").replace("创新", "").replace("和", "")):
        return
    kind: NamedKind = _kind(name) or ("place" if name.endswith("品牌") else "enterprise")
    if found[1] and kind == "park" and not name.endswith("基地"):
        end = _ended(name)
        for place in re.finditer(r"[^、和与]+", found[1]):
            where = found.start(1) + place.start()
            yield Name(where, where + len(place.group()), kind, place.group() + end, 0.7)
        yield Name(found.start(2), found.end(2), kind, name)
        return
    before = re.search(rf"(?:{_CUE}|紧盯|^|[，。；])([一-龥]{{2,6}})$", sentence[: found.start()])
    head = re.sub(rf"^.*{_CUE}", "", before[1]) if before and not found[1] else ""
    head = head if _proper(head) else ""
    yield Name(found.start() - len(head), found.end(), kind, head + found.group())


def _ended(name: str) -> str:
    return next(end for _, end in _kinds() if name.endswith(end))


_QUOTED = re.compile(
    r"((?:自治区|省|市|国家)?“[^“”]{2,14}”(?:、“[^“”]{2,14}”)*"
    r"(?:(?!等)[一-龥]){0,10}?(?:基地|示范区|先行区|工程|项目|计划|平台|园区|大脑))"
)
_UNDERTAKEN = re.compile(r"实施(“[^“”]{2,10}”建设)")
_BUILT = re.compile(r"打造((?:[^，。；、（）]{4,14}(?:（[^（）]{2,8}）)?基地、)+[^，。；、]{4,14}基地)")
_CARRYING = re.compile(r"(?:列入|纳入|接入)((?:自治区|省|市|国家)[一-龥]{4,14}(?:服务池|资源池|平台))")
_SHARED = re.compile(r"搭建([一-龥]{4,12}共享平台)")


def quoted(sentence: str) -> Iterator[Name]:
    """“…”示范区, “…”工程; 打造甲基地、乙基地; 列入自治区…资源池; 搭建…共享平台."""
    for found in _QUOTED.finditer(sentence):
        work = re.search(r"(?:工程|项目|计划|建设|基地)$", found[1])
        yield Name(found.start(1), found.end(1), "project" if work else "institution", found[1], 0.65)
    for found in _UNDERTAKEN.finditer(sentence):
        yield Name(found.start(1), found.end(1), "project", found[1], 0.65)
    for found in re.finditer(r"“([^“”]{4,14}(?:示范区|先行区|试验区|基地))”", sentence):
        yield Name(found.start(1), found.end(1), "institution", found[1], 0.7)
    for found in _BUILT.finditer(sentence):
        items = list(re.finditer(r"(?:[^、（）]|（[^）]*）)+", found[1]))
        of_names = any(names_something(item.group(), "platform") for item in items)
        for item in items:
            start = found.start(1) + item.start()
            yield Name(start, start + len(item.group()), "platform", item.group(), 0.6, beside_names=of_names)
    for pattern in (_CARRYING, _SHARED):
        for found in pattern.finditer(sentence):
            yield Name(found.start(1), found.end(1), "platform", found[1], 0.65)


_WHERE = re.compile(
    r"在((?:[一-龥]{2,9}、)*[一-龥]{2,9}?)(等地)?(?:规划|布局|统筹|集中|新)?(?:布局|建设|规划|实施|建成)+"
    r"(\d+(?:\.\d+)?[万亿]?(?:千瓦|兆瓦|吨|亩)(?:/年)?)?([一-龥]{2,10}?(?:基地|项目|电站))"
)


def located(sentence: str, places: Places) -> Iterator[Name]:
    """在甲、乙等地布局…基地: the places and the work there; and districts that a sentence speaks of."""
    for found in _WHERE.finditer(sentence):
        listed = found[1].split("、")
        if any(not _proper(place) for place in listed):
            continue
        yield Name(found.start(1), found.end(4), "project", _merged(listed) + found[4], 0.75)
        where = found.start(1)
        for place in listed:
            if found[2]:
                yield Name(where, where + len(place), "place", place, 0.7)
            where += len(place) + 1
    for found in re.finditer(rf"({places.pattern})(?:县|区|旗)(?!人民|政府|委|级|域)", sentence):
        yield Name(found.start(), found.end(), "place", found.group(), 0.6)


def _merged(listed: list[str]) -> str:
    """A list of places, an ending they share once: 甲工业园区、乙工业园区 as 甲、乙工业园区."""
    ends = {next((end for _, end in _kinds() if place.endswith(end)), "") for place in listed}
    end = ends.pop() if len(ends) == 1 else ""
    return "、".join(place.removesuffix(end) for place in listed) + end


_ANYWHERE: tuple[Callable[[str], Iterator[Name]], ...] = (in_lists, companies, projects, listed_works, works, quoted)
_BY_PLACE: tuple[Callable[[str, Places], Iterator[Name]], ...] = (institutions, located)


def names_in(sentence: str, places: Places) -> list[Name]:
    """All names of a sentence in the order in which they stand."""
    found = [name for rule in _ANYWHERE for name in rule(sentence)]
    found += [name for by_place in _BY_PLACE for name in by_place(sentence, places)]
    named = [name for name in found if names_something(name.name, name.kind, beside_names=name.beside_names)]
    return sorted(named, key=lambda name: (name.start, name.end))
