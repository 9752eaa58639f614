"""Computed fields of records for pages, sheets and the API: worked out whenever they are asked for, in few queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pyarrow as pa

from sigai.ledgers import LinkedRecords, LinkIndex, computed_values, linkages_of, links_in, may_mean
from sigai.programme import ComputedField, Ledger
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.language import language
from sigai_web.ledgers.words import Shown, number_text
from sigai_web.store.models import CurrentRecord, Entity, RecordLink
from sigai_web.store.reading import entity_table
from sigai_web.store.records import as_record, entries_of

_SHARE_DIGITS = 1

Worked = Fraction | str | None
"""What a computed field gives: a number, or the id of a choice; None where it cannot be known."""
Computed = Mapping[str, Worked]
"""Computed fields by their ids."""


def computed_of(
    ledger: Ledger, records: Sequence[CurrentRecord], register: pa.Table | None = None
) -> Mapping[int, Computed]:
    """The computed fields of records of one ledger, by the keys of the records. By all records that are linked, whoever
    sees them, as conditions are judged. `register` holds the entities that they are about, where known."""
    if not ledger.computed or not records:
        return {one.pk: {} for one in records}
    content = programme.current()
    around = _around(ledger, records)
    if register is None:
        register = entity_table(Entity.objects.filter(pk__in={one.entity for one in records if one.entity}))
    return {
        one.pk: computed_values(
            as_record(one), programme=content, on=today(), entities=register, linked=around.get(one.pk)
        )
        for one in records
    }


def _around(ledger: Ledger, records: Sequence[CurrentRecord]) -> Mapping[int, LinkedRecords]:
    """The records around each of some, as far as computed fields of the ledger ask for them."""
    content = programme.current()
    formulas = [formula for one in ledger.computed if (formula := content.parsed.computed(one)) is not None]
    asked = {one for formula in formulas for one in linkages_of(formula, ledger, content)}
    if not asked:
        return {}
    keys = {
        one.pk: [key for _, field, value in links_in(ledger, one.fields) for key in may_mean(field, value)]
        for one in records
    }
    met = entries_of({key for found in keys.values() for key in found})
    targets = LinkIndex.of(as_record(one) for one in CurrentRecord.objects.filter(pk__in=met.values()))
    linking: dict[int, dict[tuple[str, str], list[CurrentRecord]]] = {one.pk: {} for one in records}
    for name, by in sorted({(one.ledger, one.by) for one in asked if one.direction != "linked"}):
        links = RecordLink.objects.filter(target__in=list(linking), field=by, record__ledger=name)
        pairs = list(links.values_list("target", "record"))
        known = CurrentRecord.objects.in_bulk([record for _, record in pairs])
        for target, record in pairs:
            if record in known:
                linking[target].setdefault((name, by), []).append(known[record])
    others = {one.entity for found in linking.values() for many in found.values() for one in many if one.entity}
    entities = entity_table(Entity.objects.filter(pk__in=others))
    return {
        pk: LinkedRecords(targets, {key: [as_record(one) for one in many] for key, many in found.items()}, entities)
        for pk, found in linking.items()
    }


def computed_shown(field: ComputedField, found: Worked) -> Shown:
    """What a computed field gives, for people; of a share as many digits as somebody reads."""
    if found is None or isinstance(found, str):
        return Shown(next((one.name[language()] for one in field.choices if one.id == found), ""))
    return Shown(number_text(round(float(found), _SHARE_DIGITS) if field.unit == "%" else found), field.unit)


def computed_plain(ledger: Ledger, computed: Computed) -> dict[str, float | str | None]:
    """The computed fields of a record as machines read them: numbers, and the ids of choices."""
    return {field.id: _plain(computed.get(field.id)) for field in ledger.computed}


def computed_cells(ledger: Ledger, computed: Computed) -> list[float | str | None]:
    """The computed fields of a record in the columns of a sheet: numbers, and choices in words."""
    found = ((field, computed.get(field.id)) for field in ledger.computed)
    return [computed_shown(field, one).text if isinstance(one, str) else _plain(one) for field, one in found]


def _plain(found: Worked) -> float | str | None:
    return round(float(found), 4) if isinstance(found, Fraction) else found
