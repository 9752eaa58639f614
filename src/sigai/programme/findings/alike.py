"""Whether two names are of one thing, of a part and its whole, or of two members of one list."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

Relation = Literal["same", "level", "part", "apart"]
"""`level`: one name says of which level or place (国家级, 东湖区) and the other does not; `part`: one has words of
substance that the other lacks; `apart`: each has words of its own (城镇居民…, 农村居民…)."""

_SAME = (
    ("规模以上", "规上"),
    ("固体废弃物", "固废"),
    ("固体废物", "固废"),
    ("比重", "占比"),
    ("比例", "占比"),
    ("国民生产总值", "生产总值"),
    ("GDP", "生产总值"),
    ("国内生产总值", "生产总值"),
)
_NOISE = re.compile(r"[\s“”\"'‘’（）()《》、，,·]|(?<=.)[的和与及各](?=.)")
_GROWTH = re.compile(r"(?:年均|年平均|平均|年)?(?:增速|增幅|增长率|增长速度|增长|降幅)$")
_FREE = (
    *(
        "累计",
        "新增",
        "新建",
        "新",
        "净增",
        "全市",
        "全省",
        "全区",
        "全县",
        "全国",
        "我市",
        "我县",
        "力争",
        "实现",
        "完成",
    ),
    *(
        "工业",
        "企业",
        "规上",
        "建设",
        "培育",
        "创建",
        "打造",
        "建成",
        "改造",
        "项目",
        "工程",
        "示范",
        "总体",
        "水平",
        "达到",
    ),
    *("数量", "个数", "总数", "总量", "数", "共", "占", "占比", "率", "等", "类", "以上", "为", "在", "本", "约"),
)
"""Words that a name may have or lack without meaning something else."""
_LEADING = re.compile(
    r"(?:达到)?(?:国际|国内|世界|全国|全省|全区|省内|区内|自治区|行业|全球)(?:领先|先进|一流)(?:水平)?"
)
_ONLY_FREE = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, _FREE), key=len, reverse=True))})*")
_LEVEL = re.compile(
    r"(?:其中)?(?:(?:国家|世界|部|省|自治区|直辖市|市|州|盟|区|县|旗|乡|镇|村)级?)+级?(?:以上)?|[一-龥]{1,8}(?:区|县|市|镇|乡|街道|板块|片区)"
)


_GENERAL = re.compile(
    "(?:产业|企业|集聚|入库|入园|入驻|签约|落地|开工|竣工|投产|管理|规模|总量|数量|产值|增加值|营业收入|营收|收入|投资额?|项目|面积|人员|人才|学位|床位|产能|产量|利润"
    "|税收|用地|资金|基地|平台|园区|中心|服务|活动|占比|比重|比例|覆盖率|新增|新建|引进|培育|总|年|数|建设|发展|标准|主体)+"
)


@lru_cache(maxsize=20_000)
def relation(one: str, other: str) -> Relation:
    """How two names go together, from what each has that the other lacks."""
    mine, theirs = _plain(one), _plain(other)
    if mine == theirs:
        return "same"
    levels = False
    own: list[str] = []
    others: list[str] = []
    for kind, i, j, k, n in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left, right = mine[i:j], theirs[k:n]
        if _free(left) and _free(right):
            continue
        if _free(left) != _free(right) and _LEVEL.fullmatch(left + right):
            levels = True
            continue
        own += [left] if not _free(left) else []
        others += [right] if not _free(right) else []
    if own and others:
        return "apart"
    if own or others:
        return "part"
    return "level" if levels else "same"


def is_general(name: str) -> bool:
    """产业规模, 集聚企业, 学位: a name that says of what only by the words around it."""
    return bool(_GENERAL.fullmatch(_NOISE.sub("", name)))


def _free(words: str) -> bool:
    """Whether words may stand or be missing without meaning something else."""
    return bool(_ONLY_FREE.fullmatch(words))


def _plain(name: str) -> str:
    for long, short in _SAME:
        name = name.replace(long, short)
    return _GROWTH.sub("", _NOISE.sub("", _LEADING.sub("", name))) or name
