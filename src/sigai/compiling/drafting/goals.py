"""Targets of a draft: statements, tracks with their steps, and for each track a figure that the lead unit reports."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sigai.compiling.compiled import Compiled
from sigai.compiling.confidence import LOW
from sigai.compiling.drafting.adopting import adopted, agree, known_unit, track_unit, value_in
from sigai.compiling.drafting.frame import GENERAL, NOBODY, text, years
from sigai.compiling.drafting.marked import Mapping, mark
from sigai.compiling.drafting.places import source
from sigai.compiling.drafting.settled import decision_of
from sigai.compiling.drafting.sorting import PillarSorter, targets_of
from sigai.compiling.drafting.whose import area_before, counted_from_start, part_of_year, place_of, told_apart, zone_of
from sigai.compiling.model import ExtractedTarget

_KIND_ORDER = ("level", "share", "cumulative_count", "cumulative_change", "multiple", "annual_count", "annual_growth")
_SUFFIX = {
    "level": ("", "level"),
    "share": ("", "share"),
    "cumulative_count": ("累计数", "total"),
    "cumulative_change": ("累计变化", "change"),
    "multiple": ("倍数", "multiple"),
    "annual_count": ("当年数", "year"),
    "annual_growth": ("增长率", "growth"),
}
_YEAR = re.compile(r"20\d\d\s*年(?!第)")
_EXPLICIT = re.compile(r"每年|年均|逐年|累计|新增|总数|当年|其中(?=20\d\d年)")
_VERB = re.compile(
    r"(?:力争|争取|推动|完成|建成|培育|打造|实施|创建|引进|引入|新建|建设|形成|开展|突破|认定|遴选|推广|滚动|组织|支持|达到|对)"
)
_TRAJECTORY = {"annual_count": "within_year", "annual_growth": "constant"}
_FLAG_NOTES = {
    "no_date": "没有写期限，按方案期末 · no date is stated",
    "kind_ambiguous": "累计还是当年，两种读法 · total or yearly count",
    "name_restored": "承前省略，名称为补写 · the name was left out in the text",
    "name_short": "名称不完整 · the name is hardly stated",
    "progress_verb": "只写推进，未写结果 · work is promised, no outcome",
    "no_unit": "没有写单位 · no unit is stated",
    "capacity": "是项目规模，不是总量 · the size of one project",
    "range": "是一个区间的一端 · one end of a range",
    "name_odd": "名称里可能有句中的词，或被截断 · the name may be cut wrong",
    "name_bare": "名称缺限定，没写是什么的 · of what is not said beside the name",
    "time_unread": "有一个时间说法没有读出 · a word for a time was not read",
    "scope_differs": "写的是另一范围 · another area is meant",
}


@dataclass(slots=True)
class Goals:
    """The collections that targets bring with them."""

    targets: list[Mapping] = field(default_factory=list)
    indicators: list[Mapping] = field(default_factory=list)
    measures: list[Mapping] = field(default_factory=list)
    forms: dict[str, Mapping] = field(default_factory=dict)
    of_statement: dict[str, str] = field(default_factory=dict)


def draft_goals(compiled: Compiled, unit_ids: dict[str, str]) -> Goals:
    """Targets, indicators, measures and forms, one target for each group of statements."""
    goals = Goals()
    sorter = PillarSorter(compiled)
    for number, rows in enumerate(targets_of(compiled.extraction), 1):
        _Goal(compiled, rows, f"G{number:03d}", unit_ids, sorter.of(rows)).into(goals)
    return goals


class _Goal:
    """One target while it is drafted."""

    def __init__(
        self, compiled: Compiled, rows: list[ExtractedTarget], name: str, unit_ids: dict[str, str], pillar: str
    ) -> None:
        self._compiled, self._rows, self._id, self._pillar = compiled, told_apart(rows), name, pillar
        self._units = unit_ids
        self._start, self._end = years(compiled.extraction)
        head = compiled.extraction.heads.get(rows[0].head)
        longest = max((row.indicator for row in rows), key=lambda name: (len(name), name))
        self._name = head.name if head else longest
        owned = next((row for row in rows if row.owners), None)
        owners, supporting = (owned.owners, owned.supporting) if owned else ((), ())
        if head is not None:
            owners = owners if head.owners is None else head.owners
            supporting = supporting if head.supporting is None else head.supporting
        self._owners = self._ids(owners)
        self._supporting = [one for one in self._ids(supporting) if one not in self._owners]
        self._readings = readings([row for row in self._rows if not row.decided and not self._carried(row)])
        members = {row.id for row in rows}
        self._settled = [one for one in compiled.extraction.settled if members.issuperset(one.statements)]
        self._stated = {
            paragraph
            for task in compiled.extraction.tasks
            if task.owners_basis in ("stated", "text")
            for paragraph in task.paragraphs
        }

    def into(self, goals: Goals) -> None:
        """Add the target and what it needs."""
        item: Mapping = {"id": self._id}
        doubts = [row.id for row in self._rows if row.confidence < LOW]
        if doubts:
            mark(item, f"识别把握不大：{'、'.join(doubts)} · recognised with little confidence")
        item["name"] = text(self._name)
        if self._pillar == GENERAL:
            mark(item, "属于哪个领域？ · which pillar?")
        item["pillar"] = self._pillar
        if self._owners:
            item |= {"lead": self._owners[0], "responsible": self._owners}
        else:
            mark(item, "原文没有为这一目标列责任单位 · the text names no unit for this target")
        if self._supporting:
            item["supporting"] = self._supporting
        kinds = [kind for kind in _KIND_ORDER if any(_kind(row) == kind for row in self._rows)]
        item["tracks"] = [self._track(kind, goals) for kind in kinds]
        item["statements"] = [self._statement(row) for row in self._rows]
        if self._settled:
            item["decisions"] = [
                decision_of(f"{self._id}-D{number}", one, self._rows) for number, one in enumerate(self._settled, 1)
            ]
        goals.targets.append(item)
        goals.of_statement |= {row.id: self._id for row in self._rows}

    def _ids(self, names: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self._units[name] for name in names if name in self._units))

    def _track(self, kind: str, goals: Goals) -> Mapping:
        rows = [row for row in self._rows if _kind(row) == kind]
        unit = track_unit(rows, self._rows)
        zh, en = _SUFFIX[kind]
        indicator, measure = f"{self._id}-{en}", f"{self._id.lower()}_{en}"
        falls = kind in ("cumulative_change", "annual_growth") and rows[0].direction == "down"
        lead = self._owners[0] if self._owners else NOBODY
        name = f"{self._name}{'降幅' if falls else zh}"
        goals.measures.append(
            {
                "id": measure,
                "name": text(name),
                "unit": unit,
                "accumulation": "ytd" if kind == "annual_count" else "stock",
                "frequency": "quarter",
                "subject": "city",
            }
        )
        drafted: Mapping = {"id": indicator, "name": text(name), "unit": unit}
        mark(drafted, "怎样计算？暂由牵头单位报数 · how to measure? reported by the lead unit for the time being")
        goals.indicators.append(drafted | {"formula": f"total({measure})", "decimals": 1} | _reporter(lead))
        _form(goals, lead, measure)
        track: Mapping = {"id": en, "indicator": indicator, "unit": unit}
        unknown = sorted({row.unit for row in rows if known_unit(row, self._rows) != row.unit})
        if unknown:
            mark(track, f"原文单位“{'、'.join(unknown) or '（无）'}” · the unit of the text is not a known one")
        direction = "up" if falls else rows[0].direction
        track |= {"direction": direction, "trajectory": _TRAJECTORY.get(kind, "linear")}
        track["steps"] = self._steps(kind, rows, unit)
        if falls:
            track["note"] = "写成降幅，正数表示下降 · the decline as a positive number"
        return track

    def _steps(self, kind: str, rows: list[ExtractedTarget], unit: str) -> list[Mapping]:
        """A step a year; where places differ, the number that most of them state, or else what all of them ask for."""
        by_year: dict[int, list[ExtractedTarget]] = {}
        of_years = [row for row in rows if not part_of_year(self._compiled.sentence(row.document, row.span))]
        for row in of_years or rows:
            end = row.period_end or self._end
            first = row.period_start if kind == "annual_count" and row.period_start else end
            for year in range(min(first, end), end + 1):
                by_year.setdefault(year, []).append(row)
        return [self._step(year, by_year[year], unit) for year in sorted(by_year)]

    def _step(self, year: int, rows: list[ExtractedTarget], unit: str) -> Mapping:
        """What is due in a year; every number that other places state stays open beside it."""
        compared = [(row, value_in(row, unit, self._rows)) for row in rows]
        comparable = [(row, value) for row, value in compared if value is not None]
        settled = {name for one in self._settled for name in one.statements}
        held = {name for one in self._settled for name in one.adopted or one.statements}
        standing = [(row, value) for row, value in comparable if row.id not in settled or row.id in held]
        chosen, value = adopted(standing or comparable or [(row, row.value) for row in rows])
        agreeing = [row.id for row, other in compared if other is not None and agree(other, value)] or [chosen.id]
        others = [row for row in rows if row.id not in agreeing and row.id not in settled]
        step: Mapping = {"due": year, "comparator": chosen.comparator, "value": _number(value)}
        if others:
            numbers = "、".join(f"{row.id} {_number(row.value)}{row.unit}" for row in others)
            mark(step, f"各处不同，请定：另有 {numbers} · places differ, to be decided")
        return step | {"statements": agreeing}

    def _statement(self, row: ExtractedTarget) -> Mapping:
        item: Mapping = {"id": row.id}
        notes = [_FLAG_NOTES[flag] for flag in row.flags if flag in _FLAG_NOTES]
        if row.confidence < LOW:
            notes.append(f"把握 {row.confidence:.2f} · confidence")
        for note in notes:
            mark(item, note)
        item["source"] = source(self._compiled, row.document, row.paragraph, row.span)
        item |= {"indicator": row.indicator, "comparator": row.comparator, "value": _number(row.value)}
        item |= {"unit": known_unit(row, self._rows), "kind": _kind(row)}
        if row.period_start is not None or counted_from_start(row):
            item["period_start"] = row.period_start or self._start
        item["period_end"] = row.period_end or self._end
        if row.base_year is not None:
            item["base_year"] = row.base_year
        item["direction"] = row.direction
        if row.paragraph in self._stated:
            item |= {"owners": self._ids(row.owners)} if row.owners else {}
            item |= {"supporting": self._ids(row.supporting)} if row.supporting else {}
        item |= {name: True for name in ("soft", "qualitative") if getattr(row, name)}
        item |= {"milestone": True} if row.kind == "milestone" or "milestone" in row.flags else {}
        item |= {"undated": True} if is_undated(row) and not self._dated_above(row) else {}
        if row.id in self._readings:
            item["readings"] = ["annual_count", "cumulative_count"]
        sentence = self._compiled.sentence(row.document, row.span)
        found = self._compiled.paragraph(row.document, row.paragraph)
        where = place_of(row) or (zone_of(found.anchor.path) if found else "")
        scope = where + part_of_year(sentence) or row.scope or area_before(row, sentence)
        item |= {"scope": scope} if scope else {}
        if row.qualifier:
            item["note"] = row.qualifier
        return item

    def _carried(self, row: ExtractedTarget) -> bool:
        """Whether the 每年 or 累计 of the clause before holds for this one as well: neither has a verb in between."""
        before = self._compiled.sentence(row.document, row.span).partition(row.quote)[0]
        if _VERB.match(row.quote):
            return False
        for clause in reversed([part for part in re.split(r"[，；;、]", before) if part]):
            if _EXPLICIT.search(clause):
                return True
            if _VERB.match(clause):
                return False
        return False

    def _dated_above(self, row: ExtractedTarget) -> bool:
        """Whether a heading above gives the year: 2026年重点工作."""
        found = self._compiled.paragraph(row.document, row.paragraph)
        return found is not None and bool(_YEAR.search("".join(found.anchor.path)))


def is_undated(row: ExtractedTarget) -> bool:
    """No date is stated; 每年 and 年均 over the plan's years are one."""
    runs = row.kind in ("annual_count", "annual_growth") and row.period_start != row.period_end
    return not runs and (row.period_end is None or "no_date" in row.flags)


def readings(rows: list[ExtractedTarget]) -> set[str]:
    """Statements whose count may be of the year or in all, where it makes a difference.

    It makes none in a single dated statement; words such as 每年 and 累计 in the clause itself leave no choice.
    """
    open_rows = [
        row
        for row in rows
        if {row.kind, *row.other_kinds} >= {"annual_count", "cumulative_count"} and not _EXPLICIT.search(row.quote)
    ]
    if _multiplies_out(rows):
        return set()
    several = len({row.period_end for row in open_rows}) > 1
    carried = {row.id for row in open_rows if row.kind == "annual_count" and row.period_start != row.period_end}
    return {row.id for row in open_rows if several or row.id in carried or is_undated(row)}


def _multiplies_out(rows: list[ExtractedTarget]) -> bool:
    """Whether a yearly count times the years is the stated total: then both are meant as they stand."""
    totals = {(row.period_end, row.value) for row in rows if row.kind == "cumulative_count"}
    yearly = [row for row in rows if row.kind == "annual_count" and row.period_start and row.period_end]
    return any(
        (row.period_end, row.value * (row.period_end - row.period_start + 1)) in totals
        for row in yearly
        if row.period_start and row.period_end and row.period_start < row.period_end
    )


def _kind(row: ExtractedTarget) -> str:
    return "level" if row.kind == "milestone" else row.kind


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _reporter(lead: str) -> Mapping:
    return {} if lead == NOBODY else {"reported_by": lead}


def _form(goals: Goals, lead: str, measure: str) -> None:
    form = goals.forms.get(lead)
    if form is None:
        form = {"id": f"from_{lead.lower()}", "name": text(f"目标进展报表（{lead}）", f"Progress report of {lead}")}
        mark(form, "报送频次和期限待定 · how often and by when")
        units = [] if lead == NOBODY else [lead]
        form |= {"measures": [], "reporter": "unit", "units": units, "frequency": "quarter", "due_day": 15}
        goals.forms[lead] = form
    form["measures"].append(measure)
