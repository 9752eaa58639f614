"""What makes a statement doubtful that was read without a doubt of its own: words left in the name, times not read."""

from __future__ import annotations

import re

from sigai.compiling import names
from sigai.compiling.model import Flag

_CLAUSE_WORDS = re.compile(
    r"^(?:以|围绕|在|对(?![接外标口照])|将|把|使|让|依托|坚持|按|从|由|为|每|各|平均|其|该|通过|加强|强化|推进|加快|全面|进一步|结合|聚焦|统筹)"
    r"|(?:为抓手|为重点|基础上|资源|施策|布局|落地|挂牌|配套|立项|启用|[达至到须仅约：])"
)
_LONGEST_NAME = 16
_TIMES = re.compile(
    r"期末|期初|首年|中期|上半年|下半年|年起|季度|近期|远期|届时|同期|当期|每月|每半年|(?:现有|目前|基期)的"
)
_BARE = re.compile(
    r"(?:总|年)?(?:增加值|产值|营业收入|营收|收入|产量|产能|企业|投资|规模|利润)?(?:占比|比重|比例|覆盖率|普及率|数字化率|增速)?"
)
_RATES = ("%", "％", "‰")


def doubts(name: str, unit: str, quote: str) -> list[Flag]:
    """The doubts that a statement's name and clause raise by how they look."""
    plain = re.sub(r"（[^）]*）|“[^”]*”", "", name)
    rate_of_nothing = unit in _RATES and not names.ends_like_indicator(plain)
    found: tuple[tuple[Flag, bool], ...] = (
        ("name_odd", bool(_CLAUSE_WORDS.search(plain)) or len(plain) > _LONGEST_NAME or rate_of_nothing),
        ("name_bare", plain == name and (names.bare(plain) or bool(_BARE.fullmatch(plain)))),
        ("time_unread", bool(_TIMES.search(quote))),
    )
    return [flag for flag, holds in found if holds]
