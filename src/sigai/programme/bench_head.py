"""What the invented programmes of all benches begin with."""

from __future__ import annotations

from sigai.base.periods import Period
from sigai.programme.common import Text
from sigai.programme.programme import BulletinHeading, ProgrammeHead


def in_both(words: str) -> Text:
    """The same words in both languages."""
    return Text(zh=words, en=words)


def bench_head(area: str) -> ProgrammeHead:
    """The head of an invented programme of 2021 to 2023 for one area (its code)."""
    empty = in_both("")
    return ProgrammeHead(
        id="bench",
        title=in_both("bench"),
        short_title=in_both("bench"),
        version="1",
        start=Period.parse("2021-01"),
        end=Period.parse("2023-12"),
        base_year=2020,
        area=area,
        office="office",
        documents=(),
        bulletin=BulletinHeading(mark=empty, issuer=empty, addressed_to=empty, title=empty),
    )
