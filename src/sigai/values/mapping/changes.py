"""What has changed in a file since its mapping was made: told where nothing depends on it, else asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sigai.base.issues import Issue, Place, Severity
from sigai.tables.files import SheetTexts, nearest
from sigai.tables.files.columns import hints
from sigai.tables.files.heads import fits, stated_units
from sigai.tables.files.problems import UNNAMED_COLUMN
from sigai.values.batches import same_unit
from sigai.values.mapping import problems
from sigai.values.mapping.beside import is_apart, meant_by_words, units_of_cells
from sigai.values.mapping.heads import SeenHead, heads_for, span_of, stated_in, unit_in
from sigai.values.mapping.holding import LOOKED_AT, are_numbers, is_label
from sigai.values.mapping.meanings import MEANT_WORDS, KnownMeasures, column_of
from sigai.values.mapping.model import HEAD, MappedColumn, Mapping
from sigai.values.mapping.over import words_over
from sigai.values.mapping.tables import SheetTable

_NOTHING = "—"
_JUDGING = frozenset(("state", "deleted", "valid", "span"))
"""Columns by which rows are left out."""


def changes_of(
    mapping: Mapping, sheet: SheetTexts, tables: Sequence[SheetTable], name: str, known: KnownMeasures
) -> tuple[Issue, ...]:
    """What changed in any of the tables of a sheet."""
    first, *further = tables
    found = [*_of_table(mapping, sheet, first, Place(name), known)]
    stated = stated_in(sheet, first.first, first.count)
    if not stated:
        found += _of_sheet_name(mapping, sheet, first, Place(name), known)
    if set(stated) != set(mapping.stated):
        before, now = ("、".join(units) or _NOTHING for units in (mapping.stated, stated))
        found.append(problems.UNIT_CHANGED.at(Place(name), head="标题 title", before=before, now=now))
    for table in further:
        place = Place(name, row=table.first + 1)
        if not table.fits:
            found.append(problems.OTHER_TABLE.at(place, name=mapping.name))
            continue
        told = _of_table(mapping, sheet, table, place, known)
        found += [issue for issue in told if issue.severity is Severity.ERROR]
    return tuple(found)


def _of_table(
    mapping: Mapping, sheet: SheetTexts, table: SheetTable, place: Place, known: KnownMeasures
) -> Iterator[Issue]:
    of_heads = list(_of_heads(mapping, sheet, table, place, known))
    yield from of_heads
    asked = {issue.place.column for issue in of_heads if issue.severity is Severity.ERROR}
    yield from (
        issue for issue in _units_unread(mapping, sheet, table, place, known) if issue.place.column not in asked
    )
    yield from _units_apart(mapping, table, place, known)
    yield from words_over(mapping, sheet, table, place, known)
    yield from _without_head(mapping, sheet, table, place, known)


def _units_apart(mapping: Mapping, table: SheetTable, place: Place, known: KnownMeasures) -> Iterator[Issue]:
    """What is said when a row over the heads or among the figures names another unit than the column's: the unit of
    its head or of the mapping."""
    by_place = {
        head.at: (head, column)
        for column in mapping.columns_of("figure")
        for head in heads_for(table.heads, column.key)
    }
    for row, at, unit in table.units:
        if at not in by_place:
            continue
        head, column = by_place[at]
        held = held_unit(mapping, column, head.unit, known)
        if not (held and same_unit(unit, held)):
            place = Place(place.file, row=row + 1, column=head.told)
            yield problems.UNIT_CHANGED.at(place, head=head.told, before=held or _NOTHING, now=unit)


def held_unit(mapping: Mapping, column: MappedColumn, unit: str, known: KnownMeasures) -> str:
    """The unit that a column's figures are read in, where a row does not say its own."""
    measure = known.by_id(column.measure or mapping.measure)
    whole = mapping.unit if measure is None or fits(mapping.unit, measure.unit) else ""
    return column.unit or unit or whole or (measure.unit if measure else "")


def _without_head(
    mapping: Mapping, sheet: SheetTexts, table: SheetTable, place: Place, known: KnownMeasures
) -> Iterator[Issue]:
    """What stands beside figures in columns without a head: a unit that is not the figures' decides what they are."""
    headed = {head.at for head in table.heads}
    held = _held_units(mapping, table, known)
    for at in range(sheet.width):
        if at in headed:
            continue
        beside = _filled_beside(sheet, table, at)
        if not beside:
            continue
        yield UNNAMED_COLUMN.at(Place(place.file), number=at + 1)
        for row, unit in units_of_cells(beside):
            if not all(wanted and same_unit(unit, wanted) for wanted in held):
                yield problems.UNIT_WITHOUT_HEAD.at(Place(place.file, row=row + 1), number=at + 1, given=unit)
                break


def _held_units(mapping: Mapping, table: SheetTable, known: KnownMeasures) -> set[str]:
    """The units that the figures of a table are read in, where their rows do not say their own."""
    return {
        held_unit(mapping, column, head.unit, known)
        for column in mapping.columns_of("figure")
        for head in heads_for(table.heads, column.key)
    }


def _filled_beside(sheet: SheetTexts, table: SheetTable, at: int) -> list[tuple[int, str]]:
    """The cells of a column that stand beside others, each with its row."""
    cells = [(row, text) for row in table.under if (text := sheet.text(row, at)).strip()]
    return [(row, text) for row, text in cells if _holds_more(sheet.cells[row])]


def _holds_more(row: Sequence[str]) -> bool:
    return sum(1 for cell in row if cell.strip()) > 1


def _units_unread(
    mapping: Mapping, sheet: SheetTexts, table: SheetTable, place: Place, known: KnownMeasures
) -> Iterator[Issue]:
    """What is said of units in columns of notes and in new ones: one that is not the figures' decides what they are."""
    read = {
        head.at for column in mapping.columns if column.means != "note" for head in heads_for(table.heads, column.key)
    }
    held = _held_units(mapping, table, known)
    for head in table.heads:
        units = units_of_cells(_filled_beside(sheet, table, head.at)) if head.at not in read else ()
        row, unit = next((found for found in units if is_apart(found[1], held)), (0, ""))
        if unit:
            where = Place(place.file, row=row + 1, column=head.told)
            yield problems.UNIT_IN_UNREAD.at(where, head=head.told, given=unit)


def _of_sheet_name(
    mapping: Mapping, sheet: SheetTexts, table: SheetTable, place: Place, known: KnownMeasures
) -> Iterator[Issue]:
    """What is said of a unit in the name of the sheet, where no title states one and figures are read in another."""
    held = _held_units(mapping, table, known)
    for unit in stated_units(sheet.name, title=True):
        if is_apart(unit, held):
            before = "、".join(sorted(held)) or _NOTHING
            yield problems.UNIT_CHANGED.at(place, head="工作表名 sheet", before=before, now=unit)


def _of_heads(
    mapping: Mapping, sheet: SheetTexts, table: SheetTable, place: Place, known: KnownMeasures
) -> Iterator[Issue]:
    heads = table.heads
    columns = {column.key: column for column in mapping.columns}
    stands = {key: heads_for(heads, key) for key in columns}
    held = {head.at for seen in stands.values() for head in seen}
    new = list({head.key: head for head in reversed(heads) if head.at not in held}.values())[::-1]
    for key, column in columns.items():
        yield from _gone(column, [head.told for head in new], place) if not stands[key] else ()
        if column.means not in ("ignored", "note"):
            yield from _of_column(column, stands[key], place)
    for column in mapping.columns_of("ignored"):
        for head in stands[column.key][:1]:
            yield from _ignored(head, [sheet.text(row, head.at) for row in table.under], known, place)
    for head in new:
        yield _new(head, [sheet.text(row, head.at) for row in table.under], known, place)


def _gone(column: MappedColumn, new: list[str], place: Place) -> Iterator[Issue]:
    head = " / ".join(column.head)
    if column.means in ("ignored", "note"):
        yield problems.UNREAD_HEAD_GONE.at(place, head=head)
    else:
        yield problems.HEAD_GONE.at(place, head=head, **hints(nearest(head, new), "现在的"))


def _of_column(column: MappedColumn, seen: Sequence[SeenHead], place: Place) -> Iterator[Issue]:
    """What changed about a column that is read."""
    periods = {head.period for head in seen}
    if len(seen) > 1 and not (column.period == HEAD and len(periods) == len(seen)):
        yield problems.HEAD_TWICE.at(place, head=seen[0].told, count=len(seen))
    before = unit_in(column.head)
    for head in seen:
        if head.unit != before and not (head.unit and same_unit(head.unit, before or column.unit)):
            units = {"before": before or column.unit or _NOTHING, "now": head.unit or _NOTHING}
            yield problems.UNIT_CHANGED.at(Place(place.file, column=head.told), head=head.told, **units)
            return


def _are_figures(head: SeenHead, cells: Sequence[str]) -> bool:
    """Whether numbers stand under a head that only says of when they are: what others beside them are hangs on it."""
    dated = span_of(head.words, "") in ("total", "period", "end") and not is_label(head.words)
    return dated and are_numbers([cell for cell in cells if cell.strip()][:LOOKED_AT])


def _ignored(head: SeenHead, cells: Sequence[str], known: KnownMeasures, place: Place) -> Iterator[Issue]:
    """What is said of a column that is not read although other files' rows are judged by such a one."""
    means = column_of(head, known).means
    if means in ("ignored", "span"):
        means = meant_by_words(cells) or "ignored"
    if means in _JUDGING and any(cell.strip() for cell in cells):
        zh, en = MEANT_WORDS[means]
        at = Place(place.file, column=head.told)
        yield problems.IGNORED_MATTERS.at(at, head=head.told, what_zh=zh, what_en=en)


def _new(head: SeenHead, cells: Sequence[str], known: KnownMeasures, place: Place) -> Issue:
    at = Place(place.file, column=head.told)
    column = column_of(head, known)
    means = column.means
    if means in ("ignored", "span"):  # of what figures are, the cells say it
        means = meant_by_words(cells) or ("figure" if _are_figures(head, cells) else "ignored")
    if means in ("ignored", "note"):
        return problems.NEW_HEAD.at(at, head=head.told)
    zh, en = MEANT_WORDS[means]
    named = known.by_id(column.measure or column.guess)
    name = ("", "") if named is None else (f"（{named.name.zh}）", f" ({named.name.en})")
    return problems.NEW_HEAD_MEANS.at(at, head=head.told, what_zh=f"{zh}{name[0]}", what_en=f"{en}{name[1]}")
