"""From the frames of a segment to statements: which figures are targets, and what each is a target of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sigai.compiling import names
from sigai.compiling.clauses import Frame, frames, governs_start
from sigai.compiling.context import Context
from sigai.compiling.kinds import NEW_VERBS, Sort, sort_of
from sigai.compiling.lexicon import alternatives
from sigai.compiling.model import Flag
from sigai.compiling.qualifiers import without_sizes
from sigai.compiling.tokens import Token

_REWARD = re.compile(alternatives("verbs", "reward"))
_HELPING = re.compile(r"(?:^|.*)(?:对|为|面向|向|给|组织|帮助)$")
_ACTS = re.compile(
    r"上云|上平台|登云|实施|开展|应用|通过|开工|建成|投产|竣工|建设|改造|接入|诊断|达标|上市|完成|入选|入库|转型|升规|升级|贯标|试点|入园|达产|使用|联网|纳规|小升规|运用|部署|退出|出清|出海|认定|创建|评估|用上|设立|牵头|组建|参与|入围|进入|获得|申报|打造|建立|应用"
)
_VAGUE = re.compile(
    r"(?:提质升级|发展壮大|做大做强|做强做优做大|提速|加快发展|集聚发展|健康发展|做优做强|高质量发展|稳步发展|扩能提质)$"
)
_HEADINGS = re.compile(
    r"^(?:方面|环节|维度|层面|原则|专项行动|行动|领域|指标|体系|转变|统一|坚持|关键词|重大关系|规划|意见|措施|办法|政策|计划|要点|月|年|方向|阶段|步骤|部分|条例|重点领域|重点方向|重点行业|方面工作|重点任务|主攻方向|问题|字|部门|民族|省市|省份|国家和地区|率|级|以上共计|类指标|大类|中类|小类|倍|代|强|季度|工作日|自然日|百分点)"
)
_POLICY = re.compile(r"(?:(?<!解决)方案|规划|意见|措施|办法|政策文件|政策|行动计划|条例|要点|配套文件)$")
_PROGRESS_GOAL = re.compile(r"(?:建设|达标|工程|改造|开工|竣工|投产|项目|治理|试点)$")
_THINGS = ("企业", "项目", "平台", "基地", "工厂", "园区", "产品", "单位")
_GENERAL = frozenset(["项目", "企业", "平台", "产品", "基地", "面积", "标准", "人才", "活动", "工程", "园区"])
_GOAL = re.compile(r"的?(?:目标|水平|任务|要求)|的规模(?!以上)")
_CONDITION = re.compile(r"^(?:的|时|者|且|并|或者?|以上的|的企业|的项目|的单位)$")
_DOES = re.compile(r"(?:组织)?(?:开展|进行|提供|举办|实施)(.{4,30})$")
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


def read_segment(segment: list[Token], following: list[Token], context: Context, rewarding: bool) -> list[Draft]:
    """The statements of one segment; the context takes along what later clauses carry over."""
    found = frames(without_sizes(segment))
    drafts: list[Draft] = []
    baseline: float | None = None
    if not found:
        _follow(segment, context)
        return []
    for run in _runs(found):
        first = run[0]
        _open(first, context)
        if governs_start(first):
            baseline = first.figure.values[0]
            _remember_start(first, context)
            continue
        for frame in run[1:]:
            _open(frame, context)
        for frame, name in zip(run, _run_names(run, found, following, context), strict=True):
            drafts += _drafts(frame, name, context, rewarding, baseline)
        baseline = None
    return drafts


def _runs(found: list[Frame]) -> list[list[Frame]]:
    """Figures that share one subject (分别达到 x、y、z) together, every other figure alone."""
    runs: list[list[Frame]] = []
    for frame in found:
        joined = runs and not (
            frame.left or frame.right or frame.verbs or frame.predicate or frame.when or frame.before
        )
        previous = runs[-1][-1] if runs else None
        if (
            joined
            and previous
            and not previous.right
            and previous.figure.unit == frame.figure.unit
            and not frame.annual
        ):
            runs[-1].append(frame)
        else:
            runs.append([frame])
    for run in runs:
        trailing = run[-1].after
        for frame in run[:-1]:
            frame.after = frame.after or trailing
            frame.predicate, frame.before = frame.predicate or run[0].predicate, frame.before or run[0].before
        for frame in run[1:]:
            frame.predicate, frame.verbs = run[0].predicate, list(run[0].verbs)
            frame.annual, frame.base, frame.when = run[0].annual, run[0].base, run[0].when
            frame.before = frame.before or run[0].before
    return runs


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
    return _leading_word(head, frame, tokens)


def _leading_word(head: Token, frame: Frame, tokens: list[Token]) -> bool:
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
        frame.predicate = "grow" if head.can("grow") else "fall"
        return True
    return head.can("adverb") and len(rest) >= 2 and tokens[1].kind in ("word", "time")


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
                frame.verbs.append(token.text)
                frame.left = frame.left[number + 1 :]
                return


def _remember_start(frame: Frame, context: Context) -> None:
    tokens = frame.left[:-1] if frame.left and frame.left[-1].text in ("由", "从", "自") else frame.left
    name, _ = names.trimmed(names.words_of(tokens).rstrip("由从自"))
    if name:
        context.subject = name


def _follow(segment: list[Token], context: Context) -> None:
    """Takes along what a segment without figures says: times, 每年, a topic."""
    words = names.words_of(segment)
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


# --- names -------------------------------------------------------------------------------------------------------


def _run_names(run: list[Frame], found: list[Frame], following: list[Token], context: Context) -> list[str]:
    first = run[0]
    if len(run) == 1 and not first.respectively:
        return [_name(first, found, following, context)]
    whole, _ = names.trimmed(first.left_text)
    parts = names.spread(whole or context.subject)
    if len(parts) == len(run) and len(run) > 1:
        return parts
    single = _name(first, found, following, context)
    return [single] * len(run)


def _name(frame: Frame, found: list[Frame], following: list[Token], context: Context) -> str:
    if counts_right(frame):
        return _right_name(frame, found, following, context)
    left = names.trimmed(names.words_of(frame.left))[0] if frame.left else ""
    if frame.middle:
        return f"{names.trimmed(left)[0]}占{frame.middle}"
    if names.only_level(left) and context.counted:
        return left + names.head_noun(context.counted)
    if frame.left_text.endswith("的") and context.counted:
        return _like_before(frame.left_text, context.counted)
    return left


def _like_before(left: str, counted: str) -> str:
    """过 50 亿的 after 年营业收入过百亿的制造业企业: the same noun, the other size."""
    noun = names.head_noun(counted)
    stem = re.match(r"(.*?)(?:过|超过|超|达到|在)", counted)
    lead = stem.group(1) if stem and not left.startswith(stem.group(1)) else ""
    return lead + left + noun


def counts_right(frame: Frame) -> bool:
    """Whether what is counted stands after the figure (培育 3 家企业), not before it (培育企业 3 家)."""
    right = frame.right_text
    if not right or _GOAL.match(right):
        return False
    if frame.figure.unit_class == "count":
        return not (frame.predicate and frame.left) or (frame.predicate in ("grow",) and not frame.left)
    if frame.figure.unit_class == "percent":
        return not frame.predicate and (not frame.left or not names.ends_like_indicator(frame.left_text))
    return bool(frame.verbs) and not frame.predicate and (not frame.left or frame.left_text.startswith("在"))


def _right_name(frame: Frame, found: list[Frame], following: list[Token], context: Context) -> str:
    right = frame.right_text.removeprefix("的")
    left = frame.left_text
    if frame.figure.unit_class == "percent":
        name = f"{left}{right}"
        return name if name.endswith(("比例", "占比", "比重")) else f"{name}比例"
    if names.only_level(right):
        later = [item for item in found if item.index > frame.index and item.right]
        head = next((names.head_noun(item.right_text) for item in later if not names.only_level(item.right_text)), "")
        return right + (head or names.head_noun(context.counted))
    if _HELPING.match(left) and not _DOES.search(right) and following:
        does = _DOES.search(names.words_of(following))
        if does:
            return does.group(1)
    if _HELPING.match(left):
        return re.sub(r"(?:进行|开展|提供)(?=[一-龥]{3,})", "", right)
    if right.startswith(("企业", "公司", "园区")) and len(names.listed(left)) > 1:
        return left + re.sub(r"^(?:企业|公司|园区|等)+|在|前|完成", "", right)
    return right


# --- which figures are targets ---------------------------------------------------------------------------------------


def _drafts(frame: Frame, raw: str, context: Context, rewarding: bool, baseline: float | None) -> list[Draft]:
    name, scope = names.trimmed(raw)
    restored = False
    if not counts_right(frame) and not frame.middle:
        name, restored = _subject(frame, name, context)
    qualifier = ""
    if frame.figure.unit_class == "count":
        name, qualifier = names.split_modifier(name)
        name, _ = names.trimmed(name)
        if name in _GENERAL and frame.verbs:
            name = frame.verbs[-1] + name
    if not _is_target(frame, name, context, rewarding):
        return []
    several = _each(frame, name)
    drafts: list[Draft] = []
    for single in several:
        sort = sort_of(frame, single, context)
        drafts += _with_range(frame, single, sort, context, scope, qualifier, baseline, restored)
    _carry(frame, name, context)
    return drafts


def _each(frame: Frame, name: str) -> list[str]:
    """能耗、用水量年均下降 2%: one figure for each of several indicators."""
    if frame.figure.unit_class != "percent" or ("、" not in name and "和" not in name):
        return [name]
    parts = names.spread(name)
    each = len(parts) > 1 and all(names.ends_like_indicator(part) and len(part) > 3 for part in parts)
    return parts if each and frame.predicate in ("grow", "fall") else [name]


def _subject(frame: Frame, name: str, context: Context) -> tuple[str, bool]:
    """The subject where the text leaves it out: that of the clause before."""
    if not name:
        if frame.figure.unit_class == "count":
            return context.counted or context.subject, True
        return names.without_growth(
            context.subject
        ) if frame.figure.unit_class != "percent" else context.subject or context.counted, True
    if name in ("总数", "总量", "数量") and context.counted:
        return context.counted + name, True
    if context.subject and (name.startswith("占") or names.is_growth(name)):
        return names.without_growth(context.subject) + name, True
    if names.bare(name) and frame.verbs and context.counted and context.verb:
        return context.counted + frame.verbs[-1] + name, True
    if context.subject.endswith(name) and names.bare(name):
        return context.subject, True
    if names.bare(name) and context.topic and context.topic not in name:
        return context.topic + name, True
    if context.subject and names.only_level(name):
        return name + names.head_noun(context.subject), True
    if frame.figure.unit_class == "measure" and not frame.predicate and not frame.verbs and context.subject:
        name = names.with_amount(name, context.subject)
    fuller = names.restored(name, context.subject)
    return fuller, fuller != name


def _carry(frame: Frame, name: str, context: Context) -> None:
    if frame.figure.unit_class == "count":
        context.counted = name
        if frame.verbs:
            context.verb, context.predicate = frame.verbs[-1], ""
        if frame.predicate:
            context.verb, context.predicate = "", frame.predicate
    else:
        context.subject = name
        if frame.verbs:
            context.verb, context.predicate = frame.verbs[-1], ""
        context.amount = frame.figure.unit


def _is_target(frame: Frame, name: str, context: Context, rewarding: bool) -> bool:
    if len(name) < 2 or (context.past and not (frame.when and not context.calendar.settle(frame.when).past)):
        return False
    if frame.figure.unit in ("年", "个月", "岁", "分") and not name.endswith(("寿命", "年限", "年龄", "评分", "得分")):
        return False
    if rewarding and not (frame.figure.unit_class == "count" and frame.verbs and (frame.every or frame.when)):
        return False
    if _CONDITION.match(frame.right_text) or frame.left_text.endswith(("每", "按", "按照", "达到第", "前", "第")):
        return False
    if frame.left_text.startswith(("把", "将")) and counts_right(frame):
        return False
    if frame.figure.unit_class == "count":
        return not name.endswith(("指标", "任务", "条件")) and _counts(frame, name, context)
    if frame.figure.unit_class == "percent":
        return bool(frame.predicate or frame.before or frame.after or frame.left or frame.right)
    if frame.figure.unit_class == "none":
        governed = frame.predicate or frame.before or (frame.verbs and frame.figure.unit)
        return bool(governed) and not counts_right(frame) and not frame.right
    listed = bool(context.amount) and context.amount == frame.figure.unit
    return bool(frame.predicate or frame.before or frame.verbs or listed or names.ends_like_indicator(name)) and not (
        frame.right and not counts_right(frame) and not _GOAL.match(frame.right_text)
    )


def _counts(frame: Frame, name: str, context: Context) -> bool:
    right = frame.right_text
    on_right = counts_right(frame)
    if on_right and (
        (_HEADINGS.match(right) and not right.endswith(_THINGS))
        or (_POLICY.search(right) and "制定" not in frame.verbs)
    ):
        return False
    if on_right and frame.left_text.endswith(("等", "这", "的", "上述", "其他", "其余", "另外")):
        return bool(set(frame.verbs) & {"建成", "开工", "新增", "投产"})
    enumerating = any(
        token.can("enumerating") and not token.can("outcome", "causative", "adverb") for token in frame.left[:2]
    )
    if on_right and enumerating and not (set(frame.verbs) & NEW_VERBS):
        return False
    if on_right and frame.causative and not set(frame.verbs) & NEW_VERBS:
        return bool(_ACTS.search(frame.tail)) and not _VAGUE.search(right)
    if frame.progress and not set(frame.verbs) & NEW_VERBS:
        return on_right and bool(_PROGRESS_GOAL.search(right)) and not frame.left
    governed = frame.verbs or frame.predicate or context.verb or context.predicate or frame.every or frame.cumulative
    if on_right:
        return bool(governed or _HELPING.match(frame.left_text) or _ACTS.search(right))
    if frame.figure.han and not governed:
        return False
    return bool(governed or frame.before or frame.after or "新增" in name or context.when)


def _with_range(
    frame: Frame,
    name: str,
    sort: Sort,
    context: Context,
    scope: str,
    qualifier: str,
    baseline: float | None,
    restored: bool,
) -> list[Draft]:
    flags: list[Flag] = []
    if not sort.dated:
        flags.append("no_date")
    if sort.others:
        flags.append("kind_ambiguous")
    if restored:
        flags.append("name_restored")
    if len(name) < 4:
        flags.append("name_short")
    if frame.progress and not set(frame.verbs) & NEW_VERBS:
        flags.append("progress_verb")
    if frame.figure.unit_class == "none":
        flags.append("no_unit")
    if frame.figure.unit_class == "measure" and counts_right(frame):
        flags.append("capacity")
    soft = frame.soft or (context.soft and not frame.when)
    drafts = []
    for order, value in enumerate(frame.figure.values):
        comparator = sort.comparator
        if len(frame.figure.values) == 2:
            comparator = ">=" if order == 0 else "<="
            if order == 0:
                flags = [*flags, "range"]
        stated = Sort(
            sort.kind, sort.others, comparator, sort.direction, sort.start, sort.end, sort.base_year, sort.dated
        )
        drafts.append(
            Draft(
                name,
                value,
                frame.figure.unit,
                stated,
                frame.begin,
                frame.end,
                scope or context.scope,
                qualifier,
                soft,
                baseline,
                flags,
            )
        )
    return drafts


def rewards(text: str) -> bool:
    """Whether a sentence grants or charges money: its figures are no targets."""
    return bool(_REWARD.search(text))
