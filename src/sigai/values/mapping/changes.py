"""What has changed in a file since its mapping was made: told where nothing depends on it, else asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sigai.base.issues import Issue, Place, Severity
from sigai.base.units import is_unit
from sigai.tables.files import SheetTexts, clean, nearest
from sigai.tables.files.columns import hints
from sigai.tables.files.heads import fits, stated_units
from sigai.tables.files.problems import UNNAMED_COLUMN
from sigai.values.batches import same_unit
from sigai.values.mapping import problems
from sigai.values.mapping.heads import SeenHead, heads_for, stated_in, unit_in
from sigai.values.mapping.meanings import MEANT_WORDS, KnownMeasures, column_of
from sigai.values.mapping.model import HEAD, MappedColumn, Mapping
from sigai.values.mapping.over import words_over
from sigai.values.mapping.tables import SheetTable

_NOTHING = "—"


def changes_of(
    mapping: Mapping, sheet: SheetTexts, tables: Sequence[SheetTable], name: str, known: KnownMeasures
) -> tuple[Issue, ...]:
    """What changed in any of the tables of a sheet."""
    first, *further = tables
    found = [*_of_table(mapping, sheet, first, Place(name), known)]
    stated = stated_in(sheet, first.first, first.count)
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
    yield from _of_heads(mapping, table.heads, place, known)
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
    held = {
        held_unit(mapping, column, head.unit, known)
        for column in mapping.columns_of("figure")
        for head in heads_for(table.heads, column.key)
    }
    for at in range(sheet.width):
        if at in headed:
            continue
        beside = [row for row in table.under if sheet.text(row, at).strip() and _holds_more(sheet.cells[row])]
        if not beside:
            continue
        yield UNNAMED_COLUMN.at(Place(place.file), number=at + 1)
        for row, unit in _units_of_cells((row, sheet.text(row, at)) for row in beside):
            if not all(wanted and same_unit(unit, wanted) for wanted in held):
                yield problems.UNIT_WITHOUT_HEAD.at(Place(place.file, row=row + 1), number=at + 1, given=unit)
                break


def _holds_more(row: Sequence[str]) -> bool:
    return sum(1 for cell in row if cell.strip()) > 1


def _units_of_cells(cells: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The units that cells are or state, each with its row."""
    for row, text in cells:
        plain = clean(text)
        said = [plain.strip("()[] ")] if is_unit(plain) else stated_units(plain)
        yield from ((row, unit) for unit in said)


def _of_heads(mapping: Mapping, heads: Sequence[SeenHead], place: Place, known: KnownMeasures) -> Iterator[Issue]:
    columns = {column.key: column for column in mapping.columns}
    stands = {key: heads_for(heads, key) for key in columns}
    held = {head.at for seen in stands.values() for head in seen}
    new = list({head.key: head for head in reversed(heads) if head.at not in held}.values())[::-1]
    for key, column in columns.items():
        yield from _gone(column, [head.told for head in new], place) if not stands[key] else ()
        if column.means not in ("ignored", "note"):
            yield from _of_column(column, stands[key], place)
    for head in new:
        yield _new(head, known, place)


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


def _new(head: SeenHead, known: KnownMeasures, place: Place) -> Issue:
    at = Place(place.file, column=head.told)
    column = column_of(head, known)
    if column.means in ("ignored", "note"):
        return problems.NEW_HEAD.at(at, head=head.told)
    zh, en = MEANT_WORDS[column.means]
    named = known.by_id(column.measure or column.guess)
    name = ("", "") if named is None else (f"（{named.name.zh}）", f" ({named.name.en})")
    return problems.NEW_HEAD_MEANS.at(at, head=head.told, what_zh=f"{zh}{name[0]}", what_en=f"{en}{name[1]}")
