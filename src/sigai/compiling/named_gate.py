"""The gate of names: a name that is put together of general words only, or that is a piece of a clause, is none."""

from __future__ import annotations

import re
from functools import cache

from sigai.compiling.lexicon import words
from sigai.compiling.model import NamedKind

_PIECE = re.compile(
    r"每|各(?!尔)|一批|若干|多家|或|及其|以及|不少于|以上|以下|至少|达到|增长|提高|超过|力争|确保|全部|所有|我[省市区县]|成为|作为|通过|具有|能够"
    r"|^(?:是|在|由|从|把|将|为|与|及|的|等|使|让)"
)
_SLOGAN = re.compile(r"“(?:[^”]*\+[^”]*|[一二两三四五六七八九十双\dA-Z][^”]{0,2}|[^”]*型)”")
_MARKS = re.compile(r"[“”（）()、·\s\dA-Za-z]")


@cache
def _general() -> re.Pattern[str]:
    lists = words("named")
    ends = [end for group in lists["ends"].values() for end in group if len(end) > 1]
    every = {*lists["general"], *lists["general_parts"], *lists["verbs"], *lists["not_ends"], *ends, *lists["products"]}
    return re.compile("|".join(re.escape(word) for word in sorted(every, key=len, reverse=True)))


def names_something(name: str, kind: NamedKind, *, beside_names: bool = False) -> bool:
    """Whether a name has characters of its own that no general word explains, and is no piece of a clause.

    Beside others in a list that are names (打造甲云基地、信息技术基地) it may be put together of general words.
    """
    if _PIECE.search(name) or _SLOGAN.match(name):
        return False
    if "“" in name or beside_names:
        return True
    own = _general().sub("", _MARKS.sub("", name))
    return len(own) >= (1 if kind == "enterprise" else 2) or bool(re.search(r"国家|自治区|全国", name))
