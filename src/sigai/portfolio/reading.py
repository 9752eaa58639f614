"""A folder of tables as a reserve to choose from; everything that is wrong with it is told at once, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from sigai.base.issues import Issue, Place, Severity, UserError, problem
from sigai.base.units import MeasureUnit
from sigai.portfolio import tables
from sigai.portfolio.reserve import AreaShare, Budget, Candidate, Effect, Need, Reserve, TargetGap
from sigai.portfolio.tables import TableRow, rows_of
from sigai.tables.files import Guesses, find_files

NOTHING_THERE = problem(
    "F003",
    Severity.ERROR,
    zh="文件夹中没有{what_zh}（{stem}.csv 或 .xlsx）",
    en="the folder has no {what_en} ({stem}.csv or .xlsx)",
    advice_zh="每个选项目的文件夹都要有 candidates、needs、effects、budgets、gaps 五张表；见 docs/portfolio.md",
    advice_en="a folder to choose from has candidates, needs, effects, budgets and gaps; see docs/portfolio.md",
)
TWICE = problem(
    "F004",
    Severity.ERROR,
    zh="“{given}”写了两次，先在 {before_zh}",
    en="“{given}” stands there twice, first in {before_en}",
    advice_zh="删去一行，或改正编号",
    advice_en="delete one of the rows, or correct the id",
)
UNKNOWN = problem(
    "F005",
    Severity.ERROR,
    zh="没有名为“{given}”的{what_zh}{near_zh}",
    en="there is no {what_en} “{given}”{near_en}",
    advice_zh="改正编号，或在 {stem} 表中补上",
    advice_en="correct the id, or add it to the table {stem}",
)
NEGATIVE = problem(
    "F006",
    Severity.ERROR,
    zh="“{column}”不能是负数：{given}",
    en="“{column}” cannot be below zero: {given}",
    advice_zh="填零或正数",
    advice_en="give zero or more",
)
NO_UNIT = problem(
    "F007",
    Severity.ERROR,
    zh="不认识单位“{given}”，或与“{wanted}”不能换算",
    en="the unit “{given}” is not known, or cannot be converted to “{wanted}”",
    advice_zh="用与{of_zh}相同或可以换算的单位",
    advice_en="give the unit of the {of_en}, or one that can be converted to it",
)
OUT_OF_RANGE = problem(
    "F008",
    Severity.ERROR,
    zh="“{column}”应在 {low} 与 {high} 之间，而不是 {given}",
    en="“{column}” lies between {low} and {high}, not at {given}",
    advice_zh="改正这个数",
    advice_en="correct the number",
)
CYCLE = problem(
    "F009",
    Severity.ERROR,
    zh="前置关系成环：{cycle}",
    en="dependencies run in a circle: {cycle}",
    advice_zh="去掉其中一个前置关系；必须一起上的项目合成一个",
    advice_en="drop one of them; make one candidate of projects that can only stand together",
)
SELF = problem(
    "F010",
    Severity.ERROR,
    zh="“{given}”以自己为前置或互斥",
    en="“{given}” names itself as what it needs or excludes",
    advice_zh="改正编号",
    advice_en="correct the id",
)
NO_GAP = problem(
    "F011",
    Severity.NOTE,
    zh="“{given}”没有差额，不参与选择",
    en="“{given}” has no gap, and plays no part in the choice",
)
_PIN = {
    "": None,
    "是": True,
    "必选": True,
    "in": True,
    "yes": True,
    "否": False,
    "不选": False,
    "out": False,
    "no": False,
}
NOT_A_PIN = problem(
    "F012",
    Severity.ERROR,
    zh="“必选”写“是”、“否”或留空，而不是“{given}”",
    en="“pinned” is in, out or empty, not “{given}”",
    advice_zh="改正",
    advice_en="correct it",
)
NEVER_STARTS = problem(
    "F013",
    Severity.ERROR,
    zh="最迟开工年 {last} 早于最早开工年 {first}，或相差太远",
    en="the last year to start in, {last}, lies before the first, {first}, or too far after it",
    advice_zh="改正年份",
    advice_en="correct the years",
)
_MOST_YEARS = 20
_SEPARATOR = re.compile(r"[;；,，、\s]+")
_TABLES = {
    "candidates": ("候选项目", "candidates"),
    "needs": ("用量", "needs"),
    "effects": ("预期效果", "effects"),
    "budgets": ("预算", "budgets"),
    "gaps": ("目标差额", "gaps of targets"),
}


@dataclass(slots=True)
class _ReserveReader:
    """What has been read so far, by id, and what was wrong."""

    issues: list[Issue] = field(default_factory=list)
    guesses: dict[str, Guesses] = field(default_factory=dict)

    def known(self, row: TableRow, column: str, given: str, ids: Iterable[str], stem: str) -> bool:
        """Whether a named thing is there; else it is told, with what may have been meant."""
        ids = set(ids)
        if given in ids:
            return True
        near = self.guesses.setdefault(stem, Guesses(ids))(given)
        zh, en = _TABLES[stem]
        words = {
            "near_zh": f"；是否应为“{near}”" if near else "",
            "near_en": f"; did you mean “{near}”?" if near else "",
        }
        self.issues.append(UNKNOWN.at(row.at(column), given=given, what_zh=zh, what_en=en, stem=stem, **words))
        return False

    def once(self, row: TableRow, column: str, given: str, before: dict[str, Place]) -> bool:
        """Whether an id stands there for the first time."""
        if given not in before:
            before[given] = row.place
            return True
        there = before[given]
        words = {"before_zh": there.text("zh"), "before_en": there.text("en")}
        self.issues.append(TWICE.at(row.at(column), given=given, **words))
        return False

    def between(self, row: TableRow, column: str, low: float, high: float) -> bool:
        """Whether a number, where it is given, lies in its range."""
        given = row.numbers.get(column, low)
        if low <= given <= high:
            return True
        if given < 0 and low == 0:
            self.issues.append(NEGATIVE.at(row.at(column), column=column, given=f"{given:g}"))
        else:
            self.issues.append(OUT_OF_RANGE.at(row.at(column), column=column, low=low, high=high, given=f"{given:g}"))
        return False

    def whole(self, row: TableRow, column: str, low: int, high: int) -> bool:
        """Whether a number, where it is given, is a whole one in its range."""
        given = row.numbers.get(column, float(low))
        if given.is_integer():
            return self.between(row, column, low, high)
        self.issues.append(OUT_OF_RANGE.at(row.at(column), column=column, low=low, high=high, given=f"{given:g}"))
        return False

    def factor(self, row: TableRow, wanted: str, of: tuple[str, str]) -> float | None:
        """What an amount is multiplied with to stand in the unit `wanted`; no unit: it does already."""
        given = row.texts.get("unit", wanted)
        try:
            return MeasureUnit.parse(given).factor_to(MeasureUnit.parse(wanted))
        except ValueError:
            facts = {"given": given, "wanted": wanted, "of_zh": of[0], "of_en": of[1]}
            self.issues.append(NO_UNIT.at(row.at("unit"), **facts))
            return None


def read_reserve(folder: Path) -> tuple[Reserve, list[Issue]]:
    """The reserve that a folder of tables (docs/portfolio.md) says, with notes. UserError with all that is wrong."""
    reader = _ReserveReader()
    budgets = _budgets(folder, reader)
    gaps = _gaps(folder, reader)
    candidates = _candidates(folder, reader)
    ids = {each.id for each in candidates}
    needs = _needs(folder, reader, ids, {budget.id: budget for budget in budgets})
    effects = _effects(folder, reader, ids, gaps)
    shares = _shares(folder, reader, {budget.id for budget in budgets})
    for stem, (zh, en) in _TABLES.items():
        if not find_files(folder, stem)[0]:
            reader.issues.append(NOTHING_THERE.at(Place(str(folder)), what_zh=zh, what_en=en, stem=stem))
    reader.issues += _circles(candidates)
    if any(issue.severity is Severity.ERROR for issue in reader.issues):
        raise UserError(reader.issues)
    open_gaps = tuple(gap for gap in gaps.values() if gap.amount)
    return Reserve(candidates, needs, effects, budgets, open_gaps, shares), reader.issues


def _candidates(folder: Path, reader: _ReserveReader) -> tuple[Candidate, ...]:
    rows = list(rows_of(folder, tables.CANDIDATES, reader.issues))
    ids = {row.texts["id"] for row in rows}
    before: dict[str, Place] = {}
    found = []
    for row in rows:
        name = row.texts["id"]
        bonds = {column: _names(row.texts.get(column, "")) for column in ("after", "excludes")}
        known = [reader.known(row, column, each, ids, "candidates") for column, of in bonds.items() for each in of]
        if name in (*bonds["after"], *bonds["excludes"]):
            reader.issues.append(SELF.at(row.place, given=name))
        pin = row.texts.get("pinned", "").lower()
        if pin not in _PIN:
            reader.issues.append(NOT_A_PIN.at(row.at("pinned"), given=pin))
        first = row.numbers["first_start"]
        last = row.numbers.get("last_start", first)
        whole = reader.whole(row, "first_start", 1900, 2200) and reader.whole(row, "last_start", 1900, 2200)
        if whole and not 0 <= last - first <= _MOST_YEARS:
            reader.issues.append(NEVER_STARTS.at(row.place, first=int(first), last=int(last)))
        elif whole and all(known) and reader.once(row, "id", name, before):
            found.append(
                Candidate(
                    name,
                    row.texts.get("name", name),
                    row.texts.get("area", ""),
                    tuple(range(int(first), int(last) + 1)),
                    bonds["after"],
                    bonds["excludes"],
                    pinned=_PIN.get(pin),
                    place=row.place,
                )
            )
    return tuple(found)


def _needs(folder: Path, reader: _ReserveReader, candidates: set[str], budgets: dict[str, Budget]) -> tuple[Need, ...]:
    found = []
    for row in rows_of(folder, tables.NEEDS, reader.issues):
        candidate, budget = row.texts["candidate"], row.texts["budget"]
        good = reader.known(row, "candidate", candidate, candidates, "candidates")
        good &= reader.known(row, "budget", budget, budgets, "budgets")
        good &= reader.between(row, "amount", 0, float("inf")) and reader.whole(row, "year_after", 0, 50)
        factor = reader.factor(row, budgets[budget].unit, ("预算", "budget")) if budget in budgets else None
        if good and factor is not None:
            found.append(Need(candidate, budget, int(row.numbers.get("year_after", 0)), row.numbers["amount"] * factor))
    return tuple(found)


def _effects(
    folder: Path, reader: _ReserveReader, candidates: set[str], gaps: dict[str, TargetGap]
) -> tuple[Effect, ...]:
    found = []
    for row in rows_of(folder, tables.EFFECTS, reader.issues):
        candidate, target = row.texts["candidate"], row.texts["target"]
        good = reader.known(row, "candidate", candidate, candidates, "candidates")
        good &= reader.known(row, "target", target, gaps, "gaps")
        good &= reader.whole(row, "year_after", 0, 50) and reader.between(row, "certainty", 0, 1)
        factor = reader.factor(row, gaps[target].unit, ("目标", "target")) if target in gaps else None
        if good and factor is not None and gaps[target].amount:
            amount, after = row.numbers["amount"] * factor, int(row.numbers.get("year_after", 0))
            found.append(Effect(candidate, target, after, amount, row.numbers.get("certainty", 1.0)))
    return tuple(found)


def _budgets(folder: Path, reader: _ReserveReader) -> tuple[Budget, ...]:
    """Budgets by id; one is in one unit, for one area or for all, in every year of it."""
    found: dict[str, Budget] = {}
    before: dict[str, Place] = {}
    for row in rows_of(folder, tables.BUDGETS, reader.issues):
        name, unit, area = row.texts["budget"], row.texts["unit"], row.texts.get("area", "")
        known = found.get(name, Budget(name, unit, {}, area, row.place))
        good = reader.whole(row, "year", 1900, 2200) and reader.between(row, "amount", 0, float("inf"))
        factor = reader.factor(row, known.unit, ("预算", "budget"))
        if not good or factor is None or not reader.once(row, "year", f"{name} {row.texts['year']}", before):
            continue
        amounts = {**known.amounts, int(row.numbers["year"]): row.numbers["amount"] * factor}
        found[name] = Budget(name, known.unit, amounts, known.area, known.place)
    return tuple(found.values())


def _gaps(folder: Path, reader: _ReserveReader) -> dict[str, TargetGap]:
    found: dict[str, TargetGap] = {}
    before: dict[str, Place] = {}
    for row in rows_of(folder, tables.GAPS, reader.issues):
        target = row.texts["target"]
        good = reader.between(row, "amount", 0, float("inf")) and reader.between(row, "weight", 0, 1e6)
        good &= reader.whole(row, "due", 1900, 2200)
        if not good or not reader.once(row, "target", target, before):
            continue
        amount = row.numbers["amount"]
        if not amount:
            reader.issues.append(NO_GAP.at(row.place, given=row.texts.get("name", target)))
        weight, due = row.numbers.get("weight", 1.0), int(row.numbers["due"])
        found[target] = TargetGap(target, row.texts["unit"], amount, due, weight, row.texts.get("name", ""))
    return found


def _shares(folder: Path, reader: _ReserveReader, budgets: set[str]) -> tuple[AreaShare, ...]:
    found = []
    before: dict[str, Place] = {}
    for row in rows_of(folder, tables.SHARES, reader.issues):
        area, budget = row.texts["area"], row.texts["budget"]
        good = reader.known(row, "budget", budget, budgets, "budgets")
        good &= reader.between(row, "at_least", 0, 1) and reader.between(row, "at_most", 0, 1)
        if good and reader.once(row, "area", f"{area} {budget}", before):
            least, most = row.numbers.get("at_least", 0.0), row.numbers.get("at_most", 1.0)
            found.append(AreaShare(area, budget, least, most, row.place))
    return tuple(found)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in _SEPARATOR.split(text) if word))


def _circles(candidates: Sequence[Candidate]) -> list[Issue]:
    """One issue for every circle of dependencies, with where its first candidate stands."""
    after = {each.id: list(each.after) for each in candidates}
    places = {each.id: each.place for each in candidates}
    found = []
    while True:
        try:
            TopologicalSorter(after).prepare()
        except CycleError as error:
            circle = error.args[1][::-1]
            found.append(CYCLE.at(places[circle[0]], cycle=" → ".join(circle)))
            after[circle[0]].remove(circle[1])
        else:
            return found
