"""Clauses of a sentence: for each figure the words that govern it, before and after, peeled off token by token.

The grammar works outwards from a figure. Backwards: comparator (不低于), predicate (达到 增长 控制在), what modifies it
(年均 累计 分别 较2020年), verb of outcome (培育), until words of the subject begin. Forwards: the comparator that
trails (以上 左右), then the words of what is counted, until the next figure's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from sigai.compiling.numerals import StatedQuantity
from sigai.compiling.times import Time
from sigai.compiling.tokens import Sense, Token

PREDICATES: tuple[Sense, ...] = ("reach", "reduce_to", "hold", "limit", "grow", "fall")
_STARTERS = ("由", "从", "自")
_PER = re.compile(r"每(?:百|千|万|亿)?(?:人口?|户|名.{0,4}|平方公里|亩|辆|家企业)")
_REMARK = re.compile(r"[（〔【](?:其中|不?含|不?包[括含]|详?见|[^（）〔〕【】]*\d+[家个项户座])")
"""What in brackets behind a counted thing says more of it and is no part of its name."""
_HALF = ("一半", "近一半", "三分之一", "三分之二", "近三分之一", "四分之一")
_LEAST = ("至少", "不少于", "不低于", "超过")
LIGHT = frozenset(["开展", "组织开展", "完成", "实施", "组织实施", "组织", "提供", "举办", "推进", "落实"])
"""Verbs that say little: what is done is the word behind them (开展 | 诊断服务 100 次)."""
HAVING = ("有", "设有", "配有", "配备")
_JOINERS = ("和", "及", "与", "并", "且", "或", "并且", "同时", "以及")


@dataclass(slots=True)
class Frame:
    """One figure and the words that govern it. `left` and `right` are the tokens of subject and object.

    `remark` is what stands in brackets behind the figure (20 家（国家级）). `onto`: 至 or 到 stands right before the
    figure, its verb further ahead (提高…占比至 60 %). `alike`: each of a list has the figure (均, 各).
    """

    figure: StatedQuantity
    index: int
    predicate: str = ""
    predicate_word: str = ""
    before: str = ""
    before_word: str = ""
    after: str = ""
    verbs: list[str] = field(default_factory=list)
    progress: bool = False
    causative: bool = False
    soft: bool = False
    annual: bool = False
    every: bool = False
    cumulative: bool = False
    respectively: bool = False
    alike: bool = False
    base: Time | None = None
    when: Time | None = None
    leading: int = 0
    onto: bool = False
    left: list[Token] = field(default_factory=list)
    right: list[Token] = field(default_factory=list)
    middle: str = ""
    tail: str = ""
    remark: str = ""
    begin: int = 0
    end: int = 0

    @property
    def left_text(self) -> str:
        """The words of the subject, joined without spaces."""
        return "".join(token.text for token in self.left)

    @property
    def right_text(self) -> str:
        """The words of the object, joined without spaces."""
        return "".join(token.text for token in self.right)


def segments(tokens: list[Token]) -> list[list[Token]]:
    """The tokens between stops (，；：。), stops left out."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "stop":
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def frames(segment: list[Token]) -> list[Frame]:
    """A frame for every figure of a segment, in order."""
    places = [number for number, token in enumerate(segment) if token.kind == "figure"]
    found = [_peel_left(segment, place, places[order - 1] if order else -1) for order, place in enumerate(places)]
    for order, frame in enumerate(found):
        following = places[order + 1] if order + 1 < len(places) else None
        _peel_right(segment, frame, following)
        _share_between(frame, found[order + 1] if order + 1 < len(found) else None)
    return found


def _peel_left(segment: list[Token], place: int, previous: int) -> Frame:
    figure = segment[place].figure
    assert figure is not None  # noqa: S101 a figure token carries its figure
    frame = Frame(figure, place, begin=segment[place].start, end=segment[place].end, after=">=" if figure.more else "")
    if segment[place].text.startswith("翻"):
        frame.predicate, frame.predicate_word = "grow", "翻番"
    number = place - 1
    while number > previous:
        token = segment[number]
        if not _take(frame, token, segment, number, previous):
            break
        frame.begin = token.start
        number -= 1
    left = segment[previous + 1 : number + 1]
    frame.left = _after_trailing(left) if previous >= 0 else left
    if frame.left and not frame.predicate and frame.figure.unit_class == "percent":
        _middle(frame)
    return frame


def _take(frame: Frame, token: Token, segment: list[Token], number: int, previous: int) -> bool:  # noqa: PLR0911
    """Takes one token before the figure as one of its governors; False where the subject's words begin."""
    if token.kind == "time" and token.time:
        return _take_time(frame, token.time)
    if frame.onto and not frame.predicate and (token.can("after") or token.text in _HALF):
        return True
    if token.kind == "list":
        return number - 1 == previous and previous >= 0 and not frame.verbs
    if token.kind == "text":
        if _PER.fullmatch(token.text):
            return True
        if token.text in HAVING and not frame.verbs and not frame.predicate:
            frame.verbs.insert(0, token.text)
            return True
        return token.text in _JOINERS and bool(frame.verbs or previous == number - 1)
    if token.kind != "word":
        return False
    if token.can("after") and previous >= 0 and number == previous + 1:
        return False
    return _take_word(frame, token, segment, number)


def _take_time(frame: Frame, time: Time) -> bool:
    if time.role == "every":
        frame.every = True
    elif time.role == "base":
        frame.base = frame.base or time
    else:
        frame.when = frame.when or time
    return True


def _take_word(frame: Frame, token: Token, segment: list[Token], number: int) -> bool:
    taken = True
    leads = not frame.verbs and not frame.predicate
    frame.onto |= token.text in ("至", "到") and leads and not frame.before
    bound = leads or (bool(frame.verbs) and not frame.predicate and token.text in _LEAST)
    if token.can("before") and bound and not frame.before and not (token.text == "过" and number == 0):
        frame.before, frame.before_word = token.mark, token.text
    elif token.can(*PREDICATES) and (not frame.predicate or frame.predicate == "reach") and not frame.verbs:
        sense = next(sense for sense in PREDICATES if sense in token.senses)
        onto = {"grow": "reach", "fall": "reduce_to"} if frame.onto else {}
        frame.predicate, frame.predicate_word = onto.get(sense, sense), token.text
    elif token.can("annual"):
        frame.annual = True
    elif token.can("every"):
        frame.every = True
    elif token.can("cumulative"):
        frame.cumulative = True
    elif token.can("respectively"):
        frame.respectively = True
    elif token.can("soft"):
        frame.soft = True
    elif token.text in ("均", "都", "皆"):
        frame.alike = True
    elif token.can("outcome", "causative", "progress") and _verb_stands(frame, segment, number):
        frame.verbs.insert(0, token.text)
        frame.progress |= token.can("progress")
        frame.causative |= token.can("causative")
    else:
        taken = token.can("adverb", "scope")
    return taken


def _verb_stands(frame: Frame, segment: list[Token], number: int) -> bool:
    """Whether a word that can be a verb is one here, and not the end of a noun (研发投入 不低于, 节能诊断 达到)."""
    if not frame.predicate:
        follows = segment[frame.index + 1] if frame.index + 1 < len(segment) else None
        counts_on = follows is not None and (follows.kind in ("text", "group") or follows.can("after", "outcome"))
        after_noun = number > 0 and segment[number - 1].kind in ("text", "group")
        making = segment[number].text.startswith(("新", "净"))
        if after_noun and (segment[number].text in ("培训", "服务") or _done(segment, number)):
            return False
        return making or not after_noun or (counts_on and not frame.before)
    return number == 0 or segment[number - 1].kind in ("time", "word")


def _done(segment: list[Token], number: int) -> bool:
    """开展专场推介 20 场: what is done by a verb that says little ends in a word that can be a verb itself."""
    return any(token.text in LIGHT for token in segment[max(0, number - 3) : number])


def _after_trailing(left: list[Token]) -> list[Token]:
    """What is left of the words between two figures once those that trail the first are off."""
    while left and (left[0].can("after") or left[0].kind == "list" or left[0].text in _JOINERS):
        left = left[1:]
    cut = max((number for number, token in enumerate(left) if token.kind == "list"), default=-1)
    return left[cut + 1 :] if cut >= 0 else left


def _middle(frame: Frame) -> None:
    """X 达到 Y 的 50%: the words between predicate and figure name what it is a share of."""
    words = "".join(token.text for token in frame.left)
    if not words.endswith("的"):
        return
    for number in range(len(frame.left) - 1, 0, -1):
        token = frame.left[number]
        if token.can("reach", "hold") and number > 0:
            frame.middle = "".join(item.text for item in frame.left[number + 1 :]).removesuffix("的")
            frame.predicate, frame.predicate_word = "reach", token.text
            frame.left = frame.left[:number]
            return


def _peel_right(segment: list[Token], frame: Frame, following: int | None) -> None:
    number = frame.index + 1
    stop = len(segment) if following is None else following
    number = _trailing(segment, frame, number, stop)
    if number < stop and segment[number].kind == "group" and segment[number].text[0] in "（〔【[":
        frame.remark = segment[number].text[1:-1]
        frame.every |= frame.remark in ("每年", "年均")
        frame.cumulative |= frame.remark in ("累计", "合计", "总计")
        number = _trailing(segment, frame, number + 1, stop)
    frame.right = segment[number:stop]
    if frame.right and frame.right[-1].kind == "group" and _REMARK.match(frame.right[-1].text):
        frame.right = frame.right[:-1]
    frame.tail = "".join(token.text for token in segment[number : number + 40])


def _trailing(segment: list[Token], frame: Frame, number: int, stop: int) -> int:
    """Takes the comparator that trails a figure (以上, 左右); where what follows begins."""
    while number < stop and segment[number].can("after") and not frame.after:
        frame.after = segment[number].mark
        frame.end = segment[number].end
        number += 1
    return number


def _share_between(frame: Frame, following: Frame | None) -> None:
    """Words between two figures belong to the first where it counts them, else to the second; separators part them."""
    if following is None or not frame.right:
        return
    right = [token for token in frame.right if token.start < following.begin]
    cut = next((number for number in range(len(right) - 1, -1, -1) if _parts(right[number])), None)
    if cut is not None:
        following.left = [token for token in following.left if token.start >= right[cut].end]
        frame.right = right[:cut]
        return
    joined = _without_joiner(right)
    if joined is not None:
        frame.right, following.left = joined, []
    elif following.predicate and (frame.left or frame.predicate):
        frame.right = []
    else:
        frame.right = right
        if right:
            following.left = [] if frame.figure.unit_class == "count" and frame.verbs else following.left


def _parts(token: Token) -> bool:
    return token.kind == "list" or (token.kind == "text" and token.text in ("和", "及", "与", "并"))


def _without_joiner(right: list[Token]) -> list[Token] | None:
    """The words without a joiner that ends them (企业和 | 100 个), or None where none does."""
    if not right or right[-1].kind != "text":
        return None
    last = right[-1]
    for joiner in ("以及", "和", "及", "与", "并"):
        if last.text.endswith(joiner) and len(last.text) > len(joiner):
            return [*right[:-1], replace(last, text=last.text.removesuffix(joiner))]
    return None


def governs_start(frame: Frame) -> bool:
    """由 50% 提高到 60%: whether the figure is where something starts from, not where it should get."""
    return frame.left_text.endswith(_STARTERS) and frame.predicate == ""
