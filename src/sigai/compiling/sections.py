"""What a section of a document is about: what was reached, or what shall be, and by when.

Headings say it (工作回顾, “十五五”时期主要目标), or the opening of a paragraph for those behind it (今后五年，…). In a
work report what stands before the first goals of the year is taken as told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sigai.compiling.lexicon import alternatives
from sigai.compiling.text import plain
from sigai.compiling.times import Calendar, Time, time_at
from sigai.documents.model import Paragraph

_TOLD = re.compile(alternatives("words", "past_headings"))
_REACHED = re.compile(
    r"成效|成就|成绩|历史性|迈出[^，]{0,4}(?:步|新)|(?:实施|执行|完成|进展)情况|主要做法|取得[^，]{0,6}(?:进展|进步|突破|成果)"
    r"|(?:圆满|如期|胜利|顺利|超额)(?:完成|收官|实现)|(?:任务|目标)[^，]{0,4}完成|(?:的|新)进展$|过去|上一(?:轮|个|规划|阶段)|[一五]年来|以来"
)
_GOALS = re.compile(
    r"(?:目标|任务|要求|安排|部署|打算|思路|重点工作|工作重点|展望|愿景|举措|措施)(?!.*(?:完成|实现|情况|回顾|取得))"
)
_LOOKING_BACK = re.compile(
    r"^(?:——|--)?(?:[一二三四五六七八九十]、|（[一二三四五六七八九十]）)?(?:在?过去的?(?:一|五|几|两|三)|刚刚过去|[一五]年来|回顾)"
)
_GOALS_OF_YEAR = re.compile(r"(?:目标|重点|工作|任务|安排|要求|打算|建议|将|抓好|做好)")
_GOAL_SECTION = re.compile(r"目标|愿景")
_ITEM = re.compile(r"^(?:——|--|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|展望|围绕|锚定|做好|新的一年，?)+")
_BEFORE_GOALS = re.compile(
    r"^(?:第[一二三四五六七八九十]+[章节部篇]分?|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[\d.．]+)*\s*"
    r"(?:(?:工作|发展|建设|产业|现有|现实|前期|实施|规划|主要|面临|总体|基本|改革|创建|治理|行业|经济|资源|比较|区位|当前|编制|形势|现状|机遇|挑战|优势|成效|问题|存在|短板|不足)|[的和与、及])*"
    r"(?:基础|背景|现状|形势|环境|成效|条件|情况|优势|回顾|问题|挑战|机遇|分析|概况|短板|不足)$"
)
"""发展基础, 现状与问题: a heading put together of such words alone, which tells what is."""
_FORWARD = re.compile(
    r"到20\d\d年|力争|争取|确保|目标|今后|未来|将(?!近)|应当|必须|不低于|不少于|不超过|以内|牵头|负责|单位："
)
_ASKING = re.compile(r"(?:^|[，。；])(?:推动|推进|加快|实施|开展|支持|鼓励|组织|完善|健全|强化|加强|建立)")
_TELLING = re.compile(
    r"近年来|[一三五]年来|以来|同比|取得|[一-龥]了[^解]|已[经有达建形]|(?:稳步|持续|显著|明显|不断|扎实)(?:推进|提升|提高|改善|增强)[，。；]"
)
_LONGEST_HEADING = 40
_OPENING = 8


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of a section: whether it tells what was (None: nothing said), and the time it speaks of."""

    past: bool | None
    time: Time | None = None


class Sections:
    """The section that the paragraphs being read stand in."""

    def __init__(self, calendar: Calendar, paragraphs: Sequence[Paragraph], title: str) -> None:
        self._calendar = calendar
        self._headings: dict[str, _Said] = {}
        self._flow = _Said(None)
        self._flow_path: tuple[str, ...] = ()
        self._tell_what_stands_first(paragraphs)
        if calendar.one_year and "报告" in title and self._begins_with_results(paragraphs):
            self._flow = _Said(True)

    def enter(self, paragraph: Paragraph) -> _Said:
        """What holds for a paragraph, after what it opens itself with has been taken in."""
        path = paragraph.anchor.path
        if path[: len(self._flow_path)] != self._flow_path or (self._flow.past and self._said(path).past is False):
            self._flow, self._flow_path = _Said(None), ()
        opened = self._opening(paragraph.text)
        if opened is not None:
            self._flow, self._flow_path = opened, path
        elif paragraph.kind == "heading" and self._heading(paragraph.text).past is not None:
            return self._heading(paragraph.text)
        told = self._said(path)
        if self._flow.past is None:
            return told
        return _Said(self._flow.past, self._flow.time or (None if self._calendar.one_year else told.time))

    def opens(self, paragraph: Paragraph, time: Time) -> None:
        """到2025年，…取得明显成效: a paragraph of goals dates the list below it."""
        path = paragraph.anchor.path
        goals = any(_GOAL_SECTION.search(item) for item in path[-2:])
        if time.until and (goals or plain(paragraph.text).text.endswith("：")):
            self._flow, self._flow_path = _Said(False, time), path

    def _said(self, path: tuple[str, ...]) -> _Said:
        """What the nearest heading says that says anything, of the time the nearest that has one."""
        every = [self._heading(text) for text in reversed(path)]
        past = next((said.past for said in every if said.past is not None), None)
        return _Said(past, next((said.time for said in every if said.time), None))

    def _heading(self, text: str) -> _Said:
        if text not in self._headings:
            self._headings[text] = self._judged(plain(text).text[:_LONGEST_HEADING])
        return self._headings[text]

    def _judged(self, text: str) -> _Said:
        times = [self._calendar.settle(time) for time in _times_in(text)]
        coming = next((time for time in times if not time.past), None)
        told = bool(
            _REACHED.search(text) or _BEFORE_GOALS.match(text) or (_TOLD.search(text) and not _GOALS.search(text))
        )
        if any(time.past for time in times) and coming is None:
            return _Said(True)
        if told and coming is None:
            return _Said(True)
        if coming is not None and not any(time.past for time in times):
            return _Said(False if _GOALS.search(text) or not told else None, coming)
        return _Said(False if _GOALS.search(text) else None, coming)

    def _opening(self, text: str) -> _Said | None:
        """What the first words of a paragraph say of it and of those that follow; in reports of one year only."""
        if not self._calendar.one_year:
            return None
        start = plain(text[:_LONGEST_HEADING]).text
        if _LOOKING_BACK.match(start):
            return _Said(True)
        lead = _ITEM.match(start)
        begin = lead.end() if lead else 0
        times = [time for time in _times_in(start[: begin + _OPENING + 6]) if time.start <= begin + 1]
        if not times:
            return None
        time = self._calendar.settle(times[0])
        if time.past:
            return _Said(True)
        if time.first != time.last:
            return _Said(False, time)
        return _Said(False) if _GOALS_OF_YEAR.search(start) else None

    def _tell_what_stands_first(self, paragraphs: Sequence[Paragraph]) -> None:
        """A first section without a word of what is wanted, before one on goals, tells what was."""
        first = next((item.anchor.path[0] for item in paragraphs if item.anchor.path), "")
        bodies = [item.text for item in paragraphs if item.kind == "body" and item.anchor.path[:1] == (first,)]
        later = {item.anchor.path[0] for item in paragraphs if item.anchor.path and item.anchor.path[0] != first}
        if (
            not first
            or self._heading(first).past is not None
            or not any(self._heading(one).past is False for one in later)
        ):
            return
        text = "。".join(plain(body).text for body in bodies)
        wanted = _FORWARD.search(text) or (_ASKING.search(text) and not _TELLING.search(text))
        if re.search(r"\d", text) and not wanted:
            self._headings[first] = _Said(True)

    def _begins_with_results(self, paragraphs: Sequence[Paragraph]) -> bool:
        """Whether figures stand before the first words on the goals of the year."""
        for paragraph in paragraphs[1:]:
            opened = self._opening(paragraph.text)
            if opened is not None:
                return False
            if re.search(r"\d[^，。]{0,8}[，。；]", paragraph.text) and paragraph.kind == "body":
                return any(
                    later is not None and later.past is False
                    for later in (self._opening(item.text) for item in paragraphs)
                )
        return False


def _times_in(text: str) -> list[Time]:
    """The times of a short text, in order."""
    found: list[Time] = []
    place = 0
    while place < len(text):
        time = time_at(text, place)
        if time and time.role == "when" and (time.last or time.relative):
            found.append(time)
        place = time.end if time else place + 1
    return found
