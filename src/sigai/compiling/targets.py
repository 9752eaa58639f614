"""All statements of targets in a document, read paragraph by paragraph with what carries over."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sigai.compiling.clauses import segments
from sigai.compiling.confidence import confidence, sureness
from sigai.compiling.context import Context
from sigai.compiling.doubts import doubts
from sigai.compiling.judging import rewards
from sigai.compiling.model import ExtractedTarget, LeftOut
from sigai.compiling.names import words_of
from sigai.compiling.qualitative import read_promises
from sigai.compiling.sections import Sections
from sigai.compiling.statements import Draft, read_segment
from sigai.compiling.table_columns import TaskColumns, task_columns
from sigai.compiling.tables import IndicatorTable, TableHead, read_row
from sigai.compiling.text import PlainText, plain, sentences
from sigai.compiling.times import Calendar, Time, time_at
from sigai.compiling.tokens import Token, tokenise
from sigai.documents.model import Paragraph, ReadDocument

_PLAN_DRAFT = re.compile(r"《?纲要")
_OWNERS = re.compile(r"（(?:[^（）]|（[^（）]*）)*(?:单位|部门|负责|牵头|配合|分工)(?:[^（）]|（[^（）]*）)*）[。]?$")
_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.．、﹒]|（\d{1,2}）|[①-⑳]|专栏\d+)\s*"
)
_OF_SINGLE_YEARS = re.compile(r"^其中，?20\d\d年(?!底|末|前|[^、]*(?:达|突破|超过|提高|提升))")
_HOPED = re.compile("力争|争取|力促|争创|力求|(?<![年的同])努力")
"""What a plan only strives for; 确保 and 三年努力 are no such words."""
_RATES = ("%", "个百分点", "‰", "倍")
_LONGEST_DATE = 12
_TIMETABLE = re.compile(
    r"^(?:时间节点|时间安排|进度安排|时间进度|阶段目标|年度目标|进度目标)|^(?:——|--)?20\d\d年[，：]"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text read as one: a paragraph, or one cell of a row, with its place in the document."""

    paragraph: Paragraph
    plain: PlainText
    lead: str = ""


def pieces(paragraph: Paragraph) -> list[Piece]:
    """A paragraph as pieces: itself, or its cells; each knows where its characters stand."""
    start = paragraph.anchor.span[0]
    if not paragraph.cells:
        return [Piece(paragraph, plain(paragraph.text, start))]
    found = []
    for cell in paragraph.cells:
        text = plain(cell, start)
        start += len("".join(cell.split()))
        found.append(Piece(paragraph, text))
    return found


def read_targets(document: ReadDocument, calendar: Calendar) -> tuple[list[ExtractedTarget], list[LeftOut]]:
    """Every statement in reading order, without owners and groups; and the numbers that are none."""
    left_out: list[LeftOut] = []
    found: list[ExtractedTarget] = []
    paragraphs = tuple(document.content())
    sections = Sections(calendar, paragraphs, document.title)
    table = IndicatorTable()
    columns: TaskColumns | None = None
    for paragraph in paragraphs:
        section = sections.enter(paragraph)
        if paragraph.kind in ("title", "heading") and not _has_body(paragraph):
            continue
        if not paragraph.cells:
            table.goes_on(paragraph.text)
        elif table.opens(paragraph.cells, calendar):
            columns = None
            continue
        elif opened := task_columns(paragraph.cells):
            columns, table.head = opened, None
            continue
        elif table.head:
            found += _row_targets(document.id, paragraph, table.head, len(found))
            continue
        spoken, due = _spoken(paragraph, columns, calendar)
        for piece in spoken:
            context = Context(calendar, section=due or section.time, past_section=bool(section.past))
            drafts = read_piece(piece, context)
            found += [_target(document.id, piece, draft, len(found) + order + 1) for order, draft in enumerate(drafts)]
            left_out += _left_out(document.id, piece, context)
            if context.time:
                sections.opens(paragraph, context.time)
    return found, left_out


def _left_out(document: str, piece: Piece, context: Context) -> list[LeftOut]:
    return [
        LeftOut(document, piece.paragraph.anchor.id, piece.plain.span(begin, end), piece.plain.text[begin:end], why)
        for begin, end, why in sorted(context.left_out)
    ]


def _spoken(paragraph: Paragraph, columns: TaskColumns | None, calendar: Calendar) -> tuple[list[Piece], Time | None]:
    """The cells of a row that may state goals, and by when; not those that count rows, name units or hold a date."""
    found = pieces(paragraph)
    if columns is None or not paragraph.cells:
        return found, None
    kept = [
        piece for number, piece in enumerate(found)
        if number not in columns.aside or (number == columns.due and len(piece.plain.text) > _LONGEST_DATE)
    ]  # fmt: skip
    date = found[columns.due].plain.text if columns.due is not None and columns.due < len(found) else ""
    time = time_at(date, 0) if len(date) <= _LONGEST_DATE else None
    if time is None or time.role != "when":
        return kept, None
    settled = calendar.settle(time)
    return kept, replace(settled, until=True) if settled.last and not settled.past else None


def _row_targets(document: str, paragraph: Paragraph, head: TableHead, before: int) -> list[ExtractedTarget]:
    """The targets of one row of a table of indicators; the quote is the row."""
    whole = Piece(paragraph, plain("".join(paragraph.cells), paragraph.anchor.span[0], notes=False))
    drafts = [replace(draft, end=len(whole.plain.text)) for draft in read_row(paragraph.cells, head)]
    return [_target(document, whole, draft, before + order) for order, draft in enumerate(drafts, 1)]


def _has_body(paragraph: Paragraph) -> bool:
    """A heading that runs on into its text (1.提升能效。到2025年，…)."""
    return bool(re.search(r"[。，：].*\d", paragraph.text))


def read_piece(piece: Piece, context: Context) -> list[Draft]:
    """The statements of one piece of text."""
    text = piece.plain.text
    owners = _OWNERS.search(text)
    stop = owners.start() if owners else len(text)
    item = _ITEM.match(text)
    _topic_of_heading(text, context)
    drafts: list[Draft] = []
    steps = bool(piece.paragraph.cells) or bool(_TIMETABLE.match(text))
    for start, end in sentences(text[:stop]):
        begin = item.end() if item and start < item.end() <= end else start
        context.new_sentence()
        drafts += _read_sentence(text, begin, end, context, steps)
    return drafts


def _topic_of_heading(text: str, context: Context) -> None:
    lead = re.match(r"^(?:\d{1,2}[.．、﹒]|（[一二三四五六七八九十]+）)?([^，。：]{2,20})[。：]", text)
    if lead:
        context.topic = re.sub(
            r"^(?:大力)?(?:发展|培育|壮大|提升|做强|推进|推动|加快|建设|优化|实施|加强|强化)+", "", lead.group(1)
        )
        if not context.topic.endswith(
            ("产业", "行业", "领域", "装备", "汽车", "材料", "园区", "制造", "经济", "工业", "业")
        ):
            context.topic = ""


def _read_sentence(text: str, start: int, end: int, context: Context, steps: bool) -> list[Draft]:
    tokens = tokenise(text, start, end)
    sentence = text[start:end]
    _remember_past(tokens, sentence, context)
    if context.calendar.one_year and _PLAN_DRAFT.search(sentence[:40]) and context.calendar.year:
        first = (context.calendar.year - 1) // 5 * 5 + 1
        context.at(Time("when", start, start, first, first + 4))
    drafts: list[Draft] = []
    parts = segments(tokens)
    rewarding = rewards([words_of(part) for part in parts])
    for order, segment in enumerate(parts):
        following = parts[order + 1] if order + 1 < len(parts) else []
        read = read_segment(segment, following, context, rewarding[order])
        drafts += read
        if not read:
            drafts += read_promises(segment, context, steps=steps)
    return drafts


def _remember_past(tokens: list[Token], sentence: str, context: Context) -> None:
    forward = any(token.time and token.time.until for token in tokens)
    told = any(token.can("past") for token in tokens) or bool(
        re.search(r"(?:增长|达到|提高|实现|完成|建成|下降)了|已(?:达|建成|有|经|累计|完成|形成|成为)", sentence)
    )
    context.past_words = told and not forward


def _target(document: str, piece: Piece, draft: Draft, number: int) -> ExtractedTarget:
    text = piece.plain.text
    begin, end = _clause(text, draft)
    if _OF_SINGLE_YEARS.search(text[begin:end]):
        draft = _of_single_year(draft)
    sort = draft.sort
    if not draft.qualitative and not piece.paragraph.cells:
        draft = replace(draft, flags=[*draft.flags, *doubts(draft.name, draft.unit, text[begin:end])])
    return ExtractedTarget(
        id=f"T{number:03d}",
        document=document,
        paragraph=piece.paragraph.anchor.id,
        span=piece.plain.span(begin, end),
        quote=text[begin:end],
        indicator=draft.name,
        comparator=sort.comparator,
        value=draft.value,
        unit=draft.unit,
        kind=sort.kind,
        period_start=sort.start,
        period_end=sort.end,
        base_year=sort.base_year,
        direction=sort.direction,
        confidence=confidence(draft.flags, draft.confidence),
        sure_of={} if draft.qualitative else sureness(draft.flags),
        qualitative=draft.qualitative,
        soft=draft.soft and bool(_HOPED.search(text, text.rfind("。", 0, draft.begin) + 1, draft.end)),
        flags=tuple(draft.flags),
        other_kinds=sort.others,
        qualifier=draft.qualifier,
        scope=draft.scope,
        baseline=draft.baseline,
    )


def _of_single_year(draft: Draft) -> Draft:
    """其中2024年建成 20 家、2025年建成 30 家: parts of a sum, so no totals so far."""
    sort = draft.sort
    counted = sort.kind in ("annual_count", "cumulative_count") or (sort.kind == "level" and draft.unit not in _RATES)
    if not counted or sort.end is None:
        return draft
    one_year = replace(sort, kind="annual_count", others=(), start=sort.end)
    return replace(draft, sort=one_year, flags=[flag for flag in draft.flags if flag != "kind_ambiguous"])


def _clause(text: str, draft: Draft) -> tuple[int, int]:
    """The clause around a figure: from the stop before to the stop after."""
    begin = max((text.rfind(mark, 0, draft.begin) for mark in "，；。："), default=-1) + 1
    ends = [found for mark in "，；。：" if (found := text.find(mark, draft.end)) >= 0]
    return begin, min(ends, default=len(text))
