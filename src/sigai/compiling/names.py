"""Names of indicators: the text's own words without verb, number and size, with what was left out put back."""

from __future__ import annotations

import re

from sigai.compiling.lexicon import alternatives, words
from sigai.compiling.tokens import Token

_SCOPE = re.compile(rf"^(?:{alternatives('words', 'scope')})(?:的)?")
_LEADING = re.compile(
    r"^(?:——|--|—|[、，：；。·-]|其中|同时|此外|另外|一是|二是|三是|四是|五是|六是|七是|八是|使得?(?!用)|让(?!利|渡)|将|把(?!关)|对(?![接外标口照])|为(?!民|农|企)|并(?![网购联])|且|和(?!谐|美)|及(?!时)|与(?!会)|以及|的|约(?!束|谈|定)|新建和|个性化|推进和)+"
)
_TRAILING = re.compile(r"(?:的目标|目标任务|目标|等工作|工作|分年度?|逐年|等|的|(?<!以)上|中|将|要|在|均|总共|共)$")
_LEVEL = re.compile(
    r"^新?的?(?:[一二三四五]级|(?:[一二三四五六七八九十两]*[十百千万]+|[1-9]0+)亿元?级|[1-5]A级?|甲等|(?:国家|世界|区域|省|市|县|自治区|部|省部|地市|州|盟|国家和省|国家级、省)级?|"
    r"(?:企业|行业|国际|场景|领域|园区|综合|特色|专业|基础|先进|卓越|领航)[级型类])(?:以上)?的?$"
)
_INDICATOR_END = tuple(words("words")["indicator_ends"])
_WORK_END = tuple(words("words")["work_ends"])


def words_of(tokens: list[Token]) -> str:
    """The text of some tokens."""
    return "".join(token.text for token in tokens)


def trimmed(name: str) -> tuple[str, str]:
    """A name without what is not part of it, and the scope (全市, 全省) that was stripped from its head."""
    scope = ""
    for _ in range(4):
        before = name
        name = _LEADING.sub("", name)
        found = _SCOPE.match(name)
        if found and len(name) > found.end():
            scope, name = scope or found.group().removesuffix("的"), name[found.end() :]
        if name == before:
            break
    name = name.strip("、，：；。· ")
    while True:
        shorter = _TRAILING.sub("", name)
        if shorter == name or len(shorter) < 2:
            break
        name = shorter
    return name, scope


def ends_like_indicator(name: str) -> bool:
    """Whether a name ends like a figure (…率 …量 …值 …能耗), so that a number after it is its value."""
    return name.endswith(_INDICATOR_END)


def ends_like_work(name: str) -> bool:
    """Whether a name ends with something done (…改造 …整治 …建设), so that a number after it says how much of it."""
    return name.endswith(_WORK_END)


def only_level(name: str) -> bool:
    """国家级, 行业级: a modifier whose noun stands elsewhere in the list."""
    return bool(_LEVEL.match(name))


def head_noun(name: str) -> str:
    """The noun behind the modifiers: 国家级绿色工厂 → 绿色工厂, 过百亿的制造业企业 → 制造业企业."""
    if "的" in name:
        name = name.rsplit("的", 1)[1]
    return (
        re.sub(
            r"^.{0,6}?(?:[百千万]?亿元?级|(?:国家|世界|区域|省|市|县|自治区|企业|行业|[一二三四五])级|[1-5]?A级)(?:以上)?",
            "",
            name,
        )
        or name
    )


def split_modifier(name: str) -> tuple[str, str]:
    """(noun, modifier) of a counted thing; a modifier longer than its noun is no part of the name."""
    if "的" not in name:
        return name, ""
    modifier, noun = name.rsplit("的", 1)
    if len(noun) >= 3 and (len(modifier) > len(noun) or "、" in modifier):
        return noun, modifier
    return name, ""


def restored(name: str, subject: str) -> str:
    """A name that leaves out what the clause before named: 单位增加值用水量 after 规上工业企业单位增加值能耗."""
    found = re.match(r"^((?:规模以上|规上)[^单]*?企业)", subject)
    if found and name.startswith("单位") and "规" not in name:
        return found.group(1) + name
    if name == "投入强度" and subject.endswith("投入"):
        return f"{subject}强度"
    return name


_GROWTH_TAIL = re.compile(r"(?:年均|年平均)?(?:增速|增幅|增长率|涨幅|增长)$")
_AMOUNT_TAIL = re.compile(r"(?:装机(?:规模|容量)?|总?产值|产量|产能|投资|营业收入|面积|增加值)$")


def without_growth(name: str) -> str:
    """软件业务收入 of 软件业务收入年均增速: what a level after a rate of growth is a level of."""
    return _GROWTH_TAIL.sub("", name) or name


def is_growth(name: str) -> bool:
    """增速, 年均增速: a rate of growth of what the clause before names."""
    return bool(_GROWTH_TAIL.fullmatch(name))


def with_amount(name: str, subject: str) -> str:
    """光伏 after 清洁能源装机规模: the amount that the list is about."""
    found = _AMOUNT_TAIL.search(subject)
    return name + found.group() if found and not ends_like_indicator(name) else name


def bare(name: str) -> bool:
    """产量, 产值, 规模, 占比: a head without what it is the head of."""
    return len(name) <= 5 and any(name in (end, "年" + end, "总" + end, "产业" + end, "年均" + end) for end in _BARE)


_BARE = (
    "产量",
    "产值",
    "规模",
    "总规模",
    "营业收入",
    "营收",
    "增加值",
    "占比",
    "比重",
    "数量",
    "投资",
    "产能",
    "总产值",
    "覆盖率",
    "普及率",
    "利润",
    "总量",
    "总数",
    "面积",
    "增速",
    "比例",
    "装机",
    "主营业务收入",
    "总收入",
    "收入",
)
