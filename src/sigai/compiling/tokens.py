"""A sentence as typed tokens: figures, times, words of the lexicon, separators, closed groups, plain text between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sigai.compiling.lexicon import words
from sigai.compiling.numerals import StatedQuantity, quantity_at
from sigai.compiling.text import bracketed
from sigai.compiling.times import Time, time_at

TokenKind = Literal["figure", "time", "word", "stop", "list", "group", "text"]
Sense = Literal[
    "reach", "reduce_to", "hold", "limit", "grow", "fall", "outcome", "progress", "causative", "before", "after",
    "soft",     "annual", "every", "cumulative", "respectively", "adverb", "scope", "size", "past", "enumerating",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a sentence; `senses` are the word classes a word can stand for, `mark` a comparator it may carry."""

    kind: TokenKind
    text: str
    start: int
    end: int
    senses: frozenset[str] = frozenset()
    mark: str = ""
    figure: StatedQuantity | None = None
    time: Time | None = None

    def can(self, *senses: Sense) -> bool:
        """Whether the word can stand for any of these classes."""
        return any(sense in self.senses for sense in senses)


@cache
def _dictionary() -> dict[str, tuple[frozenset[str], str]]:
    """Every word of the lexicon with its senses and, for comparators, the sign it stands for."""
    senses: dict[str, set[str]] = {}
    marks: dict[str, str] = {}
    verbs, smaller = words("verbs"), words("words")
    for sense in ("reach", "hold", "limit", "grow", "fall", "outcome", "progress", "causative"):
        for word in verbs[sense]:
            senses.setdefault(word, set()).add(sense)
    for stems, sense in (("reach_stems", "reach"), ("reduce_stems", "reduce_to")):
        for stem in verbs[stems]:
            for end in ("至", "到"):
                senses.setdefault(stem + end, set()).add(sense)
    for side in ("before", "after"):
        for sign, listed in smaller[side].items():
            for word in listed:
                senses.setdefault(word, set()).add(side)
                marks[f"{side}:{word}"] = sign
    named = {"adverbs": "adverb"}
    for key in (
        "soft",
        "annual",
        "every",
        "cumulative",
        "respectively",
        "adverbs",
        "scope",
        "size",
        "past",
        "enumerating",
    ):
        for word in smaller[key]:
            senses.setdefault(word, set()).add(named.get(key, key))
    return {
        word: (frozenset(found), marks.get(f"before:{word}") or marks.get(f"after:{word}", ""))
        for word, found in senses.items()
    }


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(_dictionary(), key=len, reverse=True)))


# Compounds in which a lexicon word is no word of its own.
_COMPOUND = re.compile(
    r"登记在册|建设用地|建设兵团|提升工程|突破性|突破口|增长点|增长极|增长率|达标|达峰|达产|完成率|完成情况|实施方案|实施细则|实施意见|推广应用率"
    r"|培育库|服务业|服务商|服务型|服务平台|服务中心|服务站|服务机构|服务器|服务体系|服务能力|服务业企业|改造项目|建设项目|建设工程|发展水平|发展区|发展局|生产总值|生产能力|生产线|生产企业"
    r"|组织机构|开发区|覆盖率|覆盖面|普及率|登记率|引导区|投入强度|投入产出|处置率|治理率|种植面积|转化率|增加值|增减挂钩|减排量"
    r"|减量|投资额|规模以上|规模以下|规模化|超低|超级|超高|超过滤|超算|超净|超限|超超|超大|超算|经过|通过|过程|过剩|过渡|内容|内部|内陆|内网|内外|国内外|内需|起步|起来|多元|多样|多种|多个|多层|多式|多年|多晶|多云"
    r"|余热|余压|工业企业|为主|为核心|为重点|为抓手|为引领|为支撑|为目标|作为|成为|行为|升级为|在线|在建|在营|在校|到位|到港|周到|达到峰值|计划投资|计划总投资|投资强度|产值率|就地|降碳|降本|降耗|减碳|减污|减负|增效|增材|增量|增收|增值|增强|增资|增信"
    r"|近期|近零|附近|邻近|亲近|近海|近年来|近岸|约束|节约型|签约|集约|预约|公约|合约|制约|条约|违约|大约束|要素|需要|重要|主要|要求|纲要|新能源|新型|新材料|新一代|新兴|新技术|新产品|新业态|新模式|新城|新区|新质|创新|(?<=[一-龥])(?<![计年新并将要成动施])更新|高新|全新|新闻|新基建|革新|新车|新疆|新加坡|再生|再制造|再就业|共性|公共|共享|共同体|共建共享|共同富裕|应用|应急|相应|响应|供应链|供应商|适应|效应|反应"
    r"|基本公共|基本医疗|基本养老|基本农田|基本单元|平均水平|全国平均|主要污染物|主要农作物|主要产品|主要指标|主要目标|实现率|重点用能|重点行业|重点企业|重点项目|重点领域|重点实验室|各类|各项|各级|各市|各县|各区|各地|各行业|综合治理|社会治理"
    r"|生态修复|工业生产|安全生产|生产性|清洁生产|技术改造|技改|节能改造|绿色改造|老旧小区改造|数字化改造|智能化改造|设备更新|城市更新|改造升级|落后产能|产能置换|置换率|污水处理|配置率|普惠|发展计划|行动计划|计划单列|完善率|覆盖范围|登记失业率|新增就业|城镇新增|可再生|可持续|可靠|可用|可控|许可|将来|也门|都市|成都|首都|省都|京都|都江|拥有量|保有量|工业增长|经济增长|研发投入|研发经费|研发机构|研发人员|研发平台|研发中心|研发设计|研发活动|研发费用|研发强度|培训中心|培训基地|培训机构|孵化器|孵化基地|孵化载体|孵化面积|储备项目|储备库|签约项目|开工项目|投产项目|引导基金|支持企业|服务企业|推广中心|推广目录|覆盖城|进出口|出口额|出口总额|出口占|出口退税|进口|外贸出口|生产基地|生产性服务业|采购额|采购量|配置水平|连接数|接入量|接入率"
)


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`; positions count from the beginning of `text`."""
    stop = len(text) if end is None else end
    inside = bracketed(text[start:stop])
    found: list[Token] = []
    place, plain_from = start, start
    while place < stop:
        token = _token_at(text, place, stop, inside, start)
        if token is None:
            place += 1
            continue
        if plain_from < token.start:
            found.append(Token("text", text[plain_from : token.start], plain_from, token.start))
        found.append(token)
        place = plain_from = token.end
    if plain_from < stop:
        found.append(Token("text", text[plain_from:stop], plain_from, stop))
    return found


_FIGURE_START = re.compile(r"[-−\d零两二三四五六七八九十百千一翻]|百分之")
_LIST = re.compile(r"以及|、")


def _token_at(text: str, place: int, stop: int, inside: list[bool], start: int) -> Token | None:  # noqa: PLR0911
    time = time_at(text, place)
    if time and time.end <= stop:
        end = time.end + 1 if re.match(r"的[-\d百翻]", text[time.end : time.end + 2]) else time.end
        return Token("time", text[place:end], place, end, time=time)
    if inside[place - start]:
        return _group(text, place, stop, inside, start)
    letter = text[place]
    if letter in "，；。：！？":
        return Token("stop", letter, place, place + 1)
    listed = _LIST.match(text, place)
    if listed:
        return Token("list", listed.group(), place, listed.end())
    if _FIGURE_START.match(text, place):
        figure = quantity_at(text, place)
        if figure and figure.end <= stop:
            return Token("figure", text[place : figure.end], place, figure.end, figure=figure)
    compound = _COMPOUND.match(text, place)
    if compound:
        return Token("text", compound.group(), place, min(compound.end(), stop))
    word = _word_pattern().match(text, place)
    if word and word.end() <= stop:
        senses, mark = _dictionary()[word.group()]
        return Token("word", word.group(), place, word.end(), senses, mark)
    return None


def _group(text: str, place: int, stop: int, inside: list[bool], start: int) -> Token:
    """A closed group: everything up to the bracket or quotation mark that closes it."""
    end = place
    depth = 0
    while end < stop and inside[end - start]:
        if text[end] in "（“《‘〔「【[":
            depth += 1
        elif text[end] in "）”》’〕」】]":
            depth -= 1
        end += 1
        if depth <= 0:
            break
    return Token("group", text[place:end], place, end)
