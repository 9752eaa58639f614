"""What the rows and columns of a filled-in template are about, and what people wrote beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from xlsxwriter.utility import xl_col_to_name

from sigai.base import Issue, MeasureUnit, Place, UserError
from sigai.tables import stated_units
from sigai_web.reporting.obligations import Assignment, Key
from sigai_web.reporting.problems import TEMPLATE_DAMAGED, UNIT_STATED
from sigai_web.reporting.workbooks import (
    CODE_HEADS,
    FIGURE_HEADS,
    LAST_HEADS,
    MEASURE_HEADS,
    REASON_HEADS,
    SPAN_HEADS,
    SUBJECT_HEADS,
    UNIT_HEADS,
    YEAR_AGO_HEADS,
    code_of,
)

_NAMED = 5
_SEARCHED = 30
"""Rows in which the heads are looked for."""
_READ = (SUBJECT_HEADS, MEASURE_HEADS, FIGURE_HEADS, REASON_HEADS, CODE_HEADS, UNIT_HEADS)
_NEEDED = 4
"""So many of these have to be there; of the others there may be none."""

_OURS = (*_READ, LAST_HEADS, YEAR_AGO_HEADS, SPAN_HEADS)
"""Heads of columns in whose cells beside figures nobody says a unit; remarks are free."""
_REMARKED = " → "
"""What stands between a mistake and its advice in our own remarks."""

Named = dict[tuple[str, str], frozenset[Key]]
"""The cells of a sheet by what their rows are called."""
Said = tuple[str, str]
"""A sentence in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class TemplateColumns:
    """Where the columns that are read stand, by their heads, and the row of the heads; people may have moved them."""

    head: int
    subject: int
    measure: int
    figure: int
    reason: int
    code: int
    unit: int


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One row by its number from 0: the cell of the sheet that it is about, text and reason, and the unit beside it."""

    at: int
    key: Key
    entered: tuple[str, str]
    unit: str


def template_columns(figures: Sequence[Sequence[str]], place: Place) -> TemplateColumns:
    """The columns by their heads; UserError where one that is needed is not there, or one is there twice."""
    closest: tuple[int, list[list[int]]] = -1, []
    most = -1
    for at, line in enumerate(figures[:_SEARCHED]):
        texts = [cell.strip() for cell in line]
        found = [[column for column, text in enumerate(texts) if text.startswith(heads)] for heads in _READ]
        if all(len(columns) == 1 for columns in found[:_NEEDED]) and all(map(_once, found[_NEEDED:])):
            return TemplateColumns(at, *(columns[0] if columns else -1 for columns in found))
        if (count := sum(map(bool, found))) > most:
            closest, most = (at, found), count
    raise UserError([_damaged(place, _wrong_heads(figures, *closest))])


def is_like_a_template(figures: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet has the heads of a template, whatever else it lost."""
    try:
        template_columns(figures, Place())
    except UserError:
        return False
    return True


def _once(columns: Sequence[int]) -> bool:
    return len(columns) <= 1


def _wrong_heads(figures: Sequence[Sequence[str]], at: int, found: Sequence[Sequence[int]]) -> Iterator[Said]:
    """Which columns are missing, or there twice, in the row that is most like the heads."""
    for needed, (heads, columns) in enumerate(zip(_READ, found or [[]] * len(_READ), strict=True)):
        if not columns and needed < _NEEDED:
            yield f"找不到表头“{heads[0]}”那一列", f'no column has the head "{heads[1]}"'
        elif len(columns) > 1:
            named = [f"{xl_col_to_name(column)}（{figures[at][column].strip()}）" for column in columns]
            both = "、".join(named)
            zh = f"有 {len(columns)} 列的表头都以“{heads[0]}”开头：{both}，不知道读哪一列；多出的请删去或改名"
            en = f'several columns have a head that begins with "{heads[1]}": {", ".join(named)}; delete or rename one'
            yield zh, en


def _damaged(place: Place, said: Iterable[Said]) -> Issue:
    zh, en = zip(*said, strict=True)
    more = len(zh) - _NAMED
    if more > 0:
        zh, en = (*zh[:_NAMED], f"另有 {more} 处"), (*en[:_NAMED], f"and {more} more")
    return TEMPLATE_DAMAGED.at(place, what_zh="；".join(zh), what_en="; ".join(en))


@dataclass
class _RowReader:
    """The rows under the heads, by what each says that it is about."""

    columns: TemplateColumns
    assignment: Assignment
    rows: dict[Key, TemplateRow] = field(default_factory=dict)
    wrong: list[Said] = field(default_factory=list)

    def read(self, figures: Sequence[Sequence[str]]) -> None:
        """Take every row, or say why it cannot be told."""
        named = _cells_by_names(self.assignment)
        coded = {code_of(key): key for key in self.assignment.cells}
        for at, line in enumerate(figures[self.columns.head + 1 :], start=self.columns.head + 1):
            about = _cell(line, self.columns.subject), _cell(line, self.columns.measure)
            entered = _cell(line, self.columns.figure), _cell(line, self.columns.reason)
            if not any((*about, *entered)):
                continue
            keys = named.get(about, frozenset())
            key = next(iter(keys)) if len(keys) == 1 else coded.get(_cell(line, self.columns.code), ("", ""))
            if key in keys and key not in self.rows:
                self.rows[key] = TemplateRow(at, key, entered, _cell(line, self.columns.unit))
            else:
                self.wrong.append(self._why(at + 1, about, key if key in keys else None, bool(keys), named))

    def _why(self, row: int, about: tuple[str, str], key: Key | None, alike: bool, named: Named) -> Said:
        subject, measure = about
        zh, en = f"“{subject}”的“{measure}”", f'"{measure}" of "{subject}"'
        if key is not None:
            other = self.rows[key].at + 1
            return f"第 {other} 行与第 {row} 行都是{zh}，只能有一行", f"rows {other} and {row} are both {en}"
        if alike:
            said = f"第 {row} 行：有几个主体同名“{subject}”，代码列没有了，分不出是哪一个"
            return said, f'row {row}: several are called "{subject}", and the column of codes is gone'
        if not any(about):
            return f"第 {row} 行有内容，却没有写主体和指标项", f"row {row} holds something, but names no subject"
        if all(subject != known for known, _ in named):
            return (
                f"第 {row} 行写的主体“{subject}”不在这张表里",
                f'row {row} names "{subject}", who is not on this form',
            )
        if all(measure != known for _, known in named):
            return f"第 {row} 行写的指标项“{measure}”不在这张表里", f'row {row} names "{measure}", not on this form'
        return f"第 {row} 行：这张表不问{zh}", f"row {row}: this form does not ask {en}"

    def missing(self) -> Iterator[Said]:
        """The cells of the sheet for which there is no row."""
        name, measures = self.assignment.owed.register.name, self.assignment.content.measure_by_id
        for entity, measure in self.assignment.cells:
            if (entity, measure) not in self.rows:
                called = measures[measure].name
                zh = f"少了“{name(entity, 'zh')}”的“{called['zh']}”这一行"
                yield zh, f'the row "{called["en"]}" of "{name(entity, "en")}" is missing'


def told_rows(
    figures: Sequence[Sequence[str]],
    columns: TemplateColumns,
    made: Sequence[Sequence[str]],
    assignment: Assignment,
    place: Place,
) -> list[TemplateRow]:
    """Every row with the cell that it is about: rows may have been sorted, inserted and moved. UserError where not
    every cell of the sheet has its row; `made` are the cells that the template was made for.

    The names of a row say so, and its code where several bear the same names; where it stands never does.
    """
    reader = _RowReader(columns, assignment)
    reader.read(figures)
    wrong = [*reader.wrong, *reader.missing()]
    if not wrong and {(row[1], row[2]) for row in made if len(row) > 2} != set(assignment.cells):
        wrong = [("这张表现在问的与下载模板时不同，请重新下载", "the form asks other figures now: download it again")]
    if wrong:
        raise UserError([_damaged(place, wrong)])
    return list(reader.rows.values())


def refuse_stated_units(
    figures: Sequence[Sequence[str]],
    columns: TemplateColumns,
    rows: Collection[int],
    assignment: Assignment,
    place: Place,
) -> None:
    """UserError where a free cell states a unit that is not the one in which rows are filled in: over the table, under
    it, or beside it."""
    issues = []
    for at, column, text in _free_cells(figures, columns, rows, assignment):
        for unit in stated_units(text, title=True):
            if (wanted := _other_unit(unit, text, assignment)) is not None:
                found = Place(place.file, row=at + 1, column=xl_col_to_name(column))
                issues.append(UNIT_STATED.at(found, given=unit, unit=wanted))
    if issues:
        raise UserError(issues)


def _free_cells(
    figures: Sequence[Sequence[str]], columns: TemplateColumns, rows: Collection[int], assignment: Assignment
) -> Iterator[tuple[int, int, str]]:
    """The cells that are neither heads nor what a row is about nor our own words, with row and column from 0. Into the
    head of the units somebody may have written one."""
    names = {assignment.name(language) for language in ("zh", "en")}
    heads, note = figures[columns.head], assignment.form.note
    ours = {column for column, head in enumerate(heads) if any(head.strip().startswith(each) for each in _OURS)}
    for at, line in enumerate(figures):
        for column, cell in enumerate(line):
            text = cell.replace(note, "") if note and at < columns.head else cell
            head = at == columns.head and column != columns.unit
            taken = head or (at in rows and column in ours)
            if text.strip() and not taken and text not in names and _REMARKED not in text:
                yield at, column, text


def _other_unit(given: str, text: str, assignment: Assignment) -> str | None:
    """A unit of the sheet with which one that is stated cannot stand; None where figures are in it anyway, or where a
    word alone says nothing of the sheet's figures."""
    units = dict.fromkeys(assignment.content.measure_by_id[measure].unit for _, measure in assignment.cells)
    parsed = _parsed(given)
    like = [unit for unit in units if parsed is not None and (own := _parsed(unit)) and own.same_dimension(parsed)]
    other = next((unit for unit in like if (own := _parsed(unit)) and parsed and own.size != parsed.size), None)
    alone = text.strip("()（）[]【】 ") == given
    return other if like or alone else next(iter(units), None)


def _parsed(unit: str) -> MeasureUnit | None:
    try:
        return MeasureUnit.parse(unit)
    except ValueError:
        return None


def _cells_by_names(assignment: Assignment) -> Named:
    """The cells by what their rows are called: the template may have been made in either language."""
    found: Named = {}
    for entity, measure in assignment.cells:
        name = assignment.content.measure_by_id[measure].name
        subjects = {assignment.owed.register.name(entity, language).strip() for language in ("zh", "en")}
        for subject, called in product(subjects, {name.zh.strip(), name.en.strip()}):
            found[subject, called] = found.get((subject, called), frozenset()) | {(entity, measure)}
    return found


def _cell(line: Sequence[str], column: int) -> str:
    return line[column].strip() if 0 <= column < len(line) else ""
