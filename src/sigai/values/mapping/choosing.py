"""Which of several mappings is for a file, and whether all that are say the same of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as ByPlace
from dataclasses import replace

from sigai.base.issues import Issue, Place
from sigai.programme.programme import Programme
from sigai.tables.files import SheetFile
from sigai.values.batches import same_unit
from sigai.values.mapping import problems
from sigai.values.mapping.changes import held_unit
from sigai.values.mapping.fitting import FoundHeads, find_fit
from sigai.values.mapping.meanings import KnownMeasures, known_measures
from sigai.values.mapping.model import GIVEN, TITLE, Mapping
from sigai.values.measure_names import MeasureNames

Fitting = tuple[Mapping, FoundHeads]
"""A mapping, and where its heads stand in a file."""

_ALSO = ("entity", "figure")
"""Columns of which one mapping may read more than another and take the same from those that both read."""
_WHOLE_FILE = {"head_zh": "工作表、主体、时期或词", "head_en": "sheet, entity, period or words"}

_Said = tuple[str, str, str, str]
"""What a mapping says of a column: what it is and, of figures, their measure, unit and period."""


def mapping_rank(
    mapping: Mapping, fit: FoundHeads, *, asks: bool, own: bool = True
) -> tuple[bool, bool, int, int, str]:
    """By what the mapping for a file is chosen, the least first: one that asks nothing, one's own, then the one from
    which least changed, that reads most columns, by its name."""
    return asks, not own, len(fit.changes), -len(mapping.read), mapping.name


def said_otherwise(chosen: Fitting, others: Iterable[Fitting], programme: Programme) -> Issue | None:
    """What is asked where other mappings fit a file, too, and say other things of it than the one that was chosen: no
    name decides what figures mean."""
    known = known_measures(MeasureNames.of(programme), ())
    for other in others:
        if (head := _difference(chosen, other, known)) is not None:
            names = {"name": chosen[0].name, "other": other[0].name}
            where = {"head_zh": f"列“{head}”", "head_en": f"column “{head}”"} if head else _WHOLE_FILE
            return problems.SEVERAL_MAPPINGS.at(Place(chosen[1].file), **names, **where)
    return None


def fitting_mapping(mappings: Sequence[Mapping], read: SheetFile, programme: Programme) -> Fitting | None:
    """Of several mappings the one for a file, by `mapping_rank`, with what is asked where another says otherwise; None
    where none is for it."""
    known = known_measures(MeasureNames.of(programme), ())
    found = [(mapping, fit) for mapping in mappings if isinstance(fit := find_fit(mapping, read, known), FoundHeads)]
    if not found:
        return None
    chosen = min(found, key=lambda pair: mapping_rank(*pair, asks=pair[1].asks))
    mapping, fit = chosen
    if fit.asks:
        return chosen
    asked = said_otherwise(chosen, (pair for pair in found if not pair[1].asks), programme)
    return chosen if asked is None else (mapping, replace(fit, changes=(*fit.changes, asked)))


def _difference(one: Fitting, other: Fitting, known: KnownMeasures) -> str | None:
    """Where two mappings differ, by the head of a column; empty where it is in what they say of the whole file, and
    None where they do not."""
    if (
        one[1].sheet.name != other[1].sheet.name
        or _whole(one[0]) != _whole(other[0])
        or _words_differ(one[0], other[0])
    ):
        return ""
    here, there = _said(one, known), _said(other, known)
    measures = {said[1] for said in here.values()} & {said[1] for said in there.values()} - {""}
    for at in sorted(here.keys() | there.keys()):
        first, second = here.get(at), there.get(at)
        alone = first or second
        if first is None or second is None:
            differs = alone is not None and (alone[0] not in _ALSO or alone[1] in measures)
        else:
            differs = first[:2] != second[:2] or first[3] != second[3] or not same_unit(first[2], second[2])
        if differs:
            return next((head.told for head in one[1].heads if head.at == at), "")
    return None


def _said(fitting: Fitting, known: KnownMeasures) -> ByPlace[int, _Said]:
    """What a mapping says of the columns that it reads, by their places."""
    mapping, fit = fitting
    found: dict[int, _Said] = {}
    for column in mapping.read:
        for head in fit.seen(column):
            is_figure = column.means == "figure"
            found[head.at] = (
                column.means,
                (column.measure or mapping.measure) if is_figure else "",
                held_unit(mapping, column, head.unit, known) if is_figure else "",
                (column.period or _period(mapping)) if is_figure else "",
            )
    return found


def _whole(mapping: Mapping) -> tuple[str, str]:
    return mapping.entity, _period(mapping)


def _period(mapping: Mapping) -> str:
    """The period that is said for a whole file; the one given and that of the title are held against each other."""
    return GIVEN if mapping.period == TITLE else mapping.period


def _words_differ(one: Mapping, other: Mapping) -> bool:
    pairs = ((one.words.entity, other.words.entity), (one.words.measure, other.words.measure))
    return any(here[word] != there[word] for here, there in pairs for word in here.keys() & there.keys())
