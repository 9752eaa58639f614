"""The files of a folder that says what a portfolio is chosen from, row by row: texts and numbers with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sigai.base.issues import Issue, Place, Severity, problem
from sigai.tables.files import RawTable, find_files, header_key, read_numbers, read_tables
from sigai.tables.files.columns import Aliases, aliases, find_columns, missing_columns, unknown_columns
from sigai.tables.files.problems import HIDDEN_ROW

NO_NUMBER = problem(
    "F001",
    Severity.ERROR,
    zh="“{column}”应是一个数，而不是“{given}”",
    en="“{column}” is a number, not “{given}”",
    advice_zh="填一个数；没有就删去这一行，不要留空",
    advice_en="give a number; where there is none, delete the row rather than leave it empty",
)
NO_TEXT = problem(
    "F002",
    Severity.ERROR,
    zh="“{column}”没有填",
    en="“{column}” is empty",
    advice_zh="补上",
    advice_en="fill it in",
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A file of the folder: its columns with their other names, those that must be there, those that are numbers."""

    stem: str
    columns: Aliases
    wanted: Mapping[str, str]
    numbers: frozenset[str] = frozenset()

    @property
    def example(self) -> str:
        """A header row."""
        return ", ".join(self.wanted)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a file: texts by column (what is empty is not there), numbers, and where it stands."""

    texts: Mapping[str, str]
    numbers: Mapping[str, float]
    place: Place

    def at(self, column: str) -> Place:
        """The place of one of its cells."""
        return Place(self.place.file, row=self.place.row, column=column)


def _kind(stem: str, wanted: str, numbers: str, **columns: str) -> FileKind:
    must = {name: columns[name].split()[0] for name in wanted.split()}
    return FileKind(stem, aliases(columns), MappingProxyType(must), frozenset(numbers.split()))


CANDIDATES = _kind(
    "candidates",
    "id first_start",
    "first_start last_start",
    id="项目编号 编号 candidate 项目",
    name="项目名称 名称",
    area="地区 县区 所在地区",
    first_start="最早开工年 开工年 start",
    last_start="最迟开工年",
    after="前置项目 依赖",
    excludes="互斥项目 互斥",
    pinned="必选 指定 pin",
)
NEEDS = _kind(
    "needs",
    "candidate budget amount",
    "year_after amount",
    candidate="项目编号 编号 项目",
    budget="预算 指标额度",
    amount="数额 用量 金额",
    unit="单位 计量单位",
    year_after="开工后第几年 第几年",
)
EFFECTS = _kind(
    "effects",
    "candidate target amount unit",
    "year_after amount certainty",
    candidate="项目编号 编号 项目",
    target="目标 目标编号",
    amount="数额 效果",
    unit="单位 计量单位",
    year_after="开工后第几年 第几年",
    certainty="把握 确定程度",
)
BUDGETS = _kind(
    "budgets",
    "budget year amount unit",
    "year amount",
    budget="预算 指标额度 id",
    year="年 年份 年度",
    amount="数额 额度",
    unit="单位 计量单位",
    area="地区 县区",
)
GAPS = _kind(
    "gaps",
    "target amount unit due",
    "amount due weight",
    target="目标 目标编号 id",
    name="目标名称 名称",
    amount="差额 缺口",
    unit="单位 计量单位",
    due="到期年 年份",
    weight="权重",
)
SHARES = _kind(
    "shares",
    "area budget",
    "at_least at_most",
    area="地区 县区",
    budget="预算 指标额度",
    at_least="不少于 最低份额",
    at_most="不超过 最高份额",
)


def rows_of(folder: Path, kind: FileKind, issues: list[Issue]) -> Iterator[TableRow]:
    """The rows of one kind of file, in the order of the files; what is wrong with them goes to `issues`. A row in
    which something that must be there is not, or is no number, is told and left out."""
    files, found = find_files(folder, kind.stem)
    issues += found
    for path in files:
        name = path.relative_to(folder).as_posix()
        for table in read_tables(path, name, lambda text: header_key(text) in kind.columns, kind.example):
            if isinstance(table, Issue):
                issues.append(table)
            else:
                yield from _rows(table, kind, issues)


def _rows(table: RawTable, kind: FileKind, issues: list[Issue]) -> Iterator[TableRow]:
    found = find_columns(table, kind.columns)
    issues += [*found.issues, *unknown_columns(table, found.others, tuple(kind.wanted))]
    if lacking := missing_columns(table, kind.wanted, found, kind.example):
        issues += lacking
        return
    words = {name: table.words(at) for name, at in found.columns.items()}
    numbers = {name: read_numbers(table.columns[at]) for name, at in found.columns.items() if name in kind.numbers}
    hidden = table.hidden()
    for position, number in enumerate(table.rows.tolist()):
        place = Place(table.file, row=int(number))
        if hidden[position]:
            issues.append(HIDDEN_ROW.at(place))
            continue
        texts = {
            name: given.words[given.codes[position]] for name, given in words.items() if given.codes[position] >= 0
        }
        empty = [name for name in kind.wanted if name not in texts]
        wrong = [NO_TEXT.at(Place(table.file, row=int(number), column=name), column=name) for name in empty]
        values = {}
        for name, column in numbers.items():
            if name not in texts:
                continue
            if column.good[position] and column.plain[position]:
                values[name] = float(column.floats[position])
            else:
                at = Place(table.file, row=int(number), column=name)
                wrong.append(NO_NUMBER.at(at, column=name, given=texts[name]))
        issues += wrong
        if not wrong:
            yield TableRow(texts, values, place)
