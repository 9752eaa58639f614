"""Whether every figure of a text is one of the run, or is said to be the office's own, with where it has it from.

A figure is tied to the run where its sentence names what the number is about, and the number rounded as the text rounds
it is the same, in whatever unit of its kind. Behind the office's own figures stands `〔来源：…〕`, which covers those
before it in the sentence that are not the run's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from sigai.base.units import NUMBER, MeasureUnit
from sigai.programme.programme import Programme
from sigai.reports.circular.facts import Fact, facts_of
from sigai.reports.circular.numbers import SaidNumber, said_numbers
from sigai.reports.view import View
from sigai.reports.words import VERDICT

Tie = Literal["run", "office", "unnamed", "none", "unreadable"]
"""`unnamed`: a number of the run fits, but its subject is not named."""

TIED: tuple[Tie, ...] = ("run", "office")

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?\n]+|$)")
_CLAUSE = re.compile(r"[^；;]*(?:[；;]|$)")
_SOURCE = re.compile(r"[〔\[［【（(]\s*(?:数据)?来源\s*[:：]\s*(?P<source>[^〕\]］】）)]*?)\s*[〕\]］】）)]")
_NEAREST = 3
_REMEMBERED = 2000
_WITHIN = 0.1
"""`More than 50` is said of what is more by no more than this part."""

_WORDS: Mapping[str, str] = {
    "targets": r"目标|指标",
    "judged": r"判断|评定|评判",
    "well": r"完成",
    "held": r"未定|沿用",
    "estimated": r"推算|估计",
    "worse": r"变差|转差",
    "better": r"变好|好转",
    "unjudged": r"看不出",
    "new_step": r"新考核期",
    "forecast": r"预测",
    "later": r"终期|期末",
    "provisional": r"暂报|（暂）|初步",
    "reporting": r"报送|应报|已报|未报|报数|上报",
    "reported": r"报送",
    "due": r"到期",
    "late": r"预计完不成和已错过",
    **{verdict: word.zh for verdict, word in VERDICT.items()},
}


_CUES: Mapping[str, str] = {
    "actual": r"现为|实际|已?完成|达到?",
    "expected": r"应达到的?",
    "goal": r"目标",
    "baseline": r"基期|起点",
    "forecast": r"预测|预计",
    "shortfall": r"差|缺口",
    "missing": r"还?差|未报",
    "gap": r"低于|高于|落后|领先",
    "needed": r"每月还?需",
    "chance": r"把握|可能性?",
    "months_left": r"剩|还有",
    "change": r"比上月|较上月|与上月",
    "since_base": r"比基期|较基期|比20|较20",
    "coverage": r"报送率",
    "rate": r"报送率",
    "given": r"已报",
    "owing": r"应报",
    "like_for_like": r"可比",
}
"""What people write before each kind of number: of two that fit, that of the nearest word is meant."""


@dataclass(frozen=True, slots=True)
class CheckedNumber:
    """A figure of a text, with what it is tied to; `nearest` are numbers of the run that it might have meant."""

    said: SaidNumber
    tie: Tie
    sentence: str
    fact: Fact | None = None
    source: str = ""
    nearest: tuple[Fact, ...] = ()

    @property
    def tied(self) -> bool:
        """Whether it can be followed to the run, or to where the office has it from."""
        return self.tie in TIED


class NumberChecker:
    """Holds texts against the numbers of one run."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._facts = facts_of(view)
        self._names = names_of(view.programme, view.root.code)
        self._root = f"area:{view.root.code}"
        self._known: dict[tuple[str, str], tuple[CheckedNumber, ...]] = {}

    def numbers(self, text: str, context: str = "") -> tuple[CheckedNumber, ...]:
        """Every figure of a text in its order; `context`: what stands above it, as headings do.

        What was checked is remembered: most of a draft stays as it is while one text of it is written.
        """
        key = text, context
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = tuple(self._read(text, context))
        return self._known[key]

    # --- private ---------------------------------------------------------------------------------------------------

    def _read(self, text: str, context: str) -> list[CheckedNumber]:
        plain, sources = _without_sources(text)
        said = said_numbers(plain, self._numeral_names)
        found: list[CheckedNumber] = []
        before = ""
        for sentence in _SENTENCE.finditer(plain):
            for clause in _CLAUSE.finditer(sentence[0]):
                start, end = (sentence.start() + place for place in clause.span())
                inside = [number for number in said if start <= number.start < end]
                named = self._named((clause[0], sentence[0], before, context)) if inside else frozenset()
                found += [self._checked(number, named, sentence[0], sentence.start()) for number in inside]
            before = sentence[0] or before
        return _with_sources(found, sources, plain)

    @cached_property
    def _numeral_names(self) -> tuple[str, ...]:
        """Names that hold a numeral, the longest first."""
        found = [name for name in self._names if re.search(r"[\d一二三四五六七八九十百千万两]", name)]
        return tuple(sorted(found, key=len, reverse=True))

    @cached_property
    def _by_subject(self) -> Mapping[str, tuple[Fact, ...]]:
        """Facts by the target they are of, or, of none, under ``."""
        found: dict[str, list[Fact]] = {}
        for fact in self._facts:
            found.setdefault(fact.target, []).append(fact)
        return {target: tuple(facts) for target, facts in found.items()}

    def _named(self, scopes: Sequence[str]) -> frozenset[str]:
        """What a clause is about. Of targets, areas, pillars and units the nearest text that names any counts; of words
        the sentence."""
        found: set[str] = set()
        for kind in ("target", "area", "pillar", "unit"):
            for scope in scopes:
                here = {key for key in self._keys_in(scope) if key.startswith(f"{kind}:")}
                if here:
                    found |= here
                    break
        words = {word for word, pattern in _WORDS.items() if any(re.search(pattern, scope) for scope in scopes[:2])}
        return frozenset(found | {f"word:{word}" for word in words})

    def _keys_in(self, text: str) -> set[str]:
        found: set[str] = set()
        for name, keys in self._names.items():
            if name in text:
                found |= keys
                text = text.replace(name, "\x00" * len(name))
        return found

    def _checked(self, number: SaidNumber, named: frozenset[str], whole: str, start: int) -> CheckedNumber:
        sentence = whole.strip()
        if number.size is None:
            return CheckedNumber(number, "unreadable", sentence)
        targets = [key.removeprefix("target:") for key in named if key.startswith("target:")]
        about = [fact for target in (*targets, "") for fact in self._by_subject.get(target, ())]
        fitting = [fact for fact in about if self._is_named(fact, named) and fits(number, fact)]
        away = _Distances(whole, number.start - start, number.end - start)
        fitting = [fact for fact in fitting if away.counts(fact)]
        if whole[: number.start - start].endswith("等"):  # how many are listed, not a figure of the last of them
            fitting = [fact for fact in fitting if not fact.target] or fitting
        if fitting:
            nearest = self._last_named(whole[: number.start - start], fitting)
            return CheckedNumber(number, "run", sentence, min(nearest, key=away.order))
        elsewhere = [fact for fact in self._facts if fact.unit and fits(number, fact)] if not number.rank else []
        if elsewhere and not targets:
            return CheckedNumber(number, "unnamed", sentence, nearest=tuple(elsewhere[:_NEAREST]))
        return CheckedNumber(number, "none", sentence, nearest=self._nearest(number, about, named))

    def _last_named(self, said: str, fitting: Sequence[Fact]) -> Sequence[Fact]:
        """Of numbers of several targets those of the one that is named last before the figure."""
        if len({fact.target for fact in fitting if fact.target}) < 2:
            return fitting
        places = {
            key.removeprefix("target:"): said.rfind(name) + len(name)
            for name, keys in reversed(self._names.items())
            if name in said
            for key in keys
            if key.startswith("target:")
        }
        last = max((places.get(fact.target, 0) for fact in fitting), default=0)
        return [fact for fact in fitting if not fact.target or places.get(fact.target, 0) == last]

    def _is_named(self, fact: Fact, named: frozenset[str]) -> bool:
        """Whether the text names all that a fact is about, and no other area, pillar or unit instead."""
        if not fact.about <= named:
            return False
        own = any(key.startswith("area:") for key in fact.about)
        areas = {key for key in named if key.startswith("area:")}
        if not own and areas and self._root not in areas:
            return False
        of_all = not fact.target and not fact.about - _WORD_KEYS
        return not (of_all and self._root not in areas and any(_PARTS.match(key) for key in named))

    def _nearest(self, number: SaidNumber, about: Iterable[Fact], named: frozenset[str]) -> tuple[Fact, ...]:
        """Numbers of the run of the same kind, of what is named, by how far they lie."""
        kind = _unit(number.unit)
        same = [
            (abs(size - number.size * kind.factor), fact)
            for fact in about
            if number.size is not None and kind is not None and fact.about <= named | _WORD_KEYS
            and (size := _in_base(fact, kind)) is not None
        ]  # fmt: skip
        return tuple(fact for _, fact in sorted(same, key=lambda pair: pair[0])[:_NEAREST])


class _Distances:
    """How far from a figure the words stand that say what is counted: the nearest verdict is the one that counts."""

    def __init__(self, sentence: str, start: int, end: int) -> None:
        self._found: dict[str, tuple[int, int]] = {}
        for word, pattern in _WORDS.items():
            for match in re.finditer(pattern, sentence):
                away = start - match.end() if match.end() <= start else match.start() - end
                if away >= 0:
                    found = (away, -len(match[0]))
                    self._found[word] = min(found, self._found.get(word, found))
        said = sentence[:start]
        self._cues = {
            kind: max(((match.end(), len(match[0])) for match in re.finditer(pattern, said)), default=(0, 0))
            for kind, pattern in _CUES.items()
        }
        self._verdict = min((self._found[word] for word in VERDICT if word in self._found), default=None)

    def counts(self, fact: Fact) -> bool:
        """Whether no other verdict stands nearer than that of a fact."""
        words = [key.removeprefix("word:") for key in fact.about if key.startswith("word:")]
        return not any(word in VERDICT and self._found.get(word) != self._verdict for word in words)

    def order(self, fact: Fact) -> tuple[int, ...]:
        """The fact that says most of what is named, and whose word stands nearest, comes first; of two words that end
        at one place the longer counts."""
        kind = fact.id.rpartition(":")[2]
        near, long = self._cues.get(kind, (0, 0))
        words = [key.removeprefix("word:") for key in fact.about if key.startswith("word:")]
        away = min((self._found.get(word, (999, 0)) for word in words), default=(0, 0))
        return -len(fact.about - _WORD_KEYS), -near, -long, *away


_WORD_KEYS = frozenset(f"word:{word}" for word in _WORDS)
_PARTS = re.compile(r"(?:pillar|unit):")


@lru_cache(maxsize=8)
def checker(view: View) -> NumberChecker:
    """The checker of a run, made once."""
    return NumberChecker(view)


def names_of(programme: Programme, root: str) -> dict[str, frozenset[str]]:
    """By what names a text speaks of targets, areas, pillars and units, the longest first."""
    found: dict[str, set[str]] = {}
    for target in programme.targets:
        indicator = programme.indicator_by_id.get(target.main_track.indicator)
        for name in (target.name.zh, *([indicator.name.zh] if indicator else ())):
            found.setdefault(name, set()).add(f"target:{target.id}")
    for area in programme.areas:
        found.setdefault(area.name.zh, set()).add(f"area:{area.code}")
    for name in ("全市", "我市", "全省", "全区", "全县"):
        found.setdefault(name, set()).add(f"area:{root}")
    for pillar in programme.pillars:
        found.setdefault(pillar.name.zh, set()).add(f"pillar:{pillar.id}")
    for unit in programme.units:
        for name in (unit.name.zh, unit.full_name, *unit.aliases):
            if name:
                found.setdefault(name, set()).add(f"unit:{unit.id}")
    for name in (
        programme.head.title.zh,
        programme.head.short_title.zh,
        *(each.title.zh for each in programme.head.documents),
    ):
        found.setdefault(name, set())
    return {name: frozenset(found[name]) for name in sorted(found, key=len, reverse=True)}


def fits(number: SaidNumber, fact: Fact) -> bool:
    """Whether a figure of a text, as it is rounded there, is a number of the run."""
    if number.size is None or number.rank != (fact.unit == "位" and fact.sign == "level"):
        return False
    if fact.units and number.unit not in fact.units:
        return False
    if _doubled(number, fact):
        return True
    kind = _unit(number.unit) if number.unit else _unit(fact.unit)
    size = None if kind is None else _in_base(fact, kind)
    if kind is None or size is None:
        return False
    size /= kind.factor
    return any(_reaches(number, said, size) for said in _signs(number, fact))


def _doubled(number: SaidNumber, fact: Fact) -> bool:
    """What doubled grew by 100 %."""
    return number.text.startswith("翻") and fact.unit == "%" and abs(fact.value - 100 * ((number.size or 0) - 1)) <= 5


def _signs(number: SaidNumber, fact: Fact) -> tuple[float, ...]:
    size = number.size or 0.0
    if fact.sign == "distance":
        return (size, -size)
    if number.falling:
        return (-size,) if fact.sign == "change" else (-size, size)
    return (size,)


def _reaches(number: SaidNumber, said: float, size: float) -> bool:
    """Whether `size` prints as `said`, or lies on the side of it that the text tells and not far off."""
    half = number.step / 2 * (1 + 1e-6) + 1e-9 * abs(size)
    if abs(size - said) <= half:
        return True
    near = max(_WITHIN * abs(said), number.step)
    if number.bound == "above":
        return 0 <= size - said <= near
    if number.bound == "below":
        return 0 <= said - size <= near
    if number.bound == "about":
        return abs(size - said) <= max(number.step, near / 2)
    whole_percent = number.unit in ("%", "％") and abs(size) < 100 and number.step == 1
    return whole_percent and said == 99 and size > 99


@lru_cache(maxsize=512)
def _unit(symbol: str) -> MeasureUnit | None:
    if symbol == "位":
        return NUMBER
    try:
        return MeasureUnit.parse(_PLAIN_UNITS.get(symbol, symbol))
    except ValueError:
        return None


_PLAIN_UNITS = {
    "个月": "月",
    "户次": "次",
    "家次": "次",
    "项次": "项",
    "个次": "个",
    "％": "%",
    "百分点": "个百分点",
    "个工作日": "天",
    "位次": "",
}


def _in_base(fact: Fact, kind: MeasureUnit) -> float | None:
    own = _unit(fact.unit)
    if own is None or not own.same_dimension(kind):
        return None
    if own.dimensionless and ("%" in fact.unit) != ("%" in kind.symbol or "‰" in kind.symbol):
        return None
    return fact.value * own.factor


def _without_sources(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text with its sources made blank, and where each stands with what it says."""
    sources = [(match.start(), match.end(), match["source"]) for match in _SOURCE.finditer(text)]
    letters = list(text)
    for start, end, _ in sources:
        letters[start:end] = " " * (end - start)
    return "".join(letters), sources


def _with_sources(found: list[CheckedNumber], sources: list[tuple[int, int, str]], text: str) -> list[CheckedNumber]:
    """With the office's source on each figure before it in its sentence that is not the run's."""
    done: list[CheckedNumber] = []
    for number in found:
        source = next((words for start, _, words in sources if start >= number.said.end), "")
        place = next((start for start, _, words in sources if start >= number.said.end), None)
        ends = place is None or re.search(r"[。！？!?\n]", text[number.said.end : place])
        if number.tie == "run" or ends or not source or number.tie == "unreadable":
            done.append(number)
        else:
            done.append(CheckedNumber(number.said, "office", number.sentence, source=source, nearest=number.nearest))
    return done
