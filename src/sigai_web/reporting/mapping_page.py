"""The page on which a mapping is made: what it shows of a file, and the mapping that its fields say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from sigai.base import Issue, Severity
from sigai.tables import SheetFile, SheetTexts
from sigai.values import (
    MEANT_WORDS,
    Layout,
    MappedColumn,
    MappedFigure,
    MappedWords,
    Mapping,
    OpenWord,
    heads_at,
    mapping_faults,
    propose_mapping,
)
from sigai_web.language import choose, language, period_said
from sigai_web.reporting.arranging import grouped
from sigai_web.reporting.form_data import whole
from sigai_web.reporting.mapped_files import SheetReading, readers_of, reading
from sigai_web.reporting.mapping_advice import in_words_of_page
from sigai_web.reporting.obligations import Assignment

_ABOVE, _BELOW = 3, 5
"""Rows shown above the heads and below them."""
_MOST_COLUMNS = 80
_MOST_WORDS = 50
_MOST_FIGURES = 200
_PLAIN = (
    "entity",
    "measure",
    "period",
    "year",
    "month",
    "unit",
    "span",
    "state",
    "deleted",
    "valid",
    "revision",
    "reported_at",
    "note",
    "ignored",
)
_FIGURE = "figure"
IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One thing that a field may say."""

    value: str
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ColumnField:
    """The fields above one column: what it is, its unit, and whether its head names the period."""

    number: int
    head: str
    key: str
    unit: str
    own_unit: str
    period: str
    by_head: bool
    asked: bool
    figure: bool
    guess: str
    choices: tuple[FieldChoice, ...]
    first: bool


_NO_COLUMN = ColumnField(
    -1, "", "", "", "", "", by_head=False, asked=False, figure=False, guess="", choices=(), first=False
)
"""Above a column without a head."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the file as seen."""

    number: int
    head: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordField:
    """A word that names nobody exactly, and what it may mean."""

    name: str
    word: OpenWord
    choices: tuple[FieldChoice, ...]


@dataclass(frozen=True, slots=True)
class TakenFigure:
    """One figure that would be taken: whose, of what, as it stands in the file, and in the form's unit."""

    figure: MappedFigure
    entity: str
    measure: str
    unit: str
    value: str


@dataclass(frozen=True, eq=False)
class MappingPage:
    """Everything that the page shows."""

    mapping: Mapping
    layout: Layout
    rows: tuple[ShownRow, ...]
    columns: tuple[ColumnField, ...]
    words: tuple[WordField, ...]
    taken: tuple[TakenFigure, ...]
    more: int
    faults: tuple[Issue, ...]
    told: tuple[Issue, ...]
    entities: tuple[FieldChoice, ...]
    periods: tuple[FieldChoice, ...]
    several_entities: bool

    @property
    def first(self) -> int:
        """The first row of the head, as spreadsheets count."""
        return self.layout.first + 1

    @property
    def last(self) -> int:
        """The last row of the head."""
        return self.layout.first + self.layout.heads


def layout_of(read: SheetFile, mapping: Mapping, assignment: Assignment, data: QueryDict | None = None) -> Layout:
    """Where the head stands: as the page's fields say, else where the mapping's heads are."""
    names = [sheet.name for sheet in read.sheets]
    if data is not None and whole(data.get("first")) > 0:
        sheet = read.sheets[names.index(data.get("sheet", "")) if data.get("sheet", "") in names else 0]
        first = min(whole(data.get("first")) - 1, max(len(sheet.cells) - 1, 0))
        count = min(max(whole(data.get("heads")), 1), 8)
        return Layout(sheet, first, min(count, len(sheet.cells) - first))
    found = reading(read, mapping, assignment).found.fit
    return Layout(read.sheets[0], 0, 1) if found is None else Layout(found.sheet, found.first, found.count)


def proposed(read: SheetFile, assignment: Assignment, layout: Layout | None = None, name: str = "") -> Mapping:
    """A first mapping of a file for a sheet."""
    readers = readers_of(assignment)
    return propose_mapping(read, readers, name=name, form=assignment.form.id, layout=layout)


def mapping_of(data: QueryDict, layout: Layout, base: Mapping, several: bool) -> Mapping:
    """The mapping that the fields of the page say; `base` has what they do not."""
    heads = {head.key: head for head in heads_at(layout.sheet, layout.first, layout.heads)}
    columns = []
    for number, (key, head) in enumerate(heads.items()):
        what, _, measure = data.get(f"means:{number}", "").partition(":")
        if data.get(f"key:{number}") != key or what not in (*_PLAIN, _FIGURE):
            earlier = next((column for column in base.columns if column.key == key), None)
            columns.append(MappedColumn(head=head.words, means="asked", guess=earlier.guess if earlier else ""))
            continue
        is_figure = what == _FIGURE
        columns.append(
            MappedColumn(
                head=head.words,
                means=what,
                measure=measure if is_figure else "",
                unit=data.get(f"unit:{number}", "").strip() if is_figure else "",
                period="head" if is_figure and head.period and data.get(f"period:{number}") == "head" else "",
            )
        )
    return base.model_copy(
        update={
            "sheet": layout.sheet.name if several else "",
            "heads": layout.heads,
            "entity": data.get("entity", "").strip(),
            "period": data.get("period", "").strip(),
            "unit": data.get("whole_unit", "").strip(),
            "columns": tuple(columns),
            "words": _words(data, base.words),
        }
    )


def _words(data: QueryDict, known: MappedWords) -> MappedWords:
    """The words that were explained on the page, with those explained before."""
    found: dict[str, dict[str, str]] = {"entity": dict(known.entity), "measure": dict(known.measure)}
    for field in data:
        kind, _, number = field.partition("-word:")
        word, means = data.get(field, ""), data.get(f"{kind}-means:{number}", "")
        if kind in found and word and means:
            found[kind][word] = means
    return MappedWords(**found)


def mapping_page(read: SheetFile, mapping: Mapping, layout: Layout, assignment: Assignment) -> MappingPage:
    """The page for a mapping as it is so far, with what it would take."""
    faults = tuple(mapping_faults(mapping, assignment.content))
    taken = reading(read, mapping, assignment)
    shown = [_taken(figure, assignment) for figure in taken.figures[:_MOST_FIGURES]] if not faults else []
    entities = list(dict.fromkeys(entity for entity, _ in assignment.cells))
    return MappingPage(
        mapping,
        layout,
        _rows(layout),
        _columns(layout, mapping, assignment),
        _word_fields(taken.found.open_words, assignment) if not faults else (),
        tuple(shown),
        max(len(taken.figures) - _MOST_FIGURES, 0),
        in_words_of_page(faults),
        () if faults else in_words_of_page((*_asked(taken), *taken.issues)),
        _entity_choices(mapping, assignment, entities),
        _period_choices(mapping, assignment),
        len(entities) > 1,
    )


def _asked(taken: SheetReading) -> Iterator[Issue]:
    """What the file asks beyond its columns: units, rows and tables that the mapping does not have."""
    return (change for change in taken.found.changes if change.severity is not Severity.NOTE)


def _taken(figure: MappedFigure, assignment: Assignment) -> TakenFigure:
    measure = assignment.content.measure_by_id[figure.measure]
    name = assignment.owed.register.name(figure.entity, language())
    return TakenFigure(figure, name, measure.name[language()], measure.unit, grouped(figure.value))


def _rows(layout: Layout) -> tuple[ShownRow, ...]:
    sheet, first, after = layout.sheet, layout.first, layout.first + layout.heads
    wanted = range(max(first - _ABOVE, 0), min(after + _BELOW, len(sheet.cells)))
    columns = range(min(sheet.width, _MOST_COLUMNS))
    return tuple(
        ShownRow(row + 1, first <= row < after, tuple(_cell(sheet, row, column) for column in columns))
        for row in wanted
        if any(sheet.cells[row])
    )


def _cell(sheet: SheetTexts, row: int, column: int) -> str:
    text = sheet.text(row, column).strip()
    return text if len(text) <= 40 else f"{text[:39]}…"


def _columns(layout: Layout, mapping: Mapping, assignment: Assignment) -> tuple[ColumnField, ...]:
    """One field for each column of the sheet; of columns that are one but for their period the first has it."""
    known = {column.key: column for column in mapping.columns}
    numbers: dict[str, int] = {}
    found: list[ColumnField] = []
    heads = {head.at: head for head in heads_at(layout.sheet, layout.first, layout.heads)}
    for at in range(min(layout.sheet.width, _MOST_COLUMNS)):
        head = heads.get(at)
        if head is None:
            found.append(_NO_COLUMN)
            continue
        first = head.key not in numbers
        number = numbers.setdefault(head.key, len(numbers))
        column = known.get(head.key) or MappedColumn(head=head.words, means="asked")
        guess = assignment.content.measure_by_id.get(column.guess)
        own = assignment.content.measure_by_id.get(column.measure)
        found.append(
            ColumnField(
                number,
                head.told,
                head.key,
                column.unit or (head.unit if column.means == _FIGURE else ""),
                own.unit if own else "",
                head.period,
                column.period == "head",
                column.means == "asked",
                column.means in ("asked", _FIGURE),
                guess.name[language()] if guess else "",
                _choices(column, assignment),
                first,
            )
        )
    return tuple(found)


def _choices(column: MappedColumn, assignment: Assignment) -> tuple[FieldChoice, ...]:
    chosen = f"{_FIGURE}:{column.measure}" if column.means == _FIGURE else column.means
    plain = [FieldChoice(each, choose(*MEANT_WORDS[each]), each == chosen) for each in _PLAIN]
    measures = [assignment.content.measure_by_id[each] for each in assignment.form.measures]
    other = assignment.content.measure_by_id.get(column.measure)
    if other is not None and other not in measures:
        measures.append(other)
    figures = [
        FieldChoice(f"{_FIGURE}:{each.id}", each.name[language()], f"{_FIGURE}:{each.id}" == chosen)
        for each in measures
    ]
    by_row = FieldChoice(
        f"{_FIGURE}:", choose("数（指标项在行里）", "figures (measure in the row)"), chosen == f"{_FIGURE}:"
    )
    return (*figures, by_row, *plain)


def _word_fields(words: Sequence[OpenWord], assignment: Assignment) -> tuple[WordField, ...]:
    """Words with near names first: only they are asked about."""
    ordered = sorted(enumerate(words), key=lambda pair: (not pair[1].near, pair[0]))
    return tuple(
        WordField(f"{word.kind}-means:{number}", word, _meanings(word, assignment))
        for number, (_, word) in enumerate(ordered[:_MOST_WORDS])
    )


def _meanings(word: OpenWord, assignment: Assignment) -> tuple[FieldChoice, ...]:
    near = [meant for _, meant in word.near]
    if word.kind == "entity":
        ids = list(dict.fromkeys(entity for entity, _ in assignment.cells))
        names = {each: assignment.owed.register.name(each, language()) for each in ids}
    else:
        names = {each: assignment.content.measure_by_id[each].name[language()] for each in assignment.form.measures}
    ordered = [*(each for each in near if each in names), *(each for each in names if each not in near)]
    return (
        *(FieldChoice(each, names[each], chosen=False) for each in ordered[:200]),
        FieldChoice(IGNORED, choose("不读", "not read"), chosen=False),
    )


def _entity_choices(mapping: Mapping, assignment: Assignment, entities: Sequence[str]) -> tuple[FieldChoice, ...]:
    name = assignment.owed.register.name
    by_row = FieldChoice("", choose("看每一行", "see each row"), mapping.entity == "")
    if len(entities) == 1:
        return by_row, FieldChoice("given", name(entities[0], language()), mapping.entity != "")
    return (by_row, *(FieldChoice(each, name(each, language()), mapping.entity == each) for each in entities[:200]))


def _period_choices(mapping: Mapping, assignment: Assignment) -> tuple[FieldChoice, ...]:
    words = {
        "": choose("看每一行或每一列", "see each row or column"),
        "given": choose("本期 ", "this period ") + period_said(assignment.period),
        "title": choose("表头上面写的", "as written above the heads"),
    }
    return tuple(FieldChoice(value, word, mapping.period == value) for value, word in words.items())
