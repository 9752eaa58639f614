"""Which statements are one target, and to which pillar a target belongs."""

from __future__ import annotations

import re
from collections import Counter

from sigai.compiling.compiled import Compiled
from sigai.compiling.drafting.frame import GENERAL, pillar_names
from sigai.compiling.grouping import plain_name, unit_family
from sigai.compiling.model import ExtractedTarget, Extraction
from sigai.programme.findings.alike import is_general

_LEAST = 0.5
_ADDED = re.compile(r"新增|净增|新建|新培育|新认定|新创建|新引进|新打造|增设")
_STANDING = re.compile(r"达到?|突破|超过|保持|总数|总量|拥有|不低于|不少于")
_MADE = re.compile(r"培育|建成|打造|创建|引进|认定|新建|新增|培养|建设(?!用地)")
_BUILT = re.compile(r"(?:新建|新打|新修|建成|新增|扩建)(?!.{0,2}(?:改造|提升|更新))")
_MENDED = re.compile(r"^(?!.*(?:新建|新打|新修|建成|新增|扩建)).*(?:改造|提升|更新|修缮|维修|养护|修复|拆除|淘汰)")
_IN_ALL = re.compile(r"总数|总量|保有量|拥有量|存量|总面积|总规模|总计")
_ABOVE_SCALE = re.compile(r"规上|规模以上|限上|限额以上")
_RATES = ("%", "个百分点", "‰", "倍")
_FAR = 2
"""So many times a number is that of another thing, not another number for the same one."""
_OPENING = 20
_LEAST_NAME = 4


def targets_of(extraction: Extraction) -> list[list[ExtractedTarget]]:
    """Statements by target, in the order of the text.

    A group in which one paragraph names two things of a kind holds two targets; groups whose names differ by 规上,
    工业, 企业 alone, or of which one lacks the unit, are one. What people put together or apart stays so.
    """
    groups: dict[str, list[ExtractedTarget]] = {}
    decided: dict[str, list[ExtractedTarget]] = {}
    for row in extraction.targets:
        if row.head:
            decided.setdefault(row.head, []).append(row)
        else:
            groups.setdefault(row.group or row.id, []).append(row)
    joined: dict[str, dict[str, list[ExtractedTarget]]] = {}
    for part in (part for rows in groups.values() for some in _by_topic(rows) for part in _parted(some)):
        families = joined.setdefault(_core(part[0]), {})
        families.setdefault(_family(part[0], families), []).extend(part)
    order = {row.id: number for number, row in enumerate(extraction.targets)}
    targets = [
        sorted(part, key=lambda row: order[row.id])
        for families in joined.values()
        for rows in families.values()
        for some in _whole_apart(rows)
        for part in _added_apart(some)
    ]
    return sorted([*targets, *decided.values()], key=lambda rows: order[rows[0].id])


def _by_topic(rows: list[ExtractedTarget]) -> list[list[ExtractedTarget]]:
    """产业规模, 集聚企业 are of what their paragraph is about: such names of two paragraphs are two targets."""
    if not all(is_general(row.indicator) for row in rows):
        return [rows]
    topics: dict[tuple[str, str], list[ExtractedTarget]] = {}
    for row in rows:
        topics.setdefault((row.document, row.paragraph), []).append(row)
    return list(topics.values())


def _core(row: ExtractedTarget) -> str:
    """The name without what varies from place to place; a name that is short without it stays whole."""
    if is_general(row.indicator):
        return f"{row.document} {row.paragraph} {row.indicator}"
    core = re.sub(r"规上|工业|企业|水平$", "", plain_name(row.indicator))
    return core if len(core) >= _LEAST_NAME else row.indicator


def _family(row: ExtractedTarget, known: dict[str, list[ExtractedTarget]]) -> str:
    """What the unit measures; a number without a unit joins the target of its name, and is joined."""
    family = unit_family(row)
    return next((other for other in known if not family or not other), family) if family not in known else family


def _parted(rows: list[ExtractedTarget]) -> list[list[ExtractedTarget]]:
    seeds = _seeds(rows)
    if len(seeds) < 2:
        return [rows]
    parts: dict[str, list[ExtractedTarget]] = {seed: [] for seed in seeds}
    for row in rows:
        name = plain_name(row.indicator)
        parts[max(seeds, key=lambda seed: _likeness(name, seed))].append(row)
    return [part for part in parts.values() if part]


def _whole_apart(rows: list[ExtractedTarget]) -> list[list[ExtractedTarget]]:
    """数字经济企业 2000 家 apart from 规上数字经济企业 200 家: numbers of one year so far apart are all and a part."""
    large = [row for row in rows if _ABOVE_SCALE.search(row.indicator)]
    others = [row for row in rows if row not in large]
    far = any(
        one.period_end == other.period_end
        and one.unit == other.unit
        and not one.unit.startswith(_RATES)
        and max(one.value, other.value) > _FAR * min(one.value, other.value)
        for one in large
        for other in others
    )
    return [large, others] if far else [rows]


def _added_apart(rows: list[ExtractedTarget]) -> list[list[ExtractedTarget]]:
    """What is added (新增 5 家) apart from what then stands (达到 30 家) and from what is mended (改造 8 家), where the
    numbers differ.
    """
    for added, standing in ((_ADDED, _STANDING), (_MADE, _IN_ALL), (_BUILT, _MENDED)):
        new = [row for row in rows if added.search(row.quote) and not _IN_ALL.search(row.quote)]
        others = [row for row in rows if row not in new]
        if _differ(new, [row for row in others if standing.search(row.quote)]):
            return [new, others]
    return [rows]


def _differ(added: list[ExtractedTarget], standing: list[ExtractedTarget]) -> bool:
    """Whether what is added and what then stands are stated with different numbers: two targets of one name."""
    counts = ("annual_count", "cumulative_count", "level")
    return any(
        one.value != other.value
        for one in added
        for other in standing
        if one.kind in counts and other.kind in counts and one.period_end == other.period_end
    )


def _seeds(rows: list[ExtractedTarget]) -> list[str]:
    """Names that stand beside each other in one paragraph for the same kind and year: they cannot be one thing."""
    beside: dict[tuple[object, ...], list[str]] = {}
    for row in rows:
        key = (row.document, row.paragraph, row.kind, row.period_start, row.period_end, row.base_year)
        names = beside.setdefault(key, [])
        name = plain_name(row.indicator)
        if name not in names:
            names.append(name)
    return max(beside.values(), key=len, default=[])


class PillarSorter:
    """Finds the pillar whose own words stand in the headings and names of a target's statements."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        names = pillar_names(compiled)
        grams = [_grams(name) for name in names]
        often = Counter(gram for one in grams for gram in one)
        self._words = {f"p{i}": {gram for gram in one if often[gram] == 1} for i, one in enumerate(grams, 1)}

    def of(self, rows: list[ExtractedTarget]) -> str:
        """The id of the pillar that most statements speak of; `general` where none does."""
        return self.of_places([(row.document, row.paragraph) for row in rows], rows[0].indicator)

    def of_places(self, places: list[tuple[str, str]], name: str) -> str:
        """The pillar of most of the places (document, paragraph) of a target called `name`; empty where none has a
        share of words that is large enough.
        """
        votes: Counter[str] = Counter()
        for document, paragraph in places:
            found = self._compiled.paragraph(document, paragraph)
            words = _grams(name)
            if found is not None:
                words |= _grams(" ".join(found.anchor.path)) | _grams(found.text[:_OPENING])
                words |= _grams(self._title(document, found.part))
            scores = {pillar: len(own & words) / len(own) for pillar, own in self._words.items() if own}
            best = max(scores, key=lambda pillar: scores[pillar], default="")
            if best and scores[best] >= _LEAST:
                votes[best] += 1
        return votes.most_common(1)[0][0] if votes else GENERAL

    def _title(self, document: str, part: str) -> str:
        """The first lines of an annex: its title names the pillar."""
        if part == "main":
            return ""
        found = next((one for one in self._compiled.documents if one.id == document), None)
        lines = [item.text for item in found.content() if item.part == part][:3] if found else []
        return " ".join(lines)


def _grams(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _likeness(one: str, other: str) -> float:
    mine, theirs = _grams(one), _grams(other)
    return 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))
