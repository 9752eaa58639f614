"""From the frames of a segment to statements: which figures are targets, and what each is a target of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from sigai.compiling import lists, names
from sigai.compiling.clauses import Frame, frames, governs_start
from sigai.compiling.context import Context
from sigai.compiling.judging import counts_right, why_left_out
from sigai.compiling.kinds import NEW_VERBS, Sort, sort_of
from sigai.compiling.model import Flag, WhyLeftOut
from sigai.compiling.naming import run_names, subject
from sigai.compiling.qualifiers import without_sizes
from sigai.compiling.times import Time
from sigai.compiling.tokens import Token

_GENERAL = frozenset(["项目", "企业", "平台", "产品", "基地", "面积", "标准", "人才", "活动", "工程", "园区"])
_ANDS = ("和", "及", "与")
_TOPIC = re.compile(r"((?:(?![的等、和])[一-龥A-Za-z“”]){2,10}?(?:产业链|产业集群|产业|行业|领域|园区|基地))")


@dataclass(slots=True)
class Draft:
    """One statement as read, before it gets an id and a place in the document."""

    name: str
    value: float
    unit: str
    sort: Sort
    begin: int
    end: int
    scope: str = ""
    qualifier: str = ""
    soft: bool = False
    baseline: float | None = None
    flags: list[Flag] = field(default_factory=list)
    confidence: float = 0.95
    qualitative: bool = False


def read_segment(segment: list[Token], following: list[Token], context: Context, rewarding: bool) -> list[Draft]:
    """The statements of one segment; the context takes along what later clauses carry over."""
    plain = without_sizes(segment)
    context.left_out += [
        (token.start, token.end, "size")
        for token, kept in zip(segment, plain, strict=True)
        if token.figure and not kept.figure
    ]
    found = frames(plain)
    drafts: list[Draft] = []
    baseline: float | None = None
    if not found:
        _follow(segment, context)
        return []
    for run in _runs(found):
        first = run[0]
        _deal_years(run, context)
        context.ahead = ()
        if governs_start(first):
            baseline = first.figure.values[0]
            _leave_out(first, context, "start")
            first.when = None
            _open(first, context)
            _remember_start(first, context)
            continue
        _open(first, context)
        for frame in run[1:]:
            _open(frame, context)
        for frame, name in zip(run, run_names(run, found, following, context), strict=True):
            drafts += _drafts(frame, name, context, rewarding, baseline)
        baseline = None
    return drafts


def _leave_out(frame: Frame, context: Context, why: WhyLeftOut) -> None:
    context.left_out.append((frame.figure.start, frame.figure.end, why))


def _runs(found: list[Frame]) -> list[list[Frame]]:
    """Figures that share one subject (分别达到 x、y、z) together, every other figure alone."""
    runs: list[list[Frame]] = []
    for frame in found:
        if runs and _continues(frame, runs[-1]):
            runs[-1].append(frame)
        else:
            runs.append([frame])
    for before, after in pairwise(runs):
        _goes_on_to(before[-1], after[0])
    for run in runs:
        _share_unit(run)
        trailing = run[-1].after
        for frame in run[:-1]:
            frame.after = frame.after or trailing
            frame.predicate, frame.before = frame.predicate or run[0].predicate, frame.before or run[0].before
        for frame in run[1:]:
            frame.predicate, frame.verbs = frame.predicate or run[0].predicate, list(run[0].verbs)
            frame.annual, frame.base, frame.when = run[0].annual, run[0].base, run[0].when
            frame.before = frame.before or run[0].before
        _deal_times(run)
    return runs


def _goes_on_to(before: Frame, after: Frame) -> None:
    """压缩 50 %以上至 6 个工作日: the verb of the amount governs the figure that it ends at."""
    if after.onto and not after.predicate and not after.left:
        after.predicate = {"fall": "reduce_to", "grow": "reach"}.get(before.predicate, "")


def _share_unit(run: list[Frame]) -> None:
    """12 个、6 个工作日; 1.2 万亿、8600 亿元: the last figure's unit is that of all."""
    last = run[-1].figure
    for frame in run[:-1]:
        figure = frame.figure
        if figure.unit_class == "none" and figure.unit and last.unit_class == "money":
            frame.figure = replace(figure, unit=figure.unit + re.sub("^[百千万亿]+", "", last.unit), unit_class="money")
        elif not figure.unit or (last.unit != figure.unit and last.unit.startswith(figure.unit)):
            frame.figure = replace(figure, unit=last.unit, unit_class=last.unit_class)


def _continues(frame: Frame, run: list[Frame]) -> bool:
    """Whether a figure stands bare behind those of a run: no words of its own, the same unit or 分别 before all."""
    governed = (frame.predicate or frame.before) and not run[0].respectively
    own = frame.left or frame.right or frame.verbs or governed or frame.when or frame.annual
    alike = run[0].respectively or run[-1].figure.unit in (frame.figure.unit, "")
    return not own and not run[-1].right and alike


def _deal_times(run: list[Frame]) -> None:
    """2020年和2025年分别下降 18%和 34%: as many times as figures, each figure its own.

    So with times that lead the clause: 2025年、2026年分别新增智能工厂 10 家、15 家.
    """
    ahead = list(takewhile(lambda token: token.time or token.kind == "list" or token.text in _ANDS, run[0].left))
    leading = [token.time for token in ahead if token.time and token.time.role == "when"]
    if len(leading) == len(run) > 1:
        run[0].left = run[0].left[len(ahead) :]
        for frame, time in zip(run, leading, strict=True):
            frame.when = time
        return
    left, times = list(run[0].left), [run[0].when] if run[0].when else []
    while times and len(left) > 1 and left[-1].text in ("、", *_ANDS) and left[-2].time:
        times.insert(0, left[-2].time)
        left = left[:-2]
    if len(times) == len(run) > 1:
        run[0].left = left
        for frame, time in zip(run, times, strict=True):
            frame.when = time


def _deal_years(run: list[Frame], context: Context) -> None:
    """到2024年、2025年，…分别达到 940 家、1020 家: the times of the clause before, as many as figures, each its own.

    So 覆盖率分年达到 60%、80%、100% with as many figures as the plan has years.
    """
    if len(context.ahead) == len(run) > 1 and run[0].respectively and not any(frame.when for frame in run):
        for frame, time in zip(run, context.ahead, strict=True):
            frame.when = time
        return
    first, last = context.calendar.year, context.calendar.horizon
    by_year = any(token.text.endswith(("分年", "分年度", "逐年")) for token in run[0].left) or run[0].every
    if first is None or last is None or len(run) < 2 or len(run) != last - first + 1:
        return
    if by_year and not any(frame.when for frame in run):
        for frame, year in zip(run, range(first, last + 1), strict=True):
            frame.when = Time("when", frame.begin, frame.begin, year, year)


def _open(frame: Frame, context: Context) -> None:
    """Takes off what stands before subject or object (time, 每年, 力争, verbs) and brings the context up to date."""
    for token in frame.right:
        if token.time and token.time.role == "when":
            frame.when = frame.when or token.time
    frame.right = [token for token in frame.right if token.kind != "time"]
    if (
        frame.before_word in ("突破", "过", "超")
        and not frame.left
        and frame.right
        and frame.figure.unit_class == "count"
    ):
        frame.verbs.append(frame.before_word)
        frame.before = frame.before_word = ""
    tokens = list(frame.left)
    while tokens:
        head = tokens[0]
        if not _leads(head, frame, context, tokens):
            break
        tokens = tokens[1:]
    frame.left = tokens
    _cut_inner(frame)
    if frame.when:
        context.at(frame.when)
    context.every |= frame.every
    context.cumulative |= frame.cumulative
    context.soft |= frame.soft


def _leads(head: Token, frame: Frame, context: Context, tokens: list[Token]) -> bool:
    if head.kind == "time" and head.time:
        if head.time.role == "every":
            frame.every = True
        elif head.time.role == "base":
            frame.base = frame.base or head.time
        else:
            frame.when = frame.when or head.time
        return True
    if head.kind == "list":
        return True
    if head.kind == "text":
        return head.text in ("的", "和", "及", "与", "并", "在", "——", "--", "-", "则", "对") and len(tokens) > 1
    if head.kind != "word":
        return False
    if head.can("scope"):
        context.scope = head.text
        return len(tokens) > 1
    return _leads_pair(head, frame, tokens) or _leading_word(head, frame, tokens)


def _leads_pair(head: Token, frame: Frame, tokens: list[Token]) -> bool:
    """新建、改扩建 …: the first of two verbs of one thing."""
    joined = len(tokens) > 3 and (tokens[1].kind == "list" or tokens[1].text in ("和", "及", "与", "或"))
    if not (joined and head.can("outcome") and tokens[2].can("outcome") and tokens[3].kind not in ("list", "figure")):
        return False
    frame.verbs.insert(frame.leading, head.text)
    frame.leading += 1
    return True


def _leading_word(head: Token, frame: Frame, tokens: list[Token]) -> bool:  # noqa: PLR0911 - one for each class of word
    marks = {
        "annual": "annual",
        "every": "every",
        "cumulative": "cumulative",
        "soft": "soft",
        "respectively": "respectively",
    }
    for sense, attribute in marks.items():
        if sense in head.senses:
            setattr(frame, attribute, True)
            return True
    rest = names.words_of(tokens[1:])
    if tokens[1].kind == "list" if len(tokens) > 1 else False:
        return False
    if head.text in _CUTTING and frame.figure.unit_class == "count" and len(rest) >= 2:
        frame.verbs.insert(frame.leading, head.text)
        frame.leading += 1
        return True
    if head.can("outcome", "causative", "progress") and len(rest) >= (1 if frame.figure.unit_class == "count" else 2):
        if frame.figure.unit_class == "percent" and head.text not in _MOVING:
            return False
        if rest.startswith(("率", "工程", "中心", "性", "型", "商", "面积", "能力", "额", "量", "项目达", "水平")):
            return False
        if head.text != "实现":
            frame.verbs.insert(frame.leading, head.text)
            frame.leading += 1
        frame.progress |= head.can("progress") and not head.can("outcome")
        frame.causative |= head.can("causative")
        return True
    if head.can("grow", "fall") and len(head.text) > 1 and not frame.predicate and not frame.right and len(rest) >= 3:
        onto = {"grow": "reach", "fall": "reduce_to"} if frame.onto else {}
        sense = "grow" if head.can("grow") else "fall"
        frame.predicate = onto.get(sense, sense)
        return True
    return head.can("adverb") and len(rest) >= 2 and tokens[1].kind in ("word", "time")


_CUTTING = frozenset(["压减", "压缩", "核减"])
"""压减企业 2 户: with a count these say what is done in the year, not by how much something falls."""
_MOVING = frozenset(["实现", "推动", "促进", "带动", "确保", "力促", "完成", "支持", "引导", "推进", "加快", "落实"])


def _cut_inner(frame: Frame) -> None:
    """沈阳…基地 新培育 数据集 20 个: a verb of making inside the words starts what is counted."""
    if frame.predicate and frame.figure.unit_class != "count":
        return
    for number in range(len(frame.left) - 1, 0, -1):
        token = frame.left[number]
        if token.can("outcome") and token.text.startswith(("新", "净", "建成", "累计", "培育", "打造", "引进")):
            if token.text == "新增" and names.words_of(frame.left[number + 1 :]) in ("就业", "用地"):
                continue
            if number + 1 < len(frame.left) or frame.right:
                frame.every |= any(item.time and item.time.role == "every" for item in frame.left[:number])
                frame.verbs.append(token.text)
                frame.left = frame.left[number + 1 :]
                return


def _remember_start(frame: Frame, context: Context) -> None:
    tokens = frame.left[:-1] if frame.left and frame.left[-1].text in ("由", "从", "自") else frame.left
    name, _ = names.trimmed(names.words_of(tokens).rstrip("由从自"))
    if name:
        context.subject = context.latest = name


def _follow(segment: list[Token], context: Context) -> None:
    """Takes along what a segment without figures says: times, 每年, a topic."""
    words = names.words_of(segment)
    if all(token.time or token.kind == "list" or token.text in _ANDS for token in segment):
        context.ahead = tuple(token.time for token in segment if token.time and token.time.role == "when")
    for token in segment:
        if token.time and token.time.role == "when":
            context.at(token.time)
        elif (token.time and token.time.role == "every") or token.can("every"):
            context.every = True
        elif token.can("soft"):
            context.soft = True
    topic = _TOPIC.match(
        re.sub(r"^(?:推动|发展|做强|壮大|培育|支持|加快|大力发展|培育壮大|做大做强|推进|优化|提升)+", "", words)
    )
    if topic:
        context.topic = topic.group(1)


# --- which figures are targets ---------------------------------------------------------------------------------------


def _drafts(frame: Frame, raw: str, context: Context, rewarding: bool, baseline: float | None) -> list[Draft]:
    name, scope = names.trimmed(raw)
    restored = False
    if not counts_right(frame) and not frame.middle:
        name, restored = subject(frame, name, context)
    qualifier = ""
    if frame.figure.unit_class == "count":
        name, qualifier = names.split_modifier(name)
        name, _ = names.trimmed(name)
        if name in _GENERAL and frame.verbs:
            name = frame.verbs[-1] + name
        if names.only_level(frame.remark):
            qualifier = qualifier or frame.remark
    why = why_left_out(frame, name, context, rewarding)
    if why:
        _leave_out(frame, context, why)
        return []
    several = _each(frame, name)
    drafts: list[Draft] = []
    for single in several:
        sort = sort_of(frame, single, context)
        draft = Draft(
            single, frame.figure.values[0], frame.figure.unit, sort, frame.begin, frame.end, scope or context.scope,
            qualifier, frame.soft or (context.soft and not frame.when), baseline, _flags(frame, single, sort, restored),
        )  # fmt: skip
        drafts += _with_range(frame, draft)
    _carry(frame, name, context)
    return drafts


def _each(frame: Frame, name: str) -> list[str]:
    """能耗、用水量年均下降 2%: one figure for each of several indicators."""
    if frame.alike:
        return lists.for_each(name)
    if frame.figure.unit_class != "percent" or ("、" not in name and "和" not in name) or lists.is_whole(name):
        return [name]
    parts = lists.spread(name)
    each = len(parts) > 1 and all(names.ends_like_indicator(part) and len(part) > 3 for part in parts)
    return parts if each and frame.predicate in ("grow", "fall") else [name]


def _carry(frame: Frame, name: str, context: Context) -> None:
    context.latest = name
    if frame.figure.unit_class == "count":
        context.counted = name
        if frame.verbs:
            context.verb, context.predicate = frame.verbs[-1], ""
        if frame.predicate:
            context.verb, context.predicate = "", frame.predicate
    else:
        context.subject = name
        context.based |= frame.base is not None and not frame.base.relative
        if frame.verbs:
            context.verb, context.predicate = frame.verbs[-1], ""
        context.amount = frame.figure.unit


def _flags(frame: Frame, name: str, sort: Sort, restored: bool) -> list[Flag]:
    """What is doubtful about a statement."""
    doubts: tuple[tuple[Flag, bool], ...] = (
        ("no_date", not sort.dated),
        ("kind_ambiguous", bool(sort.others)),
        ("name_restored", restored),
        ("name_short", len(name) < 4),
        ("progress_verb", frame.progress and not set(frame.verbs) & NEW_VERBS),
        ("no_unit", frame.figure.unit_class == "none"),
        ("capacity", frame.figure.unit_class == "measure" and counts_right(frame)),
        ("range", len(frame.figure.values) == 2),
    )
    return [flag for flag, holds in doubts if holds]


def _with_range(frame: Frame, draft: Draft) -> list[Draft]:
    """The statement itself, or for a range (3—5 家) its two ends."""
    if len(frame.figure.values) == 1:
        return [draft]
    low, high = frame.figure.values
    return [
        replace(draft, value=low, sort=replace(draft.sort, comparator=">=")),
        replace(draft, value=high, sort=replace(draft.sort, comparator="<=")),
    ]
